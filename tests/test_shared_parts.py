"""What the pages of a brief and its claims show alike is made once, and reads the same on each."""

import json
import re
from pathlib import Path

from sitegen.compiling import compile_all
from sitegen.folder import Folder
from sitegen.joining import join, read_settings
from sitegen.options import Options
from support import TODAY, Desk, brief_text

TEMPLATES = Path(__file__).parent.parent / "templates"

HOSTILE = "'\"></p><script>alert(1)</script> &amp; {{ 7 * 7 }}"
_BRIEF = brief_text(
    f"""
    authors: [{json.dumps(HOSTILE)}]
    topics: [{json.dumps(HOSTILE)}]
    """,
    claim=f"""
    claimant: {json.dumps(HOSTILE)}
    appearance: a
    finding: A finding [@a, p. 1].
    evidence:
      - {{source: a, stance: supports, note: {json.dumps(HOSTILE)}, locator: {json.dumps(HOSTILE)}}}
      - {{source: b, stance: undermines, note: Another note.}}
    not_established: {json.dumps(HOSTILE)}
    """,
    claims="""
    other:
      text: It was late as well
      rating: "false"
      verdict: It was not.
      evidence: [{source: a, stance: undermines}]
    """,
    end=f"""
    sources:
      a: {{title: {json.dumps(HOSTILE)}, publisher: {json.dumps(HOSTILE)}, kind: primary}}
      b: {{title: Minutes, via: a, interest: {json.dumps(HOSTILE)}}}
    responses:
      - {{from: {json.dumps(HOSTILE)}, status: replied, text: {json.dumps(HOSTILE)}, source: a}}
    """,
    body="The claim [was made](#doubled) in [@a].\n",
)
PAGES = ("briefs/bridge/", "briefs/bridge/doubled/", "briefs/bridge/other/")


def test_no_text_gets_out_of_its_place(desk: Desk) -> None:
    desk.brief(_BRIEF)
    desk.make()
    for address in PAGES:
        page = desk.html(address)
        assert "<script>alert" not in page
        assert "49" not in desk.text(address)
        assert desk.text(address).count(HOSTILE) >= 3


def test_no_mark_stays_on_a_page(desk: Desk) -> None:
    desk.brief(_BRIEF)
    desk.make()
    for address in PAGES:
        assert not re.search("[\x00-\x08\x0e-\x1f]", desk.html(address))


def test_headings_and_links_are_those_of_the_page(desk: Desk) -> None:
    desk.brief(_BRIEF)
    desk.make()
    brief, claim = desk.tree(PAGES[0]), desk.tree(PAGES[1])
    assert brief.xpath("//section[@class='evidence']/h4")
    assert claim.xpath("//section[@class='evidence']/h2")
    where = "//dl[@class='facts']//a[contains(@href, '#source_a')]/@href"
    assert brief.xpath(where)[0] == "#source_a"
    assert claim.xpath(where)[0] == "../#source_a"
    rating = "//p[@class='verdict']/a/@href"
    assert brief.xpath(rating)[0] == "../../ratings/mostly-false/"
    assert claim.xpath(rating)[0] == "../../../ratings/mostly-false/"


def test_only_links_back_to_the_page_itself(desk: Desk) -> None:
    desk.brief(_BRIEF)
    desk.make()
    for address in PAGES:
        page = desk.tree(address)
        found = page.xpath("//span[@class='back']/a/@href")
        assert found
        assert all(page.xpath(f"//*[@id='{href[1:]}']") for href in found)


def test_pages_are_the_same_in_any_order(desk: Desk) -> None:
    desk.brief(_BRIEF)
    folder, options = Folder(desk.root), Options(today=TODAY)
    read = read_settings(folder.read("site.yaml"), options)
    making = join(folder, options, read, compile_all(folder, 1)).making
    numbers = [n for n, it in enumerate(making.outputs) if it.address.startswith("briefs/bridge/")]
    forwards = [making.content(number) for number in numbers]
    making.site.at_hand.clear()
    making.site.reviews.clear()
    assert [making.content(n) for n in reversed(numbers)] == forwards[::-1]


def test_a_desks_own_page_can_ask_for_the_parts_itself(desk: Desk) -> None:
    desk.brief(_BRIEF)
    desk.make()
    before = desk.html(PAGES[1])
    own = (TEMPLATES / "claim.html").read_text(encoding="utf-8")
    own = re.sub(r"(?:it|r)\.once\((parts\.\w+), ", r"\1(", own)
    own = own.replace("marks.root", "root").replace("marks.level", "2")
    assert "parts.verdict(it, root, t)" in own
    desk.file("templates/claim.html", own)
    desk.make()
    assert desk.html(PAGES[1]) == before


def test_a_part_of_the_desks_own_is_on_both_pages(desk: Desk) -> None:
    desk.brief(_BRIEF)
    own = (TEMPLATES / "_claim.html").read_text(encoding="utf-8")
    macro = "{% macro verdict(view, root, t) %}\n"
    assert macro in own
    own = own.replace(
        macro, f'{macro}<i data-own="{{{{ root }}}}">{{{{ view.nothing is defined }}}}</i>'
    )
    desk.file("templates/_claim.html", own)
    desk.make()
    assert '<i data-own="../../">False</i>' in desk.html(PAGES[0])
    assert '<i data-own="../../../">False</i>' in desk.html(PAGES[1])
