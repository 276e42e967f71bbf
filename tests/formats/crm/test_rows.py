"""What the columns and rows of an export mean, whichever form it has."""

from datetime import UTC, datetime
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.crm import read_changes, read_snapshot, recognises
from linter.formats.given import NOTHING, Given
from linter.formats.systemuser import as_id, as_moment, is_same_moment
from linter.model import UNSET, Account, Snapshot, User

A = "aaaaaaaa-0000-0000-0000-000000000001"
B = "bbbbbbbb-0000-0000-0000-000000000002"


def baseline(*users: User) -> Given:
    return Given(baseline=Snapshot(accounts=(Account(id="acme", users=users),)))


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("(Do Not Modify) User,(Do Not Modify) Row Checksum,Full Name", True),
        ("First Name;Last Name;Primary Email", True),
        (" Full Name\tPrimary Email", True),
        ("systemuserid,fullname,internalemailaddress", True),
        ("User Name,First Name,Last Name,Display Name,Job Title", False),
        ("login,firstName,lastName,email", False),
        ("op,user,first_name", False),
        ("a: 1\nb: 2", False),
        ("<html></html>", False),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', True),
    ],
)
def test_recognises(header: str, known: bool) -> None:
    assert recognises(f"{header}\n".encode(), "users") is known
    assert recognises(f"{header}\n".encode("utf-16"), "users") is known


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "(Do Not Modify) Contact,First Name\n,A\n",
            [
                (
                    "1:1",
                    "this is an export of `Contact`, not of users",
                    "of users, the hidden column is `(Do Not Modify) User`",
                )
            ],
        ),
        (
            "First Name,firstname,Primary Email\n",
            [("1:12", "the columns `First Name` and `firstname` mean the same", "leave one of them out")],
        ),
        (
            "First Name,Last Name\nA,B\n",
            [
                (
                    "1:1",
                    "no column tells which user a row is about",
                    "an export has `(Do Not Modify) User`, `User Name` or `Primary Email`",
                )
            ],
        ),
        (
            "(Do Not Modify) User,Status,Invitation Status,Access Mode,User Licensed\n7,Off,Maybe,Free,So\n",
            [
                ("2:1", "`7` is not the id of a record", "hidden columns stay as they are"),
                ("2:3", "`Off` is no value of `Status`", "write Enabled or Disabled"),
                ("2:7", "`Maybe` is no value of `Invitation Status`", "write a label as `Invited`"),
                (
                    "2:13",
                    "`Free` is no value of `Access Mode`",
                    "write a label as `Read-Write` or `Non-interactive`",
                ),
                ("2:18", "`So` is no value of `User Licensed`", "write Yes or No"),
            ],
        ),
        (
            f"(Do Not Modify) User,First Name,Last Name\n{A},Ann\n",
            [
                (
                    "2:1",
                    "this row has 2 of 3 cells",
                    "an empty cell clears a value, so none may be left out",
                )
            ],
        ),
        (
            "(Do Not Modify) User\rx\r",
            [("1:1", "a CR alone ends this line", "save the file again with line ends LF or CRLF")],
        ),
    ],
)
def test_refused(write, refused, text: str, problems: list[tuple[str, str, str]]) -> None:
    assert refused(read_changes, Content(write("users.csv", text)), NOTHING) == problems


CHANGES = [
    pytest.param(
        f"(Do Not Modify) User,First Name,Title\n{{{A.upper()}}},Zoe,\n",
        NOTHING,
        [("update", A, {"first_name": "Zoe", "attributes": {"Title": None}})],
        id="no baseline: all it says, an empty cell clears",
    ),
    pytest.param(
        f"(Do Not Modify) User,First Name,Title\n{A},Zoe,\n",
        baseline(User(id=A, first_name="Ann", attributes={})),
        [("update", A, {"first_name": "Zoe"})],
        id="only what differs",
    ),
    pytest.param(
        f"(Do Not Modify) User,First Name\n{B},Zoe\n",
        baseline(User(id=A, first_name="Ann")),
        [("update", B, {"first_name": "Zoe"})],
        id="an id that the snapshot has not is still an update",
    ),
    pytest.param(
        "First Name,Last Name,Primary Email\nA,,a@x.example\n",
        baseline(User(id=A, primary_email="a@x.example")),
        [("create", UNSET, {"first_name": "A", "primary_email": "a@x.example"})],
        id="no key column: the import creates",
    ),
    pytest.param(
        f"systemuserid,isdisabled,windowsliveid,domainname\n{A},True,w@x.example,d@x.example\n",
        NOTHING,
        [
            (
                "update",
                A,
                {
                    "enabled": False,
                    "sign_in_id": "w@x.example",
                    "attributes": {"domainname": "d@x.example"},
                },
            )
        ],
        id="logical names, the status inverted",
    ),
    pytest.param(
        f"systemuserid,isdisabled\n{A},Enabled\n",
        NOTHING,
        [("update", A, {"enabled": True})],
        id="a label is never inverted",
    ),
    pytest.param(
        f"systemuserid,Access Mode\n{A},Non-interactive\n{B},4\n",
        baseline(User(id=A, attributes={"Access Mode": "Read-Write"}), User(id=B, kind="service")),
        [
            ("update", A, {"kind": "service", "attributes": {"Access Mode": "Non-interactive"}}),
            ("update", B, {"attributes": {"Access Mode": "4"}}),
        ],
        id="access modes",
    ),
    pytest.param(
        f"systemuserid,Access Mode\n{A},Read-Write\n",
        baseline(User(id=A, attributes={"Access Mode": "Read-Write"})),
        [],
        id="an unknown kind is a person",
    ),
    pytest.param(
        f"systemuserid,First Name,Application ID\n{A},#,\n{B},X,{A}\n",
        baseline(User(id=A, first_name="#", attributes={}), User(id=B, first_name="X", attributes={})),
        [
            ("update", A, {"kind": "application"}),
            ("update", B, {"kind": "application", "attributes": {"Application ID": A}}),
        ],
        id="application users",
    ),
    pytest.param(
        f"systemuserid,Employee,parentsystemuserid,Manager,Business Unit\n{A},7,{B},Ann,Sales\n",
        NOTHING,
        [
            (
                "update",
                A,
                {
                    "employee_id": "7",
                    "manager_id": B,
                    "attributes": {"Manager": "Ann", "Business Unit": "Sales"},
                },
            )
        ],
        id="the rest are attributes",
    ),
]


@pytest.mark.parametrize(("text", "given", "expected"), CHANGES)
def test_changes(write, text: str, given: Given, expected: list[tuple[str, Any, dict[str, Any]]]) -> None:
    part = read_changes(Content(write("users.csv", text)), given)
    changes = list(part.changes(0))
    assert [(change.op, change.user, change.set) for change in changes] == expected
    assert part.survey.changes == len(changes)
    assert part.survey.unchecked == ()


@pytest.mark.parametrize(
    ("text", "given", "unchecked"),
    [
        (
            f'systemuserid,Full Name,First Name,Last Name\n{A},"Lee, Ann",Ann,Lee\n{B},Ann Roe,Ann,Lee\n',
            NOTHING,
            [("edit of the read-only full name", 1, "3:38")],
        ),
        (
            f"systemuserid,Full Name\n{A},Ann Lee\n{B},Bob Roe\n",
            baseline(User(id=A, full_name="ann lee"), User(id=B, full_name="Bob Lee")),
            [("edit of the read-only full name", 1, "3:38")],
        ),
        (
            f"systemuserid,User Name,Invitation Status\n{A},a,Invitation Accepted\n{B},b,Invited\n,c,0\n",
            baseline(User(id=A, invitation="accepted"), User(id=B, invitation="expired")),
            [("invitation status that an import would set", 1, "3:40")],
        ),
        (
            f"systemuserid,User Name,User Licensed\n{A},a,Yes\n{B},b,No\n,c,No\n",
            NOTHING,
            [("licence that an import would set", 2, "2:40")],
        ),
        (
            f"systemuserid,User Name,Modified On\n{A},a,8/2/2013 3:04 PM\n{B},b,2013-08-02\n",
            NOTHING,
            [("time of modification in a local form (not compared)", 2, "2:40")],
        ),
        (
            "User Name,Title\na@x.example,=1+1\n",
            NOTHING,
            [("value that begins with `=` (read as text)", 1, "2:13")],
        ),
    ],
)
def test_what_no_change_can_carry(
    write, text: str, given: Given, unchecked: list[tuple[str, int, str]]
) -> None:
    part = read_changes(Content(write("users.csv", text)), given)
    said = []
    for one in part.survey.unchecked:
        assert one.location is not None
        said.append((one.what, one.count, f"{one.location.line}:{one.location.column}"))
    assert said == unchecked
    list(part.changes(0))


def test_a_time_with_its_offset_is_compared_exactly(write) -> None:
    text = f"systemuserid,First Name,Modified On\n{A},Zoe,2013-08-02T10:20:33+02:00\n"
    told = datetime.fromisoformat("2013-08-02T10:20:33+02:00")
    for known, before in (
        (datetime(2013, 8, 2, 8, 20, 33, 250, tzinfo=UTC), UNSET),
        (datetime(2013, 8, 2, 10, 20, 33, tzinfo=UTC), {"modified_at": told}),
        (UNSET, {"modified_at": told}),
    ):
        given = baseline(User(id=A, first_name="Ann", modified_at=known))
        (change,) = read_changes(Content(write("users.csv", text)), given).changes(0)
        assert change.before == before
        assert change.origin("before/modified_at").column == 42


def test_a_snapshot(write) -> None:
    header = (
        "(Do Not Modify) User,Full Name,Primary Email,Invitation Status,User Licensed,Modified On,Title\n"
    )
    text = f"{header}{A},Ann Lee,,Invitation Near Expired,Yes,8/2/2013 3:04 PM,\n"
    snapshot = read_snapshot(Content(write("users.csv", text)), None)
    ((user,),) = [account.users for account in snapshot.accounts]
    assert user == User(
        id=A,
        full_name="Ann Lee",
        primary_email=None,
        invitation="sent",
        licensed=True,
        attributes={"Title": None, "Modified On": "8/2/2013 3:04 PM"},
    )
    assert (snapshot.complete, snapshot.accounts[0].id) == (UNSET, "")


def test_a_snapshot_without_ids_goes_by_the_sign_in(write, refused) -> None:
    text = "User Name,Primary Email\na@x.example,p@x.example\n"
    snapshot = read_snapshot(Content(write("users.csv", text)), None)
    assert [user.id for user in snapshot.accounts[0].users or ()] == ["a@x.example"]
    text += ",q@x.example\na@x.example,\n"
    assert refused(read_snapshot, Content(write("more.csv", text)), None) == [
        ("3:1", "the cell `User Name` is empty", "each user needs it"),
        ("4:1", "the user `a@x.example` is here twice", "it is first listed in line 2; every id is unique"),
    ]


def test_a_row_that_an_edited_export_is_to_create_goes_by_the_sign_in(write, refused) -> None:
    header = "(Do Not Modify) User,User Name,Primary Email,Title\n"
    text = f"{header}{A},a@x.example,,\n,b@x.example,,\n,,c@x.example,\n"
    snapshot = read_snapshot(Content(write("edited.csv", text)), None)
    assert [user.id for user in snapshot.accounts[0].users or ()] == [A, "b@x.example", "c@x.example"]
    assert refused(read_snapshot, Content(write("more.csv", f"{text},,,CEO\n,b@x.example,,\n")), None) == [
        ("5:1", "the cell `(Do Not Modify) User` is empty", "each user needs it"),
        ("6:1", "the user `b@x.example` is here twice", "it is first listed in line 3; every id is unique"),
    ]


@pytest.mark.parametrize(
    ("text", "known"),
    [(A.upper(), A), ("{" + A + "}", A), (A[:-1], None), ("x" + A, None), ("", None)],
)
def test_ids(text: str, known: str | None) -> None:
    assert as_id(text) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2013-08-02 10:20:33", (datetime(2013, 8, 2, 10, 20, 33, tzinfo=UTC), False)),
        ("2013-08-02T10:20:33Z", (datetime(2013, 8, 2, 10, 20, 33, tzinfo=UTC), True)),
        ("2013-08-02", None),
        ("2.8.2013 10:20", None),
    ],
)
def test_moments(text: str, known: Any) -> None:
    assert as_moment(text) == known


@pytest.mark.parametrize(
    ("told", "exact", "same"),
    [
        (datetime(2013, 8, 2, 12, 0, 0, tzinfo=UTC), True, True),
        (datetime(2013, 8, 2, 13, 0, 0, tzinfo=UTC), True, False),
        (datetime(2013, 8, 2, 17, 45, 0, tzinfo=UTC), False, True),
        (datetime(2013, 8, 1, 22, 0, 0, tzinfo=UTC), False, True),
        (datetime(2013, 8, 1, 21, 45, 0, tzinfo=UTC), False, False),
        (datetime(2013, 8, 2, 12, 7, 0, tzinfo=UTC), False, False),
    ],
)
def test_the_same_moment(told: datetime, exact: bool, same: bool) -> None:
    assert is_same_moment(datetime(2013, 8, 2, 12, 0, 0, tzinfo=UTC), told, exact) is same
