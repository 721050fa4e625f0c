"""A brief is light: with eight claims told in full it fits in 60 KB, with its one style sheet."""

import pytest

from support import Desk

LIMIT = 60_000  # bytes, not compressed
CLAIMS = 8
FINDING = (
    "The annual account of the harbour office, which was published in March, gives {n}2 million as "
    "the sum that was paid in the year [@account-{n}, p. {n}4]. The figure in the article is of "
    "the year before, when a second crane was bought. We asked the office for the single items; "
    "its list adds up to the same sum [@list-{n}]. An economist who read both for us sees no other "
    "way to count [@expert]."
)


def a_claim(n: int) -> str:
    """One of the claims, with the evidence on it."""
    return f"""\
  sum-{n}:
    text: The harbour office paid {n}0 million for its cranes in a single year, more than ever
    quote: paid {n}0 million for cranes, more than in any year before
    claimant: Lena Frost
    said: 2024-05-0{n}
    appearance: https://harbourpost.example/cranes-{n}
    rating: {"mostly-false" if n % 2 else "half-true"}
    verdict: It was {n}2 million, and the year before it had been more, as the accounts show.
    finding: {FINDING.format(n=n)}
    evidence:
      - source: account-{n}
        stance: undermines
        quote: "a total of {n}2 million for lifting gear, of which one half is for repairs"
        locator: p. {n}4
      - {{source: list-{n}, stance: undermines, note: The items add up to the same sum.}}
      - {{source: expert, stance: supports, note: The order was made in the same year.}}
    not_established: Whether the repairs were ordered in that year or in the one before.
"""


def a_source(kind: str, name: str, n: int) -> str:
    """A source that the claim of a number rests on."""
    return f"""\
  {name}:
    title: Harbour office, {name} of the year 2023
    publisher: Harbour Office
    url: https://harbour.example/2023/{name}.pdf
    published: 2024-03-0{n}
    accessed: 2024-05-1{n}
    archived: https://archive.example/20240511/harbour.example/2023/{name}.pdf
    kind: {kind}
    interest: Paid by the harbour office.
    origin: {name}
"""


def a_response(n: int) -> str:
    """What one of those concerned says to a claim."""
    return f"""\
  - from: Lena Frost
    claims: [sum-{n}]
    status: replied
    kind: disputes
    asked: 2024-05-11
    deadline: 2024-05-13
    date: 2024-05-12
    channel: email
    text: Frost says that she added the order of the second crane, which was paid for later.
"""


def told_in_full() -> str:
    """A brief of eight claims as desks write them, each with evidence, a response and sources."""
    numbers = range(1, CLAIMS + 1)
    claims, responses = map(a_claim, numbers), map(a_response, numbers)
    sources = [a_source("expert", "expert", 1)]
    for n in numbers:
        sources += [a_source("primary", f"account-{n}", n), a_source("data", f"list-{n}", n)]
    body = "## How we checked\n\n" + "We read the accounts of five years, line by line. " * 20
    return (
        "---\ntitle: Did the harbour pay more than ever for its cranes?\npublished: 2024-05-14\n"
        "updated: 2024-05-15\nsummary: It paid less than the year before, but for one case.\n"
        "authors: [Ana Ruiz]\nreviewers: [Tom Okafor]\ntopics: [transport]\n"
        "article:\n  title: Cranes cost more than ever\n  publisher: The Harbour Post\n"
        "  url: https://harbourpost.example/cranes\n  published: 2024-05-10\n"
        f"claims:\n{''.join(claims)}sources:\n{''.join(sources)}responses:\n{''.join(responses)}"
        f"---\n{body}\n"
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("weight"))
    desk.brief(told_in_full(), slug="cranes")
    return desk.make()


def test_a_brief_with_eight_claims_weighs_under_60_kb_with_its_style(desk):
    page = desk.path("briefs/cranes/").read_bytes()
    style = desk.path("assets/site.css").read_bytes()
    assert len(page) + len(style) < LIMIT, f"{len(page)} + {len(style)} bytes"


def test_a_page_asks_for_one_style_sheet_and_for_no_other_site(desk):
    for address in ("", "briefs/cranes/", "briefs/cranes/sum-1/", "entities/lena-frost/"):
        assert desk.xpath(address, "//link[@rel='stylesheet']/@href") == [
            desk.xpath(address, "//link[contains(@href, 'assets/site.css')]/@href")[0]
        ]
        loaded = desk.xpath(address, "//script/@src | //img/@src | //iframe/@src")
        assert [url for url in loaded if "//" in url] == []


def test_all_of_it_can_be_read_without_a_script(desk):
    text = desk.text("briefs/cranes/")
    for told in ("It was 82 million", "The items add up", "Lena Frost", "line by line"):
        assert told in text
