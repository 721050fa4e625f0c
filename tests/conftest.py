"""Fixtures for every test: a desk to write briefs at, and the example brief, built."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

sys.path.insert(0, str(Path(__file__).parent))

from support import Desk, compiled_once


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` is for ``make golden``."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Each build in this process makes its own Jinja environment, and most of its time goes there.

    The same source under the same name gives the same code, so it is kept from test to test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compiled_once())
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a plain ``site.yaml`` and nothing else."""
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk with the design's example brief, built once: to be read, not changed."""
    return Desk(tmp_path_factory.mktemp("bridge")).bridge().make()
