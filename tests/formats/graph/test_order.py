"""The order of the requests of a batch."""

from typing import Any

import pytest

from linter.formats.given import Given
from linter.model import Account, Snapshot, User

ANNA, BO = ("1" * 8 + "-1111-1111-1111-" + "1" * 12, "2" * 8 + "-2222-2222-2222-" + "2" * 12)
SKU = "45715bb8-13f9-4bf6-927f-ef96c102d394"
KNOWN = Given(
    Snapshot(
        accounts=(
            Account(
                id="a",
                users=(
                    User(id=ANNA, sign_in_id="anna@a.example", primary_email="anna.lind@a.example"),
                    User(id=BO, sign_in_id="bo@a.example"),
                ),
            ),
        )
    )
)
UNKNOWN = Given()
GLOBAL = "directoryRoles/roleTemplateId=62e90394-69f5-4237-9190-012177145e10/members"
READER = "directoryRoles/roleTemplateId=f2ef992c-3afb-46b9-b7cf-a126ee74c451/members"

ONE_USER = "pair of requests that may change one user, in no fixed order"
TOTALS = "pair of requests that move one total of the account both ways, in no fixed order"


def request(id: str, method: str, url: str, body: Any = None, *depends: str) -> dict[str, Any]:
    """A request of a batch."""
    found: dict[str, Any] = {"id": id, "method": method, "url": url}
    if body is not None:
        found["body"] = body
    return {**found, "dependsOn": list(depends)} if depends else found


def patch(id: str, user: str, *depends: str, **body: Any) -> dict[str, Any]:
    """A request that updates a user."""
    return request(id, "PATCH", f"/users/{user}", body or {"city": "x"}, *depends)


def grant(id: str, user: str, role: str = GLOBAL) -> dict[str, Any]:
    """A request that grants a role."""
    body = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{user}"}
    return request(id, "POST", f"/{role}/$ref", body)


def revoke(id: str, user: str, role: str = GLOBAL) -> dict[str, Any]:
    """A request that revokes a role."""
    return request(id, "DELETE", f"/{role}/{user}/$ref")


@pytest.mark.parametrize(
    ("requests", "given", "kinds"),
    [
        pytest.param([patch("1", ANNA), patch("2", BO)], UNKNOWN, [], id="two users by id"),
        pytest.param([patch("1", "a@x"), patch("2", "b@x")], UNKNOWN, [], id="two users by name"),
        pytest.param([patch("1", ANNA), patch("2", ANNA.upper())], UNKNOWN, [ONE_USER], id="one user"),
        pytest.param([patch("1", ANNA), patch("2", ANNA, "1")], UNKNOWN, [], id="one user, in order"),
        pytest.param([patch("1", ANNA, "2"), patch("2", ANNA)], UNKNOWN, [], id="one user, turned round"),
        pytest.param(
            [patch("1", ANNA), request("2", "GET", "/users", None, "1"), patch("3", ANNA, "2")],
            UNKNOWN,
            [],
            id="in order through another",
        ),
        pytest.param([patch("1", ANNA), patch("2", "bo@a.example")], UNKNOWN, [ONE_USER], id="id or name"),
        pytest.param([patch("1", ANNA), patch("2", "bo@a.example")], KNOWN, [], id="known apart"),
        pytest.param([patch("1", ANNA), patch("2", "Anna@a.example")], KNOWN, [ONE_USER], id="known as one"),
        pytest.param(
            [patch("1", "a@x", userPrincipalName="c@x"), patch("2", "b@x", userPrincipalName="C@x")],
            UNKNOWN,
            [ONE_USER],
            id="one address claimed twice",
        ),
        pytest.param(
            [
                request("1", "DELETE", f"/users/{ANNA}"),
                request("2", "POST", "/users", {"userPrincipalName": "anna@a.example"}),
            ],
            KNOWN,
            [ONE_USER],
            id="an address freed and claimed",
        ),
        pytest.param([grant("1", BO), revoke("2", ANNA)], UNKNOWN, [TOTALS], id="a role handed over"),
        pytest.param([grant("1", BO), grant("2", ANNA)], UNKNOWN, [], id="a role granted twice"),
        pytest.param([grant("1", BO), revoke("2", ANNA, READER)], UNKNOWN, [], id="two roles"),
        pytest.param(
            [grant("1", BO), request("2", "DELETE", f"/users/{ANNA}")],
            UNKNOWN,
            [TOTALS],
            id="a holder who may be deleted first",
        ),
        pytest.param(
            [patch("1", BO, accountEnabled=True), patch("2", ANNA, accountEnabled=False)],
            UNKNOWN,
            [TOTALS],
            id="one enabled, one disabled",
        ),
        pytest.param(
            [
                request("1", "POST", f"/users/{ANNA}/assignLicense", {"addLicenses": [{"skuId": SKU}]}),
                request("2", "POST", f"/users/{BO}/assignLicense", {"removeLicenses": [SKU.upper()]}),
            ],
            UNKNOWN,
            [TOTALS],
            id="a licence moved",
        ),
        pytest.param(
            [
                request("1", "PUT", "/users/a@x/manager/$ref", {"@odata.id": f"/users/{BO}"}),
                request("2", "PUT", "/users/b@x/manager/$ref", {"@odata.id": f"/users/{BO}"}),
            ],
            UNKNOWN,
            [],
            id="one manager of two",
        ),
        pytest.param(
            [
                request("1", "PUT", f"/users/{ANNA}/manager/$ref", {"@odata.id": f"/users/{BO}"}),
                request("2", "DELETE", f"/users/{BO}"),
            ],
            UNKNOWN,
            [ONE_USER],
            id="a manager deleted",
        ),
    ],
)
def test_open_order(read, requests: list[dict[str, Any]], given: Given, kinds: list[str]) -> None:
    found = [one for one in read(requests, given).survey.unchecked if one.what.startswith("pair of")]
    assert [one.what.partition(" (")[0] for one in found] == kinds
    assert all(one.rule == "order-not-fixed" for one in found)
    assert all(one.location is not None and one.location.line for one in found)


def test_pairs_are_counted_and_the_first_is_named(read) -> None:
    part = read([patch("x", ANNA), patch("y", ANNA), patch("z", ANNA)])
    (found,) = part.survey.unchecked
    assert str(found) == (
        "3 pairs of requests that may change one user, in no fixed order (the first: `x` and `y`)"
    )
    assert found.location is not None
    assert found.location.pointer == "/requests/1/url"


def test_order_follows_dependencies_then_the_file(read) -> None:
    requests = [patch("1", "a@x", "3"), patch("2", "b@x"), patch("3", "c@x"), patch("4", "d@x")]
    assert [change.user for change in read(requests).changes(0)] == ["b@x", "c@x", "a@x", "d@x"]


def test_a_circle_is_refused(read, refused) -> None:
    told = refused(read, [patch("1", "a@x", "2"), patch("2", "b@x", "1"), patch("3", "c@x")])
    assert [message for _, message, _ in told] == [
        "the request `1` waits for requests that wait for each other",
        "the request `2` waits for requests that wait for each other",
    ]
