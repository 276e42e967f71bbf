"""Responses of the Dataverse Web API as snapshots."""

import json
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.dataverse import read_snapshot
from linter.model import UNSET

ID = "11111111-1111-1111-1111-111111111111"
ANNA = {"systemuserid": ID, "domainname": "anna@a.example"}
ROLE = {"roleid": "AAAAAAAA-0000-0000-0000-000000000001", "name": "Sales"}
LINK = "systemuserroles_association"


@pytest.fixture
def snapshot(write):
    """Reads data, or a text, as a snapshot."""

    def call(data: Any):
        text = data if isinstance(data, str) else json.dumps(data, indent=1)
        return read_snapshot(Content(write("users.json", text)), None)

    return call


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        ({"value": [ANNA]}, UNSET),
        ({"value": [ANNA], "@odata.nextLink": "https://x"}, False),
        ({"value": [ANNA], "@Microsoft.Dynamics.CRM.morerecords": True}, False),
        ({"value": [ANNA], "@odata.count": 2}, False),
        ([{"value": [ANNA], "@odata.nextLink": "x"}, {"value": []}], UNSET),
        ([ANNA], UNSET),
        (ANNA, False),
    ],
)
def test_complete_only_where_nothing_says_otherwise(snapshot, data: Any, complete: Any) -> None:
    found = snapshot(data)
    assert found.complete is complete
    assert [user.sign_in_id for user in found.accounts[0].users] == ["anna@a.example"]
    assert found.locate("", ID).line
    assert found.locate("", "2") is None


@pytest.mark.parametrize(
    ("extra", "roles"),
    [
        ({}, UNSET),
        ({LINK: [ROLE]}, ("Sales",)),
        ({LINK: []}, ()),
        ({LINK: [], f"{LINK}@odata.nextLink": "https://x"}, UNSET),
        ({LINK: [ROLE, {"roleid": "2"}]}, UNSET),
    ],
)
def test_roles_are_known_where_all_are_there(snapshot, extra: dict[str, Any], roles: Any) -> None:
    found = snapshot({"value": [{**ANNA, **extra}]})
    (user,) = found.accounts[0].users
    assert user.roles == roles
    assert (user.enabled, user.licensed, user.groups, user.invitation) == (UNSET, UNSET, UNSET, UNSET)
    if user.roles:
        assert found.role_names == {ROLE["roleid"].lower(): "Sales"}


def test_names_of_roles_serve_the_changes(snapshot, read) -> None:
    from linter.formats.given import Given

    text = f'POST systemusers({ID})/{LINK}/$ref\n\n{{"@odata.id": "roles({ROLE["roleid"]})"}}'
    part = read(text, Given(snapshot({"value": [{**ANNA, LINK: [ROLE]}]})))
    assert [change.role for change in part.changes(0)] == ["Sales"]
    assert part.survey.unchecked == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"value": [{"domainname": "x"}]}, "the user has no `systemuserid`"),
        ({"value": [ANNA, {**ANNA, "systemuserid": ID}]}, f"the user `{ID}` is here twice"),
        ({"value": [{**ANNA, "isdisabled": "maybe"}]}, "`isdisabled` must be true or false"),
        ({"value": [{**ANNA, "accessmode": 9}]}, "this is no value of `accessmode`"),
        ({"value": [{**ANNA, "modifiedon": "soon"}]}, "this is not a date and time"),
        ({"value": [{**ANNA, LINK: [1]}]}, f"`{LINK}` must be a list of objects with `roleid`"),
        (
            {"value": [{**ANNA, "@removed": {}}]},
            "this user was removed: the file is a delta, not how things are",
        ),
        ({"value": [{**ANNA, "@odata.type": "#Microsoft.Dynamics.CRM.team"}]}, "this is no user"),
        ({"value": [7]}, "a user must be a JSON object"),
        ({"x": []}, "this is no list of users from the Dataverse Web API"),
        ('{"value": [{"systemuserid": "1", "systemuserid": "2"}]}', "the key `systemuserid` is here twice"),
        ('{"value": [{"systemuserid": "1"', None),
        ('{"value": ' + "[" * 5000, None),
    ],
)
def test_refused(snapshot, refused, data: Any, message: str | None) -> None:
    ((place, told, _), *_) = refused(snapshot, data)
    assert message is None or told == message
    assert place


def test_secrets_never_show(snapshot) -> None:
    found = snapshot({"value": [{**ANNA, "mypassword": "Hunter2", "nested": {"pwd": "Hunter2"}}]})
    assert "Hunter2" not in repr(found.accounts)
    assert "Hunter2" not in found.locate("", ID).text
