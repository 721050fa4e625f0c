"""The site opened from disk in a real browser, without a server: ``file:///…/output/index.html``."""

import re
import subprocess
from pathlib import Path

import pytest
from lxml import html

from programs import CHROMIUM, needs
from support import Desk

pytestmark = needs(CHROMIUM)


@pytest.fixture
def opened(tmp_path: Path):
    """Open a file as a reader would, and give the page as it is once its scripts have run."""

    def open_(path: Path) -> html.HtmlElement:
        flags = (
            "--headless --no-sandbox --disable-gpu --disable-background-networking "
            "--disable-component-update --disable-sync --no-first-run --dump-dom"
        )
        done = subprocess.run(
            [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", path.as_uri()],
            capture_output=True,
            timeout=60,
            check=True,
        )
        return html.document_fromstring(done.stdout.decode())

    return open_


def file_at(page: Path, href: str) -> Path:
    """The file that a link on a page leads to."""
    path = re.sub(r"^file://|[#?].*", "", href)
    return page.parent / path if path else page


def test_links_lead_to_pages_not_to_lists_of_files(bridge: Desk, opened) -> None:
    place = bridge.out / "index.html"
    links = [a for a in opened(place).xpath("//a/@href") if not re.match("https?:|mailto:", a)]
    assert (bridge.out / "briefs/bridge/index.html").as_uri() in links
    for link in links:
        assert not re.search(r"/($|[#?])", link), f"{link} shows a list of files"
        assert file_at(place, link).is_file(), f"{link} leads nowhere"


def test_a_briefs_page_shows_its_claims(bridge: Desk, opened) -> None:
    page = opened(bridge.out / "briefs/bridge/index.html")
    shown = " ".join(page.xpath("string(//main)").split())
    for words in (
        "The harbour bridge cost twice its budget",
        "Mostly false",
        "The audited overrun is 21%, not 100%.",
    ):
        assert words in shown
    (style,) = page.xpath("//link[@rel='stylesheet']/@href")
    assert (bridge.out / "briefs/bridge" / style).is_file()


def test_a_link_keeps_its_fragment(bridge: Desk, opened) -> None:
    place = bridge.out / "briefs/bridge/doubled/index.html"
    links = [link for link in opened(place).xpath("//main//a/@href") if "#" in link]
    assert any(link.startswith("file://") for link in links)
    for link in links:
        target = file_at(place, link).read_text(encoding="utf-8")
        assert f'id="{link.partition("#")[2]}"' in target
