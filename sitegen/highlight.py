"""A block quote that holds a claim's quoted words marks them and leads to the claim."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sitegen.marks import HERE
from sitegen.plain_signs import Token
from sitegen.quotes import normalise, normalise_with_origins

if TYPE_CHECKING:  # the parser's, which most texts need not
    from markdown_it.token import Token as ParsersToken

AnyToken = TypeVar("AnyToken", "ParsersToken", Token)
_MOST = 1_000  # quotes that are marked in one text


class Quote(NamedTuple):
    """A claim's quote, to be found in block quotes."""

    claim: str
    words: str


def quote_anchor(claim_id: str) -> str:
    """The id of the first words that are marked for a claim."""
    return f"quote_{claim_id}"


def highlight_quotes(tokens: Sequence[AnyToken], quotes: Sequence[Quote]) -> None:
    """Mark, in each outermost block quote, the words of the claims that it holds."""
    highlight_blocks(
        [
            [tokens[i] for i in range(first, last) if tokens[i].type == "inline"]
            for first, last in _blockquotes(tokens)
        ],
        quotes,
    )


def highlight_blocks(found: Sequence[Sequence[AnyToken]], quotes: Sequence[Quote]) -> None:
    """The same in block quotes whose inline tokens are known."""
    if not found:
        return
    normal = [Quote(claim, normalise(words)) for claim, words in quotes]
    held = _held([_squeezed(blocks) for blocks in found], normal)
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
        words = quote.words.replace(" ", "")
        at = whole.find(words)
        while at >= 0 and words and count < _MOST:
            number = bisect_right(starts, at) - 1
            held.setdefault(number, []).append(quote)
            count += 1
            at = whole.find(words, starts[number + 1])
    return held


def _squeezed(blocks: Sequence[AnyToken]) -> str:
    """All text of a block quote, without white space."""
    pieces = (normalise(_plain(child)) for block in blocks for child in block.children or ())
    return "".join(pieces).replace(" ", "")


def _blockquotes(tokens: Sequence[AnyToken]) -> Iterator[tuple[int, int]]:
    depth = start = 0
    edges = [index for index, token in enumerate(tokens) if token.tag == "blockquote"]
    for index in edges:
        start = start if depth else index
        depth += tokens[index].nesting
        if not depth:
            yield start, index


class _Stretch(NamedTuple):
    """The normalised text of one child, which begins at offset ``at`` of that of its block quote.

    ``origins`` are the offsets that its characters have in the child's content; None where each
    has its own.
    """

    at: int
    text: str
    block: int
    child: int
    origins: list[int] | None
    length: int  # of the content

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where in the content the text between two offsets of the block quote comes from."""
        first, last = max(start - self.at, 0), min(end - self.at, len(self.text))
        origins = self.origins
        if origins is None:
            if first < last:
                yield first, last
            return
        for origin in origins[first:last]:
            following = bisect_right(origins, origin)
            yield origin, origins[following] if following < len(origins) else self.length


class _Piece(NamedTuple):
    """A stretch of a child's content, and the claim that it belongs to."""

    start: int
    end: int
    claim: str


def _highlight(blocks: Sequence[AnyToken], quotes: Sequence[Quote], named: set[str]) -> None:
    """Wrap the words where they stand, piece by piece over emphasis and paragraphs."""
    text, stretches = _joined(blocks)
    pieces: dict[tuple[int, int], list[_Piece]] = {}
    starts = [stretch.at for stretch in stretches]
    for start, end, claim in _owned(text, quotes):
        for stretch in stretches[bisect_right(starts, start) - 1 : bisect_left(starts, end)]:
            here = pieces.setdefault((stretch.block, stretch.child), [])
            for first, last in stretch.pieces(start, end):
                same = here and (here[-1].claim == claim or first < here[-1].end)
                if same and first <= here[-1].end:
                    here[-1] = here[-1]._replace(end=last)
                else:
                    here.append(_Piece(first, last, claim))
    for number, block_token in enumerate(blocks):
        block_token.children = list(_rewrapped(block_token, number, pieces, named))


def _owned(text: str, quotes: Sequence[Quote]) -> list[_Piece]:
    """Where quotes stand in a text, both normalised, in order.

    Words that two claims quote are the first's.
    """
    owned: list[_Piece] = []
    for quote in quotes:
        words = quote.words
        at = text.find(words)
        end = at + len(words)
        if at < 0:
            continue
        for other in [*owned, _Piece(end, end, "")]:
            if at < other.start <= end and at < end:
                owned.append(_Piece(at, other.start, quote.claim))
            if at < other.end and other.start < end:
                at = other.end
        owned.sort()
    return owned


def _joined(blocks: Sequence[AnyToken]) -> tuple[str, list[_Stretch]]:
    """The normalised text of some blocks, and the stretches that it was made of."""
    text = ""
    stretches: list[_Stretch] = []
    for number, block in enumerate(blocks):
        for index, child in enumerate(block.children or ()):
            plain = _plain(child)
            part, origins = normalise(plain), None
            if part != plain:
                part, origins = normalise_with_origins(plain)
                if part.startswith(" ") and text.endswith(" "):
                    part, origins = part[1:], origins[1:]
            stretches.append(_Stretch(len(text), part, number, index, origins, len(child.content)))
            text += part
        if not text.endswith(" "):
            text += " "
    return text, stretches


def _plain(child: AnyToken) -> str:
    """The text of an inline token; a line break counts as a space."""
    if child.type in ("softbreak", "hardbreak"):
        return " "
    return child.content if child.type == "text" else ""


def _rewrapped(
    block: AnyToken,
    number: int,
    pieces: Mapping[tuple[int, int], Sequence[_Piece]],
    named: set[str],
) -> Iterator[AnyToken]:
    links, new = 0, type(block)
    for index, child in enumerate(block.children or ()):
        links += (child.type == "link_open") - (child.type == "link_close")
        here = pieces.get((number, index))
        if not here or child.type != "text":
            yield child
            continue
        done = 0
        for start, end, claim in here:
            yield from _text(child.content[done:start], new)
            mark = new("mark_open", "mark", 1)
            if claim not in named:
                mark.attrs["id"] = quote_anchor(claim)
                named.add(claim)
            yield mark
            if not links:
                yield new("highlight_open", "a", 1, attrs={"href": f"{HERE}#{claim}"})
            yield from _text(child.content[start:end], new)
            if not links:
                yield new("highlight_close", "a", -1)
            yield new("mark_close", "mark", -1)
            done = end
        yield from _text(child.content[done:], new)


def _text(content: str, new: type[AnyToken]) -> Iterator[AnyToken]:
    if content:
        yield new("text", "", 0, content=content)
