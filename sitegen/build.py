"""A folder to a site: read, compile, join, plan, render, write."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sitegen.acceptance import without_accepted
from sitegen.attachments import check_attachments
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiler import compile_brief, compile_page
from sitegen.config import ReadConfig, read_config, with_base_url
from sitegen.diagnostics import (
    WHOLE_FILE,
    Diagnostic,
    cut_short,
    error,
    has_errors,
    in_order,
    warning,
)
from sitegen.files import Tree, new_tree
from sitegen.folder import BRIEFS, CONFIG, PAGES, TEMPLATES, Folder
from sitegen.graph import NOTHING_LEFT, Left, Site, link
from sitegen.history import history
from sitegen.history_rules import check_history
from sitegen.outputs import Output
from sitegen.parallel import run
from sitegen.plan import globals_of, plan
from sitegen.plan_rules import check_plan
from sitegen.profiles import RELIED_ON, Assessment, assess
from sitegen.render import BrokenTemplateError, Renderer
from sitegen.revision import Revision
from sitegen.routes import path_of

Look = Callable[[Output, bytes], Any]  # what a command wants to know of an output, from its bytes


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: the day it is, whose address to use, what to show, how hard to look."""

    today: date
    base_url: str = ""
    drafts: bool = False
    strict: bool = False
    clean: bool = False
    jobs: int = 1
    profile: str = ""  # the code to hold the briefs against: one of config.PROFILES
    since: Revision | None = None  # what the texts are compared with


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a build: its problems, whether the site stands, and what it holds."""

    problems: tuple[Diagnostic, ...]
    ok: bool
    bad_config: bool = False
    briefs: int = 0
    claims: int = 0
    files: int = 0
    unpublished: int = 0  # drafts and scheduled briefs that the site shows
    left: Left = NOTHING_LEFT
    assessment: Assessment | None = None
    looked: tuple[Any, ...] = ()  # what ``look`` gave for each output, in their order


def build(
    folder: Folder, options: Options, output: Path | None, look: Look | None = None
) -> Result:
    """Build the site into ``output``, or only check it where that is None.

    A check that makes the outputs shows each of them to ``look``, in the process that made it.
    With errors (or, if strict, warnings) nothing is written. Raises ``files.RefusedError`` where
    a file that sitegen did not write is in the way, and ``OSError`` where the disk fails.
    """
    with _no_garbage_collection():
        return _build(folder, options, output, look)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A build makes next to no cycles, and looking for them takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _build(folder: Folder, options: Options, output: Path | None, look: Look | None) -> Result:
    read = _read_config(folder, options)
    briefs, pages, problems = compile_all(folder, options.jobs)
    problems += read.problems
    if has_errors(read.problems):
        known = without_accepted(problems, briefs, whole=False)
        return Result(tuple(cut_short(in_order(known))), ok=False, bad_config=True)
    site, found = link(read, briefs, pages, today=options.today, drafts=options.drafts)
    making = Making(folder, site, look)
    problems += [
        *found,
        *check_plan(read, site, making.outputs),
        *_changes(read, briefs, pages, options),
        *_without_address(read),
        *_without_briefs(folder),
    ]
    relied_on = RELIED_ON if options.profile or read.config.profile else ()
    problems = without_accepted(problems, briefs, whole=True, relied_on=relied_on)
    if not has_errors(problems):
        dry = output is None or (options.strict and problems)
        problems += making.check(options.jobs) if dry else making.write(output, options)
    failed = has_errors(problems) or (options.strict and bool(problems))
    return Result(
        problems=tuple(cut_short(in_order(problems))),
        ok=not failed,
        bad_config=any(p.file == CONFIG and p.severity == "error" for p in problems),
        briefs=len(site.briefs),
        claims=len(site.claims),
        files=len(making.outputs) + 1,
        unpublished=sum(1 for card in site.briefs if card.state),
        left=site.left,
        assessment=_assessment(site, options.profile),
        looked=tuple(making.looked),
    )


def _assessment(site: Site, profile: str) -> Assessment | None:
    """How the briefs that are shown meet a code, where one was asked for."""
    shown = [site.compiled[card.slug] for card in site.briefs]
    return assess(profile, shown, site.pages) if profile else None


def _read_config(folder: Folder, options: Options) -> ReadConfig:
    read = read_config(folder.read(CONFIG))
    base_url = options.base_url or read.config.base_url
    return replace(read, config=with_base_url(read.config, base_url))


def _changes(
    read: ReadConfig,
    briefs: Sequence[CompiledBrief],
    pages: Sequence[CompiledPage],
    options: Options,
) -> list[Diagnostic]:
    """What was changed since a revision without a word to readers."""
    if options.since is None:
        return []
    return check_history(history(options.since, read, briefs, pages, options.today))


def _without_address(read: ReadConfig) -> list[Diagnostic]:
    if read.config.base_url:
        return []
    message = "without base_url, feeds, sitemap, canonical links and ClaimReview are left out"
    hint = "add base_url: https://… with the address the site will have, or use --base-url"
    return [warning("no-base-url", CONFIG, WHOLE_FILE, message, hint)]


def _without_briefs(folder: Folder) -> list[Diagnostic]:
    there = (folder.root / BRIEFS).is_dir()
    if there and folder.texts(BRIEFS):
        return []
    message = f"there is no brief in {BRIEFS}/" if there else f"there is no folder {BRIEFS}/"
    hint = "write one with: sitegen new SLUG"
    return [warning("no-briefs", CONFIG, WHOLE_FILE, message, hint)]


# Compiling


def compile_all(
    folder: Folder, jobs: int
) -> tuple[list[CompiledBrief], list[CompiledPage], list[Diagnostic]]:
    """Every brief and page compiled, each with what it relies on checked."""
    problems: list[Diagnostic] = []
    briefs: list[CompiledBrief] = []
    pages: list[CompiledPage] = []
    paths: list[str] = []
    for name in (BRIEFS, PAGES):
        try:
            paths += folder.texts(name)
            problems += map(_not_read, folder.nearly_texts(name))
        except OSError as wrong:
            problems.append(_unreadable(folder.relative(wrong.filename), wrong))
    for compiled, found in run(jobs, _compile, folder, paths, chunk=32):
        problems += found
        if isinstance(compiled, CompiledBrief):
            briefs.append(compiled)
        elif compiled is not None:
            pages.append(compiled)
    return briefs, pages, problems


def _compile(
    folder: Folder, path: str
) -> tuple[CompiledBrief | CompiledPage | None, list[Diagnostic]]:
    if not path.isprintable() and path.encode("utf-8", "replace").decode() != path:
        shown = path.encode("utf-8", "replace").decode()
        message, hint = "the file's name is not UTF-8", "give the file another name"
        return None, [error("bad-slug", shown, WHOLE_FILE, message, hint)]
    try:
        source = folder.read(path)
    except OSError as wrong:
        return None, [_unreadable(path, wrong)]
    brief = path.startswith(f"{BRIEFS}/")
    compiled = compile_brief(source) if brief else compile_page(source)
    return compiled, [*compiled.problems, *check_attachments(compiled, folder)]


def _not_read(path: str) -> Diagnostic:
    if path.endswith("/"):
        message = "this is a folder, though its name ends in .md: it is no brief or page"
        hint = "name it without .md, or put the text itself in a file of that name"
        return warning("not-read", path[:-1], WHOLE_FILE, message, hint)
    stem = path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]
    message = "this file is not read, as its name does not end in .md"
    hint = f"save it as text named {stem}.md, or begin its name with _ to keep it out"
    return warning("not-read", path, WHOLE_FILE, message, hint)


def _unreadable(path: str, wrong: OSError) -> Diagnostic:
    message = f"this cannot be read: {wrong.strerror or wrong}"
    gone = isinstance(wrong, FileNotFoundError)  # it was listed, so it is a link
    hint = "it is a link to something that is not there" if gone else "check its permissions"
    return error("unreadable", path, WHOLE_FILE, message, hint)


# Making


class Making:
    """The outputs of a site, about to be made; a process that gets one makes its own renderer."""

    def __init__(self, folder: Folder, site: Site, look: Look | None = None) -> None:
        self.folder = folder
        self.look = look
        self.looked: list[Any] = []
        self.site = site
        self.outputs: list[Output] = plan(site, self.renderer.assets())
        self.tree: Tree | None = None

    @cached_property
    def renderer(self) -> Renderer:
        """The templates, with what each of them sees of the site."""
        return Renderer(self.folder.root / TEMPLATES, globals_of(self.site))

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "renderer"}

    def content(self, number: int) -> bytes:
        """One output's bytes. Raises ``BrokenTemplateError``, ``OSError`` for a file to copy."""
        output = self.outputs[number]
        if output.make is None:
            return self.folder.content(output.copies)
        made = output.make(self.site, self.renderer)
        return made if isinstance(made, bytes) else made.encode()

    def check(self, jobs: int) -> list[Diagnostic]:
        """Make everything and keep nothing, to see what goes wrong."""
        problems: list[Diagnostic] = []
        for looked, found in self._make_all(jobs):
            self.looked += looked
            problems += found
        return problems

    def write(self, output: Path | None, options: Options) -> list[Diagnostic]:
        """Make everything and put it in the place of ``output``, unless something goes wrong."""
        assert output is not None  # noqa: S101 (checking alone has no output)
        with new_tree(output, reuse=not options.clean) as tree:
            self.tree = tree
            digests: dict[str, str] = {}
            problems: list[Diagnostic] = []
            for written, found in self._make_all(options.jobs):
                digests |= dict(written)
                problems += found
            if not has_errors(problems):
                tree.finish(digests)
        return problems

    def _make_all(self, jobs: int) -> Iterator[tuple[list[Any], list[Diagnostic]]]:
        return run(jobs, _make, self, range(len(self.outputs)), chunk=128)


def _make(making: Making, number: int) -> tuple[list[Any], list[Diagnostic]]:
    """Make one output, and write it if there is a tree: its path and digest, or a problem.

    Without a tree, what ``look`` makes of it.
    """
    try:
        content = making.content(number)
    except BrokenTemplateError as broken:
        return [], [broken.problem]
    if making.tree is None:
        return [making.look(making.outputs[number], content)] if making.look else [], []
    return [making.tree.write(path_of(making.outputs[number].address), content)], []
