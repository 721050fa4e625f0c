"""A page in a real browser that tells by itself when it shows what was saved.

Asking the page from outside takes as long as what is to be measured. So a script in the page notes
the moment, by the same clock as the save's, and tells it afterwards.
"""

import shutil
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Playwright

PATIENCE = 60  # seconds for a save to be shown
PAINTED = 2  # seconds more for its paint
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# `shown` gives what the page shows; the moments are milliseconds of the clock.
SCRIPT = """
(() => {
  const shown = () => { %s };
  const began = Date.now() - performance.now();
  addEventListener("DOMContentLoaded", () => {
    const at = Date.now();
    const answered = began + performance.getEntriesByType("navigation")[0].responseEnd;
    tell({ shown: shown(), at, began, answered });
    if (%s) {
      let last = shown();
      setInterval(() => {
        if (shown() === last) return;
        last = shown();
        tell({ shown: last, at: Date.now() });
      }, 4);
    }
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("first-contentful-paint"))
      tell({ painted: began + entry.startTime, began });
  }).observe({ type: "paint", buffered: true });
})();
"""
BY_SELECTOR = "const found = document.querySelector(%r); return found ? found.textContent : '';"
BY_STYLE = "return getComputedStyle(document.documentElement).getPropertyValue('--saved').trim();"


class Times(NamedTuple):
    """Milliseconds from a save until the page shows it; None for what did not happen.

    ``began`` is when the browser began to load the page again, ``answered`` when it had all of it,
    ``shown`` when it was there (DOMContentLoaded), ``painted`` when its first content was painted.
    """

    shown: float
    began: float | None = None
    answered: float | None = None
    painted: float | None = None


def launched(playwright: Playwright) -> Browser:
    """The machine's own Chromium."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if not program:
        sys.exit(f"this needs a browser: none of {', '.join(BROWSERS)} is installed")
    return playwright.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-gpu"]
    )


class WatchedPage:
    """A tab that is open at an address, and tells what it shows of ``selector``, or its style."""

    def __init__(self, browser: Browser, url: str, selector: str) -> None:
        self._told: list[dict[str, Any]] = []
        self._context = browser.new_context()
        self._page = self._context.new_page()
        self._page.expose_binding("tell", lambda _, told: self._told.append(told))
        shown = BY_SELECTOR % selector if selector else BY_STYLE
        self._page.add_init_script(SCRIPT % (shown, "false" if selector else "true"))
        self._page.goto(url)

    def close(self) -> None:
        """Close the tab."""
        self._context.close()

    def settle(self) -> None:
        """Forget what was told before the next save."""
        self._page.wait_for_timeout(10)
        self._told.clear()

    def times(self, saved: float, wanted: str) -> Times:
        """What the page tells of a save, once it shows what is wanted."""
        until = time.monotonic() + PATIENCE
        while not (found := self._find(lambda told: told.get("shown") == wanted)):
            if time.monotonic() > until:
                sys.exit(f"{self._page.url} does not show {wanted!r}; it told {self._told}")
            self._page.wait_for_timeout(20)
        moments = dict(found, shown=found["at"])
        if "began" in found:
            moments |= self._paint(found["began"])
        given = {name: moments[name] - 1000 * saved for name in Times._fields if name in moments}
        return Times(**given)

    def _paint(self, began: float) -> dict[str, float]:
        """When what was loaded then was painted; nothing where the browser does not say."""
        until = time.monotonic() + PAINTED
        while time.monotonic() < until:
            if found := self._find(lambda told: "painted" in told and told["began"] == began):
                return {"painted": found["painted"]}
            self._page.wait_for_timeout(20)
        return {}

    def _find(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        return next(filter(is_it, self._told), None)
