"""Findings, complete at birth: places, evidence, texts and a fingerprint."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from linter.engine.builtin import BUILTINS, PACK
from linter.engine.judge import evidence
from linter.model import (
    UNSET,
    Change,
    ChangeRef,
    Fault,
    Finding,
    Instead,
    Location,
    Related,
    Severity,
    Snapshot,
    Step,
    Trait,
)
from linter.policy import Activation, Rule

MAX_EARLIER = 3
"""Related places name at most this many earlier changes of the same user: the last ones."""

_PART_AT_FAULT: Mapping[str, str] = {
    "grant_role": "role",
    "revoke_role": "role",
    "assign_license": "license",
    "remove_license": "license",
    "add_group": "group",
    "remove_group": "group",
    "set_billing_admin": "user",
    "set_purchased_users": "purchased_users",
}
"""The key of a change that its op is about; the others are about `op` itself."""


_FAILED = "this rule could not be evaluated"


def reference(step: Step) -> ChangeRef:
    """Names a step's change in the report."""
    change = step.change
    user = step.after or step.before
    key = user.id if user else change.user
    return ChangeRef(
        index=change.index, op=change.op, account=step.account.id, user="" if key is UNSET else str(key)
    )


def pointer_at_fault(rule: Rule, step: Step) -> str:
    """The part to underline: a key of `set` that changed and that the rule reads, else the op's own."""
    change = step.change
    read = {part for each in (rule.when, rule.condition) if each for path in each.reads for part in path[1:]}
    if "name" in read:
        read |= {"full_name", "first_name", "last_name"}
    keys = [key for key in change.set if step.changed.get(key, False) is not False]
    if change.op == "update" and keys:
        return "set/" + next((key for key in keys if key in read), keys[0])
    return _PART_AT_FAULT.get(change.op, "op")


def related(step: Step, snapshot: Snapshot | None) -> tuple[Related, ...]:
    """The user's record in the snapshot, and the latest earlier changes of the same user."""
    places = []
    user = step.before
    if snapshot is not None and user is not None and (spot := snapshot.locate(step.account.id, user.id)):
        places.append(Related(message="the user in the snapshot", location=spot))
    for change in step.earlier[-MAX_EARLIER:]:
        if change.index != step.change.index:
            places.append(Related(message="an earlier change of this user", location=change.origin("")))
    return tuple(places)


def fingerprint(rule: str, account: str, user: str, change: Change | None = None) -> str:
    """16 hexadecimal digits that stay the same when lines move or other changes come and go."""
    parts: list[Any] = [rule, account, user]
    if change is not None:
        named = (change.role, change.license, change.group, change.purchased_users, change.replaces)
        values = sorted((key, repr(value)) for key, value in change.set.items())
        parts += [change.op, [None if each is UNSET else each for each in named], values]
    return digest(parts)


def digest(parts: list[Any]) -> str:
    """16 hexadecimal digits that stand for some values."""
    import hashlib  # loads a cryptographic library, which a run without findings has no use for

    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=8).hexdigest()


def of_change(rule: Rule, step: Step, activation: Activation, snapshot: Snapshot | None) -> Finding:
    """A change rule's objection. The activation must hold everything that the rule's texts read."""
    ref = reference(step)
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        message=rule.message.render(activation),
        fingerprint=fingerprint(rule.id, ref.account, ref.user, step.change),
        change=ref,
        account=ref.account,
        user=ref.user,
        location=step.change.origin(pointer_at_fault(rule, step)),
        related=related(step, snapshot),
        evidence=evidence(rule, activation.data),
        why=rule.why,
        instead=rule.instead.render(activation) if rule.instead else None,
        references=rule.references,
    )


def of_state(
    rule: Rule,
    activation: Activation,
    *,
    account: str,
    user: str = "",
    step: Step | None,
    spot: Location | None,
    introduced: bool = False,
) -> Finding:
    """A state rule's objection: introduced at a step or by the whole, or found so in the snapshot."""
    change_place = step.change.origin(pointer_at_fault(rule, step)) if step else None
    notes = (Related(message="as the snapshot has it", location=spot),) if spot and step else ()
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        message=rule.message.render(activation),
        fingerprint=fingerprint(rule.id, account, user),
        origin="introduced" if step or introduced else "pre_existing",
        change=reference(step) if step else None,
        account=account,
        user=user,
        location=change_place or spot,
        related=notes,
        evidence=evidence(rule, activation.data),
        why=rule.why,
        instead=rule.instead.render(activation) if rule.instead else None,
        references=rule.references,
    )


def of_limit(
    rule: Rule,
    activation: Activation,
    *,
    account: str,
    users: Iterable[tuple[str, str]],
    places: Sequence[Location],
    common: tuple[Trait, ...],
) -> Finding:
    """A limit that is passed. `users` are all whom it counts, `places` those of the first change that counts
    and of the one that passes the limit.

    The fingerprint stands for exactly these users: who accepts one mass has not accepted another.
    """
    limits = {f"limit.{name}": value for name, value in activation.data["limit"].items()}
    first, beyond = places
    same = str(first) == str(beyond)
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        message=rule.message.render(activation),
        fingerprint=digest([rule.id, account, sorted(users)]),
        account=account,
        location=beyond,
        related=() if same else (Related(message="the first of the changes that count", location=first),),
        evidence={**limits, **evidence(rule, activation.data)},
        why=rule.why,
        instead=rule.instead.render(activation) if rule.instead else None,
        references=rule.references,
        on_exceed=rule.limit.on_exceed if rule.limit is not None else None,
        common=common,
    )


def of_fault(
    fault: Fault,
    step: Step,
    snapshot: Snapshot | None,
    severities: Mapping[str, Severity],
    evidence: Mapping[str, Any],
) -> Finding:
    """A built-in rule's objection, as grave as the configuration says where it says so."""
    builtin = BUILTINS[fault.rule]
    ref = reference(step)
    rule = f"{PACK}/{fault.rule}"
    places = list(related(step, snapshot))
    if fault.other and snapshot and (spot := snapshot.locate(ref.account, fault.other)):
        places.append(Related(message=f"user `{fault.other}` in the snapshot", location=spot))
    return Finding(
        rule=rule,
        title=builtin.title,
        severity=severities.get(rule, builtin.severity),
        message=fault.message,
        fingerprint=fingerprint(rule, ref.account, ref.user, step.change),
        change=ref,
        account=ref.account,
        user=ref.user,
        location=step.change.origin(fault.pointer),
        related=tuple(places),
        evidence=evidence,
        why=builtin.why,
        instead=Instead(text=builtin.instead),
    )


def of_failure(rule: Rule, text: str, *, account: str, step: Step | None = None) -> Finding:
    """A rule that could not be evaluated: an error that nothing can silence."""
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity="error",
        message=f"{_FAILED}: {text}",
        fingerprint=fingerprint(f"{rule.id}!failed", account, "", step.change if step else None),
        change=reference(step) if step else None,
        account=account,
        location=step.change.origin("") if step else rule.location,
        related=(Related(message="the rule", location=rule.location),),
        why="A rule that fails has checked nothing, so the change set cannot pass it.",
        instead=Instead(text="Mend the rule: test for null before using a value that may be empty."),
        references=rule.references,
    )


def is_failure(finding: Finding) -> bool:
    """Whether a finding says that a rule failed; one whose message merely begins so is taken for one, too."""
    return finding.message.startswith(_FAILED)
