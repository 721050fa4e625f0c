"""A short way through the Markdown parser for blocks whose signs are plain: citations and a few.

Words between asterisks that stand by themselves, and links to plain addresses, can be nothing
else, whatever stands around them. The tokens are the parser's, or such as need no parser: who asks
gives what makes them.
"""

import re
from collections.abc import Callable
from typing import Any

from sitegen.citations import CITATION, items_of
from sitegen.plain_signs import SIGN, Nesting

USUAL_LINK = r"(?:https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w./-]*)?(?:#[\w-]*)?"
NO_SIGN = r"[^\n\\`*_~!\[\]<&^@]"
_MARKED = re.compile(  # sign, words
    rf"(?<![^ \n])(\*\*?)([^\W_](?:{NO_SIGN}*[^\W_])?)\1(?=[ \n.,;:?)\[]|\Z)"
)
_LINK = re.compile(rf"\[({NO_SIGN}+)\]\((?=[h#])((?a:{USUAL_LINK}))\)")  # words, address
_SPACES = ("", " ", "\t")
_KINDS = {"*": ("em_open", "em_close", "em"), "**": ("strong_open", "strong_close", "strong")}


New = Callable[[str, str, Nesting], Any]


def plain_inline(source: str, new: New, *, cites: bool) -> list[Any] | None:
    """The tokens of a block whose only signs are such; None for others.

    ``new(type, tag, nesting)`` makes a token; whether there can be citations, ``cites`` says.
    """
    tokens: list[Any] = []
    at = 0
    while found := SIGN.search(source, at):
        start = found.start()
        if at < start:
            tokens.append(_text(source[at:start], new))
        rule = _RULES.get(found[0])
        at = rule(source, start, tokens, new, cites) if rule else 0
        if not at:
            return None
    if at < len(source):
        tokens.append(_text(source[at:], new))
    return tokens


def _bracket(source: str, start: int, tokens: list[Any], new: New, cites: bool) -> int:  # noqa: FBT001 (as all of them)
    """A citation or a link; where it ends, or 0 for what is neither."""
    if not source.startswith("[@", start):
        link = _LINK.match(source, start)
        if link is None:
            return 0
        words, url = link.groups()
        opened = new("link_open", "a", 1)
        opened.attrs, opened.meta = {"href": url}, {"at": url, "start": link.start(2)}
        tokens += (opened, _text(words, new), new("link_close", "a", -1))
        return link.end()
    match = CITATION.match(source, start) if cites else None
    items = items_of(match[1], start + 2) if match else None
    if match is None or not items:
        return 0
    token = new("citation", "", 0)
    token.content = match[0]
    token.meta = {"items": items, "linked": True, "start": start}
    tokens.append(token)
    return match.end()


def _marked(source: str, start: int, tokens: list[Any], new: New, cites: bool) -> int:  # noqa: ARG001, FBT001
    """Words between asterisks."""
    match = _MARKED.match(source, start)
    if match is None:
        return 0
    sign, words = match.groups()
    opening, closing, tag = _KINDS[sign]
    opened, closed = new(opening, tag, 1), new(closing, tag, -1)
    opened.markup = closed.markup = sign
    tokens += (opened, _text(words, new), closed)
    return match.end()


def _break(source: str, start: int, tokens: list[Any], new: New, cites: bool) -> int:  # noqa: ARG001, FBT001
    """The end of a line, without white space around it."""
    end = start + 1
    if source[start - 1] in _SPACES or source[end : end + 1] in _SPACES:
        return 0
    tokens.append(new("softbreak", "br", 0))
    return end


_RULES = {"[": _bracket, "*": _marked, "\n": _break}


def _text(content: str, new: New) -> Any:
    token = new("text", "", 0)
    token.content = content
    return token
