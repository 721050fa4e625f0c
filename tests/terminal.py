"""What a command looks like in a terminal, and what stands where in it."""

import os
import pty
import re
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

CODE = re.compile(r"\x1b\[[\d;]*m")


def on_a_terminal(args: list[str], cwd: Path, **env: str) -> str:
    """What a command prints where its output is a terminal, of 80 columns or of ``COLUMNS``."""
    ours, theirs = pty.openpty()
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("NO_COLOR", "CI", "GITHUB_ACTIONS", "COLUMNS")
    }
    with subprocess.Popen(
        [sys.executable, "-m", "sitegen", *args],
        cwd=cwd,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "TERM": "xterm-256color", **env},
    ):
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:  # Linux's way to say that the other end is closed
                more = b""
            if not more:
                break
            said += more
    os.close(ours)
    return said.decode()


def terminal_cells(text: str) -> list[str]:
    """What stands in each cell of a row, a wide character in two."""
    found: list[str] = []
    for c in text:
        if unicodedata.combining(c) or "\u1160" <= c <= "\u11ff":
            found[-1] += c
        else:
            found += [c] * (2 if unicodedata.east_asian_width(c) in "WF" else 1)
    return found


def above_the_carets(said: str) -> list[str]:
    """What stands above the carets of each frame."""
    rows = said.replace("\r", "").split("\n")
    found = []
    for line, carets in pairwise(rows):
        if re.match(r" +\| +\^", carets):
            above = terminal_cells(line) + [" "] * len(carets)
            marks = [n for n, c in enumerate(terminal_cells(carets)) if c == "^"]
            pieces = [above[n] for n in marks if above[n] != above[n - 1] or n == marks[0]]
            found.append("".join(pieces))
    return found
