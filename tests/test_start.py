"""How a command line is read: what is plain at once, all else by Typer, which reads both alike."""

import re
from itertools import product
from pathlib import Path

import pytest
import typer

from sitegen import start
from sitegen.cli import app
from sitegen.settings import Settings
from sitegen.talk import status_of
from support import Desk, brief_text

COMMANDS = typer.main.get_command(app).commands
# Words that are read at once, one line for each option in each way to write it.
PLAIN = {
    "build": [
        [],
        ["--root", "desk"],
        ["--root=../a desk"],
        ["--output", "x/y"],
        ["--output=x=y"],
        ["-o", "site"],
        ["--base-url", "https://desk.example/checks/"],
        ["--base-url="],
        ["--drafts"],
        ["--strict"],
        ["--clean"],
        ["--today=2024-06-01"],
        ["--today", "tomorrow"],
        ["--jobs", "3"],
        ["--jobs=007"],
    ],
}
PLAIN["check"] = [
    words
    for words in PLAIN["build"]
    if not any(word.startswith(("-o", "--output", "--clean")) for word in words)
]
LINES = [
    [command, *one, *other]
    for command, ways in PLAIN.items()
    for one, other in product(ways, repeat=2)
]
NOT_PLAIN = [
    [],
    ["--help"],
    ["--version", "build"],
    ["--root", "desk", "build"],
    ["serve"],
    ["build", "--help"],
    ["build", "more"],
    ["build", "--root"],
    ["build", "--root", "--drafts"],
    ["build", "--drafts=yes"],
    ["build", "--rot", "desk"],
    ["build", "-odesk"],
    ["build", "--root", "~/desk"],
    ["build", "--root", "$DESK"],
    ["build", "--root", "des?"],
    ["build", "--root", "a\udcffb"],
    ["build", "--", "--drafts"],
    ["build", "--jobs", "0"],
    ["build", "--jobs", "-1"],
    ["build", "--jobs", "two"],
    ["build", "--jobs", "²"],
    ["check", "--output", "x"],
    ["check", "--clean"],
    ["check", "--format", "json"],
    ["check", "--since", "main"],
    ["check", "--profile", "ifcn"],
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch):
    """What a command line asks for, as it reaches the command; and its exit status."""
    found: list[tuple[object, ...]] = []

    def build(settings: Settings, output: Path | None, *, clean: bool) -> int:
        found.append(("build", settings, output, clean))
        return 0

    def check(settings: Settings) -> int:
        found.append(("check", settings))
        return 0

    monkeypatch.setattr("sitegen.commands.build_site", build)
    monkeypatch.setattr("sitegen.commands.check_site", check)

    def by(words: list[str], *, typer_alone: bool) -> object:
        found.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["sitegen", *words])
            patch.setattr("signal.signal", lambda *_: None)
            if typer_alone:
                patch.setattr("sitegen.start.plain", lambda _: None)
            with pytest.raises(SystemExit) as ended:
                start.main()
        return [*found, ended.value.code]

    return by


def test_what_is_plain_is_read_as_typer_reads_it(asked) -> None:
    for line in LINES:
        if start.plain(line) is not None:
            assert asked(line, typer_alone=False) == asked(line, typer_alone=True), line


def test_each_way_to_write_an_option_is_plain() -> None:
    for command, ways in PLAIN.items():
        for words in ways:
            empty = words == ["--base-url="]
            assert (start.plain([command, *words]) is None) == empty, words


@pytest.mark.parametrize("line", NOT_PLAIN, ids=" ".join)
def test_all_else_is_left_to_typer(line: list[str]) -> None:
    assert start.plain(line) is None


def test_what_is_plain_is_an_option_of_the_command() -> None:
    known = {command: set[str]() for command in start._FLAGS}
    for command in known:
        for param in COMMANDS[command].params:
            known[command] |= {*param.opts}
    for command, flags in start._FLAGS.items():
        assert flags | start._VALUES_OF[command] <= known[command]


def imported(desk: Desk, *args: str) -> set[str]:
    """The modules that a command imports."""
    said = desk.run_apart(*args, PYTHONPROFILEIMPORTTIME="1").stderr
    return set(re.findall(r"^import time:.*\| +(\S+)$", said, re.MULTILINE))


def test_a_command_imports_what_it_needs(desk: Desk) -> None:
    """What takes long to import: most of a short run would be that."""
    desk.brief(brief_text())
    version = imported(desk, "--version")
    assert "sitegen.start" in version
    assert not version & {"sitegen.commands", "typer", "dataclasses", "inspect"}
    check = imported(desk, "check")
    assert "sitegen.build" in check
    assert not check & {"typer", "pydantic", "rich", "multiprocessing", "importlib.metadata"}
    assert not check & {"dataclasses", "markdown_it", "yaml"}  # the texts are plain
    refused = imported(desk, "build", "--today", "tomorrow")
    assert "sitegen.commands" in refused
    desk.run("build")
    unchanged = imported(desk, "build")
    assert "sitegen.standing" in unchanged
    assert not unchanged & {"sitegen.model", "jinja2", "markdown_it", "yaml", "dataclasses"}
    desk.brief(brief_text() + "\nOne more paragraph.\n")
    edited = imported(desk, "build")
    assert "jinja2" in edited
    assert not edited & {"dataclasses", "markdown_it", "yaml", "subprocess", "difflib", "calendar"}
    assert not edited & {"sitegen.history", "sitegen.reframing"}
    assert not refused & {"sitegen.build", "jinja2", "markdown_it", "yaml", "dataclasses"}
    assert "typer" in imported(desk, "check", "--format", "text")


@pytest.mark.parametrize("signalled", [KeyboardInterrupt, SystemExit])
def test_being_stopped_while_a_class_is_made_is_no_bug(
    capsys: pytest.CaptureFixture[str], signalled: type[BaseException]
) -> None:
    """As it happens while modules are imported, in the first moments of a command."""

    class Attribute:
        def __set_name__(self, owner: type, name: str) -> None:
            raise signalled(143)

    def work() -> int:
        type("Made", (), {"attribute": Attribute()})
        return 0

    if signalled is SystemExit:
        with pytest.raises(SystemExit):
            status_of(work)
    else:
        assert status_of(work) == 130
        assert capsys.readouterr().err.startswith("sitegen: stopped")
