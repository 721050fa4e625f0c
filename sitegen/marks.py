"""The marks that stand for addresses and words in rendered HTML until a page shows it.

No text can hold them: control characters are refused.
"""

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from sitegen.phrases import Phrases
from sitegen.quick_jinja import safe

HERE = "\x02"  # the folder of the brief or page that the text belongs to
ROOT = "\x03"  # the site's folder
FOOTNOTES = "\x04"  # the phrase that names a text's footnotes
BACK = "\x05"  # the one that leads back from them
LEVEL = "\x06"  # how deep the headings of a part are


class Marks(NamedTuple):
    """The marks that templates give to macros, where the HTML serves several pages."""

    here: Markup
    root: Markup
    level: str


MARKS = Marks(safe(HERE), safe(ROOT), LEVEL)


def placed(html: str, here: str, root: str, t: Phrases) -> str:
    """The HTML for one page, given the relative addresses of the two folders from that page."""
    html = html.replace(HERE, here).replace(ROOT, root)
    if FOOTNOTES in html:
        html = html.replace(FOOTNOTES, escape(t.footnotes)).replace(BACK, escape(t.back_to_text))
    return html


class Places(NamedTuple):
    """What the marks of a page of a brief stand for, besides words."""

    here: str
    root: str
    level: str

    def placed(self, page: bytes, t: Phrases) -> bytes:
        """The page without marks; in UTF-8 they are replaced ten times as quickly."""
        for mark, stands_for in _in_bytes(self, t):
            page = page.replace(mark, stands_for)
        return page


@lru_cache(maxsize=256)  # few pages stand in other places than all of their kind
def _in_bytes(places: Places, t: Phrases) -> tuple[tuple[bytes, bytes], ...]:
    """Each mark, and what stands for it."""
    pairs = (
        (HERE, places.here),
        (ROOT, places.root),
        (LEVEL, places.level),
        (FOOTNOTES, escape(t.footnotes)),
        (BACK, escape(t.back_to_text)),
    )
    return tuple([(mark.encode(), text.encode()) for mark, text in pairs])
