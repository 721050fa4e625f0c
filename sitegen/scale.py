"""The rating scale as CSS: each rating's colour for both themes, and the shape beside its word.

The theme's style sheet says where they are drawn; these are only custom properties, so a desk's
own style sheet may use them or not. Who sees no colours has the shape, who sees neither the word.
"""

from collections.abc import Iterator

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


def scale_css(config: Config) -> str:
    """The rules to append to the site's style sheet, one for each rating."""
    return "".join(f"{rule}\n" for rule in _rules(config))


def _rules(config: Config) -> Iterator[str]:
    outside = 0
    for rating in config.ratings:
        found = [*_color(rating)]
        if rating.value is None or config.scale is None:
            found.append(f"--shape:{_ROUND[outside % len(_ROUND)]}")
            found.append("--round:50%")
            outside += 1
        else:
            found.append(f"--shape:{_filled(rating.value, *config.scale)}")
        yield f".rating-{rating.id}{{{';'.join(found)}}}"


def _color(rating: Rating) -> Iterator[str]:
    if rating.color:
        light = readable(rating.color, LIGHT_PAPER)
        dark = readable(rating.color, DARK_PAPER, _IN_THE_DARK)
        yield f"--rating:light-dark({light},{dark})"


def _filled(value: int, worst: int, best: int) -> str:
    """A square that is filled the more, the better the rating: empty at the scale's low end."""
    share = round(100 * (value - worst) / (best - worst)) if best > worst else 100
    return f"linear-gradient(to top,currentcolor {share}%,#0000 0)"
