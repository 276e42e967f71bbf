"""Operations on a user."""

from collections.abc import Callable
from typing import Any

import pytest

from linter.model import User

Patched = Callable[..., list[dict[str, Any]]]

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ('"op": "Replace", "path": "active", "value": "False"', {"op": "disable"}),
        ('"op": "replace", "value": {"active": false}', {"op": "disable"}),
        ('"OP": "add", "PATH": "ACTIVE", "VALUE": "true"', {"op": "enable"}),
        ('"op": "replace", "path": "USERNAME", "value": "a"', {"sign_in_id": "a"}),
        ('"op": "add", "path": "name.givenName", "value": "A"', {"first_name": "A"}),
        ('"op": "add", "path": "name", "value": {"familyName": "B"}', {"last_name": "B"}),
        ('"op": "replace", "value": {"name.formatted": "A B"}', {"full_name": "A B"}),
        ('"op": "remove", "path": "name"', {"first_name": None, "last_name": None}),
        ('"op": "remove", "path": "displayName"', {"full_name": None}),
        (
            '"op": "replace", "value": {"name": {"formatted": "F"}, "displayName": "D"}',
            {"full_name": "D", "attributes": {"name.formatted": "F"}},
        ),
        (f'"op": "add", "path": "{ENTERPRISE}:employeeNumber", "value": "7"', {"employee_id": "7"}),
        (f'"op": "add", "value": {{"{ENTERPRISE}": {{"manager": "m"}}}}', {"manager_id": "m"}),
        (f'"op": "remove", "path": "{ENTERPRISE}:manager"', {"manager_id": None}),
        ('"op": "add", "path": "manager", "value": {"$ref": "../Users/m"}', None),
        (
            '"op": "replace", "path": "emails[type eq \\"work\\"].value", "value": "a@b"',
            {"primary_email": "a@b"},
        ),
        (
            '"op": "replace", "path": "emails[primary eq true]", "value": {"value": "a@b"}',
            {"primary_email": "a@b"},
        ),
        ('"op": "replace", "path": "emails", "value": [{"value": "a@b"}]', {"primary_email": "a@b"}),
        ('"op": "remove", "path": "emails"', {"primary_email": None}),
        (
            '"op": "add", "path": "emails[type eq \\"home\\"].value", "value": "a@b"',
            {"attributes": {'emails[type eq "home"].value': "a@b"}},
        ),
        (
            '"op": "replace", "path": "emails[value eq \\"a@b\\"].primary", "value": true',
            {"primary_email": "a@b"},
        ),
        ('"op": "replace", "path": "roles", "value": ["A", {"value": "B"}]', {"roles": ["A", "B"]}),
        ('"op": "remove", "path": "roles"', {"roles": []}),
        ('"op": "add", "value": {"roles": ["A"]}', {"op": "grant_role", "role": "A"}),
        (
            '"op": "add", "path": "roles", "value": "{\\"value\\": \\"A\\", \\"id\\": \\"1\\"}"',
            {"op": "grant_role", "role": "A"},
        ),
        ('"op": "remove", "path": "roles", "value": [{"value": "A"}]', {"op": "revoke_role", "role": "A"}),
        ('"op": "add", "path": "entitlements", "value": "E"', {"op": "assign_license", "license": "E"}),
        ('"op": "replace", "path": "nickname", "value": "N"', {"attributes": {"nickName": "N"}}),
        (
            '"op": "replace", "path": "urn:acme:2.0:User:x.y", "value": 1',
            {"attributes": {"urn:acme:2.0:User:x.y": 1}},
        ),
        (
            '"op": "add", "path": "ims", "value": {"value": "i"}',
            {"attributes": {"ims": {"add": [{"value": "i"}]}}},
        ),
        ('"op": "remove", "path": "ims", "value": ["i"]', {"attributes": {"ims": {"delete": ["i"]}}}),
        ('"op": "remove", "path": "ims[type eq \\"x\\"]"', {"attributes": {'ims[type eq "x"]': None}}),
    ],
)
def test_operation(patched: Patched, operation: str, expected: dict[str, Any] | None) -> None:
    expected = (
        {"manager_id": "m", "attributes": {"manager.$ref": "../Users/m"}} if expected is None else expected
    )
    whole = expected if "op" in expected else {"op": "update", "set": expected}
    assert patched("{" + operation + "}") == [whole]


def test_operations_are_one_update_and_keep_their_order(patched: Patched) -> None:
    assert patched(
        '{"op": "add", "path": "roles", "value": "A"}, {"op": "replace", "path": "roles", "value": ["B"]},'
        '{"op": "add", "path": "roles", "value": "C"}, {"op": "remove", "path": "roles[value eq \\"b\\"]"},'
        '{"op": "add", "path": "title", "value": "T"}'
    ) == [
        {"op": "grant_role", "role": "A"},
        {"op": "update", "set": {"roles": ["C"], "attributes": {"title": "T"}}},
    ]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ('"op": "remove", "path": "emails[value eq \\"A@b\\"]"', {"primary_email": None}),
        ('"op": "remove", "path": "emails", "value": [{"value": "a@b"}]', {"primary_email": None}),
        (
            '"op": "remove", "path": "emails[value eq \\"x@b\\"]"',
            {"attributes": {'emails[value eq "x@b"]': None}},
        ),
    ],
)
def test_address_that_the_state_tells(patched: Patched, operation: str, expected: dict[str, Any]) -> None:
    user = User(id="u", primary_email="a@b")
    assert patched("{" + operation + "}", user) == [{"op": "update", "set": expected}]


def test_first_address_is_the_primary_one(patched: Patched) -> None:
    operation = '{"op": "add", "path": "emails", "value": [{"value": "x@b"}]}'
    assert patched(operation, User(id="u", primary_email=None)) == [
        {"op": "update", "set": {"primary_email": "x@b"}}
    ]


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ('"op": "test"', "1 patch operation with the `op` `test`"),
        ('"op": "remove"', "1 removal that does not say of what"),
        ('"op": "add", "path": "a[", "value": 1', "1 patch operation on a path that is not understood"),
        ('"op": "add", "value": {"a b": 1}', "1 patch operation on a path that is not understood"),
        (f'"op": "remove", "path": "{ENTERPRISE}"', "1 removal of all that a schema holds"),
        ('"op": "remove", "path": "active"', "1 removal of `active` (the service may suspend the user)"),
        ('"op": "add", "path": "groups", "value": []', "1 change of the read-only attribute `groups`"),
        (
            '"op": "remove", "path": "emails[value eq \\"a@b\\"]"',
            "1 change of an e-mail address (whether it is the primary one is not known)",
        ),
        (
            '"op": "add", "path": "emails[type eq \\"home\\"].primary", "value": true',
            "1 change of which e-mail address is the primary one",
        ),
        ('"op": "remove", "path": "roles[primary eq true]"', "1 removal from `roles` by a filter"),
        (
            '"op": "replace", "path": "roles[primary eq \\"True\\"].value", "value": "A"',
            "1 value of `roles` that is replaced (which one it was is not known)",
        ),
    ],
)
def test_unchecked(unchecked: Callable[..., list[tuple[str, str]]], operation: str, what: str) -> None:
    found = unchecked(f'PATCH /Users/u\n\n{{"Operations": [\n{{{operation}}}]}}')
    assert [said for said, _ in found] == [what]
    assert found[0][1].startswith("4:")
