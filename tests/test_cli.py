"""The command line: its options, its exit statuses, what it says and where it says it."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO

import pytest
import typer

from sitegen import __version__
from sitegen.cli import app
from sitegen.start import main
from support import BRIDGE, QUIET, Desk, Run, brief_text
from terminal import on_a_terminal

COMMANDS = sorted(typer.main.get_command(app).commands)
SCRIPT = Path(sys.executable).with_name("sitegen")


def sitegen(*args: str, cwd: Path, script: bool = False, **options: object) -> Run:
    """Run the command line with options of ``subprocess.run``, such as an environment."""
    command = [SCRIPT] if script else [sys.executable, "-m", "sitegen"]
    done = subprocess.run(
        [*command, *args], cwd=cwd, capture_output=True, timeout=60, check=False, **options
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """The same without a new process, for many small cases: a function of folder and arguments."""

    def run(folder: Path, *args: str) -> Run:
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["sitegen", *args])
        monkeypatch.setattr("signal.signal", lambda *_: None)
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return Run(ended.value.code, *capfd.readouterr())

    return run


def with_env(**values: str) -> dict[str, str]:
    return {**os.environ, **values}


# Help


def test_it_tells_its_version(tmp_path: Path) -> None:
    for script in (True, False):
        run = sitegen("--version", cwd=tmp_path, script=script)
        assert run == Run(0, f"sitegen {__version__}\n", "")


def test_commands_are_there() -> None:
    assert {"build", "check", "new", "schema"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(tmp_path: Path, command: str) -> None:
    run = sitegen(command, "--help", cwd=tmp_path)
    assert (run.status, run.stderr) == (0, "")
    assert f"sitegen {command}" in run.stdout
    undocumented = re.findall(r"^\W*(--[a-z-]+)\W*$", run.stdout, re.MULTILINE)
    assert undocumented == []


@pytest.mark.parametrize("args", [[], ["--help"]])
def test_help_lists_every_command(tmp_path: Path, args: list[str]) -> None:
    run = sitegen(*args, cwd=tmp_path)
    for command in COMMANDS:
        assert re.search(rf"^\W*{command}\s+[A-Z]", run.stdout + run.stderr, re.MULTILINE)


# Which site


def test_root_may_stand_before_or_after_the_command(desk: Desk, tmp_path_factory) -> None:
    desk.brief(brief_text())
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    root = str(desk.root)
    for args in (["--root", root, "check"], ["check", "--root", root]):
        run = desk.run(*args, cwd=elsewhere)
        assert run.status == 0
        assert "1 brief, 1 claim" in run.stderr
    assert desk.run("--root", "nowhere", "check", "--root", root).status == 0


def test_the_nearest_folder_upward_with_a_site_is_taken(desk: Desk) -> None:
    desk.brief(brief_text(), folder="briefs/2024/may")
    run = desk.run("build", cwd=desk.root / "briefs/2024/may")
    assert run.status == 0
    assert desk.has("briefs/bridge/")


@pytest.mark.parametrize("command", ["build", "check"])
def test_without_a_site_it_says_what_to_do(tmp_path: Path, command: str) -> None:
    run = sitegen(command, cwd=tmp_path)
    assert (run.status, run.stdout) == (2, "")
    assert "site.yaml" in run.stderr
    assert 'title: The name of your desk"' in run.stderr
    assert "--root" in run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("root", ["nowhere", "briefs", "site.yaml", ""])
def test_a_root_without_a_site_is_refused(desk: Desk, tmp_path: Path, root: str) -> None:
    desk.brief(brief_text())
    (tmp_path / "empty").mkdir()
    run = desk.run("check", "--root", root, cwd=tmp_path if root else tmp_path / "empty")
    assert (run.status, run.stdout) == (2, "")
    assert "site.yaml" in run.stderr


# Wrong usage

WRONG = [
    (["--today", "yesterday"], "--today"),
    (["--today", "2024-02-30"], "2024-02-30"),
    (["--today", "14/05/2024"], "year-month-day"),
    (["--base-url", "desk.example"], "https://desk.example"),
    (["--base-url", "ftp://desk.example"], "--base-url"),
    (["--base-url", "https://desk.example/?page=1"], "--base-url"),
    (["--base-url", "https://desk.example/#top"], "--base-url"),
    (["--format", "xml"], "--format"),
    (["--jobs", "0"], "--jobs"),
    (["--jobs", "two"], "--jobs"),
    (["--jobz", "2"], "--jobs"),
    (["extra"], "extra"),
]


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(("args", "named"), WRONG)
def test_wrong_usage_is_status_2(desk: Desk, in_process, command, args, named) -> None:
    desk.brief(brief_text())
    run = in_process(desk.root, command, *args)
    assert (run.status, run.stdout) == (2, "")
    assert named in run.stderr
    assert not desk.out.exists()


def test_an_unknown_command_is_status_2(tmp_path: Path) -> None:
    run = sitegen("biuld", cwd=tmp_path)
    assert (run.status, run.stdout) == (2, "")
    assert "build" in run.stderr


STATUSES = {
    "fine": ("title: Desk\nbase_url: https://desk.example/\n", brief_text(), [], 0),
    "warnings": ("title: Desk\n", brief_text(), [], 0),
    "strict": ("title: Desk\n", brief_text(), ["--strict"], 1),
    "errors": ("title: Desk\n", brief_text("mood: good"), [], 1),
    "config": ("titel: Desk\n", brief_text(), [], 2),
    "both": ("titel: Desk\n", brief_text("mood: good"), [], 2),
}


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("name", STATUSES)
def test_the_exit_status_tells_who_must_act(desk: Desk, in_process, command, name) -> None:
    config, brief, args, status = STATUSES[name]
    desk.config(config)
    desk.brief(brief)
    assert in_process(desk.root, command, *args).status == status


# What it says, and where


def test_a_build_says_one_line(bridge: Desk, tmp_path: Path) -> None:
    run = bridge.run("build", "--today", "2024-06-01", "-o", str(tmp_path / "site"))
    assert (run.status, run.stdout) == (0, "")
    last = run.stderr.splitlines()[-1]
    assert re.fullmatch(
        r"2 briefs, 2 claims, (\d+) files in \d+\.\d\d s: \S+/site/index.html(, with .*)?", last
    )
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert f" {len(files)} files " in last


def test_a_build_without_problems_says_nothing_else(desk: Desk) -> None:
    desk.brief(brief_text(end=QUIET))
    run = desk.build()
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("1 brief, 1 claim, ")
    assert run.stderr.endswith(" s: output/index.html\n")


def test_warnings_are_shown_and_counted(desk: Desk) -> None:
    desk.brief(brief_text(end=QUIET))
    desk.config("title: Desk\n")
    run = desk.build()
    assert [problem.code for problem in run.problems] == ["no-base-url"]
    assert run.stderr.endswith("index.html, with 1 warning\n")


def test_what_stays_out_is_said(desk: Desk) -> None:
    desk.brief(brief_text("draft: true"), slug="one")
    desk.brief(brief_text().replace("2024-05-14", "2024-07-01"), slug="two")
    run = desk.build()
    assert "1 draft and 1 scheduled brief left out; the next is due 2024-07-01" in run.stderr
    assert "0 briefs" in run.stderr
    shown = desk.build("--drafts")
    assert "left out" not in shown.stderr
    assert "2 briefs" in shown.stderr


def test_check_says_what_build_says_and_writes_nothing(desk: Desk) -> None:
    desk.brief(brief_text("mood: good", end=QUIET))
    desk.brief("not a brief", slug="other")
    before = sorted(desk.root.rglob("*"))
    checked, built = desk.run("check"), desk.run("build")
    assert [problem.file for problem in checked.problems] == [
        "briefs/bridge.md",
        "briefs/other.md",
    ]
    assert checked.problems == built.problems
    assert sorted(desk.root.rglob("*")) == before


def test_schema_is_data_alone(tmp_path: Path) -> None:
    run = sitegen("schema", cwd=tmp_path)
    assert (run.status, run.stderr) == (0, "")
    assert json.loads(run.stdout)["required"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_data_is_utf8_whatever_the_terminal_is(tmp_path: Path, encoding: str) -> None:
    run = sitegen("schema", cwd=tmp_path, env=with_env(PYTHONIOENCODING=encoding))
    assert run.status == 0, run.stderr
    assert json.loads(run.stdout)["required"]


def test_talk_survives_a_poor_terminal(desk: Desk) -> None:
    desk.brief(brief_text("mood: good — 好", end=QUIET))
    run = sitegen("check", cwd=desk.root, env=with_env(PYTHONIOENCODING="ascii", LC_ALL="C"))
    assert run.status == 1
    assert run.problems[0].code == "unknown-field"


def test_names_of_files_are_utf_8_whatever_the_systems_are(desk: Desk) -> None:
    """A system of long ago, whose language has ASCII alone: addresses are as anywhere else."""
    desk.brief(brief_text("mood: good — 好", end=QUIET))
    old = with_env(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    wrong = sitegen("check", cwd=desk.root, env=old)
    assert wrong.problems[0].code == "unknown-field"
    assert wrong.stderr.isascii()
    Desk(desk.root).bridge().brief(BRIDGE.replace("Lena Frost", "Łukasz Sørensen"))
    built = sitegen("build", cwd=desk.root, env=old)
    assert built.status == 0, built.stderr
    assert any("ø" in path.name for path in (desk.root / "output/entities").iterdir())


def test_a_reader_may_hang_up(tmp_path: Path) -> None:
    command = f"{sys.executable} -m sitegen schema | head -c 1"
    run = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert (run.stdout, run.stderr) == (b"{", b"")


COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7])(?:;\d+)*m")


@pytest.mark.parametrize("args", [["check"], ["build"], ["--help"], ["build", "--jobs", "0"]])
def test_no_color_is_honoured(desk: Desk, args: list[str]) -> None:
    desk.brief(brief_text("mood: good"))
    said = on_a_terminal(args, desk.root, NO_COLOR="1")
    assert len(said) > 50
    assert not COLOUR.search(said)


def test_a_pipe_gets_plain_text(desk: Desk) -> None:
    desk.brief(brief_text("mood: good"))
    for args in (["check"], ["build", "--jobs", "0"], ["--help"]):
        run = desk.run(*args)
        assert "\x1b" not in run.stdout + run.stderr


# Completion


def complete(words: str, cwd: Path) -> list[str]:
    env = with_env(
        _SITEGEN_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))
    )
    return sitegen(cwd=cwd, script=True, env=env).stdout.split()


def test_the_shell_completes_commands_and_options(tmp_path: Path) -> None:
    assert complete("sitegen bu", tmp_path) == ["build"]
    assert complete("sitegen build --base", tmp_path) == ["--base-url"]
    assert "text" in complete("sitegen build --format ", tmp_path)


def test_completion_can_be_shown(tmp_path: Path) -> None:
    env = with_env(_SITEGEN_COMPLETE="source_bash")
    run = sitegen(cwd=tmp_path, script=True, env=env)
    assert run.status == 0
    assert "complete -o" in run.stdout
    assert "_SITEGEN_COMPLETE=complete_bash" in run.stdout


# Whatever it is given, no traceback

ODD = {
    "a folder": ("briefs/odd.md/inside.txt", b"", 0),
    "binary": ("briefs/odd.md", bytes(range(256)) * 40, 1),
    "empty": ("briefs/odd.md", b"", 1),
    "brackets": ("briefs/odd.md", b"---\n" + b"[" * 1_000_000 + b"\n---\n", 1),
    "braces": ("briefs/odd.md", b"---\n" + b"{a: " * 100_000 + b"\n---\n", 1),
    "no header": ("briefs/odd.md", b"[" * 1_000_000, 1),
    "UTF-16": ("briefs/odd.md", BRIDGE.encode("utf-16"), 1),
    "nul": ("briefs/odd.md", b"---\ntitle: \0\n---\n", 1),
    "deep quotes": ("briefs/odd.md", brief_text(body=">" * 20_000).encode(), 0),
    "deep emphasis": ("briefs/odd.md", brief_text(body="*a " * 20_000).encode(), 0),
    "deep links": ("briefs/odd.md", brief_text(body="[" * 20_000).encode(), 0),
    "list config": ("site.yaml", b"- title: Desk\n- base_url: x\n", 2),
    "text config": ("site.yaml", b"Desk\n", 2),
    "empty config": ("site.yaml", b"", 2),
    "binary config": ("site.yaml", bytes(range(256)), 2),
    "deep config": ("site.yaml", b"title: " + b"[" * 1_000_000, 2),
    "a page": ("pages/odd.md", b"\xff\xfe", 1),
    "template": ("templates/brief.html", b"\xff\xfe{{", 1),
    "asset": ("templates/assets/site.css", bytes(range(256)), 0),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input_never_gives_a_traceback(desk: Desk, in_process, name: str) -> None:
    path, content, status = ODD[name]
    desk.brief(brief_text(end=QUIET))
    desk.file(path, content)
    for command in ("check", "build"):
        run = in_process(desk.root, command)
        assert run.status == status, run.stderr[-500:]
        assert "Traceback" not in run.stderr
        if status:
            assert {problem.file for problem in run.problems} == {path}


LOOPS = [
    ("briefs/odd.md", ["check"]),
    ("output", ["build"]),
    ("loop", ["build", "-o", "loop/site"]),
    ("loop", ["check", "--root", "loop"]),
]


@pytest.mark.parametrize(("link", "args"), LOOPS)
def test_a_loop_of_links_is_a_message(desk: Desk, in_process, link, args) -> None:
    desk.brief(brief_text())
    (desk.root / link).symlink_to(Path(link).name)
    run = in_process(desk.root, *args)
    assert run.status in (1, 2), run.stderr
    assert link in run.stderr


NOT_UTF8 = ["briefs", "pages", "templates/assets"]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS allows no such names")
@pytest.mark.parametrize("folder", NOT_UTF8)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_name_that_is_not_utf8_is_no_bug(desk: Desk, in_process, folder, command) -> None:
    (desk.root / folder).mkdir(parents=True)
    name = os.fsencode(desk.root / folder) + b"/\xff\xfe.md"
    with open(name, "wb") as file:  # noqa: PTH123 (a name in bytes)
        file.write(b"---\ntitle: A page\n---\n")
    run = in_process(desk.root, command)
    assert run.status == 1, run.stderr
    assert folder in run.stderr


# What the disk refuses


@pytest.fixture
def other_desk() -> Iterator[Desk]:
    """A desk that a user without rights can get at; ``as_nobody`` runs as such a user."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        yield Desk(root)
        for path in (root, *root.rglob("*")):
            path.chmod(0o755)


def as_nobody(desk: Desk, *args: str) -> Run:
    """Run as a user who may not read and write everything, which root may.

    In a child of this process: such a user may not be able to read the Python of the tests.
    """
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if child == 0:
            os._exit(run_as_nobody(desk.root, args, said))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        return Run(status, "", said.read())


def run_as_nobody(folder: Path, args: Sequence[str], said: TextIO) -> int:
    sys.stdout = sys.stderr = said
    os.chdir(folder)
    status(["check"])  # imports what is imported late
    import_module("ctypes")  # and what only builds import
    said.seek(0)
    said.truncate()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    return status(args)


def status(args: Sequence[str]) -> int:
    sys.argv = ["sitegen", *args]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        sys.stderr.flush()
    return 0


@pytest.mark.parametrize("path", ["briefs/secret.md", "site.yaml", "templates/brief.html"])
def test_an_unreadable_file_is_named(other_desk: Desk, path: str) -> None:
    other_desk.brief(brief_text())
    (other_desk.root / path).parent.mkdir(exist_ok=True)
    (other_desk.root / path).touch()
    (other_desk.root / path).chmod(0)
    run = as_nobody(other_desk, "check")
    assert run.status == (2 if path == "site.yaml" else 1)
    assert path in run.stderr
    assert "bug" not in run.stderr


@pytest.mark.parametrize("path", ["briefs", "briefs/2023", "pages", "templates/assets"])
def test_an_unreadable_folder_is_not_an_empty_one(
    desk: Desk, in_process, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Else the site would be built without its briefs."""

    def refusing(function):
        def refuse(place="."):
            if not isinstance(place, int) and Path(os.fspath(place)) == desk.root / path:
                raise PermissionError(13, "Permission denied", str(place))
            return function(place)

        return refuse

    desk.file(f"{path}/bridge.md", brief_text())
    monkeypatch.setattr(os, "scandir", refusing(os.scandir))
    monkeypatch.setattr(os, "listdir", refusing(os.listdir))
    run = in_process(desk.root, "build")
    assert run.status in (1, 2), run.stderr
    assert path in run.stderr
    assert not desk.out.exists()


def test_a_place_that_cannot_be_written_to_is_a_message(other_desk: Desk) -> None:
    other_desk.brief(brief_text())
    (other_desk.root / "locked").mkdir(mode=0o555)
    for place in ("locked/site", "locked"):
        run = as_nobody(other_desk, "build", "-o", place)
        assert (run.status, run.stdout) == (2, "")
        assert run.stderr.startswith("sitegen: ")
        assert run.stderr.count("\n") == 1
        assert "bug" not in run.stderr
        assert "locked" in run.stderr or str(other_desk.root) in run.stderr


@pytest.mark.parametrize(("sent", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_it_may_be_stopped_while_it_begins(desk: Desk, sent: str, status: int) -> None:
    """While a class is made, Python before 3.12 tells of another exception."""
    desk.brief(brief_text())
    code = f"""\
import signal
from functools import cached_property
from sitegen.start import main

before = cached_property.__set_name__

def stopped(*args):
    cached_property.__set_name__ = before
    signal.raise_signal(signal.{sent})

cached_property.__set_name__ = stopped
main()
"""
    command = [sys.executable, "-c", code, "build"]
    run = subprocess.run(command, cwd=desk.root, capture_output=True, text=True, check=False)
    assert run.returncode == status
    said = "sitegen: stopped; the site is as it was\n" if sent == "SIGINT" else ""
    assert run.stderr == said


def test_an_output_folder_that_may_not_be_replaced_is_named(other_desk: Desk) -> None:
    """And not the one that was to take its place, of which nobody knows."""
    other_desk.brief(brief_text())
    other_desk.root.chmod(0o777)
    assert as_nobody(other_desk, "build").status == 0
    page = other_desk.out / "briefs/bridge/index.html"
    before = page.read_bytes()
    other_desk.out.chmod(0o555)
    for text in ("once", "twice"):
        other_desk.brief(brief_text() + text)
        run = as_nobody(other_desk, "build")
        assert run.status == 2
        assert f"sitegen: {other_desk.out.resolve()}: Permission denied\n" in run.stderr
        assert page.read_bytes() == before


@pytest.mark.parametrize("path", ["output", "output/briefs/bridge"])
def test_a_read_only_folder_leaves_no_copies_of_the_site(other_desk: Desk, path: str) -> None:
    """Whether it was replaced or not; each build would have left one more, out of sight."""
    other_desk.brief(brief_text())
    other_desk.root.chmod(0o777)
    assert as_nobody(other_desk, "build").status == 0
    for text in ("once", "twice"):
        (other_desk.root / path).chmod(0o555)
        other_desk.brief(brief_text() + text)
        as_nobody(other_desk, "build", "--clean")
    as_nobody(other_desk, "build", "--clean", "-o", "public")
    left = [*other_desk.root.glob(".sitegen-*"), *other_desk.root.glob(".sitegen/next/*.[12]")]
    assert not left


def test_ctrl_c_is_no_error_message(desk: Desk) -> None:
    desk.file("templates/home.html", "{% for i in range(10**9) %}{% endfor %}")
    desk.brief(brief_text())
    with subprocess.Popen(
        [sys.executable, "-m", "sitegen", "build"],
        cwd=desk.root,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as build:
        try:
            while build.poll() is None and not list(
                desk.root.glob(".sitegen/next/*/briefs/bridge")
            ):
                time.sleep(0.01)
            os.killpg(build.pid, signal.SIGINT)
            _, said = build.communicate(timeout=20)
        finally:
            build.kill()
    assert build.returncode == 130
    assert said == "sitegen: stopped; the site is as it was\n"
    assert [p.name for p in desk.root.iterdir() if p.name.startswith(".sitegen")] == []
