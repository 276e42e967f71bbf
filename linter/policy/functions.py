"""The functions that conditions have beyond CEL's own, in one registry.

Null is text without anything in it to every function here, so that conditions need not test for it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from linter import resemblance
from linter.model import fold


class Function(msgspec.Struct, frozen=True):
    """A function: the types of its arguments, of its result, and what it does."""

    arguments: tuple[str, ...]
    returns: str
    call: Callable[..., Any]


def _text(value: Any) -> str:
    """The text of an argument. `attributes` can hold anything, so the type is only known here."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise TypeError(f"text is needed, not `{value}`")


def _domain(address: Any) -> str:
    """What stands after the last @, folded; empty where there is none."""
    return fold(_text(address).rpartition("@")[2]) if "@" in _text(address) else ""


def _local_part(address: Any) -> str:
    """What stands before the last @, folded; the whole text where there is none."""
    text = _text(address)
    return fold(text.rpartition("@")[0] if "@" in text else text)


def _count(counts: Mapping[str, int], key: Any) -> int:
    """The sum of the counts of every key that is the same when folded; 0 where there is none."""
    wanted = fold(_text(key))
    return sum(number for name, number in counts.items() if fold(name) == wanted)


FUNCTIONS: Mapping[str, Function] = {
    "domain": Function(("string",), "string", _domain),
    "local_part": Function(("string",), "string", _local_part),
    "fold": Function(("string",), "string", lambda text: fold(_text(text))),
    "skeleton": Function(("string",), "string", lambda text: resemblance.skeleton(_text(text))),
    "similarity": Function(
        ("string", "string"), "number", lambda a, b: float(resemblance.similarity(_text(a), _text(b)))
    ),
    "resembles": Function(
        ("string", "string"), "bool", lambda a, b: resemblance.resembles(_text(a), _text(b))
    ),
    "count": Function(("counts", "string"), "int", _count),
}
"""By name. Reading `counts` means a map from text to whole numbers, such as `account.role_holders`."""
