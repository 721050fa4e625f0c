"""The same work over several processes, or in this one where that is better."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.signals import hear, held

if TYPE_CHECKING:  # imported where there is work for several
    from concurrent.futures import ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

_shared: list[Any] = []  # what a worker process works with, set when it starts


def run(
    jobs: int,
    work: Callable[[Any, Item], Result],
    state: Any,
    items: Sequence[Item],
    *,
    chunk: int,
) -> Iterator[Result]:
    """``work(state, item)`` for every item, in the order of the items.

    Where the system forks, the state reaches the processes as it is; elsewhere it is pickled.
    With one job, one chunk, or no way to start a process, all is done here. Raises
    ``ChildProcessError`` where a process is ended from outside.
    """
    jobs = min(jobs, -(-len(items) // chunk))
    pool = _pool(jobs, work, state) if jobs > 1 else None
    if pool is None:
        yield from (work(state, item) for item in items)
        return
    with _explained(), pool:
        yield from pool.map(_do, items, chunksize=chunk)


def share(
    jobs: int,
    work: Callable[[Any, Item], Result],
    state: Any,
    ours: Sequence[Item],
    theirs: Sequence[Item],
) -> list[Result]:
    """The same where this process does its part, while others do theirs.

    A process copies each page of memory that it looks into and shares with its parent, so one
    process fewer is worth having where each looks at the whole site.
    """
    pool = _pool(jobs - 1, work, state) if jobs > 1 and theirs else None
    if pool is None:
        return [work(state, item) for item in (*ours, *theirs)]
    with _explained(), pool:
        try:
            # None is taken back: Python 3.11 then waits for ever for a process that was killed.
            asked = [pool.submit(_do, item) for item in theirs]
            found = [work(state, item) for item in ours]
            return [*found, *(one.result() for one in asked)]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _explained() -> Iterator[None]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except BrokenProcessPool:
        text = "a process of this build was ended, perhaps for want of memory; try --jobs 1"
        raise ChildProcessError(text) from None


def get_ready() -> None:
    """Import what starts processes, while there is nothing else to do."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: F401


def _pool(jobs: int, work: Callable[[Any, Any], Any], state: Any) -> "ProcessPoolExecutor | None":
    """So many processes, running; None where the system has no semaphores or no room for them."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    gc.freeze()  # so that a search for cycles there leaves alone the memory that is shared
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    try:
        with held():
            pool = ProcessPoolExecutor(
                jobs, mp_context=context, initializer=_start, initargs=(os.getpid(), work, state)
            )
            woken = pool.submit(_wake)
        woken.result()
    except (OSError, ImportError, NotImplementedError, BrokenProcessPool):
        return None
    return pool


def _wake() -> None:
    """Nothing: that it can be done shows that processes start."""


def _start(parent: int, work: Callable[[Any, Any], Any], state: Any) -> None:
    """What goes wrong is told by the process that asked for the work, and by it alone.

    That process says its number: if it was killed already, this one's parent is another.
    """
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    hear()
    sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 (open as long as the process)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _shared[:] = [work, state]


def _end_with(parent: int) -> None:
    """Nobody else would end a process whose parent was killed: it waits for work for ever."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _do(item: Any) -> Any:
    work, state = _shared
    return work(state, item)
