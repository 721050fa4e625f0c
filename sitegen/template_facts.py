"""What can be told of a template from its text: what it leans on, and which of its blocks can move.

It is worked out when a template is compiled, and kept with its code.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jinja2 import meta, nodes

FRAME = "base.html"  # what is around the content of pages
ENDS = ("header", "footer")  # which a page's frame is given as values

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]").search
_HOLDS = (nodes.Template, nodes.Block, nodes.If)  # what a block is shown in as it is, once at most
_Names = tuple[str, ...]


class Facts(NamedTuple):
    """What is known of a template without rendering it."""

    parent: str  # the template that it extends, if that is all that it adds to the page itself
    alone: bool  # whether it has neither ``self`` nor ``super``, which show blocks elsewhere
    exports: _Names  # what it sets outside of blocks, which its blocks and parents may see
    refers: _Names | None  # the templates that it names; None where these are known later
    has_ends: bool  # whether it may show the head or foot of pages
    controls: bool  # whether it has control characters, which marks are
    blocks: _Names
    frames: bool  # whether it is a frame that has no part in the blocks which fill it
    marked: _Names  # those of its blocks that can then be told from it in a page
    only_imports: bool  # whether it does nothing outside of blocks but extend another and import


NO_FACTS = Facts(
    parent="", alone=False, exports=(), refers=None, has_ends=True, controls=True, blocks=(),
    frames=False, marked=(), only_imports=False,
)  # fmt: skip


def facts_of(template: nodes.Template, name: str | None) -> Facts:
    """The facts of a template that was parsed."""
    names = {found.name for found in template.find_all(nodes.Name)}
    refers = set(meta.find_referenced_templates(template))
    known = {one for one in refers if one is not None}
    alone = names.isdisjoint(("self", "super"))
    exports = tuple(sorted(set(_exports(template))))
    frames = name == FRAME and alone and not exports and not template.find(nodes.Extends)
    return Facts(
        parent=_parent(template),
        alone=alone,
        exports=exports,
        refers=tuple(sorted(known)) if known == refers else None,
        has_ends=not names.isdisjoint(ENDS),
        controls=any(map(_CONTROLS, _texts(template))),
        blocks=tuple(sorted(block.name for block in template.find_all(nodes.Block))),
        frames=frames,
        marked=tuple(sorted(_shown_once(template))) if frames else (),
        only_imports=bool(_parent(template)) and all(map(_is_import, template.body)),
    )


def _parent(template: nodes.Template) -> str:
    first, count = template.body[:1], len([*template.find_all(nodes.Extends)])
    if count == 1 and first and isinstance(first[0], nodes.Extends):
        named = first[0].template
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            return named.value
    return ""


def _is_import(node: nodes.Node) -> bool:
    """Whether it imports without a context; or is what does nothing where a parent is extended."""
    if isinstance(node, nodes.Import | nodes.FromImport):
        return not node.with_context
    return isinstance(node, nodes.Extends | nodes.Block | nodes.Output)


def _exports(node: nodes.Node) -> Iterator[str]:
    """The names that are set outside of blocks and macros; rather too many."""
    for inner in node.iter_child_nodes():
        if isinstance(inner, nodes.Block):
            continue
        if isinstance(inner, nodes.Macro):
            yield inner.name
            continue
        if isinstance(inner, nodes.Import):
            yield inner.target
        elif isinstance(inner, nodes.FromImport):
            yield from (one if isinstance(one, str) else one[1] for one in inner.names)
        elif isinstance(inner, nodes.NSRef) or (
            isinstance(inner, nodes.Name) and inner.ctx != "load"
        ):
            yield inner.name
        yield from _exports(inner)


def _shown_once(node: nodes.Node) -> Iterator[str]:
    """The blocks that are shown as they are, with what their template is given and no more."""
    for inner in node.iter_child_nodes():
        if isinstance(inner, nodes.Block) and not inner.scoped:
            yield inner.name
        if isinstance(inner, _HOLDS):
            yield from _shown_once(inner)


def _texts(template: nodes.Template) -> Iterable[str]:
    yield from (found.data for found in template.find_all(nodes.TemplateData))
    constants = (found.value for found in template.find_all(nodes.Const))
    yield from (value for value in constants if isinstance(value, str))
