"""Why each rule did, or did not, object to one change."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from linter.engine.change_rules import Ambient
from linter.engine.dispatch import reads, selects
from linter.engine.judge import SKIPPED, Broken, Objects, Open, evidence, judge
from linter.engine.state_rules import Subject, state_view
from linter.engine.views import needs, step_view
from linter.model import Location, Step
from linter.policy import Activation, Policies, Rule
from linter.policy.condition import Condition, condition_of
from linter.policy.turn import Turn, turns, with_values

Outcome: TypeAlias = Literal[
    "objects", "superseded", "undecided", "fails", "passes", "does not apply", "not selected", "whole"
]
"""What came of a rule. `whole`: it judges the change set, the snapshot or a limit, not one change."""

_WHOLE = frozenset({"change_set", "snapshot"})


class Unmet(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a rule's condition that is not as it would have to be.

    `key` is the key of the rule that it stands under, `place` where that is; `values` are the names that it
    reads with their values, those that are not known left out; `missing` are these.
    """

    condition: Condition
    wanted: bool
    key: str
    place: Location
    values: Mapping[str, Any]
    missing: tuple[str, ...]


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one rule at one step.

    `unmet` is the first part of its condition because of which it does not object. `turns` are the fewest
    values that would have made it do what it did not: object, or, where it objects, let the change pass;
    empty where it is not plain which values these are. `text` says what is left to say.
    """

    rule: Rule
    step: Step
    outcome: Outcome
    text: str = ""
    unmet: Unmet | None = None
    turns: tuple[tuple[str, Any, Any], ...] = ()


class Explainer:
    """Watches a check, and explains what every rule makes of one change, counted from 0."""

    def __init__(self, policies: Policies, index: int) -> None:
        self._policies = policies
        self._index = index
        self.found: list[Explained] = []

    def saw(self, step: Step, ambient: Ambient) -> None:
        """Takes in the next step; one change of a file can be several."""
        if step.change.index != self._index:
            return
        explained = [self._explain(rule, step, ambient) for rule in self._policies.rules]
        objecting = [each.rule for each in explained if each.outcome == "objects"]
        silenced = {name: rule.id for rule in objecting for name in rule.supersedes}
        for each in explained:
            by = silenced.get(each.rule.id)
            if by is not None and each.outcome == "objects":
                text = f"`{by}` objects already"
                each = msgspec.structs.replace(each, outcome="superseded", text=text)
            self.found.append(each)

    def _explain(self, rule: Rule, step: Step, ambient: Ambient) -> Explained:
        if rule.limit is not None or rule.subject in _WHOLE:
            what = "a limit is held against all changes together" if rule.limit else f"the {_named(rule)}"
            return Explained(rule=rule, step=step, outcome="whole", text=what)
        why_not = _not_selected(rule, step)
        if why_not:
            return Explained(rule=rule, step=step, outcome="not selected", text=why_not)
        data = data_at(rule, step, ambient)
        if data is None:
            text = "there is no user after this change"
            return Explained(rule=rule, step=step, outcome="does not apply", text=text)
        explained = _judged(rule, step, data)
        if explained.outcome == "objects" and _objected_before(rule, step, ambient):
            return msgspec.structs.replace(explained, text="as before this change")
        return explained


def _named(rule: Rule) -> str:
    return f"{rule.subject.replace('_', ' ')} is judged as a whole"


def _not_selected(rule: Rule, step: Step) -> str:
    """Why `match` does not select a change; empty where it does."""
    if rule.subject != "change" or selects(rule, step.change.op, step.change.set):
        return ""
    if rule.ops is not None and step.change.op not in rule.ops:
        return f"it is about {_listed(rule.ops)}, and this is `{step.change.op}`"
    return f"it is about changes that set {_listed(rule.fields or ())}"


def _listed(names: Any) -> str:
    return " or ".join(f"`{name}`" for name in sorted(names))


def data_at(rule: Rule, step: Step, ambient: Ambient) -> Mapping[str, Any] | None:
    """What a rule's conditions read at a step; `None` where there is nothing that it could be held against.

    A rule about a state is held against the one after the step.
    """
    if rule.subject == "change":
        return step_view(step, needs(reads(rule)), ambient(rule.pack))
    return _state(rule, Subject(step.account_after, step.after), ambient)


def _state(rule: Rule, subject: Subject, ambient: Ambient) -> Mapping[str, Any] | None:
    if rule.subject == "user" and (subject.user is None or subject.user.deleted_at):
        return None
    return state_view(subject, needs(reads(rule)), ambient(rule.pack))


def _objected_before(rule: Rule, step: Step, ambient: Ambient) -> bool:
    """Whether a rule about states objected to the one that the change met."""
    if rule.subject == "change":
        return False
    before = _state(rule, Subject(step.account, step.before), ambient)
    return before is not None and isinstance(judge(rule, Activation(before)), Objects)


def _judged(rule: Rule, step: Step, data: Mapping[str, Any]) -> Explained:
    result = judge(rule, Activation(data))
    if isinstance(result, Broken):
        return Explained(rule=rule, step=step, outcome="fails", text=result.text)
    outcome: Outcome = "passes"
    if isinstance(result, Objects):
        outcome = "objects"
    elif isinstance(result, Open):
        outcome = "undecided"
    elif result is SKIPPED:
        outcome = "does not apply"
    objects = outcome == "objects"
    found = _turns(rule, Activation(data), objects)
    unmet = None if objects or not found else _unmet(rule, *found[0], data)
    return Explained(
        rule=rule,
        step=step,
        outcome=outcome,
        text=result.reason if isinstance(result, Open) else "",
        unmet=unmet,
        turns=_values(rule, tuple(turn for _, turn in found), data, objects),
    )


def _turns(rule: Rule, activation: Activation, objects: bool) -> tuple[tuple[str, Turn], ...]:
    """The fewest leaves that would turn a rule round, with the keys they stand under."""
    wanted = {"when": True, "deny": True, "require": False}
    ways = [
        tuple((key, turn) for turn in turns(condition_of(each), wanted[key] is not objects, activation))
        for key, each in rule.expressions.items()
        if key in wanted
    ]
    if objects:
        return min(ways, key=len)
    return tuple(turn for way in ways for turn in way)


def _unmet(rule: Rule, key: str, turn: Turn, data: Mapping[str, Any]) -> Unmet:
    alone = msgspec.structs.replace(rule, when=None, condition=turn.condition.expression, excess=None)
    values = evidence(alone, data)
    names = (".".join(path) for path in sorted(turn.condition.expression.reads))
    return Unmet(
        condition=turn.condition,
        wanted=turn.wanted,
        key=key,
        place=rule.locate(key, turn.condition.span[0]),
        values=values,
        missing=tuple(name for name in names if name not in values),
    )


def _values(
    rule: Rule, found: tuple[Turn, ...], data: Mapping[str, Any], objects: bool
) -> tuple[tuple[str, Any, Any], ...]:
    """Each name with the value that turns the rule round and the one it has, if they are known to do it."""
    if not found or not all(turn.name for turn in found):
        return ()
    result = judge(rule, Activation(with_values(data, found)))
    if isinstance(result, Objects) is objects or isinstance(result, Open | Broken):
        return ()
    return tuple((".".join(turn.name), turn.value, _at(data, turn.name)) for turn in found)


UNKNOWN_VALUE: Any = ...
"""The value of a name that is not known."""


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        if not isinstance(data, Mapping) or part not in data:
            return UNKNOWN_VALUE
        data = data[part]
    return data
