"""One file's bytes to what it says: pure, so that it runs in any process and can be kept.

Nothing here knows another file, the settings, the clock or the disk.
"""

from collections.abc import Collection
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import Annotated as An
from typing import NamedTuple

from msgspec import Struct

from sitegen import routes
from sitegen.citations import Citations
from sitegen.compiled import CompiledBrief, CompiledPage, FileUse, LinkUse, Uses
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, Words, error, warning
from sitegen.document import Document, read_document
from sitegen.editor_rules import check_as_editor
from sitegen.highlight import Quote
from sitegen.kinds import TEXT
from sitegen.markup import render_markdown
from sitegen.model import BRIEF, Brief
from sitegen.names import is_slug, propose_slug
from sitegen.passage import Passage
from sitegen.rendered import Reference, Rendered, Setting
from sitegen.rules import Header, check_header
from sitegen.shape import Field, Record
from sitegen.source import SourceFile, Text


class PageHeader(Struct, frozen=True, kw_only=True):
    """A stand-alone page."""

    title: An[str, Field(TEXT, "The page's title.", required=True)]


PAGE = Record(PageHeader)


class ReadBrief(Struct, frozen=True):
    """A brief's file with its header read and checked, before its texts are looked at.

    ``header`` is None where it could not be read at all.
    """

    slug: str
    document: Document
    header: Header | None
    problems: tuple[Diagnostic, ...]


def read_brief(source: SourceFile) -> ReadBrief:
    """A brief's header. Any bytes give a value, with problems where they are wrong."""
    slug = PurePosixPath(source.path).stem
    document, problems = read_document(source, BRIEF)
    problems += _check_name(source.path, slug)
    if document.header is None:
        return ReadBrief(slug, document, None, tuple(problems))
    values, reader = document.header
    brief: Brief = BRIEF.make(values)
    header = Header(source.path, brief, reader.places, frozenset(reader.lost))
    problems += [*reader.problems, *check_header(header)]
    return ReadBrief(slug, document, header, tuple(problems))


def compile_brief(source: SourceFile) -> CompiledBrief:
    """A brief's file compiled. Any bytes give a value, with problems where they are wrong."""
    read = read_brief(source)
    slug, document, header = read.slug, read.document, read.header
    if header is None:
        return CompiledBrief(source.path, slug, None, problems=read.problems)
    text, brief, places = document.text, header.brief, header.places
    texts = _render_texts(brief, document.body)
    problems = [*read.problems, *check_as_editor(header, texts.citations.mentions)]
    anchors = [*(claim.id for claim in brief.claims), *texts.body.headings]
    gathered = _Gathered(header, text, routes.brief(slug), anchors)
    for claim in brief.claims:
        finding = texts.findings.get(claim.id)
        if finding and finding.references:
            place = places.offsets[f"claims.{claim.id}.finding"]
            gathered.take(finding.references, Passage.of_scalar(text, place, claim.finding))
    gathered.take(texts.body.references, Passage.of_body(text, document.body_start))
    if brief.image:
        gathered.use_file(brief.image, places.span("image"))
    return CompiledBrief(
        source.path,
        slug,
        brief,
        texts.body,
        document.body.strip(),
        texts.findings,
        tuple(texts.citations.mentions),
        gathered.uses,
        places,
        (*problems, *gathered.problems),
    )


class _Texts(NamedTuple):
    """The texts of a brief as HTML, and the citations in all of them."""

    findings: dict[str, Rendered]
    body: Rendered
    citations: Citations


def _render_texts(brief: Brief, body: str) -> _Texts:
    """Findings first, as on the page, so that mentions of a source are numbered downwards."""
    citations = Citations(source.id for source in brief.sources)
    findings = {
        claim.id: render_markdown(claim.finding, Setting(citations, claim.id))
        for claim in brief.claims
        if claim.finding
    }
    quotes = tuple(Quote(claim.id, claim.quote) for claim in brief.claims if claim.quote)
    reserved = frozenset(claim.id for claim in brief.claims)
    rendered = render_markdown(body, Setting(citations, "", quotes, reserved))
    return _Texts(findings, rendered, citations)


class ReadPage(Struct, frozen=True):
    """A stand-alone page's file with its header read, as ``ReadBrief`` is a brief's."""

    slug: str
    document: Document
    header: PageHeader | None
    problems: tuple[Diagnostic, ...]


def read_page(source: SourceFile) -> ReadPage:
    """A stand-alone page's header, as ``read_brief`` reads a brief's."""
    slug = PurePosixPath(source.path).stem
    document, problems = read_document(source, PAGE)
    problems += _check_name(source.path, slug)
    if document.header is None:
        return ReadPage(slug, document, None, tuple(problems))
    values, reader = document.header
    header = PAGE.make(values)
    return ReadPage(slug, document, header, (*problems, *reader.problems))


def compile_page(source: SourceFile) -> CompiledPage:
    """A stand-alone page's file compiled, as ``compile_brief`` does a brief's."""
    read = read_page(source)
    slug, document = read.slug, read.document
    if read.header is None:
        return CompiledPage(source.path, slug, "", problems=read.problems)
    body = render_markdown(document.body, Setting())
    gathered = _Gathered(None, document.text, routes.page(slug), body.headings)
    gathered.take(body.references, Passage.of_body(document.text, document.body_start))
    found = (*read.problems, *gathered.problems)
    return CompiledPage(source.path, slug, read.header.title, body, gathered.uses, found)


def _check_name(path: str, slug: str) -> list[Diagnostic]:
    if is_slug(slug):
        return []
    message = f'the file name "{slug}.md" gives no address'
    hint = propose_slug(slug).replace('"', "", 1).replace('" (', ".md (", 1)
    return [error("bad-slug", path, WHOLE_FILE, message, hint.replace("write", "name it", 1))]


class _Gathered:
    """Checks what texts refer to, and keeps what only the whole site can check."""

    def __init__(
        self, header: Header | None, text: Text, address: str, anchors: Collection[str]
    ) -> None:
        self.header = header
        self.text = text
        self.address = address
        self.anchors = frozenset(anchors)
        self.problems: list[Diagnostic] = []
        self._files: list[FileUse] = []
        self._links: list[LinkUse] = []

    @cached_property
    def _anchors(self) -> Words:
        return Words(self.anchors)

    @property
    def uses(self) -> Uses:
        return Uses(tuple(self._files), tuple(self._links))

    def take(self, references: tuple[Reference, ...], passage: Passage) -> None:
        """Check the references of one text, which stands in the file as the passage says."""
        for reference in references:
            kind, target = reference.kind, reference.target
            if self.header and self.header.is_told(kind, target):
                continue
            if kind == "source":
                message = f'"{target}" is not a source of this brief'
                hint = self.header.source_hint(target) if self.header else ""
                self._error("unknown-source", self._find(reference, passage), message, hint)
            elif kind == "anchor" and target not in self.anchors:
                self._unknown_anchor(reference, passage)
            elif kind == "file":
                self.use_file(target, self._find(reference, passage))
            elif kind == "text":
                self._use_text(target, self._find(reference, passage))
            elif kind == "address":
                self._links.append(LinkUse("address", target, self._find(reference, passage)))
            elif kind in ("unsafe", "remote-image", "loose", "template"):
                self._warn(reference, passage)

    def use_file(self, target: str, span: Span) -> None:
        """Note a file to copy; one that is not beside the text or below is ``unsafe-path``."""
        if target in self.anchors:
            message = f'"{target}" is a claim or heading here, but without # it names a file'
            self._error("unknown-claim", span, message, f"write #{target}")
            return
        path = routes.inside(dirname(self.text.path), target)
        if path is None or "://" in target or any(part.startswith(".") for part in path.split("/")):
            message = f'"{target}" is not a file beside this one'
            hint = "put a copy into the same folder, or one below it, and name that"
            self._error("unsafe-path", span, message, hint)
            return
        folder = len(dirname(self.text.path)) + 1
        self._files.append(FileUse(path, self.address + path[folder:], span))

    def _use_text(self, target: str, span: Span) -> None:
        named, _, fragment = target.partition("#")
        path = normpath(join(dirname(self.text.path), named))
        if path.startswith("..") or path.split("/")[0] != self.text.path.split("/")[0]:
            hint = "link to its address, such as /briefs/bridge/"
            self._error("unsafe-path", span, f'"{target}" is in another folder', hint)
            return
        whole = f"{path}#{fragment}" if fragment else path
        self._links.append(LinkUse("text", whole, span))

    def _unknown_anchor(self, reference: Reference, passage: Passage) -> None:
        wrong = reference.target
        what = "a claim or a heading of this brief" if self.header else "a heading of this page"
        message = f'"#{wrong}" is not {what}'
        hint = self._anchors.hint(wrong)
        self._error("unknown-claim", self._find(reference, passage), message, hint)

    def _warn(self, reference: Reference, passage: Passage) -> None:
        span = self._find(reference, passage)
        self.problems.append(_advice(reference, self.text.path, span))

    def _error(self, code: str, span: Span, message: str, hint: str) -> None:
        self.problems.append(error(code, self.text.path, span, message, hint))

    def _find(self, reference: Reference, passage: Passage) -> Span:
        return passage.find(reference.place, reference.written)


def _advice(reference: Reference, file: str, span: Span) -> Diagnostic:
    """The warning of what is shown as it stands, but was hardly meant so."""
    match reference.kind:
        case "unsafe":
            message = f'"{reference.target}" stays text, as it is not a safe link'
            hint = "begin a link with https://, http:// or mailto:, or name a file beside this one"
            return warning("bad-url", file, span, message, hint)
        case "remote-image":
            message = (
                "a picture from another site becomes a link, as pages load nothing from others"
            )
            hint = "save the picture beside this file and name it here"
            return warning("bad-url", file, span, message, hint)
        case "loose":
            message = f'"{reference.written}" stays text and cites nothing'
            hint = f"write [{reference.written}], several as [@one; @other]"
            return warning("loose-citation", file, span, message, hint)
        case _:
            message = "this paragraph still holds the words of the template"
            return warning("placeholder", file, span, message, "write yours instead")
