"""Short ways through the Markdown parser for blocks that are plain, as most of a brief is.

What stands at the top of a text is one token for what is one element: a paragraph or an item of a
list is an ``inline`` with the name of its element as tag, and a table without any sign is HTML at
once. ``quick_html`` shows them as the parser's own tokens would be.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, mdTrim
from markdown_it.rules_block import StateBlock, heading
from markdown_it.token import Token

from sitegen.plain_signs import BULLET, DELIMITERS, NUMBER, SIGN, side_of
from sitegen.plain_text import new_token

TABLE = "plain_table"
_STRONG = re.compile(r"\*\*[^\W\d_]")


def plain_blocks_plugin(md: MarkdownIt, aligned: str = 'style="text-align:{}"') -> None:
    """Add the short ways; ``aligned`` is how a cell says on which side its text stands.

    They need the renderer of ``quick_html``.
    """

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's)
        return _plain_block(state, start, end, silent, aligned)

    md.block.ruler.before("table", TABLE, rule)
    md.add_render_rule(TABLE, lambda _self, tokens, index, _options, _env: tokens[index].content)


def _plain_block(state: StateBlock, start: int, end: int, silent: bool, aligned: str) -> bool:  # noqa: FBT001 (the parser's)
    """By its first character a block may be a heading, a paragraph, a table or a list."""
    source = state.src
    first = source[state.bMarks[start] + state.tShift[start]]
    if first == "#":
        alone = start + 1 >= state.lineMax or state.isEmpty(start + 1)
        return alone and heading(state, start, end, silent)
    if silent:
        return False
    if first.isalpha() or first == "*":
        return _paragraph(state, start)
    if state.level or state.sCount[start]:
        return False
    if first == "|":
        return _table(state, start, aligned)
    if first == "-":
        return _list(state, start, BULLET, "bullet_list", "ul")
    if first == "1" and source.startswith("1. ", state.bMarks[start]):
        return _list(state, start, NUMBER, "ordered_list", "ol")
    return False


def _paragraph(state: StateBlock, start: int) -> bool:
    """Lines that each begin with a letter are a paragraph.

    Lists, quotes, fences and definitions begin with another sign or a digit, and so does the
    second line of a table, or of a heading that is underlined.
    """
    source, starts, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    first, after = starts[start] + shifts[start], start + 1
    if state.sCount[start] - state.blkIndent > 3 or source[ends[start] - 1].isspace():  # noqa: PLR2004 (that is code)
        return False
    if source[first] == "*" and not _STRONG.match(source, first):
        return False
    while after < state.lineMax and not state.isEmpty(after):
        if not source[starts[after] + shifts[after]].isalpha():
            return False
        if source[ends[after] - 1].isspace():
            return False
        after += 1
    content = source[first : ends[start]]
    if after > start + 1:
        content = state.getLines(start, after, state.blkIndent, False).lstrip(" \t")  # noqa: FBT003 (the parser's)
    state.line = after
    if not state.level:
        state.tokens.append(_block("p", content, start, after))
        return True
    state.push("paragraph_open", "p", 1).map = [start, after]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [start, after], []
    state.push("paragraph_close", "p", -1)
    return True


def _block(tag: str, content: str, start: int, after: int) -> Token:
    token = new_token("inline", tag, 0, 0, block=True)
    token.content, token.map, token.children = content, [start, after], []
    return token


def _list(state: StateBlock, start: int, marker: re.Pattern[str], kind: str, tag: str) -> bool:
    """A list of lines that each begin with a letter, all of them next to each other or none."""
    source, starts, ends, shifts = state.src, state.bMarks, state.eMarks, state.tShift
    items: list[tuple[int, str]] = []
    number = after = start
    gaps = 0
    while number < state.lineMax:
        if state.isEmpty(number):
            number += 1
            continue
        if shifts[number]:
            return False
        match = marker.match(source, starts[number], ends[number])
        if match is None:
            same = (
                source[starts[number]].isdigit() if tag == "ol" else source[starts[number]] == "-"
            )
            if number == after or same:
                return False
            break
        if source[ends[number] - 1].isspace():
            return False
        gaps += bool(items) and number > after
        items.append((number, source[match.end() : ends[number]]))
        number = after = number + 1
    if not items:
        return False
    opened = state.push(f"{kind}_open", tag, 1)
    opened.map = [start, number]
    state.tokens += [_block("li p" if gaps else "li", text, at, at + 1) for at, text in items]
    state.push(f"{kind}_close", tag, -1)
    state.line = number
    return True


def _table(state: StateBlock, start: int, aligned: str) -> bool:
    """A table of cells without any sign, each row between bars and as long as the others."""
    source, starts, ends = state.src, state.bMarks, state.eMarks
    after = start
    rows: list[list[str]] = []
    while after < state.lineMax and not state.isEmpty(after):
        line = source[starts[after] : ends[after]]
        if len(line) == 1 or line[0] != "|" or line[-1] != "|":
            return False
        rows.append(line[1:-1].split("|"))
        after += 1
    whole = source[starts[start] : ends[after - 1]]
    if len(rows) < 2 or not DELIMITERS.fullmatch(source, starts[start + 1], ends[start + 1]):  # noqa: PLR2004 (with the line below the head)
        return False
    if SIGN.search(whole.replace("\n", "")) or "‹" in whole:
        return False
    head, delimiters, *body = rows
    if any(len(row) != len(delimiters) for row in rows):
        return False
    sides = [side_of(cell.strip(" "), aligned) for cell in delimiters]
    out = f"<table>\n<thead>\n{_row('th', sides, head)}</thead>\n"
    if body:
        out += f"<tbody>\n{''.join([_row('td', sides, row) for row in body])}</tbody>\n"
    token = new_token(TABLE, "", 0, 0, block=True)
    token.content, token.map = f"{out}</table>\n", [start, after]
    state.tokens.append(token)
    state.line = after
    return True


def _row(tag: str, sides: list[str], cells: list[str]) -> str:
    shown = [
        f"<{tag}{side}>{escapeHtml(mdTrim(cell))}</{tag}>\n"
        for side, cell in zip(sides, cells, strict=True)
    ]
    return f"<tr>\n{''.join(shown)}</tr>\n"
