"""Claims as schema.org data: ClaimReview and MediaReview.

Rules: schema.org/ClaimReview, schema.org/MediaReview, and Google's guide to fact-check markup.
Nothing is said here that the claim's page does not show, and nothing that the brief leaves out.
"""

from collections.abc import Iterator

from sitegen.cards import ClaimCard, CorrectionCard
from sitegen.config import Config
from sitegen.graph import Site
from sitegen.json_text import to_json
from sitegen.model import Brief, Claim, Media, Source
from sitegen.phrases import Phrases
from sitegen.schema_org import (
    CONTEXT,
    Agent,
    ClaimReview,
    CorrectionComment,
    CreativeWork,
    MediaItem,
    MediaReview,
    Rating,
    Reference,
)
from sitegen.schema_org import Claim as ClaimSaid
from sitegen.shared import Shared, shared
from sitegen.when import When

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


def author(config: Config) -> Agent:
    """The desk, as the author of every review."""
    url = config.organization.url or (config.base_url and f"{config.base_url}/")
    return Agent("Organization", config.desk, url)


def corrections_of(site: Site, card: ClaimCard) -> list[CorrectionCard]:
    """The corrections that concern a claim: its own and the whole brief's, newest first."""
    return [c for c in shared(site, card.slug).corrections if c.claim_id in ("", card.id)]


def _claim_review(site: Site, card: ClaimCard, brief: Brief, claim: Claim) -> ClaimReview:
    known = shared(site, card.slug)
    url = site.absolute(card.address)
    lang = brief.lang or site.config.lang
    return ClaimReview(
        context=CONTEXT,
        type="ClaimReview",
        id=f"{url}#claimreview",
        url=url,
        claim_reviewed=claim.text,
        date_published=_day(brief.published),
        date_modified=_day(card.modified),
        in_language=lang,
        author=author(site.config),
        review_rating=_rating(card, known, site.languages.of(lang)),
        item_reviewed=_claim(site, known, claim),
        citation=_cited(site, card, known),
        correction=[CorrectionComment(c.text, c.date.iso) for c in corrections_of(site, card)],
        associated_media_review=Reference(f"{url}#mediareview") if claim.media else None,
    )


def _rating(card: ClaimCard, known: Shared, t: Phrases) -> Rating:
    """The word that the page shows and the reason; numbers only where the rating has one."""
    word, value = t.rating(card.rating), card.rating.value
    if value is None or known.scale is None:
        return Rating(word, card.verdict)
    worst, best = known.scale
    return Rating(word, card.verdict, value, best, worst)


def _claim(site: Site, known: Shared, claim: Claim) -> ClaimSaid:
    """The claim itself: who said it, when and where, as far as that is known."""
    facts = site.names.facts(claim.claimant)
    claimant = None
    if facts and facts.type:
        same_as = [url for url in facts.same_as if url]
        claimant = Agent(facts.type.capitalize(), facts.name, facts.url, same_as=same_as)
    sources = known.sources
    urls = [sources[it].url if it in sources else it for it in claim.appearance]
    place = next(filter(None, urls), "")
    return ClaimSaid(claimant, _day(claim.said), _work(place), _work(claim.first_appearance))


def _work(url: str) -> CreativeWork | None:
    return CreativeWork(url=url) if url else None


def _cited(site: Site, card: ClaimCard, known: Shared) -> list[CreativeWork]:
    """The sources that the claim's evidence and finding name, in the order of the brief."""
    cited, made = known.cited[card.id], known.works
    found = []
    for id_, source in known.sources.items():
        if id_ in cited:
            if id_ not in made:
                made[id_] = _citation(site, source)
            found.append(made[id_])
    return found


def _citation(site: Site, source: Source) -> CreativeWork:
    publisher = None
    if source.publisher:
        facts = site.names.facts(source.publisher)
        kind = facts.type.capitalize() if facts else ""
        publisher = Agent(kind, site.names.canonical(source.publisher))
    return CreativeWork(
        source.title, source.url, source.archived, _day(source.published), publisher
    )


def _media_review(site: Site, card: ClaimCard, brief: Brief, media: Media) -> MediaReview:
    url = site.absolute(card.address)
    return MediaReview(
        context=CONTEXT,
        type="MediaReview",
        id=f"{url}#mediareview",
        url=url,
        date_published=_day(brief.published),
        date_modified=_day(card.modified),
        author=author(site.config),
        media_authenticity_category=_MEDIA_CATEGORIES.get(media.category, ""),
        original_media_link=media.original,
        original_media_context_description=media.context,
        item_reviewed=MediaItem(_MEDIA_TYPES.get(media.type, "MediaObject")),
        associated_claim_review=Reference(f"{url}#claimreview"),
    )


def _day(when: When | None) -> str:
    return when.iso if when else ""
