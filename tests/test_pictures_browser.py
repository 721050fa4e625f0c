"""Pictures in a real browser: texts large enough for a phone, inside the picture, coloured."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from programs import CHROMIUM, needs
from support import BRIDGE, Desk, brief_text

pytestmark = needs(CHROMIUM)

PAGES = {
    "briefs/bridge/": ".timeline",
    "briefs/bridge/doubled/": ".map",
    "briefs/arabic/": ".timeline",
    "briefs/arabic/doubled/": ".map",
    "numbers/": ".months",
    "topics/transport/": ".bar",
    "": ".bar",
}
SMALLEST = 11  # pixels of type

# Of each text: its size on the screen, and how far it reaches out of the picture's width.
MEASURE = """() => [...document.querySelectorAll("figure svg text")].map(text => {
  const svg = text.ownerSVGElement, box = text.getBoundingClientRect();
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const around = svg.getBoundingClientRect();
  return {
    words: text.textContent,
    size: parseFloat(getComputedStyle(text).fontSize) * scale,
    over: Math.max(around.left - box.left, box.right - around.right),
    ink: getComputedStyle(text).fill,
  };
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("pictures")).bridge()
    desk.brief(_arabic(), "arabic")
    for month in (1, 2, 3):
        text = brief_text("topics: [transport]").replace("2024-05-14", f"2024-0{month}-14")
        desk.brief(text, f"month-{month}")
    return desk.make()


def _arabic() -> str:
    """The example, in Arabic letters where it is shown, and with titles that need two lines."""
    title = "محاضر جلسات المجلس البلدي في شهر مارس من عام ألفين وواحد وعشرين، كما نشرت بعد التصحيح"
    text = BRIDGE.replace("title: Did the", "lang: ar\ntitle: Did the")
    return text.replace("Council minutes, March 2021", title).replace("same_as:", "# same_as:")


def opened(browser: Browser, path: Path, width: int, scheme: str = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_texts_are_large_enough_and_inside(
    browser: Browser, site: Desk, address: str, width: int
) -> None:
    page = opened(browser, site.path(address), width)
    texts = page.evaluate(MEASURE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    pictures = page.locator(f"{PAGES[address]} svg, svg{PAGES[address]}").count()
    page.close()
    assert pictures == 1
    assert texts
    assert wide <= width
    for text in texts:
        assert text["size"] >= (SMALLEST if width >= 390 else SMALLEST - 1), text
        assert text["size"] <= 20, text
        assert text["over"] <= 1, text


@pytest.mark.parametrize("address", PAGES)
def test_the_estimate_is_no_narrower_than_the_text(
    browser: Browser, site: Desk, address: str
) -> None:
    """No text of a map reaches over the frame that it stands in."""
    page = opened(browser, site.path(address), 390)
    over = page.evaluate(
        """() => [...document.querySelectorAll("figure svg rect.frame")].flatMap(rect => {
          const frame = rect.getBoundingClientRect();
          return [...rect.ownerSVGElement.querySelectorAll("text")]
            .map(text => [text.textContent, text.getBoundingClientRect()])
            .filter(([_, box]) => box.top > frame.top && box.bottom < frame.bottom)
            .map(([words, box]) => [words, frame.left - box.left, box.right - frame.right]);
        })"""
    )
    page.close()
    assert bool(over) == (PAGES[address] == ".map")
    for words, before, after in over:
        assert before <= 0, words
        assert after <= 0, words


@pytest.mark.parametrize("address", PAGES)
def test_pictures_are_light_on_dark_where_the_page_is(
    browser: Browser, site: Desk, address: str
) -> None:
    inks = {}
    for scheme in ("light", "dark"):
        page = opened(browser, site.path(address), 390, scheme)
        inks[scheme] = [text["ink"] for text in page.evaluate(MEASURE)]
        drawn = page.evaluate(
            """() => [...document.querySelectorAll("figure svg path")]
              .map(path => getComputedStyle(path).stroke)"""
        )
        page.close()
        assert "none" not in drawn
    assert all(light != dark for light, dark in zip(*inks.values(), strict=True))


def test_a_print_has_its_pictures_whole(browser: Browser, site: Desk) -> None:
    page = opened(browser, site.path("briefs/bridge/"), 800)
    page.emulate_media(media="print")
    box = page.locator("figure.timeline svg").bounding_box()
    whole = page.evaluate("getComputedStyle(document.querySelector('figure.timeline')).breakInside")
    page.close()
    assert box is not None
    assert box["width"] > 200
    assert whole == "avoid"


def test_a_rating_of_the_bar_is_reached_by_the_keyboard(browser: Browser, site: Desk) -> None:
    page = opened(browser, site.path(""), 390)
    page.locator(".spread a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    where = page.url
    page.close()
    assert "/ratings/" in where
