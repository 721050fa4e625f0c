"""Briefs that may name each other, found in their bytes before any is compiled.

The pages of a brief show the claims that were checked before or again, and its translations. Who
makes it must know of those: so briefs that name each other are made together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_TRANSLATED = re.compile(rb"translation_of:\s*[\"']?([\w-]+)").findall
_BEFORE_HASH = re.compile(rb"#([\w-]+)").findall  # in a text that is read from its end
_MOST = 128  # compiled briefs that one process may hold at once


class Clusters(NamedTuple):
    """Which briefs are taken together, by their paths, the most at once first.

    ``waiting`` are those of which too many may name each other: their pages wait until all
    briefs are known.
    """

    together: list[tuple[str, ...]]
    waiting: frozenset[str]


def clusters(texts: Iterable[tuple[str, bytes]]) -> Clusters:
    """The clusters of some texts, given their paths and bytes; rather too large than too small."""
    named: dict[str, set[bytes]] = {}
    for path, content in texts:
        asks = b"same_as" in content or b"translation_of" in content
        named[path] = {*_named(content)} if asks else set()
    groups = _joined(named)
    together = [group if len(group) <= _MOST else (path,) for group in groups for path in group]
    together = [*dict.fromkeys(together)]
    together.sort(key=len, reverse=True)
    return Clusters(together, frozenset(p for group in groups if len(group) > _MOST for p in group))


def _joined(named: Mapping[str, set[bytes]]) -> list[tuple[str, ...]]:
    """The paths in groups: two are in one if one names the other, or by way of others."""
    paths = {_slug(path): path for path in named}
    group_of = {path: [path] for path in named}
    for path, slugs in named.items():
        for slug in slugs & paths.keys():
            one, other = group_of[path], group_of[paths[slug]]
            if one is not other:
                small, large = sorted((one, other), key=len)
                large += small
                group_of |= dict.fromkeys(small, large)
    groups = {id(group): group for group in group_of.values()}
    return [tuple(group) for group in groups.values()]


def _slug(path: str) -> bytes:
    return path.rpartition("/")[2].removesuffix(".md").encode("utf-8", "replace")


def _named(content: bytes) -> Iterator[bytes]:
    """The slugs that a text may name, in ``same_as`` and ``translation_of``.

    From the end of a text it is quick to see what stands before each ``#``.
    """
    yield from _TRANSLATED(content)
    yield from (name[::-1] for name in _BEFORE_HASH(content[::-1]))
