"""The texts of a folder, compiled, each with what it relies on checked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from msgspec import Struct

from sitegen.attachments import check_attachments, relied_on
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiler import compile_brief, compile_page
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, error
from sitegen.folder import BRIEFS, KEPT, Beside, Folder
from sitegen.packed import DamagedError, pack_as_ordered, unpack
from sitegen.parallel import run
from sitegen.prints import NEVER, digest_of, print_beside, program_print
from sitegen.source import SourceFile
from sitegen.store import Store
from sitegen.texts import find_texts, unreadable

Compiled = CompiledBrief | CompiledPage


class Texts(Struct, frozen=True):
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

    @property
    def relied(self) -> tuple[str, ...]:
        """The files that it relies on."""
        return tuple(sorted(relied_on(self.compiled))) if self.compiled else ()

    def beside(self, folder: Folder) -> bytes:
        """The print of these files; ``NEVER`` where something is wrong with one of them."""
        return NEVER if self.attached else print_beside(folder, self.relied)


def compile_all(folder: Folder, jobs: int) -> Texts:
    """Every brief and page compiled, each with what it relies on checked."""
    paths, problems = find_texts(folder)
    return gather(compile_each(folder, paths, jobs), problems)


def compile_each(folder: Folder, paths: Sequence[str], jobs: int) -> Iterator[Compiling]:
    """What comes of some files, in their order."""
    return run(jobs, _compile_beside, Beside(folder), paths, chunk=32)


def _compile_beside(beside: Beside, path: str) -> Compiling:
    return compile_text(beside.folder, path, beside=beside)


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


def compile_text(
    folder: Folder,
    path: str,
    known: Compiling | None = None,
    kept: "KeptTexts | None" = None,
    beside: Beside | None = None,
) -> Compiling:
    """Read and compile one file; what is ``known`` of the same bytes is given back as it is.

    Who compiles many gives what is ``beside`` them, which is listed once then.
    """
    if not path.isprintable() and path.encode("utf-8", "replace").decode() != path:
        shown = path.encode("utf-8", "replace").decode()
        message, hint = "the file's name is not UTF-8", "give the file another name"
        return Compiling(None, [error("bad-slug", shown, WHOLE_FILE, message, hint)])
    try:
        source = folder.read(path)
    except OSError as wrong:
        return Compiling(None, [unreadable(path, wrong)])
    digest = sha256(source.data).digest()
    if known and known.digest == digest:
        return known
    compiled: Compiled
    if not path.startswith(f"{BRIEFS}/"):
        compiled = compile_page(source)
    else:
        compiled = kept.compiled(source, digest) if kept else compile_brief(source)
    attached = check_attachments(compiled, beside or Beside(folder))
    return Compiling(compiled, compiled.problems, attached, digest)


class KeptTexts:
    """Compiled briefs in ``.sitegen``, each by the hash of its bytes, its path and the program."""

    def __init__(self, folder: Folder, *, keep: bool, use: bool = True) -> None:
        self._folder = folder
        self._store = Store(folder.root / KEPT / "texts", keep=keep)
        self._use = use
        self._last: CompiledBrief | None = None  # one is often asked for many times in a row

    def compiled(self, source: SourceFile, digest: bytes) -> CompiledBrief:
        """A compiled brief: as it was kept, if it was."""
        name = self.name(source.path, digest)
        found = self._store.get(name) if self._use else None
        if found is not None:
            with suppress(DamagedError):
                return unpack(found, CompiledBrief)
        compiled = compile_brief(source)
        self._store.put(name, pack_as_ordered(compiled))
        return compiled

    def name(self, path: str, digest: bytes) -> str:
        """The name that a text is kept under."""
        return digest_of(program_print(), path, digest).hex()[:40]

    def trim(self, used: Collection[str]) -> None:
        """Let go of what texts were before."""
        self._store.trim(used)

    def fetch(self, path: str) -> CompiledBrief:
        """One brief of the folder, for whoever needs more of it than what is asked of all."""
        if self._last is None or self._last.file != path:
            found = compile_text(self._folder, path, kept=self).compiled
            self._last = (
                found if isinstance(found, CompiledBrief) else CompiledBrief(path, "", None)
            )
        return self._last
