"""One file of the site: its address, how to make it, and which source it comes from.

Planning costs little: nothing is rendered until an output's ``make`` is called, in whichever
process. That lets all addresses be checked before anything is made.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from msgspec import Struct

from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span
from sitegen.direction import direction
from sitegen.folder import ASSETS, CONFIG, TEMPLATES
from sitegen.graph import Site
from sitegen.render import Renderer
from sitegen.reporting import report_link
from sitegen.routes import path_of
from sitegen.share_cards import ShareCard
from sitegen.sharing import site_share
from sitegen.when import When


class Owner(Struct, frozen=True):
    """The source that an output comes from, for messages.

    Where in the file, can be asked for when it is needed: few outputs are ever in a message.
    """

    file: str
    place: Span | Callable[[], Span] = WHOLE_FILE

    @property
    def span(self) -> Span:
        """Where in the file."""
        return self.place() if callable(self.place) else self.place


FOLDER = "folder"  # the kind of an output that is a folder


class Made(NamedTuple):
    """What making a folder gives: its files by their paths in it, and what was wrong."""

    files: Mapping[str, bytes]
    problems: tuple[Diagnostic, ...] = ()


class Output(Struct, frozen=True):
    """One file to write. ``copies`` names a file of the site's folder to copy instead.

    What has neither ``make`` nor ``copies`` has ``draws``.
    One of the kind ``folder`` stands for all files in it: which there are is known when it is
    made. It takes long, so it is made only where its files are wanted.
    """

    address: str
    make: Callable[[Site, Renderer], str | bytes | Made] | None
    owner: Owner | None = None
    copies: str = ""
    kind: str = "file"  # "page" for what readers browse, "file" for the rest, or "folder"
    modified: When | None = None
    draws: ShareCard | None = None  # a picture to draw instead


class Group(NamedTuple):
    """Outputs that are planned together, with what is asked of all of them."""

    outputs: tuple[Output, ...]
    paths: tuple[str, ...]  # of the files that will answer, in the order of the outputs
    folders: frozenset[str]  # that these lie in, at every depth
    listed: tuple[tuple[str, When | None], ...]  # pages for the sitemap: address, last change
    plain: bool  # whether the paths are in ASCII without capitals, as nearly all are


def grouped(outputs: Iterable[Output], *, hidden: bool = False) -> Group:
    """A group of outputs; the sitemap does not name pages that are ``hidden``."""
    outputs = tuple(outputs)
    paths = tuple([path_of(output.address) for output in outputs])
    whole = "".join(paths)
    listed = () if hidden else tuple([(o.address, o.modified) for o in outputs if o.kind == "page"])
    plain = whole.isascii() and whole.lower() == whole
    return Group(outputs, paths, _folders(paths), listed, plain)


def _folders(paths: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        end = path.rfind("/")
        while end >= 0 and (folder := path[:end]) not in found:
            found.add(folder)
            end = path.rfind("/", 0, end)
    return frozenset(found)


def source_of(output: Output) -> Owner:
    """The source that an output comes from: its owner, or an asset of the templates.

    What neither is, such as a list, is made from all there is, which ``site.yaml`` stands for.
    """
    if output.owner:
        return Owner(output.owner.file, output.owner.span)
    is_asset = output.address.startswith(f"{ASSETS}/")
    return Owner(f"{TEMPLATES}/{output.address}" if is_asset else CONFIG)


def _page(
    template: str,
    address: str,
    title: str,
    view: Callable[[Site], dict[str, Any]],
    site: Site,
    renderer: Renderer,
) -> bytes:
    shown = view(site)
    lang = shown.pop("lang", site.config.lang)
    if "share" not in shown:
        shown["share"] = site_share(site, title, shown.get("description", ""))
    canonical = site.absolute(address)
    marks = shown.pop("marks", None)
    usual = {
        "title": title,
        "canonical": canonical,
        "dir": direction(lang),
        "error_link": report_link(site.config.report_error, title, canonical or f"/{address}"),
        "description": "",
        "noindex": False,
    }
    html = renderer.page_of_blocks(template, address, lang, usual | shown)
    return marks.placed(html, site.languages.of(lang)) if marks else html


def page_output(
    template: str,
    address: str,
    title: str,
    view: Callable[[Site], dict[str, Any]],
    owner: Owner | None = None,
    modified: When | None = None,
) -> Output:
    """A page for readers: ``view`` gives what its template shows."""
    make = partial(_page, template, address, title, view)
    return Output(address, make, owner, kind="page", modified=modified)


def data_output(address: str, maker: Callable[[Site], str | bytes]) -> Output:
    """A file that is made from the site without a template."""
    return Output(address, partial(_data, maker))


def _data(maker: Callable[[Site], str | bytes], site: Site, renderer: Renderer) -> str | bytes:
    return maker(site)
