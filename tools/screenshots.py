"""Pictures of every kind of page, at two widths and in both themes, to be looked at.

    make screenshots                                     # this repository's site, and README's two
    python tools/screenshots.py --root DIR --into FOLDER  # any other site's

A kind of page is one address of it, the longest. Each picture is named for its kind, width and
theme, such as `briefs-claim-390-dark.png`. Needs Chromium, which Playwright drives.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from page_kinds import kinds  # noqa: E402 (it lies with the tests, which go through all kinds too)
from programs import CHROMIUM  # noqa: E402

WIDTHS = {390: 844, 1280: 900}  # pixels: a phone's, a small laptop's; with their heights
THEMES = ("light", "dark")
NAMES = {"briefs/*": "brief", "briefs/*/*": "claim", "briefs/*/*/embed": "embed"}
PICTURES = REPOSITORY / "docs" / "pictures"
SHOWN = ("brief-1280-light.png", "claim-390-dark.png")  # in the README; the first screen of each


def take(browser: Browser, output: Path, into: Path, *, whole: bool) -> list[Path]:
    """One picture of each kind, width and theme: of the ``whole`` page or of its first screen."""
    taken = []
    for width, height in WIDTHS.items():
        for theme in THEMES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
            for kind, path in kinds(output).items():
                page.goto((output / path).as_uri())
                name = NAMES.get(kind, kind.replace("/*", "-one").replace("/", "-"))
                taken.append(into / f"{name.removesuffix('.html')}-{width}-{theme}.png")
                page.screenshot(path=taken[-1], full_page=whole)
            page.close()
    return taken


def main() -> None:
    """Build a site and picture it."""
    parser = argparse.ArgumentParser(description="Pictures of every kind of page of a site.")
    parser.add_argument("--root", type=Path, default=REPOSITORY, help="the site's folder")
    parser.add_argument("--into", type=Path, default=REPOSITORY / ".screenshots")
    parser.add_argument("--readme", action="store_true", help="renew the pictures of the README")
    args = parser.parse_args()
    shutil.rmtree(args.into, ignore_errors=True)
    args.into.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder, "output")
        command = [sys.executable, "-m", "sitegen", "--root", args.root, "build", "-o", output]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        taken = take(browser, output, args.into, whole=True)
        if args.readme:
            first = Path(folder, "first")
            take(browser, output, first, whole=False)
            PICTURES.mkdir(exist_ok=True)
            for name in SHOWN:
                shutil.copyfile(first / name, PICTURES / name)
        browser.close()
    print(f"{len(taken)} pictures in {args.into}")


if __name__ == "__main__":
    main()
