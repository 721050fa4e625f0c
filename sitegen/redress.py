"""The site of the last build where templates have changed: what stays, what is reframed."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sitegen import ledger as ledgers
from sitegen.folder import TEMPLATES
from sitegen.ground import Ground
from sitegen.ledger import Entry
from sitegen.noting import NO_NOTES, Notes, Stays
from sitegen.packed import DamagedError, unpack
from sitegen.parallel import run
from sitegen.template_code import KeptTemplates
from sitegen.timings import Timings
from sitegen.tree import Tree, Written
from sitegen.twin import TwinTree

if TYPE_CHECKING:  # imported where templates have changed
    from sitegen.reframing import Parted


class Redress:
    """What the last build noted of its pages, and what becomes of them now.

    ``files`` are those that got another frame, ``briefs`` and ``rest`` the notes of all that stays.
    """

    def __init__(
        self,
        ground: Ground,
        tree: Tree | TwinTree,
        templates: KeptTemplates,
        timings: Timings,
    ) -> None:
        self._ground = ground
        self._standing = ground.standing
        self._tree = tree
        self._templates = templates
        self._timings = timings
        self.files: dict[str, Written] = {}
        self.briefs: dict[str, bytes] = {}
        self.partly: dict[str, Stays] = {}  # of briefs that are to be made, but for some files
        self.rest: dict[str, bytes] = {}

    @cached_property
    def before(self) -> Notes:
        """What the last build noted; nothing where that is of no use."""
        standing = self._standing
        content = ledgers.read_blob(standing.notes_place, standing.ledger.notes)
        try:
            return unpack(content, Notes) if content else NO_NOTES
        except DamagedError:
            return NO_NOTES

    def noted(self, path: str) -> bytes:
        """The notes of a brief that stays."""
        return self.briefs.get(path) or self.before.briefs.get(path, b"")

    def dress(self, stay: Mapping[str, Entry]) -> list[str]:
        """Give the briefs that stay another frame; those which could not get it are told."""
        noted = [path for path, entry in stay.items() if entry.noted and path in self.before.briefs]
        self.briefs, parted = self._reframed(self.before.briefs, noted)
        digests = self._standing.before
        for path, one in parted.items():
            files = {name: digests[name] for name in stay[path].files if name not in one.anew}
            self.partly[path] = Stays(files, one.notes, stay[path].around)
        return [path for path in stay if path not in self.briefs]

    def dress_rest(self) -> bool:
        """The same of all that is no brief's; whether all of it could."""
        keys = [*self.before.rest]
        files = {*self.files}
        self.rest, _ = self._reframed(self.before.rest, keys)
        if len(self.rest) == len(keys):
            return True
        if isinstance(self._tree, TwinTree):
            self._tree.rewrite(self.files.keys() - files)
        return False

    def _reframed(
        self, notes: Mapping[str, bytes], keys: Sequence[str]
    ) -> tuple[dict[str, bytes], "dict[str, Parted]"]:
        from sitegen.reframing import Bench, Parted, reframe

        standing, ground = self._standing, self._ground
        now, then = standing.templates.prints, self.before.templates
        bench = Bench(
            own=standing.folder.root / TEMPLATES,
            output=standing.output,
            values=ground.values,
            languages=ground.languages,
            templates=self._templates,
            known=frozenset(now),
            changed={name for name in {*now, *then} if now.get(name) != then.get(name)},
            notes=notes,
            tree=self._tree,
        )
        found: dict[str, bytes] = {}
        parted: dict[str, Parted] = {}
        made = run(standing.options.jobs, reframe, bench, keys, chunk=16)
        for key, one in zip(keys, made, strict=True):
            if isinstance(one, Parted):
                parted[key] = one
            elif one:
                found[key] = one.notes
                self.files |= {file.path: file for file in one.written}
                self._timings.add("render", one.render)
                self._timings.add("write", one.write)
        return found, parted
