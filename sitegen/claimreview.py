"""Claims as schema.org data: ClaimReview and MediaReview.

Rules: schema.org/ClaimReview, schema.org/MediaReview, and Google's guide to fact-check markup.
Nothing is said here that the claim's page does not show, and nothing that the brief leaves out.
"""

from collections.abc import Iterator

from sitegen.cards import ClaimCard, CorrectionCard
from sitegen.config import Config
from sitegen.graph import Site
from sitegen.json_text import Data, filled, to_json
from sitegen.model import Brief, Claim, Media, Source
from sitegen.phrases import Phrases
from sitegen.shared import Shared, shared
from sitegen.when import When

_CONTEXT = "https://schema.org"
_WORK = "CreativeWork"
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
    yield to_json(_claim_review(site, card, brief, claim)).decode()
    if claim.media:
        yield to_json(_media_review(site, card, brief, claim.media)).decode()


def as_script(text: str) -> str:
    """JSON that cannot end the ``<script>`` it stands in."""
    for character, escape in _ESCAPES:
        if character in text:
            text = text.replace(character, escape)
    return text


def author(config: Config) -> Data:
    """The desk, as the author of every review."""
    url = config.organization.url or (config.base_url and f"{config.base_url}/")
    return filled({"@type": "Organization", "name": config.desk, "url": url})


def corrections_of(site: Site, card: ClaimCard) -> list[CorrectionCard]:
    """The corrections that concern a claim: its own and the whole brief's, newest first."""
    return [c for c in shared(site, card.slug).corrections if c.claim_id in ("", card.id)]


def _claim_review(site: Site, card: ClaimCard, brief: Brief, claim: Claim) -> Data:
    known = shared(site, card.slug)
    url = site.absolute(card.address)
    lang = brief.lang or site.config.lang
    return filled(
        {
            "@context": _CONTEXT,
            "@type": "ClaimReview",
            "@id": f"{url}#claimreview",
            "url": url,
            "claimReviewed": claim.text,
            "datePublished": _day(brief.published),
            "dateModified": _day(card.modified),
            "inLanguage": lang,
            "author": _author(site, known),
            "reviewRating": _rating(card, known, site.languages.of(lang)),
            "itemReviewed": _claim(site, known, claim),
            "citation": _cited(site, card, known),
            "correction": [_correction(it) for it in corrections_of(site, card)],
            "associatedMediaReview": {"@id": f"{url}#mediareview"} if claim.media else None,
        }
    )


def _correction(card: CorrectionCard) -> Data:
    day = card.date.iso
    return filled({"@type": "CorrectionComment", "text": card.text, "datePublished": day})


def _author(site: Site, known: Shared) -> Data:
    made = known.data
    if "author" not in made:
        made["author"] = author(site.config)
    return made["author"]


def _rating(card: ClaimCard, known: Shared, t: Phrases) -> Data:
    """The word that the page shows and the reason; numbers only where the rating has one."""
    rating: Data = {
        "@type": "Rating",
        "alternateName": t.rating(card.rating),
        "ratingExplanation": card.verdict,
    }
    if card.rating.value is not None and known.scale is not None:
        worst, best = known.scale
        rating["ratingValue"] = card.rating.value
        rating["bestRating"], rating["worstRating"] = best, worst
    return rating


def _claim(site: Site, known: Shared, claim: Claim) -> Data:
    """The claim itself: who said it, when and where, as far as that is known."""
    facts = site.names.facts(claim.claimant)
    claimant = None
    if facts and facts.type:
        claimant = filled(
            {
                "@type": facts.type.capitalize(),
                "name": facts.name,
                "url": facts.url,
                "sameAs": [url for url in facts.same_as if url],
            }
        )
    sources = known.sources
    urls = [sources[it].url if it in sources else it for it in claim.appearance]
    place = next(filter(None, urls), "")
    return filled(
        {
            "@type": "Claim",
            "author": claimant,
            "datePublished": _day(claim.said),
            "appearance": _work(place),
            "firstAppearance": _work(claim.first_appearance),
        }
    )


def _work(url: str) -> Data | None:
    return {"@type": _WORK, "url": url} if url else None


def _cited(site: Site, card: ClaimCard, known: Shared) -> list[Data]:
    """The sources that the claim's evidence and finding name, in the order of the brief."""
    cited, made = known.cited[card.id], known.data
    found = []
    for id_, source in known.sources.items():
        if id_ in cited:
            key = f"source {id_}"
            if key not in made:
                made[key] = _citation(site, source)
            found.append(made[key])
    return found


def _citation(site: Site, source: Source) -> Data:
    publisher = None
    if source.publisher:
        facts = site.names.facts(source.publisher)
        kind = facts.type.capitalize() if facts else ""
        publisher = filled({"@type": kind, "name": site.names.canonical(source.publisher)})
    return filled(
        {
            "@type": _WORK,
            "name": source.title,
            "url": source.url,
            "archivedAt": source.archived,
            "datePublished": _day(source.published),
            "publisher": publisher,
        }
    )


def _media_review(site: Site, card: ClaimCard, brief: Brief, media: Media) -> Data:
    url = site.absolute(card.address)
    return filled(
        {
            "@context": _CONTEXT,
            "@type": "MediaReview",
            "@id": f"{url}#mediareview",
            "url": url,
            "datePublished": _day(brief.published),
            "dateModified": _day(card.modified),
            "author": _author(site, shared(site, card.slug)),
            "mediaAuthenticityCategory": _MEDIA_CATEGORIES.get(media.category, ""),
            "originalMediaLink": media.original,
            "originalMediaContextDescription": media.context,
            "itemReviewed": {"@type": _MEDIA_TYPES.get(media.type, "MediaObject")},
            "associatedClaimReview": {"@id": f"{url}#claimreview"},
        }
    )


def _day(when: When | None) -> str:
    return when.iso if when else ""
