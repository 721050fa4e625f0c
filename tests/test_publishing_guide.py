"""``docs/publishing.md``: every line that it has people type, typed in its order.

What they do besides, on github.com and in their editor, is done here by hand: a bare repository on
disk answers at the address of the page.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import git, quiet_text
from test_docs import ROOT, fences, tokens

GUIDE = ROOT / "docs" / "publishing.md"
GITHUB = "https://github.com/your-name/checks.git"
FOR_EVER = "sitegen serve --open\n"  # has its own tests
BLOCKS = [fence.text for fence in fences(GUIDE)]


class Terminal:
    """A person's terminal, on a computer where git was never used."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "home"
        self.folder.mkdir()
        self.said = ""
        self._env = {k: v for k, v in os.environ.items() if not k.startswith(("GIT", "SITEGEN"))}
        programs = f"{Path(sys.executable).parent}{os.pathsep}{self._env['PATH']}"
        self._env |= {"HOME": str(self.folder), "PATH": programs, "GIT_CONFIG_NOSYSTEM": "1"}
        server = place / "server.git"
        git(place, "init", "--quiet", "--bare", "--initial-branch=main", str(server))
        self.type(f"git config --global url.{server}.insteadOf {GITHUB}")

    def type(self, block: str) -> None:
        """Type a block line by line, each of which must succeed; ``cd`` leads on."""
        for line in block.splitlines():
            if line.startswith("cd "):
                self.folder /= line.removeprefix("cd ")
                continue
            done = subprocess.run(  # noqa: PLW1510 (the status is looked at below)
                ["bash", "-c", line],
                cwd=self.folder,
                env=self._env,
                capture_output=True,
                encoding="utf-8",
                timeout=120,
            )
            self.said = done.stdout + done.stderr
            assert done.returncode == 0, f"{line}\n{self.said}"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def without_example(site: Path) -> None:
    """What the README of a new site says to delete; and a brief in the place of its template."""
    (site / "briefs/example.md").unlink()
    for snapshot in (site / "snapshots").glob("example-*"):
        snapshot.unlink()
    settings = site / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    start = text.index("  Oskar Lind:")
    end = next(i for i in range(start + 3, len(text)) if text[i - 1] == "\n" and text[i] != " ")
    settings.write_text(text[:start] + text[end:], encoding="utf-8")
    (site / "briefs/bridge-bill.md").write_text(quiet_text(), encoding="utf-8")


def headings() -> Iterator[str]:
    pairs = zip(tokens(GUIDE), tokens(GUIDE)[1:], strict=False)
    return (after.content for before, after in pairs if before.type == "heading_open")


@pytest.mark.slow
def test_from_nothing_to_a_live_site(terminal: Terminal, tmp_path: Path) -> None:
    typed = iter(block for block in BLOCKS if block != FOR_EVER)
    published = ""
    for block in typed:
        if "Check the bridge bill" in block:  # a day's work
            brief = terminal.folder / "briefs/bridge-bill.md"
            brief.write_text(quiet_text(body="Another day."), encoding="utf-8")
        terminal.type(block)
        if block.startswith("sitegen new"):
            assert "briefs/bridge-bill.md" in terminal.said
            without_example(terminal.folder)
        elif block == "sitegen publish --dry-run\n":
            published = "would"
            assert "/briefs/bridge-bill/" in terminal.said
        elif block == "sitegen publish\n":
            published = "was"
            assert "https://your-name.github.io/checks/" in terminal.said
            assert "settings/pages" in terminal.said
    assert published == "was"
    assert not (terminal.folder / ".github/workflows/site.yml").exists()
    live = tmp_path / "live"
    server = str(tmp_path / "server.git")
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", server, str(live))
    page = (live / "briefs/bridge-bill/index.html").read_text(encoding="utf-8")
    assert "https://your-name.github.io/checks/briefs/bridge-bill/" in page
    assert not (live / "briefs/example").exists()


def test_the_guide_names_what_a_new_site_has(terminal: Terminal) -> None:
    terminal.type("sitegen init our-desk")
    site = terminal.folder / "our-desk"
    for name in (".github/workflows/site.yml", "requirements.txt", "README.md", "pages/"):
        assert f"`{name}`" in GUIDE.read_text(encoding="utf-8")
        assert (site / name).exists()
    workflow = (site / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert "name: Site\n" in workflow
    assert "name: Ask where the site will be\n" in workflow
    assert "TZ: " in workflow
    shutil.rmtree(site)


def test_the_contents_name_every_section() -> None:
    title, *sections = headings()
    text = GUIDE.read_text(encoding="utf-8")
    assert title == "From nothing to a live site"
    assert all(f"- [{section}](#" in text for section in sections)
