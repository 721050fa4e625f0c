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
from jinja2 import BytecodeCache, Environment, Template, meta, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro, new_context
from markupsafe import Markup, escape

from sitegen.template_facts import FRAME, NO_FACTS, Facts, facts_of

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


class _Macro(Macro):
    """A macro of the theme, which has little to sort when it gets just what it names."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The macro's HTML."""
        if kwargs or len(args) != self._argument_count:
            return super().__call__(*args, **kwargs)
        return safe(self._func(*args))


class _Generator(CodeGenerator):
    """Jinja's code, but ``a.b`` of the theme is an attribute, and only what must be is escaped.

    Everywhere else Jinja tries an attribute, then an item, and makes of none a value that says
    so when it is used. The theme is given records: they have the attribute, or it is a bug.
    What it calls wants no context. A block gives its HTML in one piece: each piece would pass
    through the generators of the blocks and templates around it.
    """

    environment: "QuickEnvironment"
    _facts = NO_FACTS

    @property
    def _quick(self) -> bool:
        return self.environment.is_theme(self.filename)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the whole code, and what else is known of the template."""
        self._facts = facts_of(node, self.name)
        super().visit_Template(node, frame)
        self.writeline(f"facts = {tuple(self._facts)!r}")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write the code that shows a block, with marks around one that fills the frame."""
        marked = node.name in self._facts.marked
        if marked:
            self.simple_write(f"context.begins.get({node.name!r}, '')", frame)
        super().visit_Block(node, frame)
        if marked:
            self.simple_write(f"context.ends.get({node.name!r}, '')", frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write the code that gets an attribute."""
        if not self._quick:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """Write the code that calls a macro, or whatever else the theme calls."""
        if not self._quick or forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the code that makes a macro."""
        more = macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller
        if self._quick and not more:
            self.write("environment.")
        super().macro_def(macro_ref, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the code of a block or template, or of a part of one."""
        whole = frame.buffer is None and self._quick
        if whole:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if whole and not (frame.toplevel and self.has_known_extends):
            self.writeline(f"yield concat({frame.buffer})")

    def write_commons(self) -> None:
        """Write what each function begins with."""
        super().write_commons()
        self.writeline("escaped, shown = environment.escaped, environment.shown")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write the code that begins to show a value: ``shown``, without a call where it can be."""
        if self._is_plain(frame, finalize):
            self.write("(escaped(it) if type(it := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write the code that ends it."""
        if self._is_plain(frame, finalize):
            self.write(") is str else it if type(it) is Markup else shown(it))")
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _is_plain(frame: Frame, finalize: Any) -> bool:
        """Whether all that is shown there is escaped, and nothing else done with it."""
        return not frame.eval_ctx.volatile and frame.eval_ctx.autoescape and finalize.src is None


class _Fill(NamedTuple):
    """What stands before and after the blocks that fill a frame, by their names."""

    begins: Mapping[str, str]
    ends: Mapping[str, str]


class _Context(Context):
    """What a template sees; and the marks around blocks that fill the frame, if wanted."""

    begins: Mapping[str, str] = {}
    ends: Mapping[str, str] = {}


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


class QuickEnvironment(Environment):
    """An environment whose theme, below a folder, is compiled to quicker code."""

    code_generator_class = _Generator
    template_class = _Template
    context_class = _Context

    def __init__(self, theme: Path, **options: Any) -> None:
        super().__init__(**options)
        self.theme = f"{theme}{os.sep}"
        self._found: dict[str, Template] = {}
        self._filled: dict[str, _Fill] = {}

    escaped = staticmethod(escaped)
    shown = staticmethod(shown)
    Macro = _Macro

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

    def rendered(self, name: str, values: dict[str, Any]) -> str:
        """What a template's ``render`` gives, with fewer copies of the values."""
        return self._shown(*self._seen(name, values))

    def marked(self, name: str, values: dict[str, Any]) -> tuple[str, int]:
        """The same with marks around the blocks that fill the frame, and how many these are."""
        found, context = self._seen(name, values)
        filled = self._filled.get(name)
        if filled is None:
            filled = self._filled[name] = self._fill_of(name)
        context.begins, context.ends = filled
        return self._shown(found, context), len(filled.begins)

    def framed(self, name: str, values: dict[str, Any]) -> str:
        """The frame alone of a page that a template makes: of its blocks, only the marks."""
        found, context = self._seen(FRAME, values)
        context.begins, context.ends = self._fill_of(name)
        for block in context.begins:
            context.blocks[block].insert(0, _nothing)
        return self._shown(found, context)

    def _fill_of(self, name: str) -> _Fill:
        """The marks of the blocks of the frame that a template fills, and it alone."""
        facts = self.facts(name)
        if facts.parent != FRAME or not facts.alone:
            return _Fill({}, {})
        blocks = sorted({*facts.blocks} & {*self.facts(FRAME).marked})
        return _Fill({b: f"{BLOCK}{b}{NAMED}" for b in blocks}, dict.fromkeys(blocks, BLOCK))

    def _seen(self, name: str, values: dict[str, Any]) -> tuple[Template, _Context]:
        found = self.get_template(name)
        seen = {**found.globals, **values}
        context = new_context(
            self, found.name, found.blocks, seen, shared=True, globals=found.globals
        )
        assert isinstance(context, _Context)  # noqa: S101 (of the class named above)
        return found, context

    def _shown(self, template: Template, context: Context) -> str:
        try:
            return self.concat(template.root_render_func(context))
        except Exception:  # noqa: BLE001 (as in ``render``: Jinja names the template's line)
            return self.handle_exception()

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

    def is_theme(self, filename: str | None) -> bool:
        """Whether a template is one of the theme's own."""
        return filename is not None and filename.startswith(self.theme)


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
