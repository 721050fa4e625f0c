"""What would go wrong on GitHub Pages: ``sitegen doctor``, and what every check tells of it."""

import unicodedata

import pytest

from support import PLAIN_SITE, Desk, Place, marked, quiet_text

# Names that are one on other disks: every check tells these


def clashes(desk: Desk) -> list[tuple[str, Place]]:
    return [(p.file, Place(*p.span)) for p in desk.warnings("case-clash")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("chart.png", "Chart.png"),
        ("CHART.png", "Chart.png"),
        ("a/chart.png", "A/other.png"),
        (unicodedata.normalize("NFC", "café.png"), unicodedata.normalize("NFD", "café.png")),
    ],
)
def test_files_that_are_one_on_a_mac_are_told(desk: Desk, first: str, second: str) -> None:
    for name in (first, second):
        desk.file(f"briefs/{name}", b"picture")
    text = quiet_text(body=f"[the one]({first}) and [the other](⟦{second}⟧)")
    text, place = marked(text)
    desk.brief(text)
    assert clashes(desk) == [("briefs/bridge.md", place)]


def test_names_that_differ_by_more_are_no_clash(desk: Desk) -> None:
    for name in ("Chart.png", "Chart-2.png", "Maps/Map.png", "été.png", "ete.png"):
        desk.file(f"briefs/{name}", b"picture")
    desk.file("templates/assets/Logo.svg", "<svg/>")
    links = "\n\n".join(f"[x]({n})" for n in ("Chart.png", "Chart-2.png", "Maps/Map.png"))
    desk.brief(quiet_text(body=f"{links}\n\n[x](été.png) [x](ete.png)"))
    desk.config(f"{PLAIN_SITE}cname: desk.example\nredirects: {{/Old/: /briefs/bridge/}}\n")
    assert clashes(desk) == []


def test_an_asset_is_named_by_its_file(desk: Desk) -> None:
    desk.file("templates/assets/Site.css", "p {}")
    assert clashes(desk) == [("templates/assets/Site.css", Place(1, 1, 0))]


def test_cname_is_a_file_beside_a_page_of_that_name(desk: Desk) -> None:
    desk.page("cname", "---\ntitle: Our domain\n---\n")
    desk.config(f"{PLAIN_SITE}cname: desk.example\n")
    assert [file for file, _ in clashes(desk)] == ["site.yaml"]
