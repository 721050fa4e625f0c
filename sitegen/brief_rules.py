"""The rules that a brief keeps under the settings of its site, whatever the others say.

As in ``rules``, each is a generator whose docstring's first sentence is the rule as a user
would read it. What it gives stays the same while the brief, the settings and the day do.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from sitegen.compiled import CompiledBrief
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.house import House
from sitegen.model import Brief

Rule = Callable[[CompiledBrief, Brief, House], Iterator[Diagnostic]]


def breaches(
    compiled: CompiledBrief, brief: Brief, house: House
) -> Mapping[str, tuple[Diagnostic, ...]]:
    """What a brief does not keep, by the name of the rule; a rule that it keeps is left out."""
    found = {}
    for rule in RULES:
        if problems := tuple(rule(compiled, brief, house)):
            found[rule.__name__] = problems
    return found


def claimants_have_types(
    compiled: CompiledBrief, brief: Brief, house: House
) -> Iterator[Diagnostic]:
    """A claimant is declared in ``site.yaml`` as a person or an organization.

    Asked of each brief that names one; ``acceptance`` keeps the first that does not accept it.
    """
    told: set[str] = set()
    for claim in brief.claims:
        name = house.names.canonical(claim.claimant)
        facts = house.names.facts(name)
        if not name or name in told or (facts and facts.type):
            continue
        told.add(name)
        span = compiled.span(f"claims.{claim.id}.claimant")
        message = f'site.yaml does not say whether "{name}" is a person or an organization'
        hint = "declare it under entities in site.yaml; until then the data leave it out"
        yield warning("entity-type", compiled.file, span, message, hint)


def claims_do_not_judge(
    compiled: CompiledBrief, brief: Brief, house: House
) -> Iterator[Diagnostic]:
    """A claim's wording does not hold a word of the rating scale: that stands beside it.

    ``claimReviewed`` is the claim as it was made, not what the desk thinks of it (Google).
    """
    for claim in brief.claims:
        if found := house.rating_word(claim.text, brief.lang):
            span = compiled.span(f"claims.{claim.id}.text")
            message = f'the wording of this claim holds a rating: "{found}"'
            hint = "word it as it was claimed; the rating says what is wrong with it"
            yield warning("rating-in-claim", compiled.file, span, message, hint)


def appearances_are_elsewhere(
    compiled: CompiledBrief, brief: Brief, house: House
) -> Iterator[Diagnostic]:
    """A claim does not appear on the site that checks it."""
    sources = {source.id: source.url for source in brief.sources}
    for claim in brief.claims:
        urls = [sources.get(place, place) for place in claim.appearance]
        for index, url in enumerate((*urls, claim.first_appearance)):
            if url and "://" in url and _host(url) in house.hosts:
                message = f'"{url}" is on this site itself'
                hint = "name the address where the claim was made, not where it was checked"
                field = f"appearance[{index}]" if index < len(urls) else "first_appearance"
                span = compiled.span(f"claims.{claim.id}.{field}")
                yield error("own-host-appearance", compiled.file, span, message, hint)


_USUAL = re.compile(r"https?://([a-z0-9.-]+)(?:/|\Z)").match


def _host(url: str) -> str | None:
    """The server that a URL names; most need not be taken apart for it."""
    usual = _USUAL(url)
    return usual[1] if usual else urlsplit(url).hostname


def dates_are_not_ahead(
    compiled: CompiledBrief, brief: Brief, house: House
) -> Iterator[Diagnostic]:
    """What was changed, read or seen was so by today, or by the day a brief will appear."""
    last = max(house.today, brief.published.day) if brief.published else house.today
    latest = last.isoformat()  # days as typed sort as they follow each other
    moments = [("updated", brief.updated), ("outcome.date", brief.outcome and brief.outcome.date)]
    moments += [(f"corrections[{i}].date", c.date) for i, c in enumerate(brief.corrections)]
    moments += [(f"sources.{source.id}.accessed", source.accessed) for source in brief.sources]
    for path, moment in moments:
        if moment and moment.iso[:10] > latest:
            message = f"{moment.iso} is still to come"
            hint = "check the year; pages and data would give this date as past"
            yield warning("date-ahead", compiled.file, compiled.span(path), message, hint)


RULES: tuple[Rule, ...] = (
    claimants_have_types,
    claims_do_not_judge,
    appearances_are_elsewhere,
    dates_are_not_ahead,
)
