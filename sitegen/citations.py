"""``[@id]``, ``[@id, p. 4]`` and ``[@a; @b, p. 2]`` as a rule of the Markdown parser."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from sitegen.plain_signs import escape_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline

CITATION = re.compile(r"\[@([^\[\]]+)\](?!\()")
_BETWEEN = re.compile(r";\s*@")
_ITEM = re.compile(r"([^\s,;]+)\s*(?:,\s*)?(.*)", re.DOTALL)

_new = tuple.__new__  # makes a mention in half the time

# Each mention's id and locator, and where its ``@`` stands in the block.
Items = list[tuple[str, str, int]]


class Cited(NamedTuple):
    """One mention of a source: its number among that source's mentions makes its anchor."""

    source: str
    number: int
    claim: str  # the claim whose finding it stands in; empty in the body

    @property
    def anchor(self) -> str:
        """The id of the mention; an underscore keeps it apart from ids of claims."""
        return f"cite_{self.source}_{self.number}"


def anchors_of(mentions: Iterable[Cited]) -> list[tuple[str, str, str]]:
    """Of each mention the source, the claim, and the anchor: quicker than to ask each for it."""
    return [(source, claim, f"cite_{source}_{number}") for source, number, claim in mentions]


class Citations(Struct, dict=True):
    """The sources that may be cited, and what was cited so far, over all texts of one brief."""

    titles: dict[str, str]
    mentions: list[Cited] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {source: number for number, source in enumerate(self.titles, start=1)}

    def cite(self, source: str, claim: str) -> tuple[int, Cited]:
        """The source's number in the list of sources, and this mention of it."""
        number = self._counts[source] = self._counts.get(source, 0) + 1
        mention = _new(Cited, (source, number, claim))
        self.mentions.append(mention)
        return self._numbers[source], mention


def citation_plugin(md: "MarkdownIt") -> None:
    """Add the rule; it is asleep unless the environment has ``citations``."""
    md.inline.ruler.before("link", "citation", _parse)
    md.add_render_rule("citation", _render)


def _parse(state: "StateInline", silent: bool) -> bool:
    if "citations" not in state.env or not state.src.startswith("[@", state.pos):
        return False
    match = CITATION.match(state.src, state.pos, state.posMax)
    items = items_of(match[1], match.start(1)) if match else []
    if match is None or not items:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {"items": items, "linked": state.linkLevel == 0, "start": match.start()}
    state.pos = match.end()
    return True


def items_of(inside: str, start: int) -> Items:
    """What stands between the brackets of a citation, from ``start`` on.

    A semicolon that no ``@`` follows belongs to the locator.
    """
    if ";" not in inside:  # it is one, as most are
        match = _ITEM.match(inside.strip())
        return [(match[1], " ".join(match[2].split()), start - 1)] if match else []
    found = []
    at = 0
    for between in (*_BETWEEN.finditer(inside), None):
        match = _ITEM.match(inside[at : between.start() if between else None].strip())
        if match:
            found.append((match[1], " ".join(match[2].split()), start + at - 1))
        at = between.end() if between else 0
    return found


def _render(self: "RendererHTML", tokens: Any, index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    return citation_html(meta["items"], env["citations"], env["claim"], linked=meta["linked"])


def citation_html(items: Items, citations: Citations, claim: str, *, linked: bool = True) -> str:
    """Numbers in brackets, each a link to its source and the target of a link back."""
    titles = citations.titles
    shown = []
    for source, locator, _ in items:
        if source not in titles:
            shown.append(escape_html(f"@{source}"))
            continue
        number, mention = citations.cite(source, claim)
        anchor = mention.anchor
        label = escape_html(f"{number}, {locator}" if locator else str(number))
        if linked:
            label = f'<a id="{anchor}" href="#source_{source}">{label}</a>'
        else:
            label = f'<span id="{anchor}">{label}</span>'
        shown.append(label)
    return f'<span class="citation">[{"; ".join(shown)}]</span>'
