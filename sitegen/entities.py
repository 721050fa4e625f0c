"""Names of people and organizations: which are one, and what is known of them."""

from collections.abc import Iterable
from functools import lru_cache

from sitegen.config import EntityFacts
from sitegen.names import address_of

_part = lru_cache(maxsize=65536)(address_of)


class Names:
    """The names that ``site.yaml`` knows, under each of their aliases."""

    def __init__(self, declared: Iterable[EntityFacts]) -> None:
        self._facts = {facts.name: facts for facts in declared}
        self._canonical = {
            alias: facts.name for facts in self._facts.values() for alias in facts.aliases
        }

    def canonical(self, name: str) -> str:
        """The one name for an entity; a name that nobody declared is its own."""
        return self._canonical.get(name, name)

    def part(self, name: str) -> str:
        """The part of an address that stands for an entity, by any of its names."""
        return _part(self.canonical(name))

    @staticmethod
    def part_of(text: str) -> str:
        """The part of an address that stands for a topic."""
        return _part(text)

    def facts(self, name: str) -> EntityFacts | None:
        """What ``site.yaml`` says of an entity, by any of its names."""
        return self._facts.get(self.canonical(name))
