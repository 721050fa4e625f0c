"""What the site is, kept to be compared: every address, and one small site to the byte.

``make golden`` (``pytest tests/test_golden.py --golden``) writes both anew; read the difference
before committing it. An address that goes is a link that dies: leave a redirect.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from difflib import unified_diff
from pathlib import Path

import pytest

from support import Desk

REPO = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
GOLDEN = Path(__file__).parent / "golden"
ADDRESSES = GOLDEN / "addresses.txt"
LINES = 200  # of difference to show
INDEX, MANIFEST = "search/data/index/", "data/manifest.json"

Files = dict[str, bytes]


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether to write the golden files instead of comparing with them."""
    return bool(request.config.getoption("--golden"))


def files_of(folder: Path) -> Files:
    """The files of a site but the index of its search: that is Pagefind's, as are its names."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    named = rb'(?m)^  "%s.*\n' % INDEX.encode()
    return {
        path: re.sub(named, b"", content) if path == MANIFEST else content
        for path, content in found.items()
        if not path.startswith(INDEX)
    }


def difference(golden: Files, made: Files) -> str:
    """What differs, as a reviewer reads it; empty where nothing does."""
    lines = [line for path in sorted({*golden, *made}) for line in _differs(path, golden, made)]
    more = [f"… and {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more])


def _differs(path: str, golden: Files, made: Files) -> Iterator[str]:
    old, new = golden.get(path), made.get(path)
    if old == new:
        return
    if old is None or new is None:
        yield f"{path}: is {'new' if old is None else 'gone'}"
        return
    try:
        texts = [content.decode().split("\n") for content in (old, new)]
    except UnicodeDecodeError:
        yield f"{path}: {len(old)} bytes were, {len(new)} bytes are"
        return
    yield from unified_diff(*texts, f"golden/{path}", f"made/{path}", lineterm="", n=1)


def address_of(path: str) -> str:
    return f"/{path.removesuffix('index.html')}"


# The repository's own site


def test_the_addresses_of_the_repositorys_site(tmp_path: Path, renew: bool) -> None:
    desk = Desk(tmp_path)
    run = desk.run("build", "--root", str(REPO), "-o", str(desk.out), "--today", "2026-11-23")
    assert run.status == 0, run.stderr
    made = "".join(f"{address_of(path)}\n" for path in sorted(files_of(desk.out)))
    if renew:
        ADDRESSES.parent.mkdir(exist_ok=True)
        ADDRESSES.write_text(made, encoding="utf-8")
    golden = ADDRESSES.read_bytes()
    wrong = difference({"addresses.txt": golden}, {"addresses.txt": made.encode()})
    assert not wrong, f"\n{wrong}\n\nIf this is meant: make golden"


# The small site


def test_the_small_site_to_the_byte(tmp_path: Path, renew: bool) -> None:
    desk = Desk(tmp_path)
    shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
    made = files_of(desk.make(today=date(2025, 6, 1)).out)
    if renew:
        shutil.rmtree(GOLDEN / "small", ignore_errors=True)
        for path, content in made.items():
            place = GOLDEN / "small" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    wrong = difference(files_of(GOLDEN / "small"), made)
    assert not wrong, f"\n{wrong}\n\nIf this is meant: make golden"


def test_the_golden_files_are_there() -> None:
    """So that an empty folder never passes for an unchanged site."""
    assert len(ADDRESSES.read_text(encoding="utf-8").splitlines()) > 50
    golden = files_of(GOLDEN / "small")
    assert len(golden) > 50
    assert {"briefs/khazzan/index.html", "entities/ليلى-حداد/index.html", ".nojekyll"} <= set(
        golden
    )


# The comparison itself

OLD = {"same": b"=", "a.html": b"<p>\nold\n</p>\n", "b.png": b"\xff\xfe", "gone.txt": b"x"}


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, ""),
        ({"a.html": b"<p>\nnew\n</p>\n"}, "-old\n+new"),
        ({"a.html": b"<p>\nold\n</p>"}, "-\n"),
        ({"a.html": b"<p>\r\nold\n</p>\n"}, "+<p>\r"),
        ({"b.png": b"\xff\xfd\xfe"}, "b.png: 2 bytes were, 3 bytes are"),
        ({"more.txt": b""}, "more.txt: is new"),
        ({"gone.txt": None}, "gone.txt: is gone"),
    ],
)
def test_a_difference_is_shown(change: dict[str, bytes | None], shown: str) -> None:
    made = {path: content for path, content in (OLD | change).items() if content is not None}
    found = difference(OLD, made)
    assert bool(found) == bool(shown)
    assert shown.rstrip("\n") in found
    assert "same" not in found


def test_a_long_difference_is_cut() -> None:
    old, new = ("\n".join(f"{word} {n}" for n in range(999)) for word in ("old", "new"))
    found = difference({"a": old.encode()}, {"a": new.encode()}).splitlines()
    assert len(found) == LINES + 1
    assert found[-1].endswith("lines more")
