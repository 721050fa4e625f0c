"""The site as data: briefs and claims as JSON and CSV, reviews as a schema.org DataFeed."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, get_type_hints

from msgspec import Struct, defstruct, field
from msgspec.structs import replace

from sitegen.cards import BriefCard, ClaimCard
from sitegen.claimreview import as_json as review_json
from sitegen.claimreview import author
from sitegen.graph import Site
from sitegen.json_text import Data, to_json
from sitegen.model import Brief
from sitegen.schema import schema_text
from sitegen.schema_org import CONTEXT, DataFeedItem
from sitegen.when import When

_NEVER_PUBLISHED = ("snapshot",)


def as_json(data: object) -> bytes:
    """A file of JSON."""
    return to_json(data) + b"\n"


def brief_json(site: Site, slug: str) -> bytes:
    """One brief as data: every field that was written, the texts as Markdown, the addresses."""
    compiled, card = site.compiled[slug].whole, site.by_slug[slug]
    brief = compiled.brief
    assert brief is not None  # noqa: S101 (only whole briefs are shown)
    t = site.languages.of(card.lang)
    claims = [
        _plain(
            claim,
            url=site.absolute(listed.address),
            rating_label=t.rating(listed.rating),
            rating_value=listed.rating.value or None,
        )
        for claim, listed in zip(brief.claims, card.claims, strict=True)
    ]
    data: Data = {"slug": slug}
    _add(data, "url", site.absolute(card.address))
    _add(data, "state", card.state)
    names = _form(Brief).names
    for name, value in zip(names, _form(Brief).values(brief), strict=True):
        if value:
            data[name] = claims if name == "claims" else _json_of(value)
    data["lang"] = card.lang
    _add(data, "body", compiled.body_source)
    return as_json(data)


def _add(data: Data, name: str, value: object) -> None:
    """Put in what is known."""
    if value:
        data[name] = value


def _plain(value: Struct, **more: str | int | None) -> Struct:
    """A model's record as JSON knows it: without what was left out, or stays inside."""
    form = _form(type(value), *more)
    found = [*form.values(value)]
    for number in form.others:
        item = found[number]
        found[number] = _json_of(item) if item else None
    return form.shown(*found, **more)


def _json_of(value: Any) -> object:
    """What a field holds, of what JSON knows."""
    kind = type(value)
    if kind is tuple:
        return [it if type(it) is str else _plain(it) for it in value]
    if kind is str or kind is bool:
        return value
    return value.iso if kind is When else _plain(value)


class _Form(Struct, frozen=True):
    """How the data show records of a kind."""

    names: tuple[str, ...]  # of the fields
    values: Callable[[Any], tuple[Any, ...]]  # gets these from one
    others: tuple[int, ...]  # the numbers of the fields that hold neither texts nor a flag
    shown: type[Struct]  # has the same fields, and leaves out what is empty


_EMPTY: dict[object, object] = {str: "", tuple[str, ...]: (), bool: False}


@cache
def _form(record: type[Struct], *more: str) -> _Form:
    """How records are shown, with more fields at their end."""
    hints = get_type_hints(record)
    fields = [name for name in record.__struct_fields__ if name not in _NEVER_PUBLISHED]
    empty = [_EMPTY.get(hints[field]) for field in fields]
    names = tuple([field.rstrip("_") for field in fields])
    pairs = [*zip(names, empty, strict=True), *[(name, None) for name in more]]
    shown = defstruct(
        record.__name__, [(name, Any, none) for name, none in pairs], omit_defaults=True
    )
    others = tuple([number for number, none in enumerate(empty) if none is None])
    return _Form(names, attrgetter(*fields), others, shown)


class _Row(Struct, omit_defaults=True, kw_only=True):
    """A claim in the list of all, with what its brief says of all of its own."""

    brief: str = ""
    claim: str = ""
    url: str = ""
    text: str = ""
    claimant: str = ""
    said: str = ""
    rating: str = ""
    rating_label: str = ""
    rating_value: int | None = None
    verdict: str = ""
    published: str = ""
    modified: str = ""
    article: str = ""
    publisher: str = ""
    topics: list[str] = field(default_factory=list)
    translation_of: str = ""
    state: str = ""


def claims_json(site: Site) -> bytes:
    """All claims of the site, the newest brief's first."""
    claims = list(chain.from_iterable([_rows(site, brief) for brief in site.briefs]))
    return as_json({"site": site.config.title, "claims": claims})


def _rows(site: Site, brief: BriefCard) -> Iterator[_Row]:
    """The claims of a brief."""
    published = _day(brief.published)
    publisher = brief.publisher.name if brief.publisher else ""
    topics = [topic.name for topic in brief.topics]
    for card in brief.claims:
        yield _Row(
            brief=brief.slug,
            claim=card.id,
            url=site.absolute(card.address),
            text=card.text,
            claimant=card.claimant.name if card.claimant else "",
            said=_day(card.said),
            rating=card.rating.id,
            rating_label=card.rating.label,
            rating_value=card.rating.value or None,
            verdict=card.verdict,
            published=published,
            modified=_day(card.modified),
            article=brief.article,
            publisher=publisher,
            topics=topics,
            translation_of=brief.original,
            state=_state(card),
        )


def _day(when: When | None) -> str:
    return when.iso if when else ""


def _state(card: ClaimCard) -> str:
    return "withdrawn" if card.withdrawn else card.state


COLUMNS = (
    "brief",
    "claim",
    "url",
    "text",
    "claimant",
    "said",
    "rating",
    "rating_label",
    "rating_value",
    "verdict",
    "published",
    "modified",
    "article",
    "publisher",
    "topics",
    "state",
    "translation_of",
)


def claims_csv(site: Site) -> str:
    """The same claims as a table (RFC 4180), topics joined by semicolons."""
    lines = [",".join(COLUMNS)]
    for brief in site.briefs:
        article = _cell(brief.article)
        publisher = _cell(brief.publisher.name) if brief.publisher else ""
        topics = _cell("; ".join([topic.name for topic in brief.topics]))
        for card in brief.claims:
            row = (
                card.slug,
                card.id,
                _cell(site.absolute(card.address)),
                _cell(card.text),
                _cell(card.claimant.name) if card.claimant else "",
                card.said.iso if card.said else "",
                card.rating.id,
                _cell(card.rating.label),
                str(card.rating.value or ""),
                _cell(card.verdict),
                card.published.iso if card.published else "",
                card.modified.iso if card.modified else "",
                article,
                publisher,
                topics,
                _state(card),
                card.original,
            )
            lines.append(",".join(row))
    return "\r\n".join([*lines, ""])


def _cell(text: str) -> str:
    """A text as RFC 4180 has it; ``csv`` looks at each character."""
    if '"' in text:
        return '"{}"'.format(text.replace('"', '""'))
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def data_feed(site: Site) -> str:
    """All reviews as a schema.org DataFeed; needs a ``base_url``."""
    about = site.config.organization
    provider = replace(
        author(site.config), logo=about.logo, same_as=list(about.same_as), email=about.email
    )
    feed = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": site.config.title,
        "url": site.absolute("data/claimreview.json"),
        "dateModified": _last_change([card for card in site.briefs if not card.state]),
        "provider": provider,
    }
    text = to_json({k: v for k, v in feed.items() if v is not None}).decode()
    items = (
        _feed_item(card, review)
        for card in site.claims
        if not card.state
        for review in review_json(site, card)
    )
    separator = ",\n"
    return f'{text[:-1]}, "dataFeedElement": [\n{separator.join(items)}\n]}}\n'


def _feed_item(card: ClaimCard, review: str) -> str:
    """A review, as its own page has it, in the feed's context instead of its own."""
    about = DataFeedItem(_day(card.published), _day(card.modified))
    item = review.replace(f'"@context": "{CONTEXT}", ', "", 1)
    return f'{to_json(about).decode()[:-1]}, "item": {item}}}'


def profile_json(number: int, site: Site) -> bytes:
    """How the published briefs meet a code, rule by rule."""
    return as_json({"site": site.config.title, **site.assessments[number].data})


def _last_change(briefs: Sequence[BriefCard]) -> str | None:
    moments = [m for card in briefs if (m := card.modified or card.published)]
    return max(moments, key=lambda m: m.instant).iso if moments else None


def schema_json(_: Site) -> str:
    """The JSON Schema of the front matter, as ``sitegen schema`` prints it."""
    return schema_text()
