"""What a finding proposes: its `instead`, as a remedy for the change that it objects to."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from linter.model import UNSET, Change, Finding, fold
from linter.native import Unsound, read_change
from linter.remedy.plan import Heir, Item, LeftOut, Part, Remedy

replace = msgspec.structs.replace

_GRANTS: Mapping[str, tuple[str, str]] = {
    "roles": ("grant_role", "role"),
    "licenses": ("assign_license", "license"),
    "groups": ("add_group", "group"),
}
"""For each list that a created user can bring along, the operation that gives it one more, and its part."""

_ONE_OF_A_LIST = re.compile(r"set/(roles|licenses|groups)/(\d+)")


def propose(finding: Finding, item: Item, others: Sequence[Finding] = ()) -> Remedy | None:
    """The remedy of a finding in place of an item; `None` where it cannot be made of what is known.

    `others` are what else is said of the item.
    The first change is essential. Others that cannot be made are left away, and noted.
    """
    assert finding.instead is not None
    parts, notes = [], []
    for number, data in enumerate(finding.instead.changes):
        change = _change(data, item.change)
        if change is None and number == 0:
            return None
        if change is None:
            notes.append(f"`{data.get('op')}` is left out: it is not known of whom")
            continue
        kept = frozenset(_GRANTS).intersection(change.set)
        if number == 0 and change.op == "create" and item.change.op == "update":
            kept -= item.change.set.keys()
            change = _carrying(change, item.change)
        parts.append(Part(change=change, rule=finding.rule, essential=number == 0, kept=kept))
    if item.change.secrets:
        names = ", ".join(f"`{name}`" for name in item.change.secrets)
        notes.append(
            f"what the change had under {names} is not carried over: set it where the user is created"
        )
    return Remedy(
        parts=tuple(parts),
        findings=(finding, *others),
        safety=finding.instead.safety,
        heirs=tuple(_heirs(finding, parts)),
        notes=tuple(notes),
    )


def trimmed(part: Part, finding: Finding) -> tuple[Part | None, LeftOut] | None:
    """A part without what a finding objects to, and that; `None` where it is essential as it is.

    No part: all of it is left out.
    """
    found = _ONE_OF_A_LIST.fullmatch(finding.location.pointer if finding.location else "")
    if found and found[1] in part.kept and int(found[2]) < len(part.change.set[found[1]]):
        return without_value(part, found[1], int(found[2]), finding)
    if part.essential:
        return None
    return None, LeftOut(change=part.change, finding=finding)


def without_value(part: Part, field: str, position: int, finding: Finding) -> tuple[Part, LeftOut]:
    """A part without one value of a list that it takes from the old user."""
    values = part.change.set[field]
    left = (*values[:position], *values[position + 1 :])
    settings = {key: value for key, value in part.change.set.items() if key != field or left}
    settings |= {field: left} if left else {}
    op, name = _GRANTS[field]
    grant = Change(index=0, op=op, user=key_of(part.change), envelope=part.change.envelope)  # type: ignore[arg-type]
    grant = replace(grant, **{name: values[position]})
    return replace(part, change=replace(part.change, set=settings)), LeftOut(change=grant, finding=finding)


def key_of(created: Change) -> str:
    """The key by which other changes can name a user that is created; empty where there is none."""
    keys = (created.user, created.set.get("sign_in_id"), created.set.get("primary_email"))
    return next((key for key in keys if isinstance(key, str) and key), "")


def _change(data: Mapping[str, Any], instead_of: Change) -> Change | None:
    """A change of a remedy, with the evidence of the change it stands for."""
    if isinstance(settings := data.get("set"), Mapping) and data.get("op") == "create":
        # A user who is created has nothing where nothing is said.
        data = {**data, "set": {key: value for key, value in settings.items() if value not in (None, [])}}
    try:
        return read_change(data, 0, instead_of.envelope)
    except (msgspec.ValidationError, Unsound):
        return None


def _carrying(created: Change, update: Change) -> Change:
    """A created user with all that the author's update sets; what it clears is not there to begin with."""
    cleared = {field for field, value in update.set.items() if value in (None, ())}
    settings = {**created.set, **update.set}
    if settings.get("enabled") is True:
        cleared.add("enabled")
    return replace(created, set={key: value for key, value in settings.items() if key not in cleared})


def _heirs(finding: Finding, parts: list[Part]) -> list[Heir]:
    """The user that the remedy creates to replace the one whom the finding is about."""
    for part in parts:
        change = part.change
        replaces = "" if change.replaces is UNSET else change.replaces
        if change.op == "create" and fold(replaces) == fold(finding.user) and (key := key_of(change)):
            enabled = change.set.get("enabled") is not False
            return [Heir(old=(finding.account, finding.user), key=key, enabled=enabled)]
    return []
