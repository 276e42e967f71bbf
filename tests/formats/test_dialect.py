"""What the first bytes of a delimited text tell."""

import pytest

from linter.formats.dialect import header_of, is_secret_column, sample_rows


@pytest.mark.parametrize(
    ("sample", "header"),
    [
        (b"a,b\n1,2\n", ("a", "b")),
        (
            b"version:v1.0\nUser name [userPrincipalName] Required\nx\n",
            ("User name [userPrincipalName] Required",),
        ),
        ("\ufeffa;b\n".encode(), ("a", "b")),
        ("ä\tb\n".encode("utf-16"), ("ä", "b")),
        ("ä,b\n".encode("cp1252"), ("ä", "b")),
        ("ä,b\nö".encode()[:-1], ("ä", "b")),
        (b"", ()),
        (b"\0\1\2\xff", ("\0\1\2",)),
        (b'{"a": 1}', ('{"a": 1}',)),
    ],
)
def test_header_of(sample: bytes, header: tuple[str, ...]) -> None:
    assert header_of(sample) == header


def test_sample_rows() -> None:
    assert sample_rows(b"a,b\n1, 2\n,\n3,4\n") == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("label", "secret"),
    [
        ("Password [Required]", True),
        ("Initial password [passwordProfile] Required", True),
        ("Kennwort [passwordProfile] Erforderlich", True),
        ("password", True),
        ("Passwort *", True),
        ("Change Password at Next Sign-In", False),
        ("Password Hash Function [UPLOAD ONLY]", False),
        ("displayName", False),
    ],
)
def test_secret_columns(label: str, secret: bool) -> None:
    assert is_secret_column(label) is secret
