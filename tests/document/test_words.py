import pytest

from linter.document import did_you_mean

OPS = ("create", "update", "disable", "enable", "delete", "grant_role", "set")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("updat", "update"),
        ("Update", "update"),
        ("grant-role", "grant_role"),
        ("ste", "set"),
        ("remove", None),
        ("", None),
    ],
)
def test_did_you_mean(word: str, meant: str | None) -> None:
    assert did_you_mean(word, OPS) == meant
