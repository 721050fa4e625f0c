"""The picture that is shown of a brief or claim where its page is shared: a PNG of 1200 by 630.

Pillow is imported when the first card is drawn. A card depends on its texts alone, so the same
texts make the same bytes, with one edition of Pillow and of the typefaces.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.colors import LIGHT_PAPER
from sitegen.scale import STRUCK, Shape
from sitegen.svg import clusters
from sitegen.typefaces import Typeface, typeface_for

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630  # what Facebook and others recommend: 1.91 to 1
IN_A_LINE = 400  # characters: no line has as many, however narrow they are
MARGIN = 72
INNER = WIDTH - 2 * MARGIN
PAPER, INK, INK_SOFT = LIGHT_PAPER, "#1b1b1b", 90  # the last is a shade of grey, 0 to 255
SIZES = (66, 58, 50, 44)  # of the headline: the largest that fits
HEADLINE = (150, 400)  # where it stands, from the top
VERDICT = (412, 530)
VERDICT_SIZES = (54, 47, 40, 34)
SMALL = 32
LEADING = 1.28
MEASURED, SLACK = 64, 1.01  # the size that words are measured in, and what others may need more
SHADES = 8  # of the ink, and as many of the verdict's colour
_LUT = [value * SHADES // 256 for value in range(256)]


class ShareCard(NamedTuple):
    """What a card says: a line above, the claim or title, the verdict in words, a line below."""

    above: str
    headline: str
    verdict: str
    shape: Shape | None
    color: str  # of the verdict: "#1d6b3f"
    below: str
    lang: str
    rtl: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says."""
        return (self.above, self.headline, self.verdict, self.below)


def cannot_be_set(card: ShareCard) -> str:
    """The first text that no typeface has all characters of; empty where there is none."""
    return next((text for text in card.texts if not typeface_for(text)), "")


@lru_cache(maxsize=1)
def joins_letters() -> bool:
    """Whether Pillow can join letters and write from the right, as only a few systems cannot.

    Pillow has what it needs for that but FriBidi, a library of the system.
    """
    from PIL import features  # noqa: PLC0415 (only who draws needs it)

    return bool(features.check("raqm"))


def draw(card: ShareCard) -> bytes:
    """The card as a PNG of sixteen colours: small, and written quickly.

    ``joins_letters`` must hold for a card that is read from the right.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 (only who draws needs it)

    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    _Pen(card, ImageDraw.Draw(picture)).write()
    return _png(picture, card.color)


def _png(picture: "Image", color: str) -> bytes:
    """Shades of grey become those of the ink; around the verdict, of its colour."""
    shades = picture.point(_LUT)
    box = (0, VERDICT[0], WIDTH, VERDICT[1])
    shades.paste(shades.crop(box).point([value + SHADES for value in range(256)]), box)
    shades.putpalette([*_ramp(INK), *_ramp(color)])
    file = BytesIO()
    shades.save(file, "PNG", bits=4, compress_level=3)
    return file.getvalue()


def _ramp(color: str) -> Iterator[int]:
    """A colour, step by step, to that of the paper: three numbers for each shade."""
    dark, light = (bytes.fromhex(it[1:]) for it in (color, PAPER))
    for step in range(SHADES):
        for one, other in zip(dark, light, strict=True):
            yield round(one + (other - one) * step / (SHADES - 1))


class _Pen:
    """Writes one card, from its own side of the sheet."""

    def __init__(self, card: ShareCard, sheet: "ImageDraw") -> None:
        self.card = card
        self.sheet = sheet
        self.direction = "rtl" if card.rtl else "ltr"
        self.language = card.lang.split("-")[0]

    def write(self) -> None:
        card = self.card
        self._line(card.above, SMALL, 84, INK_SOFT)
        self._headline(card.headline)
        self._verdict(card.verdict, card.shape)
        self.sheet.line((MARGIN, 540, WIDTH - MARGIN, 540), fill=170, width=2)
        self._line(card.below, SMALL, 576, INK_SOFT)

    def _text(self, text: str, font: "FreeTypeFont", x: int, y: int, fill: int = 0) -> None:
        """A line whose middle is at a height, ``x`` from where the reading begins."""
        at, anchor = (WIDTH - x, "rm") if self.card.rtl else (x, "lm")
        how = _how(self.direction, self.language)
        self.sheet.text((at, y), text, font=font, fill=fill, anchor=anchor, **how)

    def _line(self, text: str, size: int, y: int, fill: int) -> None:
        if text:
            lines, _ = self._wrapped(text, size, INNER, 1, bold=False)
            self._text(lines[0], _font(text, size, bold=False), MARGIN, y, fill)

    def _headline(self, text: str) -> None:
        top, end = HEADLINE
        size, lines = self._fitting(text, SIZES, INNER, end - top)
        step = _step(text, size)
        for number, line in enumerate(lines):
            middle = top + step * number + step // 2
            self._text(line, _font(text, size, bold=True), MARGIN, middle)

    def _verdict(self, text: str, shape: Shape | None) -> None:
        middle, x = sum(VERDICT) // 2, MARGIN
        if shape:
            side = VERDICT_SIZES[0]
            left = WIDTH - x - side if self.card.rtl else x
            _sign(self.sheet, shape, left, middle - side // 2, side)
            x += side + 24
        room = _step(text, VERDICT_SIZES[0])  # for one line, in whatever size
        size, lines = self._fitting(text, VERDICT_SIZES, WIDTH - x - MARGIN, room)
        self._text(lines[0], _font(text, size, bold=True), x, middle)

    def _fitting(
        self, text: str, sizes: tuple[int, ...], width: int, room: int
    ) -> tuple[int, list[str]]:
        """The largest size in which a text fits, and its lines; it is cut to fit the smallest."""
        for size in sizes[:-1]:
            most = room // _step(text, size)
            lines, whole = self._wrapped(text, size, width, most)
            if whole:
                return size, lines
        size = sizes[-1]
        most = room // _step(text, size)
        return size, self._wrapped(text, size, width, most)[0]

    def _wrapped(
        self, text: str, size: int, width: int, most: int, *, bold: bool = True
    ) -> tuple[list[str], bool]:
        """Lines no wider than that, the last one cut with an ellipsis; and whether all is there."""
        face = _face(text)

        def wide(piece: str) -> float:
            length = _length(face, bold, piece, self.direction, self.language)
            return length * size / MEASURED

        lines: list[str] = []
        line, used, space = "", 0.0, wide(" ")
        for word in _words(text, wide, width):
            length = wide(word)
            if line and used + space + length > width:
                lines.append(line)
                line, used = word, length
            else:
                line, used = f"{line} {word}".strip(), used + (space if line else 0) + length
            if len(lines) > most:
                break
        else:
            lines.append(line)
        if len(lines) <= most:
            return lines, True
        last = f"{lines[most - 1]}…"
        while wide(last) > width and len(last) > 1:
            last = f"{last[:-2].rstrip()}…"
        return [*lines[: most - 1], last], False


def _words(text: str, wide: Any, width: int) -> Iterator[str]:
    """The words; one that is wider than a line in pieces."""
    for whole in text.split():
        word = whole
        while wide(word[:IN_A_LINE]) > width and len(parts := clusters(word[:IN_A_LINE])) > 1:
            piece = "".join(parts[: _that_fit(parts, wide, width)])
            yield piece
            word = word[len(piece) :]
        yield word


def _that_fit(parts: list[str], wide: Any, width: int) -> int:
    """How many of the first parts are no wider than that, but one at least."""

    def too_wide(number: int) -> bool:
        return bool(wide("".join(parts[:number])) > width)

    return max(1, bisect_right(range(1, len(parts) + 1), 0, key=too_wide))


def _sign(sheet: "ImageDraw", shape: Shape, x: int, y: int, side: int) -> None:
    """As the style sheet draws it: see ``scale``."""
    box = (x, y, x + side, y + side)
    if not shape.round:
        sheet.rectangle(box, outline=0, width=5)
        level = y + side - round(side * shape.filled / 100)
        if shape == STRUCK:
            sheet.line((x, y + side, x + side, y), fill=0, width=5)
        elif shape.filled:
            sheet.rectangle((x, level, x + side, y + side), fill=0)
        return
    sheet.ellipse(box, outline=0, width=5)
    pattern = shape.filled % 4
    if pattern == 0:
        inset = round(side * 0.32)
        sheet.ellipse((x + inset, y + inset, x + side - inset, y + side - inset), fill=0)
    elif pattern == 2:  # noqa: PLR2004 (the first half)
        sheet.pieslice(box, 90, 270, fill=0)
    elif pattern == 3:  # noqa: PLR2004 (hatched)
        for n in (0.3, 0.5, 0.7):
            sheet.line((x + side * n, y + 6, x + side * n, y + side - 6), fill=0, width=4)


def _step(text: str, size: int) -> int:
    """From line to line."""
    return round(size * LEADING * _face(text).scale)


def _font(text: str, size: int, *, bold: bool) -> "FreeTypeFont":
    return _loaded(_face(text), size, bold)


def _face(text: str) -> Typeface:
    face = typeface_for(text)
    assert face is not None  # noqa: S101 (``cannot_be_set`` was asked first)
    return face


@lru_cache(maxsize=1 << 15)
def _length(face: Typeface, bold: bool, piece: str, direction: str, language: str) -> float:  # noqa: FBT001 (a key)
    """How wide a piece of text is in one size; in others it is in proportion, near enough.

    Measuring takes as long as drawing, and the same words are on many cards.
    """
    font = _loaded(face, MEASURED, bold)
    return font.getlength(piece, **_how(direction, language)) * SLACK


def _how(direction: str, language: str) -> dict[str, Any]:
    """How Pillow is to lay a text out, where it can do more than one thing."""
    return {"direction": direction, "language": language} if joins_letters() else {}


@lru_cache(maxsize=64)
def _loaded(face: Typeface, size: int, bold: bool) -> "FreeTypeFont":  # noqa: FBT001 (a key)
    from PIL import ImageFont  # noqa: PLC0415 (only who draws needs it)

    path = face.bold if bold else face.regular
    size = round(size * face.scale)
    engine = ImageFont.Layout.RAQM if joins_letters() else ImageFont.Layout.BASIC
    font = ImageFont.truetype(path, size, layout_engine=engine)
    if face.bold == face.regular:
        font.set_variation_by_name("Bold" if bold else "Regular")
    return font
