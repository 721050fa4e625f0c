"""A Markdown text as HTML, with what it refers to, and what it may."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from msgspec import Struct

from sitegen.citations import Citations
from sitegen.highlight import Quote
from sitegen.names import address_of


class Reference(NamedTuple):
    """Something a text points at, to be checked by whoever knows what there is.

    ``kind``: ``source`` (a citation of what is no source of the brief), ``anchor`` (``#claim-id``
    or a heading), ``file`` (beside the text's own file), ``text`` (another ``.md`` file),
    ``address`` (``/path/`` of the site), ``unsafe`` (a link that stays text), ``remote-image``,
    ``loose`` (a source named with ``@`` and not cited), ``template`` (a paragraph still to be
    written). ``written`` is how it stands in the text, ``place`` where: an offset, none for what
    the parser did not keep track of.
    """

    kind: str
    target: str
    written: str
    place: int | None = None


class Rendered(NamedTuple):
    """A text as HTML with marks, its headings' ids, and what it refers to."""

    html: str = ""
    headings: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


class Setting(Struct, frozen=True):
    """What a text may refer to, and where it stands.

    ``claim`` is the claim whose finding the text is; empty for a body or a page, whose headings
    become anchors. ``reserved`` are ids that headings must leave free.
    """

    citations: Citations | None = None
    claim: str = ""
    quotes: tuple[Quote, ...] = ()
    reserved: frozenset[str] = frozenset()


def heading_ids(headings: Sequence[str], reserved: Collection[str]) -> list[str]:
    """An id for each heading, by its words."""
    taken = set(reserved)
    numbers: Counter[str] = Counter()
    ids = []
    for words in headings:
        stem = address_of(words)[:80].strip("-") or "section"
        numbers[stem] += 1
        name = stem if numbers[stem] == 1 else f"{stem}-{numbers[stem]}"
        while name in taken:
            numbers[stem] += 1
            name = f"{stem}-{numbers[stem]}"
        taken.add(name)
        ids.append(name)
    return ids


def heading_shift(levels: Sequence[int]) -> int:
    """What to add to the levels of a text's headings, of which the highest becomes 2."""
    return 2 - min(levels)
