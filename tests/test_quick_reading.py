"""The quick looks at plain values give what the closer ones give."""

from hypothesis import given
from hypothesis import strategies as st

from sitegen import dates
from sitegen.compiler import PAGE
from sitegen.config import CONFIG
from sitegen.misplaced import record_of
from sitegen.model import BRIEF
from sitegen.quotes import _SAME, _same
from sitegen.shape import Record

DIGITS = st.sampled_from("0123456789５W-")


@given(st.lists(DIGITS, min_size=3, max_size=10).map("".join) | st.dates().map(str))
def test_a_day_that_is_plain_is_one(value: str) -> None:
    if dates._plain_day(value):
        assert dates._MOMENT.fullmatch(value)
        assert dates.datetime.fromisoformat(value).date().isoformat() == value


@given(st.text(st.sampled_from([*map(chr, _SAME), *"aé字 -'"])))
def test_signs_are_made_the_same(text: str) -> None:
    assert _same(text) == text.translate(_SAME)


def test_a_record_is_what_its_class_makes() -> None:
    waiting: list[Record] = [BRIEF, CONFIG, PAGE]
    for record in waiting:
        blank = {name: record.fields[name].kind.blank for name in record.required}
        blank = {f"{name}_" if name == "from" else name: value for name, value in blank.items()}
        assert record.make({}) == record.cls(**blank)
        within = (record_of(declared.kind) for declared in record.fields.values())
        waiting += [inner for inner in within if inner is not None]
