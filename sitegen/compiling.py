"""The texts of a folder, compiled, each with what it relies on checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from sitegen.attachments import check_attachments
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiler import compile_brief, compile_page
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, error, warning
from sitegen.folder import BRIEFS, PAGES, Folder
from sitegen.parallel import run

Compiled = CompiledBrief | CompiledPage


@dataclass(frozen=True, slots=True)
class Texts:
    """Every brief and page of a folder, by its path, and what is wrong with each by itself."""

    briefs: list[CompiledBrief]
    pages: list[CompiledPage]
    problems: list[Diagnostic]


class Compiling(NamedTuple):
    """What came of one file: its value, if any, and its problems; and the hash of its bytes.

    ``attached`` are the problems of other files that it relies on.
    """

    compiled: Compiled | None
    problems: Sequence[Diagnostic]
    attached: Sequence[Diagnostic] = ()
    digest: bytes = b""


def compile_all(folder: Folder, jobs: int) -> Texts:
    """Every brief and page compiled, each with what it relies on checked."""
    paths, problems = find_texts(folder)
    return gather(run(jobs, compile_text, folder, paths, chunk=32), problems)


def find_texts(folder: Folder) -> tuple[list[str], list[Diagnostic]]:
    """The paths of all briefs, then of all pages; and what lies there but is not read."""
    paths: list[str] = []
    problems: list[Diagnostic] = []
    for name in (BRIEFS, PAGES):
        try:
            paths += folder.texts(name)
            problems += map(_not_read, folder.nearly_texts(name))
        except OSError as wrong:
            problems.append(_unreadable(folder.relative(wrong.filename), wrong))
    return paths, problems


def gather(made: Iterable[Compiling], problems: Sequence[Diagnostic]) -> Texts:
    """The texts in their order, with the problems of each after those that are known."""
    texts = Texts([], [], [*problems])
    for one in made:
        texts.problems.extend((*one.problems, *one.attached))
        if isinstance(one.compiled, CompiledBrief):
            texts.briefs.append(one.compiled)
        elif one.compiled is not None:
            texts.pages.append(one.compiled)
    return texts


def compile_text(folder: Folder, path: str, known: Compiling | None = None) -> Compiling:
    """Read and compile one file; what is ``known`` of the same bytes is given back as it is."""
    if not path.isprintable() and path.encode("utf-8", "replace").decode() != path:
        shown = path.encode("utf-8", "replace").decode()
        message, hint = "the file's name is not UTF-8", "give the file another name"
        return Compiling(None, [error("bad-slug", shown, WHOLE_FILE, message, hint)])
    try:
        source = folder.read(path)
    except OSError as wrong:
        return Compiling(None, [_unreadable(path, wrong)])
    digest = sha256(source.data).digest()
    if known and known.digest == digest:
        return known
    brief = path.startswith(f"{BRIEFS}/")
    compiled = compile_brief(source) if brief else compile_page(source)
    return Compiling(compiled, compiled.problems, check_attachments(compiled, folder), digest)


def _not_read(path: str) -> Diagnostic:
    if path.endswith("/"):
        message = "this is a folder, though its name ends in .md: it is no brief or page"
        hint = "name it without .md, or put the text itself in a file of that name"
        return warning("not-read", path[:-1], WHOLE_FILE, message, hint)
    stem = path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]
    message = "this file is not read, as its name does not end in .md"
    hint = f"save it as text named {stem}.md, or begin its name with _ to keep it out"
    return warning("not-read", path, WHOLE_FILE, message, hint)


def _unreadable(path: str, wrong: OSError) -> Diagnostic:
    message = f"this cannot be read: {wrong.strerror or wrong}"
    gone = isinstance(wrong, FileNotFoundError)  # it was listed, so it is a link
    hint = "it is a link to something that is not there" if gone else "check its permissions"
    return error("unreadable", path, WHOLE_FILE, message, hint)
