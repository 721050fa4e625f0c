"""What a publication changes, in words."""

import re
from collections.abc import Iterator, Sequence

from sitegen.publication import Publication, address_of, is_page
from sitegen.report import counted, visible
from sitegen.routes import BRIEFS, absolute

_SHOWN = 12  # pages or files of one kind that are named
_BRIEF = re.compile(rf"{BRIEFS}([^/]+)/index\.html")


def change_report(publication: Publication, base_url: str) -> str:
    """The pages that come, change and go, the number of other files, and what is kept.

    A dozen of each kind is shown. Files of others that would be lost are all named.
    """
    kinds = (
        ("added", publication.added),
        ("changed", publication.changed),
        ("gone", publication.gone),
    )
    lines: list[str] = []
    for what, paths in kinds:
        pages = [absolute(base_url, address_of(shown(path))) for path in paths if is_page(path)]
        lines += _listed(f"{counted(len(pages), 'page')} {what}", pages)
    lines += [f"{words} {what}" for what, paths in kinds if (words := _others(paths))]
    lines += _listed("kept, not made by sitegen", [shown(path) for path in publication.kept])
    if publication.in_the_way:
        lines.append("lost, not made by sitegen")
        lines += [f"  {shown(path)}" for path in publication.in_the_way]
    return "".join(f"{line}\n" for line in lines)


def _listed(title: str, items: Sequence[str]) -> Iterator[str]:
    if not items:
        return
    yield title
    yield from (f"  {item}" for item in items[:_SHOWN])
    if len(items) > _SHOWN:
        yield f"  and {len(items) - _SHOWN:,} more"


def _others(paths: Sequence[str]) -> str:
    number = sum(1 for path in paths if not is_page(path))
    return counted(number, "other file") if number else ""


def change_tally(publication: Publication) -> str:
    """``2 pages added, 1 page gone, 14 other files``; empty where nothing changes."""
    kinds = (
        ("added", publication.added),
        ("changed", publication.changed),
        ("gone", publication.gone),
    )
    numbers = [(what, sum(1 for path in paths if is_page(path))) for what, paths in kinds]
    parts = [f"{counted(number, 'page')} {what}" for what, number in numbers if number]
    rest = _others([path for _, paths in kinds for path in paths])
    return ", ".join([*parts, rest] if rest else parts)


def gone_briefs(publication: Publication) -> str:
    """The addresses of briefs that nobody answers at any more, and what to do; mostly empty."""
    gone = [found[1] for path in publication.gone if (found := _BRIEF.fullmatch(shown(path)))]
    if not gone:
        return ""
    what = named([absolute("", f"{BRIEFS}{slug}/") for slug in gone])
    return (
        f"gone: {what}. Whoever has a link to it finds nothing; if another brief took its place, "
        f"write redirect_from: [{gone[0]}] into that one, and publish again"
    )


def named(paths: Sequence[str]) -> str:
    """A few of many: ``a, b and 3 more``."""
    few = [shown(path) for path in paths[:_SHOWN]]
    return ", ".join(few) + (f" and {len(paths) - _SHOWN:,} more" if len(paths) > _SHOWN else "")


def shown(path: str) -> str:
    """A path as it can be printed, in one line."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return visible(text).replace("\n", "\u240a").replace("\t", "\u2409")
