"""What the pages of one brief and its claims show."""

from markupsafe import Markup
from msgspec import Struct

from sitegen.cards import BriefCard, ClaimCard, CorrectionCard
from sitegen.evidence_map import EvidenceMap, evidence_map
from sitegen.gathered import ClaimView, Kept, SourceView, gathered
from sitegen.graph import Site
from sitegen.model import Brief
from sitegen.timeline import Timeline, timeline


class BriefView(Struct, frozen=True):
    """A brief's page."""

    card: BriefCard
    brief: Brief
    claims: tuple[ClaimView, ...]
    sources: tuple[SourceView, ...]
    corrections: tuple[CorrectionCard, ...]
    body: str
    body_has_heading: bool
    timeline: Timeline | None
    title_tongue: Markup  # the attributes of the article's title
    once: Kept


class ClaimPage(Struct, frozen=True):
    """One claim's page: the claim, its brief, and the sources it cites."""

    view: ClaimView
    card: BriefCard
    brief: Brief
    sources: tuple[SourceView, ...]
    map: EvidenceMap | None
    earlier: ClaimCard | None
    later: ClaimCard | None
    once: Kept  # the one of its brief


def brief_view(site: Site, slug: str) -> BriefView:
    """The view of a brief's page."""
    all_ = gathered(site, slug)
    body = all_.compiled.body.html
    return BriefView(
        card=all_.card,
        brief=all_.brief,
        claims=tuple(all_.claims.values()),
        sources=all_.listed(all_.sources),
        corrections=all_.shared.corrections,
        body=body,
        body_has_heading=body.startswith("<h"),
        timeline=timeline(all_.brief, site.names, all_.t, rtl=all_.rtl),
        title_tongue=all_.title_tongue(all_.brief.article.lang),
        once=all_.once,
    )


def claim_page(site: Site, card: ClaimCard) -> ClaimPage:
    """The view of one claim's page."""
    all_ = gathered(site, card.slug)
    view, known, claims = all_.claims[card.id], all_.shared, all_.card.claims
    groups, cited = known.origins[card.id], known.cited[card.id]
    named = cited | {it.response.source for it in view.responses}
    at = [other.id for other in claims].index(card.id)
    map_ = evidence_map(
        groups, view.claim.evidence, cited, known.sources, known.numbers, all_.t, rtl=all_.rtl
    )
    return ClaimPage(
        view=view,
        card=all_.card,
        brief=all_.brief,
        sources=all_.listed([id_ for id_ in all_.sources if id_ in named], card.id),
        map=map_,
        earlier=claims[at - 1] if at else None,
        later=claims[at + 1] if at + 1 < len(claims) else None,
        once=all_.once,
    )
