"""The command line, run in this process or in one of its own, and what came of it.

What a command says and makes is the same in both, and a process costs a fifth of a second: so most
tests have none. It is for those of what a process is: how it starts and ends, its streams and their
encodings, its signals. Each command has one such test at least.
"""

import gc
import io
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from sitegen.start import main

_PROBLEM = re.compile(
    r"^(\S.*?):(\d+):(\d+): (error|warning|note)\[([a-z-]+)\] (.*)$", re.MULTILINE
)
_TAKEN = ("SITEGEN", "GITHUB")  # variables that are not handed on


class Problem(NamedTuple):
    """One problem, as the text report prints it."""

    severity: str
    code: str
    file: str
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class Run:
    """What a command gave back."""

    status: int
    stdout: str
    stderr: str

    @property
    def problems(self) -> list[Problem]:
        """The problems of the text report, in its order."""
        found = _PROBLEM.finditer(self.stderr)
        return [Problem(m[4], m[5], m[1], int(m[2]), int(m[3]), m[6]) for m in found]


def run_here(folder: Path, *args: str, **variables: str) -> Run:
    """Run the command line in this process, as if it had been typed in a folder."""
    handler, collects = signal.getsignal(signal.SIGTERM), gc.isenabled()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(_TAKEN)]:
            patch.delenv(name)
        for name, value in variables.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        patch.setattr("sys.argv", ["sitegen", *args])
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        try:
            status = status_of_main()
        finally:
            signal.signal(signal.SIGTERM, handler)
            (gc.enable if collects else gc.disable)()
            let_go()
        return Run(status, _written(out), _written(err))


_WORK = 50
_WHOLE = 20 * _WORK
_done = count(1)


def let_go() -> None:
    """Look for cycles after so many pieces of work: what a command leaves, its end would free.

    What was there before is looked at more rarely: it is mostly the tests themselves, and stays.
    """
    done = next(_done)
    if done % _WORK == 0:
        if done % _WHOLE == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


def status_of_main() -> int:
    """The exit status of the command line in this process."""
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def run_apart(folder: Path, *args: str, **variables: str) -> Run:
    """Run the command line in a process of its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(_TAKEN)}
    done = subprocess.run(  # noqa: PLW1510 (the status is what tests look at)
        [sys.executable, "-m", "sitegen", *args],
        cwd=folder,
        env=env | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return Run(done.returncode, done.stdout, done.stderr)
