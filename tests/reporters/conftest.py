"""Reports of every verdict, written by hand, for all the reporters."""

from datetime import UTC, datetime

import pytest

from linter.model import (
    ChangeRef,
    Finding,
    Instead,
    Location,
    Problem,
    Related,
    Report,
    Summary,
    Undecided,
    Waiver,
)

_WHY = (
    "New details typed over an existing user never reach the billing system, which goes on naming "
    "the person who was there before."
)
_RENAME = Finding(
    rule="crm-online/rename-existing-user",
    title="Do not rename an existing user",
    severity="error",
    message="`F C <name@company.example>` would become `F C FC@COMPANY.EXAMPLE` in place",
    fingerprint="a1b2c3",
    change=ChangeRef(index=0, op="update", account="acme", user="u1"),
    account="acme",
    user="u1",
    location=Location(
        path="changes.yaml",
        line=6,
        column=11,
        end_column=20,
        pointer="/changes/0/set/full_name",
        text="    set: {full_name: F C FC@COMPANY.EXAMPLE,",
    ),
    related=(
        Related(
            message="the user as it is now",
            location=Location(
                path="snapshot.yaml",
                line=12,
                column=7,
                end_column=9,
                pointer="/accounts/0/users/0",
                text="    - id: u1",
            ),
        ),
    ),
    evidence={
        "account.purchased_users": 3,
        "before.full_name": "F C",
        "before.aliases": (),
        "now": datetime(2026, 11, 20, 9, tzinfo=UTC),
    },
    why=_WHY,
    instead=Instead(
        text="Create a user for the new person, then disable this one.",
        changes=(
            {
                "op": "create",
                "set": {"full_name": "F C FC@COMPANY.EXAMPLE", "primary_email": "fc@company.example"},
            },
            {"op": "disable", "user": "u1"},
        ),
    ),
    references=("https://example.org/article",),
)
_BILLING = Finding(
    rule="crm-online/billing-record-matches-user",
    title="The billing record names an active user with the same address",
    severity="error",
    origin="pre_existing",
    message="the billing record of `acme` names `name@company.example`, who is not an active user",
    fingerprint="d4e5f6",
    account="acme",
    location=Location(
        path="snapshot.yaml", line=4, column=5, end_column=18, text="    billing_admin: {user_id: u1}"
    ),
)
_WAIVED = Finding(
    rule="crm-online/name-holds-address",
    title="A name is no place for an address",
    severity="warning",
    status="waived",
    waiver=Waiver(
        reason="the address is part of a product name",
        reference="CASE-0042",
        approved_by="u2",
        expires="2026-12-31",
    ),
    message="the name `F C FC@COMPANY.EXAMPLE` holds an address",
    fingerprint="0a0b0c",
    change=ChangeRef(index=0, op="update", account="acme", user="u1"),
    location=_RENAME.location,
)
_SEATS = Undecided(
    rule="crm-online/seats",
    severity="error",
    reason="the number of purchased users is not known",
    missing=("account.purchased_users", "account.seats_used"),
    supply="add `purchased_users` to account `globex` in the snapshot",
    count=12,
    change=ChangeRef(index=4, op="create", account="globex", user="u9"),
    account="globex",
    location=Location(path="changes.yaml", line=31, column=5, end_column=7, text="  - op: create"),
)
_DUPLICATE = Problem(
    message="the key `op` is here twice",
    location=Location(
        path="changes.yaml", line=3, column=20, end_column=22, text="  - {op: disable, op: enable}"
    ),
    hint="keep one of the two",
)
_MISSING = Problem(message="`snapshot.yaml` does not exist")

REPORTS = {
    "denied": Report(
        verdict="denied",
        summary=Summary(
            changes=5,
            accounts=2,
            rules=18,
            rules_applied=9,
            errors=1,
            pre_existing=1,
            undecided=12,
            waived=1,
        ),
        findings=(_RENAME, _BILLING, _WAIVED),
        undecided=(_SEATS,),
    ),
    "allowed": Report(verdict="allowed", summary=Summary(changes=1, accounts=1, rules=18, rules_applied=4)),
    "undecided": Report(
        verdict="undecided",
        summary=Summary(changes=5, accounts=1, rules=18, rules_applied=9, undecided=12),
        undecided=(_SEATS,),
    ),
    "invalid": Report(verdict="invalid", errors=(_DUPLICATE, _MISSING)),
}


@pytest.fixture(params=sorted(REPORTS))
def verdict(request: pytest.FixtureRequest) -> str:
    """Each verdict in turn."""
    return str(request.param)


@pytest.fixture
def reports() -> dict[str, Report]:
    """A report for each verdict."""
    return REPORTS


@pytest.fixture
def rename() -> Finding:
    """A finding that has everything a finding can have."""
    return _RENAME
