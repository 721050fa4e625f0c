"""The desk's own record at ``/numbers/``, and the same figures as data."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.track_record import Share
from support import Desk, brief_text

PAGE = "numbers/"
DATA = "data/numbers.json"


def brief(published: str, **more: str) -> str:
    return brief_text(**more).replace("published: 2024-05-14", f"published: {published}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Four published briefs; a draft and a scheduled one that must count nowhere."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    for slug, text in BRIEFS.items():
        desk.brief(text, slug)
    return desk.make()


UNCOUNTED = """
claims: {c: {text: T, rating: satire, verdict: V}}
sources: {a: {title: A, url: https://a.example/}}
responses: [{from: Ana, status: replied}]
corrections: [{date: 2030-05-20, kind: correction, text: C}]
---
"""
BRIEFS = {
    "march": brief(
        "2024-03-31",
        claims='two: {text: Two, rating: "true", verdict: Yes.}',
        end="""
        sources:
          a: {title: A, url: https://a.example/, archived: https://archive.example/a}
          b: {title: B, url: https://b.example/}
          c: {title: C, via: a}
          d: {title: D, archived: https://archive.example/d}
        responses:
          - {from: Ana, status: replied}
          - {from: Tom, status: stated}
          - {from: Lena, status: no-reply}
          - {from: Post, status: not-sought}
        corrections:
          - {date: 2024-04-20, kind: update, text: More.}
          - {date: 2024-04-21, kind: correction, text: Less.}
          - {date: 2024-04-22, kind: correction, text: Less.}
        """,
    ),
    "may": brief(
        "2024-05-01",
        claims='two: {text: Two, rating: "true", verdict: Yes.}',
        end="""
        sources: {a: {title: A, url: https://a.example/, archived: https://archive.example/a}}
        responses:
          - {from: Ana, status: declined, claims: [two]}
          - {from: Tom, status: unreachable}
        corrections:
          - {date: 2024-05-20, kind: void, claim: two, text: Not a claim.}
        """,
    ),
    "more": brief("2024-05-31T23:30:00+02:00"),
    "old": brief("2023-12-24"),
    "draft": f"---\ntitle: D\ndraft: true\npublished: 2024-05-02\narticle: {{title: A}}{UNCOUNTED}",
    "later": f"---\ntitle: L\npublished: 2030-05-02\narticle: {{title: A}}{UNCOUNTED}",
}

FIGURES = {
    "site": "Harbour Desk",
    "briefs": {
        "total": 4,
        "months": [
            {"month": "2023-12", "briefs": 1},
            {"month": "2024-03", "briefs": 1},
            {"month": "2024-05", "briefs": 2},
        ],
    },
    "claims": {
        "total": 5,
        "withdrawn": 1,
        "ratings": [
            {"rating": "true", "rating_label": "True", "claims": 1},
            {"rating": "mostly-false", "rating_label": "Mostly false", "claims": 4},
        ],
    },
    "responses": {
        "answered": 2,
        "asked": 4,
        "percent": 50,
        "statuses": {
            "replied": 1,
            "stated": 1,
            "no-reply": 1,
            "unreachable": 1,
            "not-sought": 1,
        },
    },
    "sources": {"archived": 2, "with_url": 3, "percent": 67},
    "corrections": {
        "total": 4,
        "kinds": {"update": 1, "correction": 2, "void": 1},
        "briefs_corrected": 2,
        "briefs": 4,
        "percent": 50,
    },
}


def test_the_figures_as_data(desk: Desk) -> None:
    assert desk.json(DATA) == FIGURES


def test_the_page_has_the_same_figures(desk: Desk) -> None:
    assert desk.xpath(PAGE, "//main//h2") == [
        "4 briefs",
        "5 claims rated",
        "Answers from those asked: 50%",
        "Archived sources: 67%",
        "Corrections: 4",
    ]
    assert desk.xpath(PAGE, "//main//tbody/tr") == [
        "December 2023 1",
        "March 2024 1",
        "May 2024 2",
    ]
    assert desk.xpath(PAGE, '//figure[contains(@class, "spread")]//li') == [
        "True 1",
        "Mostly false 4",
    ]
    assert desk.xpath(PAGE, '//section[@aria-labelledby="the_responses"]//li') == [
        "replied: 1",
        "stated: 1",
        "no reply: 1",
        "unreachable: 1",
        "not sought: 1",
    ]
    assert desk.xpath(PAGE, '//section[@aria-labelledby="the_corrections"]//li') == [
        "update: 1",
        "correction: 2",
        "void: 1",
    ]
    text = desk.text(PAGE)
    for words in (
        "Answered: 2 of 4.",
        "2 of 3 sources",
        "something was wrong: 2 of 4.",
        "1 claim was withdrawn",
    ):
        assert words in text


def test_each_figure_says_how_it_is_counted(desk: Desk) -> None:
    sections = desk.tree(PAGE).xpath("//main//section")
    assert len(sections) == 5
    for section in sections:
        (how,) = section.xpath('./p[@class="meta"]')
        assert len(how.text_content().split()) > 8


def test_the_months_are_drawn_to_scale(desk: Desk) -> None:
    (bars,) = desk.tree(PAGE).xpath('//figure[contains(@class, "months")]//path[@class="bars"]/@d')
    places = [bar.split("v-") for bar in bars.split("M")[1:]]
    heights = [float(height) for _, height in places]
    assert heights == [45, 45, 90]
    across = [float(place.split()[0]) for place, _ in places]
    assert across[1] - across[0] == pytest.approx(1.5 * (across[2] - across[1]), abs=0.3)


def test_drafts_count_nowhere_even_where_they_are_shown(desk: Desk, tmp_path: Path) -> None:
    desk.build("--drafts", "-o", str(tmp_path / "drafts"))
    assert (tmp_path / "drafts/briefs/draft/index.html").is_file()
    for path in (DATA, f"{PAGE}index.html"):
        assert (tmp_path / "drafts" / path).read_bytes() == (desk.out / path).read_bytes()


def test_a_desk_that_has_nothing_yet_has_its_page(tmp_path: Path) -> None:
    desk = Desk(tmp_path).make()
    assert desk.json(DATA)["responses"]["percent"] is None
    assert desk.xpath(PAGE, "//main//h2") == [
        "0 briefs",
        "0 claims rated",
        "Answers from those asked: –",
        "Archived sources: –",
        "Corrections: 0",
    ]
    assert not desk.tree(PAGE).xpath("//figure | //table")


def test_what_was_asked_of_a_withdrawn_claim_alone_is_not_counted(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for claims, asked in (("[two]", 0), ("[two, doubled]", 1)):
        end = f"""
        responses: [{{from: Ana, status: no-reply, claims: {claims}}}]
        corrections: [{{date: 2024-05-20, kind: void, claim: two, text: Not a claim.}}]
        """
        desk.brief(brief_text(claims="two: {text: T, rating: satire, verdict: V}", end=end))
        assert desk.make().json(DATA)["responses"]["asked"] == asked


@pytest.mark.parametrize("where", ["", "corrections/", "briefs/march/doubled/"])
def test_the_page_is_found_from_others(desk: Desk, where: str) -> None:
    assert "Our record in numbers" in desk.xpath(where, '//footer//a[contains(@href, "numbers/")]')


def test_the_page_leads_to_its_data(desk: Desk) -> None:
    assert "../data/numbers.json" in desk.links(PAGE)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_all_and_nothing_are_said_of_all_and_nothing_alone(one: int, other: int) -> None:
    part, whole = sorted((one, other))
    percent = Share(part, whole).percent
    if not whole:
        assert percent is None
        return
    assert percent is not None
    assert (percent == 100) == (part == whole)
    assert (percent == 0) == (part == 0)
    assert abs(percent - 100 * part / whole) <= 1
