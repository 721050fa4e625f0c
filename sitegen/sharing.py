"""What a brief and its claims give to other sites: a card, a frame to embed, what oEmbed asks.

Open Graph is at ogp.me, oEmbed 1.0 at oembed.com.
"""

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from sitegen import routes
from sitegen.cards import BriefCard, ClaimCard, word_of
from sitegen.colors import readable
from sitegen.config import Config
from sitegen.direction import direction
from sitegen.graph import Site
from sitegen.json_text import to_json
from sitegen.phrases import Phrases
from sitegen.quick_jinja import shown
from sitegen.scale import STRUCK, shapes
from sitegen.share_cards import HEIGHT, INK, PAPER, WIDTH, ShareCard, cannot_be_set
from sitegen.shared import shared

EMBED_WIDTH = 600  # of the frame, where a site asks for a number
_LOWEST, _HIGHEST = 220, 640  # of the frame


class Share(Struct, frozen=True, array_like=True):
    """What a page says of itself where it is shared: Open Graph. No image, no address of one."""

    kind: str
    title: str
    text: str = ""
    image: str = ""
    alt: str = ""
    drawn: bool = True  # by sitegen, so that its size is known


def site_share(site: Site, title: str, text: str) -> Share:
    """What any page says: its title, and the picture that stands for the site."""
    return Share("website", title, text, site.absolute(routes.SHARE_IMAGE), site.config.title)


def brief_share(site: Site, card: BriefCard, picture: str) -> Share:
    """What a brief's page says; ``picture`` is the address of the desk's own picture, if any."""
    if picture:
        return Share("article", card.title, card.summary, picture, card.title, drawn=False)
    t = site.languages.of(card.lang)
    image = _image(site, card.address, lambda: brief_card(site.config, card, t))
    return Share("article", card.title, card.summary, image, card.title)


def claim_share(site: Site, card: ClaimCard, lang: str) -> Share:
    """What a claim's page says; made once for all that show the claim elsewhere."""
    made = shared(site, card.slug).at_hand
    key = f"share {card.id}"
    found = made.get(key)
    if not isinstance(found, Share):
        t = site.languages.of(lang)
        image = _image(site, card.address, lambda: claim_card(site.config, card, lang, t))
        # A claim after its verdict.
        title = t.say("rating_and_claim", rating=word_of(card, t), claim=card.text)
        found = made[key] = Share("article", title, card.verdict, image, title)
    return found


def _image(site: Site, address: str, card: Callable[[], ShareCard]) -> str:
    """The address of a page's card, or of the picture of all that have none."""
    drawn = site.config.share_images and not cannot_be_set(card())
    return site.absolute(routes.share_card(address) if drawn else routes.SHARE_IMAGE)


# Cards


def brief_card(config: Config, card: BriefCard, t: Phrases) -> ShareCard:
    """A brief's card: how many claims, and how they were rated."""
    words = Counter(word_of(claim, t) for claim in card.claims)
    spread = " · ".join(f"{word} ×{t.number(n)}" if n > 1 else word for word, n in words.items())
    count = t.say("claims_count", n=len(card.claims))
    return _card(config, card.lang, count, card.title, spread)


def claim_card(config: Config, card: ClaimCard, lang: str, t: Phrases) -> ShareCard:
    """A claim's card: who claimed what, and the verdict."""
    who = card.claimant.name if card.claimant else ""
    shape, color = STRUCK, INK
    if not card.withdrawn:
        shape = shapes(config.ratings).get(card.rating.id, STRUCK)
        color = readable(card.rating.color, PAPER) if card.rating.color else INK
    return _card(config, lang, who, card.text, word_of(card, t))._replace(shape=shape, color=color)


def _card(config: Config, lang: str, above: str, headline: str, verdict: str) -> ShareCard:
    return ShareCard(
        above=above,
        headline=headline,
        verdict=verdict,
        shape=None,
        color=INK,
        below=config.desk,
        lang=lang,
        rtl=direction(lang) == "rtl",
    )


# Frames


def embed_code(site: Site, card: ClaimCard, width: str = "100%") -> str:
    """The HTML that shows a claim on another site; empty without a ``base_url``."""
    url = site.absolute(routes.embed(card.slug, card.id))
    if not url:
        return ""
    return (
        f'<iframe src="{url}" title="{shown(site.config.desk)}" width="{width}" '
        f'height="{embed_height(card)}" frameborder="0" loading="lazy"></iframe>'
    )


def embed_height(card: ClaimCard) -> int:
    """How high a frame must be for its text on most screens; on others it scrolls."""
    needed = 150 + 32 * -(-len(card.text) // 34) + 26 * -(-len(card.verdict) // 40)
    return min(max(-(-needed // 20) * 20, _LOWEST), _HIGHEST)


def oembed_json(site: Site, card: ClaimCard, lang: str) -> bytes:
    """What a site that was given a claim's address is told to show."""
    share = claim_share(site, card, lang)
    said = {
        "version": "1.0",
        "type": "rich",
        "provider_name": site.config.desk,
        "provider_url": site.absolute(routes.HOME),
        "title": share.title,
        "html": embed_code(site, card, str(EMBED_WIDTH)),
        "width": EMBED_WIDTH,
        "height": embed_height(card),
        "thumbnail_url": share.image,
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }
    return to_json(said) + b"\n"
