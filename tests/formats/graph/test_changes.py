"""Requests as changes: what each proposes, what is set aside, what is refused, and secrets."""

import json
from typing import Any

import pytest

from linter.native.data import native_change

USER = "11111111-1111-1111-1111-111111111111"
REF = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{USER}"}
GLOBAL = "62e90394-69f5-4237-9190-012177145e10"


def one(method: str, url: str, body: Any = None) -> list[dict[str, Any]]:
    """A batch of one request."""
    request = {"id": "1", "method": method, "url": url}
    return [request if body is None else {**request, "body": body}]


@pytest.mark.parametrize(
    ("request_", "changes"),
    [
        (one("DELETE", f"/users/{USER}"), [{"op": "delete", "user": USER}]),
        (one("delete", f"/USERS/{USER}"), [{"op": "delete", "user": USER}]),
        (one("DELETE", f"beta/directoryObjects/{USER}"), [{"op": "delete", "user": USER}]),
        (one("DELETE", "/users('o''hara%40a.example')"), [{"op": "delete", "user": "o'hara@a.example"}]),
        (
            one("PATCH", "/users/a@a.example?x=1", {"AccountEnabled": True, "@odata.type": "x"}),
            [{"op": "update", "user": "a@a.example", "set": {"enabled": True}}],
        ),
        (
            one("PATCH", f"/users/{USER}", {"givenName": None, "mail": "a@a.example"}),
            [{"op": "update", "user": USER, "set": {"first_name": None, "primary_email": "a@a.example"}}],
        ),
        (
            one("POST", f"/directoryRoles/{GLOBAL}/members/$ref", REF),
            [{"op": "grant_role", "user": USER, "role": "Global Administrator"}],
        ),
        (
            one("DELETE", f"/directoryRoles(roleTemplateId='{GLOBAL.upper()}')/members/{USER}/$ref"),
            [{"op": "revoke_role", "user": USER, "role": "Global Administrator"}],
        ),
        (
            one("PATCH", "/groups/g", {"members@odata.bind": [REF["@odata.id"]]}),
            [{"op": "add_group", "user": USER, "group": "g"}],
        ),
        (one("GET", "/users"), []),
    ],
)
def test_understood(read, request_: list[dict[str, Any]], changes: list[dict[str, Any]]) -> None:
    part = read(request_)
    assert [native_change(change) for change in part.changes(0)] == changes
    assert part.survey.unchecked == ()
    assert part.survey.changes == len(changes)


@pytest.mark.parametrize(
    ("request_", "what", "changes"),
    [
        (
            one("POST", "/me/assignLicense", {}),
            "1 request on the user who signs in (`/me`), whom the file",
            0,
        ),
        (one("POST", "https://else.example/users", {}), "1 request to another service", 0),
        (
            one("DELETE", f"/users/{USER}/authentication/methods/{USER}"),
            "1 request to DELETE `/users/{id}/authentication/methods/{id}`",
            0,
        ),
        (
            one(
                "DELETE",
                "/roleManagement/directory/roleAssignments/lAPpYvVpN0KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1",
            ),
            "1 request to DELETE `/roleManagement/directory/roleAssignments/{id}`",
            0,
        ),
        (one("PATCH", "/groups/g", {"displayName": "x"}), "1 update of a group", 0),
        (
            one("POST", "/groups/g/members/$ref", {"@odata.id": "https://graph.microsoft.com/v1.0/groups/h"}),
            "1 member that is no user (`groups`)",
            0,
        ),
        (
            one("POST", f"/directoryRoles/{USER}/members/$ref", REF),
            "1 role of which only the id is known, not the name",
            1,
        ),
        (
            one("POST", f"/directory/deletedItems/{USER}/restore", {"autoReconcileProxyConflict": True}),
            "1 option of a restoration",
            1,
        ),
    ],
)
def test_set_aside(read, request_: list[dict[str, Any]], what: str, changes: int) -> None:
    part = read(request_)
    (found,) = part.survey.unchecked
    assert str(found).startswith(what)
    assert found.location is not None
    assert found.location.line
    assert part.survey.changes == changes


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (one("PATCH", "/users/a", {"accountEnabled": None}), "`accountEnabled` must be true or false"),
        (one("PATCH", "/users/a", {"displayName": 7}), "`displayName` must be text"),
        (one("PATCH", "/users/a", {"mail": "x", "MAIL": "y"}), "the property `MAIL` is here twice"),
        (one("PATCH", "/users/a", {"proxyAddresses": "SMTP:x"}), "`proxyAddresses` must be a list of texts"),
        (
            one("PATCH", "/users/a", {"x": json.loads("[" * 54 + "]" * 54)}),
            "the value of `x` is nested too deep or too large",
        ),
        (one("PATCH", "/users/a", "eyJ9"), "the body must be a JSON object"),
        (one("PATCH", "/users/a"), "the body is missing"),
        (
            one("POST", "/users/a/assignLicense", {}),
            "neither `addLicenses` nor `removeLicenses` names a licence",
        ),
        (
            one("POST", "/users/a/assignLicense", {"addLicenses": ["x"]}),
            "a licence to add must be an object with a `skuId`",
        ),
        (
            one("POST", "/groups/g/members/$ref", {"@odata.id": "x"}),
            "this is not the address of a user",
        ),
        (
            one("POST", "/roleManagement/directory/roleAssignments", {"principalId": "x"}),
            "the property `roleDefinitionId` is missing in the body",
        ),
    ],
)
def test_refused(read, refused, request_: list[dict[str, Any]], message: str) -> None:
    ((place, told, _),) = refused(read, request_)
    assert told == message
    assert place


def test_all_problems_are_told_at_once(read, refused) -> None:
    requests = [
        {"id": "1", "method": "PATCH", "url": "/users/a", "body": {"mail": 1}},
        {"id": "2", "method": "PATCH", "url": "/users/b", "body": {"mail": 2}},
    ]
    assert len(refused(read, requests)) == 2


def test_places_of_parts(read) -> None:
    start = '{"requests": [{"id": "1", "method": "PATCH", "url": "/users/a",'
    part = read(f'{start}\n"body": {{\n "mail": "x", "city": "y"}}}}]}}')
    (change,) = part.changes(0)
    places = {
        pointer: f"{change.origin(pointer).line}:{change.origin(pointer).column}"
        for pointer in ("", "user", "set", "set/primary_email", "set/attributes/city")
    }
    assert places == {
        "": "1:53",
        "user": "1:53",
        "set": "1:53",
        "set/primary_email": "3:2",
        "set/attributes/city": "3:15",
    }
    assert change.origin("set/primary_email").pointer == "/requests/0/body/mail"


def test_numbers_go_on(read) -> None:
    assert [change.index for change in read(one("DELETE", "/users/a")).changes(7)] == [7]


def test_secrets_never_show(read) -> None:
    body = {
        "passwordProfile": {"password": "Hunter2"},
        "extension": {"apiKey": "Hunter2"},
        "mail": "a@a.example",
    }
    request = {**one("PATCH", "/users/a", body)[0], "headers": {"Authorization": "Bearer Hunter2"}}
    part = read(json.dumps({"requests": [request]}))
    (change,) = part.changes(0)
    assert change.secrets == ("passwordProfile", "apiKey")
    assert "Hunter2" not in repr(change.set)
    for pointer in ("", "user", "set/primary_email", "set/attributes/extension"):
        assert "Hunter2" not in change.origin(pointer).text


def test_a_secret_in_a_refused_property_never_shows(read, refused) -> None:
    text = json.dumps({"requests": one("PATCH", "/users/a", {"mail": 1, "password": "Hunter2"})})
    assert "Hunter2" not in repr(refused(read, text))
