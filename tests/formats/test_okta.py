"""Okta's import of users: what is refused, and whose login a row means."""

import pytest

from linter.formats.content import Content
from linter.formats.given import NOTHING, Given
from linter.formats.okta import read_changes, read_snapshot, recognises
from linter.model import Account, Snapshot, User

HEADER = "login,firstName,lastName,email\n"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (HEADER, True),
        ("email;login;lastName;firstName;extra\n", True),
        ("login,firstName,lastName\n", False),
        ("Login,First Name,Last Name,Email\n", False),
    ],
)
def test_recognises(text: str, known: bool) -> None:
    assert recognises(text.encode(), "users.csv") is known


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "login,email\na,b\n",
            [
                (
                    "1:1",
                    "the columns `firstName`, `lastName` are missing",
                    "the header has the variable names of the user profile, as the template has them",
                )
            ],
        ),
        (HEADER + ",A,B,c@x.example\n", [("2:1", "the login is empty", "each row needs it")]),
        (
            HEADER + "a@x.example,A,B\n",
            [
                (
                    "2:1",
                    "this row has 3 of 4 cells",
                    "an empty cell clears a value, so none may be left out",
                )
            ],
        ),
    ],
)
def test_refused(write, refused, text: str, problems: list[tuple[str, str, str]]) -> None:
    assert refused(read_changes, Content(write("users.csv", text)), NOTHING) == problems


@pytest.mark.parametrize(
    ("user", "ops"),
    [
        pytest.param(User(id="1", sign_in_id="A@x.example"), ["update"], id="the login in another case"),
        pytest.param(
            User(id="1", sign_in_id="b@x.example", primary_email="a@x.example"), ["create"], id="an address"
        ),
        pytest.param(User(id="a@x.example"), ["update"], id="an id, the login unknown"),
        pytest.param(User(id="1", sign_in_id="z@x.example"), ["create"], id="somebody else"),
    ],
)
def test_whom_a_login_means(write, user: User, ops: list[str]) -> None:
    given = Given(baseline=Snapshot(accounts=(Account(id="acme", users=(user,)),)))
    part = read_changes(Content(write("users.csv", HEADER + "a@x.example,A,B,c@x.example\n")), given)
    assert [change.op for change in part.changes(0)] == ops


def test_a_row_that_says_nothing_new_is_no_change(write) -> None:
    user = User(id="1", sign_in_id="a@x.example", first_name="A", last_name="B", primary_email="c@x.example")
    given = Given(baseline=Snapshot(accounts=(Account(id="acme", users=(user,)),)))
    part = read_changes(Content(write("users.csv", HEADER + "a@x.example,A,B,c@x.example\n")), given)
    assert (part.survey.changes, list(part.changes(0))) == (0, [])


def test_a_user_who_is_there_twice(write, refused) -> None:
    text = "id," + HEADER + "1,a,A,B,c\n2,b,A,B,c\n1,d,A,B,c\n"
    assert refused(read_snapshot, Content(write("users.csv", text)), None) == [
        ("4:1", "the user `1` is here twice", "it is first listed in line 2; every id is unique")
    ]


def test_a_password_is_dropped_and_masked(write) -> None:
    text = HEADER.strip() + ",password\na@x.example,A,B,c@x.example,Hunter2Hunter2\n"
    (change,) = read_changes(Content(write("users.csv", text)), NOTHING).changes(0)
    assert change.secrets == ("password",)
    assert "Hunter2" not in repr(change) + repr(change.origin("")) + repr(change.origin("set/password"))
