"""The site as readers see it, in a real browser: at every width, in both themes, by every hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import Visit, visiting
from programs import CHROMIUM, needs
from support import Desk

pytestmark = needs(CHROMIUM)
BRIEF = "briefs/bridge/"
CLAIM = "briefs/bridge/doubled/"
KINDS = [
    "",
    BRIEF,
    CLAIM,
    "briefs/",
    "claims/",
    "entities/",
    "entities/lena-frost/",
    "sources/",
    "sources/city-council/",
    "topics/",
    "topics/transport/",
    "ratings/",
    "ratings/mostly-false/",
    "corrections/",
    "404.html",
]


@pytest.fixture
def visit(browser: Browser, bridge: Desk) -> Iterator[Visit]:
    """A visit to the site with the example brief."""
    with visiting(browser, bridge.out) as visit:
        yield visit


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_page_scrolls_sideways(visit: Visit, width: int) -> None:
    page = visit.open(width=width)
    wide = []
    for address in KINDS:
        page.goto(visit.url + address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
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
