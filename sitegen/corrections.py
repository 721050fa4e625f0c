"""The corrections of a brief as other pages show them: what stood before, what stands now."""

from collections import Counter
from collections.abc import Mapping

from sitegen.cards import BriefCard, ClaimCard, CorrectionCard
from sitegen.config import Config
from sitegen.entities import Named
from sitegen.model import Brief
from sitegen.phrases import Phrases


def correction_cards(
    brief: Brief, card: BriefCard, config: Config, t: Phrases
) -> list[CorrectionCard]:
    """The corrections of one brief, newest first, each with what stood before and after.

    Ratings are told in the words of ``t``.
    """
    if not brief.corrections:
        return []
    labels = {rating.id: t.rating(rating) for rating in config.ratings}
    claims = {claim.id: claim for claim in card.claims}
    found: list[CorrectionCard] = []
    if len(card.claims) == 1:  # then a correction need not name it
        claims[""] = card.claims[0]
    after = _ratings_after(brief, claims, labels, t)
    anchors = correction_anchors(brief)
    for index, correction in enumerate(brief.corrections):
        if correction.date is None:
            continue
        anchor, claim = anchors[index], claims.get(correction.claim)
        change = correction.kind == "verdict-change"
        found.append(
            CorrectionCard(
                address=f"{card.address}#{anchor}",
                anchor=anchor,
                date=correction.date,
                kind=correction.kind,
                text=correction.text,
                was=labels.get(correction.was, correction.was) if change else correction.was,
                now=after[index] if change else "",
                brief=Named(card.title, card.address),
                claim=Named(claim.text, claim.address) if claim else None,
                claim_id=claim.id if claim else correction.claim,
                published=card.published,
                state=card.state,
            )
        )
    found.reverse()  # of one day, the one written later is the newer
    return sorted(found, key=lambda c: -c.date.instant.timestamp())


def correction_anchors(brief: Brief) -> list[str]:
    """Each correction's place on the pages that show it: by its day, so that others can be added.

    One whose date could not be read has none.
    """
    numbers: Counter[str] = Counter()
    anchors = []
    for correction in brief.corrections:
        day = correction.date.iso[:10] if correction.date else ""
        numbers[day] += 1
        number = f"_{numbers[day]}" if numbers[day] > 1 else ""
        anchors.append(f"correction_{day}{number}" if day else "")
    return anchors


def _ratings_after(
    brief: Brief, claims: Mapping[str, ClaimCard], labels: Mapping[str, str], t: Phrases
) -> dict[int, str]:
    """The rating that each change led to: where the claim's next change started, or today's."""
    changes = sorted(
        (change.date.instant, index)
        for index, change in enumerate(brief.corrections)
        if change.kind == "verdict-change" and change.date
    )
    after: dict[int, str] = {}
    following: dict[str, str] = {}  # by claim: what stood before the change that comes next
    for _, index in reversed(changes):
        change = brief.corrections[index]
        claim = claims.get(change.claim)
        after[index] = following.get(change.claim, t.rating(claim.rating) if claim else "")
        if change.was:
            following[change.claim] = labels.get(change.was, change.was)
    return after
