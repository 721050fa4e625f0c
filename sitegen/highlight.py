"""A block quote that holds a claim's quoted words marks them and leads to the claim."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from sitegen.marks import HERE
from sitegen.quotes import normalise, normalise_with_origins

_OPEN = ("link_open", "highlight_open")
_CLOSE = ("link_close", "highlight_close")


class Quote(NamedTuple):
    """A claim's quote, to be found in block quotes."""

    claim: str
    words: str


def highlight_quotes(tokens: Sequence[Token], quotes: Sequence[Quote]) -> None:
    """Mark, in each outermost block quote, the words of the claims that it holds."""
    for first, last in _blockquotes(tokens):
        blocks = [tokens[i] for i in range(first, last) if tokens[i].type == "inline"]
        whole = normalise(" ".join(_plain(c) for block in blocks for c in block.children or ()))
        for quote in quotes:
            words = normalise(quote.words)
            if all(word in whole for word in words.split()):
                _highlight(blocks, quote.claim, words)


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


def _highlight(blocks: list[Token], claim: str, words: str) -> None:
    """Wrap the words where they stand, piece by piece over emphasis and paragraphs."""
    origins: list[tuple[int, int, int]] = []  # of each normalised character: block, child, offset
    text = ""
    for block_number, block in enumerate(blocks):
        for child_number, child in enumerate(block.children or ()):
            part, places = normalise_with_origins(_plain(child))
            if part.startswith(" ") and text.endswith(" "):
                part, places = part[1:], places[1:]
            text += part
            origins += [(block_number, child_number, place) for place in places]
        if not text.endswith(" "):
            text += " "
            origins.append((block_number, -1, 0))
    at = text.find(words)
    if at < 0:
        return
    covered: dict[tuple[int, int], list[int]] = {}
    for block_number, child_number, place in origins[at : at + len(words)]:
        covered.setdefault((block_number, child_number), []).append(place)
    for block_number, block in enumerate(blocks):
        block.children = list(_rewrapped(block, block_number, covered, claim))


def _plain(child: Token) -> str:
    """The text of an inline token; a line break counts as a space."""
    if child.type in ("softbreak", "hardbreak"):
        return " "
    return child.content if child.type == "text" else ""


def _rewrapped(
    block: Token, number: int, covered: dict[tuple[int, int], list[int]], claim: str
) -> Iterator[Token]:
    links = 0
    for index, child in enumerate(block.children or ()):
        links += (child.type in _OPEN) - (child.type in _CLOSE)
        places = covered.get((number, index))
        if places is None or child.type != "text":
            yield child
            continue
        start, end = places[0], _end_of(child.content, places[-1])
        yield from _text(child.content[:start])
        yield Token("mark_open", "mark", 1)
        if not links:
            yield Token("highlight_open", "a", 1, attrs={"href": f"{HERE}#{claim}"})
        yield from _text(child.content[start:end])
        if not links:
            yield Token("highlight_close", "a", -1)
        yield Token("mark_close", "mark", -1)
        yield from _text(child.content[end:])


def _end_of(text: str, last: int) -> int:
    """The end of the character at ``last``, with the marks combined with it."""
    _, origins = normalise_with_origins(text[last:])
    later = [origin for origin in origins if origin > 0]
    return last + (later[0] if later else len(text) - last)


def _text(content: str) -> Iterator[Token]:
    if content:
        yield Token("text", "", 0, content=content)
