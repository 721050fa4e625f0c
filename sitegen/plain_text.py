"""Short ways through the Markdown parser for what is plain, as most of a brief is.

Each gives the same tokens as the parser's own way, which tries every rule at every line and at
every sign that could mean something in some dialect.
"""

import re
from collections.abc import Callable
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_Rule = Callable[[StateInline, bool], bool]

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
# The same, and what ends the label of a link.
_SIGN = re.compile(r"[\n\\`*_~!\[\]<&^@]")


def plain_text_plugin(md: MarkdownIt) -> None:
    """Add the short ways; an inline rule that begins with another sign needs it added here."""
    md.block.ruler.before("table", "plain_paragraph", _paragraph)
    md.inline = _Inline(md.inline)
    md.core.ruler.at("inline", _inline)


class _Inline(ParserInline):
    """The parser of what stands in a block, which tries at a sign the rules that begin with it."""

    def __init__(self, known: ParserInline) -> None:
        super().__init__()
        self.ruler = known.ruler
        self.ruler2 = known.ruler2
        self.terminator_re = _SIGN

    @cached_property
    def _begun_by(self) -> dict[str, list[_Rule]]:
        """The rules by the sign that they begin with, in their order; made at the first text."""
        names, rules = self.ruler.get_active_rules(), self.ruler.getRules("")
        found: dict[str, list[_Rule]] = {sign: [] for sign in "".join(_SIGNS.values())}
        for name, rule in zip(names, rules, strict=True):
            for sign in _SIGNS.get(name, ()):
                found[sign].append(rule)
        return found

    @cached_property
    def _text(self) -> list[_Rule]:
        """What is tried at any other character: the rule for text, which is the first."""
        return self.ruler.getRules("")[:1]

    def tokenize(self, state: StateInline) -> None:
        """Make the tokens of a block, or of a part of it."""
        if state.level >= state.md.options["maxNesting"]:
            super().tokenize(state)
            return
        source, end, text, begun_by = state.src, state.posMax, self._text, self._begun_by
        while state.pos < end:
            sign = source[state.pos]
            for rule in begun_by.get(sign, text):
                if rule(state, False):  # noqa: FBT003 (the parser's signature)
                    break
            else:
                state.pending += sign
                state.pos += 1
        if state.pending:
            state.pushPending()


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """One line that begins with a letter, and an empty one below, is a paragraph and no more.

    Lists, quotes, headings, fences and definitions begin with a sign or a digit; a table or an
    underlined heading has a second line.
    """
    if silent or not state.src[state.bMarks[start] + state.tShift[start]].isalpha():
        return False
    alone = start + 1 >= state.lineMax or state.isEmpty(start + 1)
    if not alone or state.sCount[start] - state.blkIndent > 3:  # noqa: PLR2004 (that is code)
        return False
    return paragraph(state, start, end, silent)


def _inline(state: StateCore) -> None:
    """A block without any sign is one text."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if _SIGN.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))
