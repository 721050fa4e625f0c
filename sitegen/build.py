"""A folder to a site: checked, or written.

What makes a site is imported when it is known that something of it is to be made.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.folder import KEPT, Folder, make_kept
from sitegen.lock import alone
from sitegen.no_garbage import no_garbage_collection
from sitegen.options import Options
from sitegen.packed import DamagedError
from sitegen.results import Result
from sitegen.standing import Standing
from sitegen.timings import Timings

if TYPE_CHECKING:
    from sitegen.making import Look


def build(
    folder: Folder,
    options: Options,
    output: Path | None,
    look: "Look | None" = None,
    waits: Callable[[], None] = lambda: None,
) -> Result:
    """Build the site into ``output``, or only check it where that is None.

    A check that makes the outputs shows each of them to ``look``, in the process that made it.
    With errors (or, if strict, warnings) nothing is written. ``waits`` is called where another
    build of the same folder is waited for. Raises ``files.RefusedError`` where
    a file that sitegen did not write is in the way, and ``OSError`` where the disk fails.
    """
    with no_garbage_collection():
        if output is None:
            from sitegen.joining import check

            return check(folder, options, look)
        with _locked(folder, options, waits) as done:
            try:
                result = _built(folder, options, output.resolve())
            except DamagedError:  # what is kept was not made by a build
                result = _built(folder, options._replace(clean=True), output.resolve())
            done.extend([True] if result.ok else [])
            return result


def _built(folder: Folder, options: Options, output: Path) -> Result:
    timings = Timings()
    with timings.stage("read"):
        standing = Standing(folder, options, output)
    try:
        with timings.stage("read"):
            result = standing.result()
        if result is None:
            with timings.stage("start"):
                from sitegen.writing import Writing
            result = Writing(standing, timings).result()
    finally:
        standing.aside.end()
        standing.reading.end()
    return result._replace(timings=timings.seconds)


@contextmanager
def _locked(folder: Folder, options: Options, waits: Callable[[], None]) -> Iterator[list[bool]]:
    """Keep other builds of the folder waiting, as far as they would share what is kept.

    Something is put into the list where the site was written.
    """
    if not options.keep:
        yield []
        return
    kept = folder.root / KEPT
    is_first = not kept.exists()
    with suppress(OSError):
        make_kept(kept / "build")
    with alone(kept / "lock", waits):
        done: list[bool] = []
        try:
            yield done
        finally:
            if is_first and not done:
                _forget(kept)


def _forget(kept: Path) -> None:
    """A folder that had nothing from a build before has nothing from one that wrote nothing."""
    from sitegen.files import remove

    remove(kept)
