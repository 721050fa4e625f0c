"""The texts of a folder, kept compiled between saves: only what changed is compiled again."""

from collections.abc import Collection

from sitegen.attachments import check_attachments, relied_on
from sitegen.compiling import Compiling, Texts, compile_each, compile_text, gather
from sitegen.folder import Beside, Folder, is_text
from sitegen.texts import find_texts

MANY = 50  # changes at once, as when another branch is checked out: then some may not be told


class Workshop:
    """What is known of each text of a folder, by its path."""

    def __init__(self, folder: Folder, jobs: int) -> None:
        self._folder = folder
        paths, self._misfits = find_texts(folder)
        self._known = dict(zip(paths, compile_each(folder, paths, jobs), strict=True))

    @property
    def texts(self) -> Texts:
        """All texts as they were when last looked at."""
        return gather(self._known.values(), self._misfits)

    @property
    def relied_on(self) -> set[str]:
        """The files that the texts name: snapshots, and those that they show."""
        found = (one.compiled for one in self._known.values())
        return {path for compiled in found if compiled for path in relied_on(compiled)}

    def look_again(self, changed: Collection[str]) -> None:
        """Compile what is new or has other bytes, forget what is gone.

        ``changed`` are paths of files or folders, relative to the site's folder. Where a folder is
        among them, something that is gone, or a great many, everything is read again.
        """
        paths, self._misfits = find_texts(self._folder)
        beside = {path for path in changed if not is_text(path)}
        gone = any(not (self._folder.root / path).is_file() for path in beside)
        everything = gone or len(changed) > MANY
        before, self._known = self._known, {}
        listed = Beside(self._folder)
        for path in paths:
            known = before.get(path)
            if known is None or everything or path in changed:
                known = compile_text(self._folder, path, known, beside=listed)
            if beside or everything:
                known = _attached(known, beside, listed, everything=everything)
            self._known[path] = known


def _attached(
    known: Compiling, changed: Collection[str], listed: Beside, *, everything: bool
) -> Compiling:
    """The same with the files beside it checked again, where they may not be as they were."""
    compiled = known.compiled
    if compiled is None:
        return known
    named = relied_on(compiled)
    if named and (everything or known.attached or not named.isdisjoint(changed)):
        return known._replace(attached=check_attachments(compiled, listed))
    return known
