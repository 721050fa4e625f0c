"""axe-core finds no violation of WCAG 2.2 AA on any kind of page, in either theme."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browsing import hosting
from page_kinds import REPOSITORY, SITES, kinds
from programs import CHROMIUM, needs
from support import Desk, quiet_text

AXE = Path(
    os.environ.get("AXE", REPOSITORY / ".ci" / "tools" / "node_modules" / "axe-core" / "axe.min.js")
)
pytestmark = [*needs(CHROMIUM), *needs(str(AXE))]

# Axe's names for WCAG 2.0 to 2.2 at A and AA, and its own good practice beside them.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async rules => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.failureSummary}`));
}"""


def with_axe(page: Page) -> Page:
    """A page that has axe whatever it shows: to send it for each takes as long as it looks."""
    page.add_init_script(path=AXE)
    return page


def violations(page: Page) -> list[str]:
    return page.evaluate(RUN, RULES)


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1280)])
@pytest.mark.parametrize("site", SITES)
def test_no_kind_of_page_shuts_anybody_out(site, theme, width, whole_sites, browser):
    output = whole_sites(site)
    page = with_axe(
        browser.new_page(
            color_scheme=theme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
    )
    found = {}
    for kind, path in kinds(output).items():
        page.goto((output / path).as_uri())
        found[f"{kind} ({path})"] = violations(page)
    page.close()
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert len(found) > 10


# What only a script or a reader's act shows: the address, what is done where, what is there then.
BRIEF = "briefs/hong-kong-influence-accounts/"
LIVE = {
    "results": ("search/?q=twitter", "", "", "[data-results] li"),
    "no result": ("search/?q=nobodysaidthis", "", "", "[data-status]:not(:empty)"),
    "a filtered list": ("claims/?rating=half-true", "", "", "[data-results] li"),
    "a citation": (BRIEF, "hover", ".citation > a", ".peek:popover-open"),
    "how to cite": (f"{BRIEF}banned/", "click", ".reuse summary", ".reuse .cite"),
}


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1280)])
def test_nothing_that_a_script_shows_shuts_anybody_out(theme, width, whole_sites, browser):
    found = {}
    with hosting(whole_sites("repository")) as url:
        page = with_axe(
            browser.new_page(
                color_scheme=theme,
                viewport={"width": width, "height": 800},
                reduced_motion="reduce",
            )
        )
        for name, (address, act, where, shown) in LIVE.items():
            page.goto(url + address)
            if act:
                getattr(page.locator(where).first, act)()
            page.locator(shown).first.wait_for()
            found[name] = violations(page)
        page.close()
    assert not {name: wrong for name, wrong in found.items() if wrong}


def test_axe_sees_a_violation(tmp_path, browser):
    desk = Desk(tmp_path)
    desk.file("templates/assets/site.css", "body { color: #999; background: #aaa }")
    desk.brief(quiet_text())
    desk.make()
    page = with_axe(browser.new_page())
    page.goto(desk.path("briefs/bridge/").as_uri())
    assert any(wrong.startswith("color-contrast:") for wrong in violations(page))
