"""How tests run ``sitegen build`` over and over: in this process, clean beside it, or in a child.

``built_clean`` is what an incremental build has to equal; ``Started`` is a build in a process group
of its own, to be killed or to run beside another.
"""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from running import Run, run_here, status_of_main
from sitegen.folder import KEPT, OUTPUT
from support import TODAY
from test_output_folder import beside, contents

ON_THE_DAY = ("--today", TODAY.isoformat())
_TIME = re.compile(r"(?<= files in )\d+\.\d\d(?= s: )")


def told(run: Run, root: Path) -> Run:
    """What a build said, wherever it was and however long it took."""
    stdout, stderr = (text.replace(str(root), "ROOT") for text in (run.stdout, run.stderr))
    return Run(run.status, stdout, _TIME.sub("0.00", stderr))


def built_as(environment: Mapping[str, str], root: Path, cwd: Path, *args: str) -> str:
    """Build in a process with some environment; gives what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--root", root, *ON_THE_DAY, *args],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


class Built(NamedTuple):
    """What a build said, and what was in the output folder then."""

    said: Run
    site: dict[str, object]


def built_clean(root: Path, *args: str, foreign: Path | None = None) -> Built:
    """What ``build --clean`` makes of a copy of a site's folder, with nothing kept, elsewhere.

    ``foreign`` is a folder whose contents lie in the output folder before.
    """
    place = root.with_name(f"{root.name}-clean")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(root, place, symlinks=True, ignore=_not_sources(root))
    if foreign and any(foreign.iterdir()):
        shutil.copytree(foreign, place / OUTPUT, symlinks=True)
    run = run_here(place, "build", "--clean", *args)
    return Built(told(run, place), contents(place / OUTPUT))


def _not_sources(root: Path):
    def ignore(folder: str, names: list[str]) -> list[str]:
        return [n for n in names if n in (KEPT, OUTPUT)] if Path(folder) == root else []

    return ignore


def assert_same_site(found: dict[str, object], expected: dict[str, object], what: str = "") -> None:
    """Two sites are the same, byte for byte; names the files that are not."""
    paths = (path for path in found | expected if found.get(path) != expected.get(path))
    other = sorted(path + ("" if path in found else " is not there") for path in paths)
    assert other == [], f"{what} differs in {len(other)} files: {other[:5]}"


def assert_equals_clean(root: Path, *args: str) -> None:
    """A build that succeeds makes what a clean one makes, and leaves nothing beside it."""
    clean = built_clean(root, *args)
    run = run_here(root, "build", *args)
    assert run.status == 0, run.stderr
    assert told(run, root) == clean.said
    assert_same_site(contents(root / OUTPUT), clean.site)
    assert beside(root / OUTPUT) == []


def kept_files(root: Path) -> list[Path]:
    """Every file that builds keep in a site's folder."""
    return sorted(path for path in (root / KEPT).rglob("*") if path.is_file())


def size_kept(root: Path) -> int:
    """The bytes that builds keep in a site's folder."""
    return sum(path.stat().st_size for path in kept_files(root))


class Started:
    """A build in a child of this process, and in a process group of its own.

    The child has all imported that a build needs, so its time is that of a build.
    """

    def __init__(self, root: Path, *args: str, command: str = "build") -> None:
        self._said, writing = os.pipe()
        self.started = time.monotonic()
        self.process = os.fork()
        if self.process == 0:
            os._exit(_child(root, writing, command, *args))
        os.close(writing)
        with suppress(OSError):  # the child does it too: whoever comes first
            os.setpgid(self.process, self.process)
        self._status: int | None = None
        self._text = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, whatever the test found."""
        if self._status is None or self._said >= 0:
            with suppress(ProcessLookupError):
                os.killpg(self.process, signal.SIGKILL)
            self.waited()
        self._close()

    def kill(self, *, group: bool) -> None:
        """Kill -9 it, alone or with all that it started."""
        with suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.process, signal.SIGKILL)

    def waited(self) -> int:
        """Its exit status, as soon as it has one: what it started may still be there."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return self._status

    def ended(self, patience: float = 30) -> Run:
        """Its exit status and what it said, once all that it started has ended too."""
        end = time.monotonic() + patience
        while self._said >= 0:
            ready, _, _ = select.select([self._said], [], [], max(0, end - time.monotonic()))
            assert ready, f"it does not end; so far it said: {self._text.decode()}"
            part = os.read(self._said, 65_536)
            self._text += part
            if not part:
                self._close()
        return Run(self.waited(), "", self._text.decode())

    def _close(self) -> None:
        if self._said >= 0:
            os.close(self._said)
        self._said = -1


def _child(root: Path, writing: int, command: str, *args: str) -> int:
    try:
        os.setpgid(0, 0)
        os.chdir(root)
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.close(writing)
        sys.stdout = sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["sitegen", command, *args]
        status = status_of_main()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 (it must not come back as a second run of the tests)
        return 99
    return status
