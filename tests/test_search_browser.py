"""Searching and filtering in a real browser, on the built site below ``/repo/``."""

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from programs import CHROMIUM, needs
from support import Desk, quiet_text

pytestmark = needs(CHROMIUM)

SITE = """\
title: Harbour Desk
base_url: https://desk.example/repo
topics:
  transport: {name: Transport}
  health: {name: Health}
entities:
  Lena Frost: {type: person, role: Councillor}
"""
CLAIMS = """\
late:
  text: No ferry ran on Sundays
  claimant: Tom Okafor
  rating: "true"
  verdict: The timetable has none.
"""
CLAIM = "claimant: Lena Frost"


def bridge_text() -> str:
    text = quiet_text("topics: [transport]", claim=CLAIM, claims=CLAIMS)
    return text.replace(
        "  title: Bridge bill", "  publisher: The Harbour Post\n  title: Bridge bill"
    )


def arabic_text() -> str:
    text = quiet_text("lang: ar\ntopics: [transport]", claim="claimant: ليلى حداد")
    text = text.replace("The bridge cost twice its budget", "الجسور الجديدة كلّفت ضعف ميزانيتها")
    text = text.replace("Bridge bill doubles", "فاتورة")
    return text.replace("The bridge", "هل كلّف الجسر كثيرا؟").replace("2024-05-14", "2023-05-14")


class Quiet(SimpleHTTPRequestHandler):
    """A plain server, as hosts of static files are."""

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site in two languages, and sixty claims of one kind beside."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.out = desk.root / "www" / "repo"
    desk.config(SITE)
    desk.brief(bridge_text())
    desk.brief(arabic_text(), slug="jisr")
    many = "\n".join(
        f"c{n}: {{text: Pill number {n}, rating: unproven, verdict: Nobody knows.}}"
        for n in range(60)
    )
    pills = quiet_text("topics: [health]", claims=many).replace("The bridge", "The pill")
    desk.brief(pills.replace("Bridge bill", "Pill bill"), slug="pills")
    desk.make()
    handler = functools.partial(Quiet, directory=str(desk.root / "www"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/repo/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in which nothing may go wrong: no error, no violation of a policy, no file amiss."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    expect.set_options(timeout=10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status > 399 else None)
    yield page
    context.close()
    assert wrong == []


def titles(page: Page) -> list[str]:
    return page.locator("[data-results] > li .claim-text").all_inner_texts()


def found(page: Page, count: int) -> list[str]:
    """The titles, once so many are told."""
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"\b{count}\b"))
    return titles(page)


def options(page: Page, name: str) -> list[str]:
    return page.locator(f"select[name={name}] option").all_inner_texts()


# Words


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("bridges", "The bridge cost twice its budget"),  # another form of the word
        ("fifth", "The bridge cost twice its budget"),  # the verdict
        ("frost", "The bridge cost twice its budget"),  # the claimant
        ("harbour post", "No ferry ran on Sundays"),  # the publisher of what was checked
        ("sund", "No ferry ran on Sundays"),  # half a word
        ("جسور", "الجسور الجديدة كلّفت ضعف ميزانيتها"),  # without its article
        ("ميزانيتها", "الجسور الجديدة كلّفت ضعف ميزانيتها"),
    ],
)
def test_a_claim_is_found_by_words(page: Page, site: str, words: str, claim: str) -> None:
    page.goto(f"{site}search/?q={words}")
    row = page.locator("[data-results] > li.claim-row", has_text=claim).first
    expect(row).to_be_visible()
    expect(row.locator(".rating").first).to_be_visible()


def test_briefs_and_names_are_found_too(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=Lena Frost")
    found(page, 2)
    expect(page.get_by_role("link", name="Lena Frost").first).to_have_attribute(
        "href", "../entities/lena-frost/"
    )
    page.goto(f"{site}search/?q=bridge")
    expect(page.locator("[data-results] a[href='../briefs/bridge/']").first).to_be_visible()


def test_what_was_looked_for_is_marked(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=bridges")
    marks = page.locator("[data-results] mark")
    expect(marks.first).to_be_visible()
    assert {mark.lower() for mark in marks.all_inner_texts()} == {"bridge"}


def test_nothing_found_says_what_to_try(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=qwertz")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\w+ \w+"))
    assert titles(page) == []
    expect(page.get_by_role("link", name="All claims")).to_be_visible()


def test_a_long_list_goes_on_when_asked(page: Page, site: str) -> None:
    page.goto(f"{site}search/?topic=health&q=pill")
    assert len(found(page, 62)) == 20
    more = page.locator("[data-more]")
    more.click()
    expect(page.locator("[data-results] > li")).to_have_count(40)
    focused = page.evaluate(
        "[...document.querySelectorAll('[data-results] > li')]"
        ".findIndex(row => row.contains(document.activeElement))"
    )
    assert focused == 20
    more.click()
    more.click()
    expect(page.locator("[data-results] > li")).to_have_count(62)
    expect(more).to_be_hidden()


# Filters


def test_filters_count_and_combine(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=bridge")
    found(page, 2)
    assert options(page, "rating")[1:] == ["True (1)", "Mostly false (2)"]
    page.select_option("select[name=rating]", "mostly-false")
    found(page, 2)
    assert options(page, "year")[1:] == ["2024 (2)"]
    page.select_option("select[name=entity]", "lena-frost")
    found(page, 2)
    assert "rating=mostly-false&entity=lena-frost" in page.url


def test_the_address_keeps_what_was_asked(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=bridge&rating=true")
    first = found(page, 1)
    assert page.input_value("main [name=q]") == "bridge"
    assert page.input_value("[name=rating]") == "true"
    page.select_option("[name=rating]", "mostly-false")
    expect(page).to_have_url(re.compile("rating=mostly-false"))
    page.go_back()
    expect(page).to_have_url(re.compile("rating=true"))
    assert found(page, 1) == first
    assert page.input_value("[name=rating]") == "true"


def test_filters_alone_find_too_and_can_be_taken_away(page: Page, site: str) -> None:
    page.goto(f"{site}search/?year=2023")
    assert len(found(page, 2)) == 2
    page.locator("button[type=reset]").click()
    expect(page.locator("[data-results] > li")).to_have_count(0)
    assert page.url == f"{site}search/"


# All claims


def test_the_list_of_claims_is_filtered_in_place(page: Page, site: str) -> None:
    page.goto(f"{site}claims/")
    expect(page.locator("[data-whole]")).to_be_visible()
    page.locator("details.sharpen summary").click()
    expect(page.locator("select[name=rating] option")).to_have_count(4)
    assert options(page, "entity")[1:] == ["Lena Frost (1)", "Tom Okafor (1)", "ليلى حداد (1)"]
    page.evaluate("document.documentElement.dataset.marked = 'yes'")
    page.select_option("select[name=topic]", "transport")
    found(page, 3)
    page.select_option("select[name=year]", "2024")
    assert found(page, 2) == ["The bridge cost twice its budget", "No ferry ran on Sundays"]
    expect(page.locator("[data-whole]")).to_be_hidden()
    assert page.evaluate("document.documentElement.dataset.marked") == "yes"
    page.go_back()
    found(page, 3)
    page.go_back()
    expect(page.locator("[data-whole]")).to_be_visible()


def test_a_filter_on_a_later_page_leads_to_the_first(page: Page, site: str) -> None:
    page.goto(f"{site}claims/page/2/")
    page.locator("details.sharpen summary").click()
    expect(page.locator("select[name=rating] option")).to_have_count(4)
    page.select_option("select[name=rating]", "true")
    expect(page).to_have_url(re.compile(r"/repo/claims/\?rating=true"))
    assert found(page, 1) == ["No ferry ran on Sundays"]


# Keyboard alone


def test_the_keyboard_alone_finds_a_claim(page: Page, site: str) -> None:
    page.goto(f"{site}briefs/bridge/late/")
    page.keyboard.press("/")
    page.keyboard.type("a/ferry")
    expect(page.locator("header [name=q]")).to_have_value("a/ferry")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}search/?q=ferry")
    found(page, 1)
    page.keyboard.press("/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-results]') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}briefs/bridge/late/")


def test_a_word_is_looked_for_while_it_is_typed(page: Page, site: str) -> None:
    page.goto(f"{site}search/")
    page.keyboard.type("ferry")
    assert found(page, 1) == ["No ferry ran on Sundays"]
    expect(page).to_have_url(f"{site}search/?q=ferry")


# What is loaded, and what is not


def test_nothing_is_loaded_before_it_is_needed(page: Page, site: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(site)))
    page.goto(site, wait_until="networkidle")
    page.goto(f"{site}claims/", wait_until="networkidle")
    assert not [path for path in loaded if "search/data" in path]
    page.goto(f"{site}search/", wait_until="networkidle")
    assert [path for path in loaded if "search/data" in path] == ["search/data/filters.json"]


def test_without_a_script_the_page_says_so_and_leads_on(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.locator("header [name=q]").fill("bridge")
    page.locator("header [name=q]").press("Enter")
    assert page.url == f"{site}search/?q=bridge"
    assert "JavaScript" in page.locator("noscript").inner_text()
    page.get_by_role("link", name="Mostly false").first.click()
    assert page.url == f"{site}ratings/mostly-false/"
    page.goto(f"{site}claims/")
    expect(page.locator("details.sharpen")).to_be_hidden()
    context.close()


def test_from_a_disk_it_says_that_it_needs_a_server(browser: Browser, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.config(SITE)
    desk.brief(quiet_text())
    desk.make()
    page = browser.new_page()
    page.goto(desk.path("").as_uri())
    page.locator("header [name=q]").fill("bridge")
    page.locator("header [name=q]").press("Enter")
    page.wait_for_url("**/search/index.html?q=bridge")
    expect(page.get_by_role("status")).to_have_text(re.compile("server"))
    page.close()


def test_without_an_index_the_filters_and_links_stay(browser: Browser, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.config(SITE)
    desk.out = desk.root / "www" / "repo"
    desk.brief(quiet_text())
    run = desk.run(
        "build", "-o", str(desk.out), "--today", "2024-06-01", PAGEFIND_BINARY_PATH="/nowhere"
    )
    assert run.status == 0, run.stderr
    handler = functools.partial(Quiet, directory=str(desk.root / "www"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        page = browser.new_page()
        address = f"http://127.0.0.1:{server.server_port}/repo/search/"
        page.goto(f"{address}?q=bridge")
        expect(page.get_by_role("status")).not_to_be_empty()
        assert titles(page) == []
        page.goto(f"{address}?rating=mostly-false")
        assert len(found(page, 2)) == 2
        page.close()
        server.shutdown()
