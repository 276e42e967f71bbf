"""Batches, read back; and what Graph has no request for."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linter.model import Envelope
from linter.writers import WRITERS
from tests.writers.conftest import Back, change_set, lost
from tests.writers.strategies import native_changes, request_changes

GRAPH = WRITERS["graph"]


@given(st.lists(native_changes() | request_changes(), min_size=1, max_size=5))
@settings(max_examples=80)
def test_what_is_written_reads_back(back: Back, changes: list[dict[str, Any]]) -> None:
    written = GRAPH.write(change_set(changes, Envelope(account="acme")))
    assume(written.means and any(written.means))
    assert back(written, "batch.json") == list(written.means or ())


def test_requests_wait_for_the_one_before(back: Back) -> None:
    changes = [
        {"op": "create", "user": "n1", "set": {"sign_in_id": "n@c.example", "manager_id": "u1"}},
        {"op": "update", "user": "n1", "set": {"full_name": "A B", "manager_id": None}},
        {"op": "grant_role", "user": "n1", "role": "Billing Administrator"},
        {"op": "disable", "user": "u 2"},
        {"op": "restore", "user": "u3"},
    ]
    written = GRAPH.write(change_set(changes))
    requests = json.loads(written.text)["requests"]
    assert [each.get("dependsOn") for each in requests] == [None, ["1"], ["2"], ["3"], ["4"], ["5"]]
    assert [(each["method"], each["url"]) for each in requests] == [
        ("POST", "/users"),
        ("PATCH", "/users/n@c.example"),
        ("DELETE", "/users/n@c.example/manager/$ref"),
        ("POST", "/directoryRoles/roleTemplateId=b0f54661-2d74-4c50-afa3-1ec803f12efe/members/$ref"),
        ("PATCH", "/users/u%202"),
        ("POST", "/directory/deletedItems/u3/restore"),
    ]
    assert back(written, "batch.json") == [
        {"op": "create", "set": {"sign_in_id": "n@c.example", "manager_id": "u1"}},
        {"op": "update", "user": "n@c.example", "set": {"full_name": "A B"}},
        {"op": "update", "user": "n@c.example", "set": {"manager_id": None}},
        {"op": "grant_role", "user": "n@c.example", "role": "Billing Administrator"},
        {"op": "update", "user": "u 2", "set": {"enabled": False}},
        {"op": "restore", "user": "u3"},
    ]
    assert lost(written) == []


def test_a_batch_holds_twenty_requests() -> None:
    written = GRAPH.write(change_set([{"op": "disable", "user": f"u{number}"} for number in range(41)]))
    files = (written, *written.more)
    assert [len(json.loads(each.text)["requests"]) for each in files] == [20, 20, 1]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"op": "invite", "user": "u1"}, "Graph has no request for `invite` that is read back"),
        (
            {"op": "grant_role", "user": "u1", "role": "Sales"},
            "Graph names roles by their ids, and that of `Sales` of `grant_role` is not known",
        ),
        (
            {"op": "assign_license", "user": "u1", "license": "E5"},
            "Graph names licences by their `skuId`, which `E5` of `assign_license` is not",
        ),
        (
            {"op": "update", "user": "u1", "set": {"aliases": ["a"]}},
            "this value of `aliases` has no place in `update` as Graph has it",
        ),
        ({"op": "delete", "user": "a(b)"}, "an address cannot name what `delete` is about"),
    ],
)
def test_what_graph_cannot_say(change: dict[str, Any], what: str) -> None:
    assert lost(GRAPH.write(change_set([change]))) == [what]
