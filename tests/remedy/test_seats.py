"""What is said of missing seats."""

import pytest

from linter.model import AccountPoint, AccountTrace, Report, Trace
from linter.remedy import shortages


def report(*used: int | None, purchased: int | None = 3) -> Report:
    points = tuple(
        AccountPoint(
            index=index - 1, op="invite", seats_used=seats, purchased_users=purchased, billing_admin=None
        )
        for index, seats in enumerate(used)
    )
    trace = Trace(accounts=(AccountTrace(account="acme", points=points),))
    return Report(verdict="denied", trace=trace)


SAID: list[tuple[tuple[int | None, ...], str]] = [
    ((3, 4), "1 seat short at change 1 (4 in use, 3 purchased): disable 1 user first, or buy 1"),
    (
        (2, 3, 4, 5, 6, 5),
        "3 seats short at change 2 (6 in use, 3 purchased; the most at change 4): make the changes that free "
        "seats first and disable 2 users, or buy 3",
    ),
    (
        (3, 4, 3),
        "1 seat short at change 1 (4 in use, 3 purchased): make the changes that free seats first, or buy 1",
    ),
    ((5, 4, 6), "3 seats short at change 2 (6 in use, 3 purchased): disable 3 users first, or buy 3"),
]


@pytest.mark.parametrize(("used", "said"), SAID)
def test_a_shortage_in_words(used: tuple[int | None, ...], said: str) -> None:
    assert [str(each) for each in shortages(report(*used))] == [f"account `acme` is {said}"]


@pytest.mark.parametrize("used", [(1, 3), (5, 4), (5,), (3, None, 2)])
def test_no_shortage(used: tuple[int | None, ...]) -> None:
    """An account that was over before may stay so."""
    assert shortages(report(*used)) == ()


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert shortages(report(3, 9, purchased=None)) == ()
    assert shortages(Report(verdict="denied")) == ()
