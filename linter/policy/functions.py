"""The functions that conditions have beyond CEL's own, in one registry.

Null is text without anything in it to every function here, so that conditions need not test for it.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from linter import resemblance
from linter.model import fold, is_privileged_role, role_name
from linter.scripts import mixes_scripts


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


def _nearest(text: Any, known: Iterable[Any]) -> str:
    """The text of a list that the fewest letters make another; empty where the list has none."""
    wanted, best, least = fold(_text(text)), "", sys.maxsize
    for name in filter(None, map(_text, known)):
        # A distance is never less than the difference in length, and it takes time to find.
        if abs(len(name) - len(wanted)) < least:
            distance = resemblance.edit_distance(wanted, fold(name))
            best, least = (name, distance) if distance < least else (best, least)
    return best


def _listed(text: Any, names: Iterable[Any]) -> bool:
    """Whether a text is one of a list when folded; empty text never is."""
    wanted = fold(_text(text))
    return bool(wanted) and any(fold(_text(each)) == wanted for each in names)


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
    "edit_distance": Function(
        ("string", "string"), "int", lambda a, b: resemblance.edit_distance(_text(a), _text(b))
    ),
    "nearest": Function(("string", "strings"), "string", _nearest),
    "listed": Function(("string", "strings"), "bool", _listed),
    "mixes_scripts": Function(("string",), "bool", lambda text: mixes_scripts(_text(text))),
    "role_name": Function(("string",), "string", lambda role: role_name(_text(role))),
    "privileged_role": Function(("string",), "bool", lambda role: is_privileged_role(_text(role))),
    "count": Function(("counts", "string"), "int", _count),
}
"""By name. `counts` is a map from text to whole numbers, such as `account.role_holders`; `strings` a list."""
