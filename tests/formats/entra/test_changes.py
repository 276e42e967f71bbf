"""Entra's bulk operations: what is refused, places, secrets."""

import pytest

from linter.formats.content import Content
from linter.formats.entra import read_changes, read_snapshot
from linter.formats.given import NOTHING

CREATE = (
    "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,"
    "Initial password [passwordProfile] Required,{label} [accountEnabled] Required\n"
)
DOWNLOAD = "userPrincipalName,displayName,objectId\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            CREATE.format(label="Block sign in (Yes/No)") + "A,,p,No\n",
            ("3:3", "the required cell `User name [userPrincipalName] Required` is empty", ""),
        ),
        (
            CREATE.format(label="Block sign in (Yes/No)") + "A,a@x.example,Hunter2,maybe\n",
            ("3:23", "`maybe` is neither yes nor no", "write Yes or No"),
        ),
        (
            "Member [memberObjectIdOrUpn]\na@x.example\n",
            (
                "1:1",
                "the file does not say which group the members are of",
                "add a column `group` with the group's name; Entra ignores it",
            ),
        ),
        (
            "Member [memberObjectIdOrUpn],Group\na@x.example,\n",
            ("2:13", "the required cell `Group` is empty", ""),
        ),
        (
            DOWNLOAD,
            (
                "1:1",
                "this is the download of users, which changes nothing",
                "give it with `--snapshot`, or two of them with `prechange diff`",
            ),
        ),
    ],
)
def test_refused(write, refused, text: str, problem: tuple[str, str, str]) -> None:
    assert refused(read_changes, Content(write("x.csv", text)), NOTHING) == [problem]


@pytest.mark.parametrize(
    ("label", "cell", "enabled"),
    [
        ("Block sign in (Yes/No)", "Yes", False),
        ("Block sign in (Yes/No)", "no", True),
        ("Anmeldung blockieren (Ja/Nein)", "TRUE", False),
        ("Sperren", "No", True),
        ("Account enabled", "Yes", True),
        ("Account enabled", "False", False),
        ("Block sign in (Yes/No)", "", None),
    ],
)
def test_block_sign_in_is_the_inverse(write, label: str, cell: str, enabled: bool | None) -> None:
    content = Content(write("x.csv", CREATE.format(label=label) + f"A,a@x.example,p,{cell}\n"))
    (change,) = read_changes(content, NOTHING).changes(0)
    assert change.set.get("enabled") is enabled


def test_places_and_secrets(write) -> None:
    text = CREATE.format(label="Block sign in (Yes/No)") + 'A,a@x.example,"Hunter2,Hunter2",Yes\n'
    (change,) = read_changes(Content(write("x.csv", text)), NOTHING).changes(0)
    assert str(change.origin("set/enabled")).endswith(":3:33")
    assert str(change.origin("set/sign_in_id")).endswith(":3:3")
    assert change.origin("").text == "A,a@x.example,***,Yes"
    assert change.secrets == ("passwordProfile",)
    assert "Hunter2" not in repr(change)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "User name [userPrincipalName] Required\na@x.example\n",
            (
                "1:1",
                "this is the file of a bulk operation, which does not say how things are",
                "a snapshot is the file of `Download users`",
            ),
        ),
        (DOWNLOAD + "a@x.example,A,\n", ("2:15", "the object id is empty", "")),
        (
            DOWNLOAD + "a,A,1\nb,B,1\n",
            ("3:5", "the user `1` is here twice", "it is first listed in line 2; every id is unique"),
        ),
    ],
)
def test_snapshots_refused(write, refused, text: str, problem: tuple[str, str, str]) -> None:
    assert refused(read_snapshot, Content(write("x.csv", text)), None) == [problem]
