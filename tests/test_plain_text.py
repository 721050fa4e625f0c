"""The short ways through the Markdown parser lead where the long ones do."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.footnote import footnote_plugin

from sitegen.plain_text import plain_text_plugin
from sitegen.quick_html import QuickRenderer

PIECES = [
    *"aé字 0\n\n\n>-+*_~`#|[]()<>&!^:\\=$%@.\t",
    *("a line", "\n\n", "\n- ", "\n1. ", "\n> ", "    ", "---", "| a | b |\n|---|---|\n", "```\n"),
    *(
        "[^1]",
        "[^1]: ",
        "[a]: /b",
        "[a](/b)",
        "![a](/b)",
        "<http://a.b>",
        "&amp;",
        "**a**",
        "~~a~~",
    ),
]


def parser(renderer: type[RendererHTML] = RendererHTML) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}, renderer_cls=renderer)
    made.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    return made.use(footnote_plugin)


LONG, SHORT = parser(), parser(QuickRenderer).use(plain_text_plugin)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_a_short_way_gives_what_the_long_one_gives(text: str) -> None:
    assert SHORT.render(text) == LONG.render(text)


def test_too_deep_a_text_is_cut_as_the_parser_cuts_it() -> None:
    deep = "*a **b " * 30 + "> " * 30 + "[" * 30
    assert SHORT.render(deep) == LONG.render(deep)
