from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from linter.policy import Activation, Failure, Unknown
from linter.policy.checker import Checker
from linter.policy.types import Field

CHECKER = Checker(
    "change", {"limit": Field("int"), "names": Field("string", "list"), "span": Field("duration")}
)

USER: dict[str, Any] = {
    "id": "u1",
    "full_name": "F C",
    "primary_email": None,
    "enabled": True,
    "roles": ["Sales", "Owner"],
    "attributes": {"desk": {"room": 3}},
    "invited_at": Timestamp(seconds=0),
}
DATA: dict[str, Any] = {
    "before": USER,
    "account": {
        "purchased_users": 3,
        "billing_admin": None,
        "role_holders": {"Sales": 2, "sales": 1},
        "users": [USER, {"id": "u2"}],
    },
    "params": {"limit": 2, "names": ["x"], "span": Duration(seconds=3600)},
    "now": Timestamp(seconds=86400),
}

VALUES: list[tuple[str, Any]] = [
    ("account.purchased_users > 1", True),
    ("account.purchased_users == 1", False),
    ("account.purchased_users - params.limit", 1),
    ("before.full_name", "F C"),
    ("before.primary_email", None),
    ("before.primary_email == null", True),
    ("before.roles", ["Sales", "Owner"]),
    ('"Sales" in before.roles', True),
    ("before.attributes", {"desk": {"room": 3}}),
    ("before.attributes.desk.room == 3", True),
    ("account.billing_admin == null", True),
    ("account.users.exists(u, u.id == 'u2')", True),
    ("now - before.invited_at", timedelta(days=1)),
    ("now", datetime(1970, 1, 2, tzinfo=UTC)),
    ("now - before.invited_at > params.span", True),
    ("has(before.full_name)", True),
    ("has(before.last_name)", False),
    ("fold(before.primary_email)", ""),
    ("domain('Anna@X.example')", "x.example"),
    ("similarity(before.full_name, 'F C')", 1.0),
    ("resembles(before.full_name, 'F C')", True),
    ("count(account.role_holders, 'SALES')", 3),
    ("'ERROR: ' + before.full_name", "ERROR: F C"),
    # What is unknown decides nothing where the rest decides.
    ("false && before.last_name == 'x'", False),
    ("before.last_name == 'x' && false", False),
    ("before.last_name == 'x' || true", True),
    ("after.last_name == 'x' || before.enabled", True),
]


@pytest.mark.parametrize(("source", "value"), VALUES, ids=[source for source, _ in VALUES])
def test_value(source: str, value: Any) -> None:
    result = CHECKER.check(source).evaluate(Activation(DATA))
    assert result == value
    assert type(result) is type(value)


UNKNOWN: list[tuple[str, tuple[str, ...]]] = [
    ("before.last_name == 'x'", ("before.last_name",)),
    ("before.last_name == null", ("before.last_name",)),
    ("after.enabled", ("after.enabled",)),
    ("before.enabled && after.enabled", ("after.enabled",)),
    ("before.last_name == after.last_name", ("after.last_name", "before.last_name")),
    ("before.attributes.phone == 'x'", ("before.attributes.phone",)),
    ("before.attributes.desk.floor == 3", ("before.attributes.desk.floor",)),
    ("account.users.exists(u, u.full_name == 'x')", ("account.users[].full_name",)),
    ("account_after.users.exists(u, u.full_name == 'x')", ("account_after.users",)),
    ("count(account_after.role_holders, 'x') > 1", ("account_after.role_holders",)),
    ("fold(before.last_name) == ''", ("before.last_name",)),
    ("!has(before.first_name) && before.last_name == 'x'", ("before.last_name",)),
]


@pytest.mark.parametrize(("source", "missing"), UNKNOWN, ids=[source for source, _ in UNKNOWN])
def test_unknown(source: str, missing: tuple[str, ...]) -> None:
    result = CHECKER.check(source).evaluate(Activation(DATA))
    assert result == Unknown(missing)


def test_a_key_that_is_not_there_is_unknown_and_named() -> None:
    result = CHECKER.check("account.role_holders['Owner'] > 1").evaluate(Activation(DATA))
    assert result == Unknown(("account.role_holders.Owner",))


FAILURES: list[tuple[str, str]] = [
    ("before.primary_email.contains('x')", "No matching overloads found : (null_type).contains(string)"),
    ("account.billing_admin.email == 'x'", "Applying SELECT to non-message type"),
    ("1 / 0 == before.attributes.desk.room", "divide by zero"),
    ("before.roles[5] == 'x'", "Index error: index=5 size=2"),
    ("fold(before.attributes.desk.room) == 'x'", "text is needed, not `3`"),
]


@pytest.mark.parametrize(("source", "text"), FAILURES, ids=[source for source, _ in FAILURES])
def test_failure(source: str, text: str) -> None:
    assert CHECKER.check(source).evaluate(Activation(DATA)) == Failure(text)


def test_a_list_that_is_too_long_is_unknown_with_that_reason() -> None:
    data = {"account": {"users": [{"enabled": True}] * 20_000}}
    result = CHECKER.check("account.users.exists(u, !u.enabled)").evaluate(Activation(data))
    assert result == Unknown(reason="too long to go through: `account.users`")


def test_data_that_the_evaluator_cannot_take_is_a_failure_and_no_value() -> None:
    result = CHECKER.check("before.enabled").evaluate(
        Activation({"before": {"enabled": True, "id": object()}})
    )
    assert isinstance(result, Failure)


def test_one_activation_serves_the_expressions_of_several_subjects() -> None:
    activation = Activation(DATA)
    assert CHECKER.check("account.purchased_users == 3").evaluate(activation) is True
    assert Checker("account", {}).check("account.purchased_users == 4").evaluate(activation) is False
