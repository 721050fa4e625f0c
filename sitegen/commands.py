"""What the commands do: the only place that knows the clock, the working folder and the cores."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TextIO

from sitegen.build import Options, Result, build
from sitegen.config import base_url_problem
from sitegen.diagnostics import WHOLE_FILE, error
from sitegen.files import RefusedError, check_output
from sitegen.findings import Findings
from sitegen.folder import BRIEFS, CONFIG, OUTPUT, Folder, find_root
from sitegen.formats import formatted
from sitegen.graph import Left
from sitegen.names import is_slug, propose_slug
from sitegen.render import builtin_templates
from sitegen.report import counted, tally, text_report, visible
from sitegen.report_profile import profile_table
from sitegen.report_terminal import print_rows, terminal_report
from sitegen.repository import below_repository
from sitegen.revision import RevisionError, read_revision
from sitegen.source import read_text

FINE, CONTENT, USAGE = 0, 1, 2
ENOUGH = 64  # briefs below which a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class Settings:
    """What build and check are asked for, as typed."""

    root: Path | None
    base_url: str
    drafts: bool
    strict: bool
    jobs: int | None
    today: str
    format: str
    profile: str = ""
    since: str | None = None


class UsageError(Exception):
    """A command that cannot be carried out; the message says why and what to type instead."""


def say(text: str) -> None:
    """Talk goes to standard error, so that data can be piped."""
    if sys.stderr:  # None where it was closed
        with _quiet_when_hung_up(sys.stderr):
            print(text, file=sys.stderr)


def give(data: bytes) -> None:
    """Data goes to standard output, as UTF-8 whatever the terminal is."""
    if sys.stdout:
        with _quiet_when_hung_up(sys.stdout):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()


@contextmanager
def _quiet_when_hung_up(stream: TextIO) -> Iterator[None]:
    """A reader that has seen enough is no mistake: what else it would get goes nowhere."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def build_site(settings: Settings, output: Path | None, *, clean: bool) -> int:
    """``sitegen build``: gives the exit status."""
    started = time.perf_counter()
    try:
        folder, options = _prepare(settings, clean=clean)
        place = output or folder.root / OUTPUT
        result = _without_site(settings)
        if result is None:
            check_output(place, folder.root)
            result = build(folder, options, place)
    except (UsageError, RefusedError) as refused:
        say(f"sitegen: {refused}")
        return USAGE
    _show(result, folder, settings.format)
    if not result.ok:
        say(f"{tally(result.problems)}: nothing was written")
        return USAGE if result.bad_config else CONTENT
    seconds = time.perf_counter() - started
    counts = [counted(result.briefs, "brief"), counted(result.claims, "claim")]
    counts.append(counted(result.files, "file"))
    with_warnings = f", with {tally(result.problems)}" if result.problems else ""
    if result.unpublished:
        say(f"this shows {counted(result.unpublished, 'unpublished brief')}: do not publish it")
    say(f"{', '.join(counts)} in {seconds:.2f} s: {_shown(place)}/index.html{with_warnings}")
    return FINE


def check_site(settings: Settings) -> int:
    """``sitegen check``: gives the exit status."""
    missing = _without_site(settings)
    if missing:
        settings = replace(settings, since=None)
    try:
        folder, options = _prepare(settings, clean=False)
    except UsageError as refused:
        say(f"sitegen: {refused}")
        return USAGE
    except RevisionError as refused:
        say(f"sitegen: --since: {refused}")
        return USAGE
    if options.since and not options.since.paths:
        say(f"{options.since.name} has no briefs or pages here: there is nothing to compare with")
    result = missing or build(folder, options, None)
    _show(result, folder, settings.format)
    what = f"{counted(result.briefs, 'brief')}, {counted(result.claims, 'claim')}"
    say(f"{what}: {tally(result.problems) or 'nothing wrong'}")
    if result.assessment and settings.format == "text":
        table = visible(profile_table(result.assessment, _terminal_width()))
        give(f"\n{table}\n".encode("utf-8", "replace"))
    if result.ok and settings.strict and result.assessment and not result.assessment.holds:
        say("a rule of the code is not met, which counts as an error with --strict")
        return CONTENT
    if result.ok:
        return FINE
    return USAGE if result.bad_config else CONTENT


def _prepare(settings: Settings, *, clean: bool) -> tuple[Folder, Options]:
    folder = Folder(_root(settings.root))
    if settings.base_url and (wrong := base_url_problem(settings.base_url)):
        raise UsageError(f"--base-url: {wrong}; write it whole: https://desk.example/checks/")
    try:
        today = date.fromisoformat(settings.today) if settings.today else date.today()  # noqa: DTZ011
    except ValueError:
        text = f'--today: "{settings.today}" is not a date; write year-month-day: 2024-05-14'
        raise UsageError(text) from None
    jobs = settings.jobs or (_cores() if len(folder.texts(BRIEFS)) >= ENOUGH else 1)
    options = Options(
        today,
        settings.base_url,
        settings.drafts,
        settings.strict,
        clean,
        jobs,
        settings.profile,
        read_revision(folder, settings.since) if settings.since is not None else None,
    )
    return folder, options


def _root(given: Path | None) -> Path:
    """The site's folder, as given or as found; where there is none, the working folder."""
    return given.resolve() if given else find_root(Path.cwd()) or Path.cwd()


def _without_site(settings: Settings) -> Result | None:
    """What comes of a folder that holds no site; None where it does."""
    if (_root(settings.root) / CONFIG).is_file():
        return None
    where = f"in {settings.root}" if settings.root else "in this folder or above it"
    hint = (
        'make one with the line "title: The name of your desk", '
        "or name the site's folder with --root"
    )
    problem = error("config-error", CONFIG, WHOLE_FILE, f"there is no {CONFIG} {where}", hint)
    return Result((problem,), ok=False, bad_config=True)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show(result: Result, folder: Folder, form: str) -> None:
    """Print the problems, and say what stays out of the site."""
    found = Findings(result, lambda path: _text_of(folder, path))
    if form != "text":
        below = below_repository(folder.root, os.environ.get("GITHUB_WORKSPACE", ""))
        give(formatted(form, replace(found, below=below)))
    elif found.problems and sys.stderr and sys.stderr.isatty():
        _show_on_terminal(found)
    elif found.problems:
        say(text_report(found.problems, found.text_of))
    if result.left.drafts or result.left.scheduled:
        say(_left_out(result.left))


def _show_on_terminal(found: Findings) -> None:
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    rows = terminal_report(found, _terminal_width(), sys.stderr.encoding)
    with _quiet_when_hung_up(sys.stderr):
        print_rows(rows, sys.stderr, colour=colour)
    say("")


def _terminal_width() -> int:
    """The cells of a line on standard error, as COLUMNS or the terminal says."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def _text_of(folder: Folder, path: str) -> str | None:
    """A file's text, the site's own or of the built-in theme."""
    for place in (folder.root / path, builtin_templates() / path.partition("/")[2]):
        try:
            return read_text(Folder(place.parent).read(place.name))[0].value
        except OSError:
            continue
    return None


def _left_out(left: Left) -> str:
    parts = [counted(left.drafts, "draft")] if left.drafts else []
    if left.scheduled:
        parts.append(counted(left.scheduled, "scheduled brief"))
    due = f"; the next is due {left.next_due}" if left.next_due else ""
    return f"{' and '.join(parts)} left out{due} (--drafts shows them)"


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def new_brief(root: Path | None, slug: str) -> int:
    """``sitegen new``: gives the exit status."""
    place = root or find_root(Path.cwd()) or Path.cwd()
    try:
        files = _new_files(place, slug)
    except UsageError as refused:
        say(f"sitegen: {refused}")
        return USAGE
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    say(f"wrote {' and '.join(map(_shown, files))}; see it with: sitegen build")
    return FINE


def _new_files(place: Path, slug: str) -> dict[Path, str]:
    """What ``sitegen new`` writes: the brief, and ``site.yaml`` where there is none."""
    slug = slug.removesuffix(".md")
    if not is_slug(slug):
        raise UsageError(f'"{slug}" cannot be a brief\'s name; {propose_slug(slug)}')
    target = place / BRIEFS / f"{slug}.md"
    taken = [path for path in Folder(place).texts(BRIEFS) if path.endswith(f"/{slug}.md")]
    if taken or target.exists():
        there = taken[0] if taken else _shown(target)
        raise UsageError(f"there is a brief {there} already; choose another name")
    files = {target: _first_brief(place, slug)}
    if not (place / CONFIG).exists():
        files[place / CONFIG] = _first_config(place)
    return files


def _first_brief(place: Path, slug: str) -> str:
    """The template for new briefs, the site's own if it has one, with title and date filled in."""
    own = place / "templates" / "new-brief.md"
    template = own if own.is_file() else builtin_templates() / "new-brief.md"
    words = slug.replace("-", " ").capitalize()
    today = date.today().isoformat()  # noqa: DTZ011 (the desk's own day)
    try:
        text = template.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f'{_shown(template)} is not UTF-8; save it as "UTF-8"') from None
    return text.replace("{{ title }}", words).replace("{{ today }}", today)


def _first_config(place: Path) -> str:
    name = re.sub(r"[^\w .'-]", "", place.resolve().name).strip() or "Fact checks"
    return f'# The desk. Only title is needed; docs/format.md tells the rest.\ntitle: "{name}"\n'
