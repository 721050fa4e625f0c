"""What a page shows of its translations: the same brief, or claim, in other languages."""

from typing import NamedTuple

from sitegen.cards import BriefCard
from sitegen.direction import direction
from sitegen.graph import Site


class Translation(NamedTuple):
    """A page that says the same: ``name`` is what its language calls itself."""

    lang: str
    dir: str
    name: str
    address: str
    url: str  # whole; empty without a ``base_url``
    here: bool  # whether it is the page at hand


def translations(site: Site, card: BriefCard, claim_id: str = "") -> tuple[Translation, ...]:
    """A brief's page in each of its languages, this one among them; or the page of a claim of it.

    Empty where there is one language. Claims are the same where their ids are.
    """
    found = []
    for other in site.translations.get(card.slug, ()):
        address = other.address
        if claim_id:
            same = [claim.address for claim in other.claims if claim.id == claim_id]
            if not same:
                continue
            address = same[0]
        name = site.languages.name(other.lang)
        url = site.absolute(address)
        here = other.slug == card.slug
        found.append(Translation(other.lang, direction(other.lang), name, address, url, here))
    return tuple(found) if len(found) > 1 else ()
