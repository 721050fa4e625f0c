"""Names of people and organizations: which are one, where they stand, and what is known of them."""

from collections.abc import Iterable
from typing import NamedTuple

from sitegen import routes
from sitegen.config import EntityFacts
from sitegen.names import address_of


class Named(NamedTuple):
    """A name and the address of its page."""

    name: str
    address: str


class Names:
    """The names that ``site.yaml`` knows, under each of their aliases.

    One name stands in many briefs, so each is looked up once and then given as it was found.
    """

    def __init__(self, declared: Iterable[EntityFacts]) -> None:
        self._facts = {facts.name: facts for facts in declared}
        self._canonical = {
            alias: facts.name for facts in self._facts.values() for alias in facts.aliases
        }
        self._entities: dict[str, Named | None] = {"": None}
        self._publishers: dict[str, Named | None] = {"": None}

    def canonical(self, name: str) -> str:
        """The one name for an entity; a name that nobody declared is its own."""
        return self._canonical.get(name, name)

    def part(self, name: str) -> str:
        """The part of an address that stands for an entity, by any of its names."""
        return address_of(self.canonical(name))

    @staticmethod
    def part_of(text: str) -> str:
        """The part of an address that stands for a topic."""
        return address_of(text)

    def entity(self, name: str) -> Named | None:
        """An entity's name, by any of its names, with the address of its page."""
        if name not in self._entities:
            found = Named(self.canonical(name), routes.entity(self.part(name)))
            self._entities[name] = found
        return self._entities[name]

    def publisher(self, name: str) -> Named | None:
        """The same for a publisher of sources."""
        if name not in self._publishers:
            found = Named(self.canonical(name), routes.publisher(self.part(name)))
            self._publishers[name] = found
        return self._publishers[name]

    def facts(self, name: str) -> EntityFacts | None:
        """What ``site.yaml`` says of an entity, by any of its names."""
        return self._facts.get(self._canonical.get(name, name))
