"""What one file becomes when it is compiled, before any other file is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.citations import Cited
from sitegen.diagnostics import Diagnostic, Span
from sitegen.markup import Rendered
from sitegen.model import Brief
from sitegen.reading import Places


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


@dataclass(frozen=True, slots=True)
class Uses:
    """What a text uses that only the whole site can say is there."""

    files: tuple[FileUse, ...] = ()
    links: tuple[LinkUse, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledBrief:
    """One brief's file: header, texts as HTML, what is left to check, and what is wrong.

    ``brief`` is None where the header could not be read at all. ``places`` and ``problems``
    say where things stand in the file, which is no part of what the brief says.
    """

    file: str
    slug: str
    brief: Brief | None
    body: Rendered = Rendered()
    body_source: str = ""
    findings: Mapping[str, Rendered] = field(default_factory=dict)
    mentions: tuple[Cited, ...] = ()
    uses: Uses = Uses()
    places: Places = field(default=Places((0, 1), {}), compare=False)
    problems: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def span(self, path: str) -> Span:
        """Where a field of the header stands."""
        return self.places.span(path)


@dataclass(frozen=True, slots=True)
class CompiledPage:
    """One stand-alone page's file; ``title`` is empty where its header could not be read."""

    file: str
    slug: str
    title: str
    body: Rendered = Rendered()
    uses: Uses = Uses()
    problems: tuple[Diagnostic, ...] = field(default=(), compare=False)
