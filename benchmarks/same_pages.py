"""Whether the sites of two tools are the same: as many files of each kind, and the same words."""

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from peer_content import Brief, DeskContent, Fields
from peer_record import Record

from sitegen.config import DEFAULT_RATINGS
from sitegen.names import address_of

SAMPLE = 20  # briefs whose files are read, with those of one claim each
LABELS = {rating.id: rating.label for rating in DEFAULT_RATINGS}
# What peers need not have: it makes our work larger, and the report says so.
OURS_ALONE = frozenset({".nojekyll", "data/manifest.json", "data/brief.schema.json"})
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_QUOTES = str.maketrans("“”„‘’‚", "\"\"\"'''")  # one tool sets them in texts, another does not
_KEPT = frozenset({"page", "embed"})  # folders that are no names
_GROUP = re.compile(r"(?<=\d),(?=\d{3})")  # one sets them from 1,000 on, another from 10,000
_REVIEW = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)


def kinds(output: Path) -> Counter[str]:
    """How many files of each kind a site has, all but its assets.

    A page's kind ends with a slash: ``briefs/*/*/`` are the claims' pages, the home page's is "".
    """
    files = (path for path in output.rglob("*") if path.is_file())
    found = Counter(_kind(path.relative_to(output).parts) for path in files)
    return Counter({kind: n for kind, n in found.items() if not kind.startswith("assets/")})


def is_page(kind: str) -> bool:
    """Whether files of a kind are pages to read, and no data."""
    return kind in ("", "404.html") or kind.endswith("/")


def _kind(parts: tuple[str, ...]) -> str:
    inner = [part if part in _KEPT else "*" for part in parts[1:-1]]
    folders = [*parts[:1], *inner] if len(parts) > 1 else []
    return "/".join([*folders, "" if parts[-1] == "index.html" else parts[-1]])


def differences(
    desk: DeskContent, ours: Path, peers: Mapping[str, Path], seed: int = 1
) -> list[str]:
    """What is not the same, but for what only ours is to have."""
    found = []
    have = kinds(ours)
    for name, output in peers.items():
        other = kinds(output)
        found += [
            f"{name} has {other[kind]:,} of {kind or 'home'}, ours {have[kind]:,}"
            for kind in sorted({*have, *other} - OURS_ALONE)
            if have[kind] != other[kind]
        ]
    sample = random.Random(seed).sample(desk.briefs, min(SAMPLE, len(desk.briefs)))
    for name, output in {"sitegen": ours, **peers}.items():
        found += [f"{name}: {problem}" for brief in sample for problem in missing(brief, output)]
        found += [f"{name}: {problem}" for problem in missing_of_all(desk, sample, output)]
    return found


def missing(brief: Brief, output: Path) -> Iterator[str]:
    """What the files of a brief and of its last claim should say, and don't."""
    id_, claim = list(brief.header["claims"].items())[-1]
    here, by = f"briefs/{brief.slug}", claim.get("claimant", "")
    verdict = f"{LABELS[claim['rating']]}: {claim['text']}"
    reviewed = [claim["text"], claim["verdict"], by, LABELS[claim["rating"]]]
    sources = brief.header.get("sources", {})
    cited = [sources[item["source"]]["title"] for item in claim.get("evidence", [])]
    for file, words in (
        (f"{here}/", _brief_words(brief)),
        (f"{here}/brief.json", _brief_words(brief)),
        (f"{here}/cite.bib", [brief.header["title"], verdict, f"{here}/{id_}/"]),
        (f"{here}/cite.json", [brief.header["title"], verdict, f"{here}/{id_}/"]),
        (f"{here}/{id_}/", _claim_words(claim)),
        (f"{here}/{id_}/embed/", reviewed),
        (f"{here}/{id_}/oembed.json", [verdict, f"{here}/{id_}/embed/"]),
        (f"entities/{address_of(by)}/", [by, claim["text"], claim["verdict"]]),
    ):
        yield from _unsaid(file, words, _read(output, file))
    page = output / here / id_ / "index.html"
    reviews = _REVIEW.findall(page.read_text("utf-8")) if page.exists() else []
    review = " ".join(_leaves(json.loads(reviews[0]))) if reviews else ""
    yield from _unsaid(f"{here}/{id_}/#claimreview", [*reviewed, *cited], plain(review))


def missing_of_all(desk: DeskContent, sample: Iterable[Brief], output: Path) -> Iterator[str]:
    """What the files on all claims should say, and don't."""
    record = Record.of(desk.briefs)
    yield from _unsaid("numbers/", record.words(LABELS), _read(output, "numbers/"))
    text = _text(output / "data/numbers.json")
    for what, count in record.differences(json.loads(text) if text else {}):
        yield f"data/numbers.json has another number of {what} than {count:,}"
    for file, rows_of in ROWS.items():
        text = _text(output / file)
        rows = [plain(" ".join(row)) for row in rows_of(text)] if text else []
        if len(rows) != record.claims:
            yield f"{file} has {len(rows):,} claims, not {record.claims:,}"
        for brief in sample:
            id_, claim = list(brief.header["claims"].items())[-1]
            here = f"briefs/{brief.slug}/{id_}/"
            row = next((row for row in rows if here in row), "")
            words = [claim["text"], claim["verdict"], claim.get("claimant", "")]
            yield from _unsaid(f"{file}, {here}", [*words, LABELS[claim["rating"]]], row)


def _unsaid(file: str, words: Iterable[str], said: str) -> Iterator[str]:
    yield from (f"{file} does not show “{text}”" for text in words if plain(text) not in said)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _read(output: Path, file: str) -> str:
    """The words of a page or file; none where it is not there."""
    text = _text(output / (f"{file}index.html" if file.endswith("/") else file))
    if file.endswith(".json") and text:
        return plain(" ".join(_leaves(json.loads(text))))
    if file.endswith(".bib"):
        return plain(re.sub(r"[{}\\]", "", text))
    return visible(text)


def _leaves(value: Any) -> Iterator[str]:
    """Every value that a JSON file has, at whatever depth."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str | int | float | None):
        yield str(value)
    else:
        for item in value:
            yield from _leaves(item)


def _rows_of_json(name: str) -> Callable[[str], Iterator[Iterable[str]]]:
    return lambda text: (_leaves(row) for row in json.loads(text)[name])


ROWS: dict[str, Callable[[str], Iterator[Iterable[str]]]] = {
    "data/claims.json": _rows_of_json("claims"),
    "data/claimreview.json": _rows_of_json("dataFeedElement"),
    "data/claims.csv": lambda text: iter(list(csv.reader(io.StringIO(text)))[1:]),
}


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
    words += re.findall(r"\A[^*\[]+", claim.get("finding", ""))  # up to what is no plain text
    return words + [
        item.get(k, "") for item in claim.get("evidence", []) for k in ("quote", "note")
    ]


def plain(text: str) -> str:
    """A text as it is compared: one kind of quotes, single spaces, digits without groups."""
    return " ".join(_GROUP.sub("", text.translate(_QUOTES)).split())


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
