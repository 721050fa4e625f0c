"""What a site needs of one brief besides its own pages: kept from one build to the next."""

from collections.abc import Mapping
from typing import NamedTuple

from sitegen.compiled import Facts, KeptBrief, Uses
from sitegen.compiling import KeptTexts
from sitegen.packed import unpack
from sitegen.parts import Asked, Cards, Part


class Record(NamedTuple):
    """One brief, as the whole site knows it."""

    slug: str
    state: str
    cards: Cards | None
    asked: Asked | None
    uses: Uses
    facts: Facts
    reviews: Mapping[str, tuple[str, ...]]  # of its claims, by their addresses: JSON


def part_and_reviews(
    path: str, content: bytes, texts: KeptTexts
) -> tuple[Part, Mapping[str, tuple[str, ...]]]:
    """A brief's part in the site and its reviews, from its packed record.

    Raises ``DamagedError``.
    """
    record = unpack(content, Record)
    brief = KeptBrief(path, record.slug, record.facts, record.uses, texts.fetch)
    return Part(brief, record.state, record.cards, record.asked), record.reviews
