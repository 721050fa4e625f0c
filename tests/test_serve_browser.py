"""``sitegen serve`` in a real browser: what is saved is seen, and nothing else moves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from programs import CHROMIUM, needs
from serving import serving
from support import Desk, brief_text, quiet_text

pytestmark = needs(CHROMIUM)
BRIEF = "briefs/bridge/"
PANEL = "sitegen-preview .panel"
OVER = "sitegen-preview .over"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(80))
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>'
# What a page says to the worker waits until ``letTalk()``, and so does the start of the worker if
# no other tab has one; ``told`` is how often the worker has told the page something.
MUTE = """{
  const Real = SharedWorker;
  window.told = 0;
  window.SharedWorker = function (url) {
    const said = [];
    const port = { postMessage: (message) => said.push(message) };
    window.letTalk = () => {
      const real = new Real(url).port;
      real.onmessage = (event) => { told += 1; port.onmessage(event); };
      port.postMessage = (message) => real.postMessage(message);
      said.forEach(port.postMessage);
    };
    return { port };
  };
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, whose pages may wait five seconds for what they expect."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    expect.set_options(timeout=10_000)
    yield context
    context.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two briefs, one of them long."""
    desk = Desk(tmp_path)
    desk.brief(quiet_text(body=LONG))
    desk.brief(quiet_text().replace("The bridge", "The tunnel"), slug="tunnel")
    return desk


def opened(context: BrowserContext, url: str) -> Page:
    """A tab that listens to the preview, and is marked so that a reload shows."""
    page = context.new_page()
    page.goto(url)
    expect(page.locator("sitegen-preview")).to_be_attached()
    page.evaluate("document.documentElement.dataset.marked = 'yes'")
    return page


def is_marked(page: Page) -> bool:
    """Whether the tab was not loaded again since it was marked."""
    return page.evaluate("document.documentElement.dataset.marked === 'yes'")


def save_title(desk: Desk, title: str, slug: str = "bridge") -> None:
    """Save a brief with another title."""
    place = desk.root / f"briefs/{slug}.md"
    text = place.read_text(encoding="utf-8")
    place.write_text(re.sub(r"(?m)^title: .*$", f"title: {title}", text, count=1), encoding="utf-8")


def test_a_saved_brief_is_shown_where_the_reader_was(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        page.evaluate("scrollTo(0, 900)")
        save_title(desk, "Saved once")
        expect(page.locator("body h1")).to_have_text("Saved once")
        expect(page).to_have_title(re.compile("^Saved once"))
        expect(page.locator("html")).to_have_js_property("scrollTop", 900)
        assert not is_marked(page)


def test_only_pages_that_changed_are_loaded_again(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        brief = opened(context, server.url + BRIEF)
        other = opened(context, server.url + "briefs/tunnel/")
        home = opened(context, server.url)
        save_title(desk, "Saved once")
        expect(brief.locator("h1")).to_have_text("Saved once")
        expect(home.locator("main")).to_contain_text("Saved once")
        save_title(desk, "Saved twice")
        expect(home.locator("main")).to_contain_text("Saved twice")
        assert is_marked(other)


def test_a_style_sheet_takes_the_place_of_the_old_one(desk: Desk, context: BrowserContext) -> None:
    sheet = desk.file("templates/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        expect(page.locator("body h1")).to_have_css("color", "rgb(1, 2, 3)")
        sheet.write_text("h1 { color: rgb(4, 5, 6) }", encoding="utf-8")
        expect(page.locator("body h1")).to_have_css("color", "rgb(4, 5, 6)")
        assert page.locator("link[rel=stylesheet]").count() == 1
        assert is_marked(page)


def test_a_style_sheet_in_a_folder_that_was_not_there(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        desk.file("templates/assets/site.css", "h1 { color: rgb(4, 5, 6) }")
        expect(page.locator("body h1")).to_have_css("color", "rgb(4, 5, 6)")


def test_a_picture_is_loaded_again(desk: Desk, context: BrowserContext) -> None:
    desk.brief(quiet_text(body="![The square](square.svg)"))
    place = desk.file("briefs/square.svg", SQUARE.format(30))
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        place.write_text(SQUARE.format(50), encoding="utf-8")
        expect(page.locator("main img")).to_have_js_property("naturalWidth", 50)


@pytest.mark.parametrize("other_tab", [False, True])
def test_what_is_saved_before_a_page_begins_to_listen(
    desk: Desk, context: BrowserContext, other_tab: bool
) -> None:
    """A reload ends the worker of an only tab; what is saved before there is another counts too."""
    desk.brief(quiet_text(body="![The square](square.svg)"), slug="square")
    picture = desk.file("briefs/square.svg", SQUARE.format(30))
    sheet = desk.file("templates/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    with serving(desk.root) as server:
        if other_tab:
            opened(context, server.url)
        bridge, square = context.new_page(), context.new_page()
        for page, address in ((bridge, BRIEF), (square, "briefs/square/")):
            page.add_init_script(MUTE)
            page.goto(server.url + address)
            page.evaluate("document.documentElement.dataset.marked = 'yes'")
        sheet.write_text("h1 { color: rgb(4, 5, 6) }", encoding="utf-8")
        server.wait_for("templates/assets/site.css: shown")
        picture.write_text(SQUARE.format(50), encoding="utf-8")
        server.wait_for("briefs/square.svg: shown")
        save_title(desk, "Saved", "tunnel")  # which neither page has anything of
        server.wait_for("briefs/tunnel.md: shown")
        bridge.evaluate("letTalk()")
        expect(bridge.locator("body h1")).to_have_css("color", "rgb(4, 5, 6)")
        assert is_marked(bridge)
        square.evaluate("letTalk()")
        expect(square.locator("main img")).to_have_js_property("naturalWidth", 50)
        square.evaluate("letTalk()")
        expect(square.locator("sitegen-preview")).to_be_attached()  # and it is not loaded for ever


def test_a_style_sheet_is_saved_while_the_page_is_read(desk: Desk, context: BrowserContext) -> None:
    """The old one may have been loaded by then, though the page has no link to it yet."""
    desk.file("templates/assets/slow.js", "")
    desk.file(
        "templates/brief.html",
        '<!doctype html><html lang="en"><head><title>x</title>'
        '<script src="{{ root }}assets/slow.js"></script>'
        '<link rel="stylesheet" href="{{ root }}assets/site.css"></head>'
        "<body><h1>{{ view.card.title }}</h1></body></html>",
    )
    sheet = desk.file("templates/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    with serving(desk.root) as server:
        opened(context, server.url)
        page = context.new_page()
        page.add_init_script(MUTE)
        held: list[Route] = []
        page.route("**/slow.js", lambda route, _: held.append(route))
        with page.expect_response("**/site.css"):
            page.goto(server.url + BRIEF, wait_until="commit")
        page.wait_for_function("'letTalk' in window", polling=20)
        page.evaluate("letTalk()")
        page.wait_for_function("told === 2", polling=20)
        sheet.write_text("h1 { color: rgb(4, 5, 6) }", encoding="utf-8")
        page.wait_for_function("told === 4", polling=20)
        assert page.locator("link").count() == 0
        for route in held:
            route.continue_()
        expect(page.locator("body h1")).to_have_css("color", "rgb(4, 5, 6)")


def test_a_page_that_one_goes_back_to(desk: Desk, context: BrowserContext) -> None:
    """It comes from the browser's cache as it was, and so does all that it shows."""
    sheet = desk.file("templates/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    with serving(desk.root) as server:
        opened(context, server.url)
        page = opened(context, server.url + BRIEF)
        page.goto("about:blank")
        sheet.write_text("h1 { color: rgb(4, 5, 6) }", encoding="utf-8")
        server.wait_for("templates/assets/site.css: shown")
        page.go_back()
        expect(page.locator("body h1")).to_have_css("color", "rgb(4, 5, 6)")


def test_errors_lie_over_the_last_good_page(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root, EDITOR_URL="vscode://file") as server:
        page = opened(context, server.url + BRIEF)
        place = desk.root / "briefs/bridge.md"
        good = place.read_text(encoding="utf-8")
        place.write_text(good.replace("mostly-false", "mostly-flase"), encoding="utf-8")
        over = page.locator(OVER)
        expect(over).to_contain_text('error[unknown-rating] "mostly-flase" is not a rating')
        frame = over.locator("pre").inner_text()
        assert frame.split("\n") == [
            "    9 |     rating: mostly-flase",
            '      |             ^^^^^^^^^^^^ did you mean "mostly-false"?',
        ]
        link = over.get_by_role("link", name="briefs/bridge.md:9:13")
        assert link.get_attribute("href") == f"vscode://file{place}:9:13"
        assert frame in server.log()  # the terminal shows the same
        assert is_marked(page)
        page.keyboard.press("Escape")
        expect(over).to_have_count(0)
        expect(page.locator("body h1")).to_have_text("The bridge")

        place.write_text(good.replace("The bridge", "Mended"), encoding="utf-8")
        expect(page.locator("body h1")).to_have_text("Mended")
        expect(page.locator(OVER)).to_have_count(0)


def test_what_is_wrong_is_text_and_no_page(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        hostile = "\"<img src=x onerror='document.title = 1'></script><b>\""
        desk.brief(brief_text().replace("mostly-false", hostile))
        over = page.locator(OVER)
        expect(over).to_contain_text("<img src=x onerror='document.title = 1'></script><b>")
        assert over.locator("img, b").count() == 0
        assert over.get_by_role("link").count() == 0  # no EDITOR_URL
        assert page.title().startswith("The bridge")


def test_warnings_wait_in_a_closed_panel(desk: Desk, context: BrowserContext) -> None:
    desk.brief(brief_text(), slug="bare")
    with serving(desk.root) as server:
        page = opened(context, server.url + "briefs/bare/")
        panel = page.locator(PANEL)
        expect(panel.locator("summary")).to_have_text(re.compile(r"^Preview: \d+ warnings$"))
        expect(panel.locator("li").first).to_be_hidden()
        panel.locator("summary").click()
        expect(panel.locator("li").first).to_contain_text("briefs/bare.md:")
        expect(page.locator(OVER)).to_have_count(0)
        save_title(desk, "Saved", "bare")
        expect(page.locator("body h1")).to_have_text("Saved")


def test_a_tab_follows_what_is_saved_if_asked(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        page = opened(context, server.url)
        still = opened(context, server.url)
        page.locator(PANEL).locator("summary").click()
        page.locator(PANEL).get_by_role("checkbox").check()
        save_title(desk, "Saved", "tunnel")
        page.wait_for_url(server.url + "briefs/tunnel/")
        expect(still.locator("main")).to_contain_text("Saved")
        assert still.url == server.url
        expect(page.locator("sitegen-preview")).to_be_attached()
        save_title(desk, "Saved too")
        page.wait_for_url(server.url + BRIEF)
        expect(page.locator("body h1")).to_have_text("Saved too")


def test_more_tabs_than_a_browser_has_connections(
    desk: Desk, browser: Browser, context: BrowserContext
) -> None:
    with serving(desk.root) as server:
        pages = [opened(context, server.url + BRIEF) for _ in range(9)]
        other = browser.new_context()
        pages.append(opened(other, server.url + BRIEF))
        save_title(desk, "Saved")
        for page in pages:
            expect(page.locator("body h1")).to_have_text("Saved")
        other.close()


def test_a_server_that_was_restarted_is_found_again(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        other = opened(context, server.url + "briefs/tunnel/")
        port = server.port
    expect(page.locator(PANEL)).to_contain_text("Preview: stopped")
    save_title(desk, "While it was away")
    with serving(desk.root, "--port", str(port)) as server:
        assert server.port == port
        expect(page.locator("body h1")).to_have_text("While it was away")
        expect(other.locator(PANEL)).not_to_contain_text("stopped")
        assert is_marked(other)
        save_title(desk, "And on")
        expect(page.locator("body h1")).to_have_text("And on")


def test_a_picture_that_is_saved_while_the_preview_is_stopped(
    desk: Desk, context: BrowserContext
) -> None:
    desk.brief(quiet_text(body="![The square](square.svg)"))
    place = desk.file("briefs/square.svg", SQUARE.format(30))
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        port = server.port
    expect(page.locator(PANEL)).to_contain_text("Preview: stopped")
    place.write_text(SQUARE.format(50), encoding="utf-8")
    with serving(desk.root, "--port", str(port)):
        expect(page.locator("main img")).to_have_js_property("naturalWidth", 50)
        expect(page.locator(PANEL)).not_to_contain_text("stopped")


def test_a_project_site_is_rehearsed_below_its_path(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root, "--base-path", "/repo/") as server:
        assert server.url.endswith("/repo/")
        page = opened(context, server.url)
        page.get_by_role("link", name="The tunnel").first.click()
        page.wait_for_url(server.url + "briefs/tunnel/")
        save_title(desk, "Saved", "tunnel")
        expect(page.locator("body h1")).to_have_text("Saved")
        answer = page.goto(server.url + "nothing/")
        assert answer
        assert answer.status == 404
        page.get_by_role("link", name="All claims").click()
        page.wait_for_url(server.url + "claims/")  # and not to the address that the site will have


def test_a_page_that_is_not_there_yet_appears(desk: Desk, context: BrowserContext) -> None:
    with serving(desk.root) as server:
        page = opened(context, server.url + "briefs/ferry/")
        expect(page.locator("body h1")).to_have_text("There is no page at this address")
        desk.brief(quiet_text().replace("The bridge", "The ferry"), slug="ferry")
        expect(page.locator("body h1")).to_have_text("The ferry")
        (desk.root / "briefs/ferry.md").unlink()
        expect(page.locator("body h1")).to_have_text("There is no page at this address")


def test_a_template_breaks_and_heals(desk: Desk, context: BrowserContext) -> None:
    place = desk.file("templates/claims.html", "<title>All</title><h1>All claims, ours</h1>")
    with serving(desk.root) as server:
        page = opened(context, server.url + "claims/")
        away = opened(context, server.url + BRIEF)
        place.write_text("<title>All</title>{% if %}", encoding="utf-8")
        for tab in (page, away):  # also where the page itself is well
            expect(tab.locator(OVER)).to_contain_text("templates/claims.html:1:1")
        expect(page.locator("body h1")).to_have_text("All claims, ours")
        place.write_text("<title>All</title><h1>Mended</h1>", encoding="utf-8")
        expect(page.locator("body h1")).to_have_text("Mended")
        expect(away.locator(OVER)).to_have_count(0)


def test_a_site_that_was_broken_from_the_start_appears(desk: Desk, context: BrowserContext) -> None:
    desk.config("titel: Harbour Desk\n")
    with serving(desk.root) as server:
        page = opened(context, server.url + BRIEF)
        expect(page.locator(OVER)).to_contain_text("site.yaml:1:1")
        desk.config("title: Harbour Desk\n")
        expect(page.locator("body h1")).to_have_text("The bridge")
        expect(page.locator(OVER)).to_have_count(0)


def test_a_page_that_allows_nothing_is_followed_all_the_same(
    desk: Desk, context: BrowserContext
) -> None:
    policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
    desk.file(
        "templates/brief.html",
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<link rel="stylesheet" href="{{ root }}assets/site.css"><title>x</title></head>'
        "<body><h1>{{ view.card.title }}</h1></body></html>",
    )
    sheet = desk.file("templates/assets/site.css", "h1 { color: rgb(1, 2, 3) }")
    with serving(desk.root) as server:
        said: list[str] = []
        context.on("console", lambda message: said.append(message.text))
        page = opened(context, server.url + BRIEF)
        save_title(desk, "Saved")
        expect(page.locator("body h1")).to_have_text("Saved")
        sheet.write_text("h1 { color: rgb(4, 5, 6) }", encoding="utf-8")
        expect(page.locator("body h1")).to_have_css("color", "rgb(4, 5, 6)")
        desk.brief("---\n")
        expect(page.locator(OVER)).to_be_visible()
        expect(page.locator(OVER)).to_have_css("position", "fixed")
        assert said == []
