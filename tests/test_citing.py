"""How a brief and its claims are cited: on their pages, as BibTeX, as CSL-JSON."""

import re
from typing import Any

import bibtexparser
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Entry

from support import BASE_URL, Desk, brief_text

BRIEF, CLAIM = "briefs/bridge/", "briefs/bridge/doubled/"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NASTY = r"50% of $3 & #1_a \ ~ “é” ليلى"


def entries(desk: Desk) -> list[Entry]:
    """The entries of a brief's BibTeX file, as a parser reads them."""
    text = desk.html(f"{BRIEF}cite.bib")
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries)
    return library.entries


def fields(entry: Entry) -> dict[str, str]:
    """The fields of an entry; braces that keep capitals are taken off."""
    return {
        key: re.sub(r"^\{(.*)\}$", r"\1", field.value) for key, field in entry.fields_dict.items()
    }


def items(desk: Desk) -> list[Any]:
    """The items of a brief's CSL-JSON, each of them checked."""
    found = desk.json(f"{BRIEF}cite.json")
    for item in found:
        check_item(item)
    return found


def check_item(item: dict[str, Any]) -> None:
    """What the schema of CSL-JSON 1.0 asks of the fields that are used here, and no other field."""
    texts = {"id", "type", "title", "container-title", "publisher", "language", "URL"}
    assert item.keys() <= texts | {"author", "issued"}
    assert item.keys() >= {"id", "type", "title"}
    assert all(isinstance(item[key], str) and item[key] for key in texts & item.keys())
    assert item["type"] == "webpage"
    assert item["author"]
    assert all(name.keys() == {"literal"} and name["literal"] for name in item["author"])
    if "issued" in item:
        assert item["issued"].keys() == {"date-parts"}
        ((year, month, day),) = item["issued"]["date-parts"]
        assert year > 999
        assert 1 <= month <= 12
        assert 1 <= day <= 31


def test_a_brief_is_cited_with_its_authors_desk_date_and_address(bridge: Desk) -> None:
    (line,) = bridge.xpath(BRIEF, '//p[@class="cite"]')
    assert line == (
        "Ana Ruiz. “Did the harbour bridge cost twice its budget?”. "
        f"Harbour Desk, 14 May 2024. {BASE_URL}/{BRIEF}"
    )


def test_a_claim_is_cited_after_its_verdict(bridge: Desk) -> None:
    (line,) = bridge.xpath(CLAIM, '//p[@class="cite"]')
    assert "“Mostly false: The harbour bridge cost twice its budget”" in line
    assert line.endswith(f"{BASE_URL}/{CLAIM}")


@pytest.mark.parametrize("page", [BRIEF, CLAIM])
def test_both_files_are_linked(bridge: Desk, page: str) -> None:
    links = bridge.tree(page).xpath('//details[@class="reuse"]//a/@href')
    assert [link.removeprefix("../") for link in links] == ["cite.bib", "cite.json"]
    assert {link.count("../") for link in links} == {page.count("/") - 2}


def test_a_bibtex_parser_reads_the_brief_and_each_claim(bridge: Desk) -> None:
    brief, claim = entries(bridge)
    assert (brief.entry_type, brief.key, claim.key) == ("misc", "bridge", "bridge_doubled")
    assert {key: value for key, value in fields(brief).items() if key != "author"} == {
        "title": "Did the harbour bridge cost twice its budget?",
        "howpublished": "Harbour Desk",
        "year": "2024",
        "month": "may",
        "date": "2024-05-14",
        "url": f"{BASE_URL}/{BRIEF}",
    }
    assert fields(claim)["url"] == f"{BASE_URL}/{CLAIM}"


def test_csl_json_has_the_brief_and_each_claim(bridge: Desk) -> None:
    brief, claim = items(bridge)
    assert brief == {
        "id": "bridge",
        "type": "webpage",
        "title": "Did the harbour bridge cost twice its budget?",
        "container-title": "Harbour Desk",
        "publisher": "Harbour Desk",
        "author": [{"literal": "Ana Ruiz"}],
        "language": "en",
        "issued": {"date-parts": [[2024, 5, 14]]},
        "URL": f"{BASE_URL}/{BRIEF}",
    }
    assert claim["title"] == "Mostly false: The harbour bridge cost twice its budget"
    assert claim["id"] == "bridge_doubled"


def test_signs_that_latex_takes_for_its_own_are_escaped(desk: Desk) -> None:
    text = brief_text("authors: ['A & B {C', Jean-Luc de la Tour and Sons]")
    desk.brief(text.replace("title: The bridge", f"title: '{NASTY}'"))
    desk.make()
    brief, claim = entries(desk)
    assert fields(brief)["title"] == NASTY
    assert fields(claim)["url"] == f"{BASE_URL}/{CLAIM}"
    raw = desk.html(f"{BRIEF}cite.bib")
    title = next(line for line in raw.splitlines() if "title =" in line)
    assert title.count("{") == title.count("}")
    assert re.findall(r"(?<!\\)[%$&#_]", title) == []
    assert items(desk)[0]["title"] == NASTY


def test_braces_are_balanced_whatever_the_title(desk: Desk) -> None:
    """To BibTeX a brace counts with a backslash before it too: one too many ends the entry."""
    desk.brief(brief_text().replace("title: The bridge", "title: 'A } and {{ and ^'"))
    desk.make()
    assert len(entries(desk)) == 2
    raw = desk.html(f"{BRIEF}cite.bib")
    assert (
        r"{{A \textbraceright{} and \textbraceleft{}\textbraceleft{} and \textasciicircum{}}}"
        in raw
    )
    assert items(desk)[0]["title"] == "A } and {{ and ^"


def test_names_stay_whole(desk: Desk) -> None:
    """Which part of a name is the family's is not guessed, and an "and" in it joins nobody."""
    desk.brief(brief_text("authors: [Jean-Luc de la Tour, Smith and Sons, ليلى حداد]"))
    desk.make()
    raw = desk.html(f"{BRIEF}cite.bib")
    assert "author = {{Jean-Luc de la Tour} and {Smith and Sons} and {ليلى حداد}}," in raw
    names = ["Jean-Luc de la Tour", "Smith and Sons", "ليلى حداد"]
    assert [name["literal"] for name in items(desk)[0]["author"]] == names


def test_the_desk_is_the_author_where_none_is_named(desk: Desk) -> None:
    desk.config("title: Harbour Desk\norganization: {name: Harbour Trust}\n")
    desk.brief(brief_text())
    desk.make()
    assert items(desk)[0]["author"] == [{"literal": "Harbour Trust"}]
    assert items(desk)[0]["container-title"] == "Harbour Desk"
    assert "author = {{Harbour Trust}}," in desk.html(f"{BRIEF}cite.bib")


def test_without_an_address_there_is_no_url(desk: Desk) -> None:
    desk.config("title: Harbour Desk\n")
    desk.brief(brief_text())
    desk.make()
    assert all("url" not in fields(entry) for entry in entries(desk))
    assert all("URL" not in item for item in items(desk))
    (line,) = desk.xpath(CLAIM, '//p[@class="cite"]')
    assert line.endswith("14 May 2024.")


def test_a_draft_without_a_date_has_none(desk: Desk) -> None:
    desk.brief(brief_text("draft: true").replace("published: 2024-05-14\n", ""))
    desk.make(drafts=True)
    assert all({"year", "month", "date"}.isdisjoint(fields(entry)) for entry in entries(desk))
    assert all("issued" not in item for item in items(desk))


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_word(desk: Desk, month: int) -> None:
    desk.brief(brief_text().replace("2024-05-14", f"2024-{month:02}-01"))
    desk.make(drafts=True)
    assert fields(entries(desk)[0])["month"] == MONTHS[month - 1]


def test_a_claim_that_was_withdrawn_is_cited_as_such(desk: Desk) -> None:
    end = "corrections:\n  - {date: 2024-05-20, kind: void, claim: doubled, text: It was misread.}"
    desk.brief(brief_text(end=end))
    desk.make()
    assert items(desk)[1]["title"].startswith("Withdrawn: ")
