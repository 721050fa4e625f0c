"""The short ways through the Markdown parser lead where the long ones do."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.footnote import footnote_plugin

from sitegen import markup, parsed_markdown
from sitegen.citations import Citations
from sitegen.highlight import Quote
from sitegen.markup import render_markdown
from sitegen.plain_blocks import TABLE, plain_blocks_plugin
from sitegen.plain_text import plain_text_plugin
from sitegen.quick_html import QuickRenderer
from sitegen.rendered import Setting

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
    *(
        "\n- B",
        "\n\n- c",
        "\n1. A",
        "\n2. b",
        "\n| a | b |\n|---|:-:|\n| c | d |",
        "\n| x |",
        " *b*",
    ),
    *(
        "\n\n- **A** b\n- c\n",
        "\n\n1. Aa\n\n2. B\n",
        " **B c** ",
        "[a](https://a.example/b)",
        "[b](#c)",
    ),
]


def parser(renderer: type[RendererHTML] = RendererHTML) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}, renderer_cls=renderer)
    made.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    return made.use(footnote_plugin)


LONG = parser()
SHORT = (
    parser(QuickRenderer)
    .use(plain_text_plugin, parsed_markdown.short_inline)
    .use(plain_blocks_plugin)
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_a_short_way_gives_what_the_long_one_gives(text: str) -> None:
    assert SHORT.render(text) == LONG.render(text)


def test_too_deep_a_text_is_cut_as_the_parser_cuts_it() -> None:
    deep = "*a **b " * 30 + "> " * 30 + "[" * 30
    assert SHORT.render(deep) == LONG.render(deep)


CITING = [
    *("Aa b", "B c", "字", " ", "\n", "\n\n", "\n\n\n", "\nA", "\n\nC", ".", "“", "1", "-", "\t"),
    *("[@s]", "[@t, p. 4]", "[@s; @t]", "[@s; see @t]", "[@u]", "[@]", "[@s](x)", "@s", "*d*"),
    *("‹", "›", "[a](#b)", "[a](https://x.example/y)", "> ", "- ", " **a b** ", "\n- D", "\n## "),
    *("\n\n| a | b |\n|--:|---|\n| c | d |\n", "\n\n- A\n- **B** c [@s]\n", "[^1]", "\n\n[^1]: A "),
    *(
        "\n\n## Aa b\n\n",
        "\n\n### c\n\n",
        "# ",
        " #",
        "\n\n> Aa b\n",
        "\n> C “d” *d* e\n",
        "!",
        "`",
    ),
    *("\n    d [@s]", "\n| [a](#b) | **a** [@s] |", "|"),
    *(
        " `c [d]` ",
        "\n\n[^2]: B [@t] [^1]",
        "[^2]",
        "\n\n1. A\n\n2. B [a](#b)\n",
        '"',
        ">",
        "&",
        "(",
        ":",
    ),
]
PAGE = "a page, which has no sources"
QUOTES = (Quote("one", "Aa b"), Quote("two", "b C 'd' d"), Quote("three", "nowhere"))


@settings(max_examples=3000, deadline=None)
@given(
    st.lists(st.sampled_from(CITING), max_size=16).map("".join),
    st.sampled_from(["", "claim", PAGE]),
)
@example("A b [@s, p. 1]\nc [@t].\n\nD [@s; @t]", "claim")
@example("[@s]: /a\n\n1986. A\n\n- a\n\n- b\n\n# A #\n\n“A” `b`[^1]!\n\n[^1]: A [b](#c)\n", "")
@example("A [@s, p. 1] b\n\nC _d_ [@s; @t, p.\n2]", "claim")  # given up after it was cited
@example("A [b](#c)[^1] [@s]\n\n[^1]: A `d`\n\n> Aa b\n", PAGE)
@example("## A\n\n## A\n\n#### Two\n\n> Aa b\n> C “d” *d*\n\n> Aa b\n\n1. A\n2. B\n\n3. C", "")
def test_citations_are_the_same_either_way(text: str, claim: str) -> None:
    def rendered() -> object:
        if claim == PAGE:
            return render_markdown(text, Setting())
        citations = Citations(("s", "t"))
        setting = Setting(citations, claim, () if claim else QUOTES, frozenset({"one", "aa-b"}))
        return render_markdown(text, setting), citations.mentions

    short = rendered()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "plain_markdown", lambda *_: None)
        patch.setattr(parsed_markdown._parser().inline, "short", None)
        parsed_markdown._parser().disable(TABLE)
        try:
            assert short == rendered()
        finally:
            parsed_markdown._parser().enable(TABLE)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(["a", "Z", "1", "-", "_", ".", "/", "#", ":"]), max_size=9))
@example(["mailto:a@b.example"])
def test_a_usual_link_is_one_that_the_parser_leaves_alone(pieces: list[str]) -> None:
    for url in ("".join(pieces), "https://" + "".join(pieces), "#" + "".join(pieces)):
        assert parsed_markdown._parser().normalizeLink(url) == MarkdownIt().normalizeLink(url)
