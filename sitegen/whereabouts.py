"""Where in a Markdown text the parser met something: offsets, in characters of that text.

The parser tells a block's lines, and a rule within a block where it stands in the block's
content. ``Whereabouts`` joins the two, through quotes, lists, tables and footnotes.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as reference_rule
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_inline

_Rule = Callable[[StateInline, bool], bool]
_CELL = 4  # levels that a cell's text stands deep at least: in a cell, row, head and table
_AT = re.compile(r"(?<![\w@])@([a-z0-9]+(?:-[a-z0-9]+)*)")
# The address in "(address)", "(<an address>)" and "(address 'title')"; that of a definition.
_WRITTEN = r"(?:<(?=[^<>\n]*>))?(?P<address>(?<=<)[^<>\n]*|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
_ADDRESS = re.compile(rf"\(\s*{_WRITTEN}")
_DEFINED = re.compile(rf"(?<!\\)\]:[ \t]*(?:\n[ \t>]*)?{_WRITTEN}")


def whereabouts_plugin(md: MarkdownIt) -> None:
    """Have the rules note where they meet addresses, refused links, footnotes and mentions.

    ``md.unsafe`` is where ``validateLink`` leaves the addresses that it refuses.
    """
    for name, rule in (("link", link), ("image", image), ("autolink", autolink)):
        md.inline.ruler.at(name, _remembering(rule))
    md.inline.ruler.at("footnote_inline", _footnote)
    md.inline.ruler.before("link", "mention", _mention)
    md.block.ruler.at("reference", _reference)
    md.core.ruler.after("inline", "blocks", _gather)


def _remembering(rule: _Rule) -> _Rule:
    """The rule, which then notes in its token, or for a refused link in ``env``, the address."""

    def remember(state: StateInline, silent: bool) -> bool:
        start, known, unsafe = state.pos, len(state.tokens), state.md.unsafe  # type: ignore[attr-defined]
        refused = len(unsafe)
        fits = rule(state, silent)
        if len(unsafe) > refused:
            written, place = _address(state, start, refused=True)
            state.env["refused"][state.src, place] = (unsafe.pop(), written)
        if fits and not silent:
            made = next(t for t in state.tokens[known:] if t.type in ("link_open", "image"))
            made.meta["at"], made.meta["start"] = _address(state, start)
        return fits

    return remember


def _address(state: StateInline, start: int, *, refused: bool = False) -> tuple[str, int]:
    """The address of the link that begins at ``start``, as written, and its place.

    One from a definition elsewhere is not written here: its label is, at place -1. A refused one
    is, even if the brackets before it made a link of their own.
    """
    source = state.src
    if source[start] == "<":
        return source[start + 1 : source.index(">", start)], start + 1
    opened = start + (source[start] == "!")
    after = state.md.helpers.parseLinkLabel(state, opened, disableNested=False) + 1
    inline = source.startswith("(", after) and (refused or state.pos != after)
    if inline and (match := _ADDRESS.match(source, after)):
        return match["address"], match.start("address")
    label = source[opened + 1 : after - 1]
    if source.startswith("[", after) and state.pos > after + 2:
        label = source[after + 1 : state.pos - 1]
    return normalizeReference(label), -1


def _reference(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """The rule for definitions of links, which then notes where the address of one stands."""
    unsafe = state.md.unsafe  # type: ignore[attr-defined]
    refused, known = len(unsafe), len(state.env.get("references", ()))
    fits = reference_rule(state, line, last, silent)
    if len(unsafe) > refused or len(state.env.get("references", ())) > known:
        match = _DEFINED.search(state.src, state.bMarks[line] + state.tShift[line])
        written, place = (match["address"], match.start("address")) if match else ("", -1)
        if len(unsafe) > refused:
            state.env["refused"]["", place] = (unsafe.pop(), written)
        else:
            state.env["defined"][next(reversed(state.env["references"]))] = (written, place)
    return fits


def _footnote(state: StateInline, silent: bool) -> bool:
    """The rule for ``^[notes]``, which then notes where the text of one begins."""
    start = state.pos
    fits = footnote_inline(state, silent)
    if fits and not silent:
        state.tokens[-1].meta["start"] = start + len("^[")
    return fits


def _mention(state: StateInline, silent: bool) -> bool:
    """``@id`` of a known source outside a citation: text, and where it stands."""
    if not state.src.startswith("@", state.pos) or "citations" not in state.env:
        return False
    match = _AT.match(state.src, state.pos, state.posMax)
    if match is None or match[1] not in state.env["citations"].numbers:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = match[0]
        token.meta["mention"] = (match[1], match.start())
        state.env["mentioned"] = True
    state.pos = match.end()
    return True


def _gather(state: StateCore) -> None:
    """Keep all blocks, as some are left out; hand mentions to theirs, before texts are joined."""
    state.env["blocks"] = [token for token in state.tokens if token.type == "inline"]
    for block in state.env["blocks"] if "mentioned" in state.env else ():
        waiting = [block]
        while waiting:  # the text beside a picture has tokens of its own, and so has a footnote
            token = waiting.pop()
            found = [child for child in token.children or () if child.type == "mention"]
            token.meta["mentions"] = [child.meta["mention"] for child in found]
            for child in found:
                child.type = "text"
            waiting += [child for child in token.children or () if child.children]


def mentions(block: Token, token: Token | None = None) -> Iterator[tuple[str, int]]:
    """The sources that a block names in text, or a citation in its locators, and where."""
    if token is None:
        yield from block.meta.get("mentions", ())
        return
    cited = {start for *_, start in token.meta["items"]}
    for match in _AT.finditer(token.content):
        start = token.meta["start"] + match.start()
        if start not in cited:
            yield match[1], start


class Whereabouts:
    """Where the blocks of one text stand in it."""

    def __init__(self, text: str, tokens: Sequence[Token], env: MutableMapping[str, Any]) -> None:
        self._text = text
        self._tokens = tokens
        self._defined: dict[str, tuple[str, int]] = env["defined"]
        self._pieces: dict[int, tuple[list[int], list[int]]] = {}
        self._blocks: list[Token] = env["blocks"]

    # Most texts have nothing to place, so that what follows is made when it is first asked for.

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    @cached_property
    def _by_content(self) -> dict[str, Token]:
        return {block.content: block for block in reversed(self._blocks)}

    @cached_property
    def _rows_and_owners(self) -> tuple[dict[int, list[Token]], dict[int, tuple[Token, int]]]:
        """The row of each cell; of inline footnotes the block each stands in, and where."""
        rows: dict[int, list[Token]] = {}
        owners: dict[int, tuple[Token, int]] = {}
        row: list[Token] = []
        note: tuple[Token, int] | None = None
        notes: dict[int, tuple[Token, int]] = {}
        for block in self._blocks:
            notes |= _notes(block)
        for before, token in zip([None, *self._tokens], self._tokens, strict=False):
            if token.type == "tr_open":
                row = []
            elif token.type == "footnote_open":
                note = notes.get(token.meta["id"])
            elif token.type == "inline" and not token.map and note:
                owners[id(token)] = note
                notes |= _notes(token)
            elif before is not None and before.type in ("th_open", "td_open"):
                row.append(token)
                rows[id(token)] = row
        return rows, owners

    def at(self, block: Token, place: int) -> int | None:
        """The offset in the text of a place in a block's content."""
        if place < 0:
            return None
        if not block.map:  # it is an inline footnote
            owner = self._rows_and_owners[1].get(id(block))
            return self.at(owner[0], owner[1] + place) if owner else None
        if id(block) not in self._pieces:
            cell = block.level >= _CELL and id(block) in self._rows_and_owners[0]
            made = self._cells if cell else self._lines
            self._pieces[id(block)] = made(block, block.map[0])
        here, there = self._pieces[id(block)]
        number = bisect_right(here, place) - 1
        return there[number] + place - here[number]

    def _lines(self, block: Token, first: int) -> tuple[list[int], list[int]]:
        """Each line of a block's content is the end of one of the text, but for white space."""
        here, there, start = [], [], 0
        for number, line in enumerate(block.content.split("\n"), first):
            written = self._line(number)
            at = max(written.rfind(line.strip()), 0)
            here.append(start)
            there.append(self._starts[number] + at - (len(line) - len(line.lstrip())))
            start += len(line) + 1
        return here, there

    def _cells(self, block: Token, line: int) -> tuple[list[int], list[int]]:
        """A cell of a table: what stands between two bars, without the backslash before a bar."""
        row = self._rows_and_owners[0][id(block)]
        cells = list(_split(self._line(line)))
        shift = 1 if len(cells) > 1 and _fits(row, cells[1:]) else 0
        number = next(n for n, token in enumerate(row) if token is block) + shift
        if number >= len(cells):
            return [0], [self._starts[line]]
        written, places = cells[number]
        first = max(written.rfind(block.content), 0)
        there = [self._starts[line] + place for place in places[first:]]
        return list(range(len(there))) or [0], there or [self._starts[line]]

    def _line(self, number: int) -> str:
        if number >= len(self._starts):
            return ""
        end = self._text.find("\n", self._starts[number])
        return self._text[self._starts[number] : len(self._text) if end < 0 else end]

    def written(self, block: Token, token: Token) -> tuple[str, int | None]:
        """The address of a link as written, and its offset in the text."""
        written, place = token.meta["at"], token.meta["start"]
        if place < 0:
            written, place = self._defined[written]
            return written, place if place >= 0 else None
        return written, self.at(block, place)

    def of_refused(self, content: str, place: int) -> int | None:
        """The offset of a refused link; ``content`` is that of its block, empty for a definition.

        The text beside a picture is parsed for itself, so it may also be a part of a block's.
        """
        if not content or place < 0:
            return place if place >= 0 else None
        if content in self._by_content:
            return self.at(self._by_content[content], place)
        for block in self._blocks:
            start = block.content.find(content)
            if start >= 0:
                return self.at(block, start + place)
        return None


def _notes(block: Token) -> dict[int, tuple[Token, int]]:
    """The inline footnotes of a block by their numbers, and where their texts begin."""
    return {
        child.meta["id"]: (block, child.meta["start"])
        for child in block.children or ()
        if child.type == "footnote_ref" and "start" in child.meta
    }


def _split(line: str) -> Iterator[tuple[str, list[int]]]:
    """The cells of a row, each with the places of its characters, as the parser cuts them."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(line):
        if character == "|" and line[place - 1 : place] != "\\":
            yield "".join(characters), places
            characters, places = [], []
            continue
        if character == "|":
            characters.pop()
            places.pop()
        characters.append(character)
        places.append(place)
    yield "".join(characters), places


def _fits(row: Sequence[Token], cells: Sequence[tuple[str, list[int]]]) -> bool:
    """Whether the cells are those of the row, one by one as far as they go."""
    return all(
        token.content == written.strip() for token, (written, _) in zip(row, cells, strict=False)
    )
