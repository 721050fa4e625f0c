"""What a header that YAML cannot read shows to somebody who reads it line by line.

YAML's parser says where it could go no further, which is often far below what is wrong: an open
quote swallows the fields after it. Here the lines are read as they were meant, from the top to
that place, and the first slip that is known is the one to tell.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"  # look like spaces, are none
_LEAD = re.compile(r"(?P<lead> *(?:-[ ]+)*)(?P<key>[A-Za-z_][\w-]*)?(?(key) *:(?= |$))? *")
_FIELD = re.compile(r" *(?:- +)*[\w-]+ *:(?: |$)| *- ")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2} *(?:#.*)?$")
_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*'", re.DOTALL),
}
_NEAR = 10_000  # characters that two lines may have
_CLOSER = {"[": "]", "{": "}"}
_CURLY = str.maketrans("“”„‟‘’", '""""\'\'')


class Clue(NamedTuple):
    """An offset in the header, what is wrong there, and what to write."""

    place: int
    message: str
    hint: str


class _Line(NamedTuple):
    """A line as it was meant: the value begins at offset ``start`` and goes on to the line's end.

    ``header`` is all of it; ``near`` whether the parser stopped here or on the next line.
    """

    whole: str
    first: int
    indent: int
    key: str
    value: str
    start: int
    header: str
    near: bool

    @property
    def written(self) -> str:
        return f"{self.key}: " if self.key else ""

    @property
    def plain(self) -> str:
        """The value without a comment."""
        return re.split(r" #", self.value, maxsplit=1)[0].rstrip()


def find_clue(header: str, stopped: int) -> Clue | None:
    """The first known slip in a header at which YAML's parser stopped, or before."""
    for line in _lines(header, stopped):
        for look in _CLUES:
            clue = look(line)
            if clue:
                return clue
    return None


def _lines(header: str, stopped: int) -> Iterator[_Line]:
    """The lines that begin something, up to where the parser stopped."""
    at, after = 0, 0  # the line's start, and where a block or a quoted text ends
    within = -1  # the indentation of a field whose text goes on below
    for whole in header.split("\n"):
        if at > stopped:
            return
        end = at + len(whole) + 1
        indent = len(whole) - len(whole.lstrip(" "))
        goes_on = within >= 0 and (indent > within or not whole.strip())
        if at >= after and whole.strip() and not whole.lstrip().startswith("#") and not goes_on:
            within = -1
            match = _LEAD.match(whole)
            start = match.end() if match else 0
            key = (match and match["key"]) or ""
            if key and not re.match(r" *:(?= |$)", whole[match.end("key") :] if match else ""):
                key, start = "", match.start("key") if match else 0
            near = header.count("\n", at, stopped) <= 1 if stopped - at < _NEAR else False
            yield _Line(whole, at, indent, key, whole[start:], at + start, header, near)
            value = whole[start:]
            if _BLOCK.match(value):
                within = indent
            elif value[:1] in _QUOTED:
                closed = _QUOTED[value[0]].match(header, at + start)
                after = closed.end() if closed else at
        at = end


def _tab(line: _Line) -> Clue | None:
    space = line.whole[: len(line.whole) - len(line.whole.lstrip())]
    if "\t" not in space:
        return None
    place = line.first + space.index("\t")
    return Clue(place, "this line is indented with a tab", "indent with spaces only")


def _odd_space(line: _Line) -> Clue | None:
    """A space that came with pasted text and means nothing to YAML: before a field or after it."""
    match = re.match(rf" *(?:- *)?([{_SPACES}])|[ -]*+[\w-]++:([{_SPACES}])", line.whole)
    if match is None:
        return None
    place = line.first + match.start(match.lastindex or 0)
    message = "this looks like a space, but is another character, as pasted text has them"
    return Clue(place, message, "delete it and type a space")


def _wide_colon(line: _Line) -> Clue | None:
    match = re.match(r"[ -]*+([\w-]++)[ ]?([：﹕︰])", line.whole, re.ASCII)
    if match is None:
        return None
    hint = f"write {match[1]}: {line.whole[match.end() :].strip()}"
    return Clue(line.first + match.start(2), "this is a wide colon, which YAML does not know", hint)


def _quote(line: _Line) -> Clue | None:
    """A value that begins with a quote: is it closed, and does nothing follow?"""
    mark = line.value[:1]
    if mark not in _QUOTED or not mark:
        return None
    closed = _QUOTED[mark].match(line.header, line.start)
    same_line = closed is not None and "\n" not in closed[0]
    if closed is None or swallows(line.header, line.start, closed.end()):
        return Clue(line.start, "this quote is never closed", _close(mark, line))
    rest = line.value[closed.end() - line.start :] if same_line else ""
    if not rest.strip() or re.match(r"\s+#|\s*:(\s|$)", rest):
        return None
    place = closed.end() + len(rest) - len(rest.lstrip())
    message = "text goes on after the closing quote"
    return Clue(place, message, _whole_in_quotes(line, mark))


def swallows(value: str, start: int, end: int) -> bool:
    """Whether a text in quotes goes on over what looks like the next field."""
    below = value.find("\n", start, end)
    if below < 0:
        return False
    first = value[value.rfind("\n", 0, start) + 1 : start]
    indent = len(first) - len(first.lstrip(" "))
    return any(
        _FIELD.match(line) and len(line) - len(line.lstrip(" ")) <= indent
        for line in value[below + 1 : end].split("\n")
    )


def _close(mark: str, line: _Line) -> str:
    if mark == "'" and re.match(r"'\w", line.value):
        whole = line.plain.replace('"', '\\"')
        return f'add a closing \' at its end; if it is an apostrophe, write {line.written}"{whole}"'
    return f"add a closing {mark} at its end: {line.written}{line.plain}{mark}"


def _whole_in_quotes(line: _Line, mark: str) -> str:
    if mark == "'" and not line.plain.endswith("'"):
        whole = line.plain.replace('"', '\\"')
        return f'put the whole value in double quotes: {line.written}"{whole}"'
    if mark == '"' and "'" not in line.value and not line.plain.endswith('"'):
        return f"put the whole value in single quotes: {line.written}'{line.plain}'"
    fix = "write '' for one inside" if mark == "'" else 'write \\" for each inside'
    return f"put the whole value in the other kind of quotes, or {fix}"


def _flow(line: _Line) -> Clue | None:
    """Brackets and braces that nothing closes, or that close nothing."""
    if line.value[:1] not in _CLOSER:
        return None
    if line.near and (clue := _lost_in_flow(line)):
        return clue
    opened: list[int] = []
    text = line.value
    for match in re.finditer(
        r"""(?<![\w\\])"(?:[^"\\]|\\.)*"|(?<![\w])'(?:[^']|'')*'|[\[\]{}]""", text
    ):
        if match[0] in _CLOSER:
            opened.append(match.start())
        elif match[0] in _CLOSER.values():
            if not opened or _CLOSER[text[opened[-1]]] != match[0]:
                return _closes_nothing(line, match.start(), opened)
            opened.pop()
    if opened and _ends(line):
        mark = text[opened[-1]]
        message = f"this {mark} has no {_CLOSER[mark]} that closes it"
        hint = f"add {_CLOSER[mark]} at the end, and a comma between two entries"
        return Clue(line.start + opened[-1], message, hint)
    return None


def _lost_in_flow(line: _Line) -> Clue | None:
    """A ``#`` or a second colon, which keeps what comes after from closing the brackets."""
    text = re.sub(r"\"[^\"]*\"", lambda quoted: "x" * len(quoted[0]), line.value)
    match = re.compile(r" (#)").search(text, 0, max(text.rfind("]"), text.rfind("}"), 0))
    before = text[: match.start()] if match else ""
    if match and sum(map(before.count, "[{")) > sum(map(before.count, "]}")):
        message = "a # after a space begins a comment, so the rest of this line is lost"
        return Clue(line.start + match.start(1), message, "put the value with the # in quotes")
    if match := re.search(r"(?<![\w-])[\w-]++: [^,:\[\]{}\"']*+(:) ", text):
        message = "a colon and a space inside a value need quotes around the value"
        return Clue(line.start + match.start(1), message, "put that value in quotes")
    return None


def _ends(line: _Line) -> bool:
    """Whether what follows is not indented more, and so no part of the value."""
    following = re.compile(r"\n( *)[^\s]").search(line.header, line.first + len(line.whole))
    return following is None or len(following[1]) <= line.indent


def _closes_nothing(line: _Line, at: int, opened: list[int]) -> Clue:
    mark = line.value[at]
    if opened:
        wanted = _CLOSER[line.value[opened[-1]]]
        return Clue(line.start + at, f"{wanted} should stand here, not {mark}", f"write {wanted}")
    return Clue(line.start + at, f"this {mark} closes nothing", "delete it")


def _curly(line: _Line) -> Clue | None:
    """Curly quotes are no quotes to YAML: what they were to hold together is not."""
    if line.value[:1] not in ("“", "”", "„", "‘") or not re.search(r":( |$)", line.plain):
        return None
    straight = line.plain.translate(_CURLY)
    message = "curly quotes do not count as quotes here"
    return Clue(line.start, message, f"write straight ones: {line.written}{straight}")


def _colon(line: _Line) -> Clue | None:
    """``: `` within a value that has no quotes."""
    if not line.key or line.value[:1] in ("", "[", "{", '"', "'", "|", ">", "&", "*", "!", "#"):
        return None
    match = re.search(r":(?: |$)", line.plain)
    if match is None:
        return None
    message = "a colon and a space inside a value need quotes around the value"
    return Clue(line.start + match.start(), message, f"write {line.written}{in_quotes(line.plain)}")


def _bad_beginning(line: _Line) -> Clue | None:
    match = re.match(r"[@`%*&]|[>|](?=[^\s>|+\-0-9])|\[[^\]]*\](?=\s*[^\s,#\]}:])", line.value)
    if match is None or (match[0] in ("*", "&") and not line.near):
        return None
    message = f"a value cannot begin with {match[0][0]}"
    return Clue(line.start, message, f"put the value in quotes: {in_quotes(line.plain)}")


def _glued(line: _Line) -> Clue | None:
    """``key:value`` and ``-item``, near the place where the parser stopped."""
    if not line.near or line.key:
        return None
    match = re.match(r" *(?:- +)*([A-Za-z_][\w-]*) *(:)(?!//)(\S.*)", line.whole)
    if match:
        hint = f"write {match[1]}: {match[3].strip()}"
        return Clue(line.first + match.start(2), "a space is missing after this colon", hint)
    match = re.match(r" *(-)([^\s-].*)", line.whole)
    if match:
        hint = f"write - {match[2].strip()}"
        return Clue(line.first + match.start(1), "a space is missing after this hyphen", hint)
    return None


def in_quotes(typed: str) -> str:
    """A value as it should be written: in single quotes where it has double ones."""
    if '"' not in typed:
        return f'"{typed.strip()}"'
    return "'" + typed.strip().replace("'", "''") + "'"


_CLUES: tuple[Callable[[_Line], Clue | None], ...] = (
    _tab,
    _odd_space,
    _wide_colon,
    _quote,
    _curly,
    _bad_beginning,
    _flow,
    _colon,
    _glued,
)
