"""What one file becomes when it is compiled, before any other file is known."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from sitegen.citations import Cited
from sitegen.diagnostics import Diagnostic, Span
from sitegen.model import Brief
from sitegen.reading import Places
from sitegen.rendered import Rendered


class FileUse(NamedTuple):
    """A file to copy: its path in the site's folder, its address, and where it is named."""

    path: str
    address: str
    span: Span


class LinkUse(NamedTuple):
    """A link into the site: the ``.md`` file or the address it names, and where."""

    kind: str  # "text" or "address", as in markup.Reference
    target: str
    span: Span


class Uses(Struct, frozen=True):
    """What a text uses that only the whole site can say is there."""

    files: tuple[FileUse, ...] = ()
    links: tuple[LinkUse, ...] = ()


class Facts(NamedTuple):
    """What the whole site asks of every header, small enough to be at hand for all of them."""

    accepts: tuple[str, ...] = ()  # the codes of warnings
    redirect_from: tuple[str, ...] = ()
    lang: str = ""
    translation_of: str = ""
    image: bool = False  # whether it has a picture of its own
    latest: date = date.min  # the last day of those that are compared with today


class CompiledBrief(Struct, frozen=True, dict=True):
    """One brief's file: header, texts as HTML, what is left to check, and what is wrong.

    ``brief`` is None where the header could not be read at all.
    """

    file: str
    slug: str
    brief: Brief | None
    body: Rendered = Rendered()
    body_source: str = ""
    findings: Mapping[str, Rendered] = field(default_factory=dict)
    mentions: tuple[Cited, ...] = ()
    uses: Uses = Uses()
    places: Places = Places((0, 1), {})
    problems: tuple[Diagnostic, ...] = ()

    def span(self, path: str) -> Span:
        """Where a field of the header stands."""
        return self.places.span(path)

    @property
    def whole(self) -> "CompiledBrief":
        """All of it: see ``KeptBrief``."""
        return self

    @cached_property
    def facts(self) -> Facts:
        """What the whole site asks of it."""
        brief = self.brief
        if brief is None:
            return Facts()
        moments = [brief.published, brief.updated, brief.outcome and brief.outcome.date]
        moments += [correction.date for correction in brief.corrections]
        moments += [source.accessed for source in brief.sources]
        # As ISO 8601 has them, days sort as they follow each other.
        latest = max([moment.iso[:10] for moment in moments if moment], default="")
        return Facts(
            accepts=tuple(entry.code for entry in brief.accept),
            redirect_from=brief.redirect_from,
            lang=brief.lang,
            translation_of=brief.translation_of,
            image=bool(brief.image),
            latest=date.fromisoformat(latest) if latest else date.min,
        )


class KeptBrief:
    """A compiled brief with what is asked of all briefs at hand; the rest is fetched when needed.

    That is when something is wrong with it, and for the few pages that show more of it.
    """

    __slots__ = ("_fetch", "facts", "file", "slug", "uses")

    def __init__(
        self, file: str, slug: str, facts: Facts, uses: Uses, fetch: Callable[[str], CompiledBrief]
    ) -> None:
        self.file = file
        self.slug = slug
        self.facts = facts
        self.uses = uses
        self._fetch = fetch

    @property
    def whole(self) -> CompiledBrief:
        """All of it."""
        return self._fetch(self.file)

    @property
    def brief(self) -> Brief | None:
        """Its header."""
        return self.whole.brief

    @property
    def body(self) -> Rendered:
        """Its body."""
        return self.whole.body

    @property
    def mentions(self) -> tuple[Cited, ...]:
        """The citations in its texts."""
        return self.whole.mentions

    @property
    def places(self) -> Places:
        """Where the fields of its header stand."""
        return self.whole.places

    def span(self, path: str) -> Span:
        """Where a field of the header stands."""
        return self.whole.span(path)


AnyBrief = CompiledBrief | KeptBrief


class CompiledPage(Struct, frozen=True):
    """One stand-alone page's file; ``title`` is empty where its header could not be read."""

    file: str
    slug: str
    title: str
    body: Rendered = Rendered()
    uses: Uses = Uses()
    problems: tuple[Diagnostic, ...] = ()
