"""``[@id]``, ``[@id, p. 4]`` and ``[@a; @b, p. 2]`` as a rule of the Markdown parser."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.names import is_slug
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


def anchors_of(mentions: Iterable[Cited]) -> list[tuple[str, str, str]]:
    """Of each mention the source, the claim, and the anchor: see ``Citations.cite``."""
    return [(source, claim, f"cite_{source}_{number}") for source, number, claim in mentions]


class Citations:
    """The sources that may be cited, and what was cited so far, over all texts of one brief."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.numbers = {source: number for number, source in enumerate(sources, start=1)}
        self.mentions: list[Cited] = []
        self._counts: dict[str, int] = {}

    def cite(self, source: str, claim: str) -> str:
        """The anchor of one more mention; an underscore keeps it apart from ids of claims."""
        number = self._counts[source] = self._counts.get(source, 0) + 1
        self.mentions.append(_new(Cited, (source, number, claim)))
        return f"cite_{source}_{number}"

    def forget_after(self, count: int) -> None:
        """Take back all mentions but the first ones, of a text that is to be read again."""
        for source, _, _ in self.mentions[count:]:
            self._counts[source] -= 1
        del self.mentions[count:]


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


def plain_citation(inside: str, citations: Citations, claim: str) -> str | None:
    """The HTML of a citation whose sources are all known; None where one is not, or is odd."""
    known = citations.numbers
    source, _, typed = inside.partition(",")
    if source in known and is_slug(source) and ";" not in typed and "@" not in typed:
        one = _link(source, " ".join(typed.split()), citations, claim)  # as most are
        return f'<span class="citation">[{one}]</span>'
    items = items_of(inside, 0)
    if not items or inside.count("@") >= len(items) or any(one[0] not in known for one in items):
        return None
    return citation_html(items, citations, claim)


def _link(source: str, locator: str, citations: Citations, claim: str) -> str:
    """A source's number, which leads to it and is the target of a link back."""
    label = _label(source, locator, citations)
    return f'<a id="{citations.cite(source, claim)}" href="#source_{source}">{label}</a>'


def _label(source: str, locator: str, citations: Citations) -> str:
    number = citations.numbers[source]
    return f"{number}, {escape_html(locator)}" if locator else f"{number}"


def citation_html(items: Items, citations: Citations, claim: str, *, linked: bool = True) -> str:
    """Numbers in brackets, each a link to its source and the target of a link back."""
    shown = []
    for source, locator, _ in items:
        if source not in citations.numbers:
            shown.append(escape_html(f"@{source}"))
        elif linked:
            shown.append(_link(source, locator, citations, claim))
        else:
            label = _label(source, locator, citations)
            shown.append(f'<span id="{citations.cite(source, claim)}">{label}</span>')
    return f'<span class="citation">[{"; ".join(shown)}]</span>'
