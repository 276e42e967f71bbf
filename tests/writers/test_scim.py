"""Bulk requests, read back; and what SCIM has no request for."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linter.model import Envelope
from linter.writers import WRITERS
from tests.writers.conftest import Back, change_set, lost
from tests.writers.strategies import native_changes, request_changes

SCIM = WRITERS["scim"]


@given(st.lists(native_changes() | request_changes(), min_size=1, max_size=5))
@settings(max_examples=80)
def test_what_is_written_reads_back(back: Back, changes: list[dict[str, Any]]) -> None:
    changes.sort(key=lambda change: change["op"] != "create")  # who is created is named afterwards
    written = SCIM.write(change_set(changes, Envelope(account="acme")))
    assume(written.means and any(written.means))
    assert back(written, "bulk.json") == list(written.means or ())


def test_who_is_created_is_named_afterwards(back: Back) -> None:
    changes = [
        {"op": "create", "user": "n1", "set": {"sign_in_id": "n@c.example", "employee_id": "7"}},
        {"op": "add_group", "user": "n1", "group": "g1"},
        {"op": "update", "user": "u1", "set": {"manager_id": "n1", "enabled": False}},
    ]
    written = SCIM.write(change_set(changes))
    operations = json.loads(written.text)["Operations"]
    assert operations[0]["bulkId"] == "n1"
    assert operations[1]["data"]["Operations"][0]["value"] == [{"value": "bulkId:n1"}]
    assert back(written, "bulk.json") == [
        {"op": "create", "set": {"sign_in_id": "n@c.example", "employee_id": "7"}},
        {"op": "add_group", "user": "n@c.example", "group": "g1"},
        {"op": "update", "user": "u1", "set": {"manager_id": "n@c.example"}},
        {"op": "disable", "user": "u1"},
    ]
    assert lost(written) == []


def test_values_that_come_and_go_are_requested_so() -> None:
    attributes = {"phoneNumbers": {"add": [{"value": "1"}], "delete": [{"value": "2"}]}}
    written = SCIM.write(change_set([{"op": "update", "user": "u1", "set": {"attributes": attributes}}]))
    (operation,) = json.loads(written.text)["Operations"]
    assert operation["data"]["Operations"] == [
        {"op": "add", "path": "phoneNumbers", "value": [{"value": "1"}]},
        {"op": "remove", "path": "phoneNumbers", "value": [{"value": "2"}]},
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"op": "invite", "user": "u1"}, "SCIM has no request for `invite`"),
        ({"op": "set_billing_admin", "user": "u1"}, "SCIM has no request for `set_billing_admin`"),
        (
            {"op": "create", "set": {"full_name": "A B"}},
            "`create` has no `sign_in_id`, which SCIM needs (`userName`)",
        ),
        (
            {"op": "create", "set": {"sign_in_id": "a"}, "replaces": "u1"},
            "`replaces` of `create` has no place in SCIM",
        ),
        (
            {"op": "revoke_role", "user": "u1", "role": 'a"b'},
            "`role` of `revoke_role` holds what SCIM cannot name",
        ),
        (
            {"op": "update", "user": "u1", "set": {"full_name": ""}},
            "this value of `full_name` has no place in `update` as SCIM has it",
        ),
        (
            {"op": "update", "user": "u1", "set": {"attributes": {"userName": "x"}}},
            "this value of `userName` has no place in `update` as SCIM has it",
        ),
        ({"op": "disable", "user": "me"}, "a path cannot name `me`, whom `disable` is about"),
        (
            {"op": "disable", "user": "u1", "before": {"enabled": True}},
            "the old `enabled` of `disable` has no place in a request",
        ),
    ],
)
def test_what_scim_cannot_say(change: dict[str, Any], what: str) -> None:
    assert what in lost(SCIM.write(change_set([change])))


def test_a_user_with_all_that_the_standard_has_comes_back(back: Back) -> None:
    user = {
        "sign_in_id": "b@c.example",
        "full_name": "B J",
        "primary_email": "b@c.example",
        "manager_id": "u1",
        "attributes": {
            "name.formatted": "Ms. B J",
            "name.middleName": "X",
            "emails": [
                {"value": "b@c.example", "primary": True},
                {"value": "b@home.example", "type": "home"},
            ],
            "manager.displayName": "M N",
            "department": "Sales",
            "phoneNumbers": [{"value": "1", "type": "work"}],
        },
    }
    changes = [{"op": "create", "set": user}, {"op": "update", "user": "u7", "set": user}]
    written = SCIM.write(change_set(changes))
    assert lost(written) == []
    assert back(written, "bulk.json") == changes
    assert written.text.count(':enterprise:2.0:User:department"') == 1
    assert '"manager":{"value":"u1","displayName":"M N"}' in written.text
