"""Which plural a language uses for a count: the cardinal rules of Unicode's CLDR, for integers.

Counts of briefs and claims are whole and never negative, which leaves little of the rules.
``tests/test_languages.py`` holds them against CLDR itself, language by language; Cornish and
Samogitian alone are missing.
"""

from collections.abc import Callable

Plural = Callable[[int], str]  # a count to its category: "one", "few", "other" …


def _no_plural(_: int) -> str:
    return "other"


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _none_or_one(n: int) -> str:
    return "one" if n <= 1 else "other"


def _one_two(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, "other")


def _zero_one(n: int) -> str:
    return {0: "zero", 1: "one"}.get(n, "other")


def _one_million(n: int) -> str:
    """Romance languages say "a million *of* claims"."""
    return "one" if n == 1 else "many" if n and n % 1_000_000 == 0 else "other"


def _none_or_one_million(n: int) -> str:
    return "one" if n <= 1 else _one_million(n)


def _ends_in_one(n: int) -> str:
    return "one" if n % 10 == 1 and n // 10 % 10 != 1 else "other"


def _east_slavic(n: int) -> str:
    south = _south_slavic(n)
    return "many" if south == "other" else south


def _south_slavic(n: int) -> str:
    if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}:
        return "few"
    return _ends_in_one(n)


def _polish(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if _south_slavic(n) == "few" else "many"


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if n in {2, 3, 4} else "other"


def _slovene(n: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(n % 100, "other")


def _filipino(n: int) -> str:
    return "other" if n % 10 in {4, 6, 9} and n not in {1, 2, 3} else "one"


def _latvian(n: int) -> str:
    if n % 10 == 0 or n % 100 in range(11, 20):
        return "zero"
    return _ends_in_one(n)


def _lithuanian(n: int) -> str:
    if n % 10 == 0 or n % 100 in range(11, 20):
        return "other"
    return "one" if n % 10 == 1 else "few"


def _romanian(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n == 0 or n % 100 in range(1, 20) else "other"


def _arabic(n: int) -> str:
    last = n % 100
    few_or_more = "few" if last in range(3, 11) else "many" if last > 10 else "other"  # noqa: PLR2004
    return {0: "zero", 1: "one", 2: "two"}.get(n, few_or_more)


def _maltese(n: int) -> str:
    if n in {1, 2}:
        return _one_two(n)
    last = n % 100
    return "few" if n == 0 or last in range(3, 11) else "many" if last in range(11, 20) else "other"


def _welsh(n: int) -> str:
    return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(n, "other")


def _irish(n: int) -> str:
    return _one_two(n) if n <= 2 else "few" if n <= 6 else "many" if n <= 10 else "other"  # noqa: PLR2004


def _scottish(n: int) -> str:
    if n in {1, 11}:
        return "one"
    return "two" if n in {2, 12} else "few" if n in range(3, 20) else "other"


def _manx(n: int) -> str:
    if n % 10 in {1, 2}:
        return _one_two(n % 10)
    return "few" if n % 20 == 0 else "other"


def _breton(n: int) -> str:
    ten, hundred = n % 10, n % 100 // 10
    if hundred not in {1, 7, 9} and ten in {1, 2, 3, 4, 9}:
        return {1: "one", 2: "two"}.get(ten, "few")
    return "many" if n and n % 1_000_000 == 0 else "other"


def _tachelhit(n: int) -> str:
    return "one" if n <= 1 else "few" if n <= 10 else "other"  # noqa: PLR2004


def _tamazight(n: int) -> str:
    return "one" if n <= 1 or n in range(11, 100) else "other"


# By category names, so that a catalogue with another category can be told.
_RULES: tuple[tuple[str, Plural, str], ...] = (
    (
        "bm bo dz id ig ii ja jv km ko lkt lo ms my nqo osa sah ses sg su th to tpi wo yo yue zh",
        _no_plural,
        "other",
    ),
    (
        "ak am as bho bn csw doi fa ff gu hi hy kab kn kok ln mg nso pa pcm si tg ti vi wa zu",
        _none_or_one,
        "one other",
    ),
    ("he iu naq sat se sma smj smn sms", _one_two, "one two other"),
    ("ca es gl it lld pt-pt scn vec", _one_million, "one many other"),
    ("fr pt", _none_or_one_million, "one many other"),
    ("blo cv ksh lag", _zero_one, "zero one other"),
    ("be ru uk", _east_slavic, "one few many other"),
    ("bs hr sr", _south_slavic, "one few other"),
    ("dsb hsb sl", _slovene, "one two few other"),
    ("ceb fil", _filipino, "one other"),
    ("cs sk", _czech, "one few many other"),
    ("is mk", _ends_in_one, "one other"),
    ("lv prg", _latvian, "zero one other"),
    ("lt", _lithuanian, "one few many other"),
    ("pl", _polish, "one few many other"),
    ("ro", _romanian, "one few other"),
    ("ar", _arabic, "zero one two few many other"),
    ("mt", _maltese, "one two few many other"),
    ("cy", _welsh, "zero one two few many other"),
    ("ga", _irish, "one two few many other"),
    ("gd", _scottish, "one two few other"),
    ("gv", _manx, "one two few many other"),
    ("br", _breton, "one two few many other"),
    ("shi", _tachelhit, "one few other"),
    ("tzm", _tamazight, "one other"),
)
_BY_TAG = {
    tag: (rule, tuple(names.split())) for tags, rule, names in _RULES for tag in tags.split()
}
_ANY_OTHER = (_one, ("one", "other"))  # most of the rest; what CLDR does not know, too


def plural_of(lang: str) -> tuple[Plural, tuple[str, ...]]:
    """A language's rule and the names of its categories; ``lang`` is a tag in small letters."""
    found = _BY_TAG.get(lang) or _BY_TAG.get("-".join(lang.split("-")[:2]))
    return found or _BY_TAG.get(lang.split("-", maxsplit=1)[0]) or _ANY_OTHER
