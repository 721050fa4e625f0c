"""A brief's texts with their sources and answers, gathered once for its page and its claims' pages.

Addresses in it stand against marks (``marks``), and what a macro makes of a claim, a source or a
response is kept with it (``Kept``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from sitegen.cards import ClaimCard, CorrectionCard
from sitegen.citations import anchors_of
from sitegen.compiled import CompiledBrief
from sitegen.config import EntityFacts
from sitegen.direction import direction, spoken
from sitegen.entities import Named
from sitegen.evidence_map import STANCES
from sitegen.graph import Site
from sitegen.highlight import quote_anchor
from sitegen.marks import HERE
from sitegen.model import Brief, Claim, Evidence, Response, Source
from sitegen.phrases import Phrases
from sitegen.quick_jinja import safe
from sitegen.routes import response_anchors, source_anchor
from sitegen.shared import Shared, shared

_UNKNOWN = safe(spoken("", ""))  # attributes of our own
_NOTHING = Markup()
_KEY = "views of a brief"  # no slug has a space


class Kept(dict[Callable[..., str], str]):
    """The HTML of one thing, by the macro that made it: the pages of a brief show the same.

    Whoever asks for it gives the macro marks in the place of what is not the same on each page.
    """

    def __call__(self, macro: Callable[..., str], *values: object) -> str:
        """What the macro makes of these values, which are the same each time."""
        html = self.get(macro)
        if html is None:
            html = self[macro] = macro(*values)
        return html

    def __reduce__(self) -> tuple[type["Kept"], tuple[()]]:
        """Another process makes its own: macros cannot be given to it."""
        return Kept, ()


class Place(Struct, frozen=True):
    """Where a claim appears: a URL, and the source's title where it is one."""

    url: str
    title: str
    anchor: str  # of the source in the list of sources, if it is one


class SourceView(Struct, frozen=True):
    """A source with its number in the brief, and links to what on this page cites it."""

    number: int
    source: Source
    publisher: Named | None
    via: Source | None
    via_number: int
    tongue: Markup  # the attributes of what is quoted from it
    title_tongue: Markup  # of its title
    once: Kept
    back: str = ""  # in a list of sources, HTML: a link to each place on the page that cites it


class EvidenceView(Struct, frozen=True):
    """A piece of evidence with its source; the anchor is its own place on the page."""

    anchor: str
    item: Evidence
    source: SourceView | None
    same: int  # the number of a source above that shares its origin; 0 where none does
    tongue: Markup  # the attributes of its quote


class ResponseView(Struct, frozen=True):
    """A response, who gave it, the claims it is about, and where it stands."""

    anchor: str
    old_anchor: str  # by its number, as texts may still link to it; empty where that is taken
    response: Response
    who: Named
    claims: tuple[ClaimCard, ...]
    first: str  # the id of the first claim that it is about, where the brief's page shows it
    source: SourceView | None
    tongue: Markup  # the attributes of its quote
    once: Kept


class ClaimView(Struct, frozen=True):
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
    once: Kept


class Gathered:
    """What all pages of a brief show of it."""

    def __init__(self, site: Site, slug: str, known: Shared) -> None:
        self.names = site.names
        self.before, self.again = site.checked_before, site.checked_again
        self.compiled: CompiledBrief = site.compiled[slug].whole
        assert self.compiled.brief is not None  # noqa: S101 (only whole briefs are shown)
        self.brief: Brief = self.compiled.brief
        self.card = site.by_slug[slug]
        self.t = site.languages.of(self.card.lang)
        self.rtl = direction(self.card.lang) == "rtl"
        self.shared = known
        self.once = Kept()
        self.sources = {source.id: self._source(source) for source in self.brief.sources}
        self.mentions = _mentions(self.compiled, known.anchors, self.t)
        responses = self._responses()
        pairs = zip(self.brief.claims, self.card.claims, strict=True)
        self.claims = {claim.id: self._claim(claim, card, responses) for claim, card in pairs}

    def listed(self, ids: Iterable[str], claim: str = "") -> tuple[SourceView, ...]:
        """Some sources, with links back to where a claim's page, or the brief's, cites them."""
        found = []
        for id_ in ids:  # with small links; what stands before them says what they are
            back = " ".join(self.mentions.get((id_, claim), ()))
            found.append(replace(self.sources[id_], back=back))
        return tuple(found)

    def _source(self, source: Source) -> SourceView:
        known = self.shared
        return SourceView(
            number=known.numbers[source.id],
            source=source,
            publisher=known.publishers[source.id],
            via=known.sources.get(source.via),
            via_number=known.numbers.get(source.via, 0),
            tongue=_tongue(source.lang, self.card.lang),
            title_tongue=self.title_tongue(source.lang),
            once=Kept(),
        )

    def title_tongue(self, lang: str) -> Markup:
        """The attributes of a title: unless told otherwise it is in the brief's language."""
        return _tongue(lang, self.card.lang) if lang else _NOTHING

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
            who=self.names.entity(response.from_) or Named("", ""),
            claims=tuple(claims),
            first=claims[0].id if claims else "",
            source=source,
            tongue=source.tongue if source else _UNKNOWN,
            once=Kept(),
        )

    def _claim(self, claim: Claim, card: ClaimCard, responses: Sequence[ResponseView]) -> ClaimView:
        sides = self._sides(claim)
        finding = self.compiled.findings.get(claim.id)
        return ClaimView(
            card=card,
            quoted=self._quoted(claim),
            tongue=_tongue(self.brief.article.lang, self.card.lang),
            title_tongue=self.title_tongue(self.brief.article.lang),
            claim=claim,
            facts=self.names.facts(claim.claimant),
            finding=finding.html if finding else "",
            supports=tuple(sides["supports"]),
            undermines=tuple(sides["undermines"]),
            others=tuple(sides["contextualizes"]),
            places=tuple([self._place(place) for place in claim.appearance]),
            responses=tuple(
                [r for r in responses if claim.id in (r.response.claims or [claim.id])]
            ),
            corrections=tuple([c for c in self.shared.corrections if c.claim_id in ("", claim.id)]),
            before=self.before.get(card.address, ()),
            again=self.again.get(card.address, ()),
            once=Kept(),
        )

    def _sides(self, claim: Claim) -> dict[str, list[EvidenceView]]:
        """A claim's evidence by what it does to the claim; none said is context."""
        sides: dict[str, list[EvidenceView]] = {stance: [] for stance in STANCES}
        groups = enumerate(self.shared.origins[claim.id])
        origins = {source: number for number, group in groups for source in group}
        seen: dict[int, str] = {}  # by origin: the first source from there
        for anchor, item in zip(self.shared.anchors[claim.id], claim.evidence, strict=True):
            first = seen.setdefault(origins.get(item.source, -1), item.source)
            same = self.shared.numbers[first] if first != item.source else 0
            source = self.sources.get(item.source)
            tongue = source.tongue if source else _UNKNOWN
            view = EvidenceView(anchor, item, source, same, tongue)
            sides[item.stance or "contextualizes"].append(view)
        return sides

    def _quoted(self, claim: Claim) -> str:
        anchor = quote_anchor(claim.id)
        marked = claim.quote and f'id="{anchor}"' in self.compiled.body.html
        return f"{HERE}#{anchor}" if marked else ""

    def _place(self, place: str) -> Place:
        source = self.shared.sources.get(place)
        if source is None:
            return Place(place, "", "")
        return Place(source.url, source.title, f"{HERE}#{source_anchor(place)}")


@lru_cache(maxsize=1024)
def _tongue(lang: str, page: str) -> Markup:
    """The attributes of a quote in a language, which may not be known, on a page in another."""
    return safe(spoken(lang, page))  # a tag that was read as one


def _mentions(
    compiled: CompiledBrief, anchors: Mapping[str, list[str]], t: Phrases
) -> Mapping[tuple[str, str], list[str]]:
    """Links to what cites a source: to citations in their order, then to evidence from it.

    They stand by the source and the claim that they are about, and again by the source and "".
    """
    cites = anchors_of(compiled.mentions)
    for claim in compiled.brief.claims if compiled.brief else ():
        places = zip(claim.evidence, anchors[claim.id], strict=True)
        cites += [(item.source, claim.id, anchor) for item, anchor in places if item.source]
    ends = _arrows(len(cites), t)
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for source, about, anchor in cites:
        begin = f'<a href="#{anchor}'
        links = found[source, ""]
        links.append(begin + ends[len(links)])
        if about:
            links = found[source, about]
            links.append(begin + ends[len(links)])
    return found


@lru_cache(maxsize=256)
def _arrows(most: int, t: Phrases) -> tuple[str, ...]:
    """How the first link back to a text ends, the next, and so on."""
    return tuple([f'">↩{t.number(n)}</a>' for n in range(1, most + 1)])


def gathered(site: Site, slug: str) -> Gathered:
    """What the pages of a brief show, made for the first of them."""
    known = shared(site, slug)  # which lets go of another brief's
    found = site.at_hand.get(_KEY)  # not in what it holds itself: nobody looks for cycles
    if not isinstance(found, Gathered):
        found = site.at_hand[_KEY] = Gathered(site, slug, known)
    return found
