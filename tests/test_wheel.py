"""The wheel: built from this repository, installed into an empty environment, and used there."""

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from sitegen import __version__

REPOSITORY = Path(__file__).parents[1]
WINDOWS = sys.platform == "win32"

pytestmark = pytest.mark.slow


def pip(*args: str | Path) -> None:
    """Run this environment's pip; without an index, as on a train, there is nothing to test."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    skip_offline(done.returncode, done.stderr)
    assert done.returncode == 0, done.stderr


def skip_offline(status: int, said: str) -> None:
    """Skip the test where pip failed for want of an index; in CI that is a failure."""
    offline = re.search("No matching distribution|Temporary failure|ConnectionErr", said)
    if status and offline and not os.environ.get("CI"):
        pytest.skip("no package index can be reached")


def build_wheel(folder: Path) -> Path:
    """The wheel, as a release would be built."""
    pip("wheel", "--no-deps", "--wheel-dir", folder, REPOSITORY)
    (built,) = folder.glob("*.whl")
    return built


def install(wheel: Path, folder: Path) -> Path:
    """The command of a new environment that holds the wheel and what it needs, nothing else."""
    venv.create(folder, with_pip=False)
    binaries = folder / ("Scripts" if WINDOWS else "bin")
    pip("--python", binaries / "python", "install", "--no-compile", wheel)
    return binaries / "sitegen"


def use(command: Path, folder: Path, *args: str) -> str:
    """Run the installed command in a folder, away from the repository; gives what it said."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [command, *args], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def check_contents(wheel: Path) -> None:
    """It holds the package and the theme, and nothing of this repository's own site."""
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    folders = {name.split("/")[0] for name in names}
    assert {name for name in folders if not name.endswith(".dist-info")} == {"sitegen"}
    theme = (path for path in (REPOSITORY / "templates").rglob("*") if path.is_file())
    for path in theme:
        assert f"sitegen/theme/{path.relative_to(REPOSITORY / 'templates').as_posix()}" in names
    desk = (path for path in (REPOSITORY / "sitegen/desk").rglob("*") if path.is_file())
    assert {path.relative_to(REPOSITORY).as_posix() for path in desk} <= names
    assert {"sitegen/py.typed", "sitegen/diagnostics.md"} <= names
    assert not any("__pycache__" in name for name in names)


def test_an_installed_wheel_makes_a_site_in_an_empty_folder(tmp_path: Path) -> None:
    """One test, as its parts take seconds and need each other."""
    wheel = build_wheel(tmp_path / "wheel")
    check_contents(wheel)
    command = install(wheel, tmp_path / "environment")
    assert use(command, tmp_path, "--version") == f"sitegen {__version__}\n"

    desk = tmp_path / "desk"
    desk.mkdir()
    use(command, desk, "new", "first-check")
    use(command, desk, "build")
    (run,) = json.loads(use(command, desk, "check", "--format", "sarif"))["runs"]
    assert "unknown-rating" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    page = desk / "output/briefs/first-check/index.html"
    text = page.read_text(encoding="utf-8")
    assert "First check" in text
    (href,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    style = (page.parent / href).resolve()
    theme_style = (REPOSITORY / "templates/assets/site.css").read_bytes()
    assert style.read_bytes().startswith(theme_style.rstrip())
    manifest = json.loads((desk / "output/data/manifest.json").read_bytes())
    assert "briefs/first-check/index.html" in manifest["files"]

    use(command, tmp_path, "init", "new desk")
    use(command, tmp_path / "new desk", "build")
    assert (tmp_path / "new desk/output/briefs/example/index.html").is_file()
