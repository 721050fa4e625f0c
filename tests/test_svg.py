"""Texts in pictures: whatever is typed, it fits, keeps its characters, and stays text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sitegen.svg import Canvas, apart, clusters, estimated, wrapped

# Letters that fall together, run the other way, need no spaces, or mean something to XML.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("<>&\"'/ \t\n\u00a0\u200d\u202e"),
        st.sampled_from("ملخصабвกข่า水务局한국어e\u0301🇿🇦👩\u200d👧🏽"),
    ),
    max_size=120,
)
WIDTHS = st.floats(40, 330)


@given(TEXTS, WIDTHS, st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text: str, width: float, lines: int) -> None:
    found = wrapped(text, width, 14, lines)
    assert len(found) <= lines
    for line in found:
        # One character, with all that is put upon it, cannot be broken.
        assert estimated(line, 14) <= width + 0.01 or len(clusters(line.removesuffix("…"))) == 1
        assert line == line.strip()
        assert line


@given(TEXTS, WIDTHS)
def test_a_text_with_room_enough_loses_nothing(text: str, width: float) -> None:
    shown = "".join(wrapped(text, width, 14, 1000)).split()
    assert "".join(shown) == "".join(c for c in "".join(text.split()) if _can_be_shown(c))


def _can_be_shown(char: str) -> bool:
    code = ord(char)
    return code >= 32 and not 0x7F <= code < 0xA0 and code not in (0x2028, 0x2029, 0xFFFE, 0xFFFF)


@given(TEXTS, WIDTHS, st.integers(1, 3))
def test_what_is_cut_says_so(text: str, width: float, lines: int) -> None:
    whole, cut = wrapped(text, width, 14, 1000), wrapped(text, width, 14, lines)
    if len(whole) > lines:
        assert cut[:-1] == whole[: lines - 1]
        assert cut[-1].endswith("…")
        assert whole[lines - 1].startswith(cut[-1][:-1])
    else:
        assert cut == whole


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Council minutes, March 2021", ["Council", "minutes,", "March", "2021"]),
        ("水务局关于水库的报告", ["水务局关于", "水库的报告"]),
        ("a Rindfleischetikettierung", ["a", "Rindfleisc", "hetikettier", "ung"]),
        ("a\u00a0b", ["a b"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, lines: list[str]) -> None:
    assert wrapped(text, 82, 14, 9) == lines


@given(st.text(st.sampled_from("e\u0301🇿🇦👩\u200d👧🏽กำ่ا\u064e")))
def test_no_character_is_torn_apart(text: str) -> None:
    assert "".join(clusters(text)) == text
    for line in wrapped(f"a{text}", 40, 14, 99):
        assert not line.startswith(("\u0301", "\u064e", "\u0e48", "\u200d", "🏽"))


@given(TEXTS, st.booleans())
def test_a_text_stays_text(text: str, rtl: bool) -> None:
    canvas = Canvas(rtl=rtl)
    canvas.text(10, 20, text)
    picture = etree.fromstring(canvas.drawing("map", text, 40))
    title, shown = picture
    assert [element.tag for element in picture.iter()] == ["svg", "title", "text"]
    known = "".join(char if _can_be_shown(char) else " " for char in text)
    for found in (title, shown):
        assert (found.text or "").strip("\u2068\u2069") == known.strip("\u2068\u2069")
    assert not {"style", "onload"} & set(shown.attrib)
    assert title.get("id") == picture.get("aria-labelledby")


def test_what_stands_at_the_left_stands_at_the_right_where_lines_begin_there() -> None:
    places = []
    for rtl in (False, True):
        canvas = Canvas(rtl=rtl)
        canvas.text(10, 20, "x")
        canvas.box("b", canvas.side(10, 30), 0, "30", 5)
        text, box = etree.fromstring(canvas.drawing("map", "", 40))[1:]
        places.append((text.get("x"), box.get("x")))
    assert places == [("10", "10"), ("330", "300")]


@given(st.lists(st.floats(14, 326), min_size=1, max_size=12).map(sorted))
def test_marks_never_touch_and_stay_in_order(wanted: list[float]) -> None:
    places = apart(wanted, 24, 14, 326)
    assert all(after - before >= 24 - 1e-6 for before, after in pairwise(places))
    assert places[0] >= 14 - 1e-6
    assert places[-1] <= 326 + 1e-6


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12, unique=True).map(sorted))
def test_marks_with_room_stay_where_they_belong(numbers: list[int]) -> None:
    wanted = [14 + 26.0 * number for number in numbers]
    assert apart(wanted, 24, 14, 326) == pytest.approx(wanted)
