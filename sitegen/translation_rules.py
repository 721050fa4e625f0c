"""The rules on briefs that are translations of one another: each names what does not fit."""

from collections.abc import Iterator, Sequence

from sitegen.compiled import AnyBrief
from sitegen.diagnostics import Diagnostic, Words, error, warning
from sitegen.model import Brief
from sitegen.parts import Part

_FIELD = "translation_of"


def check_translations(parts: Sequence[Part], lang: str) -> Iterator[Diagnostic]:
    """A translation names its original, in another language, and judges the same claims alike.

    ``lang`` is the language of briefs that name none.
    """
    by_slug = {part.compiled.slug: part.compiled for part in parts}
    words = Words(
        compiled.slug for compiled in by_slug.values() if not compiled.facts.translation_of
    )
    spoken: dict[tuple[str, str], str] = {}  # by original and language: the first such brief
    for compiled in by_slug.values():
        brief = compiled.brief if compiled.facts.translation_of else None
        if brief is None:
            continue
        target = by_slug.get(brief.translation_of)
        if wrong := _wrong_target(compiled, brief, target, words):
            span = compiled.span(_FIELD)
            yield error("translation-target", compiled.file, span, *wrong)
        elif target and target.brief:
            spoken.setdefault((target.slug, _tag(target.brief, lang)), target.file)
            other = spoken.setdefault((target.slug, _tag(brief, lang)), compiled.file)
            yield from _same_language(compiled, brief, other)
            yield from _differences(compiled, brief, target.brief)


def _tag(brief: Brief, lang: str) -> str:
    return (brief.lang or lang).lower()


def _wrong_target(
    compiled: AnyBrief, brief: Brief, target: AnyBrief | None, words: Words
) -> tuple[str, str] | None:
    slug = brief.translation_of
    if slug == compiled.slug:
        return "a brief is no translation of itself", "name the brief it was translated from"
    if target is None:
        hint = words.hint(slug) or "leave this out until the original is in briefs/"
        return f'there is no brief "{slug}"', hint
    if target.brief and target.brief.translation_of:
        message = f'the brief "{slug}" is a translation itself'
        return message, f"name the original: {target.brief.translation_of}"
    return None


def _same_language(compiled: AnyBrief, brief: Brief, other: str) -> Iterator[Diagnostic]:
    if other != compiled.file:
        message = f"{other} tells the same in this language already"
        hint = "write lang: with the language of this brief"
        yield error(
            "translation-differs",
            compiled.file,
            compiled.span("lang" if brief.lang else _FIELD),
            message,
            hint,
        )


def _differences(compiled: AnyBrief, brief: Brief, original: Brief) -> Iterator[Diagnostic]:
    theirs = {claim.id: claim for claim in original.claims}
    ours = {claim.id for claim in brief.claims}
    words = Words(theirs)
    for claim in brief.claims:
        there = theirs.get(claim.id)
        if there is None:
            span = compiled.span(f"claims.{claim.id}")
            message = f'the original has no claim "{claim.id}"'
            yield warning("translation-differs", compiled.file, span, message, words.hint(claim.id))
        elif there.rating != claim.rating and there.rating and claim.rating:
            span = compiled.span(f"claims.{claim.id}.rating")
            message = f'in the original this claim is rated "{there.rating}"'
            hint = "one claim has one rating, in whichever language"
            yield warning("translation-differs", compiled.file, span, message, hint)
    missing = [claim_id for claim_id in theirs if claim_id not in ours]
    if missing and ours:
        message = f"claims of the original are missing here: {', '.join(missing)}"
        hint = "translate them too, under the same ids"
        span = compiled.span(_FIELD)
        yield warning("translation-differs", compiled.file, span, message, hint)
