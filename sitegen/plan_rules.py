"""What can only be checked once every address of the site is known."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from sitegen.compiled import CompiledBrief, CompiledPage, LinkUse
from sitegen.config import ReadConfig
from sitegen.diagnostics import Diagnostic, error
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
        if other is not output:
            yield _collision(read, output, other)
    for path, output in taken.items():
        parts = path.split("/")
        for length in range(1, len(parts)):
            other_file = taken.get("/".join(parts[:length]))
            if other_file is not None:
                yield _collision(read, output, other_file)


def _collision(read: ReadConfig, one: Output, other: Output) -> Diagnostic:
    """The message stands with the output that a user can rename."""
    at, against = (one, other) if one.owner else (other, one)
    message = f'"/{at.address}" is already the address of '
    message += f"what {against.owner.file} gives" if against.owner else "a page that sitegen makes"
    if at.owner is None or at.owner.file == read.file:
        path = next((f"redirects.{old}" for old, _ in read.config.redirects), "redirects")
        for old, _ in read.config.redirects:
            path = f"redirects.{old}" if redirect_of(old) == at.address else path
        return read.error(path, message, "choose another address")
    hint = "give the file, the page or the claim another name"
    return error("output-collision", at.owner.file, at.owner.span, message, hint)


def _links(site: Site, paths: dict[str, Output]) -> Iterator[Diagnostic]:
    """A link inside the site leads to something that is there."""
    texts: list[CompiledBrief | CompiledPage] = [*site.compiled.values(), *site.pages]
    files = {compiled.file for compiled in texts}
    for compiled in texts:
        for use in compiled.uses.links:
            if use.kind == "text" and use.target not in files:
                yield _dead_text(compiled.file, use, files)
            elif use.kind == "address":
                path = use.target.partition("#")[0].partition("?")[0].lstrip("/")
                if path_of(path) not in paths:
                    yield _dead_address(compiled.file, use, path, paths)


def _dead_text(file: str, use: LinkUse, files: set[str]) -> Diagnostic:
    message = f'there is no "{use.target}" in this site'
    near = get_close_matches(use.target, sorted(files), n=1)
    hint = f'did you mean "{near[0]}"?' if near else "a draft or scheduled brief cannot be linked"
    return error("missing-file", file, use.span, message, hint)


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
