"""Small accounts and change sets, and the fix of them under the pack that comes with prechange."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec

from linter import check, load_packs
from linter.engine.verdict import Scale
from linter.model import Account, ChangeSet, Envelope, Report, Severity, Snapshot, Survey
from linter.native import native_change, read_change
from linter.policy import Policies
from linter.remedy import Fix, fix
from linter.remedy.plan import change_set_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERSON = {"enabled": True, "invitation": "accepted", "roles": [], "licenses": [], "groups": []}


@cache
def pack(*names: str) -> Policies:
    """The whole `crm-online` pack, or some of its rules."""
    whole = load_packs(["crm-online"])
    rules = tuple(rule for rule in whole.rules if not names or rule.name in names)
    return msgspec.structs.replace(whole, rules=rules)


def person(id: str, **said: Any) -> dict[str, Any]:
    address = f"{id}@company.example"
    named = {"full_name": id.upper(), "primary_email": address, "sign_in_id": address}
    return {"id": id, **PERSON, **named, **said}


def snapshot(*users: dict[str, Any], **said: Any) -> Snapshot:
    given = {"id": "acme", "purchased_users": 5, "users": users, **said}
    given.setdefault(
        "billing_admin", {"user_id": "admin", "full_name": "ADMIN", "email": "admin@company.example"}
    )
    account = msgspec.convert(given, Account)
    return Snapshot(accounts=(account,), complete=True)


def change_set(changes: Sequence[dict[str, Any]], **evidence: str) -> ChangeSet:
    envelope = Envelope(account="acme", **evidence)
    empty = ChangeSet(
        changes=(), survey=Survey(changes=0, accounts=frozenset(), counts={}), envelope=envelope
    )
    return change_set_of(empty, [read_change(each, index, envelope) for index, each in enumerate(changes)])


def judge(state: Snapshot, policies: Policies, fail_on: Severity = "error") -> Callable[[ChangeSet], Report]:
    def judged(changes: ChangeSet) -> Report:
        return check(changes, state, policies, now=NOW, fail_on=fail_on)

    return judged


def fixed(
    state: Snapshot,
    changes: Sequence[dict[str, Any]],
    *rules: str,
    fail_on: Severity = "error",
    **options: Any,
) -> Fix:
    return fix(
        change_set(changes),
        state,
        judge(state, pack(*rules), fail_on),
        now=NOW,
        scale=Scale(fail_on=fail_on),
        **options,
    )


def written(result: Fix) -> list[dict[str, Any]]:
    above = result.given.envelope
    return [native_change(change, above) for change in result.change_set.changes]
