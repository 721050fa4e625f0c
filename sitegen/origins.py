"""Which sources come from one origin, and so count once as independent evidence."""

from collections.abc import Iterable, Mapping

from sitegen.model import Source


def independent(cited: Iterable[Source], known: Mapping[str, Source]) -> list[list[str]]:
    """The sources cited, by their ids, in groups of one origin; and those they are known through.

    Sources with one ``origin`` are one, and so is a source with the one that it is known through.
    ``known`` are all sources of the brief, by their ids. A group begins with what was cited first.
    """
    cited = list(cited)
    if not any([source.via or source.origin for source in cited]):  # noqa: C419 (half the time)
        return [[id_] for id_ in dict.fromkeys([source.id for source in cited])]
    groups = _Groups()
    for source in cited:
        own, via = f"source {source.id}", source.id
        while via in known:
            at = known[via]
            seen = groups.knows(f"source {via}")
            groups.join(own, f"source {via}")
            groups.join(own, f"origin {at.origin}" if at.origin else own)
            if seen:
                break  # what comes after it was joined with it before
            via = at.via
    return groups.sources()


class _Groups:
    """Things of which some are the same, put together two by two."""

    def __init__(self) -> None:
        self._leaders: dict[str, str] = {}

    def knows(self, thing: str) -> bool:
        return thing in self._leaders

    def join(self, one: str, other: str) -> None:
        self._leaders[self._leader(one)] = self._leader(other)

    def _leader(self, thing: str) -> str:
        leaders = self._leaders
        while (above := leaders.setdefault(thing, thing)) != thing:
            leaders[thing] = thing = leaders[above]
        return thing

    def sources(self) -> list[list[str]]:
        """The ids of the sources of each group, in the order in which they were met."""
        found: dict[str, list[str]] = {}
        for thing in list(self._leaders):
            kind, _, id_ = thing.partition(" ")
            if kind == "source":
                found.setdefault(self._leader(thing), []).append(id_)
        return list(found.values())
