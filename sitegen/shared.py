"""What the pages of one brief share, and the data of its claims: made once for all of them.

They are made in a row, so only what the brief at hand needs is kept.
"""

from collections.abc import Mapping

from msgspec import Struct

from sitegen.cards import CorrectionCard, cited_sources
from sitegen.corrections import correction_cards
from sitegen.entities import Named
from sitegen.graph import Site
from sitegen.model import Source
from sitegen.origins import independent
from sitegen.routes import evidence_anchors
from sitegen.schema_org import CreativeWork


class Shared(Struct, frozen=True):
    """A brief's sources by their ids, with their numbers and publishers; and more."""

    sources: Mapping[str, Source]
    numbers: Mapping[str, int]
    publishers: Mapping[str, Named | None]
    anchors: Mapping[str, list[str]]  # by claim: the places of its evidence
    cited: Mapping[str, set[str]]  # by claim: the sources of its evidence and finding
    origins: Mapping[str, list[list[str]]]  # by claim: these, in groups that count once
    corrections: tuple[CorrectionCard, ...]
    scale: tuple[int, int] | None  # the ends of the rating scale
    works: dict[str, CreativeWork]  # its sources for reviews, as far as these were made
    at_hand: dict[str, object]  # what else was made of it


def shared(site: Site, slug: str) -> Shared:
    """What the outputs of a brief share."""
    found = site.at_hand.get(slug)
    if not isinstance(found, Shared):
        site.at_hand.clear()
        found = site.at_hand[slug] = _made(site, slug)
    return found


def _made(site: Site, slug: str) -> Shared:
    compiled, card = site.compiled[slug].whole, site.by_slug[slug]
    brief = compiled.brief
    assert brief is not None  # noqa: S101 (only whole briefs are shown)
    sources = {source.id: source for source in brief.sources}
    cited = cited_sources(compiled)
    anchors = {
        claim.id: evidence_anchors(claim.id, [item.source for item in claim.evidence])
        for claim in brief.claims
    }
    return Shared(
        sources=sources,
        numbers={source.id: number for number, source in enumerate(brief.sources, start=1)},
        publishers={source.id: site.names.publisher(source.publisher) for source in brief.sources},
        anchors=anchors,
        cited=cited,
        origins=_origins(sources, cited),
        corrections=tuple(correction_cards(brief, card, site.config, site.languages.of(card.lang))),
        scale=site.config.scale,
        works={},
        at_hand={},
    )


def _origins(
    sources: Mapping[str, Source], cited: Mapping[str, set[str]]
) -> dict[str, list[list[str]]]:
    return {
        claim: independent([source for id_, source in sources.items() if id_ in of_it], sources)
        for claim, of_it in cited.items()
    }
