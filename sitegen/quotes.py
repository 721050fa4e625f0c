"""Whether quoted words stand in a text: what is normalised, and what differs where they don't."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

_SAME = str.maketrans(
    dict.fromkeys('"‘’‚‛“”„‟‹›«»′″`´「」『』', "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)
_PUNCTUATION = ".,;:!?'()[]…"
_CLUSTER = re.compile(
    r"[\u1100-\u11ff]+|.[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u3099\u309a]*", re.DOTALL
)


def normalise(text: str) -> str:
    """The text with one form of white space, quote marks, dashes and Unicode (NFC), no more."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split())


def normalise_with_origins(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters the offset in ``text`` that it came from.

    White space at the ends becomes one space rather than none, so that texts can be joined.
    """
    pieces: list[str] = []
    origins: list[int] = []
    for match in _CLUSTER.finditer(text):
        for character in unicodedata.normalize("NFC", match[0]).translate(_SAME):
            one = " " if character.isspace() else character
            if one == " " and pieces and pieces[-1] == " ":
                continue
            pieces.append(one)
            origins.append(match.start())
    return "".join(pieces), origins


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a quote cannot stand: a diagnostic's code, message and hint."""

    code: str
    message: str
    hint: str


def check_quote(quote: str, text: str, name: str) -> Mismatch | None:
    """Whether a quote stands exactly once in a text that is ``normalise``d already.

    ``name`` is how messages call the text. None where all is well.
    """
    wanted = normalise(quote)
    first = text.find(wanted)
    if first < 0:
        return Mismatch("quote-not-found", f"these words are not in {name}", _nearest(wanted, text))
    second = text.find(wanted, first + 1)
    if second < 0:
        return None
    both = " and ".join(f'"{_around(text, at, len(wanted))}"' for at in (first, second))
    message = f"these words stand more than once in {name}"
    return Mismatch("quote-ambiguous", message, f"quote more words, to tell apart {both}")


def _around(text: str, at: int, length: int) -> str:
    start, end = max(0, at - 25), min(len(text), at + length + 25)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _nearest(wanted: str, text: str) -> str:
    """The passage most like the words, and what differs between the two."""
    words, all_words = wanted.split(), text.split()
    matcher = SequenceMatcher(None, words, all_words, autojunk=False)
    block = matcher.find_longest_match()
    if not block.size:
        return "none of these words stands there; check that this is the right text"
    start = max(0, block.b - block.a)
    passage = all_words[start : start + len(words)]
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
