"""Addresses that were live and are gone: ``sitegen doctor``.

``check --since`` compares the texts of a revision; this compares the site that is live, as its
manifest lists it, with the one that would take its place.
"""

import re
from collections.abc import Iterator

from sitegen import routes
from sitegen.checkup import Checkup
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Words, warning
from sitegen.folder import CONFIG
from sitegen.report import counted

_PAGE = "index.html"
_FEEDS = ("feed.xml", "feed.json")
_OF_A_LIST = re.compile(r"(?:^|/)page/\d+/$")  # its entries move from page to page anyway
_BRIEF = re.compile(r"briefs/([^/]+)/")
_CLAIM = re.compile(r"(briefs/[^/]+/)[^/]+/")


def check_gone(checkup: Checkup) -> list[Diagnostic]:
    """Every page and feed that was live and answers no more, each with what lay below it once."""
    if checkup.live is None:
        return []
    was = {address for path in checkup.live.paths if (address := _address(path)) is not None}
    now = {address for path in checkup.paths if (address := _address(path)) is not None}
    with_feeds = bool(checkup.read.config.base_url)  # without, that is the reason
    gone = sorted(a for a in was - now if with_feeds or not a.endswith(_FEEDS))
    suggested = _Suggested(now - was, now)
    found = [_tell(checkup, a, len(below), suggested) for a, below in _with_what_lies_below(gone)]
    return [*_domain(checkup), *found]


def pages_of(paths: frozenset[str]) -> int:
    """How many pages a live site has, as they are compared."""
    return sum(1 for path in paths if path.endswith(".html") and _address(path) is not None)


def _domain(checkup: Checkup) -> Iterator[Diagnostic]:
    """A domain of the site's own stays: on a branch, Pages knows it by the file CNAME.

    One that sitegen did not write stays there whatever is published.
    """
    if (
        checkup.live
        and not checkup.live.domain
        and routes.CNAME in checkup.live.paths
        and routes.CNAME not in checkup.paths
    ):
        message = f"what is live ({checkup.live.name}) has a domain of its own in the file CNAME, "
        message += "and would lose it"
        hint = "add cname: with that domain, such as cname: desk.example"
        yield warning("address-gone", CONFIG, WHOLE_FILE, message, hint)


def _address(path: str) -> str | None:
    """The address of a page or feed; None for files that only belong to one."""
    address = path.removesuffix(_PAGE) if f"/{path}".endswith(f"/{_PAGE}") else path
    if _OF_A_LIST.search(address) or address == routes.NOT_FOUND:
        return None
    is_feed = address.rsplit("/", 1)[-1] in _FEEDS
    return address if path.endswith(".html") or is_feed else None


def _with_what_lies_below(gone: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each address with those below it; they are sorted, so that these follow it."""
    at = 0
    while at < len(gone):
        end = at + 1
        while gone[at].endswith("/") and end < len(gone) and gone[end].startswith(gone[at]):
            end += 1
        yield gone[at], gone[at + 1 : end]
        at = end


class _Suggested:
    """Where an address may have moved to: a new one that is like it, for a name an old one too."""

    def __init__(self, new: set[str], now: set[str]) -> None:
        self._new = _by_folder(new)
        self._now = _by_folder(now)

    def for_(self, address: str) -> str:
        """The address to lead on to; empty where nothing is like it."""
        folder, name = _split(address)
        is_text = address.startswith(routes.BRIEFS)  # no other text is what this one was
        for known in (self._new,) if is_text else (self._new, self._now):
            if near := known.get(folder, Words(())).near(name):
                return folder + near
        return ""


def _by_folder(addresses: set[str]) -> dict[str, Words]:
    names: dict[str, list[str]] = {}
    for address in addresses:
        folder, name = _split(address)
        names.setdefault(folder, []).append(name)
    return {folder: Words(those) for folder, those in names.items()}


def _split(address: str) -> tuple[str, str]:
    """``briefs/`` and ``bridge/`` of ``briefs/bridge/``."""
    at = address.rstrip("/").rfind("/") + 1
    return address[:at], address[at:]


def _tell(checkup: Checkup, address: str, below: int, suggested: _Suggested) -> Diagnostic:
    assert checkup.live is not None  # noqa: S101 (the caller has looked)
    more = f", with {counted(below, 'page')} below it" if below else ""
    message = f'"/{address}" is live ({checkup.live.name}), and would be gone{more}'
    waiting = next((f for f, a in checkup.left.waiting.items() if a == address), "")
    if waiting:
        message += ": its brief is a draft, or waits for a later day"
        hint = (
            "publish it again; what should not have been rated gets a correction of the kind void"
        )
        return warning("address-gone", waiting, WHOLE_FILE, message, hint)
    new = suggested.for_(address)
    old_brief, new_brief = _BRIEF.fullmatch(address), _BRIEF.fullmatch(new)
    if old_brief and new_brief:
        file = checkup.paths[f"{new}{_PAGE}"]
        hint = f"if this brief takes its place, add redirect_from: [{old_brief[1]}]"
        hint += "\nor lead on from there in site.yaml:\n" + _redirect(address, new)
        return warning(
            "address-gone", file.source.file if file else CONFIG, WHOLE_FILE, message, hint
        )
    places = checkup.read.places
    span = places.span("redirects") if "redirects" in places.offsets else WHOLE_FILE
    hint = (
        f"lead on from there in site.yaml:\n{_redirect(address, new or _above(checkup, address))}"
    )
    if old_brief:
        hint = f"put briefs/{old_brief[1]}.md back, or {hint}"
    return warning("address-gone", CONFIG, span, message, hint)


def _above(checkup: Checkup, address: str) -> str:
    """The nearest folder of an address that is still there; that of the site if no other is."""
    folder, _ = _split(address)
    while folder and not checkup.has(folder):
        folder, _ = _split(folder)
    return folder


def _redirect(address: str, new: str) -> str:
    return f"redirects:\n  /{address}: /{new}"
