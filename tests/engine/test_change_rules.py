"""Change rules: selection, three-valued outcomes, supersession, places and evidence."""

from collections.abc import Callable
from typing import Any

import pytest

from linter.model import Report
from tests.engine.world import account

Run = Callable[..., Report]

RENAME = """
id: rename
title: Do not rename
severity: error
match: {op: update}
when: account.purchased_users > 1
deny: before.enabled && (changed.full_name || changed.primary_email)
message: "{{ before.full_name }} would become {{ after.full_name }}"
why: Because.
instead:
  text: Create a user.
  changes:
    - {op: create, set: {full_name: "{{ after.full_name }}", employee_id: "{{ after.employee_id }}"}}
"""
USER = {"id": "u1", "full_name": "F C", "primary_email": "f@company.example", "enabled": True}
UPDATE = {"op": "update", "user": "u1", "set": {"primary_email": "x@company.example", "full_name": "X Y"}}


def acme(**user: Any) -> Any:
    return account(purchased_users=3, users=[{**USER, **user}])


def test_an_objection_is_complete(run: Run) -> None:
    report = run([RENAME], acme(), UPDATE)
    (finding,) = report.findings
    assert report.verdict == "denied"
    assert finding.rule == "house/rename"
    assert finding.message == "F C would become X Y"
    assert finding.location is not None
    assert (finding.location.line, finding.location.pointer) == (1, "set/primary_email")
    assert finding.evidence == {
        "account.purchased_users": 3,
        "before.enabled": True,
        "changed.full_name": True,
        "changed.primary_email": True,
    }
    assert [(each.message, each.location.pointer) for each in finding.related] == [
        ("the user in the snapshot", "acme/u1")
    ]
    assert finding.instead is not None
    assert finding.instead.changes == ({"op": "create", "set": {"full_name": "X Y"}},)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"op": "disable", "user": "u1"}, "allowed"),
        ({"op": "update", "user": "u1", "set": {"employee_id": "7"}}, "allowed"),
        ({"op": "update", "user": "u1", "set": {"full_name": "F C", "employee_id": "7"}}, "allowed"),
        (UPDATE, "denied"),
    ],
)
def test_what_the_rule_selects(run: Run, changes: Any, verdict: str) -> None:
    assert run([RENAME], acme(), changes).verdict == verdict


@pytest.mark.parametrize(
    ("on", "missing"),
    [
        (account(users=[USER]), ("account.purchased_users",)),
        (
            account(purchased_users=3, users=[{"id": "u1", "full_name": "F C"}]),
            ("before.enabled", "changed.primary_email"),
        ),
        (None, ("account.purchased_users", "before.enabled", "changed.full_name", "changed.primary_email")),
    ],
)
def test_unknown_is_undecided_and_says_what_is_missing(run: Run, on: Any, missing: tuple[str, ...]) -> None:
    report = run([RENAME], on, UPDATE)
    assert report.verdict == "undecided"
    (case,) = [case for case in report.undecided if case.rule == "house/rename"]
    assert set(case.missing) <= set(missing)
    assert case.missing
    assert case.supply


@pytest.mark.parametrize(
    "on",
    [
        account(purchased_users=1, users=[{"id": "u1"}]),
        account(users=[{**USER, "enabled": False}]),
    ],
    ids=["when is false, whatever is unknown", "the condition is false, whatever `when` is"],
)
def test_a_false_side_decides(run: Run, on: Any) -> None:
    report = run([RENAME], on, UPDATE)
    assert [case.rule for case in report.undecided] == []
    assert report.verdict == "allowed"


def test_alike_undecided_cases_are_counted(run: Run) -> None:
    report = run([RENAME], account(users=[USER]), UPDATE, {**UPDATE, "set": {"full_name": "Z"}})
    (case,) = report.undecided
    assert (case.count, case.change and case.change.index) == (2, 0)
    assert report.summary.undecided == 2


GENERAL = """
id: general
title: No updates
severity: warning
match: {op: update}
deny: changed.full_name
message: general
why: Because.
"""
SPECIFIC = """
id: specific
title: No updates to X Y
severity: error
match: {op: update}
deny: changed.full_name && after.full_name == "X Y"
message: specific
why: Because.
supersedes: [general]
"""


@pytest.mark.parametrize(
    ("name", "expected"), [("X Y", ["house/specific"]), ("Z", ["house/general"]), ("F C", [])]
)
def test_the_most_specific_rule_speaks_alone(run: Run, name: str, expected: list[str]) -> None:
    report = run(
        [GENERAL, SPECIFIC],
        acme(),
        {"op": "update", "user": "u1", "set": {"full_name": name, "kind": "service"}},
    )
    assert [finding.rule for finding in report.findings] == expected


def test_a_superseding_rule_that_is_undecided_hides_nothing(run: Run) -> None:
    on = account(purchased_users=3, users=[{"id": "u1", "full_name": "F C"}])
    specific = SPECIFIC.replace('after.full_name == "X Y"', "before.enabled")
    report = run([GENERAL, specific], on, {"op": "update", "user": "u1", "set": {"full_name": "Z"}})
    assert [finding.rule for finding in report.findings] == ["house/general"]
    assert [case.rule for case in report.undecided] == ["house/specific"]


@pytest.mark.parametrize(
    ("fail_on", "verdict"), [("error", "allowed"), ("warning", "denied"), ("info", "denied")]
)
def test_severities_that_count(run: Run, fail_on: str, verdict: str) -> None:
    report = run(
        [GENERAL], acme(), {"op": "update", "user": "u1", "set": {"full_name": "Z"}}, fail_on=fail_on
    )
    assert report.verdict == verdict
    assert report.summary.warnings == 1


@pytest.mark.parametrize(("fail_on", "verdict"), [("error", "allowed"), ("warning", "undecided")])
def test_an_undecided_warning_counts_where_warnings_count(run: Run, fail_on: str, verdict: str) -> None:
    on = account(users=[{"id": "u1", "enabled": True}])
    report = run([GENERAL], on, {"op": "update", "user": "u1", "set": {"full_name": "Z"}}, fail_on=fail_on)
    assert report.verdict == verdict
    assert report.summary.undecided == 1


def test_a_rule_that_cannot_be_evaluated_is_an_error(run: Run) -> None:
    rule = GENERAL.replace("changed.full_name", "before.attributes.rank > 3.0")
    on = account(users=[{"id": "u1", "full_name": "F C", "attributes": {"rank": "high"}}])
    report = run([rule], on, {"op": "update", "user": "u1", "set": {"full_name": "Z"}})
    (finding,) = report.findings
    assert report.verdict == "denied"
    assert finding.severity == "error"
    assert finding.message.startswith("this rule could not be evaluated: ")


def test_nothing_to_check_is_not_a_pass(run: Run) -> None:
    report = run([GENERAL], acme())
    assert report.verdict == "undecided"
    assert [case.rule for case in report.undecided] == ["change-set/nothing-to-check"]


def test_rules_that_were_held_against_something_are_counted(run: Run) -> None:
    report = run([RENAME, GENERAL], account(purchased_users=1, users=[USER]), UPDATE)
    assert report.summary.rules_applied == 1, "`when` was false for the other"


def test_fingerprints_do_not_depend_on_the_line(run: Run) -> None:
    harmless = {"op": "update", "user": "u1", "set": {"employee_id": "7"}}
    first = run([RENAME], acme(), UPDATE).findings[0]
    second = run([RENAME], acme(), harmless, UPDATE).findings[0]
    assert first.location != second.location
    assert first.fingerprint == second.fingerprint


def test_alike_findings_have_fingerprints_of_their_own(run: Run) -> None:
    back = {"op": "update", "user": "u1", "set": {"full_name": "F C", "primary_email": "f@company.example"}}
    report = run([RENAME], acme(), UPDATE, back, UPDATE)
    prints = [finding.fingerprint for finding in report.findings]
    assert len(prints) == len(set(prints)) == 3
