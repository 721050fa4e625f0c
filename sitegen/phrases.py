"""The words that the site itself says, in one language: labels, sentences, days and numbers."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Protocol, TypeGuard

from markupsafe import Markup
from msgspec import Struct

from sitegen.plurals import Plural
from sitegen.quick_jinja import safe, shown
from sitegen.when import When

Text = str | Mapping[str, str]  # a phrase as its catalogue has it: a text, or one by each category
COUNT = "n"  # the placeholder that chooses the plural
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_COMMA = re.compile(r"[,،、]\s*")
_LATIN = "0123456789"
_GROUPED_FROM = 10_000  # the least number that is set in groups of three


class HasWord(Protocol):
    """A rating: ``ours`` where it is one of sitegen's own scale, whose words are phrases."""

    @property
    def id(self) -> str:
        """What briefs write."""

    @property
    def label(self) -> str:
        """What readers see, in the site's language."""

    @property
    def ours(self) -> bool:
        """Whether the label is a phrase."""


class MissingPhraseError(LookupError):
    """A phrase that no catalogue has, or a placeholder that nothing was given for."""


def placeholders(text: str) -> frozenset[str]:
    """The names that stand in braces in a phrase."""
    return frozenset(_PLACEHOLDER.findall(text))


class _Formula(Struct, frozen=True):
    """A text with placeholders, taken apart once: values take their places, and all is joined."""

    plain: tuple[str, ...]
    html: tuple[str, ...]  # the same, escaped
    gaps: tuple[tuple[int, str], ...]  # where in these the values go, with their names
    only: str  # the name of the one value, as most have; empty where there are more, or none


class _Counting(Struct, frozen=True):
    """A text for each plural, and which of them a count takes."""

    plural: Plural
    forms: Mapping[str, _Formula]


def _phrase(text: Text, plural: Plural) -> _Formula | _Counting:
    if isinstance(text, str):
        return _formula(text)
    return _Counting(plural, {category: _formula(form) for category, form in text.items()})


def _needs_nothing(text: Text) -> TypeGuard[str]:
    return isinstance(text, str) and not _PLACEHOLDER.search(text)


def _formula(text: str) -> _Formula:
    parts = _PLACEHOLDER.split(text)  # every second one is a name
    html = tuple([str(shown(part)) for part in parts])
    gaps = tuple([*enumerate(parts)][1::2])
    return _Formula(tuple(parts), html, gaps, gaps[0][1] if len(gaps) == 1 else "")


class _Escaped:
    """The phrases without placeholders as HTML has them."""

    def __init__(self, phrases: "Phrases", texts: Mapping[str, str]) -> None:
        self._phrases = phrases
        self.__dict__.update({key: str(shown(text)) for key, text in texts.items()})

    def __getattr__(self, key: str) -> str:
        """Only what is no attribute comes here: phrases that ``Phrases`` has not either."""
        if key.startswith("_"):
            raise AttributeError(key)
        return str(shown(getattr(self._phrases, key)))


class Phrases:
    """The phrases of one language, each taken from the first catalogue that has it.

    A phrase is an attribute: ``phrases.skip_link``. ``say`` fills one that has placeholders.
    ``catalogues`` are texts by key, each with the rule for plurals of its own language.
    """

    def __init__(self, catalogues: tuple[tuple[Mapping[str, Text], Plural], ...]) -> None:
        self._phrases: dict[str, _Formula | _Counting] = {}
        self._words: dict[tuple[str, str], str] = {}
        self._days: dict[date, str] = {}
        plain: dict[str, str] = {}
        for texts, plural in reversed(catalogues):
            self._phrases |= {key: _phrase(text, plural) for key, text in texts.items()}
            plain |= {key: text for key, text in texts.items() if _needs_nothing(text)}
        self.__dict__.update(plain)
        self.as_html = _Escaped(self, plain)  # what the theme's templates show
        digits = self.digits if self._phrases else _LATIN
        self._digits = str.maketrans(_LATIN, digits) if digits != _LATIN else None

    def __getattr__(self, key: str) -> str:
        """Only what is no attribute comes here."""
        if key.startswith("_"):
            raise AttributeError(key)
        if key in self._phrases:
            raise MissingPhraseError(f'the phrase "{key}" has placeholders: use say("{key}", …)')
        raise MissingPhraseError(f'no catalogue of templates/languages/ has the phrase "{key}"')

    def say(self, key: str, /, **values: Any) -> str:
        """A phrase with its placeholders filled; ``n`` chooses the plural.

        The text is plain, for templates to escape; where a value is ``Markup``, so is the whole,
        and all else in it is escaped. Integers are written as ``number`` writes them.
        """
        phrase = self._phrases.get(key)
        if phrase is None:
            return self.__getattr__(key)
        try:
            if isinstance(phrase, _Counting):
                category, forms = phrase.plural(values[COUNT]), phrase.forms
                phrase = forms[category] if category in forms else forms["other"]
            name = phrase.only
            if name and len(values) == 1:
                value = values[name]
                kind = type(value)
                if kind is str:
                    before, _, after = phrase.plain
                    return f"{before}{value}{after}"
                if kind is Markup:
                    before, _, after = phrase.html
                    return safe("".join((before, value, after)))  # noqa: FLY002 (slow for Markup)
            return self._filled(phrase, values)
        except KeyError as missing:
            raise MissingPhraseError(f'the phrase "{key}" needs {missing.args[0]}') from None

    def _filled(self, formula: _Formula, values: Mapping[str, Any]) -> str:
        found = [*formula.plain]
        for place, name in formula.gaps:
            value = values[name]
            kind = type(value)
            if kind is Markup:
                return self._html(formula, values)
            found[place] = (
                value if kind is str else self.number(value) if kind is int else str(value)
            )
        return "".join(found)

    def _html(self, formula: _Formula, values: Mapping[str, Any]) -> Markup:
        found = [*formula.html]
        for place, name in formula.gaps:
            value = values[name]
            if type(value) is not Markup:
                value = shown(self.number(value) if type(value) is int else value)
            found[place] = value
        return safe("".join(found))

    def word(self, family: str, value: str) -> str:
        """The word for a value of a closed set: ``word("status", "no-reply")`` is "no reply"."""
        found = self._words.get((family, value))
        if found is None:
            found = getattr(self, f"{family}_{value.replace('-', '_')}")
            self._words[family, value] = found
        return found

    def rating(self, rating: HasWord) -> str:
        """The word of a rating: a desk's own labels are as it wrote them."""
        return self.word("rating", rating.id) if rating.ours else rating.label

    def day(self, day: date) -> str:
        """A day, written out."""
        words = self._days.get(day)
        if words is None:
            month, plain = self._month(self.months, day), self._plain
            words = self.say("date", day=plain(day.day), month=month, year=plain(day.year))
            self._days[day] = words
        return words

    def month(self, day: date) -> str:
        """The month of a day, with its year."""
        name = self._month(self.months_alone, day)
        return self.say("month_and_year", month=name, year=self._plain(day.year))

    def moment(self, when: When) -> str:
        """A day, and the clock where one was given."""
        words = self.day(when.day)
        clock = when.iso[11:16]
        if not clock:
            return words
        zone = "UTC" if when.iso.endswith("+00:00") else f"UTC{when.iso[-6:]}"
        time = self._in_digits(clock)
        return self.say("date_and_time", date=words, time=time, zone=zone)

    def number(self, n: int) -> str:
        """A whole number in the digits of the language, large ones in groups."""
        if n < _GROUPED_FROM:
            return str(n) if self._digits is None else self._plain(n)
        return self._in_digits(f"{n:,}".replace(",", self.thousands_separator))

    def _plain(self, n: int) -> str:
        return self._in_digits(str(n)) if self._digits else str(n)

    def _in_digits(self, text: str) -> str:
        return text.translate(self._digits) if self._digits else text

    @staticmethod
    def _month(names: str, day: date) -> str:
        return _parted(names)[day.month - 1]


@lru_cache(maxsize=256)  # a pair for each language
def _parted(names: str) -> list[str]:
    return _COMMA.split(names)


def twelve(names: str) -> bool:
    """Whether a phrase names twelve months, with commas between them."""
    return len([name for name in _COMMA.split(names) if name.strip()]) == 12  # noqa: PLR2004
