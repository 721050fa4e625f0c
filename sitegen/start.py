"""Where the program begins.

Typer owns the command line: which commands and options there are, their help, and what is said of
wrong ones. But to import it, and what it reads values with, takes longer than a build in which
nothing changed. So what is typed all day is read here, as long as each word is known and each
value plain; all else goes to Typer, which reads these words the same.
"""

import gc
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import NoReturn

from sitegen import __version__
from sitegen.signals import deafen, interrupt_once
from sitegen.talk import give, say, status_of

_FLAGS = {
    "build": {"--clean", "--drafts", "--strict", "--timings"},
    "check": {"--drafts", "--strict"},
}
_VALUES = {"--base-url", "--jobs", "--root", "--today"}
_VALUES_OF = {"build": {*_VALUES, "--output", "-o"}, "check": _VALUES}
_EXPANDED = set("*?[~$%")  # where the system's shell does not expand these, Typer does


def main() -> NoReturn:
    """Run the command line. Whatever happens, no traceback reaches a user.

    ``SITEGEN_TRACEBACK=1`` shows one to whoever looks for a bug.
    """
    _with_names_in_utf_8()
    signal.signal(signal.SIGTERM, _end_once)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else a shell ignores it
        signal.signal(signal.SIGINT, interrupt_once)
    try:
        sys.exit(status_of(lambda: _run(sys.argv[1:])))
    except OSError as wrong:
        _raise_if_wanted()
        what = f"{wrong.filename}: {wrong.strerror}" if wrong.filename else str(wrong)
        say(f"sitegen: {what}")
        sys.exit(2)
    except Exception as bug:  # noqa: BLE001 (the last resort)
        _raise_if_wanted()
        if "Symlink loop" in str(bug):  # what Python before 3.13 makes of one
            say(f"sitegen: {bug}")
            sys.exit(2)
        say(
            f"sitegen: this is a bug in sitegen, not in your site: {type(bug).__name__}: {bug}\n"
            "Nothing was written. Please report it with the output of the same command run with "
            "SITEGEN_TRACEBACK=1 set."
        )
        sys.exit(70)


def _with_names_in_utf_8() -> None:
    """Begin again where names of files are not UTF-8, as they are addresses of the site.

    So it is where the system's language has another encoding, and Python's UTF-8 mode is off. What
    is said stays in the terminal's own.
    """
    if sys.getfilesystemencoding() == "utf-8":
        return
    if sys.stderr:
        encoding = f"{sys.stderr.encoding}:{sys.stderr.errors}"
        os.environ.setdefault("PYTHONIOENCODING", encoding)
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _run(words: Sequence[str]) -> int:
    if words == ["--version"]:
        give(f"sitegen {__version__}\n".encode())
        return 0
    asked = plain(words)
    if asked is not None:
        gc.disable()
        try:
            return _do(words[0], asked)
        finally:
            gc.freeze()  # the process ends: nobody need look through what it leaves behind
            gc.enable()
    from sitegen.cli import app

    app()
    return 0


def plain(words: Sequence[str]) -> Mapping[str, str] | None:
    """The options of a command, each with its value if it has one; None for what is Typer's."""
    command, *rest = words or ("",)
    flags, valued = _FLAGS.get(command), _VALUES_OF.get(command)
    if flags is None or valued is None:
        return None
    asked: dict[str, str] = {}
    following = iter(rest)
    for word in following:
        name, joined, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in flags and not joined:
            asked[name] = ""
        elif name in valued and _is_plain(value := value if joined else next(following, "")):
            asked["--output" if name == "-o" else name] = value
        else:
            return None
    jobs = asked.get("--jobs", "1")
    return asked if jobs.isascii() and jobs.isdecimal() and int(jobs) else None


def _is_plain(value: str) -> bool:
    return bool(value) and value[0] != "-" and value.isprintable() and not _EXPANDED & {*value}


def _do(command: str, asked: Mapping[str, str]) -> int:
    from pathlib import Path

    from sitegen.commands import build_site, check_site
    from sitegen.settings import Settings

    root, output, jobs = (asked.get(name) for name in ("--root", "--output", "--jobs"))
    settings = Settings(
        root=Path(root) if root else None,
        base_url=asked.get("--base-url", ""),
        drafts="--drafts" in asked,
        strict="--strict" in asked,
        jobs=int(jobs) if jobs else None,
        today=asked.get("--today", ""),
        format="text",
    )
    if command == "check":
        return check_site(settings)
    place = Path(output) if output else None
    return build_site(settings, place, clean="--clean" in asked, timings="--timings" in asked)


def _end_once(number: int, _: FrameType | None) -> NoReturn:
    """End as if the work had; another signal would only break that off."""
    deafen()
    sys.exit(128 + number)


def _raise_if_wanted() -> None:
    if os.environ.get("SITEGEN_TRACEBACK"):
        raise  # noqa: PLE0704 (called while an exception is handled)
