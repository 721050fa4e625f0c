"""Records as MessagePack: data alone, read by the types of our own records.

Whatever the bytes hold, reading them makes records of these types or fails: nothing is run.
"""

from typing import Any, TypeVar

import msgspec

from sitegen.signals import in_one_go

Thing = TypeVar("Thing")


class DamagedError(Exception):
    """These bytes are not what they should be."""


# What has no order is sorted, so that the same record always gives the same bytes.
_encoder = msgspec.msgpack.Encoder(order="deterministic")
pack = _encoder.encode
pack_as_ordered = msgspec.msgpack.Encoder().encode  # for what holds no set: nothing is sorted


def pack_after(room: int, value: object) -> bytearray:
    """A packed value with so many bytes of room before it."""
    found = bytearray(room)
    _encoder.encode_into(value, found, room)
    return found


_decoders: dict[Any, msgspec.msgpack.Decoder[Any]] = {}


def unpack(content: bytes, kind: type[Thing]) -> Thing:
    """A record of a type. Raises ``DamagedError``."""
    decoder = _decoders.get(kind)
    if decoder is None:
        with in_one_go():  # msgspec takes an exception that comes meanwhile for its own, or crashes
            decoder = _decoders[kind] = msgspec.msgpack.Decoder(kind)
    try:
        found: Thing = decoder.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError, OverflowError) as wrong:
        raise DamagedError from wrong
    return found
