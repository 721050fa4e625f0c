"""A brief's header: every field, its type, its kind and what it means.

The docstrings and the ``Field`` texts are what ``sitegen schema`` and ``docs/format.md`` say.
``id`` of a claim or source is its key in the header, so it has no ``Field`` of its own. They are
Structs, which are made in a third of the time of dataclasses, and read back in half of it.
"""

from typing import Annotated as An

from msgspec import Struct

from sitegen.dates import DATE
from sitegen.groups import ListOf, MapOf, OneOrMany, Reasons
from sitegen.kinds import FLAG, ID, LANGUAGE, MARKDOWN, PLACE, TEXT, URL
from sitegen.shape import Field, Record
from sitegen.vocabulary import (
    CORRECTION_KINDS,
    MEDIA_CATEGORIES,
    MEDIA_TYPES,
    OUTCOMES,
    RESPONSE_KINDS,
    SOURCE_KINDS,
    STANCES,
    STATUSES,
)
from sitegen.when import When

MOST = 500  # claims, responses, corrections, topics of a brief: their pages show each other
# The warnings that a brief may accept, with what its page calls each.
ACCEPTABLE = {
    "no-summary": "No summary",
    "no-response": "No response sought",
    "single-origin": "Evidence of a single origin",
    "no-counter-evidence": "No evidence against the claim",
    "secondary-only": "Secondary sources alone",
    "undisclosed": "An expert’s interest not disclosed",
    "no-archive": "No archived copy of a source",
    "unused-source": "A source listed but not cited",
    "entity-type": "A claimant neither called a person nor an organization",
    "long-claim": "A long wording of a claim",
    "rating-in-claim": "A word of the rating scale in a claim",
    "retired-rating": "A rating that is no longer given",
}


class Article(Struct, frozen=True, kw_only=True, array_like=True):
    """The article that was checked."""

    title: An[str, Field(TEXT, "The article's own title.", required=True)]
    publisher: An[str, Field(TEXT, "Who published it.")] = ""
    url: An[str, Field(URL, "Its address.")] = ""
    published: An[When | None, Field(DATE, "When it was published.")] = None
    archived: An[str, Field(URL, "The address of an archived copy.")] = ""
    lang: An[str, Field(LANGUAGE, "Its language (BCP 47), where it is not the brief's.")] = ""
    snapshot: An[
        str,
        Field(
            TEXT,
            "A text file with the article's words, relative to the site's folder. Quotes are "
            "checked against it; it is never published.",
        ),
    ] = ""


class Media(Struct, frozen=True, kw_only=True, array_like=True):
    """The picture, video or sound that a claim is or rests on."""

    type: An[str, Field(MEDIA_TYPES, "image, video or audio.")] = ""
    category: An[
        str,
        Field(
            MEDIA_CATEGORIES,
            "What was done to it: original, decontextualized, edited-or-cropped, staged, "
            "transformed or satire.",
        ),
    ] = ""
    original: An[str, Field(URL, "The address of the original.")] = ""
    context: An[str, Field(TEXT, "What the claim leaves out or changes.")] = ""


class Evidence(Struct, frozen=True, kw_only=True, array_like=True):
    """One piece of evidence on a claim."""

    source: An[str, Field(ID, "The id of the source.")] = ""
    stance: An[
        str, Field(STANCES, "What it does to the claim: supports, undermines or contextualizes.")
    ] = ""
    quote: An[str, Field(TEXT, "The source's own words; checked against its snapshot.")] = ""
    locator: An[str, Field(TEXT, "Where in the source: a page, paragraph or time.")] = ""
    note: An[str, Field(TEXT, "What it shows, in the desk's words.")] = ""


class Claim(Struct, frozen=True, kw_only=True, array_like=True):
    """One claim and what the desk found about it."""

    id: str = ""
    text: An[str, Field(TEXT, "The exact wording that is judged.", required=True)]
    quote: An[str, Field(TEXT, "The article's own words; checked against its snapshot.")] = ""
    claimant: An[str, Field(TEXT, "Who made the claim; leave out if unknown.")] = ""
    said: An[When | None, Field(DATE, "When the claim was made.")] = None
    appearance: An[
        tuple[str, ...],
        Field(
            OneOrMany(PLACE),
            "Where the claim appears: a URL or the id of a source, or a list of them.",
        ),
    ] = ()
    first_appearance: An[str, Field(URL, "The URL where it appeared first.")] = ""
    media: An[
        Media | None, Field(Record(Media), "The picture, video or sound that it is or rests on.")
    ] = None
    rating: An[str, Field(TEXT, "The id of one of the site's ratings.", required=True)]
    verdict: An[str, Field(TEXT, "The reason for the rating, in one sentence.", required=True)]
    finding: An[str, Field(MARKDOWN, "What was found, in Markdown, with citations.")] = ""
    evidence: An[
        tuple[Evidence, ...], Field(ListOf(Record(Evidence)), "The evidence, for and against.")
    ] = ()
    not_established: An[str, Field(TEXT, "What could not be established.")] = ""
    same_as: An[
        tuple[str, ...],
        Field(
            ListOf(TEXT, "[other-brief#claim-id]"),
            "The same claim, checked before: a list of brief-slug#claim-id.",
        ),
    ] = ()


class Source(Struct, frozen=True, kw_only=True, array_like=True):
    """A source that the desk consulted."""

    id: str = ""
    title: An[str, Field(TEXT, "The source's title.", required=True)]
    publisher: An[str, Field(TEXT, "Who published it.")] = ""
    url: An[str, Field(URL, "Its address.")] = ""
    published: An[When | None, Field(DATE, "When it was published.")] = None
    accessed: An[When | None, Field(DATE, "When the desk read it.")] = None
    archived: An[str, Field(URL, "The address of an archived copy.")] = ""
    lang: An[str, Field(LANGUAGE, "Its language (BCP 47), where it is not the brief's.")] = ""
    kind: An[str, Field(SOURCE_KINDS, "primary, secondary, expert or data.")] = ""
    snapshot: An[
        str,
        Field(
            TEXT,
            "A text file with the source's words, relative to the site's folder; never published.",
        ),
    ] = ""
    via: An[str, Field(ID, "The id of the source that this one is known through.")] = ""
    interest: An[str, Field(TEXT, "The source's interest in the matter, disclosed.")] = ""
    origin: An[
        str, Field(TEXT, "Sources that share an origin count once as independent evidence.")
    ] = ""


class Response(Struct, frozen=True, kw_only=True, array_like=True):
    """What somebody concerned answered, or that nobody was asked."""

    from_: An[str, Field(TEXT, "Who answered, or whose answer was sought.", required=True)]
    role: An[str, Field(TEXT, "Who that is.")] = ""
    claims: An[tuple[str, ...], Field(ListOf(ID), "The claims answered; left out: all.")] = ()
    status: An[
        str,
        Field(
            STATUSES,
            "replied, stated (in public, not to the desk), declined, no-reply, unreachable or "
            "not-sought.",
            required=True,
        ),
    ]
    kind: An[
        str,
        Field(
            RESPONSE_KINDS,
            "disputes, concedes, comments, supplies-evidence or promises-correction.",
        ),
    ] = ""
    asked: An[When | None, Field(DATE, "When the desk asked.")] = None
    deadline: An[When | None, Field(DATE, "By when an answer was asked for.")] = None
    channel: An[str, Field(TEXT, "How the desk asked: e-mail, telephone.")] = ""
    date: An[When | None, Field(DATE, "When the answer came or was given.")] = None
    quote: An[str, Field(TEXT, "The words of the answer; checked against its source.")] = ""
    text: An[str, Field(TEXT, "What the answer says, in the desk's words.")] = ""
    source: An[str, Field(ID, "The id of the source where the answer stands.")] = ""
    changed: An[str, Field(TEXT, "What the answer changed in the brief.")] = ""


class Correction(Struct, frozen=True, kw_only=True, array_like=True):
    """A change made after publication."""

    date: An[When | None, Field(DATE, "When it was made.", required=True)]
    kind: An[
        str,
        Field(
            CORRECTION_KINDS,
            "update, clarification, correction, verdict-change or void.",
            required=True,
        ),
    ]
    claim: An[str, Field(ID, "The id of the claim concerned; left out: the whole brief.")] = ""
    was: An[
        str,
        Field(TEXT, "What stood before: for a verdict change the id of the rating, else words."),
    ] = ""
    text: An[str, Field(TEXT, "What was changed and why.", required=True)]


class Outcome(Struct, frozen=True, kw_only=True, array_like=True):
    """What the checked outlet did afterwards."""

    kind: An[str, Field(OUTCOMES, "corrected, clarified, retracted, deleted, refused or none.")] = (
        ""
    )
    date: An[When | None, Field(DATE, "When.")] = None
    url: An[str, Field(URL, "Where that can be seen.")] = ""


class Acceptance(Struct, frozen=True, array_like=True):
    """A warning that the desk accepts for a brief, and why."""

    code: str
    reason: str

    @property
    def label(self) -> str:
        """What readers see instead of the code."""
        return ACCEPTABLE[self.code]


class Brief(Struct, frozen=True, kw_only=True, array_like=True):
    """A fact-check brief: one article, the claims checked in it, the sources, the responses."""

    title: An[str, Field(TEXT, "The brief's title.", required=True)]
    published: An[
        When | None,
        Field(
            DATE,
            "A date, or a date-time with offset; later than today means scheduled. Required "
            "unless draft is true.",
        ),
    ] = None
    updated: An[When | None, Field(DATE, "When the brief was last changed in substance.")] = None
    draft: An[bool, Field(FLAG, "true keeps the brief out of the site.")] = False
    redirect_from: An[
        tuple[str, ...],
        Field(ListOf(ID, "[old-name]"), "File names that the brief had before, without .md."),
    ] = ()
    lang: An[str, Field(LANGUAGE, "The brief's language (BCP 47); the site's if left out.")] = ""
    translation_of: An[
        str, Field(ID, "The brief that this one was translated from: its file name, without .md.")
    ] = ""
    summary: An[str, Field(TEXT, "The result in a sentence or two.")] = ""
    image: An[str, Field(TEXT, "A picture for the brief: a file beside it.")] = ""
    authors: An[tuple[str, ...], Field(ListOf(TEXT), "Who wrote the brief.")] = ()
    reviewers: An[tuple[str, ...], Field(ListOf(TEXT), "Who read it a second time.")] = ()
    topics: An[tuple[str, ...], Field(ListOf(TEXT, most=MOST), "Topics, by their ids.")] = ()
    article: An[Article, Field(Record(Article), "The article that was checked.", required=True)]
    claims: An[
        tuple[Claim, ...],
        Field(
            MapOf(Record(Claim), least=1, most=MOST),
            "The claims by their ids, in the order of the page; one or more.",
            required=True,
        ),
    ]
    sources: An[tuple[Source, ...], Field(MapOf(Record(Source)), "The sources by their ids.")] = ()
    responses: An[
        tuple[Response, ...],
        Field(ListOf(Record(Response), most=MOST), "What those concerned answered."),
    ] = ()
    corrections: An[
        tuple[Correction, ...],
        Field(ListOf(Record(Correction), most=MOST), "Every change made after publication."),
    ] = ()
    outcome: An[
        Outcome | None, Field(Record(Outcome), "What the checked outlet did afterwards.")
    ] = None
    accept: An[
        tuple[Acceptance, ...],
        Field(
            Reasons(ACCEPTABLE, Acceptance),
            "Warnings that are accepted for this brief, each with the reason, which readers see.",
        ),
    ] = ()

    def modified(self, claim_id: str | None = None) -> When | None:
        """The latest of ``updated`` and the corrections, where there is one.

        With a claim's id, only the corrections that concern it: its own and the whole brief's.
        """
        moments = [self.updated]
        moments += [
            c.date for c in self.corrections if claim_id is None or c.claim in ("", claim_id)
        ]
        return max((m for m in moments if m), key=lambda m: m.instant, default=None)


BRIEF = Record(
    Brief,
    unless={"required": ["draft"], "properties": {"draft": {"const": True}}},
    needed=("published",),
)
