"""What a command is asked for, and what it finds around it: the clock, the folder, the cores.

No other module knows these.
"""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import WHOLE_FILE, error
from sitegen.folder import BRIEFS, CONFIG, Folder, find_root
from sitegen.options import Options
from sitegen.talk import UsageError
from sitegen.typefaces import cards_can_be_made

if TYPE_CHECKING:  # what is asked for may be known without building
    from sitegen.results import Result
    from sitegen.revision import Revision

ENOUGH = 64  # briefs below which a second process costs more than it saves


class Settings(NamedTuple):
    """What a command that makes the site is asked for, as typed."""

    root: Path | None
    base_url: str
    drafts: bool
    strict: bool
    jobs: int | None
    today: str
    format: str
    profile: str = ""
    since: str | None = None


def prepare(settings: Settings, *, clean: bool) -> tuple[Folder, Options]:
    """The site's folder and how to build it. Raises ``UsageError``."""
    folder = Folder(site_root(settings.root))
    if settings.base_url:
        _check_base_url(settings.base_url)
    try:
        today = date.fromisoformat(settings.today) if settings.today else desk_day()
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
        _revision(folder, settings.since) if settings.since is not None else None,
        cards_can_be_made(),
    )
    return folder, options


def _check_base_url(given: str) -> None:
    from sitegen.config import base_url_problem

    if wrong := base_url_problem(given):
        raise UsageError(f"--base-url: {wrong}; write it whole: https://desk.example/checks/")


def _revision(folder: Folder, name: str) -> "Revision":
    from sitegen.git import GitError
    from sitegen.revision import read_revision

    try:
        return read_revision(folder, name)
    except GitError as refused:
        raise UsageError(f"--since: {refused}") from None


def desk_day() -> date:
    """The day it is, where the desk is."""
    return date.today()  # noqa: DTZ011


def editor_url() -> str:
    """How to open a file in the desk's editor, from a link: ``preview_news.editor_link``."""
    return os.environ.get("EDITOR_URL", "")


def site_root(given: Path | None) -> Path:
    """The site's folder, as given or as found; where there is none, the working folder."""
    return given.resolve() if given else find_root(Path.cwd()) or Path.cwd()


def without_site(settings: Settings) -> "Result | None":
    """What comes of a folder that holds no site; None where it does."""
    if (site_root(settings.root) / CONFIG).is_file():
        return None
    from sitegen.results import Result

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
