"""The code of the built-in templates, kept from one run of the program to the next."""

import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program as a wheel would install it, never run so far."""
    folder = tmp_path / "program"
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPOSITORY / "sitegen", folder / "sitegen", ignore=leave)
    shutil.copytree(REPOSITORY / "templates", folder / "sitegen/theme", ignore=leave)
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "site.yaml").write_text("title: Harbour Desk\n")
    return folder


def build(program: Path, *options: str, **variables: str) -> bytes:
    """Build the desk beside a program with it; gives the page of its briefs."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    desk = program.parent / "desk"
    command = [sys.executable, *options, "-m", "sitegen", "build", "--clean", f"--root={desk}"]
    done = subprocess.run(
        command, cwd=program, env={**env, **variables}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return (desk / "output/briefs/index.html").read_bytes()


def kept(folder: Path) -> Sequence[Path]:
    return sorted(folder.rglob("theme.*"))


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in kept(folder)}


def test_code_is_kept_beside_that_of_the_program_and_used(program: Path) -> None:
    first = build(program)
    cache = program / "sitegen/__pycache__"
    assert kept(program) == kept(cache)
    version = f"cpython-{sys.version_info.major}{sys.version_info.minor}"
    assert cache / f"theme.briefs.html.{version}" in kept(cache)
    written = times(cache)
    assert build(program) == first
    assert times(cache) == written
    assert not list((program.parent / "desk").rglob("*theme.*"))


def test_nothing_else_is_left_there(program: Path) -> None:
    build(program)
    names = {path.name for path in (program / "sitegen/__pycache__").iterdir()}
    assert {name for name in names if not name.endswith(".pyc")} == set(times(program))


def test_an_edited_theme_is_compiled_anew(program: Path) -> None:
    build(program)
    template = program / "sitegen/theme/base.html"
    template.write_text(template.read_text().replace("<body", "<body data-edited", 1))
    assert b"<body data-edited" in build(program)


@pytest.mark.parametrize("module", ["quick_jinja", "render", "template_code"])
def test_code_of_another_edition_of_the_program_is_not_used(program: Path, module: str) -> None:
    build(program)
    before = times(program)
    with (program / f"sitegen/{module}.py").open("a") as text:
        text.write("# edited\n")
    build(program)
    after = times(program)
    assert not [name for name in before if after[name] == before[name]]


def test_code_of_a_theme_that_lay_elsewhere_is_not_used(program: Path) -> None:
    """Code knows its file, which errors are told by."""
    build(program)
    before = times(program)
    moved = program.parent / "moved"
    program.rename(moved)
    build(moved)
    after = times(moved)
    assert not [name for name in before if after[name] == before[name]]


@pytest.mark.parametrize("damage", ["empty", "cut", "turned", "foreign", "folder"])
def test_what_is_damaged_counts_as_none(program: Path, damage: str) -> None:
    first = build(program)
    for path in kept(program):
        content = path.read_bytes()
        foreign = marshal.dumps(compile("raise SystemExit('foreign code ran')", "x", "exec"))
        if damage == "folder":
            path.unlink()
            path.mkdir()
        else:
            path.write_bytes(
                {
                    "empty": b"",
                    "cut": content[:-1],
                    "turned": content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
                    "foreign": content[:32] + foreign,
                }[damage]
            )
    assert build(program) == first


def test_a_desks_own_templates_are_compiled_by_each_run(program: Path) -> None:
    own = program.parent / "desk/templates/briefs.html"
    own.parent.mkdir()
    own.write_text("Our own list.")
    assert build(program) == b"Our own list."
    assert not [path for path in kept(program) if path.name.startswith("theme.briefs.")]
    own.unlink()
    assert b"<html" in build(program)


def test_nothing_is_kept_where_python_keeps_nothing(program: Path) -> None:
    build(program, "-B")
    assert not kept(program)
    build(program, PYTHONDONTWRITEBYTECODE="1")
    assert not kept(program)


def test_what_was_kept_is_used_where_python_writes_nothing(program: Path) -> None:
    first = build(program)
    before = times(program)
    assert build(program, "-B") == first
    assert times(program) == before


def test_code_is_kept_where_python_was_told_to_keep_it(program: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    build(program, PYTHONPYCACHEPREFIX=str(elsewhere))
    assert kept(elsewhere)
    assert not kept(program)


def test_a_program_whose_cache_is_in_the_way_works_as_well(program: Path) -> None:
    (program / "sitegen/__pycache__").write_text("a file")
    assert b"<html" in build(program)


def test_optimised_code_is_kept_apart(program: Path) -> None:
    build(program)
    before = times(program)
    build(program, "-O")
    after = times(program)
    assert {name: after[name] for name in before} == before
    assert len(after) == 2 * len(before)
