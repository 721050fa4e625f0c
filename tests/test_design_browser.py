"""The site as readers see it, in a real browser: at every width, in both themes, by every hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import Visit, visiting
from page_kinds import kinds
from programs import CHROMIUM, needs
from support import SITE, Desk, brief_text

pytestmark = needs(CHROMIUM)
BRIEF = "briefs/bridge/"
CLAIM = "briefs/bridge/doubled/"
CITATION = ".finding .citation > a"
PEEK = ".peek:popover-open"
LONG = "The Harbour and Estuary Region Fact-Checking Desk of Tidewell"


@pytest.fixture
def visit(browser: Browser, bridge: Desk) -> Iterator[Visit]:
    """A visit to the site with the example brief."""
    with visiting(browser, bridge.out) as visit:
        yield visit


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The example at a desk with a long name and a search: every kind of page there is."""
    desk = Desk(tmp_path_factory.mktemp("whole")).bridge()
    desk.config(SITE.replace("search: false", "search: true").replace("Harbour Desk", LONG))
    return desk.make()


# Whether the box of the search covers the site's name.
COVERS = """() => {
  const [name, box] = [".site .name a", "form.search"].map(
    (css) => document.querySelector(css)?.getBoundingClientRect());
  return Boolean(name && box?.width && name.right > box.left && name.bottom > box.top
    && box.right > name.left && box.bottom > name.top);
}"""


@pytest.mark.parametrize("width", [390, 768, 1000, 1280, 1920])
def test_no_page_scrolls_sideways(browser: Browser, whole: Desk, width: int) -> None:
    found = kinds(whole.out)
    assert {"search", "numbers", "claims", "briefs/*/*", "404.html"} <= found.keys()
    with visiting(browser, whole.out) as visit:
        page = visit.open(width=width)
        wide = []
        for path in found.values():
            page.goto(visit.url + path)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
            assert not page.evaluate(COVERS), path
        assert wide == []


def test_a_page_loads_nothing_but_its_own(browser: Browser, desk: Desk) -> None:
    desk.bridge()
    place = desk.file(
        "templates/page.html",
        '{% extends "base.html" %}{% block content %}'
        '<p style="color: red" id="x">x</p><script>document.title = "run"</script>'
        '<img src="https://other.example/x.png" alt="">{% endblock %}',
    )
    assert place.exists()
    desk.page("about", "---\ntitle: About\n---\n")
    desk.make()
    with visiting(browser, desk.out) as visit:
        page = visit.open("about/")
        assert "About" in page.title()
        assert page.locator("#x").evaluate("it => getComputedStyle(it).color") != "rgb(255, 0, 0)"
        refused = [text for text in visit.said if "Content Security Policy" in text]
        assert len(refused) == 3
        visit.said.clear()


def test_a_page_from_disk_may_use_its_own_files(browser: Browser, bridge: Desk) -> None:
    with visiting(browser, bridge.out) as visit:
        page = visit.open()
        page.goto(Path(bridge.path(BRIEF)).as_uri())
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.skip')).position")
            == "absolute"
        )


def test_a_source_shows_beside_a_citation_under_the_mouse(visit: Visit) -> None:
    page = visit.open(CLAIM)
    page.hover(CITATION)
    expect(page.locator(PEEK)).to_contain_text("Harbour bridge final account, City Audit Office")
    expect(page.locator(PEEK)).not_to_contain_text("↩")
    page.hover(f"{PEEK} a >> nth=0")  # the mouse may go there
    page.wait_for_timeout(400)
    expect(page.locator(PEEK)).to_have_count(1)
    page.hover("h1")
    expect(page.locator(PEEK)).to_have_count(0)
    assert page.url == visit.url + CLAIM


def test_a_source_shows_beside_a_citation_that_has_the_focus(visit: Visit) -> None:
    page = visit.open(CLAIM)
    page.focus("#the_finding + p")
    while page.evaluate("document.activeElement.closest('.citation')") is None:
        page.keyboard.press("Tab")
    expect(page.locator(PEEK)).to_contain_text("Harbour bridge final account")
    described = page.locator(CITATION).get_attribute("aria-describedby")
    assert page.locator(f"#{described}").is_visible()
    page.keyboard.press("Tab")  # into it
    assert page.evaluate("document.activeElement.closest('.peek a').href").endswith("bridge.pdf")
    page.keyboard.press("Escape")
    expect(page.locator(PEEK)).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "cite_audit_1"
    page.keyboard.press("Enter")
    assert page.url.endswith("#source_audit")


def test_a_tap_shows_a_source_and_the_next_follows(visit: Visit) -> None:
    page = visit.open(CLAIM, width=390, has_touch=True, is_mobile=True)
    page.tap(CITATION)
    expect(page.locator(PEEK)).to_contain_text("Harbour bridge final account")
    box = page.locator(PEEK).bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 390)  # a sheet at the foot of a small screen
    assert page.url == visit.url + CLAIM
    page.tap("h1")
    expect(page.locator(PEEK)).to_have_count(0)
    page.tap(CITATION)
    page.tap(CITATION)
    assert page.url.endswith("#source_audit")
    expect(page.locator(PEEK)).to_have_count(0)


def test_without_scripts_a_citation_is_a_link(visit: Visit) -> None:
    page = visit.open(CLAIM, java_script_enabled=False)
    page.click(CITATION)
    assert page.url.endswith("#source_audit")


def test_a_page_that_was_printed_has_its_addresses(visit: Visit) -> None:
    page = visit.open(BRIEF)
    page.emulate_media(media="print", color_scheme="dark")
    audit = page.locator("#source_audit a:not(.here) >> nth=0")
    address = "it => [it.href, getComputedStyle(it, '::after').content]"
    href, printed = audit.evaluate(address)
    assert href == "https://audit.example/bridge.pdf"
    assert "<" in printed
    expect(page.locator("#source_audit a.here")).to_be_hidden()
    expect(page.locator("header.site nav")).to_be_hidden()
    expect(page.locator('link[rel="canonical"]')).to_be_visible()  # the page's own address
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")


def test_a_page_in_the_dark(visit: Visit) -> None:
    seen = {}
    for theme in ("light", "dark"):
        page = visit.open(CLAIM, color_scheme=theme)
        color = "it => getComputedStyle(it).color"
        seen[theme] = (
            page.evaluate("getComputedStyle(document.body).backgroundColor"),
            page.locator(".verdict .rating").evaluate(color),
        )
    assert seen["light"][0] == "rgb(255, 254, 251)"
    assert seen["dark"][0] == "rgb(23, 24, 26)"
    assert seen["light"][1] != seen["dark"][1]


def test_a_phone_shows_claim_claimant_and_verdict_at_once(visit: Visit) -> None:
    page = visit.open(CLAIM, width=390)
    for what in ("h1", ".facts a >> nth=0", ".verdict .rating", ".verdict .reason"):
        box = page.locator(what).bounding_box()
        assert box
        assert box["y"] + box["height"] < 664, what  # of 844, what a browser's own bars leave


def test_an_arabic_brief_runs_from_right_to_left(browser: Browser, desk: Desk) -> None:
    text = brief_text(
        "lang: ar", article="lang: en", claim="quote: cost double\nclaimant: Lena Frost"
    )
    desk.brief(text)
    desk.make()
    with visiting(browser, desk.out) as visit:
        page = visit.open(BRIEF, width=390)
        assert page.evaluate("document.dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        quote = page.locator(".quote")
        assert quote.evaluate("it => [it.lang, getComputedStyle(it).direction]") == ["en", "ltr"]
        right = page.locator("h1").evaluate("it => getComputedStyle(it).textAlign")
        assert right == "start"
