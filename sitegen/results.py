"""What came of a build, or of a check."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.diagnostics import Diagnostic
from sitegen.left import NOTHING_LEFT, Left

if TYPE_CHECKING:  # what a build needs that finds nothing to do is little
    from sitegen.profiles import Assessment


class Result(NamedTuple):
    """What came of a build: its problems, whether the site stands, and what it holds."""

    problems: tuple[Diagnostic, ...]
    ok: bool
    bad_config: bool = False
    briefs: int = 0
    claims: int = 0
    files: int = 0
    unpublished: int = 0  # drafts and scheduled briefs that the site shows
    left: Left = NOTHING_LEFT
    assessment: "Assessment | None" = None
    looked: tuple[Any, ...] = ()  # what ``look`` gave for each output, in their order
    timings: Mapping[str, float] = {}  # seconds by stage
