"""The rules that a change to a published brief keeps: ``sitegen check --since``.

As in ``rules``, each is a generator whose docstring's first sentence is the rule as a user
would read it.
"""

import json
from collections.abc import Callable, Iterator

from sitegen import routes
from sitegen.compiled import CompiledBrief
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, error
from sitegen.history import History, Pair, Then, squeezed
from sitegen.model import Claim, Correction


def check_history(history: History) -> list[Diagnostic]:
    """Every breach of every rule."""
    return [problem for rule in RULES for problem in rule(history)]


def verdicts_change_in_the_open(history: History) -> Iterator[Diagnostic]:
    """A claim's rating changes only with a correction that says so, and says what it was."""
    for pair, claim, old in _claims(history):
        if not old.rating or not claim.rating or old.rating == claim.rating:
            continue
        if any(c.kind == "void" and c.claim in ("", claim.id) for c in pair.now.corrections):
            continue  # withdrawn: its page shows no rating
        told = [c for c in pair.new if c.kind in ("verdict-change", "") and _for(pair, c, claim)]
        before = [c.was for c in told if c.was]
        span = pair.compiled.span(f"claims.{claim.id}.rating")
        if not told:
            message = f'this was "{old.rating}" at {history.since}, and no correction says so'
            hint = _to_add(history, "verdict-change", claim.id, old.rating)
            yield error("verdict-changed", pair.compiled.file, span, message, hint)
        elif before and old.rating not in before:
            names = ", ".join(f'"{was}"' for was in before)
            message = f'this was "{old.rating}" at {history.since}; its correction names {names}'
            hint = f"write was: {json.dumps(old.rating)} in the correction"
            yield error("verdict-changed", pair.compiled.file, span, message, hint)


def _for(pair: Pair, correction: Correction, claim: Claim) -> bool:
    """Whether a change of verdict is this claim's: it names it, or there is only one."""
    alone = len(pair.now.claims) == 1
    return pair.concerns(correction, claim.id) and (bool(correction.claim) or alone)


def wording_changes_in_the_open(history: History) -> Iterator[Diagnostic]:
    """The wording that is judged changes only with a correction."""
    for pair, claim, old in _claims(history):
        same = not claim.text or squeezed(claim.text) == squeezed(old.text)
        if same or any(pair.concerns(correction, claim.id) for correction in pair.new):
            continue
        span = pair.compiled.span(f"claims.{claim.id}.text")
        message = f"another wording was judged at {history.since}, and no correction says so"
        hint = f"it was: {squeezed(old.text)}\n"
        hint += _to_add(history, "correction", claim.id, squeezed(old.text))
        yield error("claim-changed", pair.compiled.file, span, message, hint)


def claims_stay(history: History) -> Iterator[Diagnostic]:
    """A claim that was published stays under its id, or is made void."""
    for pair in _readable(history):
        known = {claim.id for claim in pair.now.claims}
        before = {claim.id for claim in pair.then.claims}
        void = {c.claim for c in pair.now.corrections if c.kind in ("void", "")}
        for old in pair.then.claims:
            if old.id in known or void & {"", old.id}:
                continue
            added = (claim for claim in pair.now.claims if claim.id not in before)
            twin = next((c.id for c in added if squeezed(c.text) == squeezed(old.text)), "")
            message = f'the claim "{old.id}" was published at {history.since}, and is gone'
            hint = f'"{twin}" has the same text: give it its old id back, {old.id}'
            if not twin:
                hint = f"put it back, or a{_to_add(history, 'void', old.id)[1:]}"
            span = pair.compiled.span("claims")
            yield error("claim-removed", pair.compiled.file, span, message, hint)


def briefs_keep_their_addresses(history: History) -> Iterator[Diagnostic]:
    """The address of a published brief leads to it, or on to where it is now."""
    here = {compiled.slug: compiled for compiled in history.briefs}
    if any(c.brief is None and c.slug not in history.known for c in history.briefs):
        return  # it may be the one that takes over, and has an error of its own
    for then in history.then:
        if then.slug not in history.answers and not history.redirects(routes.brief(then.slug)):
            yield from _lost(history, then, here.get(then.slug))


def _lost(history: History, then: Then, now: CompiledBrief | None) -> Iterator[Diagnostic]:
    address = routes.brief(then.slug)
    if now is None:
        new = history.renamed.get(then.slug)
        file, message = then.file, f'"/{address}" was published at {history.since}, and is gone'
        hint = (
            f"put the file back, add redirect_from: [{then.slug}] to the brief that takes its "
            f"place,\nor lead on from /{address} under redirects in site.yaml"
        )
        if new:
            file, message = (
                new.file,
                f'this was {then.file} at {history.since}; "/{address}" is gone',
            )
            hint = f"add redirect_from: [{', '.join((*_old_names(new), then.slug))}]"
        yield error("address-lost", file, WHOLE_FILE, message, hint)
    elif now.brief and now.brief.draft:
        message = f'"/{address}" was published at {history.since}; a draft has no address'
        hint = "take this out; what should not have been rated gets a correction of the kind void"
        yield error("address-lost", now.file, now.span("draft"), message, hint)
    elif now.brief and now.brief.published:
        message = f'"/{address}" was published at {history.since}, and would be gone until this day'
        day = then.brief.published.iso if then.brief.published else ""
        hint = f"write published: {day} again, and updated: with the day of a change"
        yield error("address-lost", now.file, now.span("published"), message, hint)


def old_names_stay(history: History) -> Iterator[Diagnostic]:
    """A name that a brief has had before goes on leading to it."""
    here = {compiled.slug for compiled in history.briefs}
    for then in history.then:
        now = history.answers.get(then.slug)
        unread = now and "redirect_from" in now.places.offsets and not _old_names(now)
        for old in then.brief.redirect_from if now and not unread else ():
            there = old in history.answers or old in here
            if now and not there and not history.redirects(routes.brief(old)):
                message = f'"/{routes.brief(old)}" led here at {history.since}, and is gone'
                span = now.span("redirect_from") if _old_names(now) else WHOLE_FILE
                hint = f"write redirect_from: [{', '.join((*_old_names(now), old))}]"
                yield error("address-lost", now.file, span, message, hint)


def _old_names(compiled: CompiledBrief) -> tuple[str, ...]:
    return compiled.brief.redirect_from if compiled.brief else ()


def pages_keep_their_addresses(history: History) -> Iterator[Diagnostic]:
    """The address of a page that stood alone leads to it, or on to where it is now."""
    here = {page.slug for page in history.pages}
    for then in history.pages_then:
        address = routes.page(then.slug)
        if then.slug in here or history.redirects(address):
            continue
        added = (page for page in history.pages if page.slug not in history.known_pages)
        new = next((p for p in added if squeezed(p.title) == squeezed(then.title)), None)
        file, message = then.file, f'"/{address}" was published at {history.since}, and is gone'
        target = f"/{routes.page(new.slug)}" if new else "the address that takes its place"
        if new:
            file, message = (
                new.file,
                f'this was {then.file} at {history.since}; "/{address}" is gone',
            )
        hint = f"add under redirects in site.yaml: /{address}: {target}"
        yield error("address-lost", file, WHOLE_FILE, message, hint)


def _claims(history: History) -> Iterator[tuple[Pair, Claim, Claim]]:
    """Each claim that is still there, with its brief, as it is and as it was."""
    for pair in _readable(history):
        old = {claim.id: claim for claim in pair.then.claims}
        for claim in pair.now.claims:
            if claim.id in old:
                yield pair, claim, old[claim.id]


def _readable(history: History) -> Iterator[Pair]:
    return (pair for pair in history.pairs if not pair.unread)


def _to_add(history: History, kind: str, claim_id: str, was: str = "") -> str:
    """What to write under ``corrections``, to be copied."""
    lines = [
        "add under corrections:",
        f"  - date: {history.today}",
        f"    kind: {kind}",
        f"    claim: {claim_id}",
        *([f"    was: {json.dumps(was, ensure_ascii=False)}"] if was else []),
        '    text: "‹What you changed, and why.›"',
    ]
    return "\n".join(lines)


Rule = Callable[[History], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    verdicts_change_in_the_open,
    wording_changes_in_the_open,
    claims_stay,
    briefs_keep_their_addresses,
    old_names_stay,
    pages_keep_their_addresses,
)
