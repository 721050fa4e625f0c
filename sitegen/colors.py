"""Colours as hexadecimal numbers, and how well one can be read on another (WCAG 2.2)."""

from functools import lru_cache
from typing import Final

LIGHT_PAPER: Final = "#fffefb"  # what the theme's own style sheet prints on
DARK_PAPER: Final = "#17181a"
READABLE: Final = 4.5  # the least contrast of text: WCAG 2.2, success criterion 1.4.3

_STEPS = 256


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as ``#1d6b3f``, from 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@lru_cache(maxsize=1024)
def readable(color: str, paper: str, least: float = READABLE) -> str:
    """The colour itself where it has so much contrast to a paper, else the nearest like it.

    It goes towards black on light paper and towards white on dark, so the hue stays.
    """
    towards = 0 if _luminance(paper) > _luminance("#808080") else 255
    for step in range(_STEPS + 1):
        mixed = [channel + (towards - channel) * step / _STEPS for channel in _channels(color)]
        found = "#" + "".join(f"{round(channel):02x}" for channel in mixed)
        if contrast(found, paper) >= least:
            return found
    return color


def _luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    curved = value > 0.04045  # noqa: PLR2004 (WCAG's own numbers)
    return float(((value + 0.055) / 1.055) ** 2.4 if curved else value / 12.92)


def _channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
