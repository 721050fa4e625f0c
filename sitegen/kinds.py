"""The kinds of single values: text, URLs, ids, words of a closed set."""

import re
from collections.abc import Mapping as MappingType
from typing import Any

from msgspec import Struct

from sitegen.comments import cut_off
from sitegen.mapping_keys import unique_keys
from sitegen.names import SLUG, is_slug, propose_slug
from sitegen.reading import MISSING, REFUSED, Offsets, Reader, name_of
from sitegen.shape import Json
from sitegen.source import unprintable
from sitegen.urls import is_usual_url, tidy_url, url_problem
from sitegen.yaml_nodes import Mapping, Node, Scalar, Sequence

# What YAML makes of a text without quotes: 2024 is a number to an editor, true a truth value.
_SCALARS = ("string", "number", "boolean")


def is_template(text: str) -> bool:
    """Whether a text is still that of a template, which stands between ‹ and ›."""
    return text.startswith("‹") and text.endswith("›")


class TextKind(Struct, frozen=True):
    """Text as typed, without the white space around it."""

    what: str = "text"
    markdown: bool = False
    prose: bool = True  # words, of which none may be lost

    @property
    def blank(self) -> str:
        return ""

    def plain(self, value: str) -> Any:
        """A value that is plain, by a quick look; None where it may be another or wrong."""
        return value

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        if type(node) is Scalar and reader.is_plain and node.style != '"':
            return node.text.strip() or MISSING  # nothing of what follows can be
        if not isinstance(node, Scalar):
            hint = "put text with colons, brackets or braces in quotes"
            if isinstance(node, Sequence) and not self.prose:
                hint = "write one of them, without brackets"
            return reader.refuse_type(node, path, self.what, hint)
        value = node.text.strip()
        if (self.prose or not value) and (cut := cut_off(node, reader.text)):
            return self._cut(value, cut, path, reader)
        if node.style == '"' and (bad := unprintable(value)):
            message = f"{name_of(path)} holds U+{ord(bad[0]):04X}, which no page can show"
            hint = "write the text without this escape"
            return reader.refuse("encoding", (node.start, node.end), message, hint)
        if is_template(value) and not self.markdown:  # there each paragraph is told of
            message = f"{name_of(path)} still holds the words of the template"
            reader.warn("placeholder", (node.start, node.end), message, "replace them with yours")
        return value or MISSING

    def _cut(self, value: str, cut: Offsets, path: str, reader: Reader) -> Any:
        """The text before a ``#`` that made a comment of the rest; without any, an error."""
        from sitegen.yaml_clues import in_quotes

        lost = reader.text.value[slice(*cut)].rstrip()
        message = "a # after a space begins a comment, so this is not part of the text"
        whole = in_quotes(f"{value} {lost}")
        hint = f"write {name_of(path)}: {whole}; for a comment, write # and a space"
        if not value:
            return reader.refuse("cut-comment", cut, message, hint)
        reader.warn("cut-comment", cut, message, hint)
        return value

    def schema(self, definitions: Json) -> Json:
        wrong = "write text here, in quotes if it has brackets or braces, or delete the field"
        return {"type": list(_SCALARS), "errorMessage": wrong}


# An id, when YAML takes it for text. The message is for editors, which have no better one.
SLUG_SCHEMA = {
    "pattern": f"^{SLUG.pattern}$",
    "errorMessage": "an id has small letters a to z and digits, with single hyphens between",
}


class SlugKind(Struct, frozen=True):
    """An id: of a claim, a source, a page."""

    @property
    def blank(self) -> str:
        return ""

    def plain(self, value: str) -> Any:
        """As of a text."""
        return value if is_slug(value) else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if isinstance(value, str) and not is_slug(value):
            message = f'"{value}" cannot be an id'
            return reader.refuse("bad-slug", (node.start, node.end), message, propose_slug(value))
        return value

    def schema(self, definitions: Json) -> Json:
        return {"type": list(_SCALARS), **SLUG_SCHEMA}


class UrlKind(Struct, frozen=True):
    """A web address with its scheme."""

    @property
    def blank(self) -> str:
        return ""

    def plain(self, value: str) -> Any:
        """As of a text."""
        return value if is_usual_url(value) else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if not isinstance(value, str) or is_usual_url(value):
            return value
        if wrong := url_problem(value):
            return reader.refuse("bad-url", (node.start, node.end), *wrong)
        return tidy_url(value)

    def schema(self, definitions: Json) -> Json:
        wrong = "write the address whole, beginning with https://, and %20 for a space"
        return {"type": "string", "pattern": r"^https?://\S+\s*$", "errorMessage": wrong}


class PlaceKind(Struct, frozen=True):
    """A web address or the id of a source; which of the two is there only the brief knows."""

    @property
    def blank(self) -> str:
        return ""

    def plain(self, value: str) -> Any:
        """As of a text."""
        return None if "://" in value and not is_usual_url(value) else value

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        return tidy_url(value) if isinstance(value, str) and "://" in value else value

    def schema(self, definitions: Json) -> Json:
        return TEXT.schema(definitions)


class Choice(Struct, frozen=True):
    """One word of a closed set, with what each means."""

    meanings: MappingType[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        """The words alone, in their order."""
        return tuple(self.meanings)

    @property
    def blank(self) -> str:
        return ""

    def plain(self, value: str) -> Any:
        """As of a text."""
        return value if value in self.meanings else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if value is MISSING or value is REFUSED or value in self.meanings:
            return value
        message = f'"{value}" is not a {name_of(path)} that sitegen knows'
        hint = reader.did_you_mean(value, self.words)
        return reader.refuse("wrong-type", (node.start, node.end), message, hint)

    def schema(self, definitions: Json) -> Json:
        return {"enum": list(self.words), "enumDescriptions": list(self.meanings.values())}


_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


class Flag(Struct, frozen=True):
    """Yes or no."""

    @property
    def blank(self) -> bool:
        return False

    def plain(self, value: str) -> Any:
        """As of a text."""
        return _FLAGS.get(value.lower())

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if not isinstance(value, str):
            return value
        if value.lower() in _FLAGS:
            return _FLAGS[value.lower()]
        message = f'"{value}" is neither true nor false'
        hint = f"write {name_of(path)}: true or {name_of(path)}: false"
        return reader.refuse("wrong-type", (node.start, node.end), message, hint)

    def schema(self, definitions: Json) -> Json:
        return {"type": "boolean", "errorMessage": "write true or false"}


_MOST_DIGITS = 9


class Integer(Struct, frozen=True):
    """A whole number, ``least`` or more."""

    least: int

    @property
    def blank(self) -> int:
        return self.least

    def plain(self, value: str) -> Any:
        """As of a text."""
        is_one = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
        return int(value) if is_one and int(value) >= self.least else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if not isinstance(value, str):
            return value
        if (number := self.plain(value)) is not None:
            return number
        message = f'"{value}" is not a whole number, {self.least} or more'
        hint = f"write {name_of(path)}: {max(self.least, 1)}, or another number"
        return reader.refuse("wrong-type", (node.start, node.end), message, hint)

    def schema(self, definitions: Json) -> Json:
        wrong = f"write a whole number, {self.least} or more"
        return {"type": "integer", "minimum": self.least, "errorMessage": wrong}


# RFC 5646, as far as a desk needs it: language, script, region, variants.
_LANGUAGE = r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"


class Language(Struct, frozen=True):
    """A language tag after BCP 47."""

    @property
    def blank(self) -> str:
        return "en"

    def plain(self, value: str) -> Any:
        """As of a text."""
        return value if re.fullmatch(_LANGUAGE, value, re.IGNORECASE) else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if isinstance(value, str) and not self.plain(value):
            message = f'"{value}" is not a language tag'
            hint = "write a BCP 47 tag such as en, pt-BR or zh-Hant"
            return reader.refuse("wrong-type", (node.start, node.end), message, hint)
        return value

    def schema(self, definitions: Json) -> Json:
        wrong = "write a language tag such as en, pt-BR or zh-Hant"
        pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"
        return {"type": "string", "pattern": pattern, "errorMessage": wrong}


class Color(Struct, frozen=True):
    """A colour as six hexadecimal digits after ``#``."""

    @property
    def blank(self) -> str:
        return ""

    def plain(self, value: str) -> Any:
        """As of a text."""
        return value.lower() if re.fullmatch("#[0-9a-f]{6}", value, re.IGNORECASE) else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if isinstance(value, str) and not self.plain(value):
            message = f'"{value}" is not a colour'
            hint = "write # and six of 0-9 and a-f, in quotes: '#1d6b3f'"
            return reader.refuse("wrong-type", (node.start, node.end), message, hint)
        return value.lower() if isinstance(value, str) else value

    def schema(self, definitions: Json) -> Json:
        wrong = "write # and six of 0-9 and a-f, in quotes: '#1d6b3f'"
        return {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "errorMessage": wrong}


class TextMap(Struct, frozen=True):
    """Text to text, in the order written; read as pairs."""

    @property
    def blank(self) -> tuple[tuple[str, str], ...]:
        return ()

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        if isinstance(node, Scalar) and not node.text:
            return MISSING
        if not isinstance(node, Mapping):
            return reader.refuse_type(node, path, "pairs", "write each as old: new")
        pairs = []
        for key, (at, value) in unique_keys(node, reader).items():
            here = f"{path}.{key}"
            got = TEXT.read(value, here, (at.start, at.end), reader)
            reader.offsets[here] = (value.start, value.end)
            reader.offsets[f"{here}.old"] = (at.start, at.end)
            if got is MISSING:
                reader.refuse("missing-field", (at.start, at.end), f"{key} leads to nothing")
            if isinstance(got, str):
                pairs.append((key, got))
        return tuple(pairs)

    def schema(self, definitions: Json) -> Json:
        values = TEXT.schema(definitions)
        return {"type": "object", "additionalProperties": values, "errorMessage": "write old: new"}


TEXT = TextKind()
WORD = TextKind(prose=False)
MARKDOWN = TextKind("Markdown text", markdown=True)
ID = SlugKind()
URL = UrlKind()
PLACE = PlaceKind()
FLAG = Flag()
LANGUAGE = Language()
COLOR = Color()
