"""What the pages of one brief and its claims show: the texts with their sources and answers."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from sitegen.cards import BriefCard, ClaimCard, CorrectionCard
from sitegen.compiled import CompiledBrief
from sitegen.config import EntityFacts
from sitegen.direction import direction, spoken
from sitegen.entities import Named
from sitegen.evidence_map import EvidenceMap, evidence_map
from sitegen.graph import Site
from sitegen.highlight import quote_anchor
from sitegen.marks import placed
from sitegen.markup import Rendered
from sitegen.model import Brief, Claim, Evidence, Response, Source
from sitegen.phrases import Phrases
from sitegen.routes import evidence_anchors, response_anchors, root_from, source_anchor
from sitegen.shared import Shared, shared
from sitegen.timeline import Timeline, timeline

_UNKNOWN = Markup(spoken("", ""))  # noqa: S704 (attributes of our own)


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
    tongue: Markup  # the attributes of what is quoted from it
    title_tongue: Markup  # of its title


class EvidenceView(NamedTuple):
    """A piece of evidence with its source; the anchor is its own place on the page."""

    anchor: str
    item: Evidence
    source: SourceView | None
    same: int  # the number of a source above that shares its origin; 0 where none does
    tongue: Markup  # the attributes of its quote


class ResponseView(NamedTuple):
    """A response, who gave it, the claims it is about, and where it stands."""

    anchor: str
    old_anchor: str  # by its number, as texts may still link to it; empty where that is taken
    response: Response
    who: Named
    claims: tuple[ClaimCard, ...]
    first: str  # the id of the first claim that it is about, where the brief's page shows it
    source: SourceView | None
    tongue: Markup  # the attributes of its quote


class ClaimView(NamedTuple):
    """A claim with all that was found on it."""

    card: ClaimCard
    quoted: str  # a link to the block quote that holds its quote; empty where there is none
    tongue: Markup  # the attributes of the article's own words
    title_tongue: Markup  # of the article's title
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
    timeline: Timeline | None
    title_tongue: Markup  # the attributes of the article's title


class ClaimPage(NamedTuple):
    """One claim's page: the claim, its brief, and the sources it cites."""

    view: ClaimView
    card: BriefCard
    brief: Brief
    sources: tuple[SourceView, ...]
    map: EvidenceMap | None
    earlier: ClaimCard | None
    later: ClaimCard | None


class _Maker:
    """Makes the views of one brief for one address."""

    def __init__(self, site: Site, slug: str, address: str, only: str = "") -> None:
        self.site = site
        self.compiled: CompiledBrief = site.compiled[slug].whole
        assert self.compiled.brief is not None  # noqa: S101 (only whole briefs are shown)
        self.brief: Brief = self.compiled.brief
        self.card = site.by_slug[slug]
        self.root = root_from(address)
        self.t = site.languages.of(self.card.lang)
        self.rtl = direction(self.card.lang) == "rtl"
        self.here = "../" if only else ""
        self.only = only
        self.shared: Shared = shared(site, slug)
        self._sources: dict[str, SourceView | None] = {"": None}

    def source(self, source_id: str) -> SourceView | None:
        """A source as the page shows it; made when it is first asked for."""
        if source_id not in self._sources:
            source = self.shared.sources.get(source_id)
            self._sources[source_id] = self._source(source_id, source) if source else None
        return self._sources[source_id]

    def sources(self, only: Collection[str] | None = None) -> tuple[SourceView, ...]:
        """The sources of the brief, or some of them, in its order."""
        found = (self.source(it) for it in self.shared.sources if only is None or it in only)
        return tuple(view for view in found if view is not None)

    def _source(self, source_id: str, source: Source) -> SourceView:
        known = self.shared
        number = known.numbers[source_id]
        mentions = known.mentions[source_id]
        anchors = [it.anchor for it in mentions if self.only in ("", it.claim)]
        return SourceView(
            number=number,
            source=source,
            publisher=known.publishers[source_id],
            via=known.sources.get(source.via),
            via_number=known.numbers.get(source.via, 0),
            back=_links_back(anchors, self.t),
            tongue=self.tongue(source.lang),
            title_tongue=self.title_tongue(source.lang),
        )

    def tongue(self, lang: str) -> Markup:
        """The attributes of a quote in a language, which may not be known."""
        return Markup(spoken(lang, self.card.lang))  # noqa: S704 (a tag that was read as one)

    def title_tongue(self, lang: str) -> Markup:
        """The same of a title: unless told otherwise it is in the brief's language."""
        return self.tongue(lang) if lang else Markup()

    def html(self, rendered: Rendered | None) -> str:
        return placed(rendered.html, self.here, self.root, self.t) if rendered else ""

    def responses(self) -> tuple[ResponseView, ...]:
        anchors = response_anchors([response.from_ for response in self.brief.responses])
        return tuple(
            self._response(anchor, "" if (old := f"response_{n}") in anchors else old, response)
            for n, (anchor, response) in enumerate(
                zip(anchors, self.brief.responses, strict=True), start=1
            )
            if not self.only or not response.claims or self.only in response.claims
        )

    def _response(self, anchor: str, old_anchor: str, response: Response) -> ResponseView:
        claims = [c for c in self.card.claims if c.id in response.claims or not response.claims]
        source = self.source(response.source)
        return ResponseView(
            anchor=anchor,
            old_anchor=old_anchor,
            response=response,
            who=self.site.names.entity(response.from_) or Named("", ""),
            claims=tuple(claims),
            first=claims[0].id if claims else "",
            source=source,
            tongue=source.tongue if source else _UNKNOWN,
        )

    def claim(
        self,
        claim: Claim,
        card: ClaimCard,
        responses: Sequence[ResponseView],
        corrections: Sequence[CorrectionCard],
    ) -> ClaimView:
        evidence = tuple(self._evidence(claim))
        return ClaimView(
            card=card,
            quoted=self._quoted(claim),
            tongue=self.tongue(self.brief.article.lang),
            title_tongue=self.title_tongue(self.brief.article.lang),
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

    def map(self, view: ClaimView) -> EvidenceMap | None:
        known, claim = self.shared, view.claim
        groups, cited = known.origins[claim.id], known.cited[claim.id]
        return evidence_map(groups, claim.evidence, cited, known.sources, self.t, rtl=self.rtl)

    def _evidence(self, claim: Claim) -> Iterator[EvidenceView]:
        groups = enumerate(self.shared.origins[claim.id])
        origins = {source: number for number, group in groups for source in group}
        seen: dict[int, str] = {}  # by origin: the first source from there
        anchors = evidence_anchors(claim.id, [item.source for item in claim.evidence])
        for anchor, item in zip(anchors, claim.evidence, strict=True):
            first = seen.setdefault(origins.get(item.source, -1), item.source)
            same = self.shared.numbers[first] if first != item.source else 0
            source = self.source(item.source)
            yield EvidenceView(anchor, item, source, same, source.tongue if source else _UNKNOWN)

    def _quoted(self, claim: Claim) -> str:
        anchor = quote_anchor(claim.id)
        marked = claim.quote and f'id="{anchor}"' in self.compiled.body.html
        return f"{self.here}#{anchor}" if marked else ""

    def _place(self, place: str) -> Place:
        source = self.shared.sources.get(place)
        if source is None:
            return Place(place, "", "")
        return Place(source.url, source.title, f"{self.here}#{source_anchor(place)}")

    def claims(self) -> tuple[ClaimView, ...]:
        responses = self.responses()
        corrections = self.shared.corrections
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
        sources=maker.sources(),
        corrections=maker.shared.corrections,
        body=body,
        body_has_heading=body.startswith("<h"),
        timeline=timeline(maker.brief, site.names, maker.t, rtl=maker.rtl),
        title_tongue=maker.title_tongue(maker.brief.article.lang),
    )


def claim_page(site: Site, card: ClaimCard) -> ClaimPage:
    """The view of one claim's page."""
    maker = _Maker(site, card.slug, card.address, only=card.id)
    (view,) = maker.claims()
    cited = maker.shared.cited[card.id] | {it.response.source for it in view.responses}
    order = [other.id for other in maker.card.claims]
    at = order.index(card.id)
    return ClaimPage(
        view=view,
        card=maker.card,
        brief=maker.brief,
        sources=maker.sources(cited),
        map=maker.map(view),
        earlier=maker.card.claims[at - 1] if at else None,
        later=maker.card.claims[at + 1] if at + 1 < len(order) else None,
    )


def _links_back(anchors: Sequence[str], t: Phrases) -> str:
    """Small links; what stands before them says what they are."""
    numbered = enumerate(anchors, start=1)
    return " ".join([f'<a href="#{anchor}">↩{t.number(n)}</a>' for n, anchor in numbered])
