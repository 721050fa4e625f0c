"""Sites with something wrong, each with the whole report of ``sitegen check`` beside it.

``tests/invalid/<code>/<case>/`` is a site that gives that code. To add one, make the folder and
run ``make golden``, then read the ``expected.txt`` that it wrote. In the folder may be

- the files of the site; ``bridge.md`` is short for ``briefs/bridge.md``. Where there is no
  ``site.yaml`` or no brief, a plain one is taken (an empty ``briefs/`` needs a ``.keep``);
- ``args``: further words for the command line, such as ``--strict``;
- ``files``: what no file can show, one a line: ``briefs/big.md (600 kB)``, ``briefs/a.md -> b.md``
  for a link, ``no site.yaml``, ``briefs/film.mp4 (90 MB)`` for one full of nothing, ``remote URL``
  for the repository's;
- ``before/``: the site as it was, committed to git; ``args`` is then ``--since HEAD``;
- ``variables``: of the environment, ``NAME=value`` on a line each;
- ``command``: another one than ``check``. For ``doctor``, ``before/`` is live on ``gh-pages``.
"""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sitegen.cli import app
from support import (
    DOCTORS,
    PLAIN_SITE,
    TODAY,
    add_remote,
    commit,
    emitted,
    make_large,
    publish,
    quiet_text,
)

INVALID = Path(__file__).parent / "invalid"
CASES = sorted(path for path in INVALID.glob("*/*/") if path.is_dir())
# What is no part of the site
OURS = ("args", "command", "files", "variables", "expected.txt", "before")


def lay_out(case: Path, root: Path) -> None:
    """The site of a case; the revision before it, if there is one, is committed first."""
    if (case / "before").is_dir():
        fill(case / "before", root)
        publish(root) if command(case) == "doctor" else commit(root)
        for path in root.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    fill(case, root)


def fill(tree: Path, root: Path) -> None:
    shutil.copytree(
        tree, root, dirs_exist_ok=True, ignore=lambda at, _: OURS if Path(at) == tree else ()
    )
    briefs = root / "briefs"
    short = root / "bridge.md"
    if short.exists() or not briefs.exists():
        briefs.mkdir(exist_ok=True)
        text = short.read_bytes() if short.exists() else quiet_text().encode()
        (briefs / "bridge.md").write_bytes(text)
        short.unlink(missing_ok=True)
    if not (root / "site.yaml").exists():
        (root / "site.yaml").write_text(PLAIN_SITE)
    for line in lines(tree / "files"):
        make(root, line)


def command(case: Path) -> str:
    return " ".join(lines(case / "command")) or "check"


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def make(root: Path, line: str) -> None:
    if size := re.fullmatch(r"(.+) \((\d+) kB\)", line):
        (root / size[1]).write_bytes(b"word " * 200 * int(size[2]))
    elif size := re.fullmatch(r"(.+) \((\d+) MB\)", line):
        make_large(root / size[1], int(size[2]))
    elif line.startswith("remote "):
        add_remote(root, line.removeprefix("remote "))
    elif line.startswith("no "):
        (root / line.removeprefix("no ")).unlink()
    else:
        name, target = line.split(" -> ")
        (root / name).symlink_to(target)


def _apart(path: Path) -> bool:
    """Whether a file is git's, or kept for the next build: nobody wrote it."""
    return bool({".git", ".sitegen"} & set(path.parts))


def report(case: Path, root: Path) -> str:
    """What the command says of a case, and the status it ends with.

    What changes from day to day, and with every line of a template, is blotted out.
    """
    lay_out(case, root)
    before = {path: path.lstat().st_mtime_ns for path in root.rglob("*")}
    words = " ".join(lines(case / "args")).split()
    today = [] if "--today" in words else ["--today", TODAY.isoformat()]
    variables = dict(line.split("=", 1) for line in lines(case / "variables"))
    command_line = [command(case), "--root", str(root), *today, *words]
    done = CliRunner().invoke(app, command_line, env=variables)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    after = {path: path.lstat().st_mtime_ns for path in root.rglob("*") if not _apart(path)}
    assert after.keys() == {path for path in before if not _apart(path)}
    said = done.stderr.replace(str(root), "SITE")
    said = re.sub(r"at [0-9a-f]{7} of [\d-]{10}", "at COMMIT of DAY", said)
    said = re.sub(r"in [\d.]+ s$", "in N s", said, flags=re.MULTILINE)
    said = re.sub(r"^size: .* kB|\d+ page(?=s?$|s?:)", "N", said, flags=re.MULTILINE)
    return f"{said}exit status {done.exit_code}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_report_of_an_invalid_site(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    made = report(case, tmp_path)
    expected = case / "expected.txt"
    if request.config.getoption("--golden"):
        expected.write_text(made, encoding="utf-8", newline="")
    assert made == expected.read_bytes().decode(), "if this is meant: make golden"
    assert f"[{case.parent.name}] " in made


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert {case.parent.name for case in CASES} == emitted()


def test_the_doctor_tells_what_no_check_does() -> None:
    cases = {case.parent.name: command(case) for case in CASES}
    assert {code for code, word in cases.items() if word == "doctor"} == DOCTORS


def test_the_corpus_is_there() -> None:
    """So that an empty folder never passes for a corpus without faults."""
    assert len(CASES) > 60
    assert all(path.is_dir() for path in INVALID.iterdir())
    assert all(any(case.iterdir()) for case in CASES)
