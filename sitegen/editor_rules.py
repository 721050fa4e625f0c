"""What a careful editor would ask of a brief before it goes out: warnings, never errors.

As in ``rules``, each rule is a generator whose docstring's first sentence is the rule as a user
would read it. A brief may accept a warning with a reason (``model.ACCEPTABLE``), which its page
shows; what is accepted is taken out in ``acceptance``, when all warnings are known.
"""

from collections.abc import Callable, Iterator, Sequence

from sitegen.citations import Cited
from sitegen.diagnostics import Diagnostic, warning
from sitegen.model import Brief, Claim, Source
from sitegen.origins import independent
from sitegen.rules import TOP, Header

LONGEST_CLAIM = 140  # characters; Google's guide asks for 75, which not every sentence can keep
ENOUGH_ORIGINS = 2


class Reading:
    """A brief as an editor reads it: its header, and what its texts cite.

    ``judged`` are the claims that have a verdict: one made void needs no more proof.
    """

    def __init__(self, header: Header, mentions: Sequence[Cited]) -> None:
        self.header = header
        self.mentions = mentions
        self.brief: Brief = header.brief
        void = {c.claim for c in self.brief.corrections if c.kind == "void"}
        self.judged = [c for c in self.brief.claims if not (void and void & {"", c.id})]
        self._known = {source.id: source for source in self.brief.sources}
        self._cited = self._cited_by_claim()

    def _cited_by_claim(self) -> dict[str, list[Source]]:
        named = {c.id: {item.source for item in c.evidence} for c in self.brief.claims}
        for source, _, claim in self.mentions:
            if claim:
                named[claim].add(source)
        sources = self.brief.sources
        return {id_: [s for s in sources if s.id in cited] for id_, cited in named.items()}

    def warning(self, code: str, path: str, message: str, hint: str) -> Diagnostic:
        """A warning at one of the header's fields."""
        span = self.header.places.span(path)
        return warning(code, self.header.file, span, message, hint)

    def accepts(self, code: str) -> bool:
        """Whether the brief gives a reason for a warning."""
        return any(entry.code == code for entry in self.brief.accept)

    def cited_for(self, claim: Claim) -> list[Source]:
        """The sources that a claim's evidence and finding name, in the order of the brief."""
        return self._cited[claim.id]

    def origins(self, claim: Claim) -> int:
        """How many independent origins the sources of a claim have."""
        return len(independent(self._cited[claim.id], self._known))


def check_as_editor(header: Header, mentions: Sequence[Cited]) -> list[Diagnostic]:
    """Every question of every rule."""
    reading = Reading(header, mentions)
    return [problem for rule in RULES for problem in rule(reading)]


def has_summary(reading: Reading) -> Iterator[Diagnostic]:
    """A brief says what was found in a sentence or two."""
    if not reading.header.has("summary"):
        hint = "add summary: and the result in a sentence or two, for lists, feeds and shares"
        yield reading.warning("no-summary", TOP, "this brief has no summary", hint)


def was_answered(reading: Reading) -> Iterator[Diagnostic]:
    """Those concerned were asked, or the brief says why not."""
    responses = reading.brief.responses
    if not responses and not reading.header.has("responses[0]"):
        message = "this brief has no response of those concerned"
        hint = "add responses: with whom you asked, or status: not-sought and the reason as text"
        yield reading.warning("no-response", TOP, message, hint)
    elif responses and all(r.status == "not-sought" and not r.text for r in responses):
        message = "nobody was asked, and the brief does not say why"
        hint = "add text: and the reason"
        yield reading.warning("no-response", "responses[0].status", message, hint)


def rests_on_two_origins(reading: Reading) -> Iterator[Diagnostic]:
    """What is found on a claim rests on two independent origins."""
    if reading.header.unread("sources"):
        return
    for claim in reading.judged:
        if reading.origins(claim) < ENOUGH_ORIGINS:
            sources = reading.cited_for(claim)
            message = "nothing shown on this claim comes from a source"
            hint = "add evidence: of two independent origins"
            if sources:
                names = ", ".join(f'"{source.id}"' for source in sources)
                message = f"all that is shown on this claim comes from one origin ({names})"
                hint = "add evidence of another, independent origin"
            yield reading.warning("single-origin", f"claims.{claim.id}", message, hint)


def looked_for_counter_evidence(reading: Reading) -> Iterator[Diagnostic]:
    """There is evidence against a claim, or a note that it was looked for."""
    for claim in reading.judged:
        if "undermines" not in [item.stance for item in claim.evidence]:
            message = "no evidence against this claim is shown"
            hint = "add evidence with stance: undermines, or say how you searched for it"
            yield reading.warning("no-counter-evidence", f"claims.{claim.id}", message, hint)


def sources_are_used(reading: Reading) -> Iterator[Diagnostic]:
    """Every source on the list is cited somewhere."""
    brief = reading.brief
    if reading.header.unread("claims"):
        return
    used = {mention.source for mention in reading.mentions}
    used.update([source.via for source in brief.sources])
    used.update([response.source for response in brief.responses])
    for claim in brief.claims:
        used.update([item.source for item in claim.evidence], claim.appearance)
    for source in brief.sources:
        if source.id not in used:
            message = f'the source "{source.id}" is never cited'
            hint = f"cite it as [@{source.id}], name it under evidence, or take it out"
            yield reading.warning("unused-source", f"sources.{source.id}", message, hint)


def sources_are_archived(reading: Reading) -> Iterator[Diagnostic]:
    """A source on the web has an archived copy."""
    for source in reading.brief.sources:
        if source.url and not source.archived:
            message = f'the source "{source.id}" has an address but no archived copy'
            hint = "save one with a web archive and add archived: with its address"
            yield reading.warning("no-archive", f"sources.{source.id}", message, hint)


def rests_on_more_than_reports(reading: Reading) -> Iterator[Diagnostic]:
    """What is found on a claim does not rest on secondary sources alone."""
    for claim in reading.judged:
        kinds = {source.kind for source in reading.cited_for(claim)}
        if kinds == {"secondary"}:
            message = "all sources of this claim are secondary"
            hint = "go back to the document, the data or the person that they report"
            yield reading.warning("secondary-only", f"claims.{claim.id}", message, hint)


def experts_disclose(reading: Reading) -> Iterator[Diagnostic]:
    """The interest of an expert is told, or that there is none."""
    for source in reading.brief.sources:
        if source.kind == "expert" and not reading.header.has(f"sources.{source.id}.interest"):
            message = f'the expert "{source.id}" has no interest disclosed'
            hint = "add interest: and what it is, or interest: none"
            yield reading.warning("undisclosed", f"sources.{source.id}", message, hint)


def claims_are_short(reading: Reading) -> Iterator[Diagnostic]:
    """A claim is worded so shortly that a reader takes it in at once."""
    for claim in reading.brief.claims:
        if len(claim.text) > LONGEST_CLAIM:
            message = f"this wording has {len(claim.text)} characters"
            hint = f"judge one thing in {LONGEST_CLAIM} or fewer; split what says two things"
            yield reading.warning("long-claim", f"claims.{claim.id}.text", message, hint)


Rule = Callable[[Reading], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    has_summary,
    was_answered,
    rests_on_two_origins,
    looked_for_counter_evidence,
    sources_are_used,
    sources_are_archived,
    rests_on_more_than_reports,
    experts_disclose,
    claims_are_short,
)
