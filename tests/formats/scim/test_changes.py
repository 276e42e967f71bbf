"""Files of requests: how they are told apart, whom they are about, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError
from linter.formats.scim import recognises
from linter.model import User

Changes = Callable[..., list[dict[str, Any]]]
PUBLIC = Path(__file__).parents[4] / "shared" / "fixtures" / "scim"
OPERATION = '"Operations": [{"op": "replace", "path": "displayName", "value": "A"}]'


@pytest.mark.parametrize(
    "text",
    [
        f"PATCH /Users/u HTTP/1.1\nHost: x\n\n{{{OPERATION}}}",
        f"PATCH https://x.example/v2/Users/u?attributes=id HTTP/1.1\r\nHost: x\r\n\r\n{{{OPERATION}}}\r\n",
        f"\ufeff### said before\nPATCH /Users/u\n{{{OPERATION}}}",
        f'{{"id": "u", {OPERATION}}}',
        f'{{"externalId": "u", {OPERATION}}}',
        f'{{"userName": "u", {OPERATION}}}',
        f'{{"Operations": [{{"method": "patch", "path": "/Users/u", "data": {{{OPERATION}}}}}]}}',
        f'POST /Bulk\n{{"Operations": [{{"method": "PATCH", "path": "Users/u", "data": {{{OPERATION}}}}}]}}',
    ],
)
def test_whom_a_patch_is_about(changes: Changes, text: str) -> None:
    assert changes(text) == [{"op": "update", "user": "u", "set": {"full_name": "A"}}]


def test_user_alone_is_created_or_replaced(changes: Changes) -> None:
    text = '{"userName": "a", "active": true}'
    assert changes(text) == [{"op": "create", "set": {"sign_in_id": "a", "enabled": True}}]
    known = User(id="u", sign_in_id="a", full_name="A", roles=("R",), enabled=True)
    (update,) = changes(text, known)
    assert update["user"] == "u"
    assert update["set"].items() >= {"full_name": None, "roles": []}.items()
    assert "enabled" not in update["set"]


def test_nothing_differs(changes: Changes) -> None:
    known = User(
        id="u", sign_in_id="a", enabled=True, roles=(), licenses=(), full_name=None, first_name=None,
        last_name=None, primary_email=None, employee_id=None, manager_id=None, attributes={"title": None},
    )  # fmt: skip
    assert changes('{"id": "u", "userName": "a", "active": true}', known) == []


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (f"{{{OPERATION}}}", "1:1", "this patch does not say which user it is about"),
        ('{"Operations": [{"op": "add", "path": "members", "value": []}]}', "1:1",
         "this patch does not say which group it is about"),
        ('{"Resources": []}', "1:1", "this lists how things are; it is no request"),
        ("[]", "1:1", "this is neither a request's body nor a bulk request"),
        ('{"a": 1}', "1:1", "this is neither a request's body nor a bulk request"),
        ("PATCH /Users\n\n{}", "1:1", "this PATCH does not say which of the users it is about"),
        ("PUT /Users/u\n", "1:1", "this PUT has no body"),
        ("PATCH /Users/u\n\n{}", "3:1", "this patch has no list of `Operations`"),
        ('PATCH /Users/u\n\n{"Operations": [{}]}', "3:17", "this operation has no `op`"),
        ('PATCH /Users/u\n\n{"Operations": [{"op": "add", "path": "title"}]}', "3:17",
         "this `add` has no `value`"),
        ('PATCH /Users/u\n\n{"Operations": [{"op": "add", "value": 1}]}', "3:17",
         "this `add` has neither a `path` nor attributes"),
        ('PATCH /Users/u\n\n{"Operations": [{"op": "add", "path": "active", "value": "maybe"}]}', "3:58",
         "`active` is neither true nor false"),
        ('POST /Users\n\n{"displayName": "A"}', "3:1", "this user has no `userName`"),
        ('POST /Users\n\n{"userName": []}', "3:14", "this is not a text"),
        ("POST /Users\n\n{", "3:2", None),
        ("hello", "1:1", "this is not a request line"),
        ("POST /Users\nhello\n\n{}", "2:1", "this is not a header of a request"),
        ("POST /Users\n\n{} {}", "3:3", "something follows the body of the request"),
        ('{"Operations": [{"method": "POST"}]}', "1:17", "this operation has no `path`"),
        ('{"Operations": [{"method": "DELETE", "path": "/Users/bulkId:x"}]}', "1:17",
         "nothing is created with the `bulkId` `x`"),
    ],
)  # fmt: skip
def test_refused(
    part: Callable[..., Any], refused: Callable[..., Any], text: str, place: str, message: str | None
) -> None:
    found = refused(part, text)
    assert place in [where for where, _, _ in found]
    assert message is None or message in [said for _, said, _ in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /Users/u\n", ("1 GET request for `Users`", "1:1")),
        ("POST /Users/.search\n\n{}", ("1 search request", "1:1")),
        ("POST /Devices\n\n{}", ("1 POST request for `Devices`", "1:1")),
        ("DELETE /Groups/g", ("1 deletion of a group", "1:1")),
        (
            'PUT /Users/u\n\n{"userName": "a"}',
            ("1 replacement without `active` (the service may suspend the user)", "3:1"),
        ),
        ('POST /Groups\n\n{"displayName": "G"}', ("1 creation of a group", "3:1")),
    ],
)
def test_unchecked(unchecked: Callable[..., Any], text: str, expected: tuple[str, str]) -> None:
    assert unchecked(text) == [expected]


def test_secrets_never_get_past(part: Callable[..., Any]) -> None:
    secret = "Hunter2!"
    text = (
        "PATCH /Users/u?access_token=Hunter2!\nAuthorization: Bearer Hunter2!\n\n"
        '{"Operations": [{"op": "add", "path": "password", "value": "Hunter2!"},'
        ' {"op": "move", "path": "urn:x:2.0:User:pwd", "value": "Hunter2!"},'
        ' {"op": "add", "value": {"password": "Hunter2!", "ext": {"apiKey": "Hunter2!"}}}]}\n'
        'POST /Users?t=Hunter2!\n\n{"userName": "a", "password": "Hunter2!"}\nGET /Users?x=Hunter2!\n'
    )
    found = part(text)
    made = list(found.changes(0))
    assert [change.secrets for change in made] == [("password", "apiKey"), ("password",)]
    places = [str(change.origin("").text) + change.origin("set/attributes").text for change in made]
    assert secret not in repr([change.set for change in made]) + repr(places) + repr(found.survey)


@pytest.mark.parametrize("end", ["", "}", '", "value": 1 2}', "\x00"])
def test_secrets_of_broken_text(part: Callable[..., Any], end: str) -> None:
    for text in ('{"Operations": [{"op": "add", "path": "password", "value": "Hunter2!"' + end,):
        with pytest.raises(InputError) as caught:
            part(f"PATCH /Users/u\n\n{text}")
        assert "Hunter2!" not in repr(caught.value.problems)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03", b"\xff\xfea\x00", b"PATCH /Users/u\n\n{\xff", b"{" * 100_000]
)
def test_garbage(part: Callable[..., Any], data: bytes) -> None:
    with pytest.raises(InputError):
        part(data)


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (b"PATCH /Users/u HTTP/1.1\n", True),
        (b"### a\nDELETE https://x/scim/v2/Groups/g", True),
        (b'{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Ope', True),
        (b'{"totalResults": 1, "Resources": []}', True),
        (b'{"changes": []}', False),
        (b'{"schemas": ["other"]}', False),
        (b"PATCH /users/u HTTP/1.1\n", False),
        (b"dn: cn=x\n", False),
        (b"a,b\nPATCH,/Users/u\n", False),
    ],
)
def test_recognises(sample: bytes, expected: bool) -> None:
    assert recognises(sample, "x.json") is expected


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public samples are not here")
@pytest.mark.parametrize(
    "path", sorted(PUBLIC.glob("*.json")) if PUBLIC.exists() else [], ids=lambda path: path.name
)
def test_public_samples(part: Callable[..., Any], path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert recognises(path.read_bytes(), path.name)
    if any(name.endswith("ListResponse") for name in data["schemas"]):
        return
    kind = "Groups" if "members" in path.read_text(encoding="utf-8") else "Users"
    whole = any(name.endswith("BulkRequest") for name in data["schemas"]) or "userName" in data
    found = part(path.read_text(encoding="utf-8") if whole else f"PATCH /{kind}/x\n\n{json.dumps(data)}")
    assert found.survey.changes
