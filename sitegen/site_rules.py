"""The rules that only the whole site can check: each names what does not fit, and where.

As in ``rules``, each is a generator whose docstring's first sentence is the rule as a user
would read it.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sitegen import routes
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.config import ReadConfig
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Words, error, warning
from sitegen.entities import Names
from sitegen.model import Brief
from sitegen.names import is_slug


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that was read, before it becomes a site; ``shown`` are the slugs it will have."""

    read: ReadConfig
    briefs: Sequence[CompiledBrief]
    pages: Sequence[CompiledPage]
    names: Names
    shown: set[str]
    today: date

    def headers(self) -> Iterator[tuple[CompiledBrief, Brief]]:
        """The briefs whose headers could be read."""
        for compiled in self.briefs:
            if compiled.brief is not None:
                yield compiled, compiled.brief


def check_site(
    read: ReadConfig,
    briefs: Sequence[CompiledBrief],
    pages: Sequence[CompiledPage],
    names: Names,
    shown: set[str],
    today: date,
) -> list[Diagnostic]:
    """Every breach of every rule."""
    whole = Whole(read, briefs, pages, names, shown, today)
    return [problem for rule in RULES for problem in rule(whole)]


def slugs_differ(whole: Whole) -> Iterator[Diagnostic]:
    """No two briefs have one file name, and no two pages."""
    files: Sequence[CompiledBrief | CompiledPage]
    for files in (whole.briefs, whole.pages):
        first: dict[str, str] = {}
        for compiled in files:
            other = first.setdefault(compiled.slug, compiled.file)
            if other != compiled.file:
                message = f"{other} has this file name too, and so the same address"
                hint = "give one of the two files another name"
                yield error("duplicate-slug", compiled.file, WHOLE_FILE, message, hint)


def old_names_are_free(whole: Whole) -> Iterator[Diagnostic]:
    """A name that a brief had before is no brief's now, and no other's before."""
    now = {compiled.slug: compiled.file for compiled in whole.briefs}
    before: dict[str, str] = {}
    for compiled, brief in whole.headers():
        for index, old in enumerate(brief.redirect_from):
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
    ratings = {rating.id: rating for rating in whole.read.config.ratings}
    words = Words(ratings)
    for compiled, brief in whole.headers():
        used = [(f"claims.{claim.id}.rating", claim.rating) for claim in brief.claims]
        used += [
            (f"corrections[{index}].was", correction.was)
            for index, correction in enumerate(brief.corrections)
            if correction.kind == "verdict-change"
        ]
        for path, rating in used:
            span = compiled.span(path)
            if rating and rating not in ratings:
                message = f'"{rating}" is not a rating of this site'
                hint = words.hint(rating)
                yield error("unknown-rating", compiled.file, span, message, hint)
            elif rating and ratings[rating].retired and path.endswith(".rating"):
                message = f'the rating "{rating}" is retired: {ratings[rating].retired}'
                hint = "a new brief takes another; an old one may keep it"
                yield warning("retired-rating", compiled.file, span, message, hint)


def topics_are_known(whole: Whole) -> Iterator[Diagnostic]:
    """Where ``site.yaml`` lists topics, a brief's are among them."""
    known = {topic.id for topic in whole.read.config.topics}
    words = Words(known)
    for compiled, brief in whole.headers() if known else ():
        for index, topic in enumerate(brief.topics):
            if topic not in known:
                span = compiled.span(f"topics[{index}]")
                message = f'"{topic}" is not a topic of this site'
                hint = words.hint(topic)
                yield error("unknown-topic", compiled.file, span, message, hint)


def names_are_apart(whole: Whole) -> Iterator[Diagnostic]:
    """Two names, or two topics, never share an address."""
    names: dict[str, str] = {}
    topics: dict[str, str] = {}
    for compiled, brief in whole.headers():
        for path, name in _named(brief):
            if not whole.names.part(name):
                continue  # told by the rule on names without a letter
            canonical = whole.names.canonical(name)
            other = names.setdefault(whole.names.part(name), canonical)
            if other != canonical:
                message = f'"{canonical}" and "{other}" would have one address'
                hint = f'write "{other}", or make one an alias of the other in site.yaml'
                yield error("output-collision", compiled.file, compiled.span(path), message, hint)
        for index, topic in enumerate(brief.topics):
            other = topics.setdefault(Names.part_of(topic), topic)
            if other != topic:
                span = compiled.span(f"topics[{index}]")
                message = f'the topics "{topic}" and "{other}" would have one address'
                hint = f'write "{other}" here too'
                yield error("output-collision", compiled.file, span, message, hint)


def _named(brief: Brief) -> Iterator[tuple[str, str]]:
    """The names of people and organizations in a brief, each with its path in the header."""
    for claim in brief.claims:
        yield f"claims.{claim.id}.claimant", claim.claimant
    for index, response in enumerate(brief.responses):
        yield f"responses[{index}].from", response.from_
    yield "article.publisher", brief.article.publisher
    for source in brief.sources:
        yield f"sources.{source.id}.publisher", source.publisher


def claimants_have_types(whole: Whole) -> Iterator[Diagnostic]:
    """A claimant is declared in ``site.yaml`` as a person or an organization.

    Asked of each brief that names one; ``acceptance`` keeps the first that does not accept it.
    """
    for compiled, brief in whole.headers():
        told: set[str] = set()
        for claim in brief.claims:
            name = whole.names.canonical(claim.claimant)
            facts = whole.names.facts(name)
            if not name or name in told or (facts and facts.type):
                continue
            told.add(name)
            span = compiled.span(f"claims.{claim.id}.claimant")
            message = f'site.yaml does not say whether "{name}" is a person or an organization'
            hint = "declare it under entities in site.yaml; until then the data leave it out"
            yield warning("entity-type", compiled.file, span, message, hint)


def claims_do_not_judge(whole: Whole) -> Iterator[Diagnostic]:
    """A claim's wording does not hold a word of the rating scale: that stands beside it.

    ``claimReviewed`` is the claim as it was made, not what the desk thinks of it (Google).
    """
    labels = [re.escape(rating.label) for rating in whole.read.config.ratings if rating.label]
    longest_first = "|".join(sorted(labels, key=len, reverse=True))
    word = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
    for compiled, brief in whole.headers() if labels else ():
        for claim in brief.claims:
            if found := word.search(claim.text):
                span = compiled.span(f"claims.{claim.id}.text")
                message = f'the wording of this claim holds a rating: "{found[0]}"'
                hint = "word it as it was claimed; the rating says what is wrong with it"
                yield warning("rating-in-claim", compiled.file, span, message, hint)


def same_claims_are_there(whole: Whole) -> Iterator[Diagnostic]:
    """``same_as`` names another claim that there is."""
    claims = {
        compiled.slug: None if compiled.brief is None else {c.id for c in compiled.brief.claims}
        for compiled in whole.briefs
    }
    slugs = Words(claims)
    ids = {slug: Words(there or ()) for slug, there in claims.items()}
    for compiled, brief in whole.headers():
        for claim in brief.claims:
            for index, target in enumerate(claim.same_as):
                slug, _, claim_id = target.partition("#")
                span = compiled.span(f"claims.{claim.id}.same_as[{index}]")
                if not is_slug(slug) or not is_slug(claim_id):
                    continue  # told by the rule on how it is written
                if (slug, claim_id) == (compiled.slug, claim.id):
                    message = "this is the claim itself"
                    yield error("same-as-target", compiled.file, span, message, "name another")
                elif slug not in claims:
                    message = f'there is no brief "{slug}"'
                    hint = slugs.hint(slug)
                    yield error("same-as-target", compiled.file, span, message, hint)
                elif claim_id not in (claims[slug] or (claim_id,)):
                    message = f'the brief "{slug}" has no claim "{claim_id}"'
                    hint = ids[slug].hint(claim_id)
                    yield error("same-as-target", compiled.file, span, message, hint)
                elif claims[slug] and slug not in whole.shown and compiled.slug in whole.shown:
                    message = f'the brief "{slug}" is not published yet, so the link is left out'
                    hint = "it will appear when that brief does"
                    yield warning("same-as-target", compiled.file, span, message, hint)


def appearances_are_elsewhere(whole: Whole) -> Iterator[Diagnostic]:
    """A claim does not appear on the site that checks it."""
    base_url = whole.read.config.base_url
    own = {urlsplit(base_url).hostname if base_url else None, whole.read.config.cname.lower()}
    for compiled, brief in whole.headers():
        sources = {source.id: source.url for source in brief.sources}
        for claim in brief.claims:
            places = [
                (f"claims.{claim.id}.appearance[{index}]", sources.get(place, place))
                for index, place in enumerate(claim.appearance)
            ]
            places.append((f"claims.{claim.id}.first_appearance", claim.first_appearance))
            for path, url in places:
                if url and "://" in url and urlsplit(url).hostname in own:
                    message = f'"{url}" is on this site itself'
                    hint = "name the address where the claim was made, not where it was checked"
                    span = compiled.span(path)
                    yield error("own-host-appearance", compiled.file, span, message, hint)


def dates_are_not_ahead(whole: Whole) -> Iterator[Diagnostic]:
    """What was changed, read or seen was so by today, or by the day a brief will appear."""
    for compiled, brief in whole.headers():
        moments = [
            ("updated", brief.updated),
            ("outcome.date", brief.outcome and brief.outcome.date),
        ]
        moments += [(f"corrections[{i}].date", c.date) for i, c in enumerate(brief.corrections)]
        moments += [(f"sources.{source.id}.accessed", source.accessed) for source in brief.sources]
        last = max(whole.today, brief.published.day) if brief.published else whole.today
        for path, moment in moments:
            if moment and moment.day > last:
                message = f"{moment.iso} is still to come"
                hint = "check the year; pages and data would give this date as past"
                yield warning("date-ahead", compiled.file, compiled.span(path), message, hint)


def snapshots_stay_inside(whole: Whole) -> Iterator[Diagnostic]:
    """A snapshot is never published, by whichever text."""
    snapshots = {
        posixpath.normpath(snapshot)
        for _, brief in whole.headers()
        for snapshot in (brief.article.snapshot, *(source.snapshot for source in brief.sources))
        if snapshot
    }
    texts: list[CompiledBrief | CompiledPage] = [*whole.briefs, *whole.pages]
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


Rule = Callable[[Whole], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    slugs_differ,
    old_names_are_free,
    ratings_are_known,
    topics_are_known,
    names_are_apart,
    claimants_have_types,
    claims_do_not_judge,
    same_claims_are_there,
    appearances_are_elsewhere,
    dates_are_not_ahead,
    snapshots_stay_inside,
    menu_names_pages,
)
