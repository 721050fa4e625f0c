"""Writes what was measured into ``docs/performance.md``: each benchmark has a part of it."""

import platform
import re
import statistics
import textwrap
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import machine

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def write_part(name: str, text: str, page: Path = PAGE) -> None:
    """Put a text between the two marks of a benchmark, in place of what it measured before."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = page.read_text("utf-8")
    parts = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not parts.search(whole):
        raise ValueError(f"{page} has no {begin} … {end} to write into")
    page.write_text(parts.sub(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", whole), "utf-8")


def paragraph(text: str) -> str:
    """A text in lines as long as those of the page."""
    return textwrap.fill(" ".join(text.split()), 100)


def measured_with(versions: Iterable[str], busy: Sequence[float]) -> str:
    """When, with what, and on what machine."""
    return paragraph(f"""Measured on {datetime.now(UTC):%Y-%m-%d} with {", ".join(versions)}, Python
        {platform.python_version()}. {machine.described()}; just before a build, other work used
        {100 * statistics.median(busy):.0f} % of it in the median.""")


def table(rows: list[list[str]]) -> str:
    """Rows as a Markdown table, the first of them its head; numbers stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    right = [
        all(not cell or cell[0].isdigit() for cell in column[1:])
        for column in zip(*rows, strict=True)
    ]
    rule = [f"{'-' * (w - 1)}{':' if r else '-'}" for w, r in zip(widths, right, strict=True)]
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(
        "| "
        + " | ".join(
            cell.rjust(w) if r else cell.ljust(w)
            for cell, w, r in zip(line, widths, right, strict=True)
        )
        + " |"
        for line in lines
    )
