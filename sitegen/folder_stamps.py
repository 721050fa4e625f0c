"""The stamps of the folders of a site and of its twin, taken while a build writes what it keeps."""

import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sitegen.aside import Aside
from sitegen.ledger import Ledger
from sitegen.stamps import SIZE, packed, patched, stamp_of_folder, unpacked

_MANY = 2000  # folders, which take longer to look at than a second process to start


class FolderStamps:
    """The stamps of folders from now on: nothing comes into them any more.

    ``known`` is the ledger of the build before. Where the two trees have changed places since, and
    have the folders that they had, only those that something was ``stirred`` in are looked at. With
    ``apart``, many are looked at by a second process.
    """

    def __init__(
        self,
        output: Path,
        twin: Path | None,
        folders: Sequence[str],
        known: Ledger,
        stirred: Collection[str] | None,
        *,
        apart: bool,
    ) -> None:
        self._known = known if stirred is not None and known.folders == tuple(folders) else None
        self._at = time.time_ns()  # before they are taken, so that rather too much is looked at
        self._numbers = [
            number
            for number, folder in enumerate(folders)
            if self._known is None or not folder or folder in (stirred or ())
        ]
        self._folders = [folders[number] for number in self._numbers]
        trees = [output, twin] if twin else [output]
        all_of_them = (lambda: b"".join([_stamps(top, self._folders) for top in trees]),)
        self._aside = Aside(all_of_them, apart=apart and len(self._folders) > _MANY)

    def fields(self) -> dict[str, Any]:
        """What the next ledger says of them."""
        found = self._aside.answer(0)
        self._aside.end()
        cut = SIZE * len(self._folders)
        here, there = found[:cut], found[cut:]
        if self._known:
            here, there = (
                self._put_into(self._known.twin_folder_stamps, here),
                self._put_into(self._known.folder_stamps, there),
            )
        return {"folder_stamps": here, "twin_folder_stamps": there, "at": self._at}

    def _put_into(self, row: bytes, stamps: bytes) -> bytes:
        return patched(row, dict(zip(self._numbers, unpacked(stamps), strict=True)))


def _stamps(top: Path, folders: Sequence[str]) -> bytes:
    return packed([stamp_of_folder(f"{top}/{folder}") for folder in folders])
