"""A page whose frame alone has changed has the bytes that a clean build gives it, and no more work.

That holds for whatever a desk makes of ``base.html``, of what it takes in, and of what fills it.
"""

import re
from pathlib import Path

import pytest

from building import ON_THE_DAY as TODAY
from building import assert_equals_clean, contents, run_here
from frames import BASES, BETWEEN, PAGES, changed
from newsroom import FILES, first_texts
from support import QUICK, Desk, quiet_text
from test_timings import stages

ON_THE_DAY = (*TODAY, "--jobs", "1")
RANDOM = "<p>Drawn: {{ range(1000000000) | random }}</p>"  # another number each time it is made
DRAWN = re.compile(r"Drawn: (\d+)")


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    """A desk with briefs that lean on each other, in more than one language."""
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    texts = first_texts()
    for name in ("harbour-bridge", "2023/old-bridge-brief", "puente", "jisr"):
        desk.file(f"briefs/{name}.md", texts[f"briefs/{name}.md"])
    for path in ("snapshots/bridge.txt", "snapshots/audit.txt"):
        desk.file(path, FILES[path])
    desk.page("about", "---\ntitle: About us\n---\nWe check.\n")
    own = "topics: {transport: {name: Transport}}\nentities: {Lena Frost: {type: person}}\n"
    desk.config(f"title: Harbour Desk\nbase_url: https://desk.example\n{own}{QUICK}")
    desk.file("templates/_own.html", "<p>Our own line.</p>")
    return desk


def build(desk: Desk, *args: str) -> str:
    run = run_here(desk.root, "build", *ON_THE_DAY, *args)
    assert run.status == 0, run.stderr
    return run.stderr


def page(desk: Desk, path: str) -> str:
    return (desk.out / path / "index.html").read_text("utf-8")


def with_base(desk: Desk, form: str, number: int) -> None:
    desk.file("templates/base.html", changed("base.html", BASES[form], number))


@pytest.mark.parametrize("form", BASES)
def test_any_frame_gives_what_a_clean_build_gives(room: Desk, form: str) -> None:
    build(room)
    for number in (1, 2):
        with_base(room, form, number)
        assert_equals_clean(room.root, *ON_THE_DAY)
    (room.root / "templates/base.html").unlink()
    assert_equals_clean(room.root, *ON_THE_DAY)


@pytest.mark.parametrize("filled", PAGES)
def test_whatever_fills_it(room: Desk, filled: str) -> None:
    room.file("templates/_between.html", BETWEEN)
    for name, changes in PAGES[filled].items():
        room.file(f"templates/{name}", changed(name, changes, 1))
    build(room)
    for form in ("a line", "a name for its blocks", "a new block", "a block shown again"):
        with_base(room, form, 1)
        assert_equals_clean(room.root, *ON_THE_DAY)
    for name, changes in PAGES[filled].items():
        room.file(f"templates/{name}", changed(name, changes, 2))
    with_base(room, "a line", 2)
    assert_equals_clean(room.root, *ON_THE_DAY)


@pytest.mark.parametrize("name", ["_header.html", "_footer.html", "_share.html", "_macros.html"])
def test_what_it_takes_in_can_be_edited_too(room: Desk, name: str) -> None:
    build(room)
    for number in (1, 2):
        room.file(f"templates/{name}", changed(name, [], 0) + f"{{# {number} #}}{number}")
        assert_equals_clean(room.root, *ON_THE_DAY)


def test_with_the_search_and_share_cards_too(room: Desk) -> None:
    room.config("title: Harbour Desk\nbase_url: https://desk.example\nsearch: true\n")
    build(room)
    for number in (1, 2):
        with_base(room, "a line", number)
        assert_equals_clean(room.root, *ON_THE_DAY)


# What is made


@pytest.fixture
def drawn(room: Desk) -> Desk:
    """A desk whose pages show a number that is drawn when they are made, built."""
    for name in ("brief.html", "claim.html", "claims.html", "page.html"):
        content = "{% block content %}"
        room.file(f"templates/{name}", changed(name, [(content, content + RANDOM)]))
    build(room)
    return room


def numbers(desk: Desk) -> dict[str, str]:
    found = {path: DRAWN.search(str(content)) for path, content in contents(desk.out).items()}
    return {path: match[1] for path, match in found.items() if match}


@pytest.mark.parametrize("name", ["base.html", "_header.html", "_footer.html", "_share.html"])
def test_the_content_is_not_made_again(drawn: Desk, name: str) -> None:
    before = numbers(drawn)
    assert len(before) > 8
    for line in ("One line.", "Another line."):
        drawn.file(f"templates/{name}", changed(name, []) + line)
        said = build(drawn, "--timings")
        assert numbers(drawn) == before
        assert stages(said).get("compile", 0) < 0.05
        assert line in page(drawn, "briefs/harbour-bridge/doubled")
        assert line in page(drawn, "claims")
        assert line not in page(drawn, "briefs/harbour-bridge/doubled/embed")


def test_nor_where_the_text_of_one_was_edited_before(drawn: Desk) -> None:
    with_base(drawn, "a line", 1)
    build(drawn)
    drawn.brief(quiet_text("lang: ar", body="A longer text."), slug="jisr")
    build(drawn)
    before = numbers(drawn)
    with_base(drawn, "a line", 2)
    build(drawn)
    other = {path for path, number in numbers(drawn).items() if number != before[path]}
    assert other
    assert {path.split("/")[1] for path in other} == {"jisr"}
    with_base(drawn, "a line", 3)
    before = numbers(drawn)
    build(drawn)
    assert numbers(drawn) == before


def test_it_is_where_its_own_template_was_edited_and_nowhere_else(drawn: Desk) -> None:
    content = "{% block content %}"
    for line in ("More.", "Most."):
        before = numbers(drawn)
        text = changed("claim.html", [(content, content + RANDOM + line)])
        drawn.file("templates/claim.html", text)
        build(drawn)
        now = numbers(drawn)
        of_claims = {path for path in now if path.count("/") == 3}
        assert {path for path in now if now[path] != before[path]} == of_claims
        before = now
        with_base(drawn, "a line", len(line))
        build(drawn)
        assert numbers(drawn) == before


def test_it_is_where_base_html_was_edited_too(drawn: Desk) -> None:
    content = "{% block content %}"
    text = changed("claim.html", [(content, content + RANDOM + "More.")])
    drawn.file("templates/claim.html", text)
    with_base(drawn, "a line", 1)
    build(drawn)
    shown = page(drawn, "briefs/jisr/doubled")
    assert "More." in shown
    assert "<p>1</p>" in shown
    assert "<p>1</p>" in page(drawn, "briefs/jisr")


def test_a_page_that_somebody_changed_is_made_again(drawn: Desk) -> None:
    place = drawn.out / "briefs/jisr/index.html"
    place.write_text(place.read_text("utf-8").replace("</h1>", " changed</h1>"), "utf-8")
    with_base(drawn, "a line", 1)
    build(drawn)
    assert " changed</h1>" not in page(drawn, "briefs/jisr")


@pytest.mark.parametrize("broken", ["{% if %}", "{{ nothing.at.all }}", "{% include 'no.html' %}"])
def test_a_broken_frame_is_told_and_then_mended(room: Desk, broken: str) -> None:
    build(room)
    for name in ("base.html", "_header.html"):
        room.file(f"templates/{name}", broken)
        before = contents(room.out)
        run = run_here(room.root, "build", *ON_THE_DAY)
        assert run.status == 1
        assert f"templates/{name}" in run.stderr
        assert contents(room.out) == before
        room.file(f"templates/{name}", changed(name, []) + "Mended.")
        assert_equals_clean(room.root, *ON_THE_DAY)
