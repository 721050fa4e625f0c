"""What the fuzzer starts from: the invalid corpus, the examples of the documentation, and words."""

import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.config import CONFIG
from sitegen.model import BRIEF
from support import BRIDGE, OLD_BRIDGE, SITE, brief_text
from test_invariants import MARKDOWN_PIECES, YAML_PIECES

TESTS = Path(__file__).parents[1]
_EXAMPLE = re.compile(
    r"^```(yaml|markdown) (?:bad|good|with)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_LARGEST = 20_000  # bytes of a seed


def seeds() -> Iterator[bytes]:
    """Whole files, right and wrong."""
    yield from (text.encode() for text in (BRIDGE, OLD_BRIDGE, SITE))
    for path in sorted((TESTS / "invalid").rglob("*")):
        if path.is_file() and path.suffix in (".md", ".yaml") and path.stat().st_size < _LARGEST:
            yield path.read_bytes()
    for page in sorted((TESTS.parent / "docs").glob("*.md")):
        for language, text in _EXAMPLE.findall(page.read_text(encoding="utf-8")):
            if text.startswith("---\n"):
                yield text.encode()
            elif language == "markdown":
                yield brief_text(body=text).encode()
            else:
                yield f"---\n{text}---\n".encode()
                yield text.encode()


def words() -> list[bytes]:
    """Pieces that mean something: marks of YAML and Markdown, and names of fields."""
    pieces = {*YAML_PIECES, *MARKDOWN_PIECES, *_names(BRIEF), *_names(CONFIG)}
    return sorted(piece.encode("utf-8", "replace") for piece in pieces)


def _names(record: object) -> Iterator[str]:
    """The fields of a record and of the records in it."""
    fields = getattr(record, "fields", None)
    if fields is not None:
        yield from (f"{name}: " for name in fields)
        for field in fields.values():
            yield from _names(field.kind)
    for inside in ("item", "record"):
        if hasattr(record, inside):
            yield from _names(getattr(record, inside))
