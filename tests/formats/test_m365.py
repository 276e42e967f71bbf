"""Microsoft 365's file of users to add: which files are one, and what is refused."""

from pathlib import Path

import pytest

from linter.formats.content import Content
from linter.formats.given import NOTHING
from linter.formats.m365 import LABELS, read_changes, recognises

HEADER = ",".join(LABELS)
SAMPLE = (
    Path(__file__).parents[3] / "shared/fixtures/m365_csv/microsoft-365-docs_add-several-users_sample.csv"
)
LOCAL = ",".join(f"sloupec {number}" for number in range(15))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (HEADER + "\n", True),
        (HEADER.lower() + "\n", True),
        (HEADER + ",More\n", True),
        (LOCAL + "\na@x.example,Anna,Berg,Anna Berg,,,,,,,,,,,\n", True),
        (LOCAL + "\nanna,Anna,Berg,Anna Berg,,,,,,,,,,,\n", False),
        (LOCAL + "\na@x.example,1,2,Anna Berg,,,,,,,,,,,\n", False),
        (LOCAL + "\n", False),
        ("a,b\n", False),
    ],
)
def test_recognises(text: str, known: bool) -> None:
    assert recognises(text.encode(), "users.csv") is known


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "a,b\n1,2\n",
            [
                (
                    "1:1",
                    "this table has 2 columns; `Add multiple users` takes 15 or 16",
                    "columns may not be left out, added or moved",
                )
            ],
        ),
        (
            HEADER + ",Licence\n",
            [
                (
                    f"1:{len(HEADER) + 2}",
                    "`Add multiple users` has no column `Licence`",
                    "columns may not be left out, added or moved",
                )
            ],
        ),
        (
            HEADER.replace("First Name,Last Name", "Last Name,First Name") + "\n",
            [
                (
                    "1:11",
                    "the column `Last Name` stands where `First Name` must be",
                    "the file is read by the order of its columns",
                ),
                (
                    "1:21",
                    "the column `First Name` stands where `Last Name` must be",
                    "the file is read by the order of its columns",
                ),
            ],
        ),
        (
            HEADER + "\n,A,B,C\nx@y.example,A,B\n",
            [
                ("2:1", "the user name is empty", "every user needs a user name and a display name"),
                ("3:1", "the display name is empty", "every user needs a user name and a display name"),
            ],
        ),
    ],
)
def test_refused(write, refused, text: str, problems: list[tuple[str, str, str]]) -> None:
    content = Content(write("users.csv", text))
    assert refused(read_changes, content, NOTHING) == problems


def test_parts_have_places(write) -> None:
    content = Content(write("users.csv", HEADER + "\na@x.example,A,B,A B,,Sales,,,,,,,,,\n"))
    (change,) = read_changes(content, NOTHING).changes(7)
    assert change.index == 7
    pointers = ("", "set", "set/full_name", "set/attributes/Department", "set/nothing")
    assert [str(change.origin(pointer)).rpartition(".csv:")[2] for pointer in pointers] == [
        "2:1",
        "2:1",
        "2:17",
        "2:22",
        "2:1",
    ]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the published sample is not here")
def test_the_published_sample() -> None:
    assert recognises(SAMPLE.read_bytes(), SAMPLE.name)
    part = read_changes(Content(str(SAMPLE)), NOTHING)
    assert part.survey.counts == {"create": 5}
    assert [change.set["sign_in_id"] for change in part.changes(0)][:2] == [
        "chris@contoso.com",
        "ben@contoso.com",
    ]
