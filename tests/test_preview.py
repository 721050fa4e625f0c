"""The preview's site in memory is what a build of the same files writes, whatever was saved."""

import random
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import build
from sitegen.folder import Folder
from sitegen.options import Options
from sitegen.preview import Preview
from sitegen.routes import MANIFEST
from support import TODAY, Desk, quiet_text

OPTIONS = Options(TODAY)
WORDS = ("tunnel", "ferry", "market", "school")


def preview_of(desk: Desk) -> Preview:
    """The desk's preview."""
    return Preview(Folder(desk.root), lambda: OPTIONS)


def assert_same(preview: Preview, desk: Desk) -> None:
    """Compare every file and every problem with those of a build; with errors, the problems."""
    shutil.rmtree(desk.out, ignore_errors=True)
    result = build(Folder(desk.root), OPTIONS, desk.out)
    for _ in preview.prove():
        pass
    assert preview.news.result == result._replace(timings={})
    if result.ok:
        assert preview.edition
        built = {
            path.relative_to(desk.out).as_posix(): path.read_bytes()
            for path in desk.out.rglob("*")
            if path.is_file()
        }
        assert {*preview.edition.paths, MANIFEST} == built.keys()
        for path, content in built.items():
            assert preview.file(path).content == content, path


class Writer:
    """Changes a desk's files at random, and says which."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.chance = random.Random(7)

    def any_brief(self) -> Path:
        return self.chance.choice(sorted((self.desk.root / "briefs").rglob("*.md")))

    def body(self) -> set[Path]:
        place = self.any_brief()
        place.write_text(place.read_text() + f"\nMore, {self.chance.random()}.\n")
        return {place}

    def rating(self) -> set[Path]:
        place = self.any_brief()
        to = self.chance.choice(["true", "false", "half-true", "satire"])
        place.write_text(place.read_text().replace("rating: mostly-false", f"rating: {to}", 1))
        return {place}

    def claimant(self) -> set[Path]:
        place = self.any_brief()
        who = self.chance.choice(["Lena Frost", "The Harbour Post", "Somebody Else"])
        text = place.read_text()
        place.write_text(text.replace("    rating:", f"    claimant: {who}\n    rating:", 1))
        return {place}

    def wrong(self) -> set[Path]:
        place = self.any_brief()
        place.write_text(place.read_text().replace("title:", "titel:", 1))
        return {place}

    def mended(self) -> set[Path]:
        found = [p for p in (self.desk.root / "briefs").rglob("*.md") if "titel:" in p.read_text()]
        for place in found:
            place.write_text(place.read_text().replace("titel:", "title:"))
        return set(found)

    def new(self) -> set[Path]:
        word = f"{self.chance.choice(WORDS)}-{self.chance.randrange(99)}"
        return {self.desk.brief(quiet_text().replace("bridge", word), slug=word)}

    def gone(self) -> set[Path]:
        place = self.any_brief()
        place.unlink()
        return {place}

    def renamed(self) -> set[Path]:
        place = self.any_brief()
        to = place.with_name(f"renamed-{self.chance.randrange(9999)}.md")
        place.rename(to)
        return {place, to}

    def folder_renamed(self) -> set[Path]:
        place = self.desk.root / "briefs/2023"
        other = self.desk.root / "briefs/archive"
        here, there = (place, other) if place.is_dir() else (other, place)
        here.rename(there)
        return {here, there}

    def snapshot(self) -> set[Path]:
        place = self.desk.root / "snapshots/bridge.txt"
        text = place.read_text()
        one, other = "cost double", "cost triple"
        one, other = (one, other) if one in text else (other, one)
        place.write_text(text.replace(one, other))
        return {place}

    def snapshot_gone(self) -> set[Path]:
        place = self.desk.root / "snapshots/audit.txt"
        if place.exists():
            place.unlink()
        else:
            shutil.copy(self.desk.root / "audit.txt", place)
        return {place}

    def settings(self) -> set[Path]:
        text = (self.desk.root / "site.yaml").read_text()
        lines = ("tagline: We check.\n", "per_page: 2\n", "menu: [about]\n", "search: false\n")
        line = self.chance.choice(lines)
        text = text.replace(line, "") if line in text else text + line
        return {self.desk.config(text)}

    def page(self) -> set[Path]:
        return {self.desk.page("about", f"---\ntitle: About\n---\n{self.chance.random()}\n")}

    def template(self) -> set[Path]:
        text = self.chance.choice(["<title>x</title>{{ site.title }}", "{{ nothing }}", "{% if"])
        return {self.desk.file("templates/ratings.html", text)}

    def template_gone(self) -> set[Path]:
        place = self.desk.root / "templates/ratings.html"
        place.unlink(missing_ok=True)
        return {place}

    def asset(self) -> set[Path]:
        return {self.desk.file("templates/assets/own.css", f"/* {self.chance.random()} */")}


@pytest.mark.slow
def test_after_any_save_it_is_what_a_build_gives(desk: Desk) -> None:
    desk.bridge()
    shutil.copy(desk.root / "snapshots/audit.txt", desk.root / "audit.txt")
    for word in WORDS:
        desk.brief(quiet_text().replace("bridge", word), slug=word)
    preview = preview_of(desk)
    assert_same(preview, desk)
    writer = Writer(desk)
    kinds: list[Callable[[], set[Path]]] = [
        getattr(writer, name)
        for name, value in vars(Writer).items()
        if callable(value) and not name.startswith(("_", "any"))
    ]
    for number in range(120):
        save = kinds[number % len(kinds)] if number < len(kinds) else writer.chance.choice(kinds)
        changed = {place.relative_to(desk.root).as_posix() for place in save()}
        preview.look_again(changed)
        assert_same(preview, desk)


SHEET = "templates/assets/site.css"


def told_by(preview: Preview, *changed: str) -> set[str]:
    """The files that the news of a save tell."""
    news = preview.look_again(changed)
    return {file for file, number in news.files.items() if number == news.number}


def test_files_that_an_error_held_back_are_told_when_they_are_shown(desk: Desk) -> None:
    place = desk.brief(quiet_text())
    desk.file(SHEET, "a {}")
    preview = preview_of(desk)
    place.write_text(quiet_text().replace("title:", "titel:", 1))
    preview.look_again({"briefs/bridge.md"})
    desk.file(SHEET, "b {}")
    preview.look_again({SHEET})
    place.write_text(quiet_text())
    assert told_by(preview, "briefs/bridge.md") == {"assets/site.css"}
    assert preview.file("assets/site.css").content.startswith(b"b {}\n")
    assert told_by(preview, "briefs/bridge.md") == set()


def test_files_that_a_broken_template_held_back_are_told_when_they_are_shown(desk: Desk) -> None:
    desk.brief(quiet_text())
    desk.file(SHEET, "a {}")
    preview = preview_of(desk)
    assert_same(preview, desk)
    desk.file(SHEET, "b {}")
    desk.file("templates/ratings.html", "{{ nothing }}")
    preview.look_again({SHEET, "templates/ratings.html"})
    for _ in preview.prove():
        pass
    assert [problem.code for problem in preview.news.result.problems] == ["template-error"]
    (desk.root / "templates/ratings.html").unlink()
    assert told_by(preview, "templates/ratings.html") == {"assets/site.css"}
    assert_same(preview, desk)
    assert told_by(preview, "briefs/bridge.md") == set()


@pytest.mark.parametrize("folder", ["briefs", "briefs/pictures"])
def test_a_folder_stands_for_the_files_in_it(desk: Desk, folder: str) -> None:
    desk.brief(quiet_text(body="![The square](pictures/square.svg)"))
    desk.file("briefs/pictures/square.svg", "<svg/>")
    preview = preview_of(desk)
    assert told_by(preview, folder) == {"briefs/bridge/pictures/square.svg"}


def test_editions_that_are_gone_leave_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.preview.TIDIED", 3)
    desk.brief(quiet_text())
    desk.file(SHEET, "a {}")
    preview = preview_of(desk)
    left = []
    for turn in range(10):
        desk.brief(quiet_text(body=f"{turn}"))
        preview.look_again({"briefs/bridge.md"})
        for _ in range(2):
            preview.look_again({SHEET})  # which makes no edition
        preview.file("index.html")
        left.append(weakref.ref(preview._making.renderer._environment))
    assert sum(one() is not None for one in left) <= 4


def test_what_did_not_change_is_not_compiled_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.bridge()
    preview = preview_of(desk)
    asked: list[str] = []
    real = preview._workshop.look_again.__globals__["compile_text"]

    def compile_text(folder: Folder, path: str, known=None, **rest):
        asked.append(path)
        return real(folder, path, known, **rest)

    monkeypatch.setattr("sitegen.workshop.compile_text", compile_text)
    preview.look_again({"briefs/bridge.md"})
    preview.look_again({"snapshots/bridge.txt", "site.yaml"})
    assert asked == ["briefs/bridge.md"]


def test_an_asset_alone_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.bridge()
    desk.file(SHEET, "a {}")
    preview = preview_of(desk)
    page = preview.file("index.html")
    assert preview.file("assets/site.css").content.startswith(b"a {}\n")
    monkeypatch.setattr("sitegen.preview.join", None)  # nothing else is made anew
    desk.file(SHEET, "b {}")
    assert told_by(preview, SHEET) == {"assets/site.css"}
    assert preview.file("assets/site.css").content.startswith(b"b {}\n")
    assert preview.file("index.html") is page
    monkeypatch.undo()
    assert_same(preview, desk)


def test_an_asset_that_comes_or_goes_or_is_a_link_is_looked_at(desk: Desk) -> None:
    desk.brief(quiet_text())
    preview = preview_of(desk)
    for text in ("a {}", "b {}"):
        desk.file("templates/assets/own.css", text)
        preview.look_again({"templates/assets/own.css"})
        assert_same(preview, desk)
    desk.file(SHEET, "a {}")  # in the place of the built-in one
    preview.look_again({SHEET})
    assert_same(preview, desk)
    place = desk.root / "templates/assets/own.css"
    place.unlink()
    place.symlink_to(desk.root / "site.yaml")
    preview.look_again({"templates/assets/own.css"})
    assert_same(preview, desk)
    place.unlink()
    preview.look_again({"templates/assets/own.css"})
    assert_same(preview, desk)


def test_a_snapshot_among_the_assets_is_read_again_too(desk: Desk) -> None:
    desk.bridge()
    for place in (desk.root / "snapshots").iterdir():
        desk.file(f"templates/assets/{place.name}", place.read_text())
    place = desk.root / "briefs/bridge.md"
    place.write_text(place.read_text().replace(": snapshots/", ": templates/assets/"))
    preview = preview_of(desk)
    assert_same(preview, desk)
    known = preview.news.result
    desk.file("templates/assets/bridge.txt", "Nothing of it.")
    preview.look_again({"templates/assets/bridge.txt"})
    assert preview.news.result != known
    assert_same(preview, desk)


def test_pages_are_tried_on_where_only_an_asset_was_saved(desk: Desk) -> None:
    desk.brief(quiet_text())
    desk.file(SHEET, "a {}")
    desk.file("templates/ratings.html", "{% extends 'base.html' %}")
    preview = preview_of(desk)
    proof = preview.prove()
    for _ in range(4):
        next(proof)
    desk.file(SHEET, "b {}")
    preview.look_again({SHEET})
    assert preview.edition
    assert sum(1 for _ in preview.prove()) == len(preview.edition.paths) - 4
