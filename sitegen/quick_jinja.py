"""Jinja as the built-in theme needs it, quicker: most of a page's time is names and escaping.

A desk's own templates get the same escaping, and their names are looked up as Jinja does it.
"""

import os
from collections.abc import Callable, Iterable, MutableMapping
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

import markupsafe
from jinja2 import BytecodeCache, Environment, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, new_context
from markupsafe import Markup, escape

_OF_THEME = "of_theme"  # marks a macro

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


class _Whole(tuple[str, ...]):
    """The one piece that a block or template of the theme gives, where Jinja expects several."""

    __slots__ = ()

    def close(self) -> None:
        """As a generator would be closed."""


def _of_theme(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    macro.__dict__[_OF_THEME] = True
    return macro


def is_of_theme(macro: Callable[..., str]) -> bool:
    """Whether a macro is one of the theme's own."""
    return hasattr(macro, _OF_THEME)


class _Generator(CodeGenerator):
    """Jinja's code, but ``a.b`` of the theme is an attribute, and only what must be is escaped.

    Everywhere else Jinja tries an attribute, then an item, and makes of none a value that says
    so when it is used. The theme is given records: they have the attribute, or it is a bug; and
    so it is with names. What it calls wants no context. A block gives its HTML in one piece: each
    piece would pass through the generators of the blocks and templates around it. A macro is a
    function.
    """

    environment: "QuickEnvironment"

    @property
    def _quick(self) -> bool:
        return self.environment.is_theme(self.filename)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write a name, without asking whether it is known."""
        if self._quick and node.ctx == "load":
            self.write(frame.symbols.ref(node.name))
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write the code that gets an attribute."""
        if not self._quick:
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

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

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the code of a template."""
        self.writeline("escaped, shown = environment.escaped, environment.shown")
        self.writeline("safe, whole = environment.safe, environment.whole")
        super().visit_Template(node, frame)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write the code that shows a block."""
        if not self._quick or frame.buffer is None or node.scoped or node.required:
            super().visit_Block(node, frame)
        elif not (frame.toplevel and self.has_known_extends):
            blocks = f"context.blocks[{node.name!r}]"
            self.writeline(f"{frame.buffer}.extend({blocks}[0](context))", node)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        """Write the code that makes a macro."""
        if not self._quick:
            super().visit_Macro(node, frame)
            return
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        names = [argument.name for argument in node.args]
        given = ", ".join([f"{name}=missing" for name in names])
        self.writeline(f"def macro({given}):", node)
        self.indent()
        for name in names:
            lacking = f"undefined(\"parameter '{name}' was not provided\", name={name!r})"
            ref = inner.symbols.ref(name)
            self.writeline(f"{ref} = {name} if {name} is not missing else {lacking}")
        self.buffer(inner)
        self.enter_frame(inner)
        self.blockvisit(node.body, inner)
        self.writeline(f"return safe(concat({inner.buffer}))")
        self.leave_frame(inner, with_python_scope=True)
        self.outdent()
        if frame.toplevel:
            self.writeline(f"context.exported_vars.add({node.name!r})")
            self.writeline(f"context.vars[{node.name!r}] = macro")
        self.writeline(f"{frame.symbols.ref(node.name)} = environment.of_theme(macro)")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the code of a block or template, or of a part of one."""
        whole = frame.buffer is None and self._quick
        if whole:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if whole and not (frame.toplevel and self.has_known_extends):
            self.writeline(f"return whole((concat({frame.buffer}),))")

    def write_commons(self) -> None:
        """Write what each function begins with."""
        if self._quick:
            self.writeline("resolve, concat = context.resolve_or_missing, environment.concat")
            self.writeline("undefined, cond_expr_undefined = environment.undefined, Undefined")
        else:
            super().write_commons()

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; no function of the theme is a generator."""
        if x == "yield from parent_template.root_render_func(context)" and self._quick:
            x = "return parent_template.root_render_func(context)"
        super().writeline(x, node, extra)

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


class _Template(Template):
    """A template that is imported as one module always: all templates see the same globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


class QuickEnvironment(Environment):
    """An environment whose theme, below a folder, is compiled to quicker code."""

    code_generator_class = _Generator
    template_class = _Template

    def __init__(self, theme: Path, **options: Any) -> None:
        super().__init__(**options)
        self.theme = f"{theme}{os.sep}"
        self._found: dict[str, Template] = {}

    escaped = staticmethod(escaped)
    shown = staticmethod(shown)
    safe = staticmethod(safe)
    whole = _Whole

    of_theme = staticmethod(_of_theme)

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
        found = self.get_template(name)
        seen = {**found.globals, **values}
        context = new_context(
            self, found.name, found.blocks, seen, shared=True, globals=found.globals
        )
        try:
            return self.concat(found.root_render_func(context))
        except Exception:  # noqa: BLE001 (as in ``render``: Jinja names the template's line)
            return self.handle_exception()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, as one dict: every page copies them."""
        return {**self.globals, **(d or {})}

    def is_theme(self, filename: str | None) -> bool:
        """Whether a template is one of the theme's own."""
        return filename is not None and filename.startswith(self.theme)


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
