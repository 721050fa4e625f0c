"""The pages of single things: a brief, a claim, a text of its own, an address that moved."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from posixpath import normpath
from typing import Any
from urllib.parse import quote

from sitegen import data, routes
from sitegen.cards import BriefCard, ClaimCard, word_of
from sitegen.citing import Works, bibtex, csl_json, line, works
from sitegen.claimreview import as_json as review_json
from sitegen.claimreview import as_script
from sitegen.compiled import AnyBrief, CompiledPage, FileUse
from sitegen.config import Config
from sitegen.direction import direction
from sitegen.graph import Site
from sitegen.languages import Languages
from sitegen.marks import Places, placed
from sitegen.outputs import Group, Output, Owner, grouped, page_output
from sitegen.parts import Part
from sitegen.phrases import Phrases
from sitegen.profile_views import assessment_views
from sitegen.render import Renderer
from sitegen.share_cards import cannot_be_set
from sitegen.sharing import (
    brief_card,
    brief_share,
    claim_card,
    claim_share,
    embed_code,
    oembed_json,
)
from sitegen.translations import translations
from sitegen.views import brief_view, claim_page


def brief_group(part: Part, config: Config, languages: Languages) -> Group:
    """A brief with its data, its claims and the files it shows."""
    assert part.cards is not None  # noqa: S101 (only whole briefs are shown)
    hidden = bool(part.cards.brief.state)
    return grouped(brief_outputs(part, config, languages), hidden=hidden)


def brief_outputs(part: Part, config: Config, languages: Languages) -> Iterator[Output]:
    """The same, for who asks no more of them."""
    assert part.cards is not None  # noqa: S101 (only whole briefs are shown)
    card = part.cards.brief
    compiled, owner = part.compiled, Owner(part.compiled.file)
    owners = [Owner(owner.file, partial(compiled.span, f"claims.{c.id}")) for c in card.claims]
    yield from _own_outputs(compiled, card, owner, owners)
    yield from _shared_outputs(card, config, owner, owners)
    if config.share_images:
        yield from _pictures(compiled, card, config, languages.of(card.lang))


def _own_outputs(
    compiled: AnyBrief, card: BriefCard, owner: Owner, owners: Sequence[Owner]
) -> Iterator[Output]:
    changed = card.modified or card.published
    view = partial(_brief, card.slug)
    yield page_output("brief.html", card.address, card.title, view, owner, changed)
    address = f"{card.address}brief.json"
    yield Output(address, partial(_brief_json, card.slug), owner)
    for claim, claim_owner in zip(card.claims, owners, strict=True):
        view = partial(_claim, claim)
        changed = claim.modified or claim.published
        yield page_output("claim.html", claim.address, claim.text, view, claim_owner, changed)
    yield from _copies(compiled.file, compiled.uses.files)


def _shared_outputs(
    card: BriefCard, config: Config, owner: Owner, owners: Sequence[Owner]
) -> Iterator[Output]:
    """What other sites take of a brief, besides pictures: citations, frames of its claims."""
    for form, write in (("bib", bibtex), ("json", csl_json)):
        yield Output(
            routes.citations(card.slug, form), partial(_citations, card.slug, write), owner
        )
    for claim, claim_owner in zip(card.claims, owners, strict=True):
        address = routes.embed(claim.slug, claim.id)
        yield Output(address, partial(_embed, claim, card.lang), claim_owner)
        if config.base_url:
            address = routes.oembed(claim.slug, claim.id)
            yield Output(address, partial(_oembed, claim, card.lang), claim_owner)


def _pictures(compiled: AnyBrief, card: BriefCard, config: Config, t: Phrases) -> Iterator[Output]:
    """The share cards; a brief with a picture of its own needs none."""
    drawn = [(claim.address, claim_card(config, claim, card.lang, t)) for claim in card.claims]
    if not compiled.facts.image:
        drawn.append((card.address, brief_card(config, card, t)))
    for address, picture in drawn:
        if not cannot_be_set(picture):
            owner = Owner(compiled.file)
            yield Output(routes.share_card(address), None, owner, draws=picture)


def moved_outputs(site: Site) -> Iterator[Output]:
    """Redirects from the names that briefs had before, and from those of their claims there.

    A name that is taken makes none; ``site_rules`` has told that.
    """
    taken = set(site.by_slug)
    for card in site.briefs:
        compiled = site.compiled[card.slug]
        for index, old in enumerate(compiled.facts.redirect_from):
            if old in taken:
                continue
            taken.add(old)
            owner = Owner(compiled.file, partial(compiled.span, f"redirect_from[{index}]"))
            pairs = [(routes.brief(old), card.address)]
            for claim in card.claims:
                frame = routes.embed(claim.slug, claim.id)
                pairs.append((routes.claim(old, claim.id), claim.address))
                pairs.append((routes.embed(old, claim.id), frame))
            for address, new in pairs:
                yield Output(address, partial(_redirect, address, new), owner)


def _copies(file: str, uses: Sequence[FileUse]) -> Iterator[Output]:
    for use in {use.path: use for use in uses}.values():
        yield Output(use.address, None, Owner(file, use.span), copies=use.path)


def _brief(slug: str, site: Site) -> dict[str, Any]:
    view = brief_view(site, slug)
    picture = quote(normpath(view.brief.image)) if view.brief.image else ""
    base = site.absolute(view.card.address)
    image = f"{base}{picture}" if picture and base else ""
    return {
        "lang": view.card.lang,
        "description": view.card.summary,
        "noindex": bool(view.card.state),
        "view": view,
        "marks": Places("", routes.root_from(view.card.address), level="4"),
        "picture": picture,
        "share": brief_share(site, view.card, image),
        "cite": line(works(site, slug).brief, site.languages.of(view.card.lang)),
        "translations": translations(site, view.card),
    }


def _brief_json(slug: str, site: Site, renderer: Renderer) -> bytes:
    return data.brief_json(site, slug)


def _claim(card: ClaimCard, site: Site) -> dict[str, Any]:
    page = claim_page(site, card)
    t = site.languages.of(page.card.lang)
    rating = word_of(card, t)
    share = claim_share(site, card, page.card.lang)
    return {
        "lang": page.card.lang,
        "description": t.say("rating_and_verdict", rating=rating, verdict=card.verdict),
        "noindex": bool(card.state),
        "page": page,
        "marks": Places("../", routes.root_from(card.address), level="2"),
        "heading": share.title,
        "share": share,
        "cite": line(works(site, card.slug).claims[card.id], t),
        "embed": embed_code(site, card),
        "translations": translations(site, page.card, card.id),
        "scripts": [as_script(text) for text in review_json(site, card)],
    }


def _citations(
    slug: str, write: Callable[[Works], str | bytes], site: Site, _: Renderer
) -> str | bytes:
    """A brief and its claims, as ``write`` has them."""
    return write(works(site, slug))


def _embed(card: ClaimCard, lang: str, site: Site, renderer: Renderer) -> str:
    t = site.languages.of(lang)
    return renderer.page(
        "embed.html",
        routes.embed(card.slug, card.id),
        lang=lang,
        dir=direction(lang),
        title=claim_share(site, card, lang).title,
        canonical=site.absolute(card.address),
        card=card,
        word=word_of(card, t),
    )


def _oembed(card: ClaimCard, lang: str, site: Site, renderer: Renderer) -> bytes:
    return oembed_json(site, card, lang)


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
    lang = site.config.lang
    shown = {"lang": lang, "dir": direction(lang), "target": target, "canonical": canonical}
    return renderer.page("redirect.html", address, **shown)


def _not_found(site: Site, renderer: Renderer) -> str:
    """The page for addresses that are not there: served anywhere, so its links are whole."""
    base = f"{site.config.base_url}/" if site.config.base_url else ""
    lang = site.config.lang
    return renderer.page("404.html", routes.NOT_FOUND, base=base, lang=lang, dir=direction(lang))


def _robots(site: Site, renderer: Renderer) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if site.config.base_url:
        lines += ["", f"Sitemap: {site.absolute(routes.SITEMAP)}"]
    return "\n".join(lines) + "\n"


def _empty(site: Site, renderer: Renderer) -> str:
    return ""


def _cname(site: Site, renderer: Renderer) -> str:
    return f"{site.config.cname}\n"
