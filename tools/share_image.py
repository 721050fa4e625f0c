"""Draw the theme's ``assets/share.png``: what is shown of a shared page that has no card.

    python tools/share_image.py

It stands for any desk in any language, so there is not a word in it: lines of a text, one of them
marked, and looked at closely. A desk replaces it with a file of that name in its templates/assets/.
"""

from pathlib import Path

from PIL import Image, ImageDraw

from sitegen.share_cards import HEIGHT, WIDTH

PLACE = Path(__file__).parents[1] / "templates" / "assets" / "share.png"
PAPER, INK, LINE, MARK = "#fffefb", "#1b1b1b", "#d8d4cc", "#fff0b3"
SCALE = 4  # it is drawn larger, so that its edges become smooth
LINES = (560, 520, 470, 610, 380)  # how long each is


def drawing() -> Image.Image:
    sheet = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = ImageDraw.Draw(sheet)

    def box(x: int, y: int, width: int, height: int, color: str) -> None:
        corners = [SCALE * value for value in (x, y, x + width, y + height)]
        pen.rounded_rectangle(corners, radius=SCALE * height // 2, fill=color)

    left, top, step = 230, 140, 78
    for number, length in enumerate(LINES):
        y = top + step * number
        marked = number == 2
        if marked:
            pen.rectangle(
                [SCALE * v for v in (left - 18, y - 22, left + length + 18, y + 40)], fill=MARK
            )
        box(left, y, length, 18, INK if marked else LINE)
    _glass(pen, 800, 322)
    return sheet.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _glass(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """A magnifying glass, its middle at a point."""
    radius, width = 118, 20
    handle = [SCALE * value for value in (x + 86, y + 86, x + 196, y + 196)]
    pen.line(handle, fill=INK, width=SCALE * 34)
    ends = SCALE * 17
    for at in (handle[:2], handle[2:]):
        pen.ellipse((at[0] - ends, at[1] - ends, at[0] + ends, at[1] + ends), fill=INK)
    around = [SCALE * value for value in (x - radius, y - radius, x + radius, y + radius)]
    pen.ellipse(around, fill=PAPER, outline=INK, width=SCALE * width)
    for number, length in enumerate((90, 130, 76)):
        middle = y - 44 + 44 * number
        pen.rounded_rectangle(
            [SCALE * v for v in (x - 66, middle - 8, x - 66 + length, middle + 8)],
            radius=SCALE * 8,
            fill=INK if number == 1 else LINE,
        )


if __name__ == "__main__":
    colors = drawing().quantize(16, method=Image.Quantize.MEDIANCUT)
    colors.save(PLACE, "PNG", optimize=True)
