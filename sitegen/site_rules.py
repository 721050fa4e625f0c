"""The rules that only the whole site can check: each names what does not fit, and where.

As in ``rules``, each is a generator whose docstring's first sentence is the rule as a user
would read it. What ``brief_rules`` found in each brief stands in its place among them.
"""

import posixpath
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, partial

from msgspec import Struct

from sitegen import brief_rules, routes
from sitegen.compiled import AnyBrief, CompiledPage
from sitegen.config import ReadConfig
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, Words, error, warning
from sitegen.entities import Names
from sitegen.house import House
from sitegen.languages import Languages
from sitegen.model import Brief
from sitegen.parts import Asked, Part, names_in
from sitegen.translation_rules import check_translations


class Whole(Struct, frozen=True, dict=True):
    """Everything that was read, before it becomes a site; ``shown`` are the slugs it will have."""

    read: ReadConfig
    parts: Sequence[Part]
    pages: Sequence[CompiledPage]
    house: House
    shown: AbstractSet[str]

    @cached_property
    def asked(self) -> list[tuple[AnyBrief, Asked]]:
        """The briefs whose headers could be read, with what is asked of each."""
        return [(part.compiled, part.asked) for part in self.parts if part.asked]

    def headers(self) -> Iterator[tuple[AnyBrief, Brief]]:
        """The same briefs with their headers."""
        for compiled, _ in self.asked:
            if compiled.brief is not None:
                yield compiled, compiled.brief


def check_site(whole: Whole) -> list[Diagnostic]:
    """Every breach of every rule."""
    return [problem for rule in RULES for problem in rule(whole)]


def slugs_differ(whole: Whole) -> Iterator[Diagnostic]:
    """No two briefs have one file name, and no two pages."""
    files: Sequence[AnyBrief | CompiledPage]
    for files in ([part.compiled for part in whole.parts], whole.pages):
        if len({compiled.slug for compiled in files}) == len(files):
            continue
        first: dict[str, str] = {}
        for compiled in files:
            other = first.setdefault(compiled.slug, compiled.file)
            if other != compiled.file:
                message = f"{other} has this file name too, and so the same address"
                hint = "give one of the two files another name"
                yield error("duplicate-slug", compiled.file, WHOLE_FILE, message, hint)


def old_names_are_free(whole: Whole) -> Iterator[Diagnostic]:
    """A name that a brief had before is no brief's now, and no other's before."""
    moved = [compiled for compiled, _ in whole.asked if compiled.facts.redirect_from]
    now = {part.compiled.slug: part.compiled.file for part in whole.parts} if moved else {}
    before: dict[str, str] = {}
    for compiled in moved:
        for index, old in enumerate(compiled.facts.redirect_from):
            if old == compiled.slug:
                message, hint = f'"{old}" is the name that this brief has now', "delete it"
            elif old in now:
                message = f'{now[old]} answers at "/{routes.brief(old)}"'
                hint = "delete this, or that file if this brief takes its place"
            elif before.get(old) == compiled.file:
                message, hint = f'"{old}" stands here a second time', "delete it"
            elif old in before:
                message = f'{before[old]} has "{old}" under redirect_from too'
                hint = "an old address can lead to one brief only: delete it in the other"
            else:
                before[old] = compiled.file
                continue
            span = compiled.span(f"redirect_from[{index}]")
            yield error("output-collision", compiled.file, span, message, hint)


def ratings_are_known(whole: Whole) -> Iterator[Diagnostic]:
    """A rating is one of the site's, now or, for a correction, before."""
    ratings = whole.house.ratings
    words = Words(ratings)
    for compiled, asked in whole.asked:
        for path, rating in asked.ratings:
            span = compiled.span(path)
            if rating not in ratings:
                message = f'"{rating}" is not a rating of this site'
                hint = words.hint(rating)
                yield error("unknown-rating", compiled.file, span, message, hint)
            else:
                message = f'the rating "{rating}" is retired: {ratings[rating].retired}'
                hint = "a new brief takes another; an old one may keep it"
                yield warning("retired-rating", compiled.file, span, message, hint)


def topics_are_known(whole: Whole) -> Iterator[Diagnostic]:
    """Where ``site.yaml`` lists topics, a brief's are among them."""
    words = Words(whole.house.topics)
    for compiled, asked in whole.asked:
        for path, topic in asked.topics:
            message = f'"{topic}" is not a topic of this site'
            hint = words.hint(topic)
            yield error("unknown-topic", compiled.file, compiled.span(path), message, hint)


def names_are_apart(whole: Whole) -> Iterator[Diagnostic]:
    """Two names, or two topics, never share an address."""
    named = frozenset[tuple[str, str]]().union(*(asked.names for _, asked in whole.asked))
    topics = frozenset[tuple[str, str]]().union(*(asked.topic_names for _, asked in whole.asked))
    if all(len(some) == len({address for _, address in some}) for some in (named, topics)):
        return
    by_address: dict[str, str] = {}
    by_topic: dict[str, str] = {}
    for compiled, brief in whole.headers():
        yield from _names_apart(compiled, brief, whole.house.names, by_address)
        yield from _topics_apart(compiled, brief, by_topic)


def _names_apart(
    compiled: AnyBrief, brief: Brief, names: Names, by_address: dict[str, str]
) -> Iterator[Diagnostic]:
    for path, name in names_in(brief):
        if not names.part(name):
            continue  # told by the rule on names without a letter
        canonical = names.canonical(name)
        other = by_address.setdefault(names.part(name), canonical)
        if other != canonical:
            message = f'"{canonical}" and "{other}" would have one address'
            hint = f'write "{other}", or make one an alias of the other in site.yaml'
            yield error("output-collision", compiled.file, compiled.span(path), message, hint)


def _topics_apart(
    compiled: AnyBrief, brief: Brief, by_address: dict[str, str]
) -> Iterator[Diagnostic]:
    for index, topic in enumerate(brief.topics):
        other = by_address.setdefault(Names.part_of(topic), topic)
        if other != topic:
            span = compiled.span(f"topics[{index}]")
            message = f'the topics "{topic}" and "{other}" would have one address'
            hint = f'write "{other}" here too'
            yield error("output-collision", compiled.file, span, message, hint)


def same_claims_are_there(whole: Whole) -> Iterator[Diagnostic]:
    """``same_as`` names another claim that there is."""
    asking = [(compiled, asked) for compiled, asked in whole.asked if asked.same_as]
    known = _Claims(whole.parts if asking else ())
    for compiled, asked in asking:
        for path, own, slug, claim_id in asked.same_as:
            if (slug, claim_id) == (compiled.slug, own):
                message, span = "this is the claim itself", compiled.span(path)
                yield error("same-as-target", compiled.file, span, message, "name another")
            elif wrong := known.missing(slug, claim_id):
                yield error("same-as-target", compiled.file, compiled.span(path), *wrong)
            elif known.of(slug) and slug not in whole.shown and compiled.slug in whole.shown:
                span = compiled.span(path)
                message = f'the brief "{slug}" is not published yet, so the link is left out'
                hint = "it will appear when that brief does"
                yield warning("same-as-target", compiled.file, span, message, hint)


class _Claims:
    """The claims of each brief, to be named by others."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = {part.compiled.slug: part for part in parts}
        self._words: dict[str, Words] = {}

    def of(self, slug: str) -> frozenset[str]:
        """The ids of a brief's claims; none where its header could not be read."""
        asked = self._parts[slug].asked
        return asked.claims if asked else frozenset()

    @cached_property
    def _slugs(self) -> Words:
        return Words(self._parts)

    def missing(self, slug: str, claim_id: str) -> tuple[str, str] | None:
        """A message and a hint, where there is no such claim."""
        if slug not in self._parts:
            return f'there is no brief "{slug}"', self._slugs.hint(slug)
        there = self.of(slug)
        if not there or claim_id in there:
            return None
        words = self._words.setdefault(slug, Words(there))
        return f'the brief "{slug}" has no claim "{claim_id}"', words.hint(claim_id)


def languages_have_phrases(whole: Whole) -> Iterator[Diagnostic]:
    """For the language of the site, and of each brief, there are phrases: said once of each."""
    languages = whole.house.languages
    config = whole.read.config
    told: set[str] = set()
    if languages.stands_for(config.lang):
        told.add(config.lang.lower())
        span = whole.read.places.span("lang")
        yield _no_phrases(whole.read.file, span, config.lang, languages)
    for compiled, _ in whole.asked:
        lang = compiled.facts.lang
        if lang and lang.lower() not in told and languages.stands_for(lang):
            told.add(lang.lower())
            yield _no_phrases(compiled.file, compiled.span("lang"), lang, languages)


def _no_phrases(file: str, span: Span, lang: str, languages: Languages) -> Diagnostic:
    message = (
        f'sitegen has no phrases in "{lang}": the labels of these pages stand in '
        f'"{languages.stands_for(lang)}"'
    )
    hint = (
        f"there are {', '.join(languages.tags)}; for another language write "
        f"templates/languages/{lang}.yaml"
    )
    return warning("no-language", file, span, message, hint)


def translations_fit(whole: Whole) -> Iterator[Diagnostic]:
    """A translation names its original, in another language, and judges the same claims alike."""
    yield from check_translations(whole.parts, whole.read.config.lang)


def snapshots_stay_inside(whole: Whole) -> Iterator[Diagnostic]:
    """A snapshot is never published, by whichever text."""
    texts: list[AnyBrief | CompiledPage] = [part.compiled for part in whole.parts]
    texts = [compiled for compiled in (*texts, *whole.pages) if compiled.uses.files]
    found = {snapshot for _, asked in whole.asked for snapshot in asked.snapshots if texts}
    snapshots = {posixpath.normpath(snapshot) for snapshot in found}
    for compiled in texts:
        for use in compiled.uses.files:
            if use.path in snapshots:
                message = f'"{use.path}" is a snapshot, and snapshots are never published'
                hint = "link to the source's address instead"
                yield error("unsafe-path", compiled.file, use.span, message, hint)


def menu_names_pages(whole: Whole) -> Iterator[Diagnostic]:
    """The menu names pages that there are."""
    known = {page.slug for page in whole.pages}
    words = Words(known)
    for index, slug in enumerate(whole.read.config.menu):
        if slug not in known:
            hint = words.hint(slug) or f"write pages/{slug}.md"
            yield whole.read.error(f"menu[{index}]", f'there is no page "{slug}"', hint)


def _found_alone(rule: brief_rules.Rule, whole: Whole) -> Iterator[Diagnostic]:
    """What a rule of ``brief_rules`` found, in the order of the briefs."""
    for _, asked in whole.asked:
        if asked.breaches:
            yield from asked.breaches.get(rule.__name__, ())


Rule = Callable[[Whole], Iterator[Diagnostic]]

# What a brief accepts is told from the first warning of a kind on, so the order counts.
RULES: tuple[Rule, ...] = (
    slugs_differ,
    old_names_are_free,
    ratings_are_known,
    topics_are_known,
    names_are_apart,
    partial(_found_alone, brief_rules.claimants_have_types),
    partial(_found_alone, brief_rules.claims_do_not_judge),
    same_claims_are_there,
    partial(_found_alone, brief_rules.appearances_are_elsewhere),
    partial(_found_alone, brief_rules.dates_are_not_ahead),
    languages_have_phrases,
    translations_fit,
    snapshots_stay_inside,
    menu_names_pages,
)
