"""Responses of Graph as snapshots."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.graph import read_snapshot
from linter.model import UNSET

ANNA = {"id": "1", "userPrincipalName": "anna@a.example"}
SAMPLE = Path(__file__).parents[4] / "shared/fixtures/graph_json/graph-docs_user-list_response_snapshot.json"


@pytest.fixture
def snapshot(write):
    """Reads data, or a text, as a snapshot."""

    def call(data: Any):
        text = data if isinstance(data, str) else json.dumps(data, indent=1)
        return read_snapshot(Content(write("users.json", text)), None)

    return call


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        ({"value": [ANNA]}, UNSET),
        ({"value": [ANNA], "@odata.nextLink": "https://x"}, False),
        ({"value": [ANNA], "@odata.count": 2}, False),
        ({"value": [ANNA], "@odata.count": 1}, UNSET),
        ([{"value": [ANNA], "@odata.nextLink": "x"}, {"value": []}], UNSET),
        ([{"value": []}, {"value": [ANNA], "@odata.nextLink": "x"}], False),
        ([ANNA], UNSET),
        (ANNA, False),
    ],
)
def test_complete_only_where_nothing_says_otherwise(snapshot, data: Any, complete: Any) -> None:
    found = snapshot(data)
    assert found.complete is complete
    assert [user.sign_in_id for user in found.accounts[0].users] == ["anna@a.example"]
    assert found.locate("", "1").line
    assert found.locate("", "2") is None


def test_what_was_not_selected_is_unknown(snapshot) -> None:
    (user,) = snapshot([ANNA]).accounts[0].users
    assert (user.enabled, user.licensed, user.aliases, user.roles) == (UNSET, UNSET, UNSET, UNSET)


def test_memberships_that_may_be_cut_off_are_no_groups(snapshot) -> None:
    group = {"@odata.type": "#microsoft.graph.group", "id": "g"}
    few, many = (snapshot([{**ANNA, "memberOf": [group] * count}]).accounts[0].users[0] for count in (19, 20))
    assert (few.groups[0], few.roles, few.attributes) == ("g", (), UNSET)
    assert many.groups is UNSET
    assert len(many.attributes["memberOf"]) == 20


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"value": [{"userPrincipalName": "x"}]}, "the user has no `id`"),
        ({"value": [ANNA, ANNA]}, "the user `1` is here twice"),
        ({"value": [{**ANNA, "accountEnabled": "maybe"}]}, "`accountEnabled` must be true or false"),
        (
            {"value": [{**ANNA, "@removed": {}}]},
            "this user was removed: the file is a delta, not how things are",
        ),
        ({"value": [{**ANNA, "deletedDateTime": "2026-11-01"}]}, "`deletedDateTime` is not a date and time"),
        (
            {"value": [{**ANNA, "assignedLicenses": [1]}]},
            "`assignedLicenses` must be a list of objects with `skuId`",
        ),
        ({"value": [7]}, "a user must be a JSON object"),
        ({"requests": []}, "this is no list of users from Microsoft Graph"),
        ('{"value": [{"id": "1", "id": "2"}]}', "the key `id` is here twice"),
        ('{"value": [{"id": "1", "x": NaN}]}', None),
        ('{"value": [{"id": "1"', None),
        ('{"value": [{"id": "\\ud800"}]}', None),
        ('{"value": ' + "[" * 5000, None),
    ],
)
def test_refused(snapshot, refused, data: Any, message: str | None) -> None:
    ((place, told, _), *_) = refused(snapshot, data)
    assert message is None or told == message
    assert place


def test_secrets_never_show(snapshot) -> None:
    text = json.dumps(
        {"value": [{**ANNA, "passwordProfile": {"password": "Hunter2"}, "onPrem": {"pwd": "Hunter2"}}]}
    )
    found = snapshot(text)
    assert "Hunter2" not in repr(found.accounts)
    assert "Hunter2" not in found.locate("", "1").text


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public samples are not here")
def test_public_sample() -> None:
    found = read_snapshot(Content(str(SAMPLE)), None)
    assert [user.full_name for user in found.accounts[0].users] == ["Conf Room Adams", "MOD Administrator"]
