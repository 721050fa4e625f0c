"""The catalogues of ``templates/languages/``: reading them, and which of them a page speaks."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic, Words, error
from sitegen.document import read_yaml
from sitegen.folder import IGNORED, LANGUAGES, TEMPLATES, Folder, builtin_templates
from sitegen.phrases import Phrases, Text, placeholders, twelve
from sitegen.plain_yaml import UnusualError, value_of
from sitegen.plurals import Plural, plural_of
from sitegen.source import SourceFile
from sitegen.source import Text as FileText
from sitegen.yaml_nodes import Broken, Node, Scalar
from sitegen.yaml_nodes import Mapping as Fields

ENGLISH = "en"  # has every phrase, and is what stands where no other catalogue has one
_MONTHS = ("months", "months_alone")
_DIGITS = "digits"
_TEN = 10
_HINT = "write each phrase on a line of its own, as in skip_link: Skip to the content"

Texts = Mapping[str, Text]


class Languages(Struct, frozen=True, dict=True):
    """The catalogues that a site can use: its own, then sitegen's; ``lang`` is the site's.

    Tags are in small letters here.
    """

    lang: str = ENGLISH
    own: tuple[tuple[str, Texts], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @cached_property
    def _made(self) -> dict[str, Phrases]:
        return {}

    def of(self, lang: str) -> Phrases:
        """The phrases of a page in a language: its own, those of its family, the site's, English.

        Each phrase is taken from the first of these that has it.
        """
        made = self._made.get(lang)
        if made is None:
            tags = dict.fromkeys([*_family(lang), *_family(self.lang), ENGLISH])
            found = [(texts, _plural(tag)) for tag in tags for texts in self._texts(tag)]
            made = self._made[lang] = Phrases(tuple(found))
        return made

    @property
    def site(self) -> Phrases:
        """The phrases of the site's own language."""
        return self.of(self.lang)

    def has(self, lang: str) -> bool:
        """Whether there is a catalogue for a language, or for the family that it is of."""
        return any(tag in self._own or tag in _builtin_tags() for tag in _family(lang))

    def stands_for(self, lang: str) -> str:
        """The language whose phrases stand on a page of one that has no catalogue; else empty."""
        if self.has(lang):
            return ""
        return self.lang if self.has(self.lang) else ENGLISH

    def name(self, lang: str) -> str:
        """What a language calls itself; its tag where no catalogue says so."""
        return self.of(lang).language_name if self.has(lang) else lang

    @property
    def tags(self) -> list[str]:
        """The languages that there are catalogues for."""
        return sorted({*self._own, *_builtin_tags()})

    @property
    def _own(self) -> dict[str, Texts]:
        return dict(self.own)

    def _texts(self, tag: str) -> Iterator[Texts]:
        """The catalogues of one tag: the desk's own, then sitegen's."""
        if tag in self._own:
            yield self._own[tag]
        if tag in _builtin_tags():
            yield _builtin(tag)


def _family(lang: str) -> list[str]:
    """The tag and the wider ones that it belongs to: pt-BR is Portuguese."""
    parts = lang.lower().split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _plural(tag: str) -> Plural:
    return plural_of(tag)[0]


def worded(config: Config, languages: Languages) -> Config:
    """The settings with sitegen's own rating scale in the site's language."""
    say = languages.site
    ratings = tuple(
        replace(
            rating,
            label=say.rating(rating),
            description=say.word("rating_means", rating.id),
        )
        if rating.ours
        else rating
        for rating in config.ratings
    )
    return config if ratings == config.ratings else replace(config, ratings=ratings)


# Reading


def read_languages(folder: Folder, lang: str) -> Languages:
    """The languages of a site's folder, and what is wrong with its own catalogues.

    Raises ``OSError`` where one cannot be read.
    """
    place = folder.root / TEMPLATES / LANGUAGES
    own: list[tuple[str, Texts]] = []
    problems: list[Diagnostic] = []
    if place.is_dir() and place != builtin_templates() / LANGUAGES:
        found_there = (p.name for p in place.iterdir() if p.suffix == ".yaml" and p.is_file())
        for name in sorted(name for name in found_there if not name.startswith(IGNORED)):
            texts, found = read_catalogue(folder.read(f"{TEMPLATES}/{LANGUAGES}/{name}"))
            own.append((name.removesuffix(".yaml").lower(), texts))
            problems += found
    return Languages(lang.lower(), tuple(own), tuple(problems))


@cache
def _builtin_tags() -> frozenset[str]:
    return frozenset(path.stem.lower() for path in _builtin_folder().glob("*.yaml"))


def _builtin_folder() -> Path:
    return builtin_templates() / LANGUAGES


@cache
def _builtin(tag: str) -> Texts:
    (path,) = [path for path in _builtin_folder().glob("*.yaml") if path.stem.lower() == tag]
    return plain_texts(path.read_text(encoding="utf-8"))


def plain_texts(catalogue: str) -> Texts:
    """The phrases of a catalogue that is plain and right, as sitegen's own are tested to be.

    The parser reads the same, in four times as long. Raises ``UnusualError`` for what is not plain.
    """
    found: dict[str, Text] = {}
    forms: dict[str, str] = {}
    for line in catalogue.split("\n"):
        name, _, value = line.strip(" ").partition(": ")
        if not name or name[0] == "#":
            continue
        if not value:
            found[name[:-1]] = forms = {}
            continue
        node = value_of(value, 0)
        if not isinstance(node, Scalar):
            raise UnusualError
        if line[0] == " ":
            forms[name] = node.text
        else:
            found[name] = node.text
    return found


def _text(value: Node) -> Text | None:
    """A node as a phrase: a text, or a text for each category."""
    if isinstance(value, Scalar):
        return value.text
    if not isinstance(value, Fields):
        return None
    pairs = [
        (k.text, v.text)
        for k, v in value.entries
        if isinstance(k, Scalar) and isinstance(v, Scalar)
    ]
    return dict(pairs)


@lru_cache(maxsize=64)
def read_catalogue(source: SourceFile) -> tuple[Texts, tuple[Diagnostic, ...]]:
    """A catalogue's phrases by their keys, without those that something is wrong with."""
    text, header, problems = read_yaml(source)
    problems = [p._replace(code="language-error") for p in problems]
    if header is None:
        return {}, tuple(problems)
    tag = source.path.rsplit("/", 1)[-1].removesuffix(".yaml").lower()
    check = _Check(text, tag)
    texts: dict[str, Text] = {}
    for key, value in header.entries:
        found = check.entry(key, value)
        if found is not None and isinstance(key, Scalar):
            texts[key.text] = found
    return texts, (*problems, *check.problems)


class _Check:
    """Looks at each entry of one catalogue, and keeps what is wrong."""

    def __init__(self, text: FileText, tag: str) -> None:
        self.text = text
        self.categories = plural_of(tag)[1]
        self.english = _builtin(ENGLISH)
        self.words = Words(self.english)
        self.seen: set[str] = set()
        self.problems: list[Diagnostic] = []

    def refuse(self, node: Node, message: str, hint: str) -> Text | None:
        """Note what is wrong at a node; gives no phrase."""
        span = self.text.span(node.start, node.end)
        self.problems.append(error("language-error", self.text.path, span, message, hint))
        return None

    def entry(self, key: Node, value: Node) -> Text | None:
        """The phrase of an entry, or None where it cannot be used."""
        if isinstance(key, Broken) or isinstance(value, Broken):
            return None
        if not isinstance(key, Scalar):
            return self.refuse(key, "here should be the name of a phrase", _HINT)
        english = self.english.get(key.text)
        if english is None:
            message = f'sitegen says no phrase "{key.text}"'
            return self.refuse(key, message, self.words.hint(key.text))
        if key.text in self.seen:
            return self.refuse(
                key, f'"{key.text}" stands here a second time', "delete one of the two"
            )
        self.seen.add(key.text)
        if isinstance(value, Scalar):
            return self._plain(key.text, english, value)
        if isinstance(value, Fields) and isinstance(english, Mapping):
            return self._plural(english, value, key)
        return self.refuse(value, f"{key.text} should be a text", f"as in English: {english}")

    def _plain(self, key: str, english: Text, value: Scalar) -> Text | None:
        if not value.text:
            return self.refuse(value, f"{key} is empty", f"in English it is: {_shown(english)}")
        if key in _MONTHS and not twelve(value.text):
            return self.refuse(value, f"{key} should name twelve months", "set commas between them")
        if key == _DIGITS and len(value.text) != _TEN:
            return self.refuse(
                value, "digits should be the ten digits, from 0 to 9", "as in 0123456789"
            )
        return value.text if self._fits(english, value) else None

    def _plural(self, english: Text, value: Fields, key: Scalar) -> Text | None:
        known = len(self.problems)
        for category, form in value.entries:
            if not isinstance(category, Scalar) or not isinstance(form, Scalar):
                self.refuse(form, f"a form of {key.text} should be a text", _HINT)
            elif category.text not in self.categories:
                message = f'this language has no plural "{category.text}" (Unicode CLDR)'
                self.refuse(category, message, f"write one of: {', '.join(self.categories)}")
            else:
                self._fits(english, form)
        found = _text(value) or {}
        if len(self.problems) == known and "other" not in found:
            message = f'{key.text} has no form "other", which stands for all the rest'
            self.refuse(key, message, f"add other: {_shown(english)}")
        return found if len(self.problems) == known else None

    def _fits(self, english: Text, form: Scalar) -> bool:
        """Whether a form has no placeholder but those of the English phrase."""
        forms = [english] if isinstance(english, str) else english.values()
        known = frozenset[str]().union(*(placeholders(one) for one in forms))
        for name in sorted(placeholders(form.text) - known):
            at = form.start + self.text.value[form.start : form.end].find(f"{{{name}}}")
            place = Scalar(name, at, at + len(name) + 2, "")
            message = f"nothing is put in the place of {{{name}}} here"
            ours = ", ".join(f"{{{name}}}" for name in sorted(known))
            hint = f"what is filled in here: {ours}" if known else "take it out"
            self.refuse(place, message, hint)
            return False
        return True


def _shown(english: Text) -> str:
    return english if isinstance(english, str) else english["other"]
