"""Short ways through the Markdown parser for texts that are plain, as most of a brief is.

Each gives the same tokens as the parser's own way, which tries every rule at every sign that could
mean something in some dialect.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sitegen.plain_signs import SIGN, Nesting

_Rule = Callable[[StateInline, bool], bool]
Short = Callable[[str, Any], list[Token] | None]

# What each of the inline rules that are enabled begins with.
_SIGNS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "citation": "[",
    "mention": "@",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "entity": "&",
    "footnote_inline": "^",
    "footnote_ref": "[",
}

_new = object.__new__


def plain_text_plugin(md: MarkdownIt, short: Short | None = None) -> None:
    """Add the short ways; an inline rule that begins with another sign needs it added here.

    ``short`` is asked first for the tokens of a block's text; it may give none.
    """
    md.block = _Block(md.block)
    md.inline = QuickInline(md.inline, short)
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.at("inline", _inline)
    md.core.ruler.at("text_join", _text_join)


def new_token(kind: str, tag: str, nesting: Nesting, level: int, *, block: bool) -> Token:
    """What ``Token`` makes, in half the time: a text has hundreds of them."""
    token = _new(Token)
    token.type, token.tag, token.nesting, token.level = kind, tag, nesting, level
    token.content = token.markup = token.info = ""
    token.attrs, token.meta = {}, {}
    token.map = token.children = None
    token.block, token.hidden = block, False
    return token


def new_inline_token(kind: str, tag: str, nesting: Nesting) -> Token:
    """The same of what stands at the top of a block."""
    return new_token(kind, tag, nesting, 0, block=False)


class _StateBlock(StateBlock):
    """The library's, which makes its tokens in the quick way."""

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:
        """Add a token."""
        if nesting < 0:
            self.level -= 1
        token = new_token(ttype, tag, nesting, self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class _Block(ParserBlock):
    """The parser of blocks, with that state."""

    def __init__(self, known: ParserBlock) -> None:
        super().__init__()
        self.ruler = known.ruler

    def parse(self, src: str, md: MarkdownIt, env: Any, outTokens: list[Token]) -> list[Token]:  # noqa: N803
        """The tokens of a text."""
        if src:
            state = _StateBlock(src, md, env, outTokens)
            self.tokenize(state, state.line, state.lineMax)
        return outTokens


class _StateInline(StateInline):
    """The library's, with quick tokens; ``pending`` is an attribute like others."""

    pending = ""

    def append_pending(self, text: str) -> None:
        """Add to the text before the next token."""
        self.pending += text

    def pushPending(self) -> Token:  # noqa: N802
        """Add the text before the next token."""
        token = new_token("text", "", 0, self.pendingLevel, block=False)
        token.content, self.pending = self.pending, ""
        self.tokens.append(token)
        return token

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:
        """Add a token; only a text or a picture is a part of no pair."""
        if nesting:
            return super().push(ttype, tag, nesting)
        if self.pending:
            self.pushPending()
        token = new_token(ttype, tag, nesting, self.level, block=False)
        self.pendingLevel = self.level
        self.tokens.append(token)
        self.tokens_meta.append(None)
        return token


class QuickInline(ParserInline):
    """The parser of what stands in a block, which tries at a sign the rules that begin with it."""

    def __init__(self, known: ParserInline, short: Short | None = None) -> None:
        super().__init__()
        self.ruler = known.ruler
        self.ruler2 = known.ruler2
        self.terminator_re = SIGN
        self.short = short

    @cached_property
    def _begun_by(self) -> dict[str, list[_Rule]]:
        """The rules by the sign that they begin with, in their order; made at the first text.

        None begins with the bracket that ends the label of a link.
        """
        names, rules = self.ruler.get_active_rules(), self.ruler.getRules("")
        found: dict[str, list[_Rule]] = {sign: [] for sign in "".join(_SIGNS.values())}
        for name, rule in zip(names, rules, strict=True):
            for sign in _SIGNS.get(name, ()):
                found[sign].append(rule)
        return found | {"]": []}

    def tokenize(self, state: StateInline) -> None:
        """Make the tokens of a block, or of a part of it."""
        if state.level >= state.md.options["maxNesting"]:
            super().tokenize(state)
            return
        source, end, begun_by = state.src, state.posMax, self._begun_by
        while (start := state.pos) < end:
            sign = source[start]
            rules = begun_by.get(sign)
            if rules is None:
                match = SIGN.search(source, start, end)
                state.pos = match.start() if match else end
                state.pending += source[start : state.pos]
                continue
            for rule in rules:
                if rule(state, False):  # noqa: FBT003 (the parser's signature)
                    break
            else:
                state.pending += sign
                state.pos += 1
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """The tokens of a block; pairs are looked for where there is a sign that may be in one."""
        made = self.short(src, env) if self.short else None
        if made is not None:
            tokens += made
            return tokens
        state = _StateInline(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(state.tokens_meta):
            for rule in self.ruler2.getRules(""):
                rule(state)
        return state.tokens


def _normalize(state: StateCore) -> None:
    """Other line breaks, and zeros, which hardly any text has."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _inline(state: StateCore) -> None:
    """A block without any sign is one text."""
    parse, md, env = state.md.inline.parse, state.md, state.env
    for token in state.tokens:
        if token.type != "inline":
            continue
        content = token.content
        token.children = []
        if SIGN.search(content):
            parse(content, md, env, token.children)
        elif content:
            text = new_token("text", "", 0, 0, block=False)
            text.content = content
            token.children.append(text)


def _text_join(state: StateCore) -> None:
    """Join the texts of a block, where escapes, entities or mentions may leave several."""
    if "\\" in state.src or "&" in state.src or "mentioned" in state.env:
        text_join(state)
