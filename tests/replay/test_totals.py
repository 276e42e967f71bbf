from datetime import timedelta
from typing import Any

import pytest

from linter.model import UNSET, Unset, User
from linter.replay.totals import Totals, holds_seat
from tests.replay.play import NOW

OLDEST = NOW - timedelta(days=14)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"enabled": True, "invitation": "accepted"}, True),
        ({"enabled": True, "invitation": "accepted", "kind": "person"}, True),
        ({"enabled": True, "invitation": "accepted", "kind": "service"}, False),
        ({"enabled": True, "invitation": "accepted", "deleted_at": NOW}, False),
        ({"enabled": True, "invitation": "accepted", "deleted_at": None}, True),
        ({"enabled": True, "invitation": "sent"}, True),
        ({"enabled": True, "invitation": "sent", "invited_at": None}, True),
        ({"enabled": True, "invitation": "sent", "invited_at": OLDEST}, True),
        ({"enabled": True, "invitation": "sent", "invited_at": OLDEST - timedelta(seconds=1)}, False),
        ({"enabled": True, "invitation": "expired"}, False),
        ({"enabled": True, "invitation": "none"}, False),
        ({"enabled": False}, False),
        ({"invitation": "none"}, False),
        ({"kind": "application"}, False),
        ({"enabled": True}, UNSET),
        ({"invitation": "accepted"}, UNSET),
        ({}, UNSET),
    ],
)
def test_holds_seat(fields: dict[str, Any], expected: bool | Unset) -> None:
    assert holds_seat(User(id="u", **fields), OLDEST) is expected


def test_a_role_counts_once_for_a_user_however_often_it_is_written() -> None:
    assert Totals([User(id="u", enabled=True, roles=("A", "A"))], OLDEST).holders == {"A": 1}


def test_holders_that_were_handed_out_stay_as_they_are() -> None:
    user = User(id="u", enabled=True, roles=("A",))
    totals = Totals([user], OLDEST)
    handed_out = totals.holders
    totals.replace(user, User(id="u", enabled=True, roles=("B",)))
    assert (handed_out, totals.holders) == ({"A": 1}, {"B": 1})


def test_what_roles_do_not_touch_shares_the_holders() -> None:
    user = User(id="u", enabled=True, roles=("A",), invitation="none")
    totals = Totals([user], OLDEST)
    handed_out = totals.holders
    totals.replace(user, User(id="u", enabled=True, roles=user.roles, invitation="accepted"))
    assert totals.holders is handed_out
    assert totals.seats == 1
