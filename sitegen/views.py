"""What the pages of one brief and its claims show: the texts with their sources and answers."""

from collections.abc import Sequence
from typing import NamedTuple

from sitegen.cards import (
    BriefCard,
    ClaimCard,
    CorrectionCard,
    Named,
    cited_sources,
    correction_cards,
    entity_named,
    publisher_named,
)
from sitegen.compiled import CompiledBrief
from sitegen.config import EntityFacts
from sitegen.graph import Site
from sitegen.marks import placed
from sitegen.markup import Rendered
from sitegen.model import Brief, Claim, Evidence, Response, Source
from sitegen.routes import root_from


class Place(NamedTuple):
    """Where a claim appears: a URL, and the source's title where it is one."""

    url: str
    title: str
    anchor: str  # of the source in the list of sources, if it is one


class SourceView(NamedTuple):
    """A source with its number in the brief, and links to what on this page cites it."""

    number: int
    source: Source
    publisher: Named | None
    via: Source | None
    via_number: int
    back: str  # HTML: a link back to each place on this page that cites it


class EvidenceView(NamedTuple):
    """A piece of evidence with its source; the anchor is its own place on the page."""

    anchor: str
    item: Evidence
    source: SourceView | None


class ResponseView(NamedTuple):
    """A response, who gave it, the claims it is about, and where it stands."""

    anchor: str
    response: Response
    who: Named
    claims: tuple[ClaimCard, ...]
    first: str  # the id of the first claim that it is about, where the brief's page shows it
    source: SourceView | None


class ClaimView(NamedTuple):
    """A claim with all that was found on it."""

    card: ClaimCard
    claim: Claim
    facts: EntityFacts | None
    finding: str
    supports: tuple[EvidenceView, ...]
    undermines: tuple[EvidenceView, ...]
    others: tuple[EvidenceView, ...]
    places: tuple[Place, ...]
    responses: tuple[ResponseView, ...]
    corrections: tuple[CorrectionCard, ...]
    before: tuple[ClaimCard, ...]
    again: tuple[ClaimCard, ...]


class BriefView(NamedTuple):
    """A brief's page."""

    card: BriefCard
    brief: Brief
    claims: tuple[ClaimView, ...]
    sources: tuple[SourceView, ...]
    corrections: tuple[CorrectionCard, ...]
    body: str
    body_has_heading: bool


class ClaimPage(NamedTuple):
    """One claim's page: the claim, its brief, and the sources it cites."""

    view: ClaimView
    card: BriefCard
    brief: Brief
    sources: tuple[SourceView, ...]
    earlier: ClaimCard | None
    later: ClaimCard | None


class _Maker:
    """Makes the views of one brief for one address."""

    def __init__(self, site: Site, slug: str, address: str, only: str = "") -> None:
        self.site = site
        self.compiled: CompiledBrief = site.compiled[slug]
        assert self.compiled.brief is not None  # noqa: S101 (only whole briefs are shown)
        self.brief: Brief = self.compiled.brief
        self.card = site.by_slug[slug]
        self.root = root_from(address)
        self.here = "../" if only else ""
        self.only = only
        self.sources = {view.source.id: view for view in self._sources()}

    def _sources(self) -> list[SourceView]:
        numbers = {source.id: n for n, source in enumerate(self.brief.sources, start=1)}
        by_id = {source.id: source for source in self.brief.sources}
        mentions: dict[str, list[str]] = {}
        for mention in self.compiled.mentions:
            if not self.only or mention.claim == self.only:
                mentions.setdefault(mention.source, []).append(mention.anchor)
        for claim in self.brief.claims:
            for index, item in enumerate(claim.evidence):
                if item.source and self.only in ("", claim.id):
                    mentions.setdefault(item.source, []).append(_evidence_anchor(claim.id, index))
        return [
            SourceView(
                number=numbers[source.id],
                source=source,
                publisher=publisher_named(self.site.names, source.publisher),
                via=by_id.get(source.via),
                via_number=numbers.get(source.via, 0),
                back=_links_back(numbers[source.id], mentions.get(source.id, ())),
            )
            for source in self.brief.sources
        ]

    def html(self, rendered: Rendered | None) -> str:
        return placed(rendered.html, self.here, self.root) if rendered else ""

    def responses(self) -> tuple[ResponseView, ...]:
        return tuple(
            self._response(f"response_{number}", response)
            for number, response in enumerate(self.brief.responses, start=1)
        )

    def _response(self, anchor: str, response: Response) -> ResponseView:
        claims = [c for c in self.card.claims if c.id in response.claims or not response.claims]
        return ResponseView(
            anchor=anchor,
            response=response,
            who=entity_named(self.site.names, response.from_) or Named("", ""),
            claims=tuple(claims),
            first=claims[0].id if claims else "",
            source=self.sources.get(response.source),
        )

    def claim(
        self,
        claim: Claim,
        card: ClaimCard,
        responses: Sequence[ResponseView],
        corrections: Sequence[CorrectionCard],
    ) -> ClaimView:
        evidence = [
            EvidenceView(_evidence_anchor(claim.id, i), item, self.sources.get(item.source))
            for i, item in enumerate(claim.evidence)
        ]
        return ClaimView(
            card=card,
            claim=claim,
            facts=self.site.names.facts(claim.claimant),
            finding=self.html(self.compiled.findings.get(claim.id)),
            supports=tuple(e for e in evidence if e.item.stance == "supports"),
            undermines=tuple(e for e in evidence if e.item.stance == "undermines"),
            others=tuple(e for e in evidence if e.item.stance in ("contextualizes", "")),
            places=tuple(self._place(place) for place in claim.appearance),
            responses=tuple(r for r in responses if claim.id in (r.response.claims or [claim.id])),
            corrections=tuple(c for c in corrections if c.claim_id in ("", claim.id)),
            before=self.site.checked_before.get(card.address, ()),
            again=self.site.checked_again.get(card.address, ()),
        )

    def _place(self, place: str) -> Place:
        view = self.sources.get(place)
        if view is None:
            return Place(place, "", "")
        anchor = f"{self.here}#source_{place}"
        return Place(view.source.url, view.source.title, anchor)

    def claims(self) -> tuple[ClaimView, ...]:
        responses = self.responses()
        corrections = correction_cards(self.brief, self.card, self.site.config)
        pairs = zip(self.brief.claims, self.card.claims, strict=True)
        return tuple(
            self.claim(claim, card, responses, corrections)
            for claim, card in pairs
            if self.only in ("", claim.id)
        )


def brief_view(site: Site, slug: str) -> BriefView:
    """The view of a brief's page."""
    card = site.by_slug[slug]
    maker = _Maker(site, slug, card.address)
    body = maker.html(maker.compiled.body)
    return BriefView(
        card=card,
        brief=maker.brief,
        claims=maker.claims(),
        sources=tuple(maker.sources.values()),
        corrections=tuple(correction_cards(maker.brief, card, site.config)),
        body=body,
        body_has_heading=body.startswith("<h"),
    )


def claim_page(site: Site, card: ClaimCard) -> ClaimPage:
    """The view of one claim's page."""
    maker = _Maker(site, card.slug, card.address, only=card.id)
    (view,) = maker.claims()
    cited = cited_sources(maker.compiled)[card.id]
    cited |= {response.response.source for response in view.responses}
    order = [other.id for other in maker.card.claims]
    at = order.index(card.id)
    return ClaimPage(
        view=view,
        card=maker.card,
        brief=maker.brief,
        sources=tuple(s for s in maker.sources.values() if s.source.id in cited),
        earlier=maker.card.claims[at - 1] if at else None,
        later=maker.card.claims[at + 1] if at + 1 < len(order) else None,
    )


def _links_back(number: int, anchors: Sequence[str]) -> str:
    """Small links, each with a name of its own for who hears the page."""
    return " ".join(
        f'<a href="#{anchor}" aria-label="Mention {n} of source {number}">↩{n}</a>'
        for n, anchor in enumerate(anchors, start=1)
    )


def _evidence_anchor(claim_id: str, index: int) -> str:
    return f"evidence_{claim_id}_{index + 1}"
