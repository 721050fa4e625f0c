"""A block quote that holds a claim's quoted words marks them and leads to the claim."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from markdown_it.token import Token

from sitegen.marks import HERE
from sitegen.quotes import normalise, normalise_with_origins

_MOST = 1_000  # quotes that are marked in one text


class Quote(NamedTuple):
    """A claim's quote, to be found in block quotes."""

    claim: str
    words: str


def quote_anchor(claim_id: str) -> str:
    """The id of the first words that are marked for a claim."""
    return f"quote_{claim_id}"


def highlight_quotes(tokens: Sequence[Token], quotes: Sequence[Quote]) -> None:
    """Mark, in each outermost block quote, the words of the claims that it holds."""
    found = [
        [tokens[i] for i in range(first, last) if tokens[i].type == "inline"]
        for first, last in _blockquotes(tokens)
    ]
    held = _held([_squeezed(blocks) for blocks in found], quotes)
    named: set[str] = set()  # the claims whose words have their anchor
    for number in sorted(held):
        _highlight(found[number], held[number], named)


def _held(texts: Sequence[str], quotes: Sequence[Quote]) -> dict[int, list[Quote]]:
    """By the number of a block quote, the claims' quotes that it probably holds.

    All block quotes are searched at once, as there may be many of both.
    """
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    whole = "\0".join(texts)
    held: dict[int, list[Quote]] = {}
    count = 0
    for quote in quotes:
        words = normalise(quote.words).replace(" ", "")
        at = whole.find(words)
        while at >= 0 and words and count < _MOST:
            number = bisect_right(starts, at) - 1
            held.setdefault(number, []).append(quote)
            count += 1
            at = whole.find(words, starts[number + 1])
    return held


def _squeezed(blocks: Sequence[Token]) -> str:
    """All text of a block quote, without white space."""
    pieces = (normalise(_plain(child)) for block in blocks for child in block.children or ())
    return "".join(pieces).replace(" ", "")


def _blockquotes(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    depth = start = 0
    for index, token in enumerate(tokens):
        if token.type == "blockquote_open":
            start = start if depth else index
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
            if not depth:
                yield start, index


class _Place(NamedTuple):
    """Where a normalised character comes from: block, child, and a stretch of its content."""

    block: int
    child: int
    start: int
    end: int


class _Piece(NamedTuple):
    """A stretch of a child's content, and the claim that it belongs to."""

    start: int
    end: int
    claim: str


def _highlight(blocks: Sequence[Token], quotes: Sequence[Quote], named: set[str]) -> None:
    """Wrap the words where they stand, piece by piece over emphasis and paragraphs.

    Words that two claims quote are those of the first.
    """
    text, places = _joined(blocks)
    owners: dict[int, str] = {}
    for quote in quotes:
        words = normalise(quote.words)
        at = text.find(words)
        for position in range(at, at + len(words)) if at >= 0 else ():
            owners.setdefault(position, quote.claim)
    pieces: dict[tuple[int, int], list[_Piece]] = {}
    for position in sorted(owners):
        block, child, start, end = places[position]
        claim, here = owners[position], pieces.setdefault((block, child), [])
        if here and (here[-1].claim == claim or start < here[-1].end) and start <= here[-1].end:
            here[-1] = here[-1]._replace(end=end)
        else:
            here.append(_Piece(start, end, claim))
    for number, block_token in enumerate(blocks):
        block_token.children = list(_rewrapped(block_token, number, pieces, named))


def _joined(blocks: Sequence[Token]) -> tuple[str, list[_Place]]:
    """The normalised text of some blocks, and where each of its characters comes from."""
    text: list[str] = []
    places: list[_Place] = []
    for number, block in enumerate(blocks):
        for index, child in enumerate(block.children or ()):
            part, origins = normalise_with_origins(_plain(child))
            if part.startswith(" ") and text and text[-1] == " ":
                part, origins = part[1:], origins[1:]
            end, following, found = len(child.content), -1, []
            for start in reversed(origins):
                end, following = (end if start == following or following < 0 else following), start
                found.append(_Place(number, index, start, end))
            text += part
            places += reversed(found)
        if not text or text[-1] != " ":
            text.append(" ")
            places.append(_Place(number, -1, 0, 0))
    return "".join(text), places


def _plain(child: Token) -> str:
    """The text of an inline token; a line break counts as a space."""
    if child.type in ("softbreak", "hardbreak"):
        return " "
    return child.content if child.type == "text" else ""


def _rewrapped(
    block: Token,
    number: int,
    pieces: Mapping[tuple[int, int], Sequence[_Piece]],
    named: set[str],
) -> Iterator[Token]:
    links = 0
    for index, child in enumerate(block.children or ()):
        links += (child.type == "link_open") - (child.type == "link_close")
        here = pieces.get((number, index))
        if here is None or child.type != "text":
            yield child
            continue
        done = 0
        for start, end, claim in here:
            yield from _text(child.content[done:start])
            mark = Token("mark_open", "mark", 1)
            if claim not in named:
                mark.attrs["id"] = quote_anchor(claim)
                named.add(claim)
            yield mark
            if not links:
                yield Token("highlight_open", "a", 1, attrs={"href": f"{HERE}#{claim}"})
            yield from _text(child.content[start:end])
            if not links:
                yield Token("highlight_close", "a", -1)
            yield Token("mark_close", "mark", -1)
            done = end
        yield from _text(child.content[done:])


def _text(content: str) -> Iterator[Token]:
    if content:
        yield Token("text", "", 0, content=content)
