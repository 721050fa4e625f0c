"""The rules that a brief's header keeps by itself, whatever else the site holds.

Each rule is a generator; its docstring's first sentence is the rule as a user would read it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property, lru_cache

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Words, error, warning
from sitegen.model import Brief, Claim, Response
from sitegen.names import address_of, is_slug
from sitegen.reading import Places
from sitegen.urls import is_usual_url, url_problem
from sitegen.when import When

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
TOP = ""  # the path of the header itself
_SHOWN = 10  # sources of a circle that a message names


class Header(Struct, frozen=True, dict=True):
    """A brief's header as it was read, with its places."""

    file: str
    brief: Brief
    places: Places
    lost: frozenset[str] = frozenset()  # ids that were written, but where they are not read

    def error(self, code: str, path: str, message: str, hint: str = "") -> Diagnostic:
        """An error at one of the header's fields."""
        return error(code, self.file, self.places.span(path), message, hint)

    def has(self, path: str) -> bool:
        """Whether a field was written."""
        return path in self.places.offsets

    def unread(self, path: str) -> bool:
        """Whether sources or claims were written, but in a way that none could be read."""
        return self.has(path) and not getattr(self.brief, path)

    def is_told(self, kind: str, target: str) -> bool:
        """Whether a source or claim is missing because of something that is told already."""
        group = {"source": "sources", "anchor": "claims"}.get(kind)
        return group is not None and (target in self.lost or self.unread(group))

    def source_error(self, path: str, wrong: str) -> Diagnostic:
        """``unknown-source`` for an id at a path."""
        message = f'"{wrong}" is not a source of this brief'
        return self.error("unknown-source", path, message, self.source_hint(wrong))

    def claim_error(self, path: str, wrong: str) -> Diagnostic:
        """``unknown-claim`` for an id at a path."""
        hint = self._claims.hint(wrong)
        return self.error("unknown-claim", path, f'"{wrong}" is not a claim of this brief', hint)

    def source_hint(self, wrong: str) -> str:
        """What to write instead of an id that is no source's."""
        return self._sources.hint(wrong) or "add it under sources"

    @cached_property
    def last_change(self) -> When | None:
        """When the brief was published or changed, whichever is later."""
        moments = [moment for moment in (self.brief.published, self.brief.modified()) if moment]
        return max(moments, key=lambda moment: moment.instant, default=None)

    @cached_property
    def _sources(self) -> Words:
        return Words(source.id for source in self.brief.sources)

    @cached_property
    def _claims(self) -> Words:
        return Words(claim.id for claim in self.brief.claims)


def check_header(header: Header) -> list[Diagnostic]:
    """Every breach of every rule."""
    return [problem for rule in RULES for problem in rule(header)]


def has_date(header: Header) -> Iterator[Diagnostic]:
    """A brief has a date of publication, unless it is a draft."""
    if not header.has("published") and not header.brief.draft:
        hint = "add published: 2024-05-14 with the right date, or draft: true"
        yield header.error("missing-field", TOP, "published is missing", hint)


def sources_are_known(header: Header) -> Iterator[Diagnostic]:
    """Evidence, responses and ``via`` name sources of the brief."""
    if header.unread("sources"):
        return
    known = {source.id for source in header.brief.sources} | header.lost
    for claim in header.brief.claims:
        for index, item in enumerate(claim.evidence):
            if item.source and item.source not in known:
                path = f"claims.{claim.id}.evidence[{index}].source"
                yield header.source_error(path, item.source)
    for index, response in enumerate(header.brief.responses):
        if response.source and response.source not in known:
            yield header.source_error(f"responses[{index}].source", response.source)
    for source in header.brief.sources:
        if source.via and source.via not in known:
            yield header.source_error(f"sources.{source.id}.via", source.via)


def via_ends(header: Header) -> Iterator[Diagnostic]:
    """A source known through another is not, in the end, known through itself."""
    via = {source.id: source.via for source in header.brief.sources if source.via}
    done: set[str] = set()
    for start in via:
        way: dict[str, int] = {}
        at = start
        while at in via and at not in done and at not in way:
            way[at] = len(way)
            at = via[at]
        if at in way:
            yield from _round_in_a_circle(header, list(way)[way[at] :])
        done.update(way)


def _round_in_a_circle(header: Header, circle: Sequence[str]) -> Iterator[Diagnostic]:
    """An error at each source of a circle; of a long one, the message shows the beginning."""
    size = len(circle)
    for first, name in enumerate(circle):
        shown = [circle[(first + step) % size] for step in range(min(size, _SHOWN))]
        chain = " via ".join([*shown, *(["…"] if size > _SHOWN else []), name])
        hint = "leave via out at the source that you have seen yourself"
        message = f"this goes round in a circle: {chain}"
        yield header.error("via-loop", f"sources.{name}.via", message, hint)


def appearances_lead_somewhere(header: Header) -> Iterator[Diagnostic]:
    """An appearance is a URL, or the id of a source."""
    known = {source.id for source in header.brief.sources} | header.lost
    for claim in header.brief.claims:
        for index, place in enumerate(claim.appearance):
            if place in known or is_usual_url(place):
                continue
            path = f"claims.{claim.id}.appearance[{index}]"
            if is_slug(place):
                yield header.source_error(path, place)
            elif wrong := url_problem(place):
                message, hint = wrong
                if not re.search("[./:]", place):
                    hint = "write its address, beginning with https://, or the id of a source"
                yield header.error("bad-url", path, message, hint)


def claims_are_known(header: Header) -> Iterator[Diagnostic]:
    """Responses and corrections name claims of the brief; a void may name one that is gone."""
    if header.unread("claims"):
        return
    known = {claim.id for claim in header.brief.claims} | header.lost
    for index, response in enumerate(header.brief.responses):
        for number, wrong in enumerate(response.claims):
            if wrong not in known:
                yield header.claim_error(f"responses[{index}].claims[{number}]", wrong)
    for index, correction in enumerate(header.brief.corrections):
        if correction.claim and correction.claim not in known and correction.kind != "void":
            yield header.claim_error(f"corrections[{index}].claim", correction.claim)


def verdicts_did_change(header: Header) -> Iterator[Diagnostic]:
    """The last verdict change of a claim led to another rating than the one before."""
    last: dict[str, tuple[datetime, int, str]] = {}
    for index, change in enumerate(header.brief.corrections):
        if change.kind == "verdict-change" and change.date:
            this = (change.date.instant, index, change.was)
            last[change.claim] = max(this, last.get(change.claim, this))
    for claim in header.brief.claims:
        if claim.id in last and last[claim.id][2] == claim.rating and claim.rating:
            path = f"corrections[{last[claim.id][1]}].was"
            message = f'"{claim.rating}" is the rating that the claim has now'
            hint = "write the rating that it had before the change"
            span = header.places.span(path)
            yield warning("verdict-unchanged", header.file, span, message, hint)


def image_is_a_picture(header: Header) -> Iterator[Diagnostic]:
    """``image`` names a picture that browsers show."""
    image = header.brief.image
    if image and not image.lower().endswith(PICTURES):
        message = f'"{image}" is not a picture that browsers show'
        hint = f"name a file that ends in {', '.join(PICTURES)}"
        yield warning("not-a-picture", header.file, header.places.span("image"), message, hint)


def names_have_addresses(header: Header) -> Iterator[Diagnostic]:
    """A name that gets a page has a letter or a digit in it, and is not endless."""
    brief = header.brief
    named: list[tuple[str, str | int, str]] = [("article.publisher", "", brief.article.publisher)]
    named += [("topics[{}]", index, topic) for index, topic in enumerate(brief.topics)]
    named += [("claims.{}.claimant", claim.id, claim.claimant) for claim in brief.claims]
    named += [("responses[{}].from", index, it.from_) for index, it in enumerate(brief.responses)]
    named += [("sources.{}.publisher", source.id, source.publisher) for source in brief.sources]
    for path, key, name in named:
        if not _has_address(name):
            hint = "use a name with a letter or a digit in it"
            if address_of(name):
                hint = "use a shorter name: an address has 240 bytes, and some letters take three"
            yield header.error(
                "bad-slug", path.format(key), f'"{name}" gives no address for a page', hint
            )


@lru_cache(maxsize=65536)  # as that of ``address_of``
def _has_address(name: str) -> bool:
    """Whether a name can be the address of a page, or there is none."""
    return not name or 0 < len(address_of(name).encode()) <= _LONGEST_ADDRESS


_LONGEST_ADDRESS = 240  # bytes; a folder's name may have 255


def same_as_is_written_right(header: Header) -> Iterator[Diagnostic]:
    """``same_as`` names a brief and a claim: ``brief-slug#claim-id``."""
    for claim in header.brief.claims:
        for index, target in enumerate(claim.same_as):
            slug, _, claim_id = target.partition("#")
            if not is_slug(slug) or not is_slug(claim_id):
                path = f"claims.{claim.id}.same_as[{index}]"
                message = f'"{target}" does not name a claim of a brief'
                hint = "write brief-slug#claim-id"
                yield header.error("same-as-target", path, message, hint)


def brief_dates_are_in_order(header: Header) -> Iterator[Diagnostic]:
    """The article comes before the brief, and every change after it."""
    brief = header.brief
    later = (
        ("article.published", brief.article.published, brief.published),
        ("updated", brief.published, brief.updated),
        ("outcome.date", brief.article.published, brief.outcome and brief.outcome.date),
        *(
            (f"corrections[{index}].date", brief.published, correction.date)
            for index, correction in enumerate(brief.corrections)
        ),
    )
    for path, first, second in later:
        if first and second and first.after(second):
            before = "the brief" if first is brief.published else "the article"
            message = f"{before} was published later ({first.iso})"
            if path == "article.published":
                message = f"the article was published after the brief that checks it ({second.iso})"
            yield header.error("date-order", path, message, "correct one of the two dates")


def claim_dates_are_in_order(header: Header) -> Iterator[Diagnostic]:
    """A claim was made before the article that reports it and the brief that checks it."""
    for claim in header.brief.claims:
        yield from _said_in_time(header, claim)


def _said_in_time(header: Header, claim: Claim) -> Iterator[Diagnostic]:
    said, brief = claim.said, header.brief
    for what, moment in (
        ("the article was published", brief.article.published),
        ("the brief was published", header.last_change),
    ):
        if said and moment and said.after(moment):
            message = f"the claim was said {said.iso}, after {what} ({moment.iso})"
            hint = "correct one of the two dates"
            yield header.error("date-order", f"claims.{claim.id}.said", message, hint)
            return


def response_dates_are_in_order(header: Header) -> Iterator[Diagnostic]:
    """An answer comes after the question, a deadline too, and both before the brief says so."""
    for index, response in enumerate(header.brief.responses):
        yield from _answered_in_time(header, response, f"responses[{index}]")


def _answered_in_time(header: Header, response: Response, path: str) -> Iterator[Diagnostic]:
    last = header.last_change
    public = response.status == "stated"  # a public statement may be older than any question
    for name, first, second, message in (
        ("deadline", response.asked, response.deadline, "the deadline is before the question"),
        ("date", not public and response.asked, response.date, "the answer is before the question"),
        ("asked", response.asked, last, "the question is after the brief's publication"),
        ("date", response.date, last, "the answer is after the brief's publication"),
    ):
        if first and second and first.after(second):
            whole = f"{message} ({first.iso} is after {second.iso})"
            hint = "correct one of the two dates, or add updated: with the day of the change"
            yield header.error("date-order", f"{path}.{name}", whole, hint)


Rule = Callable[[Header], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    has_date,
    sources_are_known,
    via_ends,
    appearances_lead_somewhere,
    claims_are_known,
    verdicts_did_change,
    image_is_a_picture,
    names_have_addresses,
    same_as_is_written_right,
    brief_dates_are_in_order,
    claim_dates_are_in_order,
    response_dates_are_in_order,
)
