"""The whole run: totals, trust in the snapshot, rules about the change set, and what is counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linter.engine import BUILTINS, Trust, check
from linter.model import Report
from tests.engine.world import NOW, account, change_set, snapshot

Run = Callable[..., Report]

LIMIT = """
id: limit
title: Not too many
severity: error
subject: change_set
deny: count(change_set.counts, "disable") > {limit}
message: "{{{{ count(change_set.counts, 'disable') }}}} of {{{{ change_set.users_touched }}}} users"
why: Because.
"""
SHARE = """
id: share
title: Not too large a share
severity: error
subject: change
match: {op: disable}
deny: change_set.changes * 2 > change_set.population
message: "{{ change_set.changes }} of {{ change_set.population }}"
why: Because.
"""
USERS = [{"id": f"u{number}", "enabled": True} for number in range(3)]
DISABLE = [{"op": "disable", "user": f"u{number}"} for number in range(3)]


@pytest.mark.parametrize(("limit", "messages"), [(1, ["2 of 2 users"]), (2, [])])
def test_a_rule_about_the_change_set_is_judged_once(run: Run, limit: int, messages: list[str]) -> None:
    report = run([LIMIT.format(limit=limit)], account(users=USERS), *DISABLE[:2])
    assert [finding.message for finding in report.findings] == messages
    assert report.verdict == ("denied" if messages else "allowed")


@pytest.mark.parametrize(("changes", "verdict"), [(1, "allowed"), (2, "denied")])
def test_the_population_is_that_of_the_accounts_before(run: Run, changes: int, verdict: str) -> None:
    assert run([SHARE], account(users=USERS), *DISABLE[:changes]).verdict == verdict


@pytest.mark.parametrize("on", [None, account(), account(users=USERS)])
def test_an_unknown_population_is_undecided(run: Run, on: Any) -> None:
    report = run([SHARE], on, DISABLE[0], snapshot={"complete": False})
    assert "change_set.population" in {name for case in report.undecided for name in case.missing}


RECENT = "id: r\ntitle: T\nseverity: error\nsubject: snapshot\nmessage: m\nwhy: w\n"


@pytest.mark.parametrize(
    ("condition", "taken", "verdict"),
    [
        ('require: snapshot.age < duration("2h")', 1, "allowed"),
        ('require: snapshot.age < duration("2h")', 3, "denied"),
        ('require: snapshot.age < duration("2h")', None, "undecided"),
        ("require: snapshot.complete", 1, "allowed"),
    ],
)
def test_rules_about_the_snapshot(run: Run, condition: str, taken: int | None, verdict: str) -> None:
    fields = {} if taken is None else {"taken_at": NOW - timedelta(hours=taken)}
    report = run([f"{RECENT}{condition}"], account(users=USERS), DISABLE[0], snapshot=fields)
    assert report.verdict == verdict


@pytest.mark.parametrize(
    ("hours", "limit", "reason"),
    [
        (1, 2, None),
        (3, 2, "the snapshot was taken 3 hours ago; `max_snapshot_age` is 2 hours"),
        (50, 2, "the snapshot was taken 2 days 2 hours ago; `max_snapshot_age` is 2 hours"),
        (None, 2, "the snapshot does not say when it was taken (`taken_at`)"),
        (None, None, None),
    ],
)
def test_an_old_snapshot_decides_nothing(
    load: Callable[..., Any], hours: int | None, limit: int | None, reason: str | None
) -> None:
    fields = {} if hours is None else {"taken_at": NOW - timedelta(hours=hours)}
    report = check(
        change_set(DISABLE[0]),
        snapshot(account(users=USERS), **fields),
        load(LIMIT.format(limit=5)),
        now=NOW,
        trust=Trust(max_age=None if limit is None else timedelta(hours=limit)),
    )
    found = [case.reason for case in report.undecided if case.rule == "change-set/snapshot-age"]
    assert found == ([reason] if reason else [])
    assert report.verdict == ("undecided" if reason else "allowed")


def test_a_stale_snapshot_is_reported_and_not_trusted(run: Run) -> None:
    stale = {"op": "disable", "user": "u1", "before": {"full_name": "Other"}}
    on = account(users=[{"id": "u1", "enabled": True, "full_name": "A B"}])
    report = run([LIMIT.format(limit=5)], on, stale)
    assert [finding.rule for finding in report.findings] == ["change-set/stale-snapshot"]
    assert report.verdict == "undecided"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"op": "disable", "user": "u9"}, "unknown-user"),
        ({"op": "create", "user": "u1", "set": {}}, "duplicate-user"),
        ({"op": "enable", "user": "u1"}, "no-effect"),
        ({"op": "restore", "user": "u1"}, "impossible-operation"),
        ({"op": "update", "user": "u1", "set": {"ful_name": "X"}}, "unknown-attribute"),
    ],
)
def test_faults_become_findings_of_the_built_in_rules(run: Run, change: Any, rule: str) -> None:
    (finding,) = run([LIMIT.format(limit=5)], account(users=USERS), change).findings
    assert finding.rule == f"change-set/{rule}"
    assert finding.severity == BUILTINS[rule].severity
    assert finding.instead is not None
    assert finding.location is not None


def test_what_is_counted(run: Run) -> None:
    report = run([LIMIT.format(limit=1), SHARE], account(users=USERS), *DISABLE)
    summary = report.summary
    assert (summary.changes, summary.accounts, summary.errors) == (3, 1, 4)
    assert summary.rules == 2 + len(BUILTINS)
    assert summary.rules_applied == 2


@pytest.mark.parametrize("path", ["before.full_name", "after.full_name", "account.name"])
def test_every_unknown_value_comes_with_the_way_to_supply_it(run: Run, path: str) -> None:
    rule = (
        f"id: r\ntitle: T\nseverity: error\nmatch: {{op: disable}}\nmessage: m\nwhy: w\ndeny: {path} == null"
    )
    (case,) = run([rule], account(users=USERS), DISABLE[0]).undecided
    assert case.missing == (path,)
    assert f"add `{path.partition('.')[2]}` to the" in case.supply


def test_a_built_in_rule_is_as_grave_as_configured(load: Callable[..., Any]) -> None:
    policies = load(LIMIT.format(limit=5), severities={"change-set/no-effect": "error"})
    report = check(
        change_set({"op": "enable", "user": "u1"}), snapshot(account(users=USERS)), policies, now=NOW
    )
    assert [(each.rule, each.severity) for each in report.findings] == [("change-set/no-effect", "error")]
    assert report.verdict == "denied"
