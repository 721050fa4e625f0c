"""How briefs meet a code of fact-checking, as a table of text."""

from collections.abc import Iterator
from textwrap import wrap

from sitegen.profiles import NAMED, Assessment, Finding, Gap

_NARROWEST = 30


def profile_table(assessment: Assessment, columns: int) -> str:
    """Each rule with how many briefs meet it and how many do not, and which those are.

    Rules are broken at words, so that a line has no more than so many ``columns``.
    """
    rows = [("article", "meet it", "do not", "rule")]
    for finding in assessment.findings:
        rows.append((finding.article, *_counts(finding), finding.rule))
        rows += [("", "", "", line) for line in _named(finding.gaps)]
    if not any(finding.article for finding in assessment.findings):
        rows = [("", *row[1:]) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = (
        line
        for *cells, text in rows
        for line in _lines(
            [c.ljust(w) for c, w in zip(cells, widths, strict=True) if w], text, columns
        )
    )
    return "\n".join([f"{assessment.name}, as far as files show it:", "", *lines])


def _lines(cells: list[str], text: str, columns: int) -> list[str]:
    """A row's lines: the cells, and beside them the text."""
    before = "".join(f"{cell}  " for cell in cells)
    indent = " " * (len(before) + len(text) - len(text.lstrip()) + 2 * text.startswith(" "))
    return wrap(
        text,
        max(columns, len(indent) + _NARROWEST),
        initial_indent=before,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _counts(finding: Finding) -> tuple[str, str]:
    if finding.site_meets is None:
        return str(len(finding.met)), str(len(finding.gaps))
    return ("the site", "") if finding.site_meets else ("", "the site")


def _named(gaps: tuple[Gap, ...]) -> Iterator[str]:
    """A line for each of the first briefs that do not, with the claims or sources."""
    for gap in gaps[:NAMED]:
        yield f"  {gap.slug}: {', '.join(gap.where)}"
    if len(gaps) > NAMED:
        yield f"  and {len(gaps) - NAMED} more; --format json names all"
