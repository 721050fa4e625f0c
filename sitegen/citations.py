"""``[@id]``, ``[@id, p. 4]`` and ``[@a; @b, p. 2]`` as a rule of the Markdown parser."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sitegen.plain_text import SIGN, QuickInline, new_token

_CITATION = re.compile(r"\[@([^\[\]]+)\](?!\()")
_PART = re.compile(rf"{_CITATION.pattern}|\n")
_BETWEEN = re.compile(r";\s*@")
_SPACES = ("", " ", "\t")
_ITEM = re.compile(r"([^\s,;]+)\s*(?:,\s*)?(.*)", re.DOTALL)


class Cited(NamedTuple):
    """One mention of a source: its number among that source's mentions makes its anchor."""

    source: str
    number: int
    claim: str  # the claim whose finding it stands in; empty in the body

    @property
    def anchor(self) -> str:
        """The id of the mention; an underscore keeps it apart from ids of claims."""
        return f"cite_{self.source}_{self.number}"


@dataclass
class Citations:
    """The sources that may be cited, and what was cited so far, over all texts of one brief."""

    titles: dict[str, str]
    mentions: list[Cited] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {source: number for number, source in enumerate(self.titles, start=1)}

    def has(self, sources: Iterable[str]) -> bool:
        """Whether all of these are sources of the brief."""
        return all(source in self.titles for source in sources)

    def cite(self, source: str, claim: str) -> tuple[int, Cited]:
        """The source's number in the list of sources, and this mention of it."""
        number = self._counts[source] = self._counts.get(source, 0) + 1
        mention = Cited(source, number, claim)
        self.mentions.append(mention)
        return self._numbers[source], mention


def citation_plugin(md: MarkdownIt) -> None:
    """Add the rule; it is asleep unless the environment has ``citations``."""
    md.inline.ruler.before("link", "citation", _parse)
    if isinstance(md.inline, QuickInline):
        md.inline.short = cited_text
    md.add_render_rule("citation", _render)


def cited_text(source: str, env: Any) -> list[Token] | None:
    """The tokens of a block whose only signs are citations and line breaks; None for others."""
    if "citations" not in env:
        return None
    tokens: list[Token] = []
    at = 0
    for match in _PART.finditer(source):
        start, end = match.span()
        if SIGN.search(source, at, start):
            return None
        _add_text(tokens, source[at:start])
        if match[1] is None:
            if source[start - 1] in _SPACES or source[end : end + 1] in _SPACES:
                return None
            tokens.append(new_token("softbreak", "br", 0, 0, block=False))
        elif items := _items(match[1], match.start(1)):
            token = new_token("citation", "", 0, 0, block=False)
            token.content = match[0]
            token.meta = {"items": items, "linked": True, "start": start}
            tokens.append(token)
        else:
            return None
        at = end
    if SIGN.search(source, at):
        return None
    _add_text(tokens, source[at:])
    return tokens


def _add_text(tokens: list[Token], content: str) -> None:
    if content:
        token = new_token("text", "", 0, 0, block=False)
        token.content = content
        tokens.append(token)


def _parse(state: StateInline, silent: bool) -> bool:
    if "citations" not in state.env or not state.src.startswith("[@", state.pos):
        return False
    match = _CITATION.match(state.src, state.pos, state.posMax)
    items = _items(match[1], match.start(1)) if match else []
    if match is None or not items:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {"items": items, "linked": state.linkLevel == 0, "start": match.start()}
    state.pos = match.end()
    return True


def _items(inside: str, start: int) -> list[tuple[str, str, int]]:
    """Each mention's id and locator, and where its ``@`` stands in the block.

    A semicolon that no ``@`` follows belongs to the locator.
    """
    found = []
    at = 0
    for between in (*(_BETWEEN.finditer(inside) if ";" in inside else ()), None):
        match = _ITEM.match(inside[at : between.start() if between else None].strip())
        if match:
            found.append((match[1], " ".join(match[2].split()), start + at - 1))
        at = between.end() if between else 0
    return found


def _render(self: RendererHTML, tokens: Any, index: int, options: Any, env: Any) -> str:
    """Numbers in brackets, each a link to its source and the target of a link back."""
    citations: Citations = env["citations"]
    token, titles, claim = tokens[index], citations.titles, env["claim"]
    shown = []
    for source, locator, _ in token.meta["items"]:
        if source not in titles:
            shown.append(escapeHtml(f"@{source}"))
            continue
        number, mention = citations.cite(source, claim)
        anchor = mention.anchor
        label = escapeHtml(f"{number}, {locator}" if locator else str(number))
        if token.meta["linked"]:
            label = f'<a id="{anchor}" href="#source_{source}">{label}</a>'
        else:
            label = f'<span id="{anchor}">{label}</span>'
        shown.append(label)
    return f'<span class="citation">[{"; ".join(shown)}]</span>'
