"""What is noted of pages when they are made, so that they can be given another frame later.

A page is a frame, which is the template ``base.html``, and blocks, which fill it. Where in its
bytes the blocks lie is seen by marks, which are taken out again.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import astuple

from sitegen.making import Maker
from sitegen.outputs import Made, Output
from sitegen.packed import pack
from sitegen.quick_jinja import BLOCK, NAMED
from sitegen.render import Rendered, Renderer
from sitegen.sharing import Share


class Frame(Struct, frozen=True, array_like=True):
    """What of a page's own its frame may show. Plain texts all."""

    dir: str
    title: str
    description: str
    noindex: bool
    canonical: str
    error_link: str
    share: Share


Block = tuple[str, int, int]  # its name, where its HTML begins in a page, and how many bytes it is


class Note(Struct, frozen=True, array_like=True):
    """A page as it was made. Without ``frame``, it can only be made anew."""

    address: str
    template: str
    lang: str
    frame: Frame | None = None
    others: tuple[str, ...] = ()  # all else that its templates were given, by name
    blocks: tuple[Block, ...] = ()


class Stays(NamedTuple):
    """Files of a brief that need not be made with the others, if this is still around it."""

    digests: Mapping[str, bytes]
    notes: tuple[Note, ...]
    around: bytes = b""


class Notes(NamedTuple):
    """What is noted of all pages of a site, and the templates that made them."""

    templates: Mapping[str, bytes]
    briefs: Mapping[str, bytes]  # by their paths: all that are the brief's own, packed
    rest: Mapping[str, bytes]  # the same of all other outputs, by their addresses


NO_NOTES = Notes({}, {}, {})
NOTHING_NOTED = pack(())
NOTHING_STAYS = Stays({}, ())


class Notebook:
    """Makes outputs, and notes what came of which template; nothing where it is not ``on``."""

    def __init__(
        self, maker: Maker, renderer: Renderer, *, on: bool, notes: Iterable[Note] = ()
    ) -> None:
        self._maker = maker
        self._renderer = renderer
        self._on = on
        self._notes = [*notes]

    def content(self, output: Output) -> bytes:
        """One output's bytes. Raises what ``Maker.content`` does."""
        rendered: list[Rendered] | None = [] if self._on else None
        self._renderer.rendered = rendered
        content = self._maker.content(output)
        if not rendered:
            return content
        made = rendered[0]
        if len(rendered) == 1:
            if not made.begun:
                self._notes.append(Note(output.address, made.template, made.lang))
                return content
            found = taken_out(content)
            if found and len(found.blocks) == made.begun:
                self._notes.append(_note(output.address, made, found.blocks))
                return found.page
        self._notes += [Note(output.address, one.template, one.lang) for one in rendered]
        if not any(one.begun for one in rendered):
            return content
        self._renderer.rendered = None  # something else has such marks: nothing is certain
        return self._maker.content(output)

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


class Taken(Struct, frozen=True):
    """A page without marks, and where its blocks lie."""

    page: bytes
    blocks: tuple[Block, ...]


def taken_out(marked: bytes, held: Mapping[bytes, bytes] | None = None) -> Taken | None:
    """A page without its marks; where blocks are ``held``, these stand in place of its own.

    None where something else has such marks. Raises ``KeyError`` where a block is not held.
    """
    find = marked.find
    blocks, parts = [], []
    at = length = 0
    while (start := find(_BLOCK, at)) >= 0:
        named = find(_NAMED, start)
        end = find(_BLOCK, start + 1)
        if not start < named < end:
            return None
        name = marked[start + 1 : named]
        html = marked[named + 1 : end] if held is None else held[name]
        length += start - at
        blocks.append((name.decode(), length, len(html)))
        parts += [marked[at:start], html]
        length += len(html)
        at = end + 1
    parts.append(marked[at:])
    return Taken(b"".join(parts), tuple(blocks))


_BLOCK, _NAMED = BLOCK.encode(), NAMED.encode()


def _note(address: str, made: Rendered, blocks: tuple[Block, ...]) -> Note:
    others = _others(tuple(made.view))
    return Note(address, made.template, made.lang, _frame(made.view), others, blocks)


def _frame(view: Mapping[str, object]) -> Frame | None:
    """What the frame may show; None where there is another kind of value, such as HTML."""
    try:
        values = _values(view)
    except KeyError:
        return None
    share = view["share"]
    if type(share) is not Share:
        return None
    kinds = {*map(type, values), *map(type, astuple(share))}
    return Frame(*values) if kinds <= _PLAIN else None


_values = itemgetter(*Frame.__struct_fields__)
_PLAIN = {str, bool, Share}


@lru_cache(maxsize=256)
def _others(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([name for name in names if name not in Frame.__struct_fields__])
