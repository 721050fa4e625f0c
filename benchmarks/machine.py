"""What a measurement should say of the machine, and how busy it is with other things."""

import os
import platform
import random
import re
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen

QUIET = 0.15  # the part of all cores that others may use while we measure
PATIENCE = 5.0  # seconds to wait for that before a build, which itself takes longer
PAUSE = 0.5  # seconds that must be quiet before a save; as long again by chance
_STAT = Path("/proc/stat")
_MODEL = re.compile(r"^model name\s*: (.+)$", re.MULTILINE)


def described() -> str:
    """Processor, cores, memory and system, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists() and (
        found := re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE)
    ):
        name = found[1]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{name}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def memory_folder() -> str | None:
    """A folder in memory, where the disk plays no part; None where there is none."""
    shared = Path("/dev/shm")
    return str(shared) if os.access(shared, os.W_OK) else None


def is_in_memory(folder: Path) -> bool:
    """Whether a folder is in memory."""
    shared = memory_folder()
    return shared is not None and folder.resolve().is_relative_to(shared)


def forget_files(*, contents: bool = False) -> bool:
    """Have the system forget the names and inodes that it holds in memory, where it lets us.

    It looks for a new file among those that it knows of, in lists that grow: on a machine that has
    made and removed millions, making one takes several times as long as on one just started. It
    goes on to know of those whose ``contents`` it holds, if these are not to be forgotten too.
    """
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3" if contents else "2")
    except OSError:
        return False
    return True


def pause(patience: float) -> float:
    """Wait until the machine is quiet, so many seconds at most; give how busy it was at the end.

    How long a pause is, is a matter of chance: some servers look for saves at fixed intervals.
    """
    until = time.monotonic() + patience
    while True:
        before = _worked()
        time.sleep(PAUSE * (1 + random.random()))
        busy = _busy(before, _worked())
        if busy <= QUIET or time.monotonic() > until:
            return busy


def two_at_once() -> float:
    """How many times the work of one process two do at once that share nothing: here, now.

    It is 2 where each has a core to itself, and less where cores share what they work with.
    """
    alone = _loops(1)
    return 2 * alone / _loops(2)


def _loops(processes: int) -> float:
    """The seconds until all of so many processes have counted as far as each is to."""
    code = "import time; print(time.perf_counter()); [str(n) for n in range(6_000_000)]"
    code += "; print(time.perf_counter())"  # of one clock, so Python's own start is left out
    command = [sys.executable, "-c", code]
    running = [Popen(command, stdout=PIPE, text=True) for _ in range(processes)]
    moments = [float(line) for one in running for line in one.communicate()[0].split()]
    return max(moments) - min(moments)


def _worked() -> tuple[float, float]:
    """All the time of all cores so far, and the idle part of it, in ticks."""
    if not _STAT.exists():
        return 0, 0
    ticks = [float(n) for n in _STAT.read_text().split("\n", 1)[0].split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4]


def _busy(before: tuple[float, float], after: tuple[float, float]) -> float:
    passed = after[0] - before[0]
    return 1 - (after[1] - before[1]) / passed if passed else 0.0
