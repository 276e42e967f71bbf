"""What has been found so far, and the verdict it comes to."""

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from linter.engine.builtin import BUILTINS, PACK
from linter.engine.judge import Open
from linter.engine.verdict import Scale
from linter.model import (
    SEVERITIES,
    ChangeRef,
    Finding,
    Held,
    Location,
    Report,
    Severity,
    Split,
    Summary,
    Unchecked,
    Undecided,
)

_SUPPLY: tuple[tuple[str, str], ...] = (
    (
        "account.billing_admin",
        "add `billing_admin` to the account in the snapshot; ask Billing Support who it is",
    ),
    ("account.billing_user", "add the billing admin's user to the account in the snapshot"),
    (
        "account.seats_used",
        "say `complete: true` in the snapshot, and give every user's `enabled` and `invitation`",
    ),
    (
        "account.role_holders",
        "say `complete: true` in the snapshot, and give every user's `enabled` and `roles`",
    ),
    ("account.kinds", "say `complete: true` in the snapshot, and give every user's `enabled`"),
    ("account.users", "say `complete: true` in the snapshot, and list every user"),
    ("account.", "add `{field}` to the account in the snapshot"),
    (
        "before.billing_admin",
        "add `billing_admin` to the account in the snapshot; ask Billing Support who it is",
    ),
    (
        "after.billing_admin",
        "add `billing_admin` to the account in the snapshot; ask Billing Support who it is",
    ),
    *(
        (f"{user}.direct_reports", "say `complete: true` in the snapshot, and give every user's `manager_id`")
        for user in ("before", "after", "user")
    ),
    *(
        (f"{user}.guest", "add `sign_in_id` or `attributes.userType` to the user in the snapshot")
        for user in ("before", "after", "user")
    ),
    ("before.", "add `{field}` to the user in the snapshot"),
    ("after.", "add `{field}` to the user in the snapshot, or set it in the change"),
    ("changed.", "add `{field}` to the user in the snapshot, so that old and new can be compared"),
    ("user.", "add `{field}` to the user in the snapshot"),
    ("requester", "say who asks, as `requested_by`, by the key of a user in the snapshot"),
    ("change.lost_addresses", "add `primary_email`, `sign_in_id` and `aliases` to the user in the snapshot"),
    ("change.reused", "say `complete: true` in the snapshot, and list every user, deleted ones too"),
    ("change.", "give `{field}` in the change set"),
    ("change_set.", "give `{field}` in the change set"),
    ("snapshot.", "give `{field}` in the snapshot"),
)
"""How to supply a missing value, by the beginning of its name; the first that fits."""

_GIVE_SNAPSHOT = "give the current state with `--snapshot`"

_OF_THE_CHANGES = {
    "nothing-to-check",
    "not-checked",
    "order-not-fixed",
    "known-after-apply",
    "export-population",
}
"""Built-in rules that no snapshot helps to decide."""

_TOTALS = {"total_users", "enabled_users", "disabled_users", "domains"}


def supply(missing: Iterable[str], *, snapshot_given: bool) -> str:
    """What to give so that a rule can decide, for every name that is missing."""
    hints = dict.fromkeys(
        _hint(name.replace("account_after.", "account."), snapshot_given) for name in missing
    )
    return "; ".join(hint for hint in hints if hint)


def _hint(name: str, snapshot_given: bool) -> str:
    if not snapshot_given and not name.startswith(("change.", "change_set.", "requester")):
        return _GIVE_SNAPSHOT
    field = name.split(".", 1)[-1]
    if field in _TOTALS:
        return "say `complete: true` in the snapshot, and list every user"
    return next((hint.format(field=field) for start, hint in _SUPPLY if name.startswith(start)), "")


class Where(msgspec.Struct, frozen=True):
    """What a case is about: a change, an account, a place."""

    change: ChangeRef | None = None
    account: str = ""
    location: Location | None = None


class Ledger:
    """Collects findings and undecided cases of one run, and closes them into a report."""

    def __init__(self, *, fail_on: Severity, snapshot_given: bool, states_count: bool = False) -> None:
        """`states_count`: what the snapshot holds already counts, too, because nothing but it is judged."""
        self._scale = Scale(fail_on=fail_on, states_count=states_count)
        self._snapshot_given = snapshot_given
        self._findings: list[Finding] = []
        self._undecided: dict[tuple[str, tuple[str, ...]], Undecided] = {}
        self._times: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.applied: set[str] = set()

    def find(self, finding: Finding) -> None:
        """Takes a finding in."""
        self._findings.append(finding)

    def leave_open(
        self,
        rule: str,
        severity: Severity,
        case: Open,
        where: Callable[[], Where],
        hint: str = "",
    ) -> None:
        """Takes in a case that was not decided. Alike cases are counted, and only the first is placed."""
        key = (rule, case.missing)
        self._times[key] += 1
        if key in self._undecided:
            return
        at = where()
        self._undecided[key] = Undecided(
            rule=rule,
            severity=severity,
            reason=case.reason or "unknown: " + ", ".join(f"`{name}`" for name in case.missing),
            missing=case.missing,
            supply=hint or supply(case.missing, snapshot_given=self._snapshot_given),
            change=at.change,
            account=at.account,
            location=at.location,
        )

    def leave_builtin_open(self, name: str, reason: str, where: Callable[[], Where] = Where) -> None:
        """A built-in rule that could not decide, or that makes the rest undecided."""
        hint = BUILTINS[name].supply
        if hint and not self._snapshot_given and name not in _OF_THE_CHANGES:
            hint = _GIVE_SNAPSHOT
        self.leave_open(f"{PACK}/{name}", "error", Open(reason=reason), where, hint)

    def close(
        self,
        *,
        changes: int,
        accounts: int,
        rules: int,
        rules_off: int = 0,
        unchecked: tuple[Unchecked, ...] = (),
        held: tuple[Held, ...] = (),
    ) -> Report:
        """The report: findings in the order of the changes, what was so before last."""
        findings = tuple(sorted(unique(self._findings), key=_order))
        undecided = tuple(
            msgspec.structs.replace(case, count=self._times[key]) for key, case in self._undecided.items()
        )
        scope = Summary(
            changes=changes,
            accounts=accounts,
            rules=rules,
            rules_applied=len(self.applied),
            rules_off=rules_off,
            unchecked=unchecked,
        )
        split = Split(go=(), held=held) if held else None
        found = Report(
            verdict="undecided", summary=scope, findings=findings, undecided=undecided, split=split
        )
        return self._scale.settle(found)


def _order(finding: Finding) -> tuple[bool, int, int]:
    index = finding.change.index if finding.change else -1
    return finding.origin == "pre_existing", index, SEVERITIES.index(finding.severity)


def unique(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Gives findings that say the same of the same thing again fingerprints of their own."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        times = seen[finding.fingerprint]
        if times > 1:
            finding = msgspec.structs.replace(finding, fingerprint=f"{finding.fingerprint}-{times}")
        yield finding
