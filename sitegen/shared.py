"""What the pages of one brief share, and the data of its claims: made once for all of them.

They are made in a row, so only what the brief at hand needs is kept.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sitegen.cards import CorrectionCard, cited_sources
from sitegen.compiled import CompiledBrief
from sitegen.corrections import correction_cards
from sitegen.entities import Named
from sitegen.graph import Site
from sitegen.model import Brief, Source
from sitegen.routes import evidence_anchors


class Mention(NamedTuple):
    """A place that cites a source: the claim it is about, empty in the body, and its anchor."""

    claim: str
    anchor: str


class Shared(NamedTuple):
    """A brief's sources by their ids, with their numbers, publishers and mentions; and more."""

    sources: Mapping[str, Source]
    numbers: Mapping[str, int]
    publishers: Mapping[str, Named | None]
    mentions: Mapping[str, list[Mention]]
    origins: Mapping[str, str]  # where each source is from: the same of those that count once
    cited: Mapping[str, set[str]]  # by claim: the sources of its evidence and finding
    corrections: tuple[CorrectionCard, ...]


def shared(site: Site, slug: str) -> Shared:
    """What the outputs of a brief share."""
    found = site.at_hand.get(slug)
    if not isinstance(found, Shared):
        site.at_hand.clear()
        found = site.at_hand[slug] = _made(site, slug)
    return found


def _made(site: Site, slug: str) -> Shared:
    compiled, card = site.compiled[slug], site.by_slug[slug]
    brief = compiled.brief
    assert brief is not None  # noqa: S101 (only whole briefs are shown)
    return Shared(
        sources={source.id: source for source in brief.sources},
        numbers={source.id: number for number, source in enumerate(brief.sources, start=1)},
        publishers={source.id: site.names.publisher(source.publisher) for source in brief.sources},
        mentions=_mentions(compiled, brief),
        origins=_origins(brief.sources),
        cited=cited_sources(compiled),
        corrections=tuple(correction_cards(brief, card, site.config, site.languages.of(card.lang))),
    )


def _origins(sources: Sequence[Source]) -> dict[str, str]:
    """By source: the first of those with its ``origin``, or that it is known through."""
    leaders = {source.id: source.id for source in sources}
    by_origin: dict[str, str] = {}
    for source in sources:
        others = [source.via] if source.via in leaders else []
        if source.origin:
            others.append(by_origin.setdefault(source.origin, source.id))
        for other in others:
            one, two = leaders[source.id], leaders[other]
            if one != two:
                leaders = {id_: one if it == two else it for id_, it in leaders.items()}
    return leaders


def _mentions(compiled: CompiledBrief, brief: Brief) -> dict[str, list[Mention]]:
    """By source: citations in the order of the texts, then the evidence from it."""
    found: dict[str, list[Mention]] = {source.id: [] for source in brief.sources}
    for mention in compiled.mentions:
        found[mention.source].append(Mention(mention.claim, mention.anchor))
    for claim in brief.claims:
        sources = [item.source for item in claim.evidence]
        for source, anchor in zip(sources, evidence_anchors(claim.id, sources), strict=True):
            if source:
                found[source].append(Mention(claim.id, anchor))
    return found
