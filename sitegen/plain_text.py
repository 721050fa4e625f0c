"""Short ways through the Markdown parser for what is plain, as most of a brief is.

Each gives the same tokens as the parser's own way, which tries every rule at every line and at
every sign that could mean something in some dialect.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# What the inline rules that are enabled begin with, and what ends the label of a link.
_SIGN = re.compile(r"[\n\\`*_~!\[\]<&^@]")


def plain_text_plugin(md: MarkdownIt) -> None:
    """Add the short ways; an inline rule that begins with another sign needs it added here."""
    md.block.ruler.before("table", "plain_paragraph", _paragraph)
    md.inline.terminator_re = _SIGN
    md.core.ruler.at("inline", _inline)


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
