"""A claim on another site, its code copied, and links to places: in a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programs import CHROMIUM, needs
from support import Desk, brief_text

pytestmark = needs(CHROMIUM)
CLAIM, EMBED = "briefs/bridge/doubled/", "briefs/bridge/doubled/embed/"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder at an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """The example brief and an Arabic one, below a path, with the address where they really are."""
    root = tmp_path_factory.mktemp("site")
    with served(root) as origin:
        desk = Desk(root).bridge()
        desk.out = root / "repo"
        config = (root / "site.yaml").read_text(encoding="utf-8")
        desk.config(config.replace("https://desk.example/checks", f"{origin}repo"))
        desk.brief(brief_text("lang: ar"), slug="khazzan")
        desk.make(drafts=True)
        yield desk, f"{origin}repo/"


def opened(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    """A page, and what its console says, a broken policy included."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda wrong: said.append(str(wrong)))
    page.goto(url)
    return page, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_claim_is_shown_on_another_site(
    browser: Browser, site: tuple[Desk, str], tmp_path: Path, scheme: str
) -> None:
    """By the code that the claim's page gives, and its link opens that page beside the other."""
    desk, url = site
    (code,) = desk.tree(CLAIM).xpath("//textarea/text()")
    head = '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">'
    (tmp_path / "index.html").write_text(head + code)
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 800})
    with served(tmp_path) as other:
        page, said = opened(context, other)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text("The harbour bridge cost twice its budget")
        expect(frame.locator(".rating")).to_have_text("Mostly false")
        color = frame.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
        assert (color == "rgb(255, 254, 251)") == (scheme == "light")
        tall = frame.locator("html").evaluate("it => [it.scrollHeight, innerHeight]")
        assert tall[0] <= tall[1]  # it is high enough on a phone
        with context.expect_page() as opening:
            frame.locator("h1 a").click()
        assert opening.value.url == f"{url}{CLAIM}"
        assert page.url == other
    assert said == []
    context.close()


def test_an_arabic_frame_reads_from_the_right(browser: Browser, site: tuple[Desk, str]) -> None:
    context = browser.new_context()
    page, said = opened(context, f"{site[1]}briefs/khazzan/doubled/embed/")
    box, heading = (page.locator(it).bounding_box() for it in ("main", "h1 a"))
    assert box
    assert heading
    assert box["x"] + box["width"] - heading["x"] - heading["width"] < 30
    assert said == []
    context.close()


def test_the_code_is_copied(browser: Browser, site: tuple[Desk, str]) -> None:
    desk, url = site
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page, said = opened(context, f"{url}{CLAIM}")
    button = page.locator("button.copy")
    expect(button).not_to_be_visible()
    page.locator(".reuse summary").click()
    button.click()
    expect(button).to_have_text("Copied")
    (code,) = desk.tree(CLAIM).xpath("//textarea/text()")
    assert page.evaluate("navigator.clipboard.readText()") == code
    assert said == []
    context.close()


def test_the_code_is_copied_where_there_is_no_clipboard(
    browser: Browser, site: tuple[Desk, str]
) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page, said = opened(context, f"{site[1]}{CLAIM}")
    page.evaluate("addEventListener('copy', () => { window.copied = getSelection().toString() })")
    page.locator(".reuse summary").press("Enter")
    page.locator("button.copy").press("Enter")
    expect(page.locator("button.copy")).to_have_text("Copied")
    assert page.evaluate("window.copied").startswith("<iframe")
    assert said == []
    context.close()


def test_without_javascript_there_is_a_code_and_no_button(
    browser: Browser, site: tuple[Desk, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, f"{site[1]}{CLAIM}")
    page.locator(".reuse summary").click()
    expect(page.locator("textarea")).to_be_visible()
    expect(page.locator("textarea")).not_to_be_editable()
    expect(page.locator("button.copy")).not_to_be_visible()
    expect(page.locator(".here")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("page_of", ["briefs/bridge/", CLAIM])
def test_each_place_has_a_link_to_itself(
    browser: Browser, site: tuple[Desk, str], page_of: str
) -> None:
    context = browser.new_context()
    page, said = opened(context, f"{site[1]}{page_of}")
    links = page.locator(".here")
    hrefs = links.evaluate_all("all => all.map(it => it.getAttribute('href'))")
    for place in ("evidence_doubled_audit", "response_lena-frost", "source_audit"):
        assert f"#{place}" in hrefs
    assert ("#doubled" in hrefs) == (page_of != CLAIM)
    link = page.locator(".here[href='#evidence_doubled_audit']")
    shown = "it => getComputedStyle(it).opacity"
    assert link.evaluate(shown) == "0"
    link.focus()
    page.keyboard.press("Shift")  # so that the focus is one of the keyboard's
    assert link.evaluate(shown) == "1"
    assert link.get_attribute("aria-label") == "Link to this place"
    page.keyboard.press("Enter")
    assert page.url.endswith("#evidence_doubled_audit")
    assert said == []
    context.close()


def test_a_place_shows_its_link_to_a_mouse(browser: Browser, site: tuple[Desk, str]) -> None:
    context = browser.new_context()
    page, _ = opened(context, f"{site[1]}{CLAIM}")
    page.locator("#source_audit").hover()
    link = page.locator(".here[href='#source_audit']")
    assert link.evaluate("it => getComputedStyle(it).opacity") == "1"
    context.close()
