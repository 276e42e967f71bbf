"""Request texts and batches: what is recognised, and what is wrong with their form."""

import json

import pytest

from linter.errors import InputError
from linter.formats.graph import recognises

ONE = '{"id": "1", "method": "GET", "url": "/users"}'


def batch(*requests: str) -> str:
    """A batch on one line for each request."""
    return '{"requests": [\n' + ",\n".join(requests) + "\n]}"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (batch(ONE, ONE.upper().replace("GET", "get")), "3:8", "the id `1` is here twice"),
        (batch(ONE, ONE.replace('"1"', "2")), "3:8", "`id` must be text"),
        (batch('{"method": "GET", "url": "/users"}'), "2:1", "the key `id` is missing in a request"),
        (batch(ONE.replace("GET", "PACTH")), "2:23", "unknown method `PACTH`"),
        (batch(ONE[:-1] + ', "dependsOn": ["2"]}'), "2:61", "no request has the id `2`"),
        (batch(ONE[:-1] + ', "dependsOn": "1"}'), "2:60", "`dependsOn` must be a list of ids of requests"),
        (batch(ONE[:-1] + ', "depends_on": []}'), "2:47", "unknown key `depends_on` in a batch"),
        (
            batch(ONE[:-1] + ', "dependsOn": [], "DependsOn": []}'),
            "2:64",
            "the key `DependsOn` is here twice",
        ),
        (batch("7"), "2:1", "a request must be a JSON object"),
        ('{"requests": {}}', "1:14", "`requests` must be a list"),
        ('{"value": []}', "1:1", "the list `requests` of a batch is missing"),
        ("[]", "1:1", "the list `requests` of a batch is missing"),
        ('{"requests": [', "1:15", None),
        ("PATCH /users/a HTTP/1.1\nno header\n\n{}", "2:1", "this is no header of a request"),
        ("FETCH /users/a\n", "1:1", "this is no request of Microsoft Graph"),
        ("PATCH /users/a\n\n{", "3:2", None),
        (
            "POST https://graph.microsoft.com/v1.0/$batch\n",
            "1:6",
            "the body with the requests of the batch is missing",
        ),
        ("# nothing\n", "1:1", "the file is empty"),
    ],
)
def test_refused(read, refused, text: str, place: str, message: str | None) -> None:
    ((where, told, _), *_) = refused(read, text)
    assert message is None or told == message
    assert where == place


def test_more_requests_than_graph_takes(read, refused) -> None:
    requests = [{"id": str(number), "method": "GET", "url": "/users"} for number in range(21)]
    ((_, message, _),) = refused(read, requests)
    assert message == "the batch has 21 requests, and Graph takes 20 at most"


def test_a_token_in_a_broken_header_never_shows(read) -> None:
    with pytest.raises(InputError) as caught:
        read("PATCH /users/a\nAuthorization Bearer Hunter2\n\n{}")
    assert "Hunter2" not in repr(caught.value.problems)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(read, newline: str) -> None:
    part = read(newline.join(["PATCH /v1.0/users/a", "Host: x", "", "{", '"mail": "b"', "}"]))
    (change,) = part.changes(0)
    assert change.set == {"primary_email": "b"}
    assert change.origin("set/primary_email").line == 5


def test_a_batch_as_a_request(read) -> None:
    body = json.dumps({"requests": [{"id": "1", "method": "DELETE", "url": "/users/a"}]})
    part = read(f"POST https://graph.microsoft.com/v1.0/$batch\nContent-Type: application/json\n\n{body}")
    (change,) = part.changes(0)
    assert (change.op, change.user, change.origin("").line) == ("delete", "a", 4)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (batch(ONE), True),
        ("PATCH https://graph.microsoft.com/v1.0/users/a\n\n{}", True),
        ("\ufeff# a comment\n\nDELETE /beta/users/a HTTP/1.1\n", True),
        ('{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": []}', True),
        ('[{"id": "1", "userPrincipalName": "a@x"}]', True),
        ("PATCH https://x.crm.dynamics.com/api/data/v9.2/systemusers(1)\n\n{}", False),
        ("PATCH /scim/v2/Users/1\n\n{}", False),
        ('{"@odata.context": "https://x/api/data/v9.2/$metadata#systemusers", "value": []}', False),
        ('{"changes": [{"op": "delete", "user": "userPrincipalName"}]}', False),
        ('{"Operations": [{"method": "POST", "path": "/Users"}]}', False),
        ("dn: cn=a\n", False),
        ("a,b\n1,2\n", False),
    ],
)
def test_recognised(text: str, known: bool) -> None:
    assert recognises(text.encode(), "input") is known


def test_long_blanks_cost_no_time(read) -> None:
    (change,) = read(f"DELETE /users/a{' ' * 1_000_000}HTTP/1.1").changes(0)
    assert change.user == "a"
    assert not recognises(b"\r\n" * 30_000 + b"x", "input")
