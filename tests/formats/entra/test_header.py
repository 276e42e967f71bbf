"""What an Entra file is for."""

import pytest

from linter.formats.content import Content
from linter.formats.delimited import open_table
from linter.formats.entra.header import header, property_of, recognises


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("version:v1.0\nUser name [userPrincipalName] Required\n", "delete"),
        ("Benutzername [userPrincipalName] Erforderlich,Bemerkung\n", "delete"),
        ("version:v1.0,\nObject ID [objectId] Required\n", "restore"),
        ("Member object ID or user principal name [memberObjectIdOrUpn] Required\n", "members"),
        (
            "Email address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required\n",
            "invite",
        ),
        ("A [displayName] *;B [userPrincipalName] *;C [passwordProfile] *;D [accountEnabled] *\n", "create"),
        ("userPrincipalName,displayName,objectId\n", "download"),
        ("id,userPrincipalName,displayName\n", "download"),
        ("userPrincipalName,displayName\n", None),
        ("A [displayName],B [userPrincipalName]\n", None),
        ("First Name [Required],Email Address [Required]\n", None),
    ],
)
def test_kinds(write, text: str, kind: str | None) -> None:
    assert recognises(text.encode(), "x.csv") is (kind is not None)
    if kind:
        assert header(open_table(Content(write("x.csv", text)))).kind == kind


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a,b\n1,2\n",
            (
                "1:1",
                "no bulk operation of Entra has this header",
                "keep the properties in brackets, such as `[userPrincipalName]`, as the template has them",
            ),
        ),
        (
            "User [userPrincipalName],Name [userPrincipalName]\n",
            (
                "1:26",
                "the property `userPrincipalName` is here twice",
                "it is first in `User [userPrincipalName]`",
            ),
        ),
    ],
)
def test_refused(write, refused, text: str, problem: tuple[str, str, str]) -> None:
    assert refused(header, open_table(Content(write("x.csv", text)))) == [problem]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("User name [userPrincipalName] Required", "userPrincipalName"),
        ("Name (example: Chris Green) [displayName] *", "displayName"),
        ("Notes [optional] [jobTitle]", "jobTitle"),
        ("Cost centre", ""),
        ("Odd []", ""),
    ],
)
def test_property_of(label: str, name: str) -> None:
    assert property_of(label) == name
