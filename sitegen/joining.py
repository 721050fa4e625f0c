"""All that is known of a site before anything is rendered: read, compiled, joined, planned."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.acceptance import without_accepted
from sitegen.attachments import check_assets
from sitegen.card_rules import check_cards
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiling import Texts, compile_all
from sitegen.config import ReadConfig, read_config, with_base_url
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, cut_short, has_errors, in_order, warning
from sitegen.folder import BRIEFS, CONFIG, Folder
from sitegen.graph import Site, link
from sitegen.languages import read_languages
from sitegen.making import Look, Making
from sitegen.memory import Memory
from sitegen.options import Options
from sitegen.plan import Plan
from sitegen.plan_rules import check_plan
from sitegen.profiles import RELIED_ON, Assessment, assess
from sitegen.results import Result
from sitegen.source import SourceFile


class Joined(Struct, frozen=True):
    """A site that could be made, and what is wrong so far; no making where settings are wrong."""

    making: Making | None
    problems: list[Diagnostic]


def check(folder: Folder, options: Options, look: Look | None = None) -> Result:
    """What is wrong with a site, of which everything is made and nothing is written."""
    read = read_settings(folder.read(CONFIG), options)
    joined = join(folder, options, read, compile_all(folder, options.jobs))
    making, problems = joined.making, joined.problems
    if making:
        making.look = look
        if not has_errors(problems):
            problems += making.check(options.jobs)
    return result_of(making, problems, options)


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
        *problems_of_plan(folder, read, site, making.plan, memory),
        *_changes(read, briefs, pages, options),
    ]
    relied_on = relied_on_elsewhere(read, options)
    return Joined(making, without_accepted(problems, briefs, whole=True, relied_on=relied_on))


def relied_on_elsewhere(read: ReadConfig, options: Options) -> Collection[str]:
    """The warnings whose reasons a code of fact-checking asks for, where one is."""
    return RELIED_ON if options.profile or read.config.profile else ()


def problems_of_plan(
    folder: Folder, read: ReadConfig, site: Site, plan: Plan, memory: Memory | None
) -> Iterator[Diagnostic]:
    """What is wrong with a site besides its briefs."""
    yield from check_plan(read, site, plan)
    yield from check_cards(site, memory)
    yield from check_assets(folder)
    yield from _without_address(read)
    yield from _without_briefs(folder)


def result_of(making: Making | None, problems: Sequence[Diagnostic], options: Options) -> Result:
    """What is told of a site that is not written, once all of its problems are known."""
    if making is None:
        return Result(told(problems), ok=False, bad_config=True)
    files = len(making.outputs) + 1
    found = result_of_site(making.site, problems, options, files)
    return found._replace(looked=tuple(making.looked))


def result_of_site(
    site: Site, problems: Sequence[Diagnostic], options: Options, files: int
) -> Result:
    """The same of a site of so many files."""
    return Result(
        problems=told(problems),
        ok=not (has_errors(problems) or (options.strict and bool(problems))),
        bad_config=any(p.file == CONFIG and p.severity == "error" for p in problems),
        briefs=len(site.briefs),
        claims=len(site.claims),
        files=files,
        unpublished=sum(1 for card in site.briefs if card.state),
        left=site.left,
        assessment=_assessment(site, options.profile),
    )


def told(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The problems as every report has them."""
    return tuple(cut_short(in_order(problems)))


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
