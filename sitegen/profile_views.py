"""What pages show of how the published briefs meet a code of fact-checking."""

from typing import NamedTuple

from sitegen import routes
from sitegen.cards import BriefCard
from sitegen.graph import Site
from sitegen.profiles import METHOD, NAMED, Assessment, Finding, is_page


class FindingView(NamedTuple):
    """One rule of a code, with the first briefs that do not meet it."""

    finding: Finding
    total: int
    gaps: tuple[BriefCard, ...]
    more: int  # further briefs that do not


class AssessmentView(NamedTuple):
    """How the published briefs meet a code; ``data`` is the address of all of it."""

    name: str
    data: str
    numbered: bool  # whether its articles are known
    findings: tuple[FindingView, ...]


def assessment_views(site: Site, slug: str) -> list[AssessmentView]:
    """What the page on the desk's method shows; where there is none, the page of ratings ("")."""
    method = next((p.slug for p in site.pages if is_page(p.slug, METHOD)), "")
    return [] if slug != method else [_assessment(site, found) for found in site.assessments]


def _assessment(site: Site, assessment: Assessment) -> AssessmentView:
    rows = tuple(
        FindingView(
            finding,
            len(finding.met) + len(finding.gaps),
            tuple(site.by_slug[gap.slug] for gap in finding.gaps[:NAMED]),
            max(0, len(finding.gaps) - NAMED),
        )
        for finding in assessment.findings
    )
    numbered = any(finding.article for finding in assessment.findings)
    return AssessmentView(assessment.name, routes.profile(assessment.profile), numbered, rows)
