"""What can only be checked once every address of the site is known."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from sitegen import routes
from sitegen.compiled import CompiledBrief, CompiledPage, LinkUse
from sitegen.config import ReadConfig
from sitegen.diagnostics import Diagnostic, did_you_mean, error
from sitegen.graph import Site
from sitegen.outputs import Output
from sitegen.routes import path_of, redirect_of


def check_plan(read: ReadConfig, site: Site, outputs: Sequence[Output]) -> list[Diagnostic]:
    """Outputs in each other's way, links and redirects that lead nowhere."""
    paths = {path_of(output.address): output for output in outputs}
    return [
        *_collisions(read, outputs),
        *_links(site, paths),
        *_redirects(read, paths),
    ]


def _collisions(read: ReadConfig, outputs: Sequence[Output]) -> Iterator[Diagnostic]:
    """Two outputs at one address, or one that needs a folder where another is a file."""
    taken: dict[str, Output] = {}
    for output in outputs:
        path = path_of(output.address)
        other = taken.setdefault(path, output)
        if other is not output and (output.owner or other.owner):
            yield _collision(read, output, other)
    for path, output in taken.items():
        parts = path.split("/")
        for length in range(1, len(parts)):
            other_file = taken.get("/".join(parts[:length]))
            if other_file is not None and (output.owner or other_file.owner):
                yield _collision(read, output, other_file)


def _collision(read: ReadConfig, one: Output, other: Output) -> Diagnostic:
    """The message stands with the output that a user can rename."""
    at, against = (one, other) if one.owner else (other, one)
    message = f'"/{at.address}" is already the address of '
    message += f"what {against.owner.file} gives" if against.owner else "a page that sitegen makes"
    if at.owner is None or at.owner.file == read.file:
        old = next(old for old, _ in read.config.redirects if redirect_of(old) == at.address)
        return read.error(f"redirects.{old}", message, "choose another address")
    hint = "give the file, the page or the claim another name"
    return error("output-collision", at.owner.file, at.owner.span, message, hint)


def _links(site: Site, paths: dict[str, Output]) -> Iterator[Diagnostic]:
    """A link inside the site leads to something that is there."""
    texts: list[CompiledBrief | CompiledPage] = [*site.compiled.values(), *site.pages]
    by_file = {compiled.file: compiled for compiled in texts}
    for compiled in texts:
        for use in compiled.uses.links:
            target, _, fragment = use.target.partition("#")
            path = target.partition("?")[0].lstrip("/")
            owner = paths[path_of(path)].owner if path_of(path) in paths else None
            found = by_file.get(path if use.kind == "text" else owner.file if owner else "")
            if use.kind == "text" and found is None:
                yield _dead_text(compiled.file, use, path, site, by_file)
            elif use.kind == "address" and path_of(path) not in paths:
                yield _dead_address(compiled.file, use, path, paths)
            elif found and fragment and _is_own_page(found, use.kind, path):
                yield from _dead_fragment(compiled.file, use, fragment, found)


def _is_own_page(found: CompiledBrief | CompiledPage, kind: str, path: str) -> bool:
    """Whether a link leads to the page of a text itself, not to one of a brief's claims."""
    slug = found.slug
    return kind == "text" or path in (routes.brief(slug), routes.page(slug))


def _dead_fragment(
    file: str, use: LinkUse, fragment: str, found: CompiledBrief | CompiledPage
) -> Iterator[Diagnostic]:
    """A link to a place on another page leads to a place that is there."""
    anchors = list(found.body.headings)
    marks: list[str] = []
    if isinstance(found, CompiledBrief) and found.brief:
        anchors += [claim.id for claim in found.brief.claims]
        marks += [f"source_{source.id}" for source in found.brief.sources]
        marks += [f"response_{n + 1}" for n in range(len(found.brief.responses))]
        marks += [f"correction_{n + 1}" for n in range(len(found.brief.corrections))]
    if fragment not in anchors and fragment not in marks:
        message = f'"{found.file}" has no claim or heading "{fragment}"'
        hint = did_you_mean(fragment, anchors)
        yield error("unknown-claim", file, use.span, message, hint)


def _dead_text(file: str, use: LinkUse, path: str, site: Site, files: Iterable[str]) -> Diagnostic:
    if path in site.left.files:
        message = f'"{path}" is not published yet, so nothing can link to it'
        return error("missing-file", file, use.span, message, "take the link out until it is")
    near = get_close_matches(path, sorted(set(files) - {file}), n=1)
    hint = f'did you mean "{near[0]}"?' if near else "check the name of the file"
    return error("missing-file", file, use.span, f'there is no "{path}" in this site', hint)


def _dead_address(file: str, use: LinkUse, path: str, paths: dict[str, Output]) -> Diagnostic:
    message = f'there is no "{use.target}" in this site'
    if path_of(f"{path}/") in paths:
        hint = f'write "/{path}/", with a slash at its end'
    else:
        near = get_close_matches(path, [output.address for output in paths.values()], n=1)
        hint = f'did you mean "/{near[0]}"?' if near else "check the address"
    return error("missing-file", file, use.span, message, hint)


def _redirects(read: ReadConfig, paths: dict[str, Output]) -> Iterator[Diagnostic]:
    """A redirect leads from an address inside the site to one that is there."""
    for old, new in read.config.redirects:
        where = f"redirects.{old}"
        if not redirect_of(old).strip("/") or ".." in old.split("/") or "://" in old:
            message = f'"{old}" is not an address inside this site'
            yield read.error(where, message, "write the old path: /old-name/")
        elif "://" not in new:
            path = new.partition("#")[0].lstrip("/")
            if path_of(path) not in paths:
                near = get_close_matches(path, [o.address for o in paths.values()], n=1)
                hint = f'did you mean "/{near[0]}"?' if near else "name a page of this site"
                yield read.error(where, f'it leads to "{new}", which is not in this site', hint)
