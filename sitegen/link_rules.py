"""Links that work on a desk's own machine and not on Pages: ``sitegen doctor``.

On Pages a project's site lies in a folder of its host, ``/repository/``. A link that counts from
the root of the host, or climbs above the site's own folder, leaves it there.
"""

from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from sitegen.checkup import NOWHERE, Checkup
from sitegen.diagnostics import Diagnostic, warning
from sitegen.folder import ASSETS, TEMPLATES
from sitegen.published import Seen
from sitegen.report import counted
from sitegen.routes import NOT_FOUND
from sitegen.whence import Place, Whence


class _Wrong(NamedTuple):
    """A link that leaves the site, or leads to nothing of it; and the address that it names."""

    link: str
    leads_to: str
    leaves: bool


def check_links(checkup: Checkup) -> list[Diagnostic]:
    """Every link that leaves the site, or names an address of it that is not there.

    A template's link stands on many pages, and is told once, where it was typed.
    """
    whence = Whence(checkup.text_of, checkup.templates)
    told: dict[tuple[bool, Place], _Wrong] = {}
    pages: defaultdict[tuple[bool, Place], set[str]] = defaultdict(set)
    for one in checkup.seen:
        for wrong in _wrong_links(checkup, one):
            key = wrong.leaves, whence.place(wrong.link, one.source)
            told.setdefault(key, wrong)
            pages[key].add(one.address)
    return [_tell(checkup, key[1], wrong, pages[key]) for key, wrong in told.items()]


def _wrong_links(checkup: Checkup, one: Seen) -> Iterator[_Wrong]:
    base = checkup.address or NOWHERE
    here = f"{base}/{quote(one.address)}"
    for link in one.links:
        if one.address == NOT_FOUND and not link.startswith(("/", base)):
            continue  # it is told as what it is: the page is shown at any address
        try:
            there = urlsplit(urljoin(here, link))
        except ValueError:
            continue
        if there.netloc.lower() != urlsplit(base).netloc.lower():
            continue
        path = unquote(there.path)
        inside = path == checkup.below or path.startswith(f"{checkup.below}/")
        rest = path[len(checkup.below) + 1 :]
        if not inside and "://" not in link:
            yield _Wrong(link, there.geturl(), leaves=True)
        elif inside and not checkup.has(rest):
            yield _Wrong(link, there.geturl(), leaves=False)


def _tell(checkup: Checkup, place: Place, wrong: _Wrong, pages: set[str]) -> Diagnostic:
    first = min(pages, key=lambda address: (address.count("/"), address))
    on = (
        f'on "/{first}"'
        if len(pages) == 1
        else f'on {counted(len(pages), "page")}, such as "/{first}"'
    )
    on = "" if place.file.endswith(f"/{first}") else f" ({on})"
    if not wrong.leaves:
        message = f'"{wrong.link}" leads to nothing: the site has no such address{on}'
        return warning("dead-link", place.file, place.span, message, "check the address")
    where = f"to {wrong.leads_to}" if checkup.address else "where it lies in a folder, as on Pages"
    message = f'"{wrong.link}" leads out of the site, {where}{on}'
    hint = _advice(checkup, place, wrong)
    return warning("leaves-site", place.file, place.span, message, hint)


def _advice(checkup: Checkup, place: Place, wrong: _Wrong) -> str:
    typed = _typed(checkup, place)
    target = wrong.link.lstrip("./")
    whole = "an address outside the site is written whole"
    if place.file.startswith(f"{TEMPLATES}/{ASSETS}/"):
        folder = dirname(place.file.removeprefix(f"{TEMPLATES}/"))
        return f'write it from the file\'s own folder: "{relpath(target or ".", folder)}"'
    if not place.file.startswith(f"{TEMPLATES}/") or not typed:
        return f"write it from the page's own folder; {whole}"
    if typed.startswith("/"):
        return f'write "{{{{ root }}}}{typed[1:]}"; {whole}'
    return f"{{{{ root }}}} leads to the site's folder, and ../ from there out of it; {whole}"


def _typed(checkup: Checkup, place: Place) -> str:
    """What stands at a place; empty where that is a whole file."""
    line, column, length = place.span
    lines = checkup.text_of(place.file).split("\n")
    return lines[line - 1][column - 1 : column - 1 + length] if line <= len(lines) else ""
