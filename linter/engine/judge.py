"""One rule held against one set of data: does it object, pass, not apply, or not know?"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from linter.policy import Activation, Failure, Rule, Unknown


class Passed(msgspec.Struct, frozen=True):
    """The rule was decided and does not object; `applied` is false where its `when` was false."""

    applied: bool = True


class Objects(msgspec.Struct, frozen=True):
    """The rule objects."""


class Open(msgspec.Struct, frozen=True):
    """The rule cannot be decided: the names that are missing, or another reason."""

    missing: tuple[str, ...] = ()
    reason: str = ""


class Broken(msgspec.Struct, frozen=True):
    """The rule failed to evaluate for a reason other than a missing value."""

    text: str


Judgement: TypeAlias = Passed | Objects | Open | Broken

PASSED, SKIPPED, OBJECTS = Passed(), Passed(applied=False), Objects()


def judge(rule: Rule, activation: Activation) -> Judgement:
    """`when` and the condition joined as CEL joins `&&`: one that is false decides, whatever the other is."""
    assert rule.condition is not None, "a limit is no condition"
    applies: Any = True if rule.when is None else rule.when.evaluate(activation)
    if applies is False:
        return SKIPPED
    if type(applies) is Failure:
        return Broken(text=applies.text)
    holds = rule.condition.evaluate(activation)
    if holds is (not rule.objects_when):
        return PASSED
    if type(holds) is Failure:
        return Broken(text=holds.text)
    if applies is True and holds is rule.objects_when:
        return OBJECTS
    return _open(applies, holds)


def _open(*outcomes: Any) -> Judgement:
    """What is missing in all the outcomes that are unknown."""
    unknown = [outcome for outcome in outcomes if type(outcome) is Unknown]
    if not unknown:
        return Broken(
            text="the condition is neither true nor false; an empty (null) value was read as a boolean"
        )
    missing = tuple(dict.fromkeys(name for outcome in unknown for name in outcome.missing))
    reason = next((outcome.reason for outcome in unknown if outcome.reason), "")
    return Open(missing=missing, reason=reason)


def excess(rule: Rule, activation: Activation) -> Any:
    """How far a state rule's limit is passed, `None` where the rule does not say or it is not known."""
    value = None if rule.excess is None else rule.excess.evaluate(activation)
    return value if isinstance(value, int | float) else None


def evidence(rule: Rule, data: Mapping[str, Any]) -> dict[str, Any]:
    """Each name that the rule's conditions read, with its value as plain data; unknown ones are left out."""
    paths = sorted({path for each in rule.expressions.values() for path in each.reads if path[0] != "params"})
    params = sorted(
        {path for each in rule.expressions.values() for path in each.reads if path[0] == "params"}
    )
    if any(path[0] == "identity" for path in paths):
        # A verdict says little without what it stands on.
        paths = sorted({*paths, ("identity", "signals")})
    found = {}
    for path in (*paths, *params):
        value: Any = data
        for part in path:
            value = value.get(part, _MISSING) if isinstance(value, Mapping) else _MISSING
        if value is not _MISSING:
            found[".".join(path)] = _shown(value, path[-1])
    return found


_MISSING: Any = object()


def _shown(value: Any, name: str) -> Any:
    """A value as evidence: times as RFC 3339, a whole user or a list of users by what identifies them,
    all attributes of a user by their number."""
    if hasattr(value, "ToJsonString"):
        return value.ToJsonString()
    if isinstance(value, Mapping) and "primary_email" in value:
        return {key: value[key] for key in ("id", "name", "primary_email") if key in value}
    if isinstance(value, list) and name == "users":
        return f"{len(value)} users"
    if isinstance(value, Mapping) and name == "attributes":
        return f"{len(value)} attributes"
    return value
