"""What of a record is new, given how things are."""

from datetime import UTC, datetime
from typing import Any

import pytest

from linter.formats.baseline import Baseline, differing
from linter.model import Account, User

ANNA = User(id="1", sign_in_id="Anna@x.example", aliases=("a@x.example",))
BOB = User(id="2", primary_email="bob@x.example", aliases=("A@x.example",))
GONE = User(id="3", primary_email="gone@x.example", deleted_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("key", "user", "held"),
    [
        ("1", ANNA, True),
        ("anna@X.example", ANNA, True),
        ("bob@x.example", BOB, True),
        ("a@x.example", None, True),
        ("gone@x.example", None, False),
        ("nobody", None, False),
    ],
)
def test_find(key: str, user: User | None, held: bool) -> None:
    baseline = Baseline(Account(id="acme", users=(ANNA, BOB, GONE)))
    assert baseline.given
    assert baseline.find(key) is user
    assert baseline.holds(key) is held


@pytest.mark.parametrize("account", [None, Account(id="acme")])
def test_nothing_is_known(account: Account | None) -> None:
    assert not Baseline(account).given


@pytest.mark.parametrize(
    ("user", "values", "new"),
    [
        (User(id="1", full_name="A"), {"full_name": "A"}, {}),
        (User(id="1", full_name="A"), {"full_name": "B"}, {"full_name": "B"}),
        (User(id="1", full_name="A"), {"full_name": None}, {"full_name": None}),
        (User(id="1", full_name=None), {"full_name": None}, {}),
        (User(id="1"), {"full_name": None}, {"full_name": None}),
        (User(id="1", roles=("B", "a")), {"roles": ("A", "b")}, {}),
        (User(id="1", attributes={"x": "1"}), {"attributes": {"x": "1", "y": None}}, {}),
        (
            User(id="1", attributes={"x": "1"}),
            {"attributes": {"x": "2", "y": "3"}},
            {"attributes": {"x": "2", "y": "3"}},
        ),
        (
            User(id="1", attributes={"x": "1", "z": "9"}),
            {"attributes": {"x": "2", "z": "9"}},
            {"attributes": {"x": "2"}},
        ),
        (User(id="1"), {"attributes": {"x": None}}, {"attributes": {"x": None}}),
    ],
)
def test_differing(user: User, values: dict[str, Any], new: dict[str, Any]) -> None:
    assert differing(user, values) == new
