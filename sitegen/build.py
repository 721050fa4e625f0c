"""A folder to a site: read, compile, join, plan, render, write."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitegen.acceptance import without_accepted
from sitegen.attachments import check_assets
from sitegen.card_rules import check_cards
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiling import Texts, compile_all
from sitegen.config import ReadConfig, read_config, with_base_url
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, cut_short, has_errors, in_order, warning
from sitegen.folder import BRIEFS, CONFIG, Folder
from sitegen.graph import NOTHING_LEFT, Left, Site, link
from sitegen.languages import read_languages
from sitegen.making import Look, Making
from sitegen.memory import Memory
from sitegen.options import Options
from sitegen.plan_rules import check_plan
from sitegen.profiles import RELIED_ON, Assessment, assess
from sitegen.source import SourceFile


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


@dataclass(frozen=True, slots=True)
class Joined:
    """A site that could be made, and what is wrong so far; no making where settings are wrong."""

    making: Making | None
    problems: list[Diagnostic]


def build(
    folder: Folder, options: Options, output: Path | None, look: Look | None = None
) -> Result:
    """Build the site into ``output``, or only check it where that is None.

    A check that makes the outputs shows each of them to ``look``, in the process that made it.
    With errors (or, if strict, warnings) nothing is written. Raises ``files.RefusedError`` where
    a file that sitegen did not write is in the way, and ``OSError`` where the disk fails.
    """
    with no_garbage_collection():
        read = read_settings(folder.read(CONFIG), options)
        joined = join(folder, options, read, compile_all(folder, options.jobs))
        making, problems = joined.making, joined.problems
        if making:
            making.look = look
        if making and not has_errors(problems):
            dry = output is None or (options.strict and problems)
            problems += making.check(options.jobs) if dry else _written(making, output, options)
        return result_of(making, problems, options)


def _written(making: Making, output: Path | None, options: Options) -> list[Diagnostic]:
    assert output is not None  # noqa: S101 (checking alone has no output)
    return making.write(output, options.jobs, reuse=not options.clean, strict=options.strict)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """A build makes next to no cycles, and looking for them takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_settings(source: SourceFile, options: Options) -> ReadConfig:
    """``site.yaml``, with the address that the command line gave, if it did."""
    read = read_config(source)
    base_url = options.base_url or read.config.base_url
    config = with_base_url(read.config, base_url)
    # Pictures are named by their whole address, so without one nobody would see them.
    wanted = config.share_images and options.cards and bool(config.base_url)
    return replace(read, config=replace(config, share_images=wanted))


def join(
    folder: Folder,
    options: Options,
    read: ReadConfig,
    texts: Texts,
    memory: Memory | None = None,
) -> Joined:
    """All that is known before anything is rendered: the planned site, and its problems.

    Who joins a site again and again gives a ``memory``, which makes it quicker.
    """
    briefs, pages = texts.briefs, texts.pages
    problems = [*texts.problems, *read.problems]
    if has_errors(read.problems):
        return Joined(None, without_accepted(problems, briefs, whole=False))
    languages = read_languages(folder, read.config.lang)
    site, found = link(
        read,
        briefs,
        pages,
        today=options.today,
        drafts=options.drafts,
        languages=languages,
        memory=memory,
    )
    making = Making(folder, site, memory, keep=options.keep)
    problems += [
        *languages.problems,
        *found,
        *check_plan(read, site, making.plan),
        *check_cards(site),
        *check_assets(folder),
        *_changes(read, briefs, pages, options),
        *_without_address(read),
        *_without_briefs(folder),
    ]
    relied_on = RELIED_ON if options.profile or read.config.profile else ()
    return Joined(making, without_accepted(problems, briefs, whole=True, relied_on=relied_on))


def result_of(making: Making | None, problems: Sequence[Diagnostic], options: Options) -> Result:
    """What is told of a build, once all of its problems are known."""
    told = tuple(cut_short(in_order(problems)))
    if making is None:
        return Result(told, ok=False, bad_config=True)
    site = making.site
    return Result(
        problems=told,
        ok=not (has_errors(problems) or (options.strict and bool(problems))),
        bad_config=any(p.file == CONFIG and p.severity == "error" for p in problems),
        briefs=len(site.briefs),
        claims=len(site.claims),
        files=making.written or len(making.outputs) + 1,
        unpublished=sum(1 for card in site.briefs if card.state),
        left=site.left,
        assessment=_assessment(site, options.profile),
        looked=tuple(making.looked),
    )


def _assessment(site: Site, profile: str) -> Assessment | None:
    """How the briefs that are shown meet a code, where one was asked for."""
    shown = [site.compiled[card.slug] for card in site.briefs]
    return assess(profile, shown, site.pages) if profile else None


def _changes(
    read: ReadConfig,
    briefs: Sequence[CompiledBrief],
    pages: Sequence[CompiledPage],
    options: Options,
) -> list[Diagnostic]:
    """What was changed since a revision without a word to readers."""
    if options.since is None:
        return []
    from sitegen.history import history
    from sitegen.history_rules import check_history

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
