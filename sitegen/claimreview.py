"""Claims as schema.org data: ClaimReview and MediaReview.

Rules: schema.org/ClaimReview, schema.org/MediaReview, and Google's guide to fact-check markup.
Nothing is said here that the claim's page does not show, and nothing that the brief leaves out.
"""

from collections.abc import Iterator
from typing import Any

from sitegen.cards import ClaimCard, CorrectionCard
from sitegen.config import Config
from sitegen.graph import Site
from sitegen.json_text import array, known, quoted, record, to_json
from sitegen.model import Brief, Claim, Media, Source
from sitegen.phrases import Phrases
from sitegen.shared import shared
from sitegen.when import When

Data = dict[str, Any]

_CONTEXT = '"https://schema.org"'
_WORK = '"CreativeWork"'
_MEDIA_CATEGORIES = {
    "original": "OriginalMediaContent",
    "decontextualized": "DecontextualizedContent",
    "edited-or-cropped": "EditedOrCroppedContent",
    "staged": "StagedContent",
    "transformed": "TransformedContent",
    "satire": "SatireOrParodyContent",
}
_ESCAPES = tuple([(character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029"])
_MEDIA_TYPES = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}


def as_json(site: Site, card: ClaimCard) -> list[str]:
    """A claim's ClaimReview, and its MediaReview where it has ``media``, as JSON.

    Empty without a ``base_url``, as a review without its own address is of no use to anybody,
    and for a claim whose verdict was withdrawn. Made once for the claim's page and the feed of all.
    """
    if card.address not in site.reviews:
        site.reviews[card.address] = list(_reviews(site, card))
    return site.reviews[card.address]


def _reviews(site: Site, card: ClaimCard) -> Iterator[str]:
    brief = site.compiled[card.slug].brief
    if not site.config.base_url or card.withdrawn or brief is None:
        return
    (claim,) = [claim for claim in brief.claims if claim.id == card.id]
    yield _claim_review(site, card, brief, claim)
    if claim.media:
        yield _media_review(site, card, brief, claim.media)


def as_script(text: str) -> str:
    """JSON that cannot end the ``<script>`` it stands in."""
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def author(config: Config) -> Data:
    """The desk, as the author of every review."""
    url = config.organization.url or (config.base_url and f"{config.base_url}/")
    named = {"@type": "Organization", "name": config.desk, "url": url}
    return {key: value for key, value in named.items() if value}


def corrections_of(site: Site, card: ClaimCard) -> list[CorrectionCard]:
    """The corrections that concern a claim: its own and the whole brief's, newest first."""
    return [c for c in shared(site, card.slug).corrections if c.claim_id in ("", card.id)]


def _claim_review(site: Site, card: ClaimCard, brief: Brief, claim: Claim) -> str:
    url = site.absolute(card.address)
    media = f"{url}#mediareview"
    lang = brief.lang or site.config.lang
    return record(
        {
            "@context": _CONTEXT,
            "@type": '"ClaimReview"',
            "@id": known(f"{url}#claimreview"),
            "url": known(url),
            "claimReviewed": known(claim.text),
            "datePublished": _day(brief.published),
            "dateModified": _day(card.modified),
            "inLanguage": known(lang),
            "author": _author(site, card),
            "reviewRating": _rating(site, card, site.languages.of(lang)),
            "itemReviewed": _claim(site, card.slug, claim),
            "citation": array(_cited(site, card)),
            "correction": array([_correction(it) for it in corrections_of(site, card)]),
            "associatedMediaReview": record({"@id": known(media)}) if claim.media else "",
        }
    )


def _correction(card: CorrectionCard) -> str:
    kind, day = '"CorrectionComment"', known(card.date.iso)
    return record({"@type": kind, "text": known(card.text), "datePublished": day})


def _author(site: Site, card: ClaimCard) -> str:
    made = shared(site, card.slug).json
    if "author" not in made:
        made["author"] = to_json(author(site.config))
    return made["author"]


def _rating(site: Site, card: ClaimCard, t: Phrases) -> str:
    """The word that the page shows and the reason; numbers only where the rating has one."""
    rating = {
        "@type": '"Rating"',
        "alternateName": quoted(t.rating(card.rating)),
        "ratingExplanation": quoted(card.verdict),
    }
    scale = shared(site, card.slug).scale
    if card.rating.value is not None and scale is not None:
        worst, best = scale
        rating["ratingValue"] = str(card.rating.value)
        rating["bestRating"], rating["worstRating"] = str(best), str(worst)
    return record(rating)


def _claim(site: Site, slug: str, claim: Claim) -> str:
    """The claim itself: who said it, when and where, as far as that is known."""
    facts = site.names.facts(claim.claimant)
    claimant = ""
    if facts and facts.type:
        claimant = record(
            {
                "@type": known(facts.type.capitalize()),
                "name": known(facts.name),
                "url": known(facts.url),
                "sameAs": array([known(url) for url in facts.same_as]),
            }
        )
    sources = shared(site, slug).sources
    urls = [sources[it].url if it in sources else it for it in claim.appearance]
    place = next(filter(None, urls), "")
    return record(
        {
            "@type": '"Claim"',
            "author": claimant,
            "datePublished": _day(claim.said),
            "appearance": _work(place),
            "firstAppearance": _work(claim.first_appearance),
        }
    )


def _work(url: str) -> str:
    return record({"@type": _WORK, "url": known(url)}) if url else ""


def _cited(site: Site, card: ClaimCard) -> list[str]:
    """The sources that the claim's evidence and finding name, in the order of the brief."""
    brief = shared(site, card.slug)
    cited, made = brief.cited[card.id], brief.json
    found = []
    for id_, source in brief.sources.items():
        if id_ in cited:
            key = f"source {id_}"
            if key not in made:
                made[key] = _citation(site, source)
            found.append(made[key])
    return found


def _citation(site: Site, source: Source) -> str:
    publisher = ""
    if source.publisher:
        facts = site.names.facts(source.publisher)
        kind = facts.type.capitalize() if facts else ""
        name = site.names.canonical(source.publisher)
        publisher = record({"@type": known(kind), "name": known(name)})
    return record(
        {
            "@type": _WORK,
            "name": known(source.title),
            "url": known(source.url),
            "archivedAt": known(source.archived),
            "datePublished": _day(source.published),
            "publisher": publisher,
        }
    )


def _media_review(site: Site, card: ClaimCard, brief: Brief, media: Media) -> str:
    url = site.absolute(card.address)
    return record(
        {
            "@context": _CONTEXT,
            "@type": '"MediaReview"',
            "@id": known(f"{url}#mediareview"),
            "url": known(url),
            "datePublished": _day(brief.published),
            "dateModified": _day(card.modified),
            "author": _author(site, card),
            "mediaAuthenticityCategory": known(_MEDIA_CATEGORIES.get(media.category, "")),
            "originalMediaLink": known(media.original),
            "originalMediaContextDescription": known(media.context),
            "itemReviewed": record({"@type": known(_MEDIA_TYPES.get(media.type, "MediaObject"))}),
            "associatedClaimReview": record({"@id": known(f"{url}#claimreview")}),
        }
    )


def _day(when: When | None) -> str:
    return quoted(when.iso) if when else ""
