"""The scalars of YAML 1.2's core schema: what a bare word of a YAML file means."""

import math
import re

from linter.document.node import Kind, Scalar

_WORDS: dict[str, tuple[Kind, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), ("null", None)),
    **dict.fromkeys(("true", "True", "TRUE"), ("bool", True)),
    **dict.fromkeys(("false", "False", "FALSE"), ("bool", False)),
}
_NUMERIC_START = frozenset("0123456789+-.")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_INT64 = range(-(2**63), 2**63)
_LONGEST_INT = 20

TOO_LARGE = "this whole number does not fit in 64 bits"
NOT_FINITE = "this is not a finite number"


def core_scalar(text: str) -> tuple[Kind, Scalar]:
    """Kind and value of an unquoted scalar: `NO`, `on` and `12:30:45` are text.

    Raises `ValueError` with the reason where it is a number that cannot be kept.
    """
    word = _WORDS.get(text)
    if word is not None:
        return word
    if text[0] not in _NUMERIC_START:
        return "text", text
    if _DECIMAL.fullmatch(text):
        return "int", whole_number(text)
    if _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        return "int", whole_number(text, base=0)
    if _FLOAT.fullmatch(text):
        return "float", finite_number(text)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(NOT_FINITE)
    return "text", text


def whole_number(text: str, base: int = 10) -> int:
    """An integer of at most 64 bits. Raises `ValueError` where it is longer."""
    if len(text) > _LONGEST_INT:
        raise ValueError(TOO_LARGE)
    number = int(text, base)
    if number not in _INT64:
        raise ValueError(TOO_LARGE)
    return number


def finite_number(text: str) -> float:
    """A floating-point number. Raises `ValueError` where it is beyond what one can hold."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(NOT_FINITE)
    return number
