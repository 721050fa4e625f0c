"""Rows that several lists show, such as a claim's: each is made once for all of them."""

from collections.abc import Callable, Iterable

from sitegen.graph import Site
from sitegen.marks import ROOT
from sitegen.phrases import Phrases
from sitegen.quick_jinja import safe
from sitegen.theme_code import is_of_theme

_KEY = "rows of lists"  # no slug has a space
_MOST = 50_000  # rows that are kept: some 50 MB

Macro = Callable[..., str]  # a template's: of a card, the way to the site's folder, and phrases
Parts = list[str]  # of a row, between which stands the way to the site's folder


class Rows:
    """What macros of templates make of cards.

    Cards are known by identity, and held, so that it stays theirs. A desk's own macro may do
    with the way to the site's folder what it likes, so it is called for each list.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Macro, Phrases], dict[int, tuple[object, Parts]]] = {}
        self._left = _MOST

    def __call__(self, macro: Macro, cards: Iterable[object], root: str, t: Phrases) -> str:
        """The rows of cards, as the macro makes them, a line after each."""
        if not is_of_theme(macro):
            return safe("".join([f"{macro(card, root, t)}\n" for card in cards]))
        made = self._made.setdefault((macro, t), {})
        shown = []
        for card in cards:
            found = made.get(id(card))
            if found is None:
                # As plain text: ``Markup`` would escape each part once more.
                found = card, str.split(macro(card, safe(ROOT), t), ROOT)
                if self._left:
                    self._left -= 1
                    made[id(card)] = found
            shown.append(str.join(root, found[1]))
        return safe("\n".join([*shown, ""]))


def rows(site: Site) -> Rows:
    """The rows of a site's lists."""
    found = site.at_hand.get(_KEY)
    if not isinstance(found, Rows):
        found = site.at_hand[_KEY] = Rows()
    return found
