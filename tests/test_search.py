"""The search: what is found, the index and where it is kept, and a site that has none."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pagefind_bin import get_executable

from serving import serving
from sitegen.search_cache import keep, kept
from support import PLAIN_SITE, SITE, Desk, Run, brief_text, quiet_text

INDEX = "search/data/index/"
IDS = f"{INDEX}ids.json"
FILTERS = "search/data/filters.json"
NOWHERE = "/nowhere/pagefind"
OFF = "search: false\n"  # which the settings of other tests have
SEARCHED = PLAIN_SITE.replace(OFF, "")
ARABIC = (
    quiet_text("lang: ar")
    .replace("The bridge cost twice its budget", "كلّف الجسر ضعف ميزانيته")
    .replace("The bridge", "الجسر")
)


def searched(root: Path) -> Desk:
    """A desk with a search and nothing else."""
    desk = Desk(root)
    desk.config(SEARCHED)
    return desk


def searched_bridge(root: Path) -> Desk:
    """The example desk with a search, built."""
    desk = Desk(root).bridge()
    desk.config(SITE.replace(OFF, ""))
    return desk.make()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one brief, about which an editor asks nothing."""
    desk = searched(tmp_path)
    desk.brief(quiet_text())
    return desk


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The example desk, built once: to be read, not changed."""
    return searched_bridge(tmp_path_factory.mktemp("bridge"))


def files(desk: Desk, below: str = "search/") -> dict[str, bytes]:
    """The files of the search."""
    paths = [path for path in (desk.out / below).rglob("*") if path.is_file()]
    return {path.relative_to(desk.out).as_posix(): path.read_bytes() for path in paths}


def warned(run: Run) -> list[str]:
    return [problem.code for problem in run.problems]


def kept_in(desk: Desk) -> list[Path]:
    return sorted((desk.root / ".sitegen" / "search").glob("[!.]*"))


def rows(desk: Desk, number: int = 0) -> str:
    return json.loads(desk.html(f"search/data/rows/{number}.json"))


def a_spy(desk: Desk) -> dict[str, str]:
    """Pagefind's program behind a script that notes each start in the file ``started``."""
    script = f"#!{sys.executable}\nimport os, sys\n"
    script += f"open({str(desk.root / 'started')!r}, 'a').write('x')\n"
    script += f"os.execv({str(get_executable())!r}, ['pagefind', *sys.argv[1:]])\n"
    place = desk.file("spy", script)
    place.chmod(0o755)
    return {"PAGEFIND_BINARY_PATH": str(place)}


def starts(desk: Desk) -> int:
    place = desk.root / "started"
    return len(place.read_text()) if place.exists() else 0


# What is found


def test_each_claim_brief_and_name_is_a_record(bridge: Desk) -> None:
    filters = bridge.json(FILTERS)
    claims, briefs, names = filters["counts"]
    assert (claims, briefs) == (2, 2)
    assert names == len(filters["values"]["entity"]) == 2
    assert len(bridge.json(IDS)["ids"]) == claims + briefs + names
    assert "" not in bridge.json(IDS)["ids"]
    assert rows(bridge).count("<li ") == claims + briefs + names


def test_a_record_is_filtered_by_its_rating_topic_names_and_year(bridge: Desk) -> None:
    filters = bridge.json(FILTERS)
    values = {name: [one[0] for one in found] for name, found in filters["values"].items()}

    def named(column: str, values_of: str, record: int) -> list[str]:
        numbers = filters[column][record]
        return [values[values_of][n] for n in (numbers if isinstance(numbers, list) else [numbers])]

    assert named("rating", "rating", 0) == ["mostly-false"]
    assert named("topic", "topic", 0) == ["transport"]
    assert named("claimant", "entity", 0) == ["lena-frost"]
    assert named("entity", "entity", 0) == ["the-harbour-post"]
    assert filters["year"] == [2024, 2023, 2024, 2023, 0, 0]
    assert filters["topic"][1] == []  # of the older claim, which has none
    assert [named("entity", "entity", record) for record in (4, 5)] == [
        [entity] for entity in values["entity"]
    ]


def test_a_withdrawn_claim_is_found_and_has_no_rating(desk: Desk) -> None:
    void = "corrections: [{date: 2024-05-20, kind: void, claim: doubled, text: We were wrong.}]"
    desk.brief(quiet_text(end=f"{void}\n"))
    desk.make()
    assert desk.json(FILTERS)["rating"][0] == []
    assert "withdrawn" in rows(desk)


def test_what_is_shown_is_escaped(desk: Desk) -> None:
    desk.brief(quiet_text().replace("The bridge cost", "<script>alert(1)</script> cost"))
    desk.make()
    assert "<script" not in rows(desk)
    assert "&lt;script&gt;" in rows(desk)


def test_rows_come_in_files_of_a_hundred(desk: Desk) -> None:
    claims = "\n".join(
        f"c{n}: {{text: Number {n}, rating: unproven, verdict: Nobody knows.}}" for n in range(120)
    )
    desk.brief(quiet_text(claims=claims))
    desk.make()
    assert rows(desk).count('class="claim-row"') == 100
    assert rows(desk, 1).count('class="claim-row"') == 21
    assert not desk.has("search/data/rows/2.json")


def test_each_language_has_an_index(desk: Desk) -> None:
    desk.brief(ARABIC, slug="jisr")
    desk.make()
    ids = desk.json(IDS)
    assert ids["languages"] == ["ar", "en"]
    assert sorted({one[:3] for one in ids["ids"]}) == ["ar_", "en_"]
    for lang in ("ar", "en"):
        assert desk.has(f"{INDEX}{lang}/wasm.{lang}.pagefind")
        assert list(desk.json(f"{INDEX}{lang}/pagefind-entry.json")["languages"]) == [lang]


def test_a_site_without_a_brief_has_a_search_that_finds_nothing(tmp_path: Path) -> None:
    desk = searched(tmp_path).make()
    assert desk.json(IDS) == {"languages": [], "ids": []}
    assert desk.json(FILTERS)["counts"] == [0, 0, 0]


# The page


def test_every_page_has_the_search_as_a_plain_form(bridge: Desk) -> None:
    for address, action in (("", "./search/"), ("briefs/bridge/doubled/", "../../../search/")):
        (form,) = bridge.tree(address).xpath("//header//form")
        assert (form.get("action"), form.get("method", "get")) == (action, "get")
        (box,) = form.xpath(".//input")
        assert (box.get("name"), box.get("type")) == ("q", "search")
        assert box.get("aria-label")


def test_only_the_search_may_run_wasm(bridge: Desk) -> None:
    def policy(address: str) -> str:
        found = bridge.tree(address).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        return " ".join(found)

    assert "'wasm-unsafe-eval'" in policy("search/")
    assert "connect-src 'self'" in policy("search/")
    assert "connect-src 'self'" in policy("claims/")
    for address in ("", "claims/", "briefs/bridge/"):
        assert "wasm" not in policy(address)


def test_the_page_leads_on_without_a_script_and_no_engine_lists_it(bridge: Desk) -> None:
    assert {"../claims/", "../ratings/mostly-false/", "../topics/transport/"} <= set(
        bridge.links("search/")
    )
    assert bridge.xpath("search/", "//meta[@name='robots']/@content") == ["noindex"]
    assert "/search/" not in bridge.html("sitemap.xml")


def test_only_the_two_pages_load_the_script(bridge: Desk) -> None:
    having = [
        address
        for address in ("", "search/", "claims/", "briefs/bridge/", "entities/", "ratings/")
        if "search.js" in bridge.html(address)
    ]
    assert having == ["search/", "claims/"]


def test_a_page_of_the_desk_that_is_named_search(desk: Desk) -> None:
    desk.page("search", "---\ntitle: Search\n---\nText.\n")
    assert "output-collision" in [problem.code for problem in desk.errors()]
    desk.config(f"{SEARCHED}{OFF}")
    assert desk.errors() == []


# Off


def test_no_search(desk: Desk) -> None:
    desk.config(f"{SEARCHED}{OFF}")
    run = desk.run("build", "--today", "2024-06-01", **a_spy(desk))
    assert (run.status, starts(desk)) == (0, 0)
    assert not (desk.out / "search").exists()
    assert not (desk.root / ".sitegen/search").exists()
    for address in ("", "claims/", "briefs/bridge/"):
        assert "search/" not in desk.html(address)
        assert "search.js" not in desk.html(address)


@pytest.mark.parametrize("off", [True, False])
def test_pagefind_is_imported_only_where_there_is_a_search(desk: Desk, off: bool) -> None:
    desk.config(f"{SEARCHED}{OFF}" if off else SEARCHED)
    code = "import sys; from sitegen.start import main\ntry: main()\n"
    code += "finally: print('pagefind_bin' in sys.modules)"
    command = [sys.executable, "-c", code, "build", "--jobs=1", "--today=2024-06-01"]
    env = {name: value for name, value in os.environ.items() if name != "PAGEFIND_BINARY_PATH"}
    done = subprocess.run(
        command, cwd=desk.root, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == str(not off)


# Made when something changed


def test_the_index_is_made_once_for_the_same_records(desk: Desk) -> None:
    spy = a_spy(desk)
    for _ in range(2):
        assert desk.run("build", "--today", "2024-06-01", **spy).status == 0
    assert starts(desk) == 1
    body = quiet_text(body="Another body, which no record has.")
    desk.brief(body)
    assert desk.run("build", "--today", "2024-06-01", **spy).status == 0
    assert starts(desk) == 1
    desk.brief(body.replace("It cost a fifth more.", "It cost a tenth more."))
    assert desk.run("build", "--today", "2024-06-01", **spy).status == 0
    assert starts(desk) == 2
    assert len(kept_in(desk)) == 2


def test_what_is_kept_changes_nothing(desk: Desk) -> None:
    cold = files(desk.make())
    warm = files(desk.make())
    shutil.rmtree(desk.root / ".sitegen")
    assert warm == cold == files(desk.make())


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[:-1],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: b"\x80" * len(content),
    ],
    ids=["empty", "short", "flipped", "noise"],
)
def test_what_is_damaged_is_made_again(desk: Desk, damage: Any) -> None:
    whole = files(desk.make())
    (place,) = kept_in(desk)
    content = place.read_bytes()
    place.write_bytes(damage(content))
    desk.file("templates/assets/more.css", "")  # else there would be nothing to make
    assert files(desk.make()) == whole
    assert place.read_bytes() == content


def test_only_a_few_are_kept_and_git_is_told(tmp_path: Path) -> None:
    folder = tmp_path / ".sitegen" / "search"
    keys = [f"{number:064x}" for number in range(9)]
    folder.mkdir(parents=True)
    (folder / "of-somebody-else").write_bytes(b"")
    for number, key in enumerate(keys):
        keep(folder, key, {"a": b"1", "b/c": bytes([number])})
        os.utime(folder / key, (number, number))
    there = {path.name for path in folder.iterdir()}
    assert there == {*keys[-4:], "of-somebody-else"}
    assert kept(folder, keys[8]) == {"a": b"1", "b/c": b"\x08"}
    assert kept(folder, keys[0]) is None
    assert (folder.parent / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("content", [b"x", b"{}", b"[1]", b'[["../../evil", 1]]\n!', b"[[1, 2]]"])
def test_what_somebody_else_put_there_is_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(sha256(content).digest() + content)
    assert not kept(tmp_path, "key")


def test_a_folder_that_cannot_be_written_to_keeps_nothing(desk: Desk) -> None:
    desk.file(".sitegen", "a file in its way")
    assert desk.make().has(IDS)


def test_check_makes_no_index(desk: Desk) -> None:
    run = desk.run("check", "--today", "2024-06-01", **a_spy(desk))
    assert (run.status, starts(desk)) == (0, 0)
    assert not (desk.root / ".sitegen").exists()


# The same bytes


def many(desk: Desk) -> Desk:
    """Enough briefs for two processes to share, in three languages."""
    for number in range(90):
        text = quiet_text(f"lang: {('en', 'fr', 'zu')[number % 3]}")
        desk.brief(text.replace("twice", f"{number} times"), slug=f"bridge-{number}")
    return desk


def test_the_same_bytes_with_any_jobs_at_any_place_on_any_day(tmp_path: Path) -> None:
    made = []
    for name, day, jobs in (("one", "2024-06-01", "1"), ("other", "2025-07-02", "2")):
        desk = many(searched(tmp_path / name))
        run = desk.run("build", "--today", day, "--jobs", jobs)
        assert run.status == 0, run.stderr
        made.append(files(desk))
    assert made[0] == made[1]
    assert len(made[0]) > 15


# Where it cannot be made


def test_without_pagefind_the_site_is_built_with_a_warning(desk: Desk) -> None:
    run = desk.run("build", "--today", "2024-06-01", PAGEFIND_BINARY_PATH=NOWHERE)
    assert (run.status, warned(run)) == (0, ["no-search"])
    assert NOWHERE in run.stderr
    assert "search: false" in run.stderr
    assert "Traceback" not in run.stderr
    assert desk.json(IDS) == {"languages": [], "ids": []}
    assert "../claims/" in desk.links("search/")
    assert not kept_in(desk)


@pytest.mark.parametrize(
    "program",
    ["exit 3", "echo nonsense", "head -c 100; echo 'e30=,'", "yes '!!!!,' | head -c 900000"],
)
def test_a_program_that_fails_is_a_warning(desk: Desk, program: str) -> None:
    place = desk.file("broken", f"#!/bin/sh\n{program}\n")
    place.chmod(0o755)
    run = desk.run("build", "--today", "2024-06-01", PAGEFIND_BINARY_PATH=str(place))
    assert (run.status, warned(run)) == (0, ["no-search"])
    assert "Traceback" not in run.stderr


def test_with_strict_nothing_is_written_then(desk: Desk) -> None:
    words = ("build", "--strict", "--today", "2024-06-01")
    run = desk.run(*words, PAGEFIND_BINARY_PATH=NOWHERE)
    assert (run.status, warned(run)) == (1, ["no-search"])
    assert not desk.out.exists()


# The preview


def test_the_preview_searches_too_and_makes_the_index_when_asked(desk: Desk) -> None:
    spy = a_spy(desk)
    with serving(desk.root, **spy) as server:
        assert server.get(f"{server.base_path}search/").status == 200
        assert starts(desk) == 0
        answer = server.get(f"{server.base_path}{IDS}")
        assert (answer.status, starts(desk)) == (200, 1)
        assert json.loads(answer.content)["languages"] == ["en"]
        wasm = f"{server.base_path}{INDEX}en/wasm.en.pagefind"
        assert (server.get(wasm).status, starts(desk)) == (200, 1)
        assert server.get(f"{server.base_path}{INDEX}nothing").status == 404


def test_the_preview_has_the_bytes_of_the_build(tmp_path: Path) -> None:
    desk = searched_bridge(tmp_path)
    with serving(desk.root) as server:
        for path in (IDS, FILTERS, f"{INDEX}pagefind.js"):
            assert server.get(f"{server.base_path}{path}").content == desk.path(path).read_bytes()


def test_a_desk_whose_brief_is_a_draft_keeps_it_out(desk: Desk) -> None:
    desk.brief(brief_text("draft: true").replace("The bridge", "A secret"), slug="secret")
    desk.make()
    assert "secret" not in rows(desk)
    assert desk.json(FILTERS)["counts"][1] == 1
