"""What the pages of one brief and its claims show."""

<<<<<<< HEAD
It is gathered once for all of these pages, so addresses in it stand against marks (``marks``), and
what a macro makes of a claim, a source or a response is kept with it (``Kept``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
=======
>>>>>>> pages
from typing import NamedTuple

from markupsafe import Markup

from sitegen.cards import BriefCard, ClaimCard, CorrectionCard
from sitegen.evidence_map import EvidenceMap, evidence_map
from sitegen.gathered import ClaimView, Kept, SourceView, gathered
from sitegen.graph import Site
<<<<<<< HEAD
from sitegen.highlight import quote_anchor
from sitegen.marks import HERE
from sitegen.model import Brief, Claim, Evidence, Response, Source
from sitegen.quick_jinja import safe
from sitegen.routes import response_anchors, source_anchor
from sitegen.shared import Shared, shared
=======
from sitegen.model import Brief
>>>>>>> pages
from sitegen.timeline import Timeline, timeline


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
    once: Kept


class ClaimPage(NamedTuple):
    """One claim's page: the claim, its brief, and the sources it cites."""

    view: ClaimView
    card: BriefCard
    brief: Brief
    sources: tuple[SourceView, ...]
    map: EvidenceMap | None
    earlier: ClaimCard | None
    later: ClaimCard | None
    once: Kept  # the one of its brief


<<<<<<< HEAD
class _Gathered:
    """What all pages of a brief show of it."""

    def __init__(self, site: Site, slug: str, known: Shared) -> None:
        self.site = site
        self.compiled: CompiledBrief = site.compiled[slug].whole
        assert self.compiled.brief is not None  # noqa: S101 (only whole briefs are shown)
        self.brief: Brief = self.compiled.brief
        self.card = site.by_slug[slug]
        self.t = site.languages.of(self.card.lang)
        self.rtl = direction(self.card.lang) == "rtl"
        self.shared = known
        self.once = Kept()
        self.sources = {source.id: self._source(source) for source in self.brief.sources}
        most = max(map(len, known.mentions.values()), default=0)
        self.arrows = [f"↩{self.t.number(n)}" for n in range(1, most + 1)]
        responses = self._responses()
        pairs = zip(self.brief.claims, self.card.claims, strict=True)
        self.claims = {claim.id: self._claim(claim, card, responses) for claim, card in pairs}

    def listed(self, ids: Iterable[str], claim: str = "") -> tuple[SourceView, ...]:
        """Some sources, with links back to where the page of a claim, or the brief, cites them."""
        return tuple([SourceView(*self.sources[id_][:-1], self._back(id_, claim)) for id_ in ids])

    def _back(self, source_id: str, claim: str) -> str:
        """Small links; what stands before them says what they are."""
        anchors = [at for about, at in self.shared.mentions[source_id] if claim in ("", about)]
        numbered = zip(anchors, self.arrows, strict=False)
        return " ".join([f'<a href="#{at}">{arrow}</a>' for at, arrow in numbered])

    def _source(self, source: Source) -> SourceView:
        known = self.shared
        return SourceView(
            number=known.numbers[source.id],
            source=source,
            publisher=known.publishers[source.id],
            via=known.sources.get(source.via),
            via_number=known.numbers.get(source.via, 0),
            tongue=self._tongue(source.lang),
            title_tongue=self.title_tongue(source.lang),
            once=Kept(),
        )

    def _tongue(self, lang: str) -> Markup:
        """The attributes of a quote in a language, which may not be known."""
        return safe(spoken(lang, self.card.lang))  # a tag that was read as one

    def title_tongue(self, lang: str) -> Markup:
        """The same of a title: unless told otherwise it is in the brief's language."""
        return self._tongue(lang) if lang else _NOTHING

    def _responses(self) -> list[ResponseView]:
        anchors = response_anchors([response.from_ for response in self.brief.responses])
        return [
            self._response(anchor, "" if (old := f"response_{n}") in anchors else old, response)
            for n, (anchor, response) in enumerate(
                zip(anchors, self.brief.responses, strict=True), start=1
            )
        ]

    def _response(self, anchor: str, old_anchor: str, response: Response) -> ResponseView:
        claims = [c for c in self.card.claims if c.id in response.claims or not response.claims]
        source = self.sources.get(response.source)
        return ResponseView(
            anchor=anchor,
            old_anchor=old_anchor,
            response=response,
            who=self.site.names.entity(response.from_) or Named("", ""),
            claims=tuple(claims),
            first=claims[0].id if claims else "",
            source=source,
            tongue=source.tongue if source else _UNKNOWN,
            once=Kept(),
        )

    def _claim(self, claim: Claim, card: ClaimCard, responses: Sequence[ResponseView]) -> ClaimView:
        evidence = list(self._evidence(claim))
        finding = self.compiled.findings.get(claim.id)
        return ClaimView(
            card=card,
            quoted=self._quoted(claim),
            tongue=self._tongue(self.brief.article.lang),
            title_tongue=self.title_tongue(self.brief.article.lang),
            claim=claim,
            facts=self.site.names.facts(claim.claimant),
            finding=finding.html if finding else "",
            supports=tuple([e for e in evidence if e.item.stance == "supports"]),
            undermines=tuple([e for e in evidence if e.item.stance == "undermines"]),
            others=tuple([e for e in evidence if e.item.stance in ("contextualizes", "")]),
            places=tuple([self._place(place) for place in claim.appearance]),
            responses=tuple(
                [r for r in responses if claim.id in (r.response.claims or [claim.id])]
            ),
            corrections=tuple([c for c in self.shared.corrections if c.claim_id in ("", claim.id)]),
            before=self.site.checked_before.get(card.address, ()),
            again=self.site.checked_again.get(card.address, ()),
            once=Kept(),
        )

    def _evidence(self, claim: Claim) -> Iterator[EvidenceView]:
        groups = enumerate(self.shared.origins[claim.id])
        origins = {source: number for number, group in groups for source in group}
        seen: dict[int, str] = {}  # by origin: the first source from there
        for anchor, item in zip(self.shared.anchors[claim.id], claim.evidence, strict=True):
            first = seen.setdefault(origins.get(item.source, -1), item.source)
            same = self.shared.numbers[first] if first != item.source else 0
            source = self.sources.get(item.source)
            yield EvidenceView(anchor, item, source, same, source.tongue if source else _UNKNOWN)

    def _quoted(self, claim: Claim) -> str:
        anchor = quote_anchor(claim.id)
        marked = claim.quote and f'id="{anchor}"' in self.compiled.body.html
        return f"{HERE}#{anchor}" if marked else ""

    def _place(self, place: str) -> Place:
        source = self.shared.sources.get(place)
        if source is None:
            return Place(place, "", "")
        return Place(source.url, source.title, f"{HERE}#{source_anchor(place)}")


def _gathered(site: Site, slug: str) -> _Gathered:
    """What the pages of a brief show, made for the first of them."""
    known = shared(site, slug)
    found = known.at_hand.get("views")
    if not isinstance(found, _Gathered):
        found = known.at_hand["views"] = _Gathered(site, slug, known)
    return found


=======
>>>>>>> pages
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
    return ClaimPage(
        view=view,
        card=all_.card,
        brief=all_.brief,
        sources=all_.listed([id_ for id_ in all_.sources if id_ in named], card.id),
        map=evidence_map(groups, view.claim.evidence, cited, known.sources, all_.t, rtl=all_.rtl),
        earlier=claims[at - 1] if at else None,
        later=claims[at + 1] if at + 1 < len(claims) else None,
        once=all_.once,
    )
