"""``sitegen init``: a desk's site that builds at once and explains itself.

Its workflow for GitHub Actions is in ``test_init_workflow``.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

from sitegen import __version__
from sitegen.cli import app
from sitegen.config import CONFIG
from sitegen.groups import ListOf, MapOf
from sitegen.model import BRIEF
from sitegen.shape import Record
from support import Desk, Run, git
from test_docs import records

NEW = Path(__file__).parents[1] / "sitegen" / "desk"
FILES = {path.relative_to(NEW).as_posix() for path in NEW.rglob("*") if path.is_file()}
PAGES = {"about", "method", "corrections-policy", "funding"}

# What the example has no need of, as few briefs have.
UNCOMMON = {
    ("briefs/<name>.md", "lang"),  # a desk that writes in two languages
    ("briefs/<name>.md", "translation_of"),
    ("article", "lang"),  # the same of one that reads them
    ("sources", "lang"),
    ("claims", "media"),  # most claims are words, and it brings four fields more
    *(("media", name) for name in ("type", "category", "original", "context")),
}


def nowhere(place: Path) -> Desk:
    """A desk whose folder is still to be made."""
    desk = Desk(place)
    shutil.rmtree(place)
    return desk


def init(desk: Desk, *args: str) -> Run:
    return desk.run("init", *(args or (desk.root.name,)), cwd=desk.root.parent)


@pytest.fixture
def fresh(tmp_path: Path) -> Desk:
    """The site of a new desk, in ``our-desk``."""
    desk = nowhere(tmp_path / "our-desk")
    run = init(desk)
    assert (run.status, run.stdout) == (0, ""), run.stderr
    return desk


def found_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def without_example(desk: Desk) -> None:
    """Delete the example, as the README of the desk says."""
    (desk.root / "briefs/example.md").unlink()
    for path in (desk.root / "snapshots").glob("example-*.txt"):
        path.unlink()
    settings = (desk.root / "site.yaml").read_text(encoding="utf-8")
    kept = re.sub(r"^  Oskar Lind:.*\n(    .*\n)+", "", settings, flags=re.MULTILINE)
    assert kept != settings
    desk.config(kept)


# What it makes


def test_every_file_is_there_with_nothing_left_to_fill_in_by_a_program(fresh: Desk) -> None:
    made = found_in(fresh.root)
    assert set(made) == FILES
    for path, content in made.items():
        assert not re.search(r"(?<!\$)\{\{", content.decode()), path


def test_it_builds_at_once_and_shows_what_it_has(fresh: Desk) -> None:
    built = fresh.run("build")
    assert built.status == 0, built.stderr
    for address in ("briefs/example", "briefs/example/half-of-readers", *PAGES):
        assert fresh.has(f"{address}/"), address
    assert "Example" in fresh.text("")
    menu = [Path(href).name for href in fresh.tree("").xpath("//header//nav//a/@href")]
    assert menu[-4:] == ["about", "method", "corrections-policy", "funding"]


def test_all_that_is_told_of_it_is_what_to_fill_in(fresh: Desk) -> None:
    """No question of an editor's, and one message for each text between ‹ and ›."""
    problems = fresh.run("check").problems
    assert {p.code for p in problems} == {"placeholder", "no-base-url"}
    assert {p.severity for p in problems} == {"warning"}
    texts = {p: c.decode() for p, c in found_in(fresh.root).items() if p.endswith(".md")}
    begun = [
        (path, text[: match.start()].count("\n") + 1)
        for path, text in texts.items()
        for match in re.finditer(r'(?m)(?<=^)‹|(?<=: ")‹', text)
        if path.startswith(("briefs/", "pages/"))
    ]
    told = [(p.file, p.line) for p in problems if p.code == "placeholder"]
    assert sorted(told) == sorted(begun)
    assert {path for path, _ in told} == {"briefs/example.md", *(f"pages/{p}.md" for p in PAGES)}


def test_filled_in_it_is_quiet(fresh: Desk) -> None:
    for path in fresh.root.glob("*/*.md"):
        path.write_text(re.sub("[‹›]", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    run = fresh.run("check", "--strict", "--base-url", "https://desk.example/")
    assert (run.status, run.problems) == (0, [])


def test_its_quotes_are_checked(fresh: Desk) -> None:
    for path in (fresh.root / "snapshots").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("half", "most").replace("450,000", "450"), encoding="utf-8")
    errors = [p for p in fresh.run("check").problems if p.severity == "error"]
    assert {p.code for p in errors} == {"quote-not-found"}
    assert len(errors) == 3


def test_a_code_of_fact_checking_finds_its_pages_and_a_brief_to_learn_from(fresh: Desk) -> None:
    found = json.loads(fresh.run("check", "--profile", "ifcn", "--format", "json").stdout)
    rules = found["profile"]["rules"]
    assert [rule["site_meets"] for rule in rules if "site_meets" in rule] == [True] * 3
    assert [rule["id"] for rule in rules if rule.get("not_met")] == []
    assert found["profile"]["holds"]


def test_without_the_example_nothing_is_left_of_it(fresh: Desk) -> None:
    without_example(fresh)
    built = fresh.run("build")
    assert built.status == 0, built.stderr
    assert {p.code for p in built.problems} == {"placeholder", "no-base-url", "no-briefs"}
    left = [
        path
        for path, content in found_in(fresh.root).items()
        if path not in ("README.md", ".github/workflows/site.yml")
        and re.search(rb"Port Lyle|Oskar|briefs/example\b", content)
    ]
    assert left == []


def test_a_brief_can_be_begun_in_it(fresh: Desk) -> None:
    assert fresh.run("new", "bridge-bill").status == 0
    assert fresh.run("build").status == 0
    assert fresh.has("briefs/bridge-bill/")
    assert set(found_in(fresh.root)) - FILES >= {"briefs/bridge-bill.md"}


# What it explains


def shown(record: Record, fields: object, name: str) -> set[tuple[str, str]]:
    """The fields that a header has, each with the name of its record."""
    entries = fields if isinstance(fields, list) else [fields]
    found = {(name, field) for entry in entries for field in entry}
    for field, declared in record.fields.items():
        kind = declared.kind
        for entry in entries:
            if field in entry and isinstance(kind, Record):
                found |= shown(kind, entry[field], field)
            elif field in entry and isinstance(kind, MapOf) and entry[field]:
                found |= shown(kind.record, list(entry[field].values()), field)
            elif field in entry and isinstance(kind, ListOf) and isinstance(kind.item, Record):
                found |= shown(kind.item, entry[field], field)
    return found


def declared_in(record: Record, name: str) -> set[tuple[str, str]]:
    return {(n, field) for n, part in records(name, record) for field in part.fields}


def switched_on(text: str) -> str:
    """A text with its notes that are fields made fields."""
    switched = r"^( *)# ( *(?:- \{|(?:/[a-z-]+/|[a-z_]+):).*)$"
    return re.sub(switched, r"\1\2", text, flags=re.MULTILINE)


def test_the_example_shows_every_common_field(fresh: Desk) -> None:
    """A new field is either shown there, as a field or as a note, or named above as uncommon."""
    text = switched_on((fresh.root / "briefs/example.md").read_text(encoding="utf-8"))
    fields = yaml.safe_load(text.split("---\n")[1])
    assert shown(BRIEF, fields, "briefs/<name>.md") == (
        declared_in(BRIEF, "briefs/<name>.md") - UNCOMMON
    )


def test_the_notes_of_the_example_work_as_fields(fresh: Desk) -> None:
    path = fresh.root / "briefs/example.md"
    text = switched_on(path.read_text(encoding="utf-8"))
    text = re.sub(r"^ *(image|same_as|source: letter|draft).*\n", "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    assert [p for p in fresh.run("check").problems if p.severity == "error"] == []


def test_the_settings_name_every_field_and_each_works(fresh: Desk) -> None:
    text = switched_on((fresh.root / "site.yaml").read_text(encoding="utf-8"))
    assert shown(CONFIG, yaml.safe_load(text), "site.yaml") == declared_in(CONFIG, "site.yaml")
    without_example(fresh)
    fresh.config(text)
    assert [p for p in fresh.run("check").problems if p.severity == "error"] == []


def test_every_field_of_the_settings_is_explained(fresh: Desk) -> None:
    """Above each setting stands a note that is no setting."""
    lines = (fresh.root / "site.yaml").read_text(encoding="utf-8").splitlines()
    known = {name for name, _ in CONFIG.fields.items()}
    for number, line in enumerate(lines):
        if (match := re.match(r"(?:# )?([a-z_]+):", line)) and match[1] in known:
            block = "\n".join(lines[:number]).rsplit("\n\n", 1)[-1]
            assert re.search(r"(?m)^# [A-Z][^:]*\b", block), line


def test_the_readme_names_commands_and_files_that_there_are(fresh: Desk) -> None:
    text = (fresh.root / "README.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    used = set(re.findall(r"(?m)^ +sitegen (\w+)|`sitegen (\w+)", text))
    names = {name for pair in used for name in pair if name}
    assert {"build", "check", "new", "serve", "publish"} <= names <= set(commands)
    fresh.run("build")
    for path in re.findall(r"`((?:[\w.-]+/)*[\w.-]*(?:/|\.(?:md|yml|yaml|txt|html)))`", text):
        if path != "briefs/bridge-bill.md":
            assert (fresh.root / path).exists(), path
    assert str(fresh.root) not in text


def test_the_title_is_made_of_the_folders_name(fresh: Desk) -> None:
    assert yaml.safe_load((fresh.root / "site.yaml").read_text())["title"] == "Our desk"
    assert (fresh.root / "README.md").read_text(encoding="utf-8").startswith("# Our desk\n")


@pytest.mark.parametrize("name", ['"', "it's: #1", "\\", "null", "Ärzte & Söhne", "{{ sitegen }}"])
def test_whatever_the_folder_is_called_the_site_builds(tmp_path: Path, name: str) -> None:
    desk = nowhere(tmp_path / name)
    assert init(desk).status == 0
    assert desk.run("build").status == 0


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    desk = nowhere(tmp_path / "our desk")
    said = init(desk).stderr
    assert "    cd 'our desk'\n" in said
    assert re.findall(r"(?m)^    sitegen (\w+)", said) == ["serve", "build", "new"]
    assert "README.md" in said


def test_git_leaves_out_what_is_built(fresh: Desk) -> None:
    git(fresh.root, "init", "--quiet")
    fresh.run("build")
    fresh.file(".sitegen/kept", "x")
    fresh.file(".sitegen-output-1-x/half", "x")
    seen = git(fresh.root, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert {line.removeprefix("?? ") for line in seen} == FILES


def test_where_sitegen_is_from_is_not_guessed(fresh: Desk) -> None:
    """The bare name is another program's on the public index."""
    *notes, line = (fresh.root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert line == f"sitegen @ git+https://git.example/sitegen@v{__version__}"
    assert "git.example, which does not exist" in " ".join(notes).replace("# ", "")


# Where it makes it


def test_parents_are_made_too(tmp_path: Path) -> None:
    desk = nowhere(tmp_path / "a/b/our-desk")
    tmp_path.joinpath("a/b").rmdir()
    run = desk.run("init", "a/b/our-desk", cwd=tmp_path)
    assert (run.status, set(found_in(desk.root))) == (0, FILES), run.stderr


def test_this_folder_will_do(tmp_path: Path) -> None:
    desk = nowhere(tmp_path / "our-desk")
    desk.root.mkdir()
    run = desk.run("init", ".")
    assert (run.status, set(found_in(desk.root))) == (0, FILES)
    assert "cd " not in run.stderr
    assert yaml.safe_load((desk.root / "site.yaml").read_text())["title"] == "Our desk"


def test_below_the_top_of_a_repository_the_workflow_would_not_run(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    run = init(nowhere(tmp_path / "our-desk"))
    assert run.status == 0
    assert "GitHub runs a workflow only from the top folder of one" in run.stderr
    git(tmp_path, "init", "--quiet", "new")
    assert "top folder" not in init(nowhere(tmp_path / "other"), "../new").stderr


def test_a_repository_without_a_file_is_empty(tmp_path: Path) -> None:
    """People make one on GitHub, and clone it, before anything else."""
    desk = nowhere(tmp_path / "our-desk")
    git(tmp_path, "init", "--quiet", "--bare", "there.git")
    git(tmp_path, "clone", "--quiet", "there.git", "our-desk")
    desk.file(".DS_Store", "what Finder leaves")
    assert init(desk).status == 0
    assert {path for path in found_in(desk.root) if not path.startswith(".git/")} >= FILES
    assert git(desk.root, "remote").strip() == "origin"


IN_THE_WAY = [
    (("notes.txt",), "holds notes.txt;"),
    ((".env",), "holds .env;"),
    (("site.yaml", "briefs/a.md"), "holds briefs, site.yaml;"),
    (("1", "2", "3", "4", "5"), "holds 1, 2, 3 and 2 more;"),
]


@pytest.mark.parametrize(("there", "named"), IN_THE_WAY)
def test_a_folder_that_is_not_empty_is_refused(
    tmp_path: Path, there: tuple[str, ...], named: str
) -> None:
    desk = nowhere(tmp_path / "our-desk")
    for path in there:
        desk.file(path, "mine")
    run = init(desk)
    assert (run.status, run.stdout) == (2, "")
    assert f"our-desk is not empty: it {named}" in run.stderr
    assert found_in(desk.root) == dict.fromkeys(there, b"mine")


def test_a_site_is_not_made_anew(fresh: Desk) -> None:
    before = found_in(fresh.root)
    assert init(fresh).status == 2
    assert found_in(fresh.root) == before


def test_a_file_is_refused(tmp_path: Path) -> None:
    desk = nowhere(tmp_path / "our-desk")
    desk.root.write_text("mine")
    run = init(desk)
    assert run.status == 2
    assert "our-desk is a file" in run.stderr
    assert desk.root.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_a_message(tmp_path: Path) -> None:
    desk = nowhere(tmp_path / "our-desk")
    (tmp_path / "file").write_text("mine")
    run = init(desk, "file/our-desk")
    assert run.status == 2
    assert re.fullmatch(r"sitegen: file/our-desk: .*; nothing was written\n", run.stderr)
    assert found_in(tmp_path) == {"file": b"mine"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("there", [True, False])
def test_a_failure_midway_leaves_no_half_of_a_site(tmp_path: Path, there: bool) -> None:
    """A disk that takes no file of more than a kilobyte: some are written before the first such."""
    place = tmp_path / "a/our-desk"
    if there:
        place.mkdir(parents=True)
    sitegen = shlex.join([sys.executable, "-m", "sitegen", "init", "a/our-desk"])
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 1; exec {sitegen}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.endswith("; nothing was written\n")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.rglob("*")) == ([place.parent, place] if there else [])


def test_a_name_is_needed_and_no_root(tmp_path: Path) -> None:
    desk = nowhere(tmp_path / "our-desk")
    run = desk.run("init", cwd=tmp_path)
    assert run.status == 2
    assert "DIR" in run.stderr
    run = desk.run("--root", "elsewhere", "init", "our-desk", cwd=tmp_path)
    assert run.status == 2
    assert "--root" in run.stderr
    assert list(tmp_path.iterdir()) == []
