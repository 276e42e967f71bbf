from collections.abc import Mapping
from typing import Any

import pytest

from linter.model import UserTrace
from linter.reporters.card import Card, Value, card


def made(before: Mapping[str, Any], after: Mapping[str, Any], *changed: str) -> Card:
    trace = UserTrace(account="acme", user="u1", before=before, after=after, changed=changed, changes=(0, 2))
    return card(trace, "user-1", ())


def told(value: Value) -> str:
    """A value as text, what differs in brackets."""
    items = [
        "".join(f"[{part.text}]" if part.differs else part.text for part in item) for item in value.items
    ]
    return " | ".join(items) or f"({value.word})"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("F C", "F C Smith", ("F C", "F C[ Smith]"), id="longer"),
        pytest.param(
            "name@x.example", "fc@x.example", ("[name]@x.example", "[fc]@x.example"), id="its beginning"
        ),
        pytest.param("aaa", "aa", ("aa[a]", "aa"), id="each character is alike only once"),
        pytest.param("one", "two", ("[one]", "[two]"), id="all of it"),
        pytest.param(True, False, ("[yes]", "[no]"), id="flag"),
        pytest.param(None, "x", ("(none)", "[x]"), id="empty before"),
        pytest.param("x", None, ("[x]", "(none)"), id="empty after"),
        pytest.param(..., "x", ("(unknown)", "[x]"), id="unknown before"),
        pytest.param(["a", "b"], ["b", "c"], ("[a] | b", "b | [c]"), id="list"),
        pytest.param(("a",), ("b",), ("[a]", "[b]"), id="list with one item"),
        pytest.param([], ["a"], ("(none)", "[a]"), id="empty list"),
        pytest.param(
            {"a": "1", "b": 2}, {"a": "1", "b": 3}, ("a: 1 | [b: 2]", "a: 1 | [b: 3]"), id="mapping"
        ),
        pytest.param(7, 17, ("7", "[1]7"), id="number"),
    ],
)
def test_what_differs_is_marked(before: Any, after: Any, expected: tuple[str, str]) -> None:
    old = {"id": "u1"} if before is ... else {"id": "u1", "field": before}
    row = made(old, {"id": "u1", "field": after}, "field").changed[0]
    assert (told(row.before), told(row.after)) == expected


def test_a_user_who_is_created_was_not_there() -> None:
    new = made({}, {"id": "u1", "full_name": "New", "enabled": True, "roles": []}, "full_name")
    assert told(new.changed[0].before) == "(not there)"
    assert [(row.field, told(row.after)) for row in new.same] == [("enabled", "yes")]


@pytest.mark.parametrize(
    ("before", "after", "badge"),
    [
        ({}, {"id": "u1", "enabled": True}, "created"),
        ({"id": "u1", "enabled": True}, {"id": "u1", "enabled": False}, "disabled"),
        ({"id": "u1", "enabled": False}, {"id": "u1", "enabled": True}, "enabled"),
        ({"id": "u1"}, {"id": "u1", "deleted_at": "2026-11-20T00:00:00Z"}, "deleted"),
        ({"id": "u1", "deleted_at": "2026-11-20T00:00:00Z"}, {"id": "u1"}, "restored"),
        ({"id": "u1", "enabled": True}, {"id": "u1", "enabled": True}, ""),
        ({}, {}, ""),
    ],
)
def test_what_becomes_of_the_record_as_a_whole(before: Any, after: Any, badge: str) -> None:
    assert made(before, after).badge == badge


@pytest.mark.parametrize(
    ("after", "name", "address"),
    [
        ({"full_name": "F C", "primary_email": "a@x.example"}, "F C", "a@x.example"),
        ({"first_name": "F", "last_name": "C"}, "F C", ""),
        ({"full_name": None}, "", ""),
        ({"full_name": 7}, "", ""),
    ],
)
def test_what_a_user_is_called(after: Any, name: str, address: str) -> None:
    shown = made({"id": "u1"}, {"id": "u1", **after})
    assert (shown.name, shown.address) == (name, address)
