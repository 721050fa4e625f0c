"""Days and moments, as briefs give them."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple

_day = lru_cache(maxsize=4096)(date.fromisoformat)


class When(NamedTuple):
    """A day, or a moment with its offset from UTC, as typed: ``iso`` is ISO 8601."""

    iso: str

    @property
    def day(self) -> date:
        """The day as typed, in the moment's own offset."""
        return _day(self.iso[:10])

    @property
    def instant(self) -> datetime:
        """The moment; a day counts as its first instant in UTC."""
        if len(self.iso) > len("2024-05-14"):
            return datetime.fromisoformat(self.iso)
        return datetime.combine(self.day, time(), tzinfo=UTC)

    def after(self, other: "When") -> bool:
        """Whether this is later; where one of them is only a day, days are compared."""
        if len(self.iso) == len(other.iso) == len("2024-05-14"):
            return self.iso > other.iso
        if len(self.iso) > len("2024-05-14") < len(other.iso):
            return self.instant > other.instant
        return self.day > other.day
