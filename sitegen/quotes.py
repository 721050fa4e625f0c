"""Whether quoted words stand in a text: what is normalised, and what differs where they don't."""

import unicodedata
from collections.abc import Iterator

from msgspec import Struct

_SAME = str.maketrans(
    dict.fromkeys('"‘’‚‛“”„‟‹›«»′″`´「」『』', "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)
_PAIRS = [(chr(sign), one) for sign, one in _SAME.items()]
_ASCII = [pair for pair in _PAIRS if pair[0].isascii()]
_LOOKED_FOR = 40  # words of a quote at once
_STRETCHES = 50
_PUNCTUATION = ".,;:!?'()[]…"


def normalise(text: str) -> str:
    """The text with one form of white space, quote marks, dashes and Unicode (NFC), no more."""
    return " ".join(_same(unicodedata.normalize("NFC", text)).split())


def _same(text: str) -> str:
    """``text.translate(_SAME)``, but quicker."""
    for sign, one in _ASCII if text.isascii() else _PAIRS:
        text = text.replace(sign, one)
    return text


def normalise_with_origins(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters the offset in ``text`` that it came from.

    White space at the ends becomes one space rather than none, so that texts can be joined.
    """
    if normalise(text) == text:  # as most texts are: nothing is joined or left out
        return text, list(range(len(text)))
    pieces: list[str] = []
    origins: list[int] = []
    for start, cluster in _clusters(text):
        for character in unicodedata.normalize("NFC", cluster).translate(_SAME):
            one = " " if character.isspace() else character
            if one == " " and pieces and pieces[-1] == " ":
                continue
            pieces.append(one)
            origins.append(start)
    return "".join(pieces), origins


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of a text within which NFC may join characters, each with its offset."""
    if unicodedata.is_normalized("NFC", text):
        yield from enumerate(text)
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _may_join(text[at]):
            yield start, text[start:at]
            start = at


def _may_join(character: str) -> bool:
    """Whether NFC can join a character to the one before: marks, and the parts of Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1100" <= character <= "\u11ff"


class Mismatch(Struct, frozen=True):
    """Why a quote cannot stand: a diagnostic's code, message and hint."""

    code: str
    message: str
    hint: str


def check_quote(quote: str, text: str, name: str, *, near: bool = True) -> Mismatch | None:
    """Whether a quote stands exactly once in a text that is ``normalise``d already.

    ``name`` is how messages call the text, ``near`` whether to look for the passage most like
    the quote, which takes time. None where all is well.
    """
    wanted = normalise(quote)
    first = text.find(wanted)
    if first < 0:
        nearest = _nearest(wanted, text) if near else "copy them from there"
        return Mismatch("quote-not-found", f"these words are not in {name}", nearest)
    second = text.find(wanted, first + 1)
    if second < 0:
        return None
    both = " and ".join(f'"{_around(text, at, len(wanted))}"' for at in (first, second))
    message = f"these words stand more than once in {name}"
    return Mismatch("quote-ambiguous", message, f"quote more words, to tell apart {both}")


def _around(text: str, at: int, length: int) -> str:
    start, end = max(0, at - 25), min(len(text), at + length + 25)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _stretch(words: list[str], spaced: str) -> list[str]:
    """The first stretch of a quote that does not stand in a text as it is."""
    for start in range(0, min(len(words), _STRETCHES * _LOOKED_FOR), _LOOKED_FOR * 3 // 4):
        stretch = words[start : start + _LOOKED_FOR]
        if f" {' '.join(stretch)} " not in spaced:
            return stretch
    return words[:_LOOKED_FOR]


def _longest_run(words: list[str], spaced: str) -> tuple[int, int, int]:
    """The most words in a row that stand in a text: the first, how many, and where in it."""
    best, low, high = (0, 0, 0), 1, len(words)
    while low <= high:
        size = (low + high) // 2
        starts = range(len(words) - size, -1, -1)
        runs = {f" {' '.join(words[i : i + size])} ": i for i in starts}  # the first of equal ones
        found = next(
            ((i, at) for run, i in reversed(runs.items()) if (at := spaced.find(run)) >= 0), None
        )
        if found:
            best, low = (found[0], size, found[1]), size + 1
        else:
            high = size - 1
    return best


def _nearest(wanted: str, text: str) -> str:
    """The passage most like the words, and what differs between the two.

    It is around the longest run of the words that stands in the text. Of a long quote only the
    stretch is looked for that is not there, so that the time is that of reading the text some
    hundred times.
    """
    spaced = f" {text} "
    words = _stretch(wanted.split(), spaced)
    first, size, at = _longest_run(words, spaced)
    if not size:
        return "none of these words stands there; check that this is the right text"
    enough = 4 * sum(map(len, words)) + 200
    before = spaced[max(0, at - enough) : at].split()[-first:] if first else []
    after = spaced[at : at + enough].split()
    passage = [*before, *after][: len(words)]
    from difflib import SequenceMatcher

    differences = []
    for kind, a, b, c, d in SequenceMatcher(None, words, passage, autojunk=False).get_opcodes():
        ours, theirs = " ".join(words[a:b]), " ".join(passage[c:d])
        if ours.strip(_PUNCTUATION) == theirs.strip(_PUNCTUATION):
            continue  # a full stop or comma at the end of the quote is no difference
        if kind == "replace":
            differences.append(f'"{ours}" stands there as "{theirs}"')
        elif kind == "delete" and b < len(words):
            differences.append(f'"{ours}" is not there')
        elif kind == "insert":
            differences.append(f'"{theirs}" is there too')
    shown = f'the nearest passage is "{" ".join(passage)}"'
    return "\n".join([shown, *differences[:3]])
