from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.model import UNSET, Change, Envelope
from linter.native import Unsound, native_change, read_change

BASE = Envelope(account="acme", reference="CASE-1")


@pytest.mark.parametrize(
    "data",
    [
        {"op": "create", "set": {"full_name": "A B", "roles": ["Sales"]}, "user": "u9", "replaces": "u1"},
        {"op": "update", "user": "u1", "set": {"aliases": ["a", "b"], "attributes": {"city": None}}},
        {"op": "update", "user": "u1", "set": {"full_name": None}, "before": {"full_name": "A B"}},
        {"op": "grant_role", "user": "u1", "role": "Sales", "reference": "CASE-2"},
        {"op": "set_purchased_users", "purchased_users": 3},
        {"op": "disable", "user": "u1", "effective_at": "2026-11-20T09:00:00Z"},
    ],
    ids=lambda data: data["op"],
)
def test_a_change_comes_from_data_and_goes_back(data: dict[str, Any]) -> None:
    change = read_change(data, 4, BASE)
    assert (change.index, change.op, change.envelope.account) == (4, data["op"], "acme")
    assert native_change(change, BASE) == data


def test_a_secret_is_dropped_and_said() -> None:
    change = read_change({"op": "update", "user": "u1", "set": {"password": "hunter2"}}, 0, BASE)
    assert change == Change(index=0, op="update", user="u1", secrets=("password",), envelope=BASE)
    assert change.before is UNSET


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"op": "destroy", "user": "u1"},
        {"op": "disable"},
        {"op": "disable", "user": ""},
        {"op": "disable", "user": "u1", "role": "Sales"},
        {"op": "update", "user": "u1", "set": {"enabled": "no"}},
        {"op": "update", "user": "u1", "set": {"attributes": {"size": 2**64}}},
        {"op": "set_purchased_users", "purchased_users": -1},
        {"op": "disable", "user": "u1", "effective_at": "2026-11-20T09:00:00"},
    ],
)
def test_what_is_no_change_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises((msgspec.ValidationError, Unsound)):
        read_change(data, 0, BASE)


@given(st.dictionaries(st.sampled_from(["full_name", "primary_email", "employee_id"]), st.none() | st.text()))
def test_any_text_survives(values: dict[str, str | None]) -> None:
    data = {"op": "update", "user": "u1", "set": values}
    assert native_change(read_change(data, 0, BASE), BASE) == data
