"""Fixtures for every test: a desk to write briefs at, and the example brief, built."""

import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from playwright.sync_api import Browser

from browsing import chromium
from page_kinds import built
from running import let_go
from sitegen.quick_jinja import CompiledTemplates
from support import Desk

# Tests make and remove some hundred thousand files, which a disk takes a third of their time for:
# so their folders are in memory, on systems that have such a place.
MEMORY = Path("/dev/shm")
ROOM = 3_000_000_000  # bytes


def pytest_configure() -> None:
    """Start programs as people do, whatever the surroundings of the tests are.

    Shells switch Ctrl-C off for what runs in the background, and output that is not buffered hides
    what goes wrong when the buffer is written at the end. Where Python may not keep what it
    compiles, each of a thousand processes would compile all modules.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("PYTHONUNBUFFERED", None)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if _has_room(MEMORY):
        os.environ.setdefault("TMPDIR", str(MEMORY))
        tempfile.tempdir = None  # to be found again


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One process more than cores: tests wait a quarter of their time for browsers and clocks."""
    cores = yield
    return cores if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + 1


def _has_room(place: Path) -> bool:
    """Whether all folders of tests fit there, with their scripts; a container's may not do."""
    if not os.access(place, os.W_OK) or os.statvfs(place).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(place).free > ROOM


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` is for ``make golden``."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session", autouse=True)
def garbage_is_collected_between_tests() -> Iterator[None]:
    """As in a command: to look for cycles while a site is built takes a third of that time."""
    gc.disable()
    yield
    gc.enable()


def pytest_runtest_logfinish() -> None:
    """Let go of what a test leaves behind, now and then."""
    let_go()


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Each build and preview of this process would compile a desk's templates, or read the theme's.

    So all of them share the code of templates, as what one long-running process makes does: it is
    found by a template's file and the checksum of its text.
    """
    compiled = CompiledTemplates()
    with pytest.MonkeyPatch.context() as patch:
        for maker in ("assembly", "memory"):
            patch.setattr(f"sitegen.{maker}.KeptTemplates", lambda: compiled)
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a plain ``site.yaml`` and nothing else."""
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk with the design's example brief, built once: to be read, not changed."""
    return Desk(tmp_path_factory.mktemp("bridge")).bridge().make()


@pytest.fixture(scope="session")
def whole_sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a site of ``page_kinds``, built once: to be read, not changed."""
    return cache(lambda name: built(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, for all tests of a process: it allows no second one beside it."""
    with chromium() as browser:
        yield browser
