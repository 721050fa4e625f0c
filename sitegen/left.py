"""What stays out of a site, and until when."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Left(NamedTuple):
    """What stays out of the site: how many drafts and scheduled briefs, and the next day due."""

    drafts: int = 0
    scheduled: int = 0
    next_due: date | None = None
    waiting: Mapping[str, str] = {}  # their files, with their addresses
    unreadable: Mapping[str, str] = {}  # the same of broken briefs


NOTHING_LEFT = Left()
