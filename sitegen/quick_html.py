"""Tokens of the Markdown parser to HTML, as its own renderer makes it, in fewer calls."""

from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

# What stands around a block, by its tag, which only those of ``plain_blocks`` have.
_AROUND = {
    "": ("", ""),
    "p": ("<p>", "</p>\n"),
    "li": ("<li>", "</li>\n"),
    "li p": ("<li>\n<p>", "</p>\n</li>\n"),
}


class QuickRenderer(RendererHTML):
    """The library's renderer; texts and plain tags, which most tokens are, take a short way.

    Rules that were added for other tokens are followed; one for texts would not be.
    """

    def render(self, tokens: Sequence[Token], options: Any, env: Any) -> str:
        """The HTML of blocks."""
        return self._all(tokens, options, env)

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Any) -> str:  # noqa: N802
        """The HTML of what stands in one block."""
        return self._all(tokens, options, env)

    def _all(self, tokens: Sequence[Token], options: Any, env: Any) -> str:
        rules = self.rules
        out: list[str] = []
        for i, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(escapeHtml(token.content))
            elif kind == "inline":
                children = token.children or ()
                before, after = _AROUND[token.tag]
                out.append(before)
                if len(children) == 1 and children[0].type == "text":
                    out.append(escapeHtml(children[0].content))
                elif children:
                    out.append(self._all(children, options, env))
                out.append(after)
            elif (rule := rules.get(kind)) is not None:
                out.append(rule(tokens, i, options, env))
            elif token.nesting >= 0 or token.attrs:
                out.append(self.renderToken(tokens, i, options, env))
            elif not token.hidden:
                out.append(f"</{token.tag}>\n" if token.block else f"</{token.tag}>")
        return "".join(out)

    def renderToken(  # noqa: N802
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        """The HTML of a token without a rule: most often a tag that is opened."""
        token = tokens[idx]
        if token.nesting != 1:
            return super().renderToken(tokens, idx, options, env)
        if token.hidden:
            return ""
        tag = f"<{token.tag}{self.renderAttrs(token)}>" if token.attrs else f"<{token.tag}>"
        if not token.block:
            return tag
        if idx and tokens[idx - 1].hidden:
            tag = "\n" + tag
        after = tokens[idx + 1] if idx + 1 < len(tokens) else None
        if after is None or not (
            (after.type == "inline" and not after.tag)
            or after.hidden
            or (after.nesting == -1 and after.tag == token.tag)
        ):
            return tag + "\n"
        return tag
