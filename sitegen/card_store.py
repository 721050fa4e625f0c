"""Share cards that were drawn before, in ``.sitegen/cards``, by all that they depend on.

A card takes a hundred times as long to draw as to read. Whatever is wrong with the folder, the
cards are drawn: nothing that is kept there is needed.
"""

import hashlib
import os
from collections.abc import Collection
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from sitegen import share_cards
from sitegen.folder import builtin_templates, is_kept
from sitegen.routes import SHARE_IMAGE
from sitegen.share_cards import ShareCard, draw, joins_letters
from sitegen.store import Store
from sitegen.typefaces import edition

CARDS = ".sitegen/cards"  # in the site's folder
SPARE = 256  # entries that may lie there beside twice those that the site uses


class CardStore:
    """The cards of one site. Only with ``keep`` are those that it draws written to the disk."""

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        self._folder = folder
        self._store = Store(folder, keep=keep)

    def png(self, card: ShareCard) -> bytes:
        """The card's picture."""
        name = self._name(card)
        found = self._store.get(name)
        if found is None and card.rtl and not joins_letters():
            found = (builtin_templates() / SHARE_IMAGE).read_bytes()
        elif found is None:
            found = draw(card)
            self._store.put(name, found)
        return found

    def _name(self, card: ShareCard) -> str:
        return hashlib.sha256(f"{self._drawn_by}{card!r}".encode()).hexdigest()[:40]

    @cached_property
    def _drawn_by(self) -> str:
        """The program that draws, as far as it decides on the pixels."""
        code = Path(share_cards.__file__).read_bytes()
        return f"{hashlib.sha256(code).hexdigest()} {edition()} "

    def trim(self, used: Collection[ShareCard]) -> None:
        """Remove what the site uses no longer, once it is more than what it uses."""
        with suppress(OSError):
            names = {name for name in os.listdir(self._folder) if is_kept(name)}
            if len(names) > 2 * len(used) + SPARE:
                for name in names - {self._name(card) for card in used}:
                    with suppress(OSError):
                        (self._folder / name).unlink()
