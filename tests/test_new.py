"""``sitegen new``: a first brief that explains itself, and the site around it."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from support import Desk, brief_text


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """A folder with nothing in it."""
    (desk.root / "site.yaml").unlink()
    return desk


def header(desk: Desk, slug: str = "bridge-bill") -> dict[str, object]:
    text = (desk.root / f"briefs/{slug}.md").read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1])


def test_an_empty_folder_becomes_a_site_that_builds(empty: Desk) -> None:
    run = empty.run_apart("new", "bridge-bill")
    assert (run.status, run.stdout) == (0, "")
    assert sorted(path.name for path in empty.root.iterdir()) == ["briefs", "site.yaml"]
    assert "site.yaml" in run.stderr
    assert "briefs/bridge-bill.md" in run.stderr
    assert "sitegen build" in run.stderr

    built = empty.run("build")
    assert built.status == 0, built.stderr
    assert "scheduled" not in built.stderr, "its day is today, so it appears at once"
    assert empty.has("briefs/bridge-bill/")
    assert empty.has("briefs/bridge-bill/first-claim/")
    assert "Bridge bill" in empty.text("briefs/bridge-bill/")


def test_the_new_brief_explains_itself(desk: Desk) -> None:
    desk.run("new", "bridge-bill")
    text = (desk.root / "briefs/bridge-bill.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^\s*# |  # ", text, re.MULTILINE)) > 15, "too few comments"
    assert "{{" not in text
    assert header(desk)["title"] == "Bridge bill"
    assert header(desk)["published"] == date.today()  # noqa: DTZ011 (the desk's own day)


def test_the_new_brief_says_what_to_fill_in(desk: Desk) -> None:
    """Words of the template are told one by one, so that nobody publishes them unawares."""
    desk.run("new", "bridge-bill")
    assert {problem.code for problem in desk.run("check").problems} == {"placeholder"}
    path = desk.root / "briefs/bridge-bill.md"
    text = path.read_text(encoding="utf-8")
    marked = text.count("‹") - 1  # but for the note that tells what they are
    assert len(desk.run("check").problems) == marked
    sentences = re.findall(r"^ *(‹?[A-Z][^:\n]*)$", text, re.MULTILINE)
    assert sentences, "the finding, and the text below the header"
    assert all(sentence.startswith("‹") for sentence in sentences), sentences
    path.write_text(re.sub("[‹›]", "", text), encoding="utf-8")
    assert desk.run("check").problems == []


def test_the_new_brief_has_no_problem_in_its_comments(desk: Desk) -> None:
    """What it says in comments works too, once the # is taken away."""
    desk.run("new", "bridge-bill")
    path = desk.root / "briefs/bridge-bill.md"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^( *)# ([a-z_]+: )", r"\1\2", text, flags=re.MULTILINE)
    text = re.sub(r"^ *(snapshot|draft): .*\n", "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    assert [p for p in desk.run("check").problems if p.severity == "error"] == []


def test_the_title_of_the_new_site_is_its_folders_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "Harbour Desk")
    (desk.root / "site.yaml").unlink()
    desk.run("new", "first")
    assert yaml.safe_load((desk.root / "site.yaml").read_text()) == {"title": "Harbour Desk"}


@pytest.mark.parametrize("name", ['"', "it's: #1", "\\", "null", "Ärzte & Söhne"])
def test_whatever_the_folder_is_called_the_new_site_builds(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path / name)
    (desk.root / "site.yaml").unlink()
    assert desk.run("new", "first").status == 0
    assert desk.errors(today=date.today()) == []  # noqa: DTZ011 (the desk's own day)


def test_a_second_brief_leaves_the_rest_as_it_is(desk: Desk) -> None:
    desk.brief(brief_text())
    before = {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()}
    assert desk.run("new", "second").status == 0
    assert {path: path.read_bytes() for path in before} == before
    assert {path.name for path in desk.root.rglob("*.md")} == {"bridge.md", "second.md"}


@pytest.mark.parametrize("folder", ["briefs", "briefs/2023/may"])
def test_an_existing_brief_is_refused(desk: Desk, folder: str) -> None:
    path = desk.brief("mine", folder=folder)
    run = desk.run("new", "bridge")
    assert (run.status, run.stdout) == (2, "")
    assert f"{folder}/bridge.md" in run.stderr
    assert path.read_text() == "mine"
    assert list((desk.root / "briefs").rglob("*.md")) == [path]


PROPOSALS = [
    ("Bridge Bill!", "bridge-bill"),
    ("bridge_bill.md", "bridge-bill"),
    ("Brücken--Kosten", "brucken-kosten"),
    ("../../etc/passwd", "etc-passwd"),
    ("日本", "a to z"),
    ("", "a to z"),
    ("x" * 300, "x" * 200),
]


@pytest.mark.parametrize(("slug", "proposed"), PROPOSALS)
def test_a_bad_slug_proposes_one(desk: Desk, slug: str, proposed: str) -> None:
    run = desk.run("new", slug)
    assert (run.status, run.stdout) == (2, "")
    assert proposed in run.stderr
    assert [path.name for path in desk.root.iterdir()] == ["site.yaml"]


def test_new_without_a_slug_is_wrong_usage(desk: Desk) -> None:
    run = desk.run("new")
    assert (run.status, run.stdout) == (2, "")
    assert "SLUG" in run.stderr


def test_the_sites_own_template_is_taken(desk: Desk) -> None:
    own = brief_text("summary: From {{ today }} – “{{ title }}”", body="{{ title }}\n")
    desk.file("templates/new-brief.md", own)
    assert desk.run("new", "bridge-bill").status == 0
    today = date.today().isoformat()  # noqa: DTZ011 (the desk's own day)
    assert header(desk)["summary"] == f"From {today} – “Bridge bill”"
    assert (
        (desk.root / "briefs/bridge-bill.md")
        .read_text(encoding="utf-8")
        .endswith("\nBridge bill\n\n")
    )


def test_a_template_that_cannot_be_read_is_named(empty: Desk) -> None:
    empty.file("templates/new-brief.md", b"\xff\xfe")
    run = empty.run("new", "bridge-bill")
    assert run.status == 2, run.stderr
    assert "templates/new-brief.md" in run.stderr
    assert [path.name for path in empty.root.iterdir()] == ["templates"]


def test_new_finds_its_site_as_other_commands_do(desk: Desk, tmp_path_factory) -> None:
    desk.brief(brief_text(), folder="briefs/2023")
    assert desk.run("new", "second", cwd=desk.root / "briefs/2023").status == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert desk.run("--root", str(desk.root), "new", "third", cwd=elsewhere).status == 0
    assert desk.run("new", "fourth", "--root", str(desk.root), cwd=elsewhere).status == 0
    assert list(elsewhere.iterdir()) == []
    made = {path.name for path in (desk.root / "briefs").glob("*.md")}
    assert made == {"second.md", "third.md", "fourth.md"}


def test_what_cannot_be_written_is_a_message(desk: Desk) -> None:
    desk.file("briefs", "a file where a folder should be")
    run = desk.run("new", "bridge-bill")
    assert run.status == 2
    assert run.stderr.count("\n") == 1
    assert "briefs" in run.stderr
    assert "bug" not in run.stderr
