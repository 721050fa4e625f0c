"""The pages of single things: a brief, a claim, a text of its own, an address that moved."""

from collections.abc import Iterator, Sequence
from functools import partial
from posixpath import normpath
from typing import Any
from urllib.parse import quote

from sitegen import data, routes
from sitegen.cards import BriefCard, ClaimCard, word_of
from sitegen.claimreview import as_json as review_json
from sitegen.claimreview import as_script
from sitegen.compiled import CompiledBrief, CompiledPage, FileUse
from sitegen.graph import Site
from sitegen.marks import placed
from sitegen.outputs import Group, Output, Owner, grouped, page_output
from sitegen.parts import Part
from sitegen.profile_views import assessment_views
from sitegen.render import Renderer
from sitegen.views import brief_view, claim_page


def brief_group(part: Part) -> Group:
    """A brief with its data, its claims and the files it shows."""
    assert part.cards is not None  # noqa: S101 (only whole briefs are shown)
    card = part.cards.brief
    return grouped(_brief_outputs(part.compiled, card), hidden=bool(card.state))


def _brief_outputs(compiled: CompiledBrief, card: BriefCard) -> Iterator[Output]:
    owner = Owner(compiled.file)
    changed = card.modified or card.published
    view = partial(_brief, card.slug)
    yield page_output("brief.html", card.address, card.title, view, owner, changed)
    address = f"{card.address}brief.json"
    yield Output(address, partial(_brief_json, card.slug), owner)
    for claim in card.claims:
        claim_owner = Owner(compiled.file, compiled.span(f"claims.{claim.id}"))
        view = partial(_claim, claim)
        changed = claim.modified or claim.published
        yield page_output("claim.html", claim.address, claim.text, view, claim_owner, changed)
    yield from _copies(compiled.file, compiled.uses.files)


def moved_outputs(site: Site) -> Iterator[Output]:
    """Redirects from the names that briefs had before, and from those of their claims there.

    A name that is taken makes none; ``site_rules`` has told that.
    """
    taken = set(site.by_slug)
    for card in site.briefs:
        compiled = site.compiled[card.slug]
        for index, old in enumerate(compiled.brief.redirect_from if compiled.brief else ()):
            if old in taken:
                continue
            taken.add(old)
            owner = Owner(compiled.file, compiled.span(f"redirect_from[{index}]"))
            pairs = [(routes.brief(old), card.address)]
            pairs += [(routes.claim(old, claim.id), claim.address) for claim in card.claims]
            for address, new in pairs:
                yield Output(address, partial(_redirect, address, new), owner)


def _copies(file: str, uses: Sequence[FileUse]) -> Iterator[Output]:
    for use in {use.path: use for use in uses}.values():
        yield Output(use.address, None, Owner(file, use.span), copies=use.path)


def _brief(slug: str, site: Site) -> dict[str, Any]:
    view = brief_view(site, slug)
    picture = quote(normpath(view.brief.image)) if view.brief.image else ""
    image = picture and site.config.base_url and f"{site.absolute(view.card.address)}{picture}"
    return {
        "lang": view.card.lang,
        "description": view.card.summary,
        "noindex": bool(view.card.state),
        "view": view,
        "picture": picture,
        "image": image,
    }


def _brief_json(slug: str, site: Site, renderer: Renderer) -> str:
    return data.brief_json(site, slug)


def _claim(card: ClaimCard, site: Site) -> dict[str, Any]:
    page = claim_page(site, card)
    t = site.languages.of(page.card.lang)
    rating = word_of(card, t)
    return {
        "lang": page.card.lang,
        "description": t.say("rating_and_verdict", rating=rating, verdict=card.verdict),
        "noindex": bool(card.state),
        "page": page,
        "heading": t.say("rating_and_claim", rating=rating, claim=card.text),
        "scripts": [as_script(text) for text in review_json(site, card)],
    }


def stand_alone_outputs(site: Site) -> Iterator[Output]:
    """The pages from ``pages/``, and what a web server asks for."""
    for page in site.pages:
        owner = Owner(page.file)
        view = partial(_text_page, page)
        yield page_output("page.html", routes.page(page.slug), page.title, view, owner)
        yield from _copies(page.file, page.uses.files)
    yield Output(routes.NOT_FOUND, _not_found)
    yield Output(routes.ROBOTS, _robots)
    yield Output(".nojekyll", _empty)
    if site.config.cname:
        yield Output(routes.CNAME, _cname)
    for old, new in site.config.redirects:
        address = routes.redirect_of(old)
        yield Output(address, partial(_redirect, address, new), Owner("site.yaml"))


def _text_page(page: CompiledPage, site: Site) -> dict[str, Any]:
    root = routes.root_from(routes.page(page.slug))
    return {
        "body": placed(page.body.html, "", root, site.languages.site),
        "assessments": assessment_views(site, page.slug),
    }


def _redirect(address: str, new: str, site: Site, renderer: Renderer) -> str:
    root = routes.root_from(address)
    target = new if "://" in new else f"{root}{new.lstrip('/')}"
    canonical = new if "://" in new else site.absolute(new.lstrip("/"))
    return renderer.page(
        "redirect.html", address, lang=site.config.lang, target=target, canonical=canonical
    )


def _not_found(site: Site, renderer: Renderer) -> str:
    """The page for addresses that are not there: served anywhere, so its links are whole."""
    base = f"{site.config.base_url}/" if site.config.base_url else ""
    return renderer.page("404.html", routes.NOT_FOUND, base=base, lang=site.config.lang)


def _robots(site: Site, renderer: Renderer) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if site.config.base_url:
        lines += ["", f"Sitemap: {site.absolute(routes.SITEMAP)}"]
    return "\n".join(lines) + "\n"


def _empty(site: Site, renderer: Renderer) -> str:
    return ""


def _cname(site: Site, renderer: Renderer) -> str:
    return f"{site.config.cname}\n"
