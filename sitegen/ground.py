"""What a site is made on: its settings and pages, and which of its briefs can stay as they are."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sitegen.clusters import Clusters, clusters
from sitegen.compiled import CompiledPage
from sitegen.compiling import Compiling, compile_text
from sitegen.config import ReadConfig
from sitegen.folder import Beside
from sitegen.graph import Around, Site, bare
from sitegen.house import House
from sitegen.languages import Languages, read_languages, worded
from sitegen.ledger import Entry, Page
from sitegen.packed import unpack
from sitegen.plan import globals_of
from sitegen.prints import digest_of
from sitegen.standing import Standing

_SAMPLE = 32  # briefs that are looked at for topics, before all are read


class Ground:
    """All that is known before a brief is compiled.

    ``stay`` are the briefs whose files can be left, where their templates are as they were;
    ``to_take`` are the paths of the others. ``values`` is what every template sees, ``frame`` the
    print of what of it the briefs decide on.
    """

    def __init__(self, standing: Standing, read: ReadConfig) -> None:
        self.standing = standing
        self.folder = standing.folder
        self.languages: Languages = read_languages(self.folder, read.config.lang)
        config = worded(read.config, self.languages)
        self.house = House(config, standing.options.today, self.languages)
        self.page_texts: list[Compiling] = [
            compile_text(self.folder, path) for path in standing.pages
        ]
        found = (one.compiled for one in self.page_texts)
        self.pages = [page for page in found if isinstance(page, CompiledPage)]
        self.values: dict[str, Any] = globals_of(self.bare)
        self.values["topics"] = self._has_topics(read)
        self.frame = print_of_frame(self.values)
        self.stay = self._stay()
        self.to_take = [path for path in standing.briefs if path not in self.stay]

    def take_too(self, paths: Iterable[str]) -> None:
        """Let briefs be taken that could have stayed."""
        for path in paths:
            del self.stay[path]
        self.to_take = [path for path in self.standing.briefs if path not in self.stay]

    @cached_property
    def bare(self) -> Site:
        """The site without briefs."""
        return bare(self.house, self.pages)

    @property
    def page_entries(self) -> tuple[Page, ...]:
        """The pages, as the next build asks for them."""
        pairs = zip(self.standing.pages, self.page_texts, strict=True)
        beside = Beside(self.folder)
        return tuple(Page(p, one.digest, one.relied, one.beside(beside)) for p, one in pairs)

    def _has_topics(self, read: ReadConfig) -> bool:
        """Whether the site will have topics, as far as can be told before all briefs are read."""
        if read.config.topics:
            return True
        if self.standing.ledger.files:
            return self.standing.ledger.topics
        sample = self.standing.briefs[:_SAMPLE]
        return any(b"\ntopics:" in self.standing.bytes_of(path) for path in sample)

    def _stay(self) -> dict[str, Entry]:
        """The briefs that are as they were, and whose files are too."""
        standing = self.standing
        if standing.ledger.frame != self.frame:
            return {}
        lost = standing.lies.lost
        return {
            path: entry for path, entry in standing.standing.items() if lost.isdisjoint(entry.files)
        }

    @cached_property
    def around(self) -> dict[str, Around]:
        """What was around the briefs to be taken, which is likely to be there still."""
        known = self.standing.ledger
        if known.house != self.standing.house:
            return {}
        wanted = {*self.to_take}
        found = [(e.path, e.around) for e in known.entries if e.path in wanted and e.around]
        return {path: unpack(packed, Around) for path, packed in found}

    @property
    def clusters(self) -> Clusters:
        """The briefs to be taken, together with those that they may name."""
        standing = self.standing
        unknown = [path for path in self.to_take if path not in self.around]
        if unknown == standing.briefs:
            return standing.clusters
        found = clusters((path, standing.bytes_of(path)) for path in unknown)
        return found._replace(together=[*found.together, *((path,) for path in self.around)])


def print_of_frame(values: dict[str, Any]) -> bytes:
    """The print of what every page shows that is not in the settings."""
    return digest_of(values["menu"], values["policy"], values["topics"])
