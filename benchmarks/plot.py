"""The figures as a picture: a row for each work and tool, on a scale by powers of ten.

An SVG without anything from outside, with a ground of its own: it is legible wherever it stands,
in light and in dark. The tools differ by the shape of their mark too.
"""

import math
from collections.abc import Sequence
from html import escape

from works import Figure

LEFT, RIGHT, WIDTH = 250, 80, 760
ROW, GAP, TOP, FOOT = 20, 18, 54, 34
SHAPES = (
    '<circle class="t{t}" cx="{x}" cy="{y}" r="6"/>',
    '<rect class="t{t}" x="{left}" y="{top}" width="11" height="11"/>',
    '<path class="t{t}" d="M{x} {up} l7 7 l-7 7 l-7 -7 z"/>',
)
STYLE = """\
text{font:13px system-ui,sans-serif;fill:#1c1c1c}
.ground{fill:#fff}.rule{stroke:#d0d0d0}.quiet{fill:#5a5a5a;font-size:12px}
.t0{fill:#0b6e4f;stroke:#0b6e4f}.t1{fill:#b3261e;stroke:#b3261e}.t2{fill:#5b4bb5;stroke:#5b4bb5}
.range{stroke-width:2;fill:none}
@media(prefers-color-scheme:dark){text{fill:#ececec}.ground{fill:#16181b}.rule{stroke:#41454b}
.quiet{fill:#b0b4ba}.t0{fill:#5fd3a8;stroke:#5fd3a8}.t1{fill:#ff9a8f;stroke:#ff9a8f}
.t2{fill:#b9aeff;stroke:#b9aeff}}"""


def plot(title: str, figures: Sequence[Figure]) -> str:
    """An SVG of figures of one unit. A mark is the median, its line goes from least to most."""
    tools = list(dict.fromkeys(figure.tool for figure in figures))
    works = list(dict.fromkeys(figure.work for figure in figures))
    low, high = _decades([value for figure in figures for value in figure.values])
    height = TOP + sum(GAP + ROW * len(tools) for _ in works) + FOOT
    parts = [*_frame(title, tools, height), *_axis(low, high, height, figures[0].work.unit)]
    y = float(TOP)
    for work in works:
        y += GAP
        middle = y + ROW * (len(tools) - 1) / 2 + 4
        parts.append(f'<text x="{LEFT - 14}" y="{middle:g}" text-anchor="end">{work.title}</text>')
        for figure in (figure for figure in figures if figure.work == work):
            parts += _mark(figure, tools.index(figure.tool), low, high, y)
            y += ROW
    return "\n".join([*parts, "</svg>", ""])


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten between which all values lie."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _x(value: float, low: int, high: int) -> float:
    part = (math.log10(value) - low) / (high - low)
    return LEFT + part * (WIDTH - LEFT - RIGHT)


def _frame(title: str, tools: Sequence[str], height: float) -> list[str]:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height:g}" rx="6"/>',
    ]
    for number, tool in enumerate(tools):
        x = LEFT + number * 120
        parts += [_shape(number, x, 26), f'<text x="{x + 14}" y="30">{escape(tool)}</text>']
    return parts


def _axis(low: int, high: int, height: float, unit: str) -> list[str]:
    parts = []
    for power in range(low, high + 1):
        x = _x(10.0**power, low, high)
        foot = height - FOOT
        parts.append(f'<path class="rule" d="M{x:.1f} {TOP - 8} V{foot:g}"/>')
        label = f"{10.0**power:,g} {unit}"
        parts.append(
            f'<text class="quiet" x="{x:.1f}" y="{foot + 20:g}" text-anchor="middle">{label}</text>'
        )
    return parts


def _mark(figure: Figure, tool: int, low: int, high: int, y: float) -> list[str]:
    x, least, most = (
        _x(value, low, high) for value in (figure.middle, min(figure.values), max(figure.values))
    )
    number = figure.said.split(" (")[0]
    return [
        f'<path class="range t{tool}" d="M{least:.1f} {y:g} H{most:.1f}"/>',
        _shape(tool, x, y),
        f'<text class="quiet" x="{max(x + 7, most) + 6:.1f}" y="{y + 4:g}">{number}</text>',
    ]


def _shape(tool: int, x: float, y: float) -> str:
    places = {"x": f"{x:.1f}", "y": f"{y:g}", "up": f"{y - 7:g}"}
    return SHAPES[tool].format(t=tool, left=f"{x - 5.5:.1f}", top=f"{y - 5.5:g}", **places)
