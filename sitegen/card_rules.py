"""Which texts cannot be set on a share card."""

from collections.abc import Iterator

from sitegen.config import Config
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, warning
from sitegen.folder import CONFIG
from sitegen.graph import Site
from sitegen.languages import Languages
from sitegen.memory import Memory
from sitegen.parts import Part
from sitegen.share_cards import cannot_be_set
from sitegen.sharing import brief_card, claim_card
from sitegen.typefaces import missing_from

_HINT = (
    "where it is shared, the site's picture assets/share.png is shown; "
    "to make no cards at all, write share_images: false in site.yaml"
)


def check_cards(site: Site, memory: Memory | None = None) -> Iterator[Diagnostic]:
    """Every text of a share card has a typeface. Of one brief, only the first without is told.

    ``memory`` is the one that the site was linked with, if it was.
    """
    config = site.config
    if not config.share_images:
        return
    if missing := missing_from(config.desk):
        yield _warning(CONFIG, WHOLE_FILE, f"of {config.desk}", missing)
        return
    of_each = (memory or Memory()).each(_first, site.parts, config, site.languages)
    yield from filter(None, of_each)


def _first(part: Part, config: Config, languages: Languages) -> Diagnostic | None:
    if part.cards is None:
        return None
    compiled, card = part.compiled, part.cards.brief
    t = languages.of(card.lang)
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
