"""The typefaces that share cards are set in, and which characters each of them has.

They come with ``sitegen[cards]``, as files in packages of their own, so a card looks the same on
every machine. Nothing here imports them or Pillow: planning asks only whether a text can be set.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from struct import unpack_from
from typing import NamedTuple

# The package, the file of its regular letters, that of its bold ones, and by how much larger it is
# set to look as large. The first that has all characters of a text is taken. Amiri has Arabic, and
# the Latin letters that may stand in it.
_FAMILIES = (
    ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf", "NotoSerif[wdth,wght].ttf", 1.0),
    ("fontpkg_amiri", "Amiri-Regular.ttf", "Amiri-Bold.ttf", 1.15),
)
_BEYOND_THE_PLANE, _IN_THE_PLANE = 12, 4  # the formats of tables that fonts have


class Typeface(NamedTuple):
    """A family: its files, which may be one with all weights in it, and its characters."""

    regular: str
    bold: str
    scale: float
    covered: frozenset[int]


def cards_can_be_made() -> bool:
    """Whether Pillow and the typefaces are installed."""
    return find_spec("PIL") is not None and any(_there())


def edition() -> str:
    """Which Pillow and typefaces these are: others may draw other pixels."""
    from importlib.metadata import PackageNotFoundError, version  # takes long to import

    found = []
    for package in ("pillow", *(package for package, *_ in _FAMILIES)):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(package)
    return ", ".join(found)


@lru_cache(maxsize=1)
def typefaces() -> tuple[Typeface, ...]:
    """Those that are installed."""
    found = []
    for regular, bold, scale in _there():
        covered = _characters(regular) & _characters(bold)
        found.append(Typeface(str(regular), str(bold), scale, covered))
    return tuple(found)


def _there() -> Iterator[tuple[Path, Path, float]]:
    """The files of the families that are installed, and the scale of each."""
    for package, one, other, scale in _FAMILIES:
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            regular, bold = (Path(folder, "files", name) for name in (one, other))
            if regular.is_file() and bold.is_file():
                yield regular, bold, scale


@lru_cache(maxsize=1024)
def typeface_for(text: str) -> Typeface | None:
    """The first typeface that has all characters of a text; None where there is none."""
    codes = {ord(character) for character in text if character.isprintable()}
    return next((face for face in typefaces() if codes <= face.covered), None)


def missing_from(text: str) -> str:
    """A character that keeps a text from being set; empty where it can be.

    Where each of them has a typeface, but none has all, it is one that the first lacks.
    """
    if typeface_for(text):
        return ""
    known = [face.covered for face in typefaces()]
    shown = [character for character in text if character.isprintable()]
    nowhere = [c for c in shown if not any(ord(c) in covered for covered in known)]
    return (nowhere or [c for c in shown if ord(c) not in known[0]])[0]


@lru_cache(maxsize=8)
def _characters(font: Path) -> frozenset[int]:
    """The code points that a TrueType font has glyphs for (OpenType 1.9, ``cmap``)."""
    data = font.read_bytes()
    (tables,) = unpack_from(">H", data, 4)
    places = {tag: at for tag, _, at, _ in (_record(data, n) for n in range(tables))}
    start = places[b"cmap"]
    (count,) = unpack_from(">H", data, start + 2)
    subtables = [start + unpack_from(">L", data, start + 8 + 8 * n)[0] for n in range(count)]
    found = {unpack_from(">H", data, at)[0]: at for at in subtables}
    if _BEYOND_THE_PLANE in found:
        return frozenset(_groups(data, found[_BEYOND_THE_PLANE]))
    return frozenset(_segments(data, found[_IN_THE_PLANE]))


def _record(data: bytes, number: int) -> tuple[bytes, int, int, int]:
    tag, checksum, at, length = unpack_from(">4sLLL", data, 12 + 16 * number)
    return tag, checksum, at, length


def _groups(data: bytes, at: int) -> Iterator[int]:
    (count,) = unpack_from(">L", data, at + 12)
    for n in range(count):
        first, last, _ = unpack_from(">LLL", data, at + 16 + 12 * n)
        yield from range(first, last + 1)


def _segments(data: bytes, at: int) -> Iterator[int]:
    (twice,) = unpack_from(">H", data, at + 6)
    lasts = unpack_from(f">{twice // 2}H", data, at + 14)
    firsts = unpack_from(f">{twice // 2}H", data, at + 16 + twice)
    for first, last in zip(firsts, lasts, strict=True):
        yield from range(first, last + 1)
