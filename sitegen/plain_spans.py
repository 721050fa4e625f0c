"""What stands in the blocks of plain Markdown, straight to HTML.

Citations, links to plain addresses, words between asterisks, code and footnotes that are referred
to: where a block has no other sign, each of them can be nothing else.
"""

import re

from sitegen.citations import Citations, plain_citation
from sitegen.marks import HERE
from sitegen.plain_inline import NO_SIGN, USUAL_LINK
from sitegen.plain_signs import escape_html
from sitegen.rendered import Reference, Rendered

_SIGNS = "[]*`_^@"  # which nothing but what is found here may hold
_SPANS = re.compile(
    r"\[(?:"
    r"@([^\[\]]+)\](?!\()"  # what a citation holds
    r"|\^([\w-]+)\]"  # the label of a footnote
    rf"|({NO_SIGN}+)\]\((?=[h#])((?a:{USUAL_LINK}))\)"  # words, address
    r")"
    # a second asterisk, words
    rf"|\*(?<![^ \n]\*)(\*?)([^\W_](?:{NO_SIGN}*(?:[^\W_]|%))?)\*\5(?=[ \n.,;:?)\[]|\Z)"
    r"|`([^\s`](?:[^`\n]*[^\s`])?)`(?!`)"  # code
)
_CITATION, _LABEL, _ADDRESS, _WORDS, _CODE = 1, 2, 4, 6, 7
_MARKED = {"": "em", "*": "strong"}


class UnusualError(Exception):
    """Something that only the parser reads."""


class Spans:
    """The HTML of a text, piece by piece, and what it refers to."""

    def __init__(self, citations: Citations | None, claim: str) -> None:
        self.pieces: list[str] = []
        self.references: list[Reference] = []
        self.noted: dict[str, int] = {}  # the numbers of footnotes that are referred to, by label
        self._citations = citations
        self._claim = claim
        self._plain: list[str] = []  # texts that may hold no sign

    def add_plain(self, text: str) -> None:
        """Add a text that may hold no sign."""
        self._plain.append(text)
        self.pieces.append(escape_html(text))

    def add(self, source: str, at: int) -> None:
        """Add what stands in a block; ``at`` is where that begins in the text."""
        pieces, plain = self.pieces, self._plain
        odd = '"' in source or ">" in source
        if not (odd or "[" in source or "*" in source or "`" in source):
            plain.append(source)
            pieces.append(source)
            return
        done = 0
        for found in _SPANS.finditer(source):
            start, end = found.span()
            text = source[done:start]
            done = end
            plain.append(text)
            pieces.append(escape_html(text) if odd else text)
            kind = found.lastindex
            if kind == _CITATION:
                pieces.append(self._cited(found[1]))
            elif kind == _WORDS:
                tag = _MARKED[found[5]]
                pieces.append(f"<{tag}>{escape_html(found[6])}</{tag}>")
            elif kind == _ADDRESS:
                self._link(found[3], found[4], at + found.start(4))
            elif kind == _LABEL:
                self._refer(found[2])
            else:
                pieces.append(f"<code>{escape_html(found[_CODE])}</code>")
        text = source[done:]
        plain.append(text)
        pieces.append(escape_html(text) if odd else text)

    def _cited(self, inside: str) -> str:
        """The sources of a citation, all of them the brief's, and none named besides."""
        known = self._citations
        html = plain_citation(inside, known, self._claim) if known else None
        if html is None:
            raise UnusualError
        return html

    def _refer(self, label: str) -> None:
        """The number of a footnote that is referred to once."""
        if label in self.noted:
            raise UnusualError
        number = self.noted[label] = len(self.noted) + 1
        anchor = self.anchor(number)
        self.pieces.append(
            f'<sup class="footnote-ref"><a href="#fn{anchor}" id="fnref{anchor}">'
            f"[{number}]</a></sup>"
        )

    def anchor(self, number: int) -> str:
        """What the ids of a footnote end with."""
        return f"_{self._claim}_{number}" if self._claim else f"_{number}"

    def _link(self, words: str, url: str, place: int) -> None:
        if url.startswith("#"):
            self.references.append(Reference("anchor", url[1:], url, place))
            url = HERE + url
        self.pieces.append(f'<a href="{url}">{escape_html(words)}</a>')

    def check(self) -> None:
        """Raises ``UnusualError`` where a sign is left over."""
        plain = "".join(self._plain)
        for sign in _SIGNS:
            if sign in plain:
                raise UnusualError

    def rendered(self, headings: tuple[str, ...]) -> Rendered:
        """The whole text."""
        return Rendered("".join(self.pieces), headings, tuple(self.references))
