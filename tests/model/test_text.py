import pytest

from linter.model import Unchecked
from linter.model.text import counted


@pytest.mark.parametrize(
    ("count", "what", "told"),
    [
        (1, "mailbox rule", "1 mailbox rule"),
        (3, "mailbox rule", "3 mailbox rules"),
        (2, "creation of a group", "2 creations of a group"),
        (2, "policy", "2 policies"),
        (2, "day", "2 days"),
        (2, "change to an address", "2 changes to an address"),
        (2, "address", "2 addresses"),
        (2, "user not in the file", "2 users not in the file"),
        (2, "value (read as text)", "2 values (read as text)"),
        (0, "user", "0 users"),
    ],
)
def test_counted(count: int, what: str, told: str) -> None:
    assert counted(count, what) == told
    assert str(Unchecked(what=what, count=count)) == told
