"""What is noted of pages when they are made, so that they can be given another frame later.

A page is a frame, which is the template ``base.html``, and blocks, which fill it. Where in its
bytes the blocks lie is seen by marks, which are taken out again.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.making import Maker
from sitegen.outputs import Made, Output
from sitegen.packed import pack
from sitegen.quick_jinja import BLOCK, NAMED
from sitegen.render import Rendered, Renderer
from sitegen.sharing import Share


class Frame(NamedTuple):
    """What of a page's own its frame may show. Plain texts all."""

    dir: str
    title: str
    description: str
    noindex: bool
    canonical: str
    error_link: str
    share: Share


class Block(NamedTuple):
    """Where the HTML of a block lies in a page, in bytes."""

    name: str
    start: int
    length: int


class Note(NamedTuple):
    """A page as it was made. Without ``frame``, it can only be made anew."""

    address: str
    template: str
    lang: str
    frame: Frame | None = None
    others: tuple[str, ...] = ()  # all else that its templates were given, by name
    blocks: tuple[Block, ...] = ()


class Notes(NamedTuple):
    """What is noted of all pages of a site, and the templates that made them."""

    templates: Mapping[str, bytes]
    briefs: Mapping[str, bytes]  # by their paths: all that are the brief's own, packed
    rest: Mapping[str, bytes]  # the same of all other outputs, by their addresses


NO_NOTES = Notes({}, {}, {})
NOTHING_NOTED = pack(())


class Notebook:
    """Makes outputs, and notes what came of which template; nothing where it is not ``on``."""

    def __init__(self, maker: Maker, renderer: Renderer, *, on: bool) -> None:
        self._maker = maker
        self._renderer = renderer
        self._on = on
        self._notes: list[Note] = []

    def content(self, output: Output) -> bytes:
        """One output's bytes. Raises what ``Maker.content`` does."""
        rendered: list[Rendered] | None = [] if self._on else None
        self._renderer.rendered = rendered
        content = self._maker.content(output)
        if not rendered:
            return content
        pieces = _pieces(content)
        if len(pieces) - 1 != 2 * sum([one.begun for one in rendered]):
            self._renderer.rendered = None  # something else has such marks: nothing is certain
            self._notes += [Note(output.address, one.template, one.lang) for one in rendered]
            return self._maker.content(output)
        if len(rendered) == 1 and len(pieces) > 1:
            content, blocks = put_together(pieces)
            self._notes.append(_note(output.address, rendered[0], blocks))
        else:
            self._notes += [Note(output.address, one.template, one.lang) for one in rendered]
        return content

    def in_folder(self, output: Output) -> Made:
        """The files of an output that is a folder."""
        rendered: list[Rendered] | None = [] if self._on else None
        self._renderer.rendered = rendered
        made = self._maker.in_folder(output)
        self._notes += [Note(output.address, one.template, one.lang) for one in rendered or ()]
        return made

    def packed(self) -> bytes:
        """All that was noted since it was last asked for."""
        found = pack(self._notes)
        self._notes = []
        return found


def _pieces(content: bytes) -> list[bytes]:
    """What stands between the marks; ``split`` looks at each byte, which takes longer."""
    found, start = [], 0
    while (end := content.find(_BLOCK, start)) >= 0:
        found.append(content[start:end])
        start = end + 1
    return [*found, content[start:]] if start else [content]


def put_together(
    pieces: list[bytes], held: Mapping[bytes, bytes] | None = None
) -> tuple[bytes, tuple[Block, ...]]:
    """A page without marks, and where its blocks lie, from its pieces: every second is a block.

    Where blocks are ``held``, these stand in place of the pieces. Raises ``KeyError``.
    """
    blocks, found = [], []
    at = 0
    for number, piece in enumerate(pieces):
        html = piece
        if number % 2:
            name, _, inside = piece.partition(_NAMED)
            html = inside if held is None else held[name]
            blocks.append(Block(name.decode(), at, len(html)))
        found.append(html)
        at += len(html)
    return b"".join(found), tuple(blocks)


_BLOCK, _NAMED = BLOCK.encode(), NAMED.encode()


def _note(address: str, made: Rendered, blocks: tuple[Block, ...]) -> Note:
    others = _others(tuple(made.view))
    return Note(address, made.template, made.lang, _frame(made.view), others, blocks)


def _frame(view: Mapping[str, object]) -> Frame | None:
    """What the frame may show; None where there is another kind of value, such as HTML."""
    try:
        found = Frame(*[view[name] for name in Frame._fields])  # type: ignore[arg-type]
    except KeyError:
        return None
    kinds = {*map(type, found), *map(type, found.share)}
    return found if kinds <= _PLAIN and type(found.share) is Share else None


_PLAIN = {str, bool, Share}


@lru_cache(maxsize=256)
def _others(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([name for name in names if name not in Frame._fields])
