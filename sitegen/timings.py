"""Where the time of a build went, stage by stage."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Timings:
    """Seconds of each stage; what several processes did at once is added up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time that a block takes, but for what it adds to other stages itself."""
        began, others = time.perf_counter(), self._sum
        try:
            yield
        finally:
            self.add(name, max(0.0, time.perf_counter() - began - (self._sum - others)))

    def add(self, name: str, seconds: float) -> None:
        """Add to a stage what was counted elsewhere."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    @property
    def _sum(self) -> float:
        return sum(self.seconds.values())


def table(seconds: Mapping[str, float]) -> str:
    """A line for each stage: its name, its seconds, its share; and their sum."""
    total = sum(seconds.values())
    wide = max(map(len, (*seconds, "total")))
    rows = [*seconds.items(), ("total", total)]
    return "\n".join(
        f"{name:{wide}} {value:8.3f} s {100 * value / (total or 1):5.1f} %" for name, value in rows
    )
