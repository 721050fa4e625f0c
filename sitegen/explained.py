"""What each code means, out of the documentation, which the wheel carries for that."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from sitegen.diagnostics import Severity

_SECTION = re.compile(
    r"^## (?P<code>[a-z]+(?:-[a-z]+)*)\n\n"
    r"(?P<markdown>\*\*(?P<severity>\w+)\.\*\* (?P<text>.+?)\n\n.*?)(?=^## [a-z-]+$|\Z)",
    re.MULTILINE | re.DOTALL,
)


class Explained(Struct, frozen=True):
    """One code's section: what it mostly is, its first paragraph, and the whole with examples."""

    severity: Severity
    text: str
    markdown: str

    @property
    def sentence(self) -> str:
        """The first sentence of it."""
        return re.split(r"(?<=[.?]) ", self.text, maxsplit=1)[0]


@cache
def explained() -> dict[str, Explained]:
    """Every code with its section of ``docs/diagnostics.md``, in the order of the page."""
    page = _page().read_text(encoding="utf-8")
    return {
        found["code"]: Explained(
            Severity(found["severity"].lower()),
            " ".join(found["text"].split()),
            found["markdown"].strip(),
        )
        for found in _SECTION.finditer(page)
    }


def _page() -> Path:
    """The page: inside the installed package, or beside it in the repository."""
    installed = Path(__file__).parent / "diagnostics.md"
    here = Path(__file__).parent.parent / "docs" / "diagnostics.md"
    return installed if installed.is_file() else here
