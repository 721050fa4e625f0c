"""What a site relies on besides its texts: files to copy, and the snapshots of quotes."""

from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath

from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, error
from sitegen.folder import ASSETS, BRIEFS, PAGES, TEMPLATES, Beside, Folder, walk
from sitegen.quotes import check_quote, normalise
from sitegen.routes import inside
from sitegen.source import read_text

_SEARCHED = 20_000_000  # characters, for the passages nearest to the wrong quotes of one brief


def check_attachments(compiled: CompiledBrief | CompiledPage, beside: Beside) -> list[Diagnostic]:
    """Missing files, unsafe paths, and quotes that their snapshots do not have."""
    beside = beside.of_one_text()
    problems = list(_check_files(compiled, beside))
    if isinstance(compiled, CompiledBrief) and compiled.brief is not None:
        problems += _check_snapshots(compiled, beside)
    return problems


def relied_on(compiled: CompiledBrief | CompiledPage) -> set[str]:
    """The paths of the files that ``check_attachments`` looks for, as they are named."""
    paths = {use.path for use in compiled.uses.files}
    if isinstance(compiled, CompiledBrief) and compiled.brief:
        brief = compiled.brief
        named = (brief.article.snapshot, *(source.snapshot for source in brief.sources))
        paths |= {normpath(path) for path in named if path}
    return paths


def check_assets(folder: Folder) -> Iterator[Diagnostic]:
    """No asset is a link that leads out of the site's folder: elsewhere it would lead nowhere."""
    top = f"{TEMPLATES}/{ASSETS}"
    linked = [] if folder.is_inside(top) else [top]
    for place, below, files in () if linked else walk(folder.root / top):
        below[:] = [name for name in below if not name.startswith(".")]
        names = sorted([*below, *(name for name in files if not name.startswith("."))])
        paths = [Path(place, name) for name in names]
        linked += [folder.relative(str(path)) for path in paths if path.is_symlink()]
    for path in linked:
        if not folder.is_inside(path):
            shown = path.encode("utf-8", "replace").decode()
            message = f'"{shown}" is a link that leads out of the site\'s folder'
            yield error("unsafe-path", shown, WHOLE_FILE, message, "put the file itself there")


def _check_files(compiled: CompiledBrief | CompiledPage, beside: Beside) -> Iterator[Diagnostic]:
    folder = beside.folder
    within = BRIEFS if isinstance(compiled, CompiledBrief) else PAGES
    for use in compiled.uses.files:
        if not beside.has(use.path):
            hint = (
                _near(beside, use.path, compiled.file)
                or "put it beside this one, or correct the name"
            )
            message = f'there is no file "{use.path}"'
            yield error("missing-file", compiled.file, use.span, message, hint)
        elif (folder.root / use.path).is_symlink() or not folder.is_inside(use.path, within):
            message = f'"{use.path}" is a link that leads elsewhere, or lies outside {within}/'
            hint = "put the file itself there, not a link to it"
            yield error("unsafe-path", compiled.file, use.span, message, hint)


def _near(beside: Beside, path: str, file: str = "") -> str:
    """The name to write instead: for a file beside another, relative to that one's folder."""
    near = beside.near(path).removeprefix(file[: file.rfind("/") + 1])
    return f'did you mean "{near}"?' if near else ""


def _check_snapshots(compiled: CompiledBrief, beside: Beside) -> Iterator[Diagnostic]:
    """Read each snapshot once, then look for the quotes that it should hold."""
    brief = compiled.brief
    assert brief is not None  # noqa: S101 (the caller has looked)
    texts: dict[str, str | None] = {}
    read: dict[str, str | None] = {}
    for owner, snapshot in (
        ("article", brief.article.snapshot),
        *((f"sources.{source.id}", source.snapshot) for source in brief.sources),
    ):
        if snapshot:
            if snapshot not in read:
                span = compiled.span(f"{owner}.snapshot")
                read[snapshot], problems = _snapshot(beside, snapshot, compiled.file, span)
                yield from problems
            texts[owner] = read[snapshot]
    if not texts:
        return
    searched = 0  # characters that were looked through for the nearest passage
    for path, quote, owner in _quotes(compiled):
        text = texts.get(owner)
        if quote and text is not None:
            name = owner.removeprefix("sources.")
            near = searched < _SEARCHED
            wrong = check_quote(quote, text, f"the snapshot of {name}", near=near)
            searched += len(text) if wrong else 0
            if wrong:
                span = compiled.span(path)
                yield error(wrong.code, compiled.file, span, wrong.message, wrong.hint)


def _quotes(compiled: CompiledBrief) -> Iterator[tuple[str, str, str]]:
    """Each quote: its path in the header, its words, and the path of what it quotes."""
    brief = compiled.brief
    assert brief is not None  # noqa: S101 (the caller has looked)
    for claim in brief.claims:
        yield f"claims.{claim.id}.quote", claim.quote, "article"
        for index, item in enumerate(claim.evidence):
            path = f"claims.{claim.id}.evidence[{index}].quote"
            yield path, item.quote, f"sources.{item.source}"
    for index, response in enumerate(brief.responses):
        yield f"responses[{index}].quote", response.quote, f"sources.{response.source}"


def _snapshot(
    beside: Beside, snapshot: str, file: str, span: Span
) -> tuple[str | None, list[Diagnostic]]:
    """A snapshot's text, normalised; None with a problem where it cannot be used."""
    path = inside(".", snapshot)
    if path is None or not beside.is_inside(path):
        message = f'"{snapshot}" is not inside the site\'s folder'
        hint = "keep snapshots in the site's folder: snapshots/name.txt"
        return None, [error("unsafe-path", file, span, message, hint)]
    path = path.removeprefix("./")
    if not beside.has(path):
        message = f'there is no snapshot "{path}"'
        hint = _near(beside, path) or "save the text there, or leave snapshot out"
        return None, [error("snapshot-missing", file, span, message, hint)]
    try:
        source = beside.folder.read(path)
    except OSError as wrong:
        message = f'the snapshot "{path}" cannot be read: {wrong.strerror or wrong}'
        return None, [error("unreadable", file, span, message, "check its permissions")]
    text, problems = read_text(source)
    undecodable = any("control character" not in problem.message for problem in problems)
    return (None, problems) if undecodable else (normalise(text.value), [])
