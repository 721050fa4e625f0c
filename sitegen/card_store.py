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
from sitegen.folder import builtin_templates, is_kept, make_kept
from sitegen.routes import SHARE_IMAGE
from sitegen.sealed import sealed, unsealed, write_here
from sitegen.share_cards import ShareCard, draw, joins_letters
from sitegen.typefaces import edition

CARDS = ".sitegen/cards"  # in the site's folder
SPARE = 256  # entries that may lie there beside twice those that the site uses


class CardStore:
    """The cards of one site. Only with ``keep`` are those that it draws written to the disk."""

    def __init__(self, folder: Path) -> None:
        self.keep = False
        self._folder = folder

    def png(self, card: ShareCard) -> bytes:
        """The card's picture."""
        place = self._folder / self._name(card)
        found = _entry(place)
        if found is None and card.rtl and not joins_letters():
            found = (builtin_templates() / SHARE_IMAGE).read_bytes()
        elif found is None:
            found = draw(card)
            if self.keep:
                self._write(place, found)
        return found

    def _name(self, card: ShareCard) -> str:
        return hashlib.sha256(f"{self._drawn_by}{card!r}".encode()).hexdigest()[:40]

    @cached_property
    def _drawn_by(self) -> str:
        """The program that draws, as far as it decides on the pixels."""
        code = Path(share_cards.__file__).read_bytes()
        return f"{hashlib.sha256(code).hexdigest()} {edition()} "

    def _write(self, place: Path, content: bytes) -> None:
        """Whole or not at all, as others may read and write the same."""
        beside = place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            make_kept(self._folder)
            write_here(str(beside), sealed(place.name, content))
            beside.replace(place)

    def trim(self, used: Collection[ShareCard]) -> None:
        """Remove what the site uses no longer, once it is more than what it uses."""
        with suppress(OSError):
            names = {name for name in os.listdir(self._folder) if is_kept(name)}
            if len(names) > 2 * len(used) + SPARE:
                for name in names - {self._name(card) for card in used}:
                    with suppress(OSError):
                        (self._folder / name).unlink()


def _entry(place: Path) -> bytes | None:
    """What was kept; None where nothing was, or where it is damaged."""
    try:
        return unsealed(place.name, place.read_bytes())
    except OSError:
        return None
