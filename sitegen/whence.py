"""Where a link of a finished page was typed: in its text, a template or ``site.yaml``.

Nothing notes that on the way, as a finding is rare: it is looked for when there is one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from html import escape
from typing import NamedTuple

from sitegen.diagnostics import WHOLE_FILE, Span
from sitegen.folder import CONFIG
from sitegen.outputs import Owner
from sitegen.published import ATTRIBUTE, addresses

_FILLED_IN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_LEADS = ("/", "..", "://")  # what a template itself must say of a link to be where it comes from


class Place(NamedTuple):
    """A stretch of a file, or the whole of it."""

    file: str
    span: Span


class _Typed(NamedTuple):
    """An address as a template has it, and what it can become."""

    place: Place
    becomes: re.Pattern[str]


class Whence:
    """Looks for links in the site's own sources; each file is read once.

    ``text_of`` gives a file's text, ``templates`` are those of the site's own.
    """

    def __init__(self, text_of: Callable[[str], str], templates: Sequence[str]) -> None:
        self._text_of = text_of
        self._templates = templates
        self._texts: dict[str, str] = {}
        self._found: dict[tuple[str, str], Place | None] = {}

    def place(self, link: str, source: Owner) -> Place:
        """Where a link was typed; the whole source of its page where that cannot be told."""
        tried = dict.fromkeys((*self._templates, source.file, CONFIG))
        found = (self._literally(link, file) for file in tried)
        place = next((place for place in found if place), None)
        if place is None:
            place = next((t.place for t in self._typed if t.becomes.fullmatch(link)), None)
        return place or Place(source.file, source.span)

    def _literally(self, link: str, file: str) -> Place | None:
        if (link, file) not in self._found:
            text = self._text(file)
            self._found[link, file] = _find(link, file, text) or _find(escape(link), file, text)
        return self._found[link, file]

    def _text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = self._text_of(file)
        return self._texts[file]

    @cached_property
    def _typed(self) -> list[_Typed]:
        """The addresses in templates that are filled in when a page is made."""
        return [typed for file in self._templates for typed in _filled_in(file, self._text(file))]


def _find(link: str, file: str, text: str) -> Place | None:
    """The first place where a text has an address, whole."""
    at = text.find(link)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(link) : at + len(link) + 1]
        if before in (_BEFORE if len(link) > 1 else _QUOTES) and after in _AFTER:
            return _place(file, text, at, len(link))
        at = text.find(link, at + 1)
    return None


_QUOTES = frozenset("\"'(=")
_BEFORE = _QUOTES | frozenset("<,: \t\n[") | {""}
_AFTER = frozenset("\"')>, \t\r\n]") | {""}


def _filled_in(file: str, text: str) -> Iterator[_Typed]:
    for found in ATTRIBUTE.finditer(text):
        value = found[2].strip("\"'")
        for address in addresses(found[1].lower(), value):
            typed = "".join(_FILLED_IN.split(address))
            if typed != address and typed.startswith(_LEADS):
                parts = map(re.escape, _FILLED_IN.split(address))
                place = _place(file, text, text.index(address, found.start(2)), len(address))
                yield _Typed(place, re.compile(".*".join(parts)))


def _place(file: str, text: str, at: int, length: int) -> Place:
    start = text.rfind("\n", 0, at) + 1
    line = text.count("\n", 0, at) + 1
    return Place(file, Span(line, at - start + 1, length)) if length else Place(file, WHOLE_FILE)
