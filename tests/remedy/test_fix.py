"""What stands in place of what, and what is left."""

from typing import Any

import pytest

from tests.remedy.conftest import fixed, person, snapshot, written

ADMIN = person("admin")
ANNA = person("anna", full_name="Anna Berg", roles=["Sales"], licenses=["CRM Online"], groups=["North"])
PETER = {"full_name": "Peter Lind", "primary_email": "peter@company.example"}
CREATED = {
    "op": "create",
    "set": {**PETER, "roles": ["Sales"], "licenses": ["CRM Online"], "groups": ["North"]},
    "replaces": "anna",
}
DISABLED = {"op": "disable", "user": "anna"}
INVITED = {"op": "invite", "user": "peter@company.example"}
OLD = person("old", full_name="Old One", enabled=False)
NEW = {"full_name": "New One", "primary_email": "new@company.example"}
REVIVED = {"op": "create", "set": NEW, "replaces": "old"}

Changes = list[dict[str, Any]]

FIXED: list[tuple[str, Changes, Changes]] = [
    (
        "a person takes over a user",
        [{"op": "update", "user": "anna", "set": PETER}],
        [CREATED, DISABLED, INVITED],
    ),
    (
        "the same person with another address",
        [{"op": "update", "user": "anna", "set": {"primary_email": "anna.b@company.example"}}],
        [
            {
                **CREATED,
                "set": {
                    **CREATED["set"],
                    "full_name": "Anna Berg",
                    "primary_email": "anna.b@company.example",
                },
            },
            DISABLED,
            {"op": "invite", "user": "anna.b@company.example"},
        ],
    ),
    (
        "what else the author sets goes along, and wins",
        [{"op": "update", "user": "anna", "set": {**PETER, "employee_id": "7", "roles": ["Lead"]}}],
        [{**CREATED, "set": {**CREATED["set"], "employee_id": "7", "roles": ["Lead"]}}, DISABLED, INVITED],
    ),
    (
        "what is cleared is not there to begin with",
        [{"op": "update", "user": "anna", "set": {**PETER, "employee_id": None, "tags": []}}],
        [CREATED, DISABLED, INVITED],
    ),
    (
        "later changes of the old user are made to the new one",
        [
            {"op": "update", "user": "anna", "set": PETER},
            {"op": "grant_role", "user": "anna", "role": "Lead"},
            {"op": "grant_role", "user": "peter@company.example", "role": "Coach"},
            {"op": "grant_role", "user": "admin", "role": "Lead"},
        ],
        [
            CREATED,
            DISABLED,
            INVITED,
            {"op": "grant_role", "user": "peter@company.example", "role": "Lead"},
            {"op": "grant_role", "user": "peter@company.example", "role": "Coach"},
            {"op": "grant_role", "user": "admin", "role": "Lead"},
        ],
    ),
    (
        "earlier ones are not: that was somebody else",
        [
            {"op": "grant_role", "user": "anna", "role": "Lead"},
            {"op": "update", "user": "anna", "set": PETER},
        ],
        [
            {"op": "grant_role", "user": "anna", "role": "Lead"},
            {**CREATED, "set": {**CREATED["set"], "roles": ["Sales", "Lead"]}},
            DISABLED,
            INVITED,
        ],
    ),
    ("a user is disabled, not deleted", [{"op": "delete", "user": "anna"}], [DISABLED]),
    (
        "details first, enabled then: the old user stays disabled",
        [{"op": "update", "user": "old", "set": NEW}, {"op": "enable", "user": "old"}],
        [
            {**REVIVED, "set": {**NEW, "enabled": False}},
            {"op": "enable", "user": "new@company.example"},
        ],
    ),
    (
        "enabled first: all that followed was meant for the new one",
        [
            {"op": "enable", "user": "old"},
            {"op": "invite", "user": "old"},
            {"op": "update", "user": "old", "set": NEW},
        ],
        [REVIVED, {"op": "invite", "user": "new@company.example"}],
    ),
    (
        "enabled by the same change",
        [{"op": "update", "user": "old", "set": {**NEW, "enabled": True}}],
        [REVIVED],
    ),
    (
        "a user is taken over twice",
        [
            {"op": "update", "user": "anna", "set": PETER},
            {"op": "update", "user": "anna", "set": NEW},
            {"op": "grant_role", "user": "anna", "role": "Lead"},
        ],
        [
            CREATED,
            DISABLED,
            INVITED,
            {**CREATED, "set": {**CREATED["set"], **NEW}, "replaces": "peter@company.example"},
            {"op": "disable", "user": "peter@company.example"},
            {"op": "invite", "user": "new@company.example"},
            {"op": "grant_role", "user": "new@company.example", "role": "Lead"},
        ],
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [case[1:] for case in FIXED], ids=[case[0] for case in FIXED]
)
def test_fixed(changes: Changes, expected: Changes) -> None:
    result = fixed(snapshot(ADMIN, ANNA, OLD, person("spare")), changes)
    assert written(result) == expected
    assert (result.report.verdict, result.left, result.dropped) == ("allowed", (), ())


def test_what_the_policies_do_not_allow_is_left_out() -> None:
    state = snapshot(
        person("admin", roles=["Sales", "Billing Administrator"]), person("spare"), purchased_users=2
    )
    result = fixed(state, [{"op": "update", "user": "admin", "set": PETER}])
    assert written(result) == [{"op": "create", "set": {**PETER, "roles": ["Sales"]}, "replaces": "admin"}]
    (remedy,) = result.plan.remedies.values()
    assert [(each.change.op, each.change.role, each.finding.rule) for each in remedy.left_out] == [
        ("grant_role", "Billing Administrator", "crm-online/billing-admin-is-support-managed"),
        ("disable", remedy.left_out[1].change.role, "crm-online/billing-admin-stays-active"),
        ("invite", remedy.left_out[2].change.role, "crm-online/seats"),
    ]


def test_what_was_left_out_is_put_back_after_the_change_that_frees_it() -> None:
    """The new user's invitation needs a seat, which only a later change frees."""
    state = snapshot(
        person("admin", roles=["Sales", "Billing Administrator"]),
        person("spare"),
        person("third"),
        purchased_users=3,
    )
    changes = [
        {"op": "update", "user": "admin", "set": PETER},
        {"op": "grant_role", "user": "third", "role": "Lead"},
        {"op": "disable", "user": "spare"},
        {"op": "grant_role", "user": "third", "role": "Coach"},
    ]
    result = fixed(state, changes)
    created = {"op": "create", "set": {**PETER, "roles": ["Sales"]}, "replaces": "admin"}
    assert written(result) == [created, changes[1], changes[2], INVITED, changes[3]]
    (remedy,) = result.plan.remedies.values()
    assert [each.change.op for each in remedy.left_out] == ["grant_role", "disable"]
    assert result.passes


def test_warnings_that_deny_are_answered_too() -> None:
    """Nobody gets access before accepting, and the old user stays until the new one has."""
    result = fixed(snapshot(ADMIN, ANNA), [{"op": "update", "user": "anna", "set": PETER}], fail_on="warning")
    assert written(result) == [{"op": "create", "set": PETER, "replaces": "anna"}, INVITED]
    assert result.passes


LEFT: list[tuple[str, Changes, str, str]] = [
    (
        "no address for a new user",
        [{"op": "update", "user": "anna", "set": {"full_name": "Anna Lind"}}],
        "crm-online/rename-existing-user",
        "no remedy is known for it",
    ),
    (
        "only Billing Support can do it",
        [{"op": "set_billing_admin", "user": "anna"}],
        "crm-online/billing-admin-is-support-managed",
        "no remedy is known for it",
    ),
    (
        "the remedy is denied as well",
        [{"op": "update", "user": "anna", "set": {**PETER, "aliases": ["admin@company.example"]}}],
        "crm-online/repurpose-user",
        "its remedy was tried, and `change-set/duplicate-user` objects to it: `admin@company.example` "
        "already belongs to user `admin` (`ADMIN`) in account `acme`; a user's keys must be its own",
    ),
]


@pytest.mark.parametrize(
    ("changes", "rule", "reason"), [case[1:] for case in LEFT], ids=[case[0] for case in LEFT]
)
def test_left(changes: Changes, rule: str, reason: str) -> None:
    """What is left is as the author wrote it."""
    result = fixed(snapshot(ADMIN, ANNA), changes)
    assert (rule, reason) in [(left.finding.rule, left.reason) for left in result.left]
    assert written(result) == changes
    assert result.report.verdict == "denied"


def test_partial_drops_what_is_denied_and_all_else_of_the_same_user() -> None:
    changes = [
        {"op": "enable", "user": "old"},
        {"op": "update", "user": "old", "set": {"full_name": "Somebody Else"}},
        {"op": "grant_role", "user": "anna", "role": "Lead"},
        {"op": "delete", "user": "spare"},
    ]
    result = fixed(snapshot(ADMIN, ANNA, OLD, person("spare")), changes, partial=True)
    assert written(result) == [changes[2], {"op": "disable", "user": "spare"}]
    assert result.dropped == (0, 1)
    assert (result.report.verdict, len(result.left)) == ("allowed", 1)


def test_where_everything_is_dropped_nothing_passes() -> None:
    changes = [{"op": "set_billing_admin", "user": "anna"}]
    result = fixed(snapshot(ADMIN, ANNA), changes, partial=True)
    assert (written(result), result.report.verdict) == ([], "undecided")


def test_what_may_be_made_stays_as_it_is() -> None:
    changes = [{"op": "grant_role", "user": "anna", "role": "Lead"}]
    result = fixed(snapshot(ADMIN, ANNA), changes)
    assert (written(result), result.plan.remedies) == (changes, {})
