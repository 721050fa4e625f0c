"""The rating scale as CSS: each rating's colour for both themes, and the shape beside its word.

The theme's style sheet says where they are drawn; these are only custom properties, so a desk's
own style sheet may use them or not. Who sees no colours has the shape, who sees neither the word.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.colors import DARK_PAPER, LIGHT_PAPER, readable
from sitegen.config import Config, Rating

# What ratings outside the scale look like, in their order: round, so that none of them looks like
# a place on it.
_ROUND = (
    "radial-gradient(circle closest-side,currentcolor 44%,#0000 54%)",
    "none",
    "linear-gradient(90deg,currentcolor 50%,#0000 0)",
    "repeating-linear-gradient(45deg,currentcolor 0 1px,#0000 0 3px)",
)

_IN_THE_DARK = 6.0  # contrast there: what barely meets the bar looks dull on black


class Shape(NamedTuple):
    """A square that is filled from below, or a round one with a pattern.

    ``filled`` is in per cent; of a round one it is the number of its pattern.
    """

    round: bool
    filled: int


STRUCK = Shape(round=False, filled=-1)  # a square struck through: of a claim that was withdrawn


def scale_css(config: Config) -> str:
    """The rules to append to the site's style sheet, one for each rating."""
    return "".join(f"{rule}\n" for rule in _rules(config))


@lru_cache(maxsize=8)
def shapes(ratings: tuple[Rating, ...]) -> Mapping[str, Shape]:
    """The shape of each rating of a scale, by its id."""
    values = [rating.value for rating in ratings if rating.value is not None]
    found = {}
    outside = 0
    for rating in ratings:
        if rating.value is None:
            found[rating.id] = Shape(round=True, filled=outside % len(_ROUND))
            outside += 1
        else:
            found[rating.id] = Shape(
                round=False, filled=_filled(rating.value, min(values), max(values))
            )
    return found


def _rules(config: Config) -> Iterator[str]:
    known = shapes(config.ratings)
    for rating in config.ratings:
        shape = known[rating.id]
        found = [*_color(rating)]
        if shape.round:
            found += [f"--shape:{_ROUND[shape.filled]}", "--round:50%"]
        else:
            found.append(f"--shape:linear-gradient(to top,currentcolor {shape.filled}%,#0000 0)")
        yield f".rating-{rating.id}{{{';'.join(found)}}}"


def _color(rating: Rating) -> Iterator[str]:
    if rating.color:
        light = readable(rating.color, LIGHT_PAPER)
        dark = readable(rating.color, DARK_PAPER, _IN_THE_DARK)
        yield f"--rating:light-dark({light},{dark})"


def _filled(value: int, worst: int, best: int) -> int:
    """In per cent: the better the rating, the more; nothing at the scale's low end."""
    return round(100 * (value - worst) / (best - worst)) if best > worst else 100
