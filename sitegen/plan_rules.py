"""What can only be checked once every address of the site is known."""

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from sitegen import routes
from sitegen.compiled import AnyBrief, CompiledPage, LinkUse
from sitegen.config import ReadConfig
from sitegen.corrections import correction_anchors
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Words, error, warning
from sitegen.folder import TEMPLATES
from sitegen.graph import Site
from sitegen.outputs import Output, Owner, source_of
from sitegen.plan import Plan
from sitegen.routes import path_of, redirect_of


def check_plan(read: ReadConfig, site: Site, planned: Plan) -> list[Diagnostic]:
    """Outputs in each other's way, links and redirects that lead nowhere."""
    paths = frozenset[str]().union(*(group.paths for group in planned.groups))
    known = _Known(site, planned, paths)
    return [
        *_names(planned),
        *_collisions(read, planned, paths),
        *_clashes(read, planned, paths),
        *_links(known),
        *_redirects(read, known),
    ]


def _odd(planned: Plan) -> Iterator[Output]:
    """The outputs whose addresses may have capitals, or letters that are not ASCII."""
    return chain.from_iterable([group.outputs for group in planned.groups if not group.plain])


def _names(planned: Plan) -> Iterator[Diagnostic]:
    """An asset's name is UTF-8, as its address must be."""
    for output in _odd(planned):
        shown = output.address.encode("utf-8", "replace").decode()
        if shown != output.address:
            message, hint = "the file's name is not UTF-8", "give the file another name"
            yield error("bad-slug", f"{TEMPLATES}/{shown}", WHOLE_FILE, message, hint)


# Collisions


def _collisions(read: ReadConfig, planned: Plan, paths: frozenset[str]) -> Iterator[Diagnostic]:
    """Two outputs at one address, or one that needs a folder where another is a file.

    Two that no file owns, such as the pages of two names, are told where the names stand.
    """
    outputs = planned.outputs
    folders = frozenset[str]().union(*(group.folders for group in planned.groups))
    at_manifest = routes.MANIFEST in paths or routes.MANIFEST in folders or "data" in paths
    if len(paths) == len(outputs) and paths.isdisjoint(folders) and not at_manifest:
        return
    taken = {routes.MANIFEST: Output(routes.MANIFEST, None)}
    for output in outputs:
        other = taken.setdefault(path_of(output.address), output)
        if other is not output and (output.owner or other.owner):
            yield _collision(read, output, other)
    for path, output in taken.items():
        end = path.find("/")
        while end >= 0:
            file = taken.get(path[:end])
            if file is not None and (output.owner or file.owner):
                yield _collision(read, output, file)
            end = path.find("/", end + 1)


def _collision(read: ReadConfig, one: Output, other: Output) -> Diagnostic:
    """The message stands with the output that a user can rename."""
    at, against = (one, other) if one.owner else (other, one)
    message = f'"/{at.address}" is already the address of '
    message += f"what {against.owner.file} gives" if against.owner else "a page that sitegen makes"
    if at.owner is None or at.owner.file == read.file:
        where = f"redirects.{_old_path(read, at)}.old"
        return read.error(where, message, "choose another address")
    hint = "give the file, the page or the claim another name"
    return error("output-collision", at.owner.file, at.owner.span, message, hint)


def _old_path(read: ReadConfig, redirect: Output) -> str:
    """The path that a redirect of ``site.yaml`` leads on from, as typed."""
    return next(old for old, _ in read.config.redirects if redirect_of(old) == redirect.address)


def _clashes(read: ReadConfig, planned: Plan, paths: frozenset[str]) -> Iterator[Diagnostic]:
    """Two files or folders differ by more than capitals, or by how an accent is stored.

    Pages and Linux keep such two apart. On the disks of macOS and Windows, where many a desk
    builds, they are one: the later file takes the place of the other.
    """
    odd = {
        path_of(output.address): output
        for output in _odd(planned)
        if output.address != _folded(output.address)
    }
    plain = {name for path in paths if odd and path not in odd for name in _steps(path)}
    spelled: dict[str, str] = {}
    for path, output in odd.items():
        for name in (path, *_steps(path)):
            folded = _folded(name)
            other = folded if folded in plain else spelled.setdefault(folded, name)
            if other != name:
                yield _clash(read, output, name, other)
                break


def _folded(path: str) -> str:
    """A path as a disk sees it that minds neither capitals nor Unicode forms."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _steps(path: str) -> Iterator[str]:
    """``a``, ``a/b`` and ``a/b/c`` for ``a/b/c``."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)
    yield path


def _clash(read: ReadConfig, output: Output, name: str, other: str) -> Diagnostic:
    differ = "capitals" if name.lower() == other.lower() else "how their letters are stored"
    message = (
        f'"/{name}" and "/{other}" differ only in {differ}: macOS and Windows take them for one'
    )
    at, hint = source_of(output), "give one of the two another name"
    if output.owner and at.file == read.file:
        at = Owner(read.file, read.places.span(f"redirects.{_old_path(read, output)}.old"))
        hint = "leave this address out, unless the site is built on Linux alone, as on GitHub"
    return warning("case-clash", at.file, at.span, message, hint)


# Links


class _Known:
    """The addresses of the site, and the places on the pages that come from a text."""

    def __init__(self, site: Site, planned: Plan, paths: frozenset[str]) -> None:
        self.left = site.left
        self.texts: list[AnyBrief | CompiledPage] = [*site.compiled.values(), *site.pages]
        self._planned = planned
        self._paths = paths
        self._by_file = {compiled.file: compiled for compiled in self.texts}
        self._places: dict[str, tuple[frozenset[str], Words]] = {}
        self._by_address = {
            routes.brief(c.slug) if not isinstance(c, CompiledPage) else routes.page(c.slug): c
            for c in self.texts
        }

    @cached_property
    def _files(self) -> Words:
        return Words(self._by_file)

    @cached_property
    def _pages(self) -> Words:
        outputs = self._planned.outputs
        return Words({path_of(output.address): output.address for output in outputs}.values())

    def text(self, file: str) -> AnyBrief | CompiledPage | None:
        """The brief or page that a file is."""
        return self._by_file.get(file)

    def near_text(self, file: str, asking: str) -> str:
        """A hint that names the file most like one that is not there."""
        near = self._files.near(file, but=asking)
        return f'did you mean "{near}"?' if near else "check the name of the file"

    def page(self, address: str) -> AnyBrief | CompiledPage | None:
        """The brief or page that answers at an address."""
        return self._by_address.get(address)

    def missing(self, address: str) -> str:
        """What to write instead of an address that is not there; empty where it is.

        One of a brief that could not be read counts as there: that brief has its own error.
        """
        here = tuple(self.left.unreadable.values())
        if path_of(address) in self._paths or (here and address.startswith(here)):
            return ""
        if address.startswith(tuple(self.left.waiting.values()) or "\0"):
            return "that brief is not published yet; take the link out until it is"
        if path_of(f"{address}/") in self._paths:
            return f'write "/{address}/", with a slash at its end'
        near = self._pages.near(address)
        return f'did you mean "/{near}"?' if near else "check the address"

    def no_such_place(self, found: AnyBrief | CompiledPage, place: str) -> tuple[str, str] | None:
        """A message and a hint, where the page of a text has no such place to link to."""
        if found.file not in self._places:
            anchors, others = _places_of(found)
            self._places[found.file] = frozenset((*anchors, *others)), Words(anchors)
        there, anchors_there = self._places[found.file]
        if not place or place in there:
            return None
        message = f'"{found.file}" has no claim or heading "{place}"'
        return message, anchors_there.hint(place)


def _places_of(found: AnyBrief | CompiledPage) -> tuple[list[str], list[str]]:
    """The places of a page that a text names, and those that sitegen does."""
    anchors = list(found.body.headings)
    others: list[str] = []
    if not isinstance(found, CompiledPage) and found.brief:
        brief = found.brief
        anchors += [claim.id for claim in brief.claims]
        others += [routes.source_anchor(source.id) for source in brief.sources]
        others += routes.response_anchors([response.from_ for response in brief.responses])
        others += [f"response_{number + 1}" for number in range(len(brief.responses))]
        for claim in brief.claims:
            sources = [item.source for item in claim.evidence]
            others += routes.evidence_anchors(claim.id, sources)
        others += correction_anchors(brief)
    return anchors, others


def _links(known: _Known) -> Iterator[Diagnostic]:
    """A link inside the site leads to something that is there."""
    for compiled in known.texts:
        for use in compiled.uses.links:
            if use.kind == "text":
                yield from _link_to_text(compiled.file, use, known)
            else:
                yield from _link_to_address(compiled.file, use, known)


def _link_to_text(file: str, use: LinkUse, known: _Known) -> Iterator[Diagnostic]:
    path, _, place = use.target.partition("#")
    found = known.text(path)
    if path in known.left.unreadable:
        return
    if found is None and path in known.left.waiting:
        message = f'"{path}" is not published yet, so nothing can link to it'
        yield error("missing-file", file, use.span, message, "take the link out until it is")
    elif found is None:
        message, hint = f'there is no "{path}" in this site', known.near_text(path, file)
        yield error("missing-file", file, use.span, message, hint)
    elif wrong := known.no_such_place(found, place):
        yield error("unknown-claim", file, use.span, *wrong)


def _link_to_address(file: str, use: LinkUse, known: _Known) -> Iterator[Diagnostic]:
    whole, _, place = use.target.partition("#")
    address = whole.partition("?")[0].lstrip("/")
    found = known.page(address)
    if hint := known.missing(address):
        yield error("missing-file", file, use.span, f'there is no "{whole}" in this site', hint)
    elif found and (wrong := known.no_such_place(found, place)):
        yield error("unknown-claim", file, use.span, *wrong)


def _redirects(read: ReadConfig, known: _Known) -> Iterator[Diagnostic]:
    """A redirect leads from an address inside the site to one that is there."""
    for old, new in read.config.redirects:
        where = f"redirects.{old}"
        if not redirect_of(old).strip("/") or ".." in old.split("/") or "://" in old:
            message = f'"{old}" is not an address inside this site'
            yield read.error(f"{where}.old", message, "write the old path: /old-name/")
        elif "://" not in new:
            whole, _, place = new.partition("#")
            address = whole.lstrip("/")
            found = known.page(address)
            message = f'it leads to "{new}", which is not in this site'
            if hint := known.missing(address):
                yield read.error(where, message, hint)
            elif found and (wrong := known.no_such_place(found, place)):
                yield read.error(where, *wrong)
