"""The `crm-online` pack: its own examples, and whole situations with every rule that should speak."""

import json
from datetime import UTC, datetime

import pytest
import yaml

from linter import check, load_packs, read_changes, read_snapshot
from linter.authoring.proof import Bench, Watch, mutate
from linter.data import folder

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

RULES = {
    "rename-existing-user": ("error", "change"),
    "repurpose-user": ("error", "change"),
    "sole-user-rename": ("info", "change"),
    "reuse-disabled-user": ("error", "change"),
    "disable-instead-of-delete": ("error", "change"),
    "billing-admin-is-support-managed": ("error", "change"),
    "billing-admin-details": ("error", "change"),
    "billing-admin-details-sole-user": ("warning", "change"),
    "billing-admin-stays-active": ("error", "change"),
    "billing-record-matches-user": ("error", "account"),
    "one-billing-admin": ("error", "account"),
    "sign-in-matches-email": ("warning", "user"),
    "seats": ("error", "account"),
    "purchase-by-billing-admin": ("error", "change"),
    "access-before-acceptance": ("warning", "change"),
    "handover-before-acceptance": ("warning", "change"),
    "name-holds-address": ("warning", "change"),
    "sign-in-change-needs-invitation": ("warning", "change"),
}

PACK = folder("policies") / "crm-online"
FILES = {path.stem: path for path in sorted(PACK.glob("*.yaml")) if path.name != "pack.yaml"}


@pytest.fixture(scope="module")
def pack():
    return load_packs(["crm-online"])


def test_the_pack_holds_exactly_these_rules(pack):
    assert {rule.name: (rule.severity, rule.subject) for rule in pack.rules} == RULES
    assert {rule.id for rule in pack.rules} == {f"crm-online/{name}" for name in RULES}


def test_one_file_a_rule():
    assert set(FILES) == set(RULES)
    for name, path in FILES.items():
        assert yaml.safe_load(path.read_text("utf-8"))["id"] == name


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_examples_of_both_kinds(name):
    examples = yaml.safe_load(FILES[name].read_text("utf-8"))["examples"]
    assert len(examples["deny"]) >= 2
    assert len(examples["allow"]) >= 2


UNCHANGED = "the matched operations do not change it"
EQUIVALENT = {
    ("access-before-acceptance", "when", "before", "after"): UNCHANGED,
    ("access-before-acceptance", "deny", "before", "after"): UNCHANGED,
    ("billing-admin-details", "when", "account", "account_after"): UNCHANGED,
    ("billing-admin-details-sole-user", "when", "account", "account_after"): UNCHANGED,
    ("rename-existing-user", "when", "account", "account_after"): UNCHANGED,
    ("rename-existing-user", "deny", "before", "after"): UNCHANGED,
    ("repurpose-user", "when", "account", "account_after"): UNCHANGED,
    ("repurpose-user", "deny", "before", "after"): UNCHANGED,
    ("reuse-disabled-user", "when", "before", "after"): UNCHANGED,
    ("sign-in-change-needs-invitation", "deny", "before", "after"): UNCHANGED,
    ("sole-user-rename", "when", "account", "account_after"): UNCHANGED,
    ("billing-admin-stays-active", "deny", "==", "<="): "a size is never below 0",
    ("handover-before-acceptance", "deny", 'change.op == "disable"', "true"): "a new user has no successor",
    (
        "handover-before-acceptance",
        "deny",
        'change.op == "create"',
        "true",
    ): "only a new user replaces another",
}
"""The changes to rules that no example can notice, because they change nothing, and why."""


def test_every_outcome_is_seen_and_every_change_that_matters_is_noticed():
    bench = Bench(lambda params: load_packs(["crm-online"], params=params))
    watch = Watch()
    assert all(result.passed for result in bench.results(watch.over))
    assert [point for point in watch.close(bench.policies).points if point.missing] == []
    survivors = mutate(bench).survivors
    assert {
        (each.rule.removeprefix("crm-online/"), each.key, each.was, each.now) for each in survivors
    } == set(EQUIVALENT)


def test_without_a_snapshot_nothing_passes_that_needs_one(pack, tmp_path):
    changes = [
        {"op": "update", "user": "u1", "set": {"full_name": "F C FC@COMPANY.EXAMPLE"}},
        {"op": "update", "user": "u1", "set": {"full_name": "D K", "primary_email": "dk@company.example"}},
        {"op": "delete", "user": "u2"},
        {"op": "grant_role", "user": "u3", "role": "Billing administrator"},
    ]
    report = _check(tmp_path, pack, changes, account=None)
    found = {finding.rule for finding in report.findings}
    assert found == _ids(("disable-instead-of-delete", "billing-admin-is-support-managed"))
    undecided = {case.rule for case in report.undecided if case.rule.startswith("crm-online/")}
    needs_no_snapshot = (
        "purchase-by-billing-admin",
        "handover-before-acceptance",
        "sign-in-change-needs-invitation",
    )
    assert undecided == _ids(RULES) - found - _ids(needs_no_snapshot)


def test_the_example_denies_its_first_change_and_nothing_else(pack):
    example = folder("policies").parent / "examples" / "crm-online"
    changes = read_changes([str(example / "changes.yaml")])
    report = check(changes, read_snapshot(str(example / "snapshot.yaml")), pack, now=NOW)
    assert report.verdict == "denied"
    assert {(finding.rule, finding.change.index) for finding in report.findings} == {
        ("crm-online/rename-existing-user", 0),
        ("crm-online/billing-admin-details", 0),
        ("crm-online/billing-record-matches-user", 0),
        ("crm-online/sign-in-matches-email", 0),
        ("crm-online/name-holds-address", 0),
    }
    assert report.undecided == ()


def _check(folder, pack, changes, account):
    """The report on changes to one account, read from files as a user would write them."""
    proposed, snapshot = folder / "changes.json", folder / "snapshot.json"
    proposed.write_text(json.dumps({"account": "acme", "changes": changes}), "utf-8")
    state = {"taken_at": "2026-11-20T08:00:00Z", "complete": True, "accounts": [account]}
    snapshot.write_text(json.dumps(state), "utf-8")
    given = None if account is None else read_snapshot(str(snapshot))
    return check(read_changes([str(proposed)]), given, pack, now=NOW)


def _ids(names):
    return {f"crm-online/{name}" for name in names}
