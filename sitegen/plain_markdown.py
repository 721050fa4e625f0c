"""A short way from Markdown to HTML for texts of plain blocks, as most of a brief are.

Each block is told by how its lines begin, and each line begins so that it can be nothing else. In
a block there are citations, links to plain addresses, marked words and footnotes, and no other
sign. Whatever else a text may have is left to the parser, which makes the same HTML of these.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from sitegen.highlight import highlight_blocks
from sitegen.marks import BACK, FOOTNOTES
from sitegen.plain_inline import plain_inline
from sitegen.plain_signs import BULLET, DELIMITERS, NUMBER, Token, escape_html, side_of
from sitegen.plain_spans import Spans, UnusualError
from sitegen.rendered import Rendered, Setting, heading_ids, heading_shift

_NEVER = ("\\", "~", "<", "&", "![")  # signs that no such text has
_LINE = re.compile(  # how one begins that can be nothing but a line of a paragraph
    r"""(?!\d{1,9}[.)](?:\s|\Z))(?:[^\W_]|\*\*?[^\W_]|\[[^^]|["'“”‘’„«»(])"""
)
_HEADING = re.compile(r"(#{1,6}) (?=[^\W_])(.*[^\s#])")
_NOTE = re.compile(r"\[\^([\w-]+)\]: (?=[^\W\d_])(.+)")

_ALIGNED = 'class="align-{}"'

_Run = tuple[str, int]  # some lines without an empty one between, and where they begin


def plain_markdown(text: str, setting: Setting) -> Rendered | None:
    """A text as ``render_markdown`` makes it; None where the parser is to be asked."""
    for sign in _NEVER:
        if sign in text:
            return None
    citations = setting.citations
    cited = len(citations.mentions) if citations else 0
    try:
        return _Reader(setting).read(text)
    except UnusualError:
        if citations:
            citations.forget_after(cited)
        return None


class _Reader:
    """Goes through the blocks; what is known only at their end is written into its place then."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.spans = Spans(setting.citations, setting.claim)
        self.pieces = self.spans.pieces
        self.headings: list[tuple[int, int, str]] = []  # place among the pieces, level, words
        self.quoted: list[tuple[int, Token]] = []  # the same, and what is quoted
        self.notes: dict[str, _Run] = {}

    def read(self, text: str) -> Rendered:
        """The text as HTML."""
        for rule, same in groupby(_runs(text), _rule_of):
            rule(self, same)
        if self.spans.noted or self.notes:
            self._write_notes()
        self.spans.check()
        ids = self._place_headings() if self.headings else ()
        if self.quoted:
            self._highlight()
        return self.spans.rendered(ids)

    def paragraphs(self, runs: Iterable[_Run]) -> None:
        """Lines that each begin as only those of a paragraph do."""
        for run, at in runs:
            for line in run.split("\n"):
                if not (line[0].isalpha() or _LINE.match(line)) or line[-1].isspace():
                    raise UnusualError
            if run[0] == "[" and "]:" in run:  # it may define a link
                raise UnusualError
            self.pieces.append("<p>")
            self.spans.add(run, at)
            self.pieces.append("</p>\n")

    def heads(self, runs: Iterable[_Run]) -> None:
        """Headings, each alone."""
        for run, _ in runs:
            found = _HEADING.fullmatch(run)
            if not found:
                raise UnusualError
            self.headings.append((len(self.pieces), len(found[1]), found[2]))
            self.pieces.append("")
            self.spans.add_plain(found[2])
            self.pieces.append("")

    def bullets(self, runs: Iterable[_Run]) -> None:
        """A list of lines that begin with a hyphen."""
        self._list("ul", BULLET, [*runs])

    def numbers(self, runs: Iterable[_Run]) -> None:
        """A list of lines that begin with a number, the first with 1."""
        lines = [*runs]
        if not lines[0][0].startswith("1. "):
            raise UnusualError
        self._list("ol", NUMBER, lines)

    def _list(self, tag: str, marker: re.Pattern[str], runs: Sequence[_Run]) -> None:
        before, after = ("<li>\n<p>", "</p>\n</li>\n") if len(runs) > 1 else ("<li>", "</li>\n")
        pieces = self.pieces
        pieces.append(f"<{tag}>\n")
        for run, start in runs:
            at = start
            for line in run.split("\n"):
                found = marker.match(line)
                if found is None or line[-1].isspace():
                    raise UnusualError
                pieces.append(before)
                self.spans.add(line[found.end() :], at + found.end())
                pieces.append(after)
                at += len(line) + 1
        pieces.append(f"</{tag}>\n")

    def tables(self, runs: Iterable[_Run]) -> None:
        """Tables of rows that stand between bars, each as long as the others."""
        for run, start in runs:
            head, *rows = run.split("\n")
            if not rows or not DELIMITERS.fullmatch(rows[0]) or "`" in run or "‹" in run:
                raise UnusualError
            sides = [side_of(cell.strip(" "), _ALIGNED) for cell in rows[0][1:-1].split("|")]
            self.pieces.append("<table>\n<thead>\n")
            self._row("th", sides, head, start)
            self.pieces.append("</thead>\n<tbody>\n" if rows[1:] else "</thead>\n")
            at = start + len(head) + len(rows[0]) + 2
            for row in rows[1:]:
                self._row("td", sides, row, at)
                at += len(row) + 1
            self.pieces.append("</tbody>\n</table>\n" if rows[1:] else "</table>\n")

    def _row(self, tag: str, sides: Sequence[str], row: str, start: int) -> None:
        cells = row[1:-1].split("|")
        if row[0] != "|" or row[-1] != "|" or len(row) == 1 or len(cells) != len(sides):
            raise UnusualError
        pieces, at = self.pieces, start + 1
        pieces.append("<tr>\n")
        for cell, side in zip(cells, sides, strict=True):
            text = cell.strip(" ")
            if text != cell.strip():
                raise UnusualError
            pieces.append(f"<{tag}{side}>")
            self.spans.add(text, at + cell.find(text))
            pieces.append(f"</{tag}>\n")
            at += len(cell) + 1
        pieces.append("</tr>\n")

    def quotes(self, runs: Iterable[_Run]) -> None:
        """Block quotes of one paragraph, without citations or links."""
        for run, _ in runs:
            lines = run.split("\n")
            for line in lines:
                if line[:2] != "> " or not line[2:3].isalpha() or line[-1].isspace():
                    raise UnusualError
            content = "\n".join([line[2:] for line in lines])
            children = plain_inline(content, Token, cites=False)
            if children is None or any(child.type == "link_open" for child in children):
                raise UnusualError
            token = Token("inline", "", 0, content=content, children=children)
            self.quoted.append((len(self.pieces) + 1, token))
            self.pieces += ("<blockquote>\n<p>", "", "</p>\n</blockquote>\n")

    def footnotes(self, runs: Iterable[_Run]) -> None:
        """Footnotes of one paragraph, which stand at the end of the text."""
        for run, at in runs:
            first, *more = run.split("\n")
            found = _NOTE.fullmatch(first)
            if found is None or found[1] in self.notes or (more and "](#" in run):
                raise UnusualError
            for line in more:
                if line[:4] != "    " or not _LINE.match(line, 4):
                    raise UnusualError
            content = "\n".join([found[2], *[line[4:] for line in more]])
            if any(line[-1].isspace() for line in (first, *more)):
                raise UnusualError
            self.notes[found[1]] = content, at + found.start(2)

    def _write_notes(self) -> None:
        """The footnotes, of which each is referred to, none by another."""
        noted = {**self.spans.noted}
        if noted.keys() != self.notes.keys():
            raise UnusualError
        self.pieces.append(f'<section class="footnotes" aria-label="{FOOTNOTES}">\n<ol>\n')
        for label, number in noted.items():
            anchor = self.spans.anchor(number)
            self.pieces.append(f'<li id="fn{anchor}" class="footnote-item"><p>')
            self.spans.add(*self.notes[label])
            self.pieces.append(
                f' <a href="#fnref{anchor}" class="back" aria-label="{BACK}">↩</a></p>\n</li>\n'
            )
        self.pieces.append("</ol>\n</section>\n")
        if len(self.spans.noted) > len(noted):
            raise UnusualError

    def _place_headings(self) -> tuple[str, ...]:
        """Write the headings' tags; gives the ids of those that have one."""
        pieces = self.pieces
        if self.setting.claim:
            for place, _, _ in self.headings:
                pieces[place], pieces[place + 2] = '<p class="subhead">', "</p>\n"
            return ()
        ids = heading_ids([words for _, _, words in self.headings], self.setting.reserved)
        shift = heading_shift([level for _, level, _ in self.headings])
        for (place, level, _), name in zip(self.headings, ids, strict=True):
            tag = f"h{min(6, level + shift)}"
            pieces[place], pieces[place + 2] = f'<{tag} id="{name}">', f"</{tag}>\n"
        return tuple(ids)

    def _highlight(self) -> None:
        """Write what is quoted, with the words of claims marked."""
        if self.setting.quotes:
            highlight_blocks([[token] for _, token in self.quoted], self.setting.quotes)
        for place, token in self.quoted:
            self.pieces[place] = _shown(token.children or ())


def _shown(tokens: Iterable[Token]) -> str:
    """What is quoted, as HTML."""
    html = []
    for token in tokens:
        if token.type == "text":
            html.append(escape_html(token.content))
        elif token.type == "softbreak":
            html.append("\n")
        elif token.nesting > 0:
            attributes = [f' {name}="{value}"' for name, value in token.attrs.items()]
            html.append(f"<{token.tag}{''.join(attributes)}>")
        else:
            html.append(f"</{token.tag}>")
    return "".join(html)


def _runs(text: str) -> list[_Run]:
    """The runs of lines that a text consists of."""
    runs = []
    at = 0
    for piece in text.split("\n\n"):
        if run := piece.strip("\n"):
            runs.append((run, at + (piece[0] == "\n")))
        at += len(piece) + 2
    return runs


_Rule = Callable[[_Reader, Iterable[_Run]], None]
_RULES: dict[str, _Rule] = {
    "#": _Reader.heads,
    "-": _Reader.bullets,
    ">": _Reader.quotes,
    "|": _Reader.tables,
}


def _rule_of(run: _Run) -> _Rule:
    """What some lines are, by how they begin."""
    lines = run[0]
    if lines.startswith("[^") and _NOTE.match(lines):
        return _Reader.footnotes
    if lines[0].isdigit() and NUMBER.match(lines):
        return _Reader.numbers
    return _RULES.get(lines[0], _Reader.paragraphs)
