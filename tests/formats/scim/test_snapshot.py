"""Lists of users as snapshots."""

from collections.abc import Callable
from typing import Any

import pytest

from linter.model import UNSET, Snapshot

Read = Callable[[str | bytes], Snapshot]


def test_only_what_is_said_is_known(snapshot: Read) -> None:
    found = snapshot(
        '{"totalResults": 1, "Resources": [\n  {"id": "u", "userName": "a", "active": "False"}]}'
    )
    (user,) = found.accounts[0].users or ()
    assert (user.id, user.sign_in_id, user.enabled, user.roles) == ("u", "a", False, UNSET)
    assert found.complete is UNSET
    place = found.locate("", "u")
    assert place is not None
    assert (place.line, place.column, place.pointer) == (2, 10, "/Resources/0/id")
    assert found.locate("", "x") is None


@pytest.mark.parametrize(
    ("text", "users", "complete"),
    [
        ('{"totalResults": 2, "Resources": [{"id": "u"}]}', 1, False),
        ('{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0}', 0, UNSET),
        ('{"userName": "a"}', 1, UNSET),
        (
            '{"Resources": [{"id": "g", "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}]}',
            0,
            UNSET,
        ),
    ],
)
def test_lists(snapshot: Read, text: str, users: int, complete: object) -> None:
    found = snapshot(text)
    assert len(found.accounts[0].users or ()) == users
    assert found.complete is complete


def test_moment_without_an_offset_is_an_attribute(snapshot: Read) -> None:
    found = snapshot('{"userName": "a", "meta": {"lastModified": "yesterday"}}')
    (user,) = found.accounts[0].users or ()
    assert user.modified_at is UNSET
    assert user.attributes == {"meta.lastModified": "yesterday"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /Users\n", ("", "this is a request, not how things are")),
        ("{}", ("1:1", "this is neither a list of users nor a user")),
        ('{"Resources": [1]}', ("1:16", "this user has neither an `id` nor a `userName`")),
        ('{"Resources": [{"id": "u"}, {"id": "u"}]}', ("1:36", "the user `u` is here twice")),
        ('{"userName": "a", "active": 3}', ("1:29", "`active` is neither true nor false")),
    ],
)
def test_refused(snapshot: Read, refused: Any, text: str, expected: tuple[str, str]) -> None:
    assert [(place, message) for place, message, _ in refused(snapshot, text)] == [expected]
