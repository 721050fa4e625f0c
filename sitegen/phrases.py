"""The words that the site itself says, in one language: labels, sentences, days and numbers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, TypeGuard

from markupsafe import Markup

from sitegen.plurals import Plural
from sitegen.quick_jinja import safe, shown
from sitegen.when import When

Text = str | Mapping[str, str]  # a phrase as its catalogue has it: a text, or one by each category
COUNT = "n"  # the placeholder that chooses the plural
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_COMMA = re.compile(r"[,،、]\s*")
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


class _Phrase:
    """A phrase with placeholders, taken apart once: ``%`` fills it in a single step."""

    __slots__ = ("forms", "html_forms", "plural")

    def __init__(self, text: Text, plural: Plural) -> None:
        forms = {"": text} if isinstance(text, str) else text
        self.plural = None if isinstance(text, str) else plural
        self.forms = {category: _formula(form) for category, form in forms.items()}
        self.html_forms = {category: str(shown(form)) for category, form in self.forms.items()}


def _needs_nothing(text: Text) -> TypeGuard[str]:
    return isinstance(text, str) and not _PLACEHOLDER.search(text)


def _formula(text: str) -> str:
    return _PLACEHOLDER.sub(r"%(\1)s", text.replace("%", "%%"))


class Phrases:
    """The phrases of one language, each taken from the first catalogue that has it.

    A phrase is an attribute: ``phrases.skip_link``. ``say`` fills one that has placeholders.
    ``catalogues`` are texts by key, each with the rule for plurals of its own language.
    """

    def __init__(self, catalogues: tuple[tuple[Mapping[str, Text], Plural], ...]) -> None:
        self._phrases: dict[str, _Phrase] = {}
        self._days: dict[When, Markup] = {}
        for texts, plural in reversed(catalogues):
            self._phrases |= {key: _Phrase(text, plural) for key, text in texts.items()}
            self.__dict__.update({k: t for k, t in texts.items() if _needs_nothing(t)})
        self._digits = str.maketrans("0123456789", self.digits) if self._phrases else {}

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
        html = False
        category = phrase.plural(values[COUNT]) if phrase.plural else ""
        for name, value in values.items():
            if type(value) is Markup:
                html = True
            elif type(value) is int:
                values[name] = self.number(value)
        forms = phrase.html_forms if html else phrase.forms
        formula = forms[category] if category in forms else forms["other"]
        try:
            if html:
                return safe(formula % {name: shown(value) for name, value in values.items()})
            return formula % values
        except KeyError as missing:
            raise MissingPhraseError(f'the phrase "{key}" needs {missing.args[0]}') from None

    def word(self, family: str, value: str) -> str:
        """The word for a value of a closed set: ``word("status", "no-reply")`` is "no reply"."""
        key = f"{family}_{value.replace('-', '_')}"
        found: str | None = self.__dict__.get(key)
        return self.__getattr__(key) if found is None else found

    def rating(self, rating: HasWord) -> str:
        """The word of a rating: a desk's own labels are as it wrote them."""
        return self.word("rating", rating.id) if rating.ours else rating.label

    def day(self, day: date) -> str:
        """A day, written out."""
        names = {
            "day": self._plain(day.day),
            "month": self._month(self.months, day),
            "year": self._plain(day.year),
        }
        return self.say("date", **names)

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
        time = clock.translate(self._digits)
        return self.say("date_and_time", date=words, time=time, zone=zone)

    def written(self, when: When) -> Markup:
        """``<time>`` with a moment; made once for each."""
        found = self._days.get(when)
        if found is None:
            found = Markup('<time datetime="{}">{}</time>').format(when.iso, self.moment(when))
            self._days[when] = found
        return found

    def number(self, n: int) -> str:
        """A whole number in the digits of the language, large ones in groups."""
        if n < _GROUPED_FROM:
            return self._plain(n)
        return f"{n:,}".replace(",", self.thousands_separator).translate(self._digits)

    def _plain(self, n: int) -> str:
        return str(n).translate(self._digits)

    @staticmethod
    def _month(names: str, day: date) -> str:
        return _COMMA.split(names)[day.month - 1]


def twelve(names: str) -> bool:
    """Whether a phrase names twelve months, with commas between them."""
    return len([name for name in _COMMA.split(names) if name.strip()]) == 12  # noqa: PLR2004
