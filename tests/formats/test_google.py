"""Google's bulk update of users: places, and what is refused."""

import pytest

from linter.formats.content import Content
from linter.formats.given import NOTHING, Given
from linter.formats.google import read_changes, read_snapshot, recognises
from linter.model import Account, Snapshot

NEEDED = "First Name [Required],Last Name [Required],Email Address [Required]"
HEADER = f"{NEEDED},Password [Required],New Primary Email [UPLOAD ONLY],New Status [UPLOAD ONLY]\n"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (HEADER, True),
        ("﻿" + HEADER, True),
        ("first name [required],last name [required],email address [required]\n", True),
        ("First Name,Last Name,Email Address\n", False),
        ("First Name [Required],Last Name [Required]\n", False),
    ],
)
def test_recognises(text: str, known: bool) -> None:
    assert recognises(text.encode(), "users.csv") is known


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "First Name [Required],Last Name [Required]\nA,B\n",
            [
                (
                    "1:1",
                    "the columns `Email Address` are missing",
                    "keep the header of the template as it is",
                )
            ],
        ),
        (
            f"{NEEDED},Status,Status [READ ONLY]\n",
            [("1:76", "the columns `Status` and `Status [READ ONLY]` are the same", "keep one of them")],
        ),
        (HEADER + "A,B,,,,\n", [("2:5", "the e-mail address is empty", "")]),
        (
            HEADER + "A,B,a@x.example,,,Suspend\n",
            [("2:19", "`Suspend` is no status", "did you mean `Suspended`?")],
        ),
        (
            HEADER + "A,B,a@x.example,,,Gone\n",
            [("2:19", "`Gone` is no status", "one of: Active, Suspended, Archived")],
        ),
    ],
)
def test_refused(write, refused, text: str, problems: list[tuple[str, str, str]]) -> None:
    assert refused(read_changes, Content(write("users.csv", text)), NOTHING) == problems


@pytest.mark.parametrize(
    ("given", "row", "pointer", "place"),
    [
        (NOTHING, "A,B,a@x.example,,c@x.example,", "user", "2:5"),
        (NOTHING, "A,B,a@x.example,,c@x.example,", "set/primary_email", "2:18"),
        (NOTHING, "A,B,a@x.example,,c@x.example,", "set/sign_in_id", "2:18"),
        (NOTHING, "A,B,a@x.example,,,Active", "set/enabled", "2:19"),
        (
            Given(baseline=Snapshot(accounts=(Account(id="acme", users=()),))),
            "A,B,a@x.example,,,",
            "set/primary_email",
            "2:5",
        ),
    ],
)
def test_parts_have_places(write, given: Given, row: str, pointer: str, place: str) -> None:
    content = Content(write("users.csv", HEADER + row + "\n"))
    (change,) = read_changes(content, given).changes(0)
    assert str(change.origin(pointer)).rpartition(".csv:")[2] == place


@pytest.mark.parametrize(
    ("status", "enabled", "attributes"),
    [("Archived", False, {"Status": "Archived"}), ("suspended", False, None), ("Active", True, None)],
)
def test_new_status(write, status: str, enabled: bool, attributes: object) -> None:
    content = Content(write("users.csv", HEADER + f"A,B,a@x.example,****,,{status}\n"))
    (change,) = read_changes(content, NOTHING).changes(0)
    assert (change.set["enabled"], change.set.get("attributes"), change.secrets) == (enabled, attributes, ())


def test_a_password_is_dropped_and_masked(write) -> None:
    content = Content(write("users.csv", HEADER + "A,B,a@x.example,Hunter2Hunter2,,\n"))
    (change,) = read_changes(content, NOTHING).changes(0)
    assert change.secrets == ("Password",)
    assert "Hunter2" not in repr(change) + repr(change.origin(""))
    user = (read_snapshot(content, None).accounts[0].users or ())[0]
    assert "Hunter2" not in repr(user)


def test_what_is_new_is_no_snapshot(write, refused) -> None:
    content = Content(
        write("users.csv", HEADER + "A,B,a@x.example,,,\nC,D,c@x.example,,d@x.example,Suspended\n")
    )
    hint = "give this file as changes: `prechange check FILE --snapshot EXPORT`"
    assert refused(read_snapshot, content, None) == [
        ("3:18", "`New Primary Email [UPLOAD ONLY]` says how things shall be, a snapshot how they are", hint),
        ("3:30", "`New Status [UPLOAD ONLY]` says how things shall be, a snapshot how they are", hint),
    ]
