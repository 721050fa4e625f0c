"""Runs a command to its end and says what it took: time, and memory with all its processes."""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.02  # seconds between two looks at the memory
_PROC = Path("/proc")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)

# What a shell may have set for itself, and what would make one tool slower or faster than it is.
_OF_A_TOOL = re.compile(
    "(PYTHON|HUGO|ELEVENTY|NODE_|SITEGEN)|(GOGC|GOMAXPROCS|GOMEMLIMIT|GODEBUG|UV_THREADPOOL_SIZE)$"
)

Command = Sequence[str | Path]


@dataclass(frozen=True)
class Ran:
    """What a command took, in seconds: by the clock, and of all cores; and what it printed."""

    seconds: float
    cpu: float
    said: str


def ran(command: Command, folder: Path, more: Mapping[str, str] | None = None) -> Ran:
    """Run a command in a folder, from the start of its process to its end."""
    with tempfile.TemporaryFile() as log:
        worked = _cpu()
        began = time.perf_counter()
        process = _started(command, folder, log.fileno(), more)
        process.wait()
        seconds = time.perf_counter() - began
        return Ran(seconds, _cpu() - worked, _said(process, command, log.fileno()))


def peak_memory(command: Command, folder: Path, more: Mapping[str, str] | None = None) -> float:
    """The most MiB that a command and all its processes had at once, by looking again and again.

    What processes share counts once among them (PSS). The looking slows a command down, so none
    is timed at the same time.
    """
    peak = 0
    with tempfile.TemporaryFile() as log:
        process = _started(command, folder, log.fileno(), more)
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(EVERY)
        _said(process, command, log.fileno())
    return peak / 2**10


def can_see_memory() -> bool:
    """Whether the system tells what a process has without what others share."""
    return (_PROC / "self" / "smaps_rollup").exists()


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: that of the shell, but for what is meant for one tool."""
    return {name: v for name, v in os.environ.items() if not _OF_A_TOOL.match(name)} | {**more}


def _started(
    command: Command, folder: Path, log: int, more: Mapping[str, str] | None
) -> subprocess.Popen[bytes]:
    # In the folder, so that it is the installed sitegen that runs.
    everything = environment(more or {})
    return subprocess.Popen(
        command, cwd=folder, env=everything, stdout=log, stderr=subprocess.STDOUT
    )


def _said(process: subprocess.Popen[bytes], command: Command, log: int) -> str:
    os.lseek(log, 0, os.SEEK_SET)
    with open(log, "rb", closefd=False) as file:
        said = file.read().decode("utf-8", "replace")
    if process.returncode:
        words = " ".join(map(str, command))
        sys.exit(f"this ended with status {process.returncode}: {words}\n{said}")
    return said


def _cpu() -> float:
    """What all commands so far have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(root: int) -> int:
    """KiB of a process and of all that descend from it."""
    children = defaultdict(list)
    for path in _PROC.glob("[0-9]*/stat"):
        if stat := _text(path):  # the name in parentheses may have spaces
            children[int(stat.rpartition(")")[2].split()[1])].append(int(path.parent.name))
    family, memory = [root], 0
    for process in family:
        family += children[process]
        if found := _PSS.search(_text(_PROC / str(process) / "smaps_rollup")):
            memory += int(found[1])
    return memory


def _text(path: Path) -> str:
    """What a file of /proc says; nothing once the process has ended."""
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
