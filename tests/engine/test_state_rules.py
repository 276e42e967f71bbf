"""State rules: what was so before, what a change set brings about, and what holds only at the end."""

from collections.abc import Callable
from typing import Any

import pytest

from linter.engine import audit
from linter.model import Report
from tests.engine.world import NOW, account, snapshot

Run = Callable[..., Report]

SEATS = """
id: seats
title: Seats
severity: error
subject: account
{each}
deny: account.enabled_users > account.purchased_users
{excess}
message: "{{{{ account.enabled_users }}}} of {{{{ account.purchased_users }}}}"
why: Because.
"""
AT_EACH_STEP = SEATS.format(
    each="each_step: true", excess="excess: account.enabled_users - account.purchased_users"
)
AT_THE_END = SEATS.format(each="", excess="excess: account.enabled_users - account.purchased_users")
WITHOUT_EXCESS = SEATS.format(each="", excess="")

CREATE = [{"op": "create", "user": f"n{number}", "set": {"full_name": f"N {number}"}} for number in range(4)]
DISABLE = [{"op": "disable", "user": f"u{number}"} for number in range(4)]


def seats(purchased: int, users: int) -> Any:
    return account(purchased_users=purchased, users=[{"id": f"u{n}", "enabled": True} for n in range(users)])


@pytest.mark.parametrize(
    ("rule", "on", "changes", "expected"),
    [
        pytest.param(
            AT_EACH_STEP, seats(2, 2), [CREATE[0], DISABLE[0]], [("introduced", 0)], id="peak in between"
        ),
        pytest.param(AT_THE_END, seats(2, 2), [CREATE[0], DISABLE[0]], [], id="the end alone counts"),
        pytest.param(AT_EACH_STEP, seats(2, 2), [DISABLE[0], CREATE[0]], [], id="the right order"),
        pytest.param(AT_EACH_STEP, seats(2, 2), CREATE[:3], [("introduced", 0)], id="one fault, one finding"),
        pytest.param(
            AT_EACH_STEP,
            seats(2, 2),
            [CREATE[0], DISABLE[0], CREATE[1]],
            [("introduced", 0), ("introduced", 2)],
            id="passed twice",
        ),
        pytest.param(AT_EACH_STEP, seats(1, 2), [DISABLE[0]], [("pre_existing", None)], id="mended"),
        pytest.param(AT_THE_END, seats(1, 2), [DISABLE[0]], [], id="mended by the end"),
        pytest.param(
            AT_THE_END, seats(1, 3), [DISABLE[0]], [("pre_existing", None)], id="better, not yet good"
        ),
        pytest.param(AT_THE_END, seats(1, 2), [CREATE[0]], [("introduced", 0)], id="worse than before"),
        pytest.param(
            AT_EACH_STEP,
            seats(1, 2),
            [CREATE[0]],
            [("introduced", 0), ("pre_existing", None)],
            id="worse than before, at a step",
        ),
        pytest.param(
            WITHOUT_EXCESS, seats(1, 2), [CREATE[0]], [("pre_existing", None)], id="cannot tell worse"
        ),
        pytest.param(
            AT_THE_END, seats(2, 2), CREATE[:2], [("introduced", 1)], id="the last change that mattered"
        ),
    ],
)
def test_origin_and_place(run: Run, rule: str, on: Any, changes: Any, expected: Any) -> None:
    report = run([rule], on, *changes)
    assert [(each.origin, each.change and each.change.index) for each in report.findings] == expected
    assert report.verdict == (
        "denied" if any(origin == "introduced" for origin, _ in expected) else "allowed"
    )


SIGN_IN = """
id: sign-in
title: Sign-in
severity: error
subject: user
require: fold(user.sign_in_id) == fold(user.primary_email)
message: "{{ user.sign_in_id }} is not {{ user.primary_email }}"
why: Because.
"""
GOOD = {"id": "u1", "sign_in_id": "a@x.example", "primary_email": "A@x.example"}
BAD = {"id": "u2", "sign_in_id": "b@x.example", "primary_email": "c@x.example"}


@pytest.mark.parametrize(
    ("user", "fields", "expected"),
    [
        ("u1", {"primary_email": "z@x.example"}, [("introduced", "u1")]),
        ("u1", {"full_name": "Z"}, []),
        ("u2", {"primary_email": "d@x.example"}, [("pre_existing", "u2")]),
        ("u2", {"primary_email": "b@x.example"}, []),
        ("u2", {"full_name": "Z"}, []),
    ],
)
def test_user_rules_look_at_users_that_a_change_touched(
    run: Run, user: str, fields: Any, expected: Any
) -> None:
    report = run([SIGN_IN], account(users=[GOOD, BAD]), {"op": "update", "user": user, "set": fields})
    assert [(each.origin, each.user) for each in report.findings] == expected


def test_a_deleted_user_is_not_judged(run: Run) -> None:
    assert run([SIGN_IN], account(users=[BAD]), {"op": "delete", "user": "u2"}).findings == ()


def test_a_user_rule_that_reads_the_account_concerns_all_its_users(run: Run) -> None:
    rule = SIGN_IN.replace("require: ", "require: account.purchased_users < 5 || ")
    on = account(purchased_users=3, users=[GOOD, BAD])
    report = run([rule], on, {"op": "set_purchased_users", "purchased_users": 9})
    assert [(each.origin, each.user) for each in report.findings] == [("introduced", "u2")]


def test_an_unknown_state_is_undecided(run: Run) -> None:
    report = run(
        [SIGN_IN],
        account(users=[{"id": "u1"}]),
        {"op": "update", "user": "u1", "set": {"primary_email": "z@x.example"}},
    )
    assert report.verdict == "undecided"
    assert [(case.rule, case.missing) for case in report.undecided] == [
        ("house/sign-in", ("user.sign_in_id",))
    ]


BILLING = """
id: billing
title: Billing record
severity: error
subject: account
require: account.billing_user != null && account.billing_user.enabled
message: "{{ account.billing_admin.email }} is not an enabled user"
why: Because.
"""
ADMIN = {"user_id": "u1", "email": "a@x.example"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([{"op": "update", "user": "u1", "set": {"full_name": "Z"}}], []),
        ([{"op": "disable", "user": "u1"}, {"op": "update", "user": "u1", "set": {"full_name": "Z"}}], [0]),
        ([{"op": "update", "user": "u1", "set": {"full_name": "Z"}}, {"op": "delete", "user": "u1"}], [1]),
    ],
)
def test_the_place_is_the_change_that_mattered_to_the_rule(run: Run, changes: Any, expected: Any) -> None:
    on = account(billing_admin=ADMIN, users=[{**GOOD, "full_name": "A", "enabled": True}])
    report = run([BILLING], on, *changes)
    assert [each.change and each.change.index for each in report.findings] == expected


def test_audit_counts_what_is_there(load: Callable[..., Any]) -> None:
    state = snapshot(
        account(purchased_users=1, users=[GOOD, BAD]), account(id="other", purchased_users=1, users=[])
    )
    report = audit(state, load(SIGN_IN), now=NOW)
    (finding,) = report.findings
    assert report.verdict == "denied"
    assert (finding.account, finding.user, finding.origin) == ("acme", "u2", "pre_existing")
    assert finding.location is not None
    assert finding.location.pointer == "acme/u2"
    assert report.summary.errors == 1


def test_audit_without_a_state_rule_checks_nothing(load: Callable[..., Any]) -> None:
    rule = (
        "id: only\ntitle: T\nseverity: error\nmatch: {op: delete}\ndeny: before.enabled\nmessage: m\nwhy: w"
    )
    assert audit(snapshot(account(users=[])), load(rule), now=NOW).verdict == "undecided"


ORPHANS = """
id: no-orphans
title: Nobody reports to a disabled user
severity: error
subject: user
deny: '!user.enabled && user.direct_reports > 0'
message: "{{ user.id }} has {{ user.direct_reports }} reports"
why: Because.
"""
TEAM = account(
    users=[
        {"id": "boss", "enabled": True, "manager_id": None},
        {"id": "old", "enabled": False, "manager_id": None},
        {"id": "anna", "enabled": True, "manager_id": "boss"},
    ]
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([{"op": "disable", "user": "boss"}], [("boss", 0)]),
        ([{"op": "disable", "user": "boss"}, {"op": "disable", "user": "anna"}], []),
        ([{"op": "update", "user": "anna", "set": {"manager_id": "old"}}], [("old", 0)]),
    ],
)
def test_a_user_is_looked_at_again_when_its_reports_are_others(
    run: Run, changes: list[Any], expected: list[Any]
) -> None:
    report = run([ORPHANS], TEAM, *changes)
    assert [(finding.user, finding.change.index) for finding in report.findings if finding.change] == expected
