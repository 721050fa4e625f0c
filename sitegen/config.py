"""``site.yaml``: the desk, its rating scale, its entities and topics."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated as An
from urllib.parse import quote, urlsplit, urlunsplit

from msgspec import Struct
from msgspec.structs import replace

from sitegen.colors import LIGHT_PAPER, READABLE, contrast, readable
from sitegen.diagnostics import Diagnostic, error
from sitegen.document import read_fields
from sitegen.groups import ListOf, MapOf, OneOrMany
from sitegen.kinds import COLOR, FLAG, ID, LANGUAGE, TEXT, URL, Choice, Integer, TextMap
from sitegen.reading import Places, Reader
from sitegen.shape import Field, Record
from sitegen.source import SourceFile
from sitegen.urls import url_problem

ENTITY_TYPES = Choice(
    {"person": "A human being.", "organization": "A firm, an office, a party, a newspaper."}
)
# The codes of fact-checking that briefs can be held against, with their names.
PROFILES = {
    "ifcn": "IFCN Code of Principles",
    "efcsn": "EFCSN European Code of Standards",
}


class Organization(Struct, frozen=True, kw_only=True):
    """The desk or the organization that runs it."""

    name: An[str, Field(TEXT, "Its name; the site's title if left out.")] = ""
    url: An[str, Field(URL, "Its own address.")] = ""
    logo: An[str, Field(URL, "The address of its logo, for feeds and data.")] = ""
    email: An[str, Field(TEXT, "Where readers can write to.")] = ""
    same_as: An[
        tuple[str, ...], Field(ListOf(URL), "Other addresses that stand for it, such as profiles.")
    ] = ()


class Rating(Struct, frozen=True, kw_only=True):
    """One rating of the scale."""

    id: An[str, Field(ID, "What briefs write.", required=True)]
    label: An[str, Field(TEXT, "What readers see.", required=True)]
    value: An[
        int | None, Field(Integer(1), "Its number, 1 or more; ratings outside the scale have none.")
    ] = None
    description: An[str, Field(TEXT, "What it means.")] = ""
    color: An[
        str, Field(COLOR, "The colour of its word, such as #1d6b3f; that of all text if left out.")
    ] = ""
    retired: An[str, Field(TEXT, "Why it is no longer given; old briefs keep it.")] = ""
    ours: bool = False  # one of sitegen's own scale, whose words are phrases


class Topic(Struct, frozen=True, kw_only=True):
    """A topic that briefs may name."""

    id: str = ""
    name: An[str, Field(TEXT, "What readers see; the id if left out.")] = ""
    description: An[str, Field(TEXT, "What it covers.")] = ""


class EntityFacts(Struct, frozen=True, kw_only=True):
    """What is known of a claimant, responder or publisher."""

    name: str = ""
    type: An[str, Field(ENTITY_TYPES, "person or organization.")] = ""
    role: An[str, Field(TEXT, "Who that is.")] = ""
    url: An[str, Field(URL, "Its own address.")] = ""
    same_as: An[tuple[str, ...], Field(ListOf(URL), "Other addresses that stand for it.")] = ()
    aliases: An[tuple[str, ...], Field(ListOf(TEXT), "Other spellings of the name.")] = ()


def _rating(id_: str, label: str, value: int | None, color: str, description: str) -> Rating:
    return Rating(id=id_, label=label, value=value, color=color, description=description, ours=True)


DEFAULT_RATINGS = (
    _rating("true", "True", 5, "#17693c", "The evidence shows that the claim is right as worded."),
    _rating("mostly-true", "Mostly true", 4, "#4a6a14", "Right in what matters; a detail is off."),
    _rating(
        "half-true", "Half true", 3, "#7d5c00", "Right in part, and wrong or unsupported in part."
    ),
    _rating(
        "mostly-false",
        "Mostly false",
        2,
        "#a44700",
        "A true element, but the claim as a whole misleads.",
    ),
    _rating("false", "False", 1, "#b3261e", "The evidence shows that the claim is wrong."),
    _rating(
        "missing-context",
        "Missing context",
        None,
        "#5a4aa0",
        "What is said may be right, but what is left out would change how a reader takes it.",
    ),
    _rating(
        "unproven",
        "Unproven",
        None,
        "#47525e",
        "The evidence shown neither bears it out nor refutes it.",
    ),
    _rating("outdated", "Outdated", None, "#6d5a3f", "It was right once and no longer is."),
    _rating("satire", "Satire", None, "#9a2f74", "It was made as a joke and is passed on as fact."),
)


class Config(Struct, frozen=True, kw_only=True):
    """The site's settings."""

    title: An[str, Field(TEXT, "The site's name.", required=True)]
    tagline: An[str, Field(TEXT, "A line under the name.")] = ""
    base_url: An[
        str, Field(URL, "Where the site will be, such as https://desk.example/checks/.")
    ] = ""
    lang: An[str, Field(LANGUAGE, "The language of briefs that name none (BCP 47).")] = "en"
    organization: An[
        Organization, Field(Record(Organization), "The desk, as author of every review.")
    ] = Organization()
    ratings: An[
        tuple[Rating, ...],
        Field(ListOf(Record(Rating)), "The rating scale, best first; sitegen's own if left out."),
    ] = DEFAULT_RATINGS
    topics: An[
        tuple[Topic, ...],
        Field(MapOf(Record(Topic)), "The topics by their ids; if listed, no others are allowed."),
    ] = ()
    entities: An[
        tuple[EntityFacts, ...],
        Field(MapOf(Record(EntityFacts), key="name"), "Facts on claimants and others, by name."),
    ] = ()
    menu: An[
        tuple[str, ...],
        Field(ListOf(ID, most=500), "The pages in the menu, in order; all if left out."),
    ] = ()
    report_error: An[
        str, Field(TEXT, "An e-mail address or URL where readers report an error.")
    ] = ""
    per_page: An[int, Field(Integer(1), "How many entries a page of a list has.")] = 50
    search: An[bool, Field(FLAG, "Whether the site has a search.")] = True
    share_images: An[
        bool,
        Field(
            FLAG,
            "Whether a picture is made of each brief and claim, for where they are shared; "
            "sitegen[cards] must be installed.",
        ),
    ] = True
    cname: An[str, Field(TEXT, "The site's own domain on GitHub Pages: desk.example.")] = ""
    redirects: An[
        tuple[tuple[str, str], ...],
        Field(TextMap(), "Old paths and where they lead now: /old/: /briefs/new/."),
    ] = ()

    profile: An[
        tuple[str, ...],
        Field(
            OneOrMany(Choice(PROFILES)),
            "Publish how the briefs meet a code of fact-checking: ifcn, efcsn, or a list of both.",
        ),
    ] = ()

    @property
    def desk(self) -> str:
        """The name that reviews are signed with."""
        return self.organization.name or self.title

    @property
    def scale(self) -> tuple[int, int] | None:
        """The lowest and the highest number of the ratings, whatever their order."""
        values = [rating.value for rating in self.ratings if rating.value is not None]
        return (min(values), max(values)) if values else None


CONFIG = Record(Config)
_LABEL = 63  # bytes of each part of a server's name (RFC 1035)


class ReadConfig(Struct, frozen=True):
    """``site.yaml`` as read: its settings, where each stands, and what is wrong with it."""

    file: str
    config: Config
    places: Places
    problems: tuple[Diagnostic, ...]

    def error(self, path: str, message: str, hint: str) -> Diagnostic:
        """A ``config-error`` at one of the settings."""
        return error("config-error", self.file, self.places.span(path), message, hint)


def read_config(source: SourceFile) -> ReadConfig:
    """Read ``site.yaml``; with problems the settings are as whole as they can be."""
    text, header, problems = read_fields(source, CONFIG)
    if header is None:
        return ReadConfig(source.path, Config(title=""), Reader(text).places, tuple(problems))
    values, reader = header
    read = ReadConfig(source.path, CONFIG.make(values), reader.places, ())
    rules = [found for rule in _RULES for found in rule(read)]
    return replace(read, problems=(*problems, *reader.problems, *rules))


def with_base_url(config: Config, base_url: str) -> Config:
    """The settings with another address, as ``--base-url`` gives it.

    In ASCII, as feeds and the sitemap want it, and with no slash at its end.
    """
    parts = urlsplit(base_url)
    if not base_url.isascii() and parts.hostname:
        host = parts.hostname.encode("idna").decode()
        where = f"{host}:{parts.port}" if parts.port else host
        base_url = urlunsplit(parts._replace(netloc=where, path=quote(parts.path, safe="/%")))
    return replace(config, base_url=base_url.rstrip("/"))


def base_url_problem(value: str) -> str:
    """What keeps a URL from being a site's address; empty where nothing does."""
    wrong = url_problem(value)
    if wrong:
        return wrong[0]
    parts = urlsplit(value)
    if parts.query or parts.fragment:
        return f'"{value}" has a ? or # in it'
    if not _is_host(parts.hostname or ""):
        return f'"{value}" has no server name that a browser could look up'
    return ""


def _is_host(name: str) -> bool:
    """Whether a server's name can be written in ASCII (RFC 3490), as most are already."""
    if name.isascii():
        *labels, last = name.split(".")
        return all(0 < len(label) <= _LABEL for label in labels) and len(last) <= _LABEL
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return True


def _base_url_is_plain(read: ReadConfig) -> Iterator[Diagnostic]:
    """The site's address has neither a query nor a fragment."""
    if read.config.base_url and (wrong := base_url_problem(read.config.base_url)):
        yield read.error("base_url", wrong, "write the address of the home page alone")


def _rating_ids_differ(read: ReadConfig) -> Iterator[Diagnostic]:
    """No two ratings have one id."""
    seen: set[str] = set()
    for index, rating in enumerate(read.config.ratings):
        if rating.id and rating.id in seen:
            message = f'two ratings have the id "{rating.id}"'
            yield read.error(f"ratings[{index}].id", message, "give one of them another id")
        seen.add(rating.id)


def _scale_has_ends(read: ReadConfig) -> Iterator[Diagnostic]:
    """The numbers of a scale have a lowest and a highest that differ (ClaimReview)."""
    scale = read.config.scale
    if not read.config.ratings:
        yield read.error(
            "ratings", "the rating scale is empty", "list the ratings, or leave it out"
        )
    elif scale and scale[0] == scale[1]:
        message = "the ratings with a number all have the same one"
        yield read.error("ratings", message, "give the best a higher number, or none to any")


def _colors_can_be_read(read: ReadConfig) -> Iterator[Diagnostic]:
    """The colour of a rating's word can be read on the page (WCAG 2.2, 1.4.3)."""
    for index, rating in enumerate(read.config.ratings):
        if rating.color and (ratio := contrast(rating.color, LIGHT_PAPER)) < READABLE:
            # Rounded down: 4.49 must not be called 4.5.
            shown = int(ratio * 100) / 100
            message = (
                f"{rating.color} is too pale to be read on the page: "
                f"its contrast is {shown:.2f}:1, and text needs {READABLE}:1"
            )
            hint = f"write '{readable(rating.color, LIGHT_PAPER)}', the nearest like it"
            span = read.places.span(f"ratings[{index}].color")
            yield error("low-contrast", read.file, span, message, hint)


def _names_are_apart(read: ReadConfig) -> Iterator[Diagnostic]:
    """A name or alias belongs to one entity."""
    owner: dict[str, str] = {}
    for facts in read.config.entities:
        for index, name in enumerate((facts.name, *facts.aliases)):
            other = owner.setdefault(name, facts.name)
            if other != facts.name:
                where = f"entities.{facts.name}" + (f".aliases[{index - 1}]" if index else "")
                message = f'"{name}" already stands for "{other}"'
                yield read.error(where, message, "leave it with one of the two")


def _cname_is_a_host(read: ReadConfig) -> Iterator[Diagnostic]:
    """``cname`` is a host name alone."""
    cname = read.config.cname
    if cname and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", cname, re.IGNORECASE):
        yield read.error("cname", f'"{cname}" is not a domain', "write it alone: desk.example")


def _report_error_leads_somewhere(read: ReadConfig) -> Iterator[Diagnostic]:
    """``report_error`` is an e-mail address or a URL, ``organization.email`` an e-mail address."""
    value = read.config.report_error
    if value and not is_email(value) and url_problem(value):
        message = f'"{value}" is neither an e-mail address nor a URL'
        yield read.error("report_error", message, "write desk@example.org or https://…")
    email = read.config.organization.email
    if email and not is_email(email):
        message = f'"{email}" is not an e-mail address'
        yield read.error("organization.email", message, "write it as desk@example.org")


def is_email(value: str) -> bool:
    """Whether a text looks like an e-mail address."""
    return re.fullmatch(r"[^@\s:/?#]+@[^@\s:/?#]+\.[^@\s:/?#]+", value) is not None


_RULES: tuple[Callable[[ReadConfig], Iterator[Diagnostic]], ...] = (
    _base_url_is_plain,
    _rating_ids_differ,
    _scale_has_ends,
    _colors_can_be_read,
    _names_are_apart,
    _cname_is_a_host,
    _report_error_leads_somewhere,
)
