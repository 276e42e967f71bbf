"""`instead` of a rule: words, and changes whose values are templates."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from linter.document import did_you_mean, join
from linter.model import ENVELOPE_FIELDS, OP_FIELDS, OPS, SETTABLE_FIELDS, UNSET
from linter.policy.checker import Slip
from linter.policy.expression import Expression
from linter.policy.raw import RawAsk, RawInstead
from linter.policy.template import AskTemplate, InsteadTemplate, Template

Report = Callable[[str, Slip], None]
"""Takes a pointer into the file, and what is wrong there."""

Parse = Callable[[str, str], Template]
"""The template that stands at a pointer, from its text."""


Condition = Callable[[str | bool, str], Expression | None]
"""The condition that stands at a pointer; nothing where it is wrong, which has been reported then."""


def read_instead(raw: RawInstead, parse: Parse, condition: Condition, report: Report) -> InsteadTemplate:
    """The remedy, with everything that is wrong with it reported."""
    changes = []
    for index, change in enumerate(raw.changes):
        pointer = join("/instead/changes", index)
        _check_keys(change, pointer, report)
        changes.append(
            {key: _filled(value, join(pointer, key), parse) for key, value in change.items() if key != "op"}
        )
        changes[-1] = {"op": change.get("op"), **changes[-1]}
    return InsteadTemplate(
        parse(raw.text, "/instead/text"),
        tuple(changes),
        when=None if raw.when is UNSET else condition(raw.when, "/instead/when"),
        safety=raw.safety,
        ask=None if raw.ask is UNSET else _ask(raw.ask, parse),
    )


def _ask(raw: RawAsk, parse: Parse) -> AskTemplate:
    """What to ask a person for."""
    return AskTemplate(
        who=parse(raw.who, "/instead/ask/who"),
        message=parse(raw.message, "/instead/ask/message"),
        menu=None if raw.menu is UNSET else parse(raw.menu, "/instead/ask/menu"),
        until=_filled(msgspec.to_builtins(raw.until), "/instead/ask/until", parse),
    )


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
