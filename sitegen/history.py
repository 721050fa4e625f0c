"""What was published at a revision, beside what the site shows now."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec import Struct

from sitegen import routes
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiler import read_brief, read_page
from sitegen.config import ReadConfig
from sitegen.diagnostics import has_errors
from sitegen.folder import BRIEFS, PAGES
from sitegen.model import Brief, Correction
from sitegen.revision import Revision


class Then(NamedTuple):
    """A brief as it was published."""

    file: str
    slug: str
    brief: Brief
    body: str


class ThenPage(NamedTuple):
    """A stand-alone page as it was published."""

    file: str
    slug: str
    title: str


class Pair(Struct, frozen=True):
    """A brief as it was published, and the one that takes its place now.

    ``new`` are the corrections that it did not have then.
    """

    then: Brief
    now: Brief
    compiled: CompiledBrief
    new: tuple[Correction, ...]

    @property
    def unread(self) -> bool:
        """Whether corrections or claims were written, but in a way that none could be read."""
        written = "corrections" in self.compiled.places.offsets
        return (written and not self.now.corrections) or not self.now.claims

    def concerns(self, correction: Correction, claim_id: str) -> bool:
        """Whether a correction is about a claim, or about all.

        One whose claim is misspelt may be about any: it has an error of its own.
        """
        known = {claim.id for claim in self.now.claims}
        lost = correction.claim not in known and correction.kind != "void"
        return correction.claim in ("", claim_id) or lost


class History(Struct, frozen=True):
    """The site then and now. ``since`` is the revision, as typed.

    ``then`` and ``pages_then`` are what was published and is not the same any more. ``known`` and
    ``known_pages`` are the slugs of all texts that there were. ``answers`` is what is shown now
    under each slug, those under ``redirect_from`` included; ``renamed`` what seems to be the same
    brief under another name, where nothing is.
    """

    since: str
    today: date
    read: ReadConfig
    then: tuple[Then, ...]
    pages_then: tuple[ThenPage, ...]
    known: frozenset[str]
    known_pages: frozenset[str]
    briefs: Sequence[CompiledBrief]
    pages: Sequence[CompiledPage]
    answers: Mapping[str, CompiledBrief]
    renamed: Mapping[str, CompiledBrief]
    pairs: tuple[Pair, ...]

    def redirects(self, address: str) -> bool:
        """Whether ``site.yaml`` leads on from an address."""
        return any(routes.redirect_of(old) == address for old, _ in self.read.config.redirects)


def is_public(brief: Brief, today: date) -> bool:
    """Whether a brief is in the site on a day."""
    return not brief.draft and brief.published is not None and brief.published.day <= today


def squeezed(text: str) -> str:
    """A text as two of them are compared: NFC, white space made one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def history(
    revision: Revision,
    read: ReadConfig,
    briefs: Sequence[CompiledBrief],
    pages: Sequence[CompiledPage],
    today: date,
) -> History:
    """Put what was published at a revision beside what there is now."""
    then = tuple(_briefs_then(revision, today))
    answers = _answers(briefs, today)
    known = _slugs(revision, BRIEFS)
    new = [c for c in briefs if c.brief and c.slug not in known]
    lost = [was for was in then if was.slug not in answers]
    renamed = {was.slug: found for was in lost if (found := _likest(was, new))}
    return History(
        since=revision.name,
        today=today,
        read=read,
        then=then,
        pages_then=tuple(_pages_then(revision)),
        known=known,
        known_pages=_slugs(revision, PAGES),
        briefs=briefs,
        pages=pages,
        answers=answers,
        renamed=renamed,
        pairs=tuple(_pairs(then, {**_same(lost, renamed, today), **answers})),
    )


def _same(
    lost: Sequence[Then], renamed: Mapping[str, CompiledBrief], today: date
) -> dict[str, CompiledBrief]:
    """Those renamed that are the same brief beyond doubt: a claim or the title says so."""
    found = {}
    for then in lost:
        now = renamed.get(then.slug)
        if now and now.brief and is_public(now.brief, today) and any(_likeness(then, now)[:2]):
            found[then.slug] = now
    return found


def _likest(then: Then, new: Sequence[CompiledBrief]) -> CompiledBrief | None:
    """The brief, new since then, that is most like one that is gone."""
    likest = max(new, key=lambda c: _likeness(then, c), default=None)
    return likest if likest and any(_likeness(then, likest)) else None


def _likeness(then: Then, compiled: CompiledBrief) -> tuple[int, bool, bool, bool]:
    """How much two briefs have in common, what tells most first: claims, title, text, article."""
    old, new = then.brief, compiled.brief
    if new is None:
        return 0, False, False, False
    texts = {squeezed(c.text) for c in old.claims} & {squeezed(c.text) for c in new.claims}
    return (
        len(texts),
        squeezed(old.title) == squeezed(new.title),
        bool(then.body) and then.body == compiled.body_source,
        bool(old.article.url) and old.article.url == new.article.url,
    )


def _slugs(revision: Revision, folder: str) -> frozenset[str]:
    """The slugs of all texts in a folder at a revision."""
    names = (PurePosixPath(path) for path in revision.paths if path.startswith(f"{folder}/"))
    return frozenset(name.stem for name in names)


def _briefs_then(revision: Revision, today: date) -> Iterator[Then]:
    for source in revision.changed:
        if source.path.startswith(f"{BRIEFS}/"):
            read = read_brief(source)
            whole = read.header and not has_errors(read.problems)
            if read.header and whole and is_public(read.header.brief, today):
                body = read.document.body.strip()
                yield Then(source.path, read.slug, read.header.brief, body)


def _pages_then(revision: Revision) -> Iterator[ThenPage]:
    for source in revision.changed:
        if not source.path.startswith(f"{BRIEFS}/"):
            read = read_page(source)
            if read.header and not has_errors(read.problems):
                yield ThenPage(source.path, read.slug, read.header.title)


def _answers(briefs: Sequence[CompiledBrief], today: date) -> dict[str, CompiledBrief]:
    """What is shown under each slug: a brief's own goes before another's old one."""
    shown = [(c, c.brief) for c in briefs if c.brief and is_public(c.brief, today)]
    answers = {compiled.slug: compiled for compiled, _ in shown}
    for compiled, brief in shown:
        for old in brief.redirect_from:
            answers.setdefault(old, compiled)
    return answers


def _pairs(then: Sequence[Then], successors: Mapping[str, CompiledBrief]) -> Iterator[Pair]:
    """Each brief with its successor; one that took in others has no new correction of theirs."""
    old: dict[str, list[Correction]] = {}
    for was in then:
        if now := successors.get(was.slug):
            old.setdefault(now.file, []).extend(was.brief.corrections)
    for was in then:
        now = successors.get(was.slug)
        if now and now.brief:
            new = tuple(c for c in now.brief.corrections if c not in old[now.file])
            yield Pair(was.brief, now.brief, now, new)
