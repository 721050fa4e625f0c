"""What stays out of a site, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Left:
    """What stays out of the site: how many drafts and scheduled briefs, and the next day due."""

    drafts: int = 0
    scheduled: int = 0
    next_due: date | None = None
    waiting: Mapping[str, str] = field(default_factory=dict)  # their files, with their addresses
    unreadable: Mapping[str, str] = field(default_factory=dict)  # the same of broken briefs


NOTHING_LEFT = Left()
