"""What one joining and planning of a site leaves to the next, where it is done again and again."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, TypeVar

from sitegen.config import Config
from sitegen.house import House
from sitegen.languages import Languages
from sitegen.template_code import KeptTemplates

Thing = TypeVar("Thing")
Made = TypeVar("Made")


class Memory:
    """Values that were made of single things, kept while these are the very same objects.

    It belongs to the caller, who gives it to every ``link`` and ``plan`` of one site. It holds
    what the last of them used, and forgets all when the settings or the day are others. A result
    never depends on it.
    """

    def __init__(self) -> None:
        self.templates = KeptTemplates()  # these outlive other settings and another day
        self._house: House | None = None
        self._kept: dict[Hashable, dict[int, tuple[Any, Any]]] = {}

    def house(self, config: Config, today: date, languages: Languages) -> House:
        """The house of these settings and this day: the last one, if it was the same."""
        house = House(config, today, languages)
        if self._house != house:
            self._house = house
            self._kept = {}
        assert self._house is not None  # noqa: S101 (it was just set)
        return self._house

    def prepare(self, make: Callable[..., Made], thing: Thing, *more: object) -> None:
        """Make one thing's value before ``each`` asks for those of all."""
        self._kept.setdefault(make, {})[id(thing)] = thing, make(thing, *more)

    def each(self, make: Callable[..., Made], things: Iterable[Thing], *more: object) -> list[Made]:
        """What ``make(thing, *more)`` gives for each thing, which ``more`` is the same for.

        The things are held together with what was made of them, so that an ``id`` stays theirs.
        """
        before = self._kept.get(make, {})
        now: dict[int, tuple[Any, Any]] = {}
        found: list[Made] = []
        for thing in things:
            key = id(thing)
            pair = before.get(key) or now.get(key) or (thing, make(thing, *more))
            now[key] = pair
            found.append(pair[1])
        self._kept[make] = now
        return found
