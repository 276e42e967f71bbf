"""Params of packs: their values, as they are written, as Python has them, and as conditions read them."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration

from linter.errors import InputError
from linter.policy.raw import ParamType
from linter.policy.rule import Param, ParamValue
from linter.policy.template import duration_text
from linter.policy.types import Field

FIELDS: Mapping[ParamType, Field] = {
    "int": Field("int"),
    "number": Field("number"),
    "bool": Field("bool"),
    "string": Field("string"),
    "strings": Field("string", "list"),
    "duration": Field("duration"),
}
"""The type of each kind of param in conditions."""

KINDS: Mapping[Field, ParamType] = {field: kind for kind, field in FIELDS.items()}
"""The kind of param of each type."""

WORDS: Mapping[ParamType, str] = {
    "int": "a whole number",
    "number": "a number",
    "bool": "true or false",
    "string": "text",
    "strings": "a list of texts",
    "duration": "a duration such as `7d`, `36h` or `90m`",
}
"""What each kind of param is, in words."""

_INT64 = 2**63
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(\d{1,6})([dhms])(?:\s*(?=\d)|\Z)", re.ASCII)


def parse_param(text: str, declared: Param) -> ParamValue:
    """The value of a param written as text, as on the command line; a list is separated by commas.

    Raises `InputError` where the text is not of the declared type.
    """
    value = text_value(text, declared.type)
    if value is None:
        raise InputError.one(f"param `{declared.name}` must be {WORDS[declared.type]}, not `{text}`")
    return value


def text_value(text: str, kind: ParamType) -> ParamValue | None:
    """A value of a kind from text, or `None` where it is none."""
    return _FROM_TEXT[kind](text.strip() if kind != "string" else text)


def typed_value(value: Any, kind: ParamType) -> ParamValue | None:
    """A value of a kind from what a file holds, or `None` where it is none."""
    if kind == "bool" or isinstance(value, bool):
        return value if kind == "bool" and isinstance(value, bool) else None
    if kind == "int":
        return value if isinstance(value, int) and -_INT64 <= value < _INT64 else None
    if kind == "number":
        return float(value) if isinstance(value, int | float) else None
    if kind == "strings":
        listed = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
        return tuple(value) if listed else None
    if not isinstance(value, str):
        return None
    return value if kind == "string" else _duration(value)


def cel_value(value: ParamValue) -> Any:
    """A value as conditions read it."""
    if isinstance(value, timedelta):
        span = Duration()
        span.FromTimedelta(value)
        return span
    return list(value) if isinstance(value, tuple) else value


def param_text(value: ParamValue) -> str:
    """A value as it is written on the command line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return duration_text(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _duration(text: str) -> timedelta | None:
    """`36h`, or several units such as `1d 12h`."""
    position, span = 0, timedelta()
    while found := _DURATION.match(text, position):
        span += timedelta(**{_UNITS[found[2]]: int(found[1])})
        position = found.end()
    return span if position and position == len(text) else None


def _int(text: str) -> int | None:
    return typed_value(int(text), "int") if re.fullmatch(r"[+-]?[0-9]{1,20}", text) else None  # type: ignore[return-value]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text) else None


_FROM_TEXT: Mapping[ParamType, Callable[[str], ParamValue | None]] = {
    "int": _int,
    "number": _number,
    "bool": {"true": True, "false": False}.get,
    "string": str,
    "strings": lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
    "duration": _duration,
}
