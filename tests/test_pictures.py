"""Pictures on built pages: what they show, that the words beside them say the same, when none is.

Where texts break inside a picture, and that they stay text, is in ``test_svg``; how large they are
on a screen, in ``test_pictures_browser``.
"""

import re
from itertools import pairwise

import pytest
from lxml import etree

from support import QUIET, Desk, brief_text

BRIEF = "briefs/bridge/"
CLAIM = "briefs/bridge/doubled/"
SVG = "{http://www.w3.org/2000/svg}"


def figures(desk: Desk, address: str, css: str) -> list[etree._Element]:
    return desk.tree(address).xpath(f'//figure[contains(concat(" ", @class, " "), " {css} ")]')


def figure(desk: Desk, address: str, css: str) -> etree._Element:
    (found,) = figures(desk, address, css)
    return found


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split()).replace("\u2068", "").replace("\u2069", "")


def drawn(found: etree._Element) -> list[str]:
    """The texts of the picture itself."""
    return [words(text) for text in found.xpath(".//*[local-name()='text']")]


def told(found: etree._Element) -> list[str]:
    """The list under the picture, without the lists inside it."""
    return [words(item) for item in found.xpath(".//li")]


# Every picture


def test_every_picture_has_a_name_and_no_style(bridge: Desk) -> None:
    seen = set()
    for path in sorted(bridge.out.rglob("*.html")):
        address = path.relative_to(bridge.out).as_posix()
        for svg in bridge.tree(address).xpath("//main//figure//svg[not(@aria-hidden)]"):
            assert svg.get("role") == "img"
            (title,) = svg.xpath("./title")
            assert title.get("id") == svg.get("aria-labelledby")
            assert words(title)
            seen.add(svg.get("class"))
        assert not bridge.tree(address).xpath("//svg//@style | //svg//script | //svg//a")
    assert seen >= {"timeline", "map"}


def test_a_name_is_there_once(bridge: Desk) -> None:
    for path in bridge.out.rglob("*.html"):
        ids = bridge.tree(path.relative_to(bridge.out).as_posix()).xpath("//@id")
        assert len(ids) == len(set(ids))


# The timeline


def test_a_brief_shows_when_it_happened(bridge: Desk) -> None:
    found = figure(bridge, BRIEF, "timeline")
    assert told(found) == [
        "9 May 2024 Claim made: Lena Frost",
        "10 May 2024 Article published: The Harbour Post",
        "11 May 2024 Asked: Lena Frost",
        "12 May 2024 Answer: Lena Frost",
        "13 May 2024 Deadline for an answer",
        "14 May 2024 Check published",
        "20 May 2024 Correction: verdict change",
        "21 May 2024 What the outlet did: corrected",
    ]
    marks = sorted(text for text in drawn(found) if text.isdigit())
    assert marks == [str(number) for number in range(1, 9)]
    assert drawn(found)[-2:] == ["9 May 2024", "21 May 2024"]


def test_what_the_desk_did_stands_above_what_others_did(bridge: Desk) -> None:
    found = figure(bridge, BRIEF, "timeline")
    height = {
        text.text: float(text.get("y")) for text in found.xpath(".//text") if text.text.isdigit()
    }
    by_desk = [3, 5, 6, 7]
    assert len({height[str(n)] for n in by_desk}) == 1
    assert all(height["3"] < height[str(n)] for n in (1, 2, 4, 8))


def test_marks_stand_as_far_apart_as_their_days(desk: Desk) -> None:
    desk.brief(brief_text(article="published: 2024-05-04", claim="said: 2024-04-14"))
    found = figure(desk.make(), BRIEF, "timeline")
    place = {text.text: float(text.get("x")) for text in found.xpath(".//text")}
    assert (place["2"] - place["1"]) == pytest.approx(2 * (place["3"] - place["2"]), abs=1.6)


def test_fewer_than_three_days_make_no_timeline(desk: Desk) -> None:
    desk.brief(brief_text(article="published: 2024-05-14", claim="said: 2024-04-14"))
    assert not figures(desk.make(), BRIEF, "timeline")


def test_what_fell_on_one_day_is_told_together(desk: Desk) -> None:
    asked = "".join(
        f"  - {{from: {name}, status: no-reply, asked: 2024-05-02}}\n" for name in ("Ana", "Tom")
    )
    desk.brief(
        brief_text(claim="said: 2024-04-14\nclaimant: Lena", end=f"responses:\n{asked}"),
    )
    found = figure(desk.make(), BRIEF, "timeline")
    assert told(found) == [
        "14 April 2024 Claim made: Lena",
        "2 May 2024 Asked: Ana, Tom",
        "14 May 2024 Check published",
    ]


def test_a_date_of_no_answer_is_none(desk: Desk) -> None:
    response = "responses:\n  - {from: Ana, status: no-reply, date: 2024-05-03}\n"
    desk.brief(brief_text(claim="said: 2024-04-14", end=response))
    assert not figures(desk.make(), BRIEF, "timeline")


def test_many_corrections_are_one_mark(desk: Desk) -> None:
    corrections = "".join(
        f"  - {{date: 2024-05-{day}, kind: update, text: More.}}\n" for day in range(15, 31)
    )
    desk.brief(brief_text(claim="said: 2024-04-14", end=f"corrections:\n{corrections}"))
    found = figure(desk.make(), BRIEF, "timeline")
    assert told(found) == [
        "14 April 2024 Claim made",
        "14 May 2024 Check published",
        "15 May 2024 to 30 May 2024 16 corrections",
    ]
    assert drawn(found)[-1] == "30 May 2024"


def test_marks_do_not_lie_on_each_other(desk: Desk) -> None:
    corrections = "".join(
        f"  - {{date: 2024-05-{day}, kind: update, text: More.}}\n" for day in range(15, 25)
    )
    desk.brief(brief_text(claim="said: 2000-04-14", end=f"corrections:\n{corrections}"))
    found = figure(desk.make(), BRIEF, "timeline")
    rows: dict[str, list[float]] = {}
    for text in found.xpath(".//*[@class='n']/text"):
        rows.setdefault(text.get("y"), []).append(float(text.get("x")))
    assert sum(map(len, rows.values())) == 12
    for places in rows.values():
        assert all(after - before > 20 for before, after in pairwise(sorted(places)))
        assert all(0 < place < 340 for place in places)


def test_time_runs_the_other_way_in_arabic(desk: Desk) -> None:
    text = brief_text("lang: ar", article="published: 2024-05-04", claim="said: 2024-04-14")
    desk.brief(text)
    found = figure(desk.make(), BRIEF, "timeline")
    place = {text.text: float(text.get("x")) for text in found.xpath(".//*[@class='n']/text")}
    assert place["1"] > place["2"] > place["3"]


# The evidence map

SOURCES = """
sources:
  audit: {title: Final account, publisher: City Audit Office, origin: city}
  minutes: {title: Council minutes, via: audit, origin: city}
  expert: {title: An engineer's view, kind: expert}
  unused: {title: A book}
"""
EVIDENCE = """
evidence:
  - {source: audit, stance: undermines}
  - {source: minutes, stance: supports}
  - {source: minutes, stance: undermines}
finding: We asked an engineer [@expert].
"""


def mapped(desk: Desk, evidence: str = EVIDENCE, sources: str = SOURCES) -> etree._Element:
    desk.brief(brief_text(claim=evidence, end=f"{sources}{QUIET}"))
    return figure(desk.make(), CLAIM, "map")


def test_a_claim_shows_where_its_evidence_is_from(desk: Desk) -> None:
    found = mapped(desk)
    assert drawn(found) == [
        "The claim",
        "One origin: city",
        "[1] Final account",
        "against the claim",
        "[2] Council minutes",
        "for the claim, against the claim, known",
        "through [1]",
        "[3] An engineer's view",
        "cited in the finding",
    ]
    (caption,) = found.xpath("./figcaption")
    assert words(caption) == "It comes from 2 independent origins."


def test_the_list_of_the_map_says_the_same(desk: Desk) -> None:
    found = mapped(desk)
    assert [words(item) for item in found.xpath("./details/ul/li//li | ./details/ul/li")][1:] == [
        "[1] Final account: against the claim",
        "[2] Council minutes: for the claim, against the claim, known through [1]",
        "[3] An engineer's view: cited in the finding",
    ]
    assert found.xpath(".//details//a/@href") == [
        "#source_audit",
        "#source_minutes",
        "#source_expert",
    ]
    ids = desk.tree(CLAIM).xpath("//@id")
    assert {"source_audit", "source_minutes", "source_expert"} <= set(ids)


def test_a_source_that_another_is_known_through_is_on_the_map(desk: Desk) -> None:
    evidence = "evidence: [{source: minutes, stance: supports}]"
    found = mapped(desk, evidence)
    assert drawn(found)[1:] == [
        "One origin: city",
        "[1] Final account",
        "[2] Council minutes",
        "for the claim, known through [1]",
    ]
    hrefs = found.xpath(".//details//a/@href")
    assert hrefs == ["../#source_audit", "#source_minutes"]
    assert "source_audit" in desk.tree(BRIEF).xpath("//@id")


@pytest.mark.parametrize(
    ("evidence", "count"),
    [
        ("evidence: [{source: audit, stance: supports}]", 1),
        ("finding: Nobody knows.", 0),
        ("finding: See [@audit].", 1),
    ],
)
def test_one_source_needs_no_map(desk: Desk, evidence: str, count: int) -> None:
    desk.brief(brief_text(claim=evidence, end=f"{SOURCES}{QUIET}"))
    desk.make()
    assert not figures(desk, CLAIM, "map")
    assert len(desk.xpath(CLAIM, '//ol[contains(@class, "sources")]/li')) == count


def test_more_sources_than_fit_a_glance_are_left_to_the_lists(desk: Desk) -> None:
    for count in (8, 9):
        sources = "".join(f"  s{n}: {{title: Source {n}}}\n" for n in range(count))
        evidence = "".join(f"  - {{source: s{n}, stance: supports}}\n" for n in range(count))
        text = brief_text(claim=f"evidence:\n{evidence}", end=f"sources:\n{sources}{QUIET}")
        desk.brief(text)
        assert len(figures(desk.make(), CLAIM, "map")) == (count == 8)


def test_the_map_counts_as_the_check_does(desk: Desk) -> None:
    """A warning on a single origin stands where the map says that all is of one, and only there."""
    for evidence, alone in (
        ("[{source: audit, stance: supports}, {source: minutes, stance: undermines}]", True),
        ("[{source: audit, stance: supports}, {source: expert, stance: undermines}]", False),
    ):
        desk.brief(brief_text(claim=f"evidence: {evidence}", end=SOURCES))
        codes = {problem.code for problem in desk.run("check").problems}
        assert ("single-origin" in codes) == alone
        (caption,) = figure(desk.make(), CLAIM, "map").xpath("./figcaption")
        assert (words(caption) == "All of it comes from one origin.") == alone


def test_a_title_stays_text(desk: Desk) -> None:
    title = '<script>alert(1)</script> & "so on"'
    sources = SOURCES.replace("Final account", f"'{title}'")
    found = mapped(desk, sources=sources)
    assert not found.xpath(".//script")
    assert f"[1] {title}"[:20] in " ".join(drawn(found))
    assert title in words(found)


def test_the_map_is_mirrored_in_arabic(desk: Desk) -> None:
    desk.brief(brief_text("lang: ar", claim=EVIDENCE, end=f"{SOURCES}{QUIET}"))
    found = figure(desk.make(), CLAIM, "map")
    (frame, _) = found.xpath(".//rect")
    assert float(frame.get("x")) < 10
    assert all(float(text.get("x")) > 250 for text in found.xpath(".//text"))


# The spread of ratings

RATED = """
two: {text: Two, rating: "false", verdict: No., claimant: Lena Frost}
three: {text: Three, rating: "false", verdict: No., claimant: Lena Frost}
four: {text: Four, rating: satire, verdict: No.}
five: {text: Five, rating: "true", verdict: No., claimant: Lena Frost}
"""
WITHDRAWN = "corrections: [{date: 2024-05-20, kind: void, claim: five, text: Not a claim.}]\n"


@pytest.fixture
def rated(desk: Desk) -> Desk:
    text = brief_text(
        "topics: [transport]",
        claim="claimant: Lena Frost",
        claims=RATED,
        end=f"{WITHDRAWN}{QUIET}",
    )
    desk.brief(text)
    return desk.make()


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("", ["Mostly false 1", "False 2", "Satire 1"]),
        ("topics/transport/", ["Mostly false 1", "False 2", "Satire 1"]),
        ("entities/lena-frost/", ["Mostly false 1", "False 2"]),
    ],
)
def test_a_bar_shows_how_claims_were_rated(rated: Desk, address: str, rows: list[str]) -> None:
    found = figure(rated, address, "spread")
    assert told(found) == rows
    assert drawn(found) == [row.rsplit(" ", 1)[1] for row in rows]
    (edges,) = found.xpath(".//path[@class='edge']/@d")
    ends = re.findall(r"M([\d.]+) 0H([\d.]+)", edges)
    lengths = [float(end) - float(begin) for begin, end in ends]
    counts = [int(row.rsplit(" ", 1)[1]) for row in rows]
    for length, count in zip(lengths, counts, strict=True):
        assert length / sum(lengths) == pytest.approx(count / sum(counts), abs=0.02)


def test_a_rating_leads_to_its_claims(rated: Desk) -> None:
    (link,) = figure(rated, "entities/lena-frost/", "spread").xpath(".//li[2]/a/@href")
    assert link == "../../ratings/false/"
    assert rated.has("ratings/false/")


def test_no_two_ratings_of_a_bar_look_alike(desk: Desk) -> None:
    ratings = "true mostly-true half-true mostly-false missing-context unproven outdated satire"
    claims = "".join(
        f'{id_}: {{text: X, rating: "{id_}", verdict: No.}}\n' for id_ in ratings.split()
    )
    desk.brief(brief_text(claims=claims + 'n: {text: Y, rating: "false", verdict: N}'))
    found = figure(desk.make(), "", "spread")
    bar, *keys = found.xpath(".//svg")
    parts = {path.get("class").split()[0]: path for path in bar.xpath("./path[not(@class='edge')]")}
    looks = [(path.get("stroke-width"), *path.get("class").split()[1:]) for path in parts.values()]
    assert len(looks) == 8  # that of "false" is empty
    assert len(set(looks)) == 8
    assert len(keys) == 9
    for key in keys:
        for path in key:
            assert path.get("class") == parts[path.get("class").split()[0]].get("class")
    style = desk.html("assets/site.css")
    assert all(f".{look[1]} {{" in style for look in looks if look[0] is None)


def test_the_better_a_rating_the_fuller_its_part(desk: Desk) -> None:
    """In whichever order ``site.yaml`` has them."""
    desk.config(
        "title: Desk\nratings:\n"
        "  - {id: partly, label: Partly, value: 3}\n"
        "  - {id: wrong, label: Wrong, value: 2}\n"
        "  - {id: right, label: Right, value: 6}\n"
    )
    claims = "".join(f"c-{r}: {{text: X, rating: {r}, verdict: V}}\n" for r in ("wrong", "right"))
    desk.brief(brief_text(claims=claims).replace("mostly-false", "partly"))
    paths = figure(desk.make(), "", "spread").xpath(".//svg[@role='img']/path")
    found = {path.get("class"): path.get("stroke-width") for path in paths}
    assert found == {"rating-partly": "5.5", "rating-right": "22", "edge": None}


def test_one_claim_has_no_spread(desk: Desk) -> None:
    desk.brief(brief_text("topics: [transport]", claim="claimant: Lena Frost"))
    desk.make()
    assert not desk.tree("topics/transport/").xpath("//figure")
    assert not desk.tree("entities/lena-frost/").xpath("//figure")
    assert told(figure(desk, "", "spread")) == ["Mostly false 1"]
    assert not desk.tree("").xpath("//figure//svg[@role='img']")


def test_a_topics_bar_is_on_its_first_page_alone(desk: Desk) -> None:
    desk.config("title: Desk\nper_page: 1\n")
    for slug in ("one", "two"):
        desk.brief(brief_text("topics: [transport]"), slug)
    desk.make()
    assert figures(desk, "topics/transport/", "spread")
    assert desk.has("topics/transport/page/2/")
    assert not figures(desk, "topics/transport/page/2/", "spread")


# Weight


def test_pictures_are_light(bridge: Desk) -> None:
    def weight(found: etree._Element) -> int:
        return len(etree.tostring(found, encoding="utf-8"))

    assert weight(figure(bridge, BRIEF, "timeline")) < 3_000
    assert weight(figure(bridge, CLAIM, "map")) < 2_000
