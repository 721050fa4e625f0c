"""Jinja as the built-in theme needs it, quicker: most of a page's time is names and escaping.

A desk's own templates get the same escaping, and their names are looked up as Jinja does it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import markupsafe
from jinja2 import BytecodeCache, Environment, StrictUndefined, Template, meta
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sitegen.template_facts import FRAME, NO_FACTS, Facts
from sitegen.theme_code import Generator, Themed

# What stands in a page, while it is made, around a block that fills its frame. No text holds them.
BLOCK = "\x0e"  # before it, and after it
NAMED = "\x0f"  # after its name, which comes first

# ``Markup(text)`` for what is a text, without asking it first whether it knows its own HTML.
safe: Callable[[str], Markup] = partial(str.__new__, Markup)


# What ``escape`` does with a text, without making ``Markup`` of it; only some versions have it.
escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def shown(value: Any) -> str:
    """A value as HTML, as ``escape`` gives it."""
    kind = type(value)
    if kind is str:
        return escaped(value)
    return value if kind is Markup else str(value) if kind is int else escape(value)


class _Fill(NamedTuple):
    """What stands before and after the blocks that fill a frame, by their names."""

    begins: Mapping[str, str]
    ends: Mapping[str, str]


class _Context(Context):
    """What a template sees; and the marks around blocks that fill the frame, if wanted."""

    begins: Mapping[str, str] = {}
    ends: Mapping[str, str] = {}
    known = Context.resolve  # a name's value, for the theme
    starting = False  # whether a template of the theme is only to import what it imports

    def shown(self, name: str) -> Iterable[str]:
        """A block of the frame, with its marks."""
        html = self.blocks[name][0](self)
        begin = self.begins.get(name)
        return html if begin is None else (begin, *html, BLOCK)


class _Names(dict[str, Any]):
    """All that a page's templates see."""

    def __missing__(self, name: str) -> StrictUndefined:
        """What says so when it is used."""
        return StrictUndefined(name=name)


class _Page(_Context):
    """What a page's templates see: one dict, of what they are given and of what they set."""

    def __init__(self, alike: Context, names: _Names) -> None:
        self.vars = self.parent = names
        self.known = names.__getitem__  # type: ignore[assignment, method-assign]
        self.name = alike.name
        self.environment = alike.environment
        self.eval_ctx = alike.eval_ctx
        self.globals_keys = alike.globals_keys
        self.exported_vars = set()
        self.blocks = {name: [*blocks] for name, blocks in alike.blocks.items()}

    def get_all(self) -> dict[str, Any]:
        """All names with their values."""
        return self.parent


class _Start(NamedTuple):
    """What all pages of a template begin with."""

    template: Template  # which makes the page: the outermost that it extends
    globals: Mapping[str, Any]
    imports: Mapping[str, Any]
    alike: Context  # what their contexts have alike


class _Template(Template):
    """A template that is imported as one module always: all templates see the same globals."""

    facts: Facts

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 (Jinja's name)
    ) -> Template:
        found = super()._from_namespace(environment, namespace, globals)
        assert isinstance(found, _Template)  # noqa: S101 (which this is a method of)
        found.facts = Facts(*namespace["facts"])
        return found

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


class QuickEnvironment(Themed):
    """An environment whose theme, below a folder, is compiled to quicker code."""

    code_generator_class = Generator
    template_class = _Template
    context_class = _Context

    def __init__(self, theme: Path, **options: Any) -> None:
        super().__init__(**options)
        self.theme = f"{theme}{os.sep}"
        self._found: dict[str, Template] = {}
        self._starts: dict[str, _Start] = {}
        self._filled: dict[str, _Fill] = {}

    escaped = staticmethod(escaped)
    shown = staticmethod(shown)
    safe = staticmethod(safe)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's name)
    ) -> Template:
        """A template; by its name alone it is looked for once, as none is loaded again."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def rendered(self, name: str, values: Mapping[str, Any]) -> str:
        """What a template's ``render`` gives, with fewer copies of the values."""
        return self.concat(self._pieces(*self._seen(name, values)))

    def marked(self, name: str, values: Mapping[str, Any]) -> tuple[bytes, int]:
        """The same with marks around the blocks that fill the frame, and how many these are.

        It is in UTF-8, as that of the pieces is quicker: one sign of another script makes a whole
        text wide.
        """
        found, context = self._seen(name, values)
        context.begins, context.ends = self._fill(name)
        pieces = self._pieces(found, context)
        return b"".join([piece.encode() for piece in pieces]), len(context.begins)

    def framed(self, name: str, values: Mapping[str, Any]) -> str:
        """The frame alone of a page that a template makes: of its blocks, only the marks."""
        found, context = self._seen(FRAME, values)
        context.begins, context.ends = self._fill(name)
        for block in context.begins:
            context.blocks[block].insert(0, _nothing)
        return self.concat(self._pieces(found, context))

    def _fill(self, name: str) -> _Fill:
        """The marks of the blocks of the frame that a template fills, and it alone."""
        found = self._filled.get(name)
        if found is None:
            found = self._filled[name] = self._fill_of(name)
        return found

    def _fill_of(self, name: str) -> _Fill:
        facts = self.facts(name)
        if facts.parent != FRAME or not facts.alone:
            return _Fill({}, {})
        blocks = sorted({*facts.blocks} & {*self.facts(FRAME).marked})
        return _Fill({b: f"{BLOCK}{b}{NAMED}" for b in blocks}, dict.fromkeys(blocks, BLOCK))

    def _seen(self, name: str, values: Mapping[str, Any]) -> tuple[Template, _Context]:
        start = self._starts.get(name)
        if start is None:
            start = self._starts[name] = self._start(name)
        names = _Names(start.globals)
        names.update(values)
        names.update(start.imports)
        return start.template, _Page(start.alike, names)

    def _start(self, name: str) -> "_Start":
        """What all pages of a template begin with: those of the theme see the same imports."""
        found = self.get_template(name)
        alike = found.new_context()
        page = _Page(alike, _Names(found.globals))
        page.starting = True
        try:
            while self.is_theme(found.filename) and self.facts(found.name or "").only_imports:
                parent: Any = found.root_render_func(page)
                found = parent
        except Exception:  # noqa: BLE001 (as below)
            self.handle_exception()
        alike.blocks = page.blocks
        imports = {key: it for key, it in page.vars.items() if it is not found.globals.get(key)}
        return _Start(found, found.globals, imports, alike)

    def included(
        self, name: str, parent: str, context: Context, values: Mapping[str, Any]
    ) -> Iterable[str]:
        """What a template gives that the theme includes; one of the theme's own sets nothing."""
        template = self.get_template(name, parent)
        if self.is_theme(template.filename) and not values:
            return template.root_render_func(context)
        inner = template.new_context(context.get_all(), shared=True, locals=values)
        return template.root_render_func(inner)

    def _pieces(self, template: Template, context: Context) -> list[str]:
        try:
            return [*template.root_render_func(context)]
        except Exception:  # noqa: BLE001 (as in ``render``: Jinja names the template's line)
            self.handle_exception()

    def facts(self, name: str) -> Facts:
        """What is known of a template without rendering it."""
        found = self.get_template(name)
        return found.facts if isinstance(found, _Template) else NO_FACTS

    def names(self, name: str) -> set[str]:
        """All names that a template asks for, of the site and of its page."""
        assert self.loader is not None  # noqa: S101 (there is one)
        without = self.overlay()
        without.globals = {}
        text, _, _ = self.loader.get_source(self, name)
        return meta.find_undeclared_variables(without.parse(text, name))

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, as one dict: every page copies them."""
        return {**self.globals, **(d or {})}


def _nothing(_: Context) -> Iterator[str]:
    """In place of a block, its content is left out."""
    yield ""


class CompiledTemplates(BytecodeCache):
    """The code of templates, in memory, which one environment leaves to the next.

    It belongs to the caller. A template's code is found by its file, by the theme's folder, as
    the theme is compiled in its own way, and by the checksum of its text: an edited template is
    compiled anew, and what it was before is forgotten.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[str, CodeType]] = {}

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """A process that was not forked begins with none: code cannot be sent to it."""
        return type(self), ()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, if it was kept and is still that of its text."""
        checksum, code = self._kept.get(_key(bucket), ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that was compiled."""
        if bucket.code is not None:
            self._kept[_key(bucket)] = bucket.checksum, bucket.code


def _key(bucket: Bucket) -> tuple[str, str]:
    return bucket.key, getattr(bucket.environment, "theme", "")
