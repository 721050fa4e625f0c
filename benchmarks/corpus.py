"""A made-up desk's site of any size, for the benchmark and for tests that need many briefs.

    python benchmarks/corpus.py DIR --briefs 2000 --seed 1

Brief n depends on the seed and on n alone, so a small corpus is the beginning of a large one.
Every brief is about 10 KB with four claims or so and a body of almost 3 KB; one in five has a
snapshot that its quotes are checked against. There are no errors and no warnings.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from textwrap import indent

BASE_URL = "https://checks.desk.example/archive"
FIRST_DAY = date(2015, 1, 5)
LAST_DAY = date(2024, 3, 1)  # of publication; corrections may be some weeks later
SNAPSHOT_EVERY = 5  # so many briefs one has the article's text, to check quotes against
TODAY = date(2024, 6, 1)  # after everything


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return text.split("|")


FIRST = _words("Ana Tom Lena José Mette Ravi Ingrid Łukasz Chidi Sofía Yara Søren Amina Piotr Noor")
LAST = _words(
    "Ruiz Okafor Frost Lindqvist Marsh Nováková Ferreira Haddad Kowalski Byrne Osei Tanaka Müller "
    "Duarte Petrov Larsen Iyer Castellanos Whitlock Mbeki Andrade Sørensen Vance Quispe Holloway "
    "Nakamura Abara Fontaine"
)
PLACES = _words("Harbour City Valley Northern Lakeside County Riverside Capital Island Eastern")
BODIES = _phrases(
    "Audit Office|Post|Statistics Bureau|University|Council|Courier|Transport Agency|Clinic"
)
TOPICS = _words(
    "transport health budget climate elections schools housing migration energy justice"
)
THINGS = _phrases(
    "harbour bridge|tram line|school meals programme|flood defence|night bus|heating subsidy|"
    "hospital wing|water tariff|housing fund|recycling scheme|airport levy|library reform|"
    "police budget|vaccination drive|solar tender|parking rule|rent index|ferry contract"
)
DOINGS = _phrases(
    "cost twice its budget|was never put to a vote|halved the number of accidents|was paid by "
    "another fund|is the largest in the country|left out three districts|was stopped by a court|"
    "has doubled since 2019|employs more people than before|was agreed in secret|saves 4 million "
    "a year|is used by one household in ten"
)
RATINGS = _words("true mostly-true half-true mostly-false false missing-context unproven outdated")
SENTENCES = (
    "The {body} counted {n} cases in {year}, and {m} the year before.",
    "That figure leaves out the {thing}, which was decided on later.",
    "We asked the {body} for the series behind the table and were given all of it.",
    "Of the {n} entries, {m} carry no date; we set them aside and say so here.",
    "Nobody whom we asked could name a document that says otherwise.",
    "The wording “{doing}” appears in the minutes, but of another item.",
    "In {year} the rule was changed, so the years before and after cannot be compared.",
    "The **total** is {n}, not {m}, and the difference is *one* column that was added twice.",
    "A spokesperson for the {body} confirmed the number by telephone and later in writing.",
    "Taken by the month, the share moves between {p} and {q} per cent.",
    "The article gives no source for it; the {body} has published none either.",
    "What the {thing} cost is set down in the final account, on the page cited here.",
)


def people() -> list[str]:
    """The names of 420 people; no two share an address."""
    return [f"{first} {last}" for last in LAST for first in FIRST]


def organizations() -> list[str]:
    """The names of 80 organizations."""
    return [f"{place} {body}" for place in PLACES for body in BODIES]


def config() -> str:
    """``site.yaml``: every name that briefs use is declared, so none earns a warning."""
    lines = [
        "title: The Example Desk",
        "tagline: Made up, to measure with.",
        f"base_url: {BASE_URL}",
    ]
    lines += ["topics:"]
    lines += [f"  {t}: {{name: {t.title()}, description: All about {t}.}}" for t in TOPICS]
    lines += ["entities:"]
    lines += [f"  {name}: {{type: person, role: Spokesperson}}" for name in people()]
    lines += [
        f"  {name}: {{type: organization, aliases: [The {name}]}}" for name in organizations()
    ]
    return "\n".join([*lines, ""])


class Draw:
    """Draws the parts of one brief; each call gives another, and always the same sequence."""

    def __init__(self, seed: int, number: int) -> None:
        self.random = random.Random(f"{seed}/{number}")
        self.number = number
        self.slug = f"check-{number:05}"
        published = FIRST_DAY + timedelta(days=(number * 37) % (LAST_DAY - FIRST_DAY).days)
        self.published = published
        self.sources = [f"source-{letter}" for letter in "abcdef"[: self.random.randint(5, 6)]]
        self.claims = [f"claim-{n + 1}" for n in range(self.random.choice((3, 4, 4, 4, 5)))]
        self.ratings = {claim: self.one(RATINGS) for claim in self.claims}
        self.thing = self.one(THINGS)
        self.quotes = {c: f"the {self.thing} {self.one(DOINGS)}, by {c}" for c in self.claims}

    def one(self, of: Sequence[str]) -> str:
        return self.random.choice(of)

    def name(self) -> str:
        return self.one(people())

    def organization(self) -> str:
        return self.one(organizations())

    def before(self, days: int) -> str:
        """A day up to so many days before publication."""
        return (self.published - timedelta(days=self.random.randint(1, days))).isoformat()

    def sentence(self) -> str:
        n = self.random.randint(20, 90_000)
        return self.one(SENTENCES).format(
            body=self.organization(),
            thing=self.one(THINGS),
            doing=self.one(DOINGS),
            n=f"{n:,}",
            m=f"{n * 4 // 5:,}",
            p=self.random.randint(2, 40),
            q=self.random.randint(41, 90),
            year=self.random.randint(2009, 2023),
        )

    def text(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def cited(self, sentences: int) -> str:
        """Text with a citation at its end."""
        source, page = self.one(self.sources), self.random.randint(1, 300)
        return f"{self.text(sentences)[:-1]} [@{source}, p. {page}]."


def brief(seed: int, number: int) -> str:
    """The text of one brief."""
    draw = Draw(seed, number)
    header = [
        f"title: What is right about the {draw.thing}, check {number}",
        f"published: {draw.published}",
        f"summary: {_quoted(draw.sentence())}",
        f"authors: [{draw.name()}, {draw.name()}]",
        f"reviewers: [{draw.name()}]",
        f"topics: [{', '.join(draw.random.sample(TOPICS, 2))}]",
        "article:",
        f"  title: The {draw.thing} and what it cost, part {number}",
        f"  publisher: {draw.organization()}",
        f"  url: https://outlet.example/{draw.slug}",
        f"  published: {draw.published - timedelta(days=4)}",
        f"  archived: https://archive.example/{draw.slug}",
        *([] if number % SNAPSHOT_EVERY else [f"  snapshot: snapshots/{draw.slug}.txt"]),
        "claims:",
        *(line for index in range(len(draw.claims)) for line in _claim(draw, index)),
        "sources:",
        *(line for source in draw.sources for line in _source(draw, source)),
        "responses:",
        *(line for _ in range(draw.random.randint(1, 2)) for line in _response(draw)),
        *_corrections(draw),
    ]
    return "\n".join(["---", *header, "---", *_body(draw), ""])


def snapshot(seed: int, number: int) -> str:
    """The text of the article that a brief checks, with its claims' quotes among the rest."""
    draw = Draw(seed, number)
    return "\n\n".join(f"{draw.text(5)} Yes, {quote}." for quote in draw.quotes.values()) + "\n"


def _quoted(text: str) -> str:
    """As a YAML scalar in single quotes, without emphasis: header texts are plain."""
    return "'" + text.replace("*", "").replace("'", "''") + "'"


def _claim(draw: Draw, index: int) -> Iterator[str]:
    quote = draw.quotes[draw.claims[index]]
    yield f"  {draw.claims[index]}:"
    yield f"    text: {quote[0].upper()}{quote[1:]}"
    yield f"    quote: {quote}"
    yield f"    claimant: {draw.name() if draw.random.random() < 0.8 else draw.organization()}"
    yield f"    said: {draw.published - timedelta(days=5)}"
    yield f"    appearance: https://outlet.example/{draw.slug}"
    yield f"    rating: {draw.ratings[draw.claims[index]]}"
    yield f"    verdict: {_quoted(draw.sentence())}"
    yield "    finding: |"
    yield indent(f"{draw.cited(1)}\n\n{draw.cited(1)}", "      ")
    yield "    evidence:"
    for source, stance in zip(
        draw.random.sample(draw.sources, 3),
        ("undermines", "supports", "contextualizes"),
        strict=True,
    ):
        yield f"      - source: {source}"
        yield f"        stance: {stance}"
        yield f"        locator: p. {draw.random.randint(1, 200)}"
        yield f"        note: {_quoted(draw.sentence())}"
    if index % 2:
        yield f"    not_established: {_quoted(draw.sentence())}"
    if draw.number and draw.random.random() < 0.1:
        earlier = draw.random.randrange(draw.number)
        yield f"    same_as: [check-{earlier:05}#claim-1]"


def _source(draw: Draw, source: str) -> Iterator[str]:
    yield f"  {source}:"
    yield f"    title: The {draw.one(THINGS)} in figures, {draw.random.randint(2009, 2023)}"
    yield f"    publisher: {draw.organization()}"
    yield f"    url: https://sources.example/{draw.slug}/{source}"
    yield f"    published: {draw.before(900)}"
    yield f"    accessed: {draw.before(9)}"
    yield f"    archived: https://archive.example/{draw.slug}/{source}"
    kinds = ("primary", "secondary", "expert", "data", "primary", "data")
    kind = kinds[draw.sources.index(source)]  # so that no claim rests on reports alone
    yield f"    kind: {kind}"
    if kind == "expert":
        yield f"    interest: Advises the {draw.organization()}."


def _response(draw: Draw) -> Iterator[str]:
    yield f"  - from: {draw.name()}"
    yield "    role: Spokesperson"
    yield f"    claims: [{draw.one(draw.claims)}]"
    yield "    status: replied"
    yield f"    kind: {draw.one(('disputes', 'concedes', 'comments'))}"
    yield f"    asked: {draw.published - timedelta(days=3)}"
    yield "    channel: e-mail"
    yield f"    date: {draw.published - timedelta(days=1)}"
    yield f"    text: {_quoted(draw.sentence())}"


def _corrections(draw: Draw) -> Iterator[str]:
    """One brief in six was corrected later."""
    if draw.random.random() < 1 / 6:
        yield "corrections:"
        yield f"  - date: {draw.published + timedelta(days=draw.random.randint(1, 60))}"
        if draw.random.random() < 0.5:
            yield "    kind: verdict-change"
            claim = draw.one(draw.claims)
            others = [rating for rating in RATINGS if rating != draw.ratings[claim]]
            yield f"    claim: {claim}"
            yield f"    was: {_quoted(draw.one(others))}"
        else:
            yield "    kind: correction"
        yield f"    text: {_quoted(draw.sentence())}"


def _body(draw: Draw) -> Iterator[str]:
    """About 3 KB of Markdown with what briefs have: headings, a quote, a list, a table, links."""
    cite = "; ".join(f"@{source}" for source in draw.sources)
    yield "## How we checked\n"
    yield f"{draw.cited(3)} We read everything listed below [{cite}].\n"
    yield f"> As the article has it, {draw.quotes['claim-1']}.\n"
    yield f"{draw.cited(4)}\n"
    yield "## What we counted\n"
    yield "| Year | Cases | Share |\n|---|---:|---:|"
    for year in range(2018, 2023):
        yield f"| {year} | {draw.random.randint(9, 999)} | {draw.random.randint(1, 99)}% |"
    yield f"\n{draw.cited(2)} See the [claim](#{draw.claims[-1]}) above.\n"
    yield "## What stays open\n"
    for _ in range(4):
        yield f"- {draw.cited(1)}"
    yield f"\n1. Ask the [{draw.organization()}](https://office.example/{draw.number}) again.\n"
    yield f"2. {draw.sentence()}\n"
    yield f"{draw.cited(4)}\n\n{draw.cited(4)}\n\n{draw.text(3)}[^1]\n\n[^1]: {draw.sentence()}"


def write_corpus(folder: Path, briefs: int, seed: int = 1) -> None:
    """Write a whole site, ``site.yaml`` and two pages included, into a folder."""
    (folder / "briefs").mkdir(parents=True, exist_ok=True)
    (folder / "pages").mkdir(exist_ok=True)
    (folder / "site.yaml").write_text(config(), encoding="utf-8")
    for slug, title in (("about", "About us"), ("method", "How we work")):
        text = f"---\ntitle: {title}\n---\n{Draw(seed, -1).text(12)}\n"
        (folder / "pages" / f"{slug}.md").write_text(text, encoding="utf-8")
    (folder / "snapshots").mkdir(exist_ok=True)
    for number in range(0, briefs, SNAPSHOT_EVERY):
        path = folder / "snapshots" / f"check-{number:05}.txt"
        path.write_text(snapshot(seed, number), encoding="utf-8")
    for number in range(briefs):
        path = folder / "briefs" / f"check-{number:05}.md"
        path.write_text(brief(seed, number), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a made-up site of many briefs.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--briefs", type=int, default=2000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write_corpus(asked.folder, asked.briefs, asked.seed)
    print(f"wrote {asked.briefs} briefs below {asked.folder}")


if __name__ == "__main__":
    main()
