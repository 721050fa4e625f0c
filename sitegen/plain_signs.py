"""What the short ways through Markdown need of it: its signs, how lines begin, and its tokens.

The parser has all of that too, but takes a tenth of a short run to import, and few texts need it.
"""

import re
from typing import Any, Literal

from msgspec import Struct

# What an inline rule that is enabled begins with, and what ends the label of a link.
SIGN = re.compile(r"[\n\\`*_~!\[\]<&^@]")
BULLET = re.compile(r"- (?=[^\W\d_]|\*\*[^\W\d_])")
NUMBER = re.compile(r"[0-9]{1,9}\. (?=[^\W\d_]|\*\*[^\W\d_])")
DELIMITERS = re.compile(r"\|(?: *:?-+:? *\|)+")

Nesting = Literal[-1, 0, 1]


class Token(Struct):
    """What the parser's tokens are for whoever marks quotes in them."""

    type: str
    tag: str
    nesting: Nesting
    attrs: dict[str, str | int | float] = {}
    content: str = ""
    children: "list[Token] | None" = None
    markup: str = ""
    meta: dict[Any, Any] = {}


def escape_html(text: str) -> str:
    """A text as HTML, as the parser writes it: apostrophes stay."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def side_of(cell: str, aligned: str) -> str:
    """The attribute of the cells below a cell such as ``--:``."""
    if cell[-1] == ":":
        return " " + aligned.format("center" if cell[0] == ":" else "right")
    return " " + aligned.format("left") if cell[0] == ":" else ""
