"""Which texts a site's folder has, and what lies among them that is none."""

from sitegen.diagnostics import WHOLE_FILE, Diagnostic, error, warning
from sitegen.folder import BRIEFS, PAGES, Folder


def find_texts(folder: Folder) -> tuple[list[str], list[Diagnostic]]:
    """The paths of all briefs, then of all pages; and what lies there but is not read."""
    paths: list[str] = []
    problems: list[Diagnostic] = []
    for name in (BRIEFS, PAGES):
        try:
            paths += folder.texts(name)
            problems += map(_not_read, folder.nearly_texts(name))
        except OSError as wrong:
            problems.append(unreadable(folder.relative(wrong.filename), wrong))
    return paths, problems


def _not_read(path: str) -> Diagnostic:
    if path.endswith("/"):
        message = "this is a folder, though its name ends in .md: it is no brief or page"
        hint = "name it without .md, or put the text itself in a file of that name"
        return warning("not-read", path[:-1], WHOLE_FILE, message, hint)
    stem = path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]
    message = "this file is not read, as its name does not end in .md"
    hint = f"save it as text named {stem}.md, or begin its name with _ to keep it out"
    return warning("not-read", path, WHOLE_FILE, message, hint)


def unreadable(path: str, wrong: OSError) -> Diagnostic:
    """A text that is there and cannot be read."""
    message = f"this cannot be read: {wrong.strerror or wrong}"
    gone = isinstance(wrong, FileNotFoundError)  # it was listed, so it is a link
    hint = "it is a link to something that is not there" if gone else "check its permissions"
    return error("unreadable", path, WHOLE_FILE, message, hint)
