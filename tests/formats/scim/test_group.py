"""Members of groups."""

from collections.abc import Callable
from typing import Any

from linter.model import User


def test_members_that_are_replaced(changes: Callable[..., Any]) -> None:
    users = (User(id="a", groups=("g",)), User(id="b", groups=("G",)), User(id="c", groups=()))
    text = (
        'PATCH /Groups/g\n\n{"Operations": ['
        '{"op": "replace", "path": "members", "value": [{"value": "B"}, "c"]},'
        '{"op": "remove", "path": "members"}]}'
    )
    assert changes(text, *users) == [
        {"op": "remove_group", "user": "a", "group": "g"},
        {"op": "add_group", "user": "c", "group": "g"},
        {"op": "remove_group", "user": "b", "group": "g"},
        {"op": "remove_group", "user": "c", "group": "g"},
    ]


def test_members_that_are_not_known(unchecked: Callable[..., Any]) -> None:
    text = 'PATCH /Groups/g\n\n{"Operations": [{"op": "remove", "path": "members"}]}'
    expected = [("1 replacement of all members of a group (who was in it is not known)", "3:17")]
    assert unchecked(text) == expected
    assert unchecked(text, User(id="a")) == expected


def test_what_else_changes_of_a_group(unchecked: Callable[..., Any]) -> None:
    text = (
        'PATCH /Groups/g\n\n{"Operations": [{"op": "add", "path": "displayName", "value": "G"},\n'
        '{"op": "remove", "path": "members[type eq \\"x\\"]"},\n'
        '{"op": "add", "value": {"members": [{"value": "x", "$ref": "https://x/Groups/x"}], "id": "g"}}]}'
    )
    assert unchecked(text) == [
        ("1 change of a group", "3:17"),
        ("1 change of members by a filter", "4:1"),
        ("1 membership of a group in a group", "5:37"),
    ]


def test_member_without_a_value(part: Callable[..., Any], refused: Callable[..., Any]) -> None:
    text = '{"id": "g", "Operations": [{"op": "add", "path": "members", "value": [{"display": "A"}]}]}'
    assert refused(part, text) == [("1:71", "this member has no `value`", 'a member is `{"value": "ID"}`')]
