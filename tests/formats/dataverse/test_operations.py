"""Requests as changes: what each proposes, what is set aside, what is refused."""

import json
from typing import Any

import pytest

from linter.errors import InputError
from linter.formats.given import Given
from linter.model import Account, Snapshot, User
from linter.native.data import native_change

ANNA = "11111111-1111-1111-1111-111111111111"
BO = "22222222-2222-2222-2222-222222222222"
ROLE = "aaaaaaaa-0000-0000-0000-000000000001"
TEAM = "bbbbbbbb-0000-0000-0000-000000000001"
API = "https://org.crm.example/api/data/v9.2"
GRANT = {"op": "grant_role", "user": ANNA, "role": ROLE}
USERS = (
    User(id=ANNA, full_name="Ann Lee", first_name="Ann", last_name="Lee", sign_in_id="anna@a.example",
         invitation="accepted", licensed=True, kind="application"),
    User(id=BO, sign_in_id="bo@a.example", attributes={"User Name": "A\\bo"}),
)  # fmt: skip


def known(complete: bool = True) -> Given:
    account = Account(id="a", users=USERS)
    return Given(Snapshot(accounts=(account,), complete=complete, role_names={ROLE: "Sales"}))


def one(method: str, url: str, body: Any = None, *headers: str) -> str:
    """The text of a request."""
    text = "" if body is None else json.dumps(body, indent=1)
    return "\n".join([f"{method} {url} HTTP/1.1", *headers, "", text])


def patch(body: Any, user: str = ANNA) -> str:
    """An update."""
    return one("PATCH", f"systemusers({user})", body, "If-Match: *")


def changeset(*requests: str) -> str:
    """A batch of one change set whose requests have Content-IDs from 1."""
    parts = "".join(
        f"--c\nContent-Type: application/http\nContent-ID: {number}\n\n{request}\n"
        for number, request in enumerate(requests, 1)
    )
    return f"--b\nContent-Type: multipart/mixed; boundary=c\n\n{parts}--c--\n--b--\n"


def told(part) -> tuple[list[dict[str, Any]], list[str]]:
    assert all(item.location is not None and item.location.line for item in part.survey.unchecked)
    return [native_change(change) for change in part.changes(0)], [
        str(item) for item in part.survey.unchecked
    ]


def update(user: str = ANNA, **values: Any) -> dict[str, Any]:
    return {"op": "update", "user": user, "set": values}


LINK = "systemuserroles_association"
MEMBERSHIP = "teammembership_association"
UNDERSTOOD = [
    (one("GET", "systemusers"), []),
    (one("DELETE", f"{API}/systemusers({ANNA.upper()})"), [{"op": "delete", "user": ANNA}]),
    (one("DELETE", f"/api/data/v9.2/systemusers(systemuserid={ANNA})"), [{"op": "delete", "user": ANNA}]),
    (one("DELETE", f"systemusers(guid'{ANNA}')"), [{"op": "delete", "user": ANNA}]),
    (one("POST", f"systemusers({ANNA})", None, "X-HTTP-Method: DELETE"), [{"op": "delete", "user": ANNA}]),
    (one("DELETE", "systemusers(domainname='bo@a.example')"), [{"op": "delete", "user": "bo@a.example"}]),
    (one("DELETE", "systemusers(domainname='A\\BO')"), [{"op": "delete", "user": BO}]),
    (one("DELETE", "systemusers(windowsliveid='bo%40a.example')"), [{"op": "delete", "user": BO}]),
    (one("DELETE", "systemusers(domainname='O''Hara/x')"), [{"op": "delete", "user": "O'Hara/x"}]),
    (
        one("DELETE", "systemusers(firstname='Ann',lastname='Lee')"),
        [{"op": "delete", "user": ANNA}],
    ),
    (patch({"isdisabled": True}), [update(enabled=False)]),
    (patch({"isdisabled": False, "x@odata.type": "y"}), [update(enabled=True)]),
    (patch({"fullname": "Lee, Ann", "firstname": "Ann"}), [update(first_name="Ann")]),
    (patch({"systemuserid": BO}), [update(id=BO)]),
    (patch({"systemuserid": ANNA, "accessmode": 0}), [update(attributes={"accessmode": 0})]),
    (
        patch({"windowsliveid": "x", "domainname": "y"}),
        [update(sign_in_id="x", attributes={"domainname": "y"})],
    ),
    (patch({"windowsliveid": "x", "isdisabled": "false"}, BO), [update(BO, sign_in_id="x", enabled=True)]),
    (patch({"domainname": "A\\b"}, BO), [update(BO, attributes={"User Name": "A\\b"})]),
    (patch({"accessmode": 4}, BO), [update(BO, kind="service", attributes={"accessmode": 4})]),
    (patch({"invitestatuscode": 1}), [{"op": "invite", "user": ANNA}]),
    (patch({"invitestatuscode": 4, "islicensed": True}), []),
    (patch({"parentsystemuserid@odata.bind": f"/systemusers({BO})"}), [update(manager_id=BO)]),
    (patch({"parentsystemuserid@odata.bind": None}), [update(manager_id=None)]),
    (patch({"queueid@odata.bind": f"queues({TEAM})"}), [update(attributes={"queueid": TEAM})]),
    (patch({}), [update()]),
    (one("PUT", f"systemusers({ANNA})/isdisabled", {"value": True}), [update(enabled=False)]),
    (one("DELETE", f"systemusers({ANNA})/jobtitle"), [update(attributes={"jobtitle": None})]),
    (
        one("PUT", f"systemusers({ANNA})/parentsystemuserid/$ref", {"@odata.id": f"{API}/systemusers({BO})"}),
        [update(manager_id=BO)],
    ),
    (one("DELETE", f"systemusers({ANNA})/parentsystemuserid/$ref"), [update(manager_id=None)]),
    (
        one("POST", f"systemusers({ANNA})/Microsoft.Dynamics.CRM.SetState", {"State": {"Value": 1}}),
        [{"op": "disable", "user": ANNA}],
    ),
    (one("POST", f"systemusers({ANNA})/{LINK}/$ref", {"@odata.id": f"{API}/roles({ROLE})"}), [GRANT]),
    (one("POST", f"roles({ROLE})/{LINK}/$ref", {"@odata.id": f"systemusers({ANNA})"}), [GRANT]),
    (one("DELETE", f"systemusers({ANNA})/{LINK}({ROLE})/$ref"), [{**GRANT, "op": "revoke_role"}]),
    (one("DELETE", f"roles({ROLE})/{LINK}({ANNA})/$ref"), [{**GRANT, "op": "revoke_role"}]),
    (
        one("DELETE", f"systemusers({ANNA})/{LINK}/$ref?$id={API}/roles({ROLE})"),
        [{**GRANT, "op": "revoke_role"}],
    ),
    (
        one("POST", f"systemusers({ANNA})/{MEMBERSHIP}/$ref", {"@odata.id": f"teams({TEAM})"}),
        [{"op": "add_group", "user": ANNA, "group": TEAM}],
    ),
    (
        one(
            "POST",
            f"teams({TEAM})/Microsoft.Dynamics.CRM.RemoveMembersTeam",
            {"Members": [{"@odata.type": "x", "systemuserid": ANNA}, {"ownerid": BO}]},
        ),
        [{"op": "remove_group", "user": user, "group": TEAM} for user in (ANNA, BO)],
    ),
    (
        one("POST", "systemusers/Microsoft.Dynamics.CRM.UpdateMultiple", {"Targets": [
            {"systemuserid": ANNA, "firstname": "A"}, {"systemuserid": BO, "isdisabled": True}]}),
        [update(first_name="A"), update(BO, enabled=False)],
    ),
    (
        one("POST", "systemusers", {"systemuserid": TEAM, f"{LINK}@odata.bind": [f"/roles({ROLE})"]}),
        [{"op": "create", "user": TEAM, "set": {}}, {"op": "grant_role", "user": TEAM, "role": "Sales"}],
    ),
    (
        changeset(
            one("POST", "systemusers", {"domainname": "cy@a.example"}),
            one("PATCH", "$1", {"domainname": "dy@a.example"}),
            one("POST", f"$2/{LINK}/$ref", {"@odata.id": f"roles({ROLE})"}),
        ),
        [
            {"op": "create", "set": {"sign_in_id": "cy@a.example"}},
            update("cy@a.example", sign_in_id="dy@a.example"),
            {"op": "grant_role", "user": "cy@a.example", "role": "Sales"},
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "changes"), UNDERSTOOD)
def test_understood(read, text: str, changes: list[dict[str, Any]]) -> None:
    """With what is known; a role is then called by its name."""
    named = [{**change, "role": "Sales"} if change.get("role") == ROLE else change for change in changes]
    part = read(text, known())
    assert told(part) == (named, [])
    assert part.survey.changes == len(changes)


UPSERT = "1 update without `If-Match: *`, which creates the user where there is none"


@pytest.mark.parametrize(
    ("headers", "given", "op", "unchecked"),
    [
        ((), known(), "create", []),
        ((), known(complete=False), "update", [UPSERT]),
        ((), Given(), "update", [UPSERT]),
        (("If-Match: *",), known(), "update", []),
        (('if-match: W/"7"',), Given(), "update", []),
        (("IF-NONE-MATCH: *",), Given(), "create", []),
        (("If-None-Match: null",), known(), "create", []),
    ],
)
def test_what_a_write_to_nobody_does(
    read, headers: tuple[str, ...], given: Given, op: str, unchecked
) -> None:
    changes, found = told(read(one("PATCH", f"systemusers({TEAM})", {"firstname": "X"}, *headers), given))
    assert changes == [{"op": op, "user": TEAM, "set": {"first_name": "X"}}]
    assert found == unchecked


def test_a_write_after_a_delete_creates(read) -> None:
    write = one("PATCH", f"systemusers({ANNA})", {"firstname": "X"})
    changes, _ = told(read(f"{write}\n###\n{one('DELETE', f'systemusers({ANNA})')}\n###\n{write}", known()))
    assert [change["op"] for change in changes] == ["update", "delete", "create"]


@pytest.mark.parametrize(
    ("text", "what", "changes"),
    [
        (one("POST", "teams", {"name": "x"}), "1 request to POST `/teams`", 0),
        (one("PATCH", f"roles({ROLE})", {"name": "x"}), "1 request to PATCH `/roles({id})`", 0),
        (one("PUT", f"systemusers({ANNA})", {}), "1 request to PUT `/systemusers({id})`", 0),
        (
            one("POST", f"systemusers({ANNA})/Microsoft.Dynamics.CRM.ReassignObjectsSystemUser", {}),
            "1 request to POST `/systemusers({id})/Microsoft.Dynamics.CRM.ReassignObjectsSystemUser`",
            0,
        ),
        (one("DELETE", "https://a.example/other/systemusers(1)"), "1 request to another service", 0),
        (patch({"fullname": "Somebody Else"}), "1 edit of the read-only full name", 0),
        (patch({"invitestatuscode": 5}), "1 invitation status that a request sets", 0),
        (patch({"islicensed": False}), "1 licence that a request sets", 0),
        (patch({"modifiedon": "2026-01-01T00:00:00Z"}), "1 time of modification that a request sets", 0),
        (patch({"user_settings": {"x": 1}}), "1 related record that is written with a user", 0),
        (
            patch({"businessunitid@odata.bind": f"businessunits({TEAM})"}),
            "1 move to another business unit, which may take the user's roles away",
            1,
        ),
        (
            one("POST", f"systemusers({ANNA})/{LINK}/$ref", {"@odata.id": f"roles({TEAM})"}),
            "1 role of which only the id is known, not the name",
            1,
        ),
    ],
)
def test_set_aside(read, text: str, what: str, changes: int) -> None:
    found, unchecked = told(read(text, known()))
    assert unchecked == [what]
    assert len(found) == changes


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (patch({"isdisabled": None}), "5:16", "`isdisabled` must be true or false"),
        (patch({"firstname": 7}), "5:15", "`firstname` must be text"),
        (patch({"FirstName": "a", "firstname": "b"}), "6:15", "the property `firstname` is here twice"),
        (patch({"accessmode": 9}), "5:16", "this is no value of `accessmode`"),
        (patch({"invitestatuscode": True}), "5:22", "this is no value of `invitestatuscode`"),
        (patch({"systemuserid": "x"}), "5:18", "`systemuserid` is not the id of a record"),
        (patch({"parentsystemuserid@odata.bind": "nobody"}), "5:35", "this is not the address of a record"),
        (patch([]), "4:1", "the body must be a JSON object"),
        (one("PATCH", f"systemusers({ANNA})"), "1:7", "the body is missing"),
        (
            one("PUT", f"systemusers({ANNA})/firstname", {"x": 1}),
            "3:1",
            "the value of `firstname` is missing",
        ),
        (
            one("POST", f"systemusers({ANNA})/{LINK}/$ref", {}),
            "3:1",
            "the property `@odata.id` is missing in the body",
        ),
        (
            one("POST", f"systemusers({ANNA})/{LINK}/$ref", {"@odata.id": f"teams({TEAM})"}),
            "4:15",
            f"`{LINK}` links `systemusers` and `roles`, not `systemusers` and `teams`",
        ),
        (one("POST", "systemusers", {}, "X-HTTP-Method: MERGE"), "1:6", "unknown method `MERGE`"),
        (
            changeset(one("PATCH", "$2", {}), patch({})),
            "8:7",
            "no earlier request of this change set is `$2`",
        ),
        (one("PATCH", "$1", {}), "1:7", "no earlier request of this change set is `$1`"),
        (
            changeset(one("POST", "systemusers", {}), one("DELETE", "$1")),
            "15:8",
            "what `$1` creates has no id, sign-in or address",
        ),
        (
            changeset(patch({}), patch({})).replace("Content-ID: 2", "Content-ID: 1"),
            "16:7",
            "the Content-ID `1` is here twice",
        ),
        (
            one(
                "POST", "systemusers/Microsoft.Dynamics.CRM.UpsertMultiple", {"Targets": [{"firstname": "x"}]}
            ),
            "5:3",
            "a target must be an object with `systemuserid`",
        ),
    ],
)
def test_refused(read, refused, text: str, place: str, message: str) -> None:
    ((where, said, _), *_) = refused(read, text)
    assert (where, said) == (place, message)


def test_an_id_of_another_change_set_is_not_meant(read, refused) -> None:
    first, second = (
        changeset(patch({})),
        changeset(one("DELETE", "$1")).replace("Content-ID: 1", "Content-ID: 2"),
    )
    text = first.replace("--b--\n", "") + second
    ((_, message, _),) = refused(read, text)
    assert message == "no earlier request of this change set is `$1`"


def test_places_are_those_of_the_parts(read) -> None:
    text = patch({"isdisabled": True, "jobtitle": "x"})
    (change,) = read(text).changes(0)
    places = [change.origin(part) for part in ("", "user", "set/enabled", "set/attributes/jobtitle")]
    assert [(place.line, place.column) for place in places] == [(1, 7), (1, 7), (5, 2), (6, 2)]
    assert places[2].pointer == "/isdisabled"


@pytest.mark.parametrize(
    "text",
    [
        patch({}).replace("{}", '{"password"x: "Hunter2"}'),
        patch({}).replace("{}", '{"password":\n"Hunter2'),
        patch({}).replace("{}", "").replace(") HTTP", ' {"password": "Hunter2"} HTTP'),
    ],
)
def test_a_broken_request_shows_no_secret(read, text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert "Hunter2" not in repr(caught.value.problems)


@pytest.mark.parametrize("body", ['{"value": "Hunter2"}', '{"value": "Hunter2'])
def test_a_secret_that_the_address_names_never_shows(read, refused, body: str) -> None:
    text = f"PUT systemusers({ANNA})/governmentpassword HTTP/1.1\n\n{body}"
    if body.endswith("}"):
        (change,) = read(text).changes(0)
        assert change.secrets == ("governmentpassword",)
        shown = change.origin("set/attributes/governmentpassword").text + change.origin("set").text
        assert "Hunter2" not in f"{dict(change.set)}{shown}"
    else:
        with pytest.raises(InputError) as caught:
            read(text)
        assert "Hunter2" not in repr(caught.value.problems)
