"""What a code of fact-checking asks that files can show: which briefs meet it, which do not.

The IFCN's criteria are those of its Code of Principles (in force since 2020). Of the European code
(EFCSN) the same is asked; its articles are not numbered here, as we could not verify them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen.compiled import AnyBrief, CompiledPage
from sitegen.config import PROFILES
from sitegen.editor_rules import ENOUGH_ORIGINS, Reading
from sitegen.model import Claim
from sitegen.rules import Header

NAMED = 10  # briefs that a row of a table names
_NUMBERED = ("ifcn",)  # the profiles whose articles we could verify

# Pages are told by the beginnings of the words in their file names, in several languages.
METHOD = ("method", "metod", "how-we")
CORRECTIONS = ("correc", "korrekt", "rectif")
FUNDING = ("fund", "financ", "finanz", "owner")


class Gap(Struct, frozen=True):
    """A brief that does not meet a rule, and the claims or sources where it shows."""

    slug: str
    where: tuple[str, ...]


class Finding(Struct, frozen=True):
    """One rule: the article it stands for ("" where not known), and who meets it.

    A rule on the site itself has neither briefs that meet it nor gaps: ``site_meets`` says it.
    """

    id: str
    article: str
    rule: str
    met: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    site_meets: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps and self.site_meets is not False

    @property
    def data(self) -> dict[str, Any]:
        """The rule as JSON knows it."""
        about = {"id": self.id, "article": self.article, "rule": self.rule}
        shown: dict[str, Any] = {key: value for key, value in about.items() if value}
        if self.site_meets is not None:
            return shown | {"site_meets": self.site_meets}
        gaps = [{"brief": gap.slug, "where": list(gap.where)} for gap in self.gaps]
        return shown | {"met": list(self.met), "not_met": gaps}


class Assessment(Struct, frozen=True):
    """A profile held against a site."""

    profile: str
    name: str
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether every rule is met everywhere."""
        return all(finding.holds for finding in self.findings)

    @property
    def data(self) -> dict[str, Any]:
        """All of it as JSON knows it."""
        rules = [finding.data for finding in self.findings]
        return {
            "profile": self.profile,
            "name": self.name,
            "holds": self.holds,
            "rules": rules,
        }


# The warnings whose reasons count for a rule.
RELIED_ON = ("secondary-only", "single-origin", "undisclosed", "no-counter-evidence", "no-response")


def assess(profile: str, briefs: Sequence[AnyBrief], pages: Sequence[CompiledPage]) -> Assessment:
    """What the briefs and pages of a site show of a profile: one of ``config.PROFILES``."""
    readings = [
        (
            compiled.slug,
            Reading(Header(compiled.file, compiled.brief, compiled.places), compiled.mentions),
        )
        for compiled in briefs
        if compiled.brief
    ]
    findings = []
    for rule, article in _BRIEF_RULES:
        shown = [(slug, tuple(rule(reading))) for slug, reading in readings]
        findings.append(
            Finding(
                _id(rule),
                article,
                _first_sentence(rule),
                met=tuple(slug for slug, where in shown if not where),
                gaps=tuple(Gap(slug, where) for slug, where in shown if where),
            )
        )
    slugs = [page.slug for page in pages]
    for rule_id, article, text, stems in _PAGE_RULES:
        there = any(is_page(slug, stems) for slug in slugs)
        findings.append(Finding(rule_id, article, text, site_meets=there))
    findings.sort(key=lambda finding: finding.article)
    if profile not in _NUMBERED:
        findings = [replace(finding, article="") for finding in findings]
    return Assessment(profile, PROFILES[profile], tuple(findings))


def is_page(slug: str, stems: Sequence[str]) -> bool:
    """Whether a page's file name says that it is about one of these."""
    return any(f"-{slug}".find(f"-{stem}") >= 0 for stem in stems)


def _id(rule: "BriefRule") -> str:
    return rule.__name__.replace("_", "-")


def _first_sentence(rule: "BriefRule") -> str:
    return " ".join((rule.__doc__ or "").split("\n\n")[0].split()).rstrip(".")


# The rules on briefs: each gives the ids of the claims or sources that do not meet it


def sources_linked(reading: Reading) -> Iterator[str]:
    """Every source has a link, is known through another, or is explained by a note."""
    noted = {i.source for c in reading.brief.claims for i in c.evidence if i.note}
    for source in reading.brief.sources:
        if not (source.url or source.archived or source.via or source.id in noted):
            yield source.id


def primary_sources(reading: Reading) -> Iterator[str]:
    """Every claim rests on more than secondary sources, or the brief says why."""
    for claim in _not_accepted(reading, "secondary-only"):
        if not {"primary", "data", "expert"} & {s.kind for s in reading.cited_for(claim)}:
            yield claim.id


def two_origins(reading: Reading) -> Iterator[str]:
    """Every claim rests on two independent origins, or the brief says why."""
    for claim in _not_accepted(reading, "single-origin"):
        if reading.origins(claim) < ENOUGH_ORIGINS:
            yield claim.id


def interests_disclosed(reading: Reading) -> Iterator[str]:
    """The interest of every expert is disclosed, or the brief says why not."""
    if not reading.accepts("undisclosed"):
        for source in reading.brief.sources:
            if source.kind == "expert" and not source.interest:
                yield source.id


def evidence_both_ways(reading: Reading) -> Iterator[str]:
    """Every claim shows what speaks against it and what speaks for it, or says that it was sought.

    A response of those concerned shows that they were asked for what speaks for a claim.
    """
    for claim in reading.judged:
        stances = {item.stance for item in claim.evidence}
        against = "undermines" in stances or reading.accepts("no-counter-evidence")
        if not against or not ("supports" in stances or _answered(reading, claim)):
            yield claim.id


def claimant_contacted(reading: Reading) -> Iterator[str]:
    """Those concerned were asked about every claim, or the brief says why not."""
    for claim in _not_accepted(reading, "no-response"):
        if not _answered(reading, claim):
            yield claim.id


def _not_accepted(reading: Reading, code: str) -> Iterator[Claim]:
    """The claims of a brief that does not accept a warning."""
    if not reading.accepts(code):
        yield from reading.judged


def _answered(reading: Reading, claim: Claim) -> bool:
    """Whether a response concerns a claim, or says why none was sought."""
    return any(
        claim.id in (response.claims or (claim.id,))
        and (response.status != "not-sought" or response.text)
        for response in reading.brief.responses
    )


BriefRule = Callable[[Reading], Iterator[str]]

# In the order of the IFCN's criteria; the number is that of its criterion.
_BRIEF_RULES: tuple[tuple[BriefRule, str], ...] = (
    (sources_linked, "2.1"),
    (primary_sources, "2.2"),
    (two_origins, "2.3"),
    (interests_disclosed, "2.4"),
    (evidence_both_ways, "4.3"),
    (claimant_contacted, "4.5"),
)
_PAGE_RULES = (
    ("funding-page", "3.1", "A page tells who pays for the desk", FUNDING),
    ("method-page", "4.1", "A page tells how the desk works", METHOD),
    ("corrections-policy", "5.1", "A page tells what the desk does about mistakes", CORRECTIONS),
)
