"""Blobs that builds keep in a folder of ``.sitegen``, each named by the hash of what it came from.

Whatever is wrong with the folder, what is not found there is made anew: nothing in it is needed,
and nothing is trusted but bytes whose checksum is right.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from sitegen.folder import is_kept, make_kept
from sitegen.sealed import sealed, unsealed, write_here


class Store:
    """The entries of one folder; without ``keep`` they are only read."""

    def __init__(self, folder: Path, *, keep: bool) -> None:
        self._folder = folder
        self._keep = keep

    def get(self, name: str) -> bytes | None:
        """What was kept under a name; None where nothing was, or it is damaged."""
        try:
            with open(f"{self._folder}/{name}", "rb", buffering=0) as file:
                content = file.read()
        except OSError:
            return None
        return unsealed(name, content)

    def put(self, name: str, content: bytes) -> None:
        """Keep something. One that a killed process left half written counts as damaged."""
        if not self._keep:
            return
        whole = sealed(name, content)
        try:
            self._write(name, whole)
        except OSError:
            with suppress(OSError):
                make_kept(self._folder)
                self._write(name, whole)

    def _write(self, name: str, whole: bytes) -> None:
        write_here(f"{self._folder}/{name}", whole)

    def trim(self, used: Collection[str]) -> None:
        """Remove what is not used."""
        if not self._keep:
            return
        with suppress(OSError):
            stale = [n for n in os.listdir(self._folder) if is_kept(n) and n not in used]
            for name in stale:
                with suppress(OSError):
                    os.unlink(f"{self._folder}/{name}")
