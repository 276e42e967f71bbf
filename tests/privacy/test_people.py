import pytest

from linter.model import UNSET, Waiver, WaiverEntry
from linter.privacy.people import is_opaque, people
from tests.engine.world import NOW, account, change_set, snapshot


@pytest.mark.parametrize(
    "key",
    [
        "u1",
        "17",
        "emp_0042",
        "user-17",
        "0a1b2c3d-0000-4000-8000-00000000abcd",
        "S-1-5-21-1004336348-1177238915-682003330-512",
        "00u1abcd2EFGH3ijk4x7",
    ],
)
def test_keys_that_tell_nothing(key: str) -> None:
    assert is_opaque(key)


@pytest.mark.parametrize(
    "key", ["fc", "jane.doe", "jsmith2", "Ann Other", "a@b.example", "DOM\\fc", "", "annotherannother"]
)
def test_keys_that_tell_something(key: str) -> None:
    assert not is_opaque(key)


def test_everybody_in_a_snapshot() -> None:
    known = snapshot(
        account(
            name="Acme",
            billing_admin={"user_id": "boss", "full_name": "Old Boss", "email": "old@company.example"},
            users=[
                {
                    "id": "u1",
                    "full_name": "F C",
                    "first_name": "F",
                    "last_name": "C",
                    "primary_email": "name@company.example",
                    "sign_in_id": None,
                    "aliases": ["fc@company.example"],
                    "employee_id": "E-77",
                    "manager_id": "jane.doe",
                    "roles": ["Sales"],
                    "billing_record": {"full_name": "F. C.", "email": "f@company.example"},
                    "attributes": {"phone": "+49 30 1", "site": "Berlin", "n": 3, "more": ["Street 5"]},
                }
            ],
        )
    )
    assert set(people(None, known)) == {
        "boss",
        "Old Boss",
        "old@company.example",
        "F C",
        "F",
        "C",
        "name@company.example",
        "fc@company.example",
        "E-77",
        "jane.doe",
        "F. C.",
        "f@company.example",
        "+49 30 1",
        "Street 5",
    }


def test_everybody_in_a_waiver() -> None:
    waiver = Waiver(
        reason="ask Jane", reference="C", approved_by="Jane Doe <jd@x.example>", expires="2026-12-31"
    )
    entry = WaiverEntry(rule="a", account="acme", user="u1", ends=NOW, waiver=waiver)
    assert set(people(None, None, [entry])) == {
        "ask Jane",
        "Jane Doe <jd@x.example>",
        "Jane Doe",
        "jd@x.example",
        "",
    }


def test_everybody_in_a_change_set() -> None:
    changes = change_set(
        {
            "op": "update",
            "user": "Ann Other",
            "set": {"full_name": "New Name", "kind": "person", "aliases": None},
        },
        {"op": "create", "user": "u9", "replaces": "old.one", "set": {"attributes": {"note": "call her"}}},
        {"op": "disable", "user": "u2", "before": {"primary_email": "was@company.example", "enabled": True}},
        {"op": "set_purchased_users", "user": UNSET, "purchased_users": 3},
        requested_by="asker",
        approved_by="u1",
    )
    assert set(people(changes, None)) == {
        "Ann Other",
        "New Name",
        "old.one",
        "call her",
        "was@company.example",
        "asker",
    }
