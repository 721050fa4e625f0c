"""What holds for every brief of a site: its settings and the day, ready to be looked up."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from msgspec import Struct, field

from sitegen.config import Config, Rating, Topic
from sitegen.entities import Names
from sitegen.languages import Languages


class House(Struct, frozen=True, dict=True):
    """The settings, day and phrases that briefs are read under. Two of the same are equal."""

    config: Config
    today: date
    languages: Languages = field(default_factory=Languages)

    @cached_property
    def names(self) -> Names:
        """The names that the settings know."""
        return Names(self.config.entities)

    @cached_property
    def ratings(self) -> Mapping[str, Rating]:
        """The ratings by their ids."""
        return {rating.id: rating for rating in self.config.ratings}

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """The topics that the settings list, by their ids."""
        return {topic.id: topic for topic in self.config.topics}

    @cached_property
    def hosts(self) -> frozenset[str | None]:
        """The names of the servers that the site itself is on."""
        base_url = self.config.base_url
        own = urlsplit(base_url).hostname if base_url else None
        return frozenset((own, self.config.cname.lower()))

    def rating_word(self, text: str, lang: str) -> str:
        """A rating's label that stands in a text of a language; empty where none does."""
        if lang not in self._rating_words:
            self._rating_words[lang] = self._words_of(lang)
        labels, pattern = self._rating_words[lang]
        small = text.lower()
        if labels and text.isascii() and not [label for label in labels if label in small]:
            return ""  # as nearly always, and soon known
        found = pattern.search(text)
        return found[0] if found else ""

    def _words_of(self, lang: str) -> tuple[list[str], re.Pattern[str]]:
        """The ratings' labels in a language, and what finds one as words of their own.

        The labels are in small letters; none where one is not ASCII, as its capitals may be.
        """
        t = self.languages.of(lang or self.config.lang)
        labels = [word for rating in self.config.ratings if (word := t.rating(rating))]
        longest_first = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
        pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
        return [label.lower() for label in labels if longest_first.isascii()], pattern

    @cached_property
    def _rating_words(self) -> dict[str, tuple[list[str], re.Pattern[str]]]:
        return {}
