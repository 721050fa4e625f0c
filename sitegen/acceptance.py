"""Warnings that a brief accepts with a reason, taken out of what is reported."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sitegen.compiled import AnyBrief
from sitegen.diagnostics import Diagnostic, Severity, warning
from sitegen.model import ACCEPTABLE

# Errors in what was written of sources, claims and responses; and the questions that they may lead
# to, as what could not be read looks like what is not there.
_MUDDLES = {"unknown-source", "unknown-field", "missing-field", "wrong-type", "bad-slug"}
_MUDDLES |= {"duplicate-key"}
_MUDDLED = {"single-origin", "no-counter-evidence", "secondary-only", "unused-source"}
_MUDDLED |= {"no-response"}


def without_accepted(
    problems: Collection[Diagnostic],
    briefs: Sequence[AnyBrief],
    *,
    whole: bool,
    relied_on: Collection[str] = (),
) -> list[Diagnostic]:
    """The problems but for the warnings that their brief accepts, each entity's type asked once.

    What may follow from an error in the same file is not asked before that is mended. ``whole``
    says that every rule was tried: then a reason for what nobody warns of any more is itself a
    warning, ``unused-accept``, unless the brief has errors, which may hide the cause, or the reason
    is for one of the codes ``relied_on`` elsewhere.
    """
    muddled = {p.file for p in problems if p.code in _MUDDLES and p.severity is Severity.ERROR}
    accepted = {(brief.file, code) for brief in briefs for code in brief.facts.accepts}
    used: set[tuple[str, str]] = set()
    kept: list[Diagnostic] = []
    told: set[tuple[str, str]] = set()
    for problem in problems:
        key = (problem.file, problem.code)
        once = (problem.code, problem.message)
        if problem.severity is not Severity.WARNING or problem.code not in ACCEPTABLE:
            kept.append(problem)
        elif key in accepted:
            used.add(key)
        elif problem.code in _MUDDLED and problem.file in muddled:
            continue
        elif problem.code != "entity-type" or once not in told:
            kept.append(problem if key in told else _with_way_out(problem))
            told |= {key, once}
    if whole:
        broken = {problem.file for problem in kept if problem.severity is Severity.ERROR}
        whole_briefs = [b for b in briefs if b.file not in broken]
        kept += _unused(whole_briefs, used | {(b.file, c) for b in briefs for c in relied_on})
    return kept


def _with_way_out(problem: Diagnostic) -> Diagnostic:
    """The first warning of a kind in a brief says how to accept all of that kind."""
    way_out = f"or say why not, for readers to see: accept: {{{problem.code}: the reason}}"
    return problem._replace(hint=f"{problem.hint}\n{way_out}")


def _unused(briefs: Iterable[AnyBrief], used: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    for brief in briefs:
        for code in brief.facts.accepts:
            if (brief.file, code) not in used:
                message = f"nothing in this brief gives the warning {code} any more"
                hint = "take the line out; readers see its reason"
                span = brief.span(f"accept.{code}")
                yield warning("unused-accept", brief.file, span, message, hint)
