"""The direction that a language is written in, and how HTML says so of a text."""

from functools import lru_cache

_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
)
_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"))
_SCRIPT_LENGTH = 4  # letters that name a script in a tag: az-Arab


@lru_cache(maxsize=256)
def direction(lang: str) -> str:
    """``rtl`` for a language that is written from right to left, else ``ltr``.

    A script that the tag names decides: Azerbaijani is written both ways.
    """
    language, *more = lang.lower().split("-")
    for part in more:
        if len(part) == _SCRIPT_LENGTH and part.isalpha():
            return "rtl" if part in _SCRIPTS else "ltr"
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1024)
def spoken(lang: str, page: str) -> str:
    """The attributes of a text in a language, on a page in another; with a space before them.

    Of a language that is not known the browser finds the direction by its first letters.
    """
    if not lang:
        return ' dir="auto"'
    if lang.lower() == page.lower():
        return ""
    way = direction(lang)
    return f' lang="{lang}"' + (f' dir="{way}"' if way != direction(page) else "")
