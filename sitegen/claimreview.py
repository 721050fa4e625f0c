"""Claims as schema.org data: ClaimReview and MediaReview.

Rules: schema.org/ClaimReview, schema.org/MediaReview, and Google's guide to fact-check markup.
Nothing is said here that the claim's page does not show, and nothing that the brief leaves out.
"""

import json
from typing import Any

from sitegen.cards import ClaimCard, CorrectionCard
from sitegen.config import Config
from sitegen.graph import Site
from sitegen.model import Brief, Claim, Media, Source
from sitegen.phrases import Phrases
from sitegen.shared import shared

Data = dict[str, Any]

# JSON in the characters of its own script; nothing here holds itself, so nobody looks for that.
to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

_MEDIA_CATEGORIES = {
    "original": "OriginalMediaContent",
    "decontextualized": "DecontextualizedContent",
    "edited-or-cropped": "EditedOrCroppedContent",
    "staged": "StagedContent",
    "transformed": "TransformedContent",
    "satire": "SatireOrParodyContent",
}
_MEDIA_TYPES = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}


def reviews(site: Site, card: ClaimCard) -> list[Data]:
    """A claim's ClaimReview, and its MediaReview where it has ``media``.

    Empty without a ``base_url``, as a review without its own address is of no use to anybody,
    and for a claim whose verdict was withdrawn.
    """
    if not site.config.base_url or card.withdrawn:
        return []
    compiled = site.compiled[card.slug]
    brief = compiled.brief
    claim = next(claim for claim in brief.claims if claim.id == card.id) if brief else None
    if brief is None or claim is None:
        return []
    found = [_claim_review(site, card, brief, claim)]
    if claim.media:
        found.append(_media_review(site, card, brief, claim.media))
    return found


def as_json(site: Site, card: ClaimCard) -> list[str]:
    """The same as JSON; made once for a claim's page and the feed of all of them."""
    if card.address not in site.reviews:
        site.reviews[card.address] = [to_json(review) for review in reviews(site, card)]
    return site.reviews[card.address]


def as_script(text: str) -> str:
    """JSON that cannot end the ``<script>`` it stands in."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def author(config: Config) -> Data:
    """The desk, as the author of every review."""
    url = config.organization.url or (config.base_url and f"{config.base_url}/")
    return _filled({"@type": "Organization", "name": config.desk, "url": url})


def corrections_of(site: Site, card: ClaimCard) -> list[CorrectionCard]:
    """The corrections that concern a claim: its own and the whole brief's, newest first."""
    return [c for c in shared(site, card.slug).corrections if c.claim_id in ("", card.id)]


def _claim_review(site: Site, card: ClaimCard, brief: Brief, claim: Claim) -> Data:
    url = site.absolute(card.address)
    lang = brief.lang or site.config.lang
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": f"{url}#claimreview",
            "url": url,
            "claimReviewed": claim.text,
            "datePublished": brief.published and brief.published.iso,
            "dateModified": card.modified and card.modified.iso,
            "inLanguage": lang,
            "author": author(site.config),
            "reviewRating": _rating(site.config, card, site.languages.of(lang)),
            "itemReviewed": _claim(site, brief, claim),
            "citation": [_citation(site, source) for source in _cited(site, card, brief)],
            "correction": [
                {"@type": "CorrectionComment", "text": c.text, "datePublished": c.date.iso}
                for c in corrections_of(site, card)
            ],
            "associatedMediaReview": claim.media and {"@id": f"{url}#mediareview"},
        }
    )


def _rating(config: Config, card: ClaimCard, t: Phrases) -> Data:
    """The word that the page shows and the reason; numbers only where the rating has one."""
    rating = {
        "@type": "Rating",
        "alternateName": t.rating(card.rating),
        "ratingExplanation": card.verdict,
    }
    if card.rating.value is None or config.scale is None:
        return rating
    worst, best = config.scale
    return rating | {"ratingValue": card.rating.value, "bestRating": best, "worstRating": worst}


def _claim(site: Site, brief: Brief, claim: Claim) -> Data:
    """The claim itself: who said it, when and where, as far as that is known."""
    facts = site.names.facts(claim.claimant)
    claimant = None
    if facts and facts.type:
        claimant = {
            "@type": facts.type.capitalize(),
            "name": facts.name,
            "url": facts.url,
            "sameAs": list(facts.same_as),
        }
    urls = {source.id: source.url for source in brief.sources}
    places = [url for place in claim.appearance if (url := urls.get(place, place))]
    return _filled(
        {
            "@type": "Claim",
            "author": claimant and _filled(claimant),
            "datePublished": claim.said and claim.said.iso,
            "appearance": places and {"@type": "CreativeWork", "url": places[0]},
            "firstAppearance": claim.first_appearance
            and {"@type": "CreativeWork", "url": claim.first_appearance},
        }
    )


def _cited(site: Site, card: ClaimCard, brief: Brief) -> list[Source]:
    """The sources that the claim's evidence and finding name, in the order of the brief."""
    cited = shared(site, card.slug).cited[card.id]
    return [source for source in brief.sources if source.id in cited]


def _citation(site: Site, source: Source) -> Data:
    facts = site.names.facts(source.publisher)
    publisher = source.publisher and _filled(
        {
            "@type": facts.type.capitalize() if facts else "",
            "name": site.names.canonical(source.publisher),
        }
    )
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "archivedAt": source.archived,
            "datePublished": source.published and source.published.iso,
            "publisher": publisher,
        }
    )


def _media_review(site: Site, card: ClaimCard, brief: Brief, media: Media) -> Data:
    url = site.absolute(card.address)
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "MediaReview",
            "@id": f"{url}#mediareview",
            "url": url,
            "datePublished": brief.published and brief.published.iso,
            "dateModified": card.modified and card.modified.iso,
            "author": author(site.config),
            "mediaAuthenticityCategory": _MEDIA_CATEGORIES.get(media.category),
            "originalMediaLink": media.original,
            "originalMediaContextDescription": media.context,
            "itemReviewed": {"@type": _MEDIA_TYPES.get(media.type, "MediaObject")},
            "associatedClaimReview": {"@id": f"{url}#claimreview"},
        }
    )


def _filled(data: Data) -> Data:
    """The data without what is not known."""
    return {key: value for key, value in data.items() if value or value == 0}
