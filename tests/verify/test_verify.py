"""What came of changes, held against what they say."""

from datetime import UTC, datetime
from typing import Any

import pytest

from linter.model import Account, Report, Snapshot
from linter.verify import verify
from tests.engine.world import NOW, account, change_set, snapshot

ADMIN = {"user_id": "u1", "full_name": "F C", "email": "name@company.example"}
F_C = {
    "id": "u1",
    "full_name": "F C",
    "primary_email": "name@company.example",
    "sign_in_id": "name@company.example",
    "enabled": True,
    "roles": ["Sales"],
}
ANNA = {"id": "u2", "full_name": "Anna Berg", "primary_email": "anna@company.example", "enabled": True}
NEW = {"full_name": "New Person", "primary_email": "new@company.example"}
MOVE = {"op": "update", "user": "u1", "set": {"primary_email": "fc@company.example"}}
CREATE = {"op": "create", "user": "new1", "set": NEW}
GRANT = {"op": "grant_role", "user": "u1", "role": "Owner"}
REVOKE = {"op": "revoke_role", "user": "u1", "role": "Sales"}
SEATS = {"op": "set_purchased_users", "purchased_users": 5}
HAND_ON = {"op": "set_billing_admin", "user": "u2"}


def acme(*users: dict[str, Any], **fields: Any) -> Account:
    return account(**{"purchased_users": 4, "billing_admin": None, "users": list(users), **fields})


def f_c(**fields: Any) -> dict[str, Any]:
    return {**F_C, **fields}


def held(changes: Any, before: Account, after: Account, complete: bool = True) -> Report:
    many = changes if isinstance(changes, list) else [changes]
    states = snapshot(before), snapshot(after, complete=complete)
    return verify(change_set(*many), *states, now=NOW)


def said(report: Report) -> list[str]:
    return [f"{each.rule.removeprefix('verify/')}: {each.message}" for each in report.findings]


def unknown(report: Report) -> list[str]:
    return [f"{each.rule.removeprefix('verify/')}: {each.reason}" for each in report.undecided]


AS_EXPECTED = [
    pytest.param(MOVE, acme(F_C), acme(f_c(primary_email="FC@company.example")), id="in other letter case"),
    pytest.param(GRANT, acme(F_C), acme(f_c(roles=["owner", "Sales"])), id="a list in another order"),
    pytest.param(REVOKE, acme(F_C), acme(f_c(roles=[])), id="a list that is empty"),
    pytest.param(SEATS, acme(F_C), acme(F_C, purchased_users=5), id="seats"),
    pytest.param(
        CREATE,
        acme(F_C),
        acme(F_C, {"id": "7f3a", **NEW, "sign_in_id": "new@company.example", "enabled": True, "roles": []}),
        id="a new user gets an id and a sign-in from the server",
    ),
    pytest.param({"op": "delete", "user": "u2"}, acme(F_C, ANNA), acme(F_C), id="deleted for good"),
    pytest.param(
        {"op": "delete", "user": "u2"},
        acme(F_C, ANNA),
        acme(F_C, {**ANNA, "full_name": "xx", "deleted_at": NOW.isoformat()}),
        id="deleted, and the record mangled",
    ),
    pytest.param(
        {"op": "invite", "user": "u2"},
        acme({**ANNA, "invitation": "none"}),
        acme({**ANNA, "invitation": "accepted", "invited_at": NOW.isoformat()}),
        id="invited and accepted since",
    ),
    pytest.param(
        MOVE,
        acme(F_C, billing_admin=ADMIN),
        acme(f_c(primary_email="fc@company.example"), billing_admin={**ADMIN, "email": "fc@company.example"}),
        id="the billing record was aligned",
    ),
    pytest.param(
        HAND_ON,
        acme(F_C, ANNA, billing_admin=ADMIN),
        acme(F_C, ANNA, billing_admin={"user_id": "u2", "email": "anna@company.example"}),
        id="the billing record was handed on",
    ),
    pytest.param(
        MOVE,
        acme(f_c(modified_at="2026-01-01T00:00:00Z")),
        acme(f_c(primary_email="fc@company.example", modified_at="2026-11-01T00:00:00Z")),
        id="server time",
    ),
    pytest.param(
        [CREATE, {"op": "update", "user": "u2", "set": {"manager_id": "new1"}}],
        acme({**ANNA, "manager_id": None}),
        acme({**ANNA, "manager_id": "7f3a"}, {"id": "7f3a", **NEW, "enabled": True, "roles": []}),
        id="a new user as manager, under the id that it got",
    ),
]


@pytest.mark.parametrize(("changes", "before", "after"), AS_EXPECTED)
def test_as_expected(changes: Any, before: Account, after: Account) -> None:
    report = held(changes, before, after)
    assert (said(report), unknown(report), report.verdict) == ([], [], "allowed")


BOUGHT = acme(F_C, purchased_users=5)
OTHERWISE = [
    (
        MOVE,
        acme(F_C),
        acme(F_C),
        "missing-effect: `primary_email` of user `u1` is `name@company.example`, and should have become "
        "`fc@company.example`",
    ),
    (
        MOVE,
        acme(F_C),
        acme(f_c(primary_email="x@company.example")),
        "different-effect: `primary_email` of user `u1` became `x@company.example`, and should have become "
        "`fc@company.example`",
    ),
    (
        SEATS,
        acme(f_c(enabled=True)),
        acme(f_c(enabled=False), purchased_users=5),
        "extra-effect: `enabled` of user `u1` became `false`, and no change says so",
    ),
    (
        REVOKE,
        acme(F_C),
        acme(F_C),
        "missing-effect: `roles` of user `u1` is `Sales`, and should have become empty",
    ),
    (
        GRANT,
        acme(F_C),
        acme(f_c(roles=["Owner", "Admin"])),
        "extra-effect: `roles` of user `u1` gained `Admin` and lost `Sales`, and no change says so",
    ),
    (CREATE, acme(F_C), acme(F_C), "missing-effect: user `new1` was not created"),
    (
        CREATE,
        acme(F_C),
        acme(F_C, {"id": "7f3a", **NEW, "enabled": True, "roles": ["Owner"]}),
        "extra-effect: `roles` of user `7f3a` gained `Owner`, and no change says so",
    ),
    (
        SEATS,
        acme(F_C, ANNA),
        acme(F_C, purchased_users=5),
        "extra-effect: user `u2` is gone, and no change deletes it",
    ),
    (
        SEATS,
        acme(F_C),
        acme(F_C, ANNA, purchased_users=5),
        "extra-effect: user `u2` is there, and no change creates it",
    ),
    (
        {"op": "delete", "user": "u2"},
        acme(ANNA),
        acme(ANNA),
        "missing-effect: user `u2` is still there, and should have been deleted",
    ),
    (
        SEATS,
        acme(F_C),
        acme(F_C),
        "missing-effect: `purchased_users` of account `acme` is `4`, and should have become `5`",
    ),
    (
        MOVE,
        acme(F_C, billing_admin=ADMIN),
        acme(f_c(primary_email="fc@company.example"), billing_admin=ADMIN),
        "billing-record-left-behind: the billing record of user `u1` still holds `name@company.example`, and "
        "`primary_email` became `fc@company.example`",
    ),
    (
        MOVE,
        acme(F_C, billing_admin={"email": "name@company.example"}),
        acme(f_c(primary_email="fc@company.example"), billing_admin={"email": "name@company.example"}),
        "billing-record-left-behind: the billing record of user `u1` still holds `name@company.example`, and "
        "`primary_email` became `fc@company.example`",
    ),
    (
        MOVE,
        acme(f_c(billing_record={"email": "name@company.example"})),
        acme(f_c(primary_email="fc@company.example", billing_record={"email": "name@company.example"})),
        "billing-record-left-behind: the billing record of user `u1` still holds `name@company.example`, and "
        "`primary_email` became `fc@company.example`",
    ),
    (
        HAND_ON,
        acme(F_C, ANNA, billing_admin=ADMIN),
        acme(F_C, ANNA, billing_admin=ADMIN),
        "missing-effect: `billing_admin` of account `acme` is `name@company.example`, and should have become "
        "`anna@company.example`",
    ),
    (
        SEATS,
        acme(F_C, ANNA, billing_admin=ADMIN),
        acme(F_C, ANNA, billing_admin=None, purchased_users=5),
        "extra-effect: `billing_admin` of account `acme` became empty, and no change says so",
    ),
]


@pytest.mark.parametrize(
    ("changes", "before", "after", "message"), OTHERWISE, ids=[case[3] for case in OTHERWISE]
)
def test_otherwise(changes: Any, before: Account, after: Account, message: str) -> None:
    report = held(changes, before, after)
    assert (said(report), report.verdict) == ([message], "denied")


def test_attributes_that_change_by_themselves_are_a_warning() -> None:
    before = acme(f_c(attributes={"last": "1", "d": "x"}))
    after = acme(f_c(attributes={"last": "2", "d": "x"}), purchased_users=5)
    report = held(SEATS, before, after)
    moved = "`attributes.last` of user `u1` became `2`"
    assert said(report) == [f"extra-attribute: {moved}, and no change says so"]
    assert report.verdict == "allowed"


MOVED = f_c(primary_email="fc@company.example")
INCOMPLETE = "the state after does not say that it is complete"
UNDECIDED = [
    (MOVE, acme(F_C), acme({"id": "u1"}), True, "missing-effect: unknown: `after.primary_email`"),
    (SEATS, acme(F_C), BOUGHT, True, None),
    (
        SEATS,
        acme(F_C),
        acme(f_c(licensed=True), purchased_users=5),
        True,
        "extra-effect: unknown: `before.licensed`",
    ),
    (CREATE, acme(F_C), acme(F_C), False, f"missing-effect: {INCOMPLETE}"),
    (SEATS, acme(F_C, ANNA), BOUGHT, False, f"extra-effect: {INCOMPLETE}"),
    (
        MOVE,
        acme(F_C, billing_admin=ADMIN),
        account(purchased_users=4, users=[MOVED]),
        True,
        "extra-effect: unknown: `after.billing_admin`",
    ),
    (
        MOVE,
        acme(F_C),
        account(purchased_users=4, billing_admin=None),
        True,
        "extra-effect: unknown: `after.users`",
    ),
    (
        {"op": "disable", "user": "nobody"},
        acme(F_C),
        acme(F_C),
        True,
        "replayable: no user `nobody` in account `acme`",
    ),
]


@pytest.mark.parametrize(("changes", "before", "after", "complete", "reason"), UNDECIDED)
def test_what_cannot_be_told_is_undecided(
    changes: Any, before: Account, after: Account, complete: bool, reason: str | None
) -> None:
    report = held(changes, before, after, complete)
    assert report.verdict == ("undecided" if reason else "allowed"), said(report)
    assert reason is None or reason in unknown(report)


def test_an_account_that_is_not_there_is_undecided() -> None:
    report = verify(change_set(MOVE), snapshot(acme(F_C)), snapshot(), now=NOW)
    assert unknown(report) == ["missing-effect: account `acme` is not in the state after"]


def test_a_state_of_an_earlier_time_shows_nothing() -> None:
    def at(day: int) -> Snapshot:
        return snapshot(acme(F_C), taken_at=datetime(2026, 11, day, tzinfo=UTC))

    report = verify(change_set(GRANT), at(20), at(19), now=NOW)
    assert unknown(report) == ["snapshot-order: the state after was taken earlier than the state before"]


def test_a_finding_stands_at_its_change_or_at_the_record() -> None:
    (finding,) = held([SEATS, MOVE], acme(F_C), acme(F_C, purchased_users=5)).findings
    assert finding.location is not None
    assert (finding.location.path, finding.location.line) == ("changes.yaml", 2)
    assert finding.location.pointer == "set/primary_email"
    assert finding.change is not None
    assert (finding.change.index, finding.change.op, finding.user) == (1, "update", "u1")
    assert finding.evidence == {
        "before.primary_email": "name@company.example",
        "expected.primary_email": "fc@company.example",
        "after.primary_email": "name@company.example",
    }
    assert [each.message for each in finding.related] == ["as it was", "as it came"]
    (missing,) = held([CREATE, {"op": "invite", "user": "new1"}], acme(F_C), acme(F_C)).findings
    assert missing.change is not None
    assert missing.change.op == "create"
    (extra,) = held(SEATS, acme(F_C), acme(f_c(enabled=False), purchased_users=5)).findings
    assert extra.location is not None
    assert (extra.location.path, extra.change) == ("snapshot.yaml", None)
