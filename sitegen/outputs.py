"""One file of the site: its address, how to make it, and which source it comes from.

Planning costs little: nothing is rendered until an output's ``make`` is called, in whichever
process. That lets all addresses be checked before anything is made.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from sitegen.diagnostics import WHOLE_FILE, Span
from sitegen.folder import CONFIG, TEMPLATES
from sitegen.graph import Site
from sitegen.render import ASSETS, Renderer
from sitegen.when import When

RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
)


class Owner(NamedTuple):
    """The source that an output comes from, for messages."""

    file: str
    span: Span = WHOLE_FILE


class Output(NamedTuple):
    """One file to write. ``copies`` names a file of the site's folder to copy instead."""

    address: str
    make: Callable[[Site, Renderer], str | bytes] | None
    owner: Owner | None = None
    copies: str = ""
    kind: str = "file"  # "page" for what readers browse, "file" for the rest
    modified: When | None = None


def source_of(output: Output) -> Owner:
    """The source that an output comes from: its owner, or an asset of the templates.

    What neither is, such as a list, is made from all there is, which ``site.yaml`` stands for.
    """
    if output.owner:
        return output.owner
    is_asset = output.address.startswith(f"{ASSETS}/")
    return Owner(f"{TEMPLATES}/{output.address}" if is_asset else CONFIG)


def direction(lang: str) -> str:
    """``rtl`` for a language that is written from right to left."""
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def _page(
    template: str,
    address: str,
    title: str,
    view: Callable[[Site], dict[str, Any]],
    site: Site,
    renderer: Renderer,
) -> str:
    shown = view(site)
    lang = shown.pop("lang", site.config.lang)
    return renderer.page(
        template,
        address,
        title=title,
        canonical=site.absolute(address),
        lang=lang,
        dir=direction(lang),
        **{"description": "", "noindex": False, **shown},
    )


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


def data_output(address: str, maker: Callable[[Site], str]) -> Output:
    """A file that is made from the site without a template."""
    return Output(address, partial(_data, maker))


def _data(maker: Callable[[Site], str], site: Site, renderer: Renderer) -> str:
    return maker(site)
