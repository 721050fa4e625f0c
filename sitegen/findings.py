"""What a command found, as every format takes it."""

from collections.abc import Callable, Sequence

from sitegen.diagnostics import Diagnostic
from sitegen.folder import Folder, builtin_templates
from sitegen.results import Result
from sitegen.source import read_text


class Findings:
    """What came of a build or a check, and what is needed to show it.

    ``text_of`` gives a file's text, or None. ``below`` is the way from the root of the repository
    to the site's folder, such as ``checks/``; empty where they are one.
    """

    def __init__(
        self, result: Result, text_of: Callable[[str], str | None], below: str = ""
    ) -> None:
        self.result = result
        self.text_of = text_of
        self.below = below
        self._lines: dict[str, list[str]] = {}

    @property
    def problems(self) -> Sequence[Diagnostic]:
        """The problems, by file and place."""
        return self.result.problems

    def line_of(self, problem: Diagnostic) -> str | None:
        """The line that a problem points into; None where it means a whole file."""
        if not problem.span.length:
            return None
        if problem.file not in self._lines:
            self._lines[problem.file] = (self.text_of(problem.file) or "").split("\n")
        lines = self._lines[problem.file]
        return lines[problem.span.line - 1] if problem.span.line <= len(lines) else None


def text_of(folder: Folder, path: str) -> str | None:
    """A file's text, the site's own or of the built-in theme."""
    for place in (folder.root / path, builtin_templates() / path.partition("/")[2]):
        try:
            return read_text(Folder(place.parent).read(place.name))[0].value
        except OSError:
            continue
    return None
