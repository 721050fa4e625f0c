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

    def rating_word(self, lang: str) -> re.Pattern[str] | None:
        """Finds a rating's label in a text of a language; None where no rating has one."""
        if lang not in self._rating_words:
            t = self.languages.of(lang or self.config.lang)
            words = [t.rating(rating) for rating in self.config.ratings]
            labels = [re.escape(word) for word in words if word]
            longest_first = "|".join(sorted(labels, key=len, reverse=True))
            pattern = rf"(?<!\w)(?:{longest_first})(?!\w)"
            self._rating_words[lang] = re.compile(pattern, re.IGNORECASE) if labels else None
        return self._rating_words[lang]

    @cached_property
    def _rating_words(self) -> dict[str, re.Pattern[str] | None]:
        return {}
