"""Whether the sites of two tools are the same: as many pages of each kind, and the same words."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from peer_content import Brief, DeskContent, Fields

from sitegen.config import DEFAULT_RATINGS
from sitegen.names import address_of

SAMPLE = 20  # briefs whose pages are read, with the page of one claim each
LABELS = {rating.id: rating.label for rating in DEFAULT_RATINGS}
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_QUOTES = str.maketrans("“”„‘’‚", "\"\"\"'''")  # one tool sets them in texts, another does not


def kinds(output: Path) -> Counter[str]:
    """How many HTML pages of each kind a site has. ``briefs/*/*/`` are the claims' pages."""
    pages = (path.relative_to(output).parts for path in output.rglob("*.html"))
    return Counter(_kind(parts) for parts in pages)


def _kind(parts: tuple[str, ...]) -> str:
    inner = ["page" if part == "page" else "*" for part in parts[1:-1]]
    folders = [*parts[:1], *inner] if len(parts) > 1 else []
    return "/".join([*folders, "" if parts[-1] == "index.html" else parts[-1]])


def differences(
    desk: DeskContent, ours: Path, peers: Mapping[str, Path], seed: int = 1
) -> list[str]:
    """What is not the same. Ours may have kinds of pages that peers have not: more work for us."""
    found = []
    have = kinds(ours)
    for name, output in peers.items():
        for kind, count in kinds(output).items():
            if have[kind] != count:
                found.append(f"{name} has {count:,} pages {kind or 'home'}, ours {have[kind]:,}")
    sample = random.Random(seed).sample(desk.briefs, min(SAMPLE, len(desk.briefs)))
    for name, output in {"sitegen": ours, **peers}.items():
        found += [f"{name}: {problem}" for brief in sample for problem in missing(brief, output)]
    return found


def missing(brief: Brief, output: Path) -> Iterator[str]:
    """What the pages of a brief and of its last claim should say, and don't."""
    id_, claim = list(brief.header["claims"].items())[-1]
    by = claim.get("claimant", "")
    for page, words in (
        (f"briefs/{brief.slug}", _brief_words(brief)),
        (f"briefs/{brief.slug}/{id_}", _claim_words(claim)),
        (f"entities/{address_of(by)}", [by, claim["text"], claim["verdict"]]),
    ):
        path = output / page / "index.html"
        seen = visible(path.read_text("utf-8")) if path.exists() else ""
        yield from (f"{page}/ does not show “{text}”" for text in words if plain(text) not in seen)


def _brief_words(brief: Brief) -> list[str]:
    header = brief.header
    words = [header["title"], header.get("summary", ""), header["article"]["title"]]
    words += [source["title"] for source in header.get("sources", {}).values()]
    words += [one.get("text", "") for one in header.get("responses", [])]
    words += [one["text"] for one in header.get("corrections", [])]
    words += re.findall(r"^## (.+)$", brief.body, re.MULTILINE)
    return words + [text for claim in header["claims"].values() for text in _claim_words(claim)]


def _claim_words(claim: Fields) -> list[str]:
    words = [claim.get(name, "") for name in ("text", "verdict", "quote", "claimant")]
    words += [claim.get("not_established", ""), LABELS[claim["rating"]]]
    return words + [
        item.get(k, "") for item in claim.get("evidence", []) for k in ("quote", "note")
    ]


def plain(text: str) -> str:
    """A text as it is compared: one kind of quotes, single spaces."""
    return " ".join(text.translate(_QUOTES).split())


def visible(html: str) -> str:
    """The words that a page shows."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return plain("".join(reader.words))


class _Words(HTMLParser):
    """Gathers the text of a body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._inside = False
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._inside = self._inside or tag == "body"
        self._unseen = self._unseen or (tag if tag in _UNSEEN else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""

    def handle_data(self, data: str) -> None:
        if self._inside and not self._unseen:
            self.words.append(data)
