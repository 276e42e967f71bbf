"""`instead` of a rule: words, and changes whose values are templates."""

from collections.abc import Callable, Mapping
from typing import Any

from linter.document import did_you_mean, join
from linter.model import ENVELOPE_FIELDS, OP_FIELDS, OPS, SETTABLE_FIELDS
from linter.policy.checker import Slip
from linter.policy.raw import RawInstead
from linter.policy.template import InsteadTemplate, Template

Report = Callable[[str, Slip], None]
"""Takes a pointer into the file, and what is wrong there."""

Parse = Callable[[str, str], Template]
"""The template that stands at a pointer, from its text."""


def read_instead(raw: RawInstead, parse: Parse, report: Report) -> InsteadTemplate:
    """The remedy, with everything that is wrong with it reported."""
    changes = []
    for index, change in enumerate(raw.changes):
        pointer = join("/instead/changes", index)
        _check_keys(change, pointer, report)
        changes.append(
            {key: _filled(value, join(pointer, key), parse) for key, value in change.items() if key != "op"}
        )
        changes[-1] = {"op": change.get("op"), **changes[-1]}
    return InsteadTemplate(parse(raw.text, "/instead/text"), tuple(changes))


def _filled(value: Any, pointer: str, parse: Parse) -> Any:
    """A value with a template in place of every text."""
    if isinstance(value, str):
        return parse(value, pointer)
    if isinstance(value, Mapping):
        return {key: _filled(each, join(pointer, key), parse) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, join(pointer, index), parse) for index, each in enumerate(value)]
    return value


def _check_keys(change: Mapping[str, Any], pointer: str, report: Report) -> None:
    """A change of an unknown op, without what its op needs, or with what it does not have."""
    op = change.get("op")
    if op is None:
        report(pointer, Slip("the key `op` is missing", "say what is done, for example `op: disable`"))
        return
    if op not in OPS:
        report(join(pointer, "op"), _suggested(f"unknown op `{op}`", str(op), OPS))
        return
    required, optional = OP_FIELDS[op]
    known = (*required, *optional, *ENVELOPE_FIELDS)
    for key in required:
        if key not in change:
            report(pointer, Slip(f"the key `{key}` is missing in `{op}`"))
    for key, value in change.items():
        if key != "op" and key not in known:
            report(join(pointer, key), _suggested(f"unknown key `{key}` in `{op}`", key, known))
        elif not isinstance(value, _TYPES.get(key, str)):
            wanted = "a mapping" if _TYPES.get(key) is Mapping else "text"
            report(join(pointer, key), Slip(f"`{key}` must be {wanted}"))
    given = change.get("set")
    for key in given if isinstance(given, Mapping) else ():
        if key not in SETTABLE_FIELDS:
            report(
                join(pointer, "set", key),
                _suggested(f"`{key}` cannot be set by a change", key, SETTABLE_FIELDS),
            )


_TYPES: Mapping[str, Any] = {"set": Mapping, "before": Mapping, "purchased_users": (int, str)}
"""What a key of a remedy's change holds, where it is not text."""


def _suggested(message: str, word: str, known: tuple[str, ...]) -> Slip:
    """With the nearest known word."""
    meant = did_you_mean(word, known)
    return Slip(message, f"did you mean `{meant}`?" if meant else f"one of: {', '.join(known)}")
