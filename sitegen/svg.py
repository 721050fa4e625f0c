"""A small writer of pictures: inline SVG that pages can hold, and texts that fit into it.

A picture knows nothing of fonts, so the width of a text is estimated, for any script, a little too
wide rather than too narrow. Colours and sizes are the stylesheet's: there are classes, no styles.
Where a page is written from right to left, a ``Canvas`` mirrors what is placed on it; a text then
begins at its right end, which browsers do by themselves.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import bidirectional, category, east_asian_width

from markupsafe import Markup

from sitegen.quick_jinja import safe, shown

WIDTH = 340  # of a picture, about that of a phone's column: its text is as large as it says there
_MORE = "…"
_NARROW = frozenset("iljtfrI.,:;'’‘!|()[]/-· ")
_WIDE = frozenset("mwMW@%—…")
_JOINERS = frozenset("\u200d\u200c")
_WORDS = re.compile(r" ?[^ ]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class _Widths(dict[str, float]):
    """The width of each character, in ems of a sans-serif type."""

    def __missing__(self, char: str) -> float:
        """Estimate it, once."""
        self[char] = width = _width(char)
        return width


def _width(char: str) -> float:
    kind = category(char)
    if kind in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if char in _NARROW:
        return 0.36
    if east_asian_width(char) in ("W", "F"):
        return 1.25 if kind == "So" else 1.02
    if char in _WIDE:
        return 1.0
    if kind == "Lu":
        return 0.74
    return 0.62 if char < "\u0250" or bidirectional(char) in ("R", "AL") else 0.8


_WIDTHS = _Widths()


def estimated(text: str, size: float) -> float:
    """How wide a text is at a size of type."""
    return size * sum(map(_WIDTHS.__getitem__, text))


@lru_cache(maxsize=4096)  # a source is on the maps of several claims, and few words are on all
def written(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """The lines of a text, as SVG has them."""
    return tuple([_written(line) for line in wrapped(text, width, size, lines)])


def wrapped(text: str, width: float, size: float, lines: int) -> list[str]:
    """A text in so many lines at most, each no wider than ``width``; what is cut ends in "…"."""
    text, room = " ".join(plain(text).split()), width / size
    if _ems(text) <= room:
        return [text] if text else []
    found: list[str] = []
    line, wide = "", 0.0
    for piece in _pieces(text, room):
        more = _ems(piece)
        if not line or wide + more <= room:
            line, wide = line + piece, wide + more
            continue
        found.append(line)
        line = piece.lstrip()
        wide = _ems(line)
        if len(found) == lines:
            found[-1] = _cut(found[-1], room)
            return found
    return [*found, line]


def _ems(text: str) -> float:
    return sum(map(_WIDTHS.__getitem__, text))


def _pieces(text: str, room: float) -> Iterator[str]:
    """What a line may end after: words with the space before them, or parts of long words.

    In scripts without spaces a line ends after any character.
    """
    for word in _WORDS.findall(text):
        if _ems(word) <= room and (word.isascii() or not any(map(_breaks, word))):
            yield word
            continue
        part = ""
        for cluster in clusters(word):
            joined = part + cluster
            if part.strip() and (_breaks(cluster[0]) or _ems(joined) > room):
                yield part
                part = cluster
            else:
                part = joined
        yield part


def _breaks(char: str) -> bool:
    """Whether a line may end before a character inside a word: ideographs, kana, Thai and Lao."""
    return "\u0e00" <= char <= "\u0eff" or (
        char >= "\u2e80" and category(char) == "Lo" and east_asian_width(char) == "W"
    )


def clusters(text: str) -> list[str]:
    """A text in what readers take for single characters, more or less as UAX 29 has it."""
    found: list[str] = []
    for char in text:
        before = found[-1] if found else ""
        pair = len(before) == 1 and _is_flag(before) and _is_flag(char)
        if before and (_is_added(char) or before[-1] == "\u200d" or pair):
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_added(char: str) -> bool:
    if char < "\u0300":
        return False
    is_skin = "\U0001f3fb" <= char <= "\U0001f3ff"
    return category(char)[0] == "M" or char in _JOINERS or is_skin or "\ufe00" <= char <= "\ufe0f"


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _cut(line: str, room: float) -> str:
    """A line with "…" at its end, no wider than before if it was full."""
    kept = clusters(line)
    while len(kept) > 1 and _ems("".join(kept)) + _WIDTHS[_MORE] > room:
        kept.pop()
    return "".join(kept).rstrip(" ,;:.–-") + _MORE


def plain(text: str) -> str:
    """A text without the characters that XML does not know."""
    return text if text.isprintable() else _CONTROLS.sub(" ", text)


def isolated(text: str) -> str:
    """A text that keeps its own direction among others, as ``<bdi>`` would."""
    return text if text.isascii() else f"\u2068{text}\u2069"


@lru_cache(maxsize=4096)
def _written(text: str) -> str:
    """A text as SVG has it."""
    return shown(isolated(plain(text)))


class Canvas:
    """What is drawn, piece by piece, at coordinates that count from where lines begin."""

    def __init__(self, *, rtl: bool = False) -> None:
        self.rtl = rtl
        self._pieces: list[str] = []

    def x(self, x: float) -> str:
        """A place along the line, as SVG counts."""
        return number(WIDTH - x if self.rtl else x)

    def along(self, length: float) -> str:
        """A way along the line, as SVG counts."""
        return number(-length if self.rtl else length)

    def add(self, piece: str) -> None:
        """A piece that was written elsewhere."""
        self._pieces.append(piece)

    def path(self, css: str, pieces: list[str], thick: float = 0) -> None:
        """Lines, each given as SVG writes it; so thick, or as the stylesheet says."""
        if pieces:
            how = f' stroke-width="{number(thick)}"' if thick else ""
            self._pieces.append(f'<path class="{css}"{how} d="{"".join(pieces)}"/>')

    def side(self, x: float, width: float) -> str:
        """The left side of what is so wide and begins at a place along the line, as SVG counts."""
        return number(WIDTH - x - width if self.rtl else x)

    def box(self, css: str, x: str, y: int, width: str, height: int) -> None:
        """A rectangle from its left side and its top, as SVG counts."""
        self._pieces.append(
            f'<rect class="{css}" x="{x}" y="{y}" width="{width}" height="{height}"/>'
        )

    def text(self, x: float, y: float, words: str, css: str = "") -> None:
        """A line of text; ``css`` says more of how it looks, and which of its ends is at ``x``."""
        self._pieces.append(self.label(x, y, words, css))

    def label(self, x: float, y: float, words: str, css: str = "") -> str:
        """Such a line as SVG writes it, to be added to one picture or several."""
        named = f' class="{css}"' if css else ""
        return f'<text{named} x="{self.x(x)}" y="{number(y)}">{_written(words)}</text>'

    def line(self, attributes: str, y: float, written: str) -> None:
        """A line that is ``written`` already, and its attributes with a space before each."""
        self._pieces.append(f'<text{attributes} y="{number(y)}">{written}</text>')

    def lines(self, attributes: str, y: int, step: int, written: Sequence[str]) -> int:
        """Lines of that kind, each a step below the one before; the first is a step below ``y``.

        What comes back is where the last one stands.
        """
        for line in written:
            y += step
            self._pieces.append(f'<text{attributes} y="{y}">{line}</text>')
        return y

    def texts(self, css: str, texts: list[tuple[str, int, str]]) -> None:
        """Short texts that look alike, each after its place, ``written`` already."""
        written = [f'<text x="{x}" y="{y}">{words}</text>' for x, y, words in texts]
        self._pieces.append(f'<g class="{css}">{"".join(written)}</g>')

    def drawing(self, name: str, title: str, height: float) -> Markup:
        """The whole picture. ``name`` is its class and, on its page, its title's id."""
        begin = (
            f'<svg class="{name}" role="img" aria-labelledby="{name}_title" '
            f'viewBox="0 0 {WIDTH} {number(height)}">'
            f'<title id="{name}_title">{shown(plain(title))}</title>'
        )
        return safe("".join([begin, *self._pieces, "</svg>"]))


@lru_cache(maxsize=4096)  # pictures are all about as large
def number(value: float) -> str:
    """A coordinate, to a tenth, as short as it can be written."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near to those wanted as can be, in the same order, and no two closer than ``gap``.

    Those that push each other share the way: the least squares of an isotonic regression. All lie
    between ``low`` and ``high`` if there is room for them.
    """
    blocks: list[tuple[float, int]] = []  # the mean of so many that stand side by side
    for index, place in enumerate(wanted):
        mean, count = place - index * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, more = blocks.pop()
            mean = (before * more + mean * count) / (more + count)
            count += more
        blocks.append((mean, count))
    most = max(low, high - (len(wanted) - 1) * gap)
    means = [min(max(mean, low), most) for mean, count in blocks for _ in range(count)]
    return [mean + index * gap for index, mean in enumerate(means)]
