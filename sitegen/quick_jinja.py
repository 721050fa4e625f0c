"""Jinja as the built-in theme needs it, quicker: most of a page's time is names and escaping.

A desk's own templates get the same escaping, and their names are looked up as Jinja does it.
"""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


def shown(value: Any) -> str:
    """A value as HTML, as ``escape`` gives it; most texts have nothing to escape."""
    if type(value) is Markup:
        return value
    if type(value) is str and not (
        "'" in value or '"' in value or "&" in value or "<" in value or ">" in value
    ):
        return value
    return escape(value)


class _Generator(CodeGenerator):
    """Jinja's code, but ``a.b`` of the theme is an attribute, and only what must be is escaped.

    Everywhere else Jinja tries an attribute, then an item, and makes of none a value that says
    so when it is used. The theme is given records: they have the attribute, or it is a bug.
    """

    environment: "QuickEnvironment"

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write the code that gets an attribute."""
        if not self.environment.is_theme(self.filename):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write the code that begins to show a value."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class QuickEnvironment(Environment):
    """An environment whose theme, below a folder, is compiled to quicker code."""

    code_generator_class = _Generator

    def __init__(self, theme: Path, **options: Any) -> None:
        super().__init__(**options)
        self._theme = str(theme)

    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, as one dict: every page copies them."""
        return {**self.globals, **(d or {})}

    def is_theme(self, filename: str | None) -> bool:
        """Whether a template is one of the theme's own."""
        return filename is not None and filename.startswith(self._theme)
