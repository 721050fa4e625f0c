"""Records as MessagePack."""

import signal
from typing import Any, NamedTuple

import msgspec
import pytest

from sitegen.packed import pack, unpack


class Kept(NamedTuple):
    """What no other test reads."""

    name: str


@pytest.mark.parametrize(
    ("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_a_signal_waits_until_msgspec_knows_a_type(
    monkeypatch: pytest.MonkeyPatch, number: int, raised: type[BaseException]
) -> None:
    """An exception that comes meanwhile makes it crash."""
    known: list[Any] = []
    make = msgspec.msgpack.Decoder

    def disturbed(kind: Any) -> Any:
        signal.raise_signal(number)
        known.append(kind)
        return make(kind)

    def end(*_: object) -> None:
        raise raised

    monkeypatch.setattr("sitegen.packed._decoders", {})
    monkeypatch.setattr(msgspec.msgpack, "Decoder", disturbed)
    before = signal.signal(number, end)
    try:
        with pytest.raises(raised):
            unpack(pack(Kept("a")), Kept)
        assert signal.getsignal(number) is end
    finally:
        signal.signal(number, before)
    assert known == [Kept]
    assert unpack(pack(Kept("a")), Kept) == Kept("a")
