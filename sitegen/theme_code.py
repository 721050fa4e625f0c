"""The code of templates, which is quicker for those of the built-in theme."""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE, VAR_LOAD_UNDEFINED
from markupsafe import Markup

from sitegen.template_facts import NO_FACTS, facts_of

_OF_THEME = "of_theme"  # marks a macro
_GIVE_HTML = frozenset(("code", "date", "joined", "link", "linked", "paragraphs", "rating"))
_IS_HTML = "html"  # the filter that says so of a text


class Whole(tuple[str, ...]):
    """What a template of the theme gives, or a block in one piece, where Jinja has a generator."""

    __slots__ = ()

    def close(self) -> None:
        """As a generator would be closed."""


def of_theme(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro, marked as one of the theme's own."""
    macro.__dict__[_OF_THEME] = True
    return macro


def is_of_theme(macro: Callable[..., str]) -> bool:
    """Whether a macro is one of the theme's own."""
    return hasattr(macro, _OF_THEME)


class Themed(Environment):
    """An environment that has a theme, below a folder, and what the code of that needs."""

    theme: str

    whole = Whole
    of_theme = staticmethod(of_theme)

    def is_theme(self, filename: str | None) -> bool:
        """Whether a template is one of the theme's own."""
        return filename is not None and filename.startswith(self.theme)


class Generator(CodeGenerator):
    """Jinja's code, but ``a.b`` of the theme is an attribute, and only what must be is escaped.

    Everywhere else Jinja tries an attribute, then an item, and makes of none a value that says
    so when it is used. The theme is given records: they have the attribute, or it is a bug; and
    so it is with names. A phrase is escaped already, and what some filters give is HTML. What it
    calls wants no context. A block gives its HTML in one piece: each piece would pass through the
    generators of the blocks and templates around it. A macro is a function.
    """

    environment: "Themed"
    _facts = NO_FACTS
    _bare: nodes.Expr | None = None  # what is shown as it is: a phrase, or what is HTML already

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
        self.write(f".as_html.{node.attr}" if node is self._bare else f".{node.attr}")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        """Write the code of a filter; a text that is HTML already can be shown by itself."""
        if node is self._bare and node.name == _IS_HTML and node.node:
            self.visit(node.node, frame)
        else:
            super().visit_Filter(node, frame)

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
        """Write the whole code, and what else is known of the template."""
        self._facts = facts_of(node, self.name)
        self.writeline("escaped, shown = environment.escaped, environment.shown")
        self.writeline("safe, whole = environment.safe, environment.whole")
        super().visit_Template(node, frame)
        self.writeline(f"facts = {tuple(self._facts)!r}")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write the code that shows a block, with marks around one that fills the frame."""
        marked = node.name in self._facts.marked
        if self._quick and marked and frame.buffer is not None:
            self.writeline(f"{frame.buffer}.extend(context.shown({node.name!r}))", node)
            return
        if marked:
            self.simple_write(f"context.begins.get({node.name!r}, '')", frame)
        super().visit_Block(node, frame)
        if marked:
            self.simple_write(f"context.ends.get({node.name!r}, '')", frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Write the code that includes a template."""
        named = isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        if not (self._quick and named and node.with_context) or node.ignore_missing:
            super().visit_Include(node, frame)
            return
        self.writeline(f"{frame.buffer}.extend(environment.included(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, context, {self.dump_local_context(frame)}))")

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        """Write the code that makes a macro."""
        if not self._quick:
            super().visit_Macro(node, frame)
            return
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        names = [argument.name for argument in node.args]
        given = [f"{n}=undefined(\"parameter '{n}' was not provided\", name={n!r})" for n in names]
        self.writeline(f"def macro({', '.join(given)}):", node)
        self.indent()
        for name in names:
            self.writeline(f"{inner.symbols.ref(name)} = {name}")
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
            pieces = frame.buffer if frame.toplevel else f"(concat({frame.buffer}),)"
            self.writeline(f"return whole({pieces})")

    def write_commons(self) -> None:
        """Write what each function begins with."""
        if self._quick:
            self.writeline("resolve, concat = context.known, environment.concat")
            self.writeline("undefined, cond_expr_undefined = environment.undefined, Undefined")
        else:
            super().write_commons()

    def enter_frame(self, frame: Frame) -> None:
        """Write what a part begins with: names of its own are not looked for elsewhere first."""
        if self._quick:
            loads, own = frame.symbols.loads, frame.symbols.stores
            for target, (action, name) in loads.items():
                if action == VAR_LOAD_RESOLVE and name in own:
                    loads[target] = VAR_LOAD_UNDEFINED, None
        super().enter_frame(frame)

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; no function of the theme is a generator."""
        if x == "yield from parent_template.root_render_func(context)" and self._quick:
            if self._facts.only_imports:
                self.writeline("if context.starting: return parent_template")
            x = "return parent_template.root_render_func(context)"
        super().writeline(x, node, extra)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write the code that begins to show a value: ``shown``, without a call where it can be."""
        plain = self._is_plain(frame, finalize)
        self._bare = node if self._quick and plain and (_is_word(node) or _is_html(node)) else None
        if self._bare:
            self.write("(")
        elif plain:
            self.write("(escaped(it) if type(it := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write the code that ends it."""
        if self._bare:
            self.write(")")
        elif self._is_plain(frame, finalize):
            self.write(
                ") is str else it if type(it) is Markup"
                " else str(it) if type(it) is int else shown(it))"
            )
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _is_plain(frame: Frame, finalize: Any) -> bool:
        """Whether all that is shown there is escaped, and nothing else done with it."""
        return not frame.eval_ctx.volatile and frame.eval_ctx.autoescape and finalize.src is None


def _is_word(node: nodes.Expr) -> bool:
    """Whether it is a phrase without placeholders: an attribute of ``t``."""
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "t"
    )


def _is_html(node: nodes.Expr) -> bool:
    """Whether it is what a filter gives that makes HTML, or says that it is some."""
    return isinstance(node, nodes.Filter) and (node.name == _IS_HTML or node.name in _GIVE_HTML)
