"""Briefs that name each other are made together; their pages say the same however they are made."""

from sitegen.clusters import clusters
from support import Desk, quiet_text

MOST = 128


def _text(named: str = "") -> str:
    return quiet_text(claim=f"same_as: [{named}]" if named else "")


def _groups(texts: dict[str, bytes]) -> tuple[list[set[str]], frozenset[str]]:
    together, waiting = clusters((f"briefs/{slug}.md", text) for slug, text in texts.items())
    short = [{path[len("briefs/") : -len(".md")] for path in paths} for paths in together]
    return short, frozenset(path[len("briefs/") : -len(".md")] for path in waiting)


def test_those_that_name_each_other_are_together() -> None:
    texts = {
        "alone": b"claims:",
        "new": b"same_as: ['old#x']",
        "old": b"",
        "newer": b'same_as:\n - "2023-new#y" \n - new#y',
        "es": b"translation_of: 'original'",
        "original": b"A heading\n# Alone, and alone#anchor",
    }
    together, waiting = _groups(texts)
    assert together[0] == {"new", "old", "newer"}
    assert {"es", "original"} in together
    assert {"alone"} in together  # a text that names no claim as the same is not asked for more
    assert not waiting


def test_too_many_at_once_wait() -> None:
    chain = {f"b{n}": b"same_as: [b%d#x]" % (n + 1) for n in range(MOST)}
    together, waiting = _groups({**chain, f"b{MOST}": b"", "one": b"same_as: [two#x]", "two": b""})
    assert together[0] == {"one", "two"}
    assert all(len(paths) == 1 for paths in together[1:])
    assert waiting == {f"b{n}" for n in range(MOST + 1)}


def test_a_long_chain_says_what_was_checked_before_and_again(desk: Desk) -> None:
    for number in range(MOST + 2):
        desk.brief(_text(f"b{number - 1}#doubled" if number else ""), f"b{number}")
    desk.make()
    for number in (1, MOST):
        page = desk.html(f"briefs/b{number}/doubled/")
        assert f'href="../../../briefs/b{number - 1}/doubled/"' in page
        assert f'href="../../../briefs/b{number + 1}/doubled/"' in page


def test_a_name_that_cannot_be_seen_in_the_bytes_is_found_all_the_same(desk: Desk) -> None:
    desk.brief(_text(), "old")
    desk.brief(_text("old#doubled").replace("same_as", '"same\\x5fas"'), "new")
    desk.make()
    assert 'href="../../../briefs/old/doubled/"' in desk.html("briefs/new/doubled/")
    assert 'href="../../../briefs/new/doubled/"' in desk.html("briefs/old/doubled/")
