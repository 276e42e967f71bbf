"""Values of the model as one line of JSON."""

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder()


def encode(value: Any) -> str:
    """The JSON of a value: unset fields left out, dates as RFC 3339."""
    try:
        return _ENCODER.encode(value).decode()
    except UnicodeEncodeError:
        return _ENCODER.encode(_proper(msgspec.to_builtins(value))).decode()


def _proper(value: Any) -> Any:
    """A file name that is not UTF-8 holds lone surrogates, which readers of JSON refuse: they are spelt."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_proper(key): _proper(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_proper(item) for item in value]
    return value
