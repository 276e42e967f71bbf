"""JSON straight into structs, and the one fault that this would hide: duplicate keys."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import msgspec

from linter.document import Source, loses_keys
from linter.native.record import Unsound

_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines

Decoder: TypeAlias = "msgspec.json.Decoder[Any]"
Reading: TypeAlias = tuple[Decoder, Callable[[Any], None], Callable[[Source], Any]]
"""How to read a kind of record: fast decoder, examination of what it lets pass, slow reader that explains."""


class NotTrusted(Exception):  # noqa: N818 - a signal to read again slowly, never an error that anyone sees
    """The bytes do not decode, or what was decoded is not right or not all of it."""


def decoded(decoder: Decoder, data: bytes | msgspec.Raw, examine: Callable[[Any], None]) -> Any:
    """The struct that some bytes hold, examined. Raises `NotTrusted`."""
    try:
        value = decoder.decode(data)
        examine(value)
    except _FAILURES as error:
        raise NotTrusted from error
    if loses_keys(bytes(data), _encode(value)):
        raise NotTrusted
    return value


def decoded_lines(decoder: Decoder, data: bytes, examine: Callable[[Any], None]) -> Sequence[Any]:
    """The structs that some lines hold, examined. Raises `NotTrusted`."""
    try:
        values = decoder.decode_lines(data)
        for value in values:
            examine(value)
    except _FAILURES as error:
        raise NotTrusted from error
    if loses_keys(data, _encode_lines(values)):
        raise NotTrusted
    return values


_FAILURES = (msgspec.DecodeError, Unsound, UnicodeDecodeError, RecursionError)
