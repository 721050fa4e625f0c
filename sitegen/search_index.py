"""The index that readers search, made by Pagefind's own program and kept until a record changes.

Its Python package gives it one record after the other, and waits for each; here it gets them all
at once, by the protocol that the package speaks: messages of JSON in base64, a comma after each.
"""

import json
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

from sitegen.prints import PAGEFIND
from sitegen.search_cache import keep, kept

Files = Mapping[str, bytes]

_FORMAT = "1"  # of what is kept; another number forgets all that was
_PACKAGE = "pagefind-bin"
_SECONDS = 60  # that it may take, and one more for each thousand records
_FRAGMENT = "fragment/"
_MARK = 12  # bytes that each of its files begins with

# What a browser is told where there is no index.
NONE: Files = {"ids.json": b'{"languages":[],"ids":[]}\n'}


class Searchable(NamedTuple):
    """A record as it is found: by its title, which weighs more, and by other words."""

    lang: str  # the first part of its tag alone: an index is made for each
    title: str
    words: str  # other than those of the title, but never empty


class NoIndexError(Exception):
    """There is no index; the message says why."""


def search_index(records: Sequence[Searchable], cache: Path | None) -> Files:
    """The files that a browser searches, by their paths: the same for the same records.

    ``ids.json`` has the languages, each with a folder of its own, and for each record, in their
    order, what Pagefind calls it. ``cache`` is a folder of ours. Raises ``NoIndexError``.
    """
    if not records:
        return NONE
    key = sha256(json.dumps([_FORMAT, _version(), records]).encode()).hexdigest()
    found = kept(cache, key) if cache else None
    if found is None:
        found = _made(records)
        if cache:
            keep(cache, key, found)
    return found


def _version() -> str:
    """Which Pagefind it is, without running it."""
    if program := os.environ.get(PAGEFIND):
        with suppress(OSError):
            return f"{program} {Path(program).stat().st_size}"
    from importlib.metadata import PackageNotFoundError, version

    with suppress(PackageNotFoundError):
        return version(_PACKAGE)
    return ""


def _program() -> Path:
    if program := os.environ.get(PAGEFIND):
        return Path(program)
    try:
        from pagefind_bin import get_executable

        return Path(get_executable())
    except (ImportError, OSError):
        raise NoIndexError(f"the package {_PACKAGE} is not installed") from None


# Talking to it


def _made(records: Sequence[Searchable]) -> Files:
    messages: list[dict[str, Any]] = [{"type": "NewIndex", "config": {}}]
    messages += [
        {
            "type": "AddRecord",
            "index_id": 0,
            "url": str(number),
            "content": record.words,
            "language": record.lang,
            "meta": {"title": record.title},
        }
        for number, record in enumerate(records)
    ]
    messages.append({"type": "GetFiles", "index_id": 0})
    answers = _talk(messages)
    last = answers.get(len(messages), {})
    if last.get("type") != "GetFiles":
        wrong: Any = next((a for a in answers.values() if a.get("type") == "Error"), {})
        raise NoIndexError(f"Pagefind gave up: {wrong.get('message', 'it said nothing')}")
    try:
        files = {one["path"]: a2b_base64(one["content"]) for one in last["files"]}
        return _arranged(files, len(records))
    except (KeyError, TypeError, ValueError, EOFError, OSError) as odd:
        raise NoIndexError(f"Pagefind's files are not as they were: {odd!r}") from None


def _talk(messages: Sequence[Mapping[str, Any]]) -> dict[int, Any]:
    """What it answers, by the number of the message from 1 on."""
    import subprocess
    import threading

    program = _program()
    try:
        process = subprocess.Popen(
            [program, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as wrong:
        raise NoIndexError(f"{program} does not run: {wrong.strerror or wrong}") from None
    assert process.stdin is not None  # noqa: S101 (pipes were asked for)
    assert process.stdout is not None  # noqa: S101
    patience = threading.Timer(_SECONDS + len(messages) / 1000, process.kill)
    patience.start()
    writer = threading.Thread(target=_write, args=(process.stdin, messages), daemon=True)
    writer.start()
    try:
        return _read(process.stdout.fileno(), len(messages))
    finally:
        patience.cancel()
        process.kill()
        process.wait()
        writer.join()
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()


def _write(stdin: IO[bytes], messages: Iterable[Mapping[str, Any]]) -> None:
    """All messages. Where it has ended before, whoever reads sees that too."""
    with suppress(OSError, ValueError):
        for number, payload in enumerate(messages, start=1):
            whole = json.dumps({"message_id": number, "payload": payload}).encode()
            stdin.write(b2a_base64(whole, newline=False) + b",")
        stdin.flush()


def _read(stdout: int, expected: int) -> dict[int, Any]:
    pieces: list[bytes] = []
    while expected > 0 and (piece := os.read(stdout, 1 << 20)):
        pieces.append(piece)
        expected -= piece.count(b",")
    answers: dict[int, Any] = {}
    for coded in b"".join(pieces).split(b","):
        with suppress(ValueError, KeyError, TypeError):
            answer = json.loads(a2b_base64(coded))
            answers[answer["message_id"]] = answer["payload"]
    return answers


# What it gives


def _arranged(files: Files, count: int) -> Files:
    """Those of its files that a browser needs here, a folder for each language.

    Its own list of languages is in another order each time. What a record shows (a file each) is
    ours to show. Raises ``KeyError`` and others where a file is not as expected.
    """
    entry = json.loads(files["pagefind-entry.json"])
    languages: dict[str, Any] = entry.pop("languages")
    found = {"pagefind.js": files["pagefind.js"], "ids.json": _ids(files, languages, count)}
    for lang, index in sorted(languages.items()):
        alone = json.dumps({**entry, "languages": {lang: index}}, sort_keys=True)
        found[f"{lang}/pagefind-entry.json"] = f"{alone}\n".encode()
        names = [f"pagefind.{index['hash']}.pf_meta", f"wasm.{index['wasm'] or 'unknown'}.pagefind"]
        names += [name for name in files if name.startswith(f"index/{lang}_")]
        found |= {f"{lang}/{name}": files[name] for name in sorted(names)}
    return found


def _ids(files: Files, languages: Iterable[str], count: int) -> bytes:
    import gzip

    ids = [""] * count
    for name, content in files.items():
        if name.startswith(_FRAGMENT):
            number = int(json.loads(gzip.decompress(content)[_MARK:])["url"])
            ids[number] = Path(name).stem
    document = {"languages": sorted(languages), "ids": ids}
    return (json.dumps(document, separators=(",", ":")) + "\n").encode()
