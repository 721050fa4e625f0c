"""What a desk's briefs count up to, as the page of its record must show it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from peer_content import Brief, Fields

ANSWERED = ("replied", "stated")
MISTAKES = ("correction", "verdict-change", "void")


@dataclass(frozen=True)
class Record:
    """Counts of briefs, claims, answers, archived sources and corrections."""

    briefs: int
    claims: int
    ratings: Mapping[str, int]
    asked: int
    answered: int
    sources: int
    archived: int
    corrections: int
    corrected: int

    @classmethod
    def of(cls, briefs: Iterable[Brief]) -> "Record":
        """Count anew what the texts say."""
        headers = [brief.header for brief in briefs]
        ratings = [claim["rating"] for header in headers for claim in header["claims"].values()]
        statuses = [one["status"] for header in headers for one in header.get("responses", [])]
        sources = [one for header in headers for one in header.get("sources", {}).values()]
        found = [header.get("corrections", []) for header in headers]
        return cls(
            briefs=len(headers),
            claims=len(ratings),
            ratings=Counter(ratings),
            asked=sum(status != "not-sought" for status in statuses),
            answered=sum(status in ANSWERED for status in statuses),
            sources=sum("url" in source for source in sources),
            archived=sum("archived" in source for source in sources),
            corrections=sum(map(len, found)),
            corrected=sum(any(c["kind"] in MISTAKES for c in one) for one in found),
        )

    def words(self, labels: Mapping[str, str]) -> list[str]:
        """What the page must show."""
        return [
            f"{self.briefs:,} briefs",
            f"{self.claims:,} claims rated",
            *(f"{labels[rating]} {count:,}" for rating, count in self.ratings.items()),
            f"Answered: {self.answered:,} of {self.asked:,}.",
            f"{self.archived:,} of {self.sources:,} sources",
            f"Corrections: {self.corrections:,}",
            f"Briefs in which something was wrong: {self.corrected:,} of {self.briefs:,}.",
        ]

    def differences(self, data: Fields) -> Iterator[tuple[str, int]]:
        """What a file of the same has otherwise, with the number that is right."""
        claims = data.get("claims", {})
        given = {row["rating"]: row["claims"] for row in claims.get("ratings", [])}
        for what, count, found in (
            ("briefs", self.briefs, data.get("briefs", {}).get("total")),
            ("claims", self.claims, claims.get("total")),
            ("answers", self.answered, data.get("responses", {}).get("answered")),
            ("archived sources", self.archived, data.get("sources", {}).get("archived")),
            ("corrections", self.corrections, data.get("corrections", {}).get("total")),
            *((f"claims rated {id_}", n, given.get(id_)) for id_, n in self.ratings.items()),
        ):
            if found != count:
                yield what, count
