"""The native forms, read back: every change set that a change file can hold survives all three."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.model import Change, Envelope
from linter.writers import WRITERS, native_form
from tests.writers.conftest import Back, change_set, plain
from tests.writers.strategies import native_changes

FORMS = {"yaml": "changes.yaml", "json": "changes.json", "jsonl": "changes.jsonl"}


@pytest.mark.parametrize(("form", "name"), FORMS.items())
@given(st.lists(native_changes(), min_size=1, max_size=4), st.sampled_from([None, "CASE 1: a", "\n"]))
@settings(max_examples=60)
def test_what_is_written_reads_back(
    back: Back, form: str, name: str, changes: list[dict[str, Any]], reference: str | None
) -> None:
    given = change_set(changes, Envelope(account="acme", reference=reference))
    written = WRITERS[form].write(given)
    assert written.unsaid == ()
    assert back(
        written,
        name,
    ) == plain(given)


def test_yaml_is_what_a_person_would_write() -> None:
    given = change_set(
        [
            {"op": "disable", "user": "u3"},
            {"op": "create", "user": "u9", "set": {"full_name": "New Person"}, "reference": "CASE-2"},
        ],
        Envelope(account="acme", reference="CASE-1"),
    )
    assert WRITERS["native"].write(given).text == (
        "account: acme\nreference: CASE-1\nchanges:\n"
        "  - {op: disable, user: u3}\n"
        "  - {op: create, user: u9, set: {full_name: New Person}, reference: CASE-2}\n"
    )


@pytest.mark.parametrize(
    ("form", "text"),
    [("yaml", "changes: []\n"), ("json", '{\n  "changes": []\n}\n'), ("jsonl", "")],
)
def test_no_changes(form: str, text: str) -> None:
    assert WRITERS[form].write(change_set([])).text == text


def test_a_change_gains_no_evidence_from_the_top(back: Back) -> None:
    given = change_set(
        [{"op": "disable", "user": "u1"}, {"op": "enable", "user": "u1"}], Envelope(account="acme")
    )
    first, second = given.changes
    silent = msgspec.structs.replace(second, envelope=Envelope())
    given = msgspec.structs.replace(given, changes=(first, silent))
    written = WRITERS["yaml"].write(given)
    assert back(written, "some.yaml") == plain(given)


@pytest.mark.parametrize("form", FORMS)
def test_a_dropped_secret_is_said(form: str) -> None:
    given = change_set([{"op": "create", "set": {"full_name": "A B", "password": "hunter2"}}])
    written = WRITERS[form].write(given)
    assert [(each.kind, each.what) for each in written.unsaid] == [
        ("secret", "the value of `password` was dropped, so `create` is written without")
    ]
    assert "hunter2" not in written.text
    assert "A B" in written.text


@pytest.mark.parametrize(
    "change",
    [
        Change(index=0, op="update", user="u1", set={"full_name": "\ud800"}),
        Change(index=0, op="update", user="u1", set={"attributes": {"size": 2**64}}),
        Change(index=0, op="update", user="u1", set={"attributes": {"api_token": "abc"}}),
        Change(index=0, op="disable", user=""),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_no_change_file_can_hold_is_named_and_left_out(form: str, change: Change) -> None:
    given = change_set([{"op": "disable", "user": "u1"}])
    given = msgspec.structs.replace(
        given, changes=(change, *(msgspec.structs.replace(each, index=1) for each in given.changes))
    )
    written = WRITERS[form].write(given)
    assert [each.what for each in written.unsaid] == [
        f"`{change.op}` holds a value that no change file can hold"
    ]
    assert written.text.count('"op":' if form != "yaml" else "op:") == 1


def test_a_key_too_long_for_yaml() -> None:
    given = change_set([{"op": "update", "user": "u1", "set": {"attributes": {"x" * 1100: 1}}}])
    (unsaid,) = WRITERS["yaml"].write(given).unsaid
    assert unsaid.what == "the name of an attribute is longer than YAML allows"
    assert WRITERS["json"].write(given).unsaid == ()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (None, "yaml"),
        ("a.yaml", "yaml"),
        ("a", "yaml"),
        ("a.JSON", "json"),
        ("b.d/a.jsonl", "jsonl"),
        ("b.json/a", "yaml"),
    ],
)
def test_the_suffix_tells_the_form(path: str | None, form: str) -> None:
    assert native_form(path) == form
