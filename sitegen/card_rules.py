"""Which texts cannot be set on a share card."""

from collections.abc import Iterator

from sitegen.cards import BriefCard
from sitegen.compiled import AnyBrief
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, warning
from sitegen.folder import CONFIG
from sitegen.graph import Site
from sitegen.share_cards import cannot_be_set
from sitegen.sharing import brief_card, claim_card
from sitegen.typefaces import missing_from

_HINT = (
    "where it is shared, the site's picture assets/share.png is shown; "
    "to make no cards at all, write share_images: false in site.yaml"
)


def check_cards(site: Site) -> Iterator[Diagnostic]:
    """Every text of a share card has a typeface. Of one brief, only the first without is told."""
    config = site.config
    if not config.share_images:
        return
    if missing := missing_from(config.desk):
        yield _warning(CONFIG, WHOLE_FILE, f"of {config.desk}", missing)
        return
    for part in site.parts:
        if part.cards and (found := _first(part.compiled, part.cards.brief, site)):
            yield found


def _first(compiled: AnyBrief, card: BriefCard, site: Site) -> Diagnostic | None:
    config, t = site.config, site.languages.of(card.lang)
    has_own = compiled.facts.image
    if not has_own and (text := cannot_be_set(brief_card(config, card, t))):
        span = compiled.span("title")
        return _warning(compiled.file, span, "of this brief", missing_from(text))
    for claim in card.claims:
        if text := cannot_be_set(claim_card(config, claim, card.lang, t)):
            span = compiled.span(f"claims.{claim.id}.text")
            return _warning(compiled.file, span, f'of "{claim.id}"', missing_from(text))
    return None


def _warning(file: str, span: Span, whose: str, missing: str) -> Diagnostic:
    message = f'the share card {whose} cannot be set: no typeface here has "{missing}" in it'
    return warning("no-font", file, span, message, _HINT)
