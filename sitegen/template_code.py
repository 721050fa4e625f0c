"""The code of the built-in templates, kept from one run of the program to the next.

It is kept as Python keeps its own, in the ``__pycache__`` of this package: whoever could put other
code there could change the program itself. So it is never kept in a site's folder, and templates
that are a desk's own are compiled by each run.
"""

import hashlib
import marshal
import sys
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, bc_magic

from sitegen.quick_jinja import CompiledTemplates, QuickEnvironment

# What decides on the code of a template, besides its text: the generator, and how it is set up.
_MADE_BY = (
    "quick_jinja.py",
    "render.py",
    "template_code.py",
    "template_facts.py",
    "theme_code.py",
)
_SHA256 = 32  # bytes


class KeptTemplates(CompiledTemplates):
    """The code of templates, in memory, and that of the theme on the disk too."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file of a template, by which its code is found."""
        return filename or name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, if it was kept and is still that of its text."""
        super().load_bytecode(bucket)
        if bucket.code is None and (place := _place(bucket)):
            bucket.code = _read(place, _key(bucket))
            super().dump_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that was compiled."""
        super().dump_bytecode(bucket)
        if bucket.code is not None and not sys.dont_write_bytecode and (place := _place(bucket)):
            _write(place, _key(bucket), bucket.code)


def _place(bucket: Bucket) -> Path | None:
    """Where the code of a template is kept; None for what is not kept."""
    theme, cached = bucket.environment, __spec__.cached
    if not (isinstance(theme, QuickEnvironment) and theme.is_theme(bucket.key) and cached):
        return None
    if not _made_by():
        return None
    ours = Path(cached)  # where Python keeps the code of this module, or would
    _, _, version = ours.stem.partition(".")  # cpython-311, or cpython-311.opt-1
    return ours.with_name(f"theme.{Path(bucket.key).name}.{version}")


def _key(bucket: Bucket) -> bytes:
    """What the code was made of and by, as bytes: with any other it is another code."""
    made_of = f"{bucket.key}\0{bucket.checksum}\0{jinja2.__version__}\0".encode()
    return made_of + bc_magic + MAGIC_NUMBER + _made_by()


@cache
def _made_by() -> bytes:
    """A digest of what makes the code; empty where this program's own text is not at hand."""
    digest = hashlib.sha256()
    try:
        for name in _MADE_BY:
            digest.update(Path(__file__).with_name(name).read_bytes())
    except OSError:
        return b""
    return digest.digest()


def _read(place: Path, key: bytes) -> CodeType | None:
    """The code that was kept with this key; what is damaged, or not ours, counts as none."""
    try:
        kept = place.read_bytes()
    except OSError:
        return None
    digest, code = kept[:_SHA256], kept[_SHA256:]
    if digest != hashlib.sha256(key + code).digest():
        return None
    found = marshal.loads(code)  # noqa: S302 (the very bytes that ``_write`` was given)
    return found if isinstance(found, CodeType) else None


def _write(place: Path, key: bytes, code: CodeType) -> None:
    """Keep the code, in one step, as Python does; where that cannot be, nothing is kept."""
    content = marshal.dumps(code)
    whole = hashlib.sha256(key + content).digest() + content
    SourceFileLoader(__name__, __file__).set_data(str(place), whole)
