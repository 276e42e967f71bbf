"""Terraform plans: what is recognised and refused, places, secrets, and what is left unchecked."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.given import NOTHING, Given
from linter.formats.terraform import read_changes, read_snapshot, recognises
from linter.model import Account, Change, Snapshot, User

SHARED = Path(__file__).parents[4] / "shared" / "fixtures" / "terraform_plan"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats" / "terraform"
USER = {"object_id": "8a1", "user_principal_name": "anna@x.example", "display_name": "Anna"}
UNSEEN = "known-after-apply"


def _resource(actions: list[str], address: str = "azuread_user.anna", **change: Any) -> dict[str, Any]:
    return {"address": address, "type": address.split(".")[0], "change": {"actions": actions, **change}}


def _plan(*resources: Any, **more: Any) -> str:
    return json.dumps({"format_version": "1.2", "resource_changes": list(resources), **more}, indent=1)


@pytest.fixture
def read(write):
    """The changes of a plan's text, and what of it is unchecked."""

    def call(text: str, given: Given = NOTHING) -> tuple[list[Change], list[str]]:
        part = read_changes(Content(write("plan.json", text)), given)
        assert part.survey.changes == len(list(part.changes(0)))
        return list(part.changes(0)), [str(one) for one in part.survey.unchecked]

    return call


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (_plan(), True),
        ('{"format_version":"0.1","terraform_version":"0.12.20","planned_values":{', True),
        ('\ufeff{"format_version": "1.0", "values": {}}', True),
        ('{"format_version": "1.0"}', False),
        ('{"resource_changes": []}', False),
        ('{"accounts": [], "x": {"format_version": "1.0", "values": 1}}', False),
        ('[{"format_version": "1.0", "values": {}}]', False),
        ("format_version,values\n", False),
    ],
)
def test_recognises(text: str, known: bool) -> None:
    assert recognises(text.encode(), "x") is known


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            '{"format_version": "1.2", "resource_changes": [',
            [("1:48", "expected a value, found the end of the text")],
        ),
        (
            '{"format_version": "1.2", "values": {}}',
            [("1:27", "this is a state, not a plan: it changes nothing")],
        ),
        (
            '{"resource_changes": []}',
            [("1:1", "this is not the JSON form of a plan: it has no `format_version`")],
        ),
        ("[]", [("1:1", "this is not the JSON form of a plan: it has no `format_version`")]),
        ('{"format_version": "2.0"}', [("1:20", "the form `2.0` of plans is not known")]),
        ('{"format_version": "1.0", "resource_changes": {}}', [("1:47", "this must be a list")]),
        (
            _plan({"change": {"actions": "update", "before": 5}}),
            [
                ("4:3", "a resource needs its `address`, a text"),
                ("4:3", "a resource needs its `type`, a text"),
                ("6:5", "a resource needs its `change.actions`, a list of texts"),
                ("7:5", "`before` must be an object, or null"),
            ],
        ),
        (
            _plan(_resource(["delete"], before=None)),
            [("7:4", "a resource with the action `delete` needs its values before")],
        ),
        (
            _plan(_resource(["create"], after={**USER, "display_name": 7})),
            [("14:6", "`display_name` of `azuread_user.anna`: this must be a text")],
        ),
        (
            _plan(_resource(["create"], "okta_user.a", after={"login": "a", "admin_roles": "x"})),
            [("13:6", "`admin_roles` of `okta_user.a`: this must be a list of texts")],
        ),
        (
            _plan(_resource(["create"], after={**USER, "account_enabled": "perhaps"})),
            [("15:6", "`account_enabled` of `azuread_user.anna`: this must be true or false")],
        ),
        (
            _plan(_resource(["create"], "azuread_group_member.a", after={"group_object_id": "g"})),
            [("11:5", "`azuread_group_member.a` needs its `member_object_id`, a text")],
        ),
        (
            _plan(
                _resource(["create"], after=USER), _resource(["create"], "okta_user.a", after={"login": "a"})
            ),
            [("20:12", "there are users of two directories: `azuread_user` and `okta_user`")],
        ),
    ],
)
def test_refused(write, refused, text: str, problems: list[tuple[str, str]]) -> None:
    found = refused(read_changes, Content(write("plan.json", text)), NOTHING)
    assert [(place, message) for place, message, _ in found] == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (_plan(), [("1:1", "this plan has no `prior_state`, so it does not say how things are")]),
        (
            json.dumps(
                {
                    "format_version": "1.0",
                    "values": {
                        "root_module": {
                            "resources": [
                                {"type": "okta_user", "values": {"id": "1", "login": "a"}},
                                {"type": "okta_user", "values": {"id": "1", "login": "b"}},
                                {"type": "okta_user", "values": {"status": "ACTIVE"}},
                            ]
                        }
                    },
                }
            ),
            [("1:161", "the user `1` is here twice"), ("1:210", "this user has no id that may be shown")],
        ),
    ],
)
def test_snapshots_refused(write, refused, text: str, problems: list[tuple[str, str]]) -> None:
    found = refused(read_snapshot, Content(write("plan.json", text)), None)
    assert [(place, message) for place, message, _ in found] == problems


@pytest.mark.parametrize(
    ("actions", "ops"),
    [
        (["no-op"], []),
        (["read"], []),
        (["create"], ["create"]),
        (["update"], ["update"]),
        (["delete"], ["delete"]),
        (["delete", "create"], ["delete", "create"]),
        (["create", "delete"], ["create", "delete"]),
        (["forget"], []),
        (["create", "forget"], ["create"]),
        (["reticulate"], []),
    ],
)
def test_actions(read, actions: list[str], ops: list[str]) -> None:
    changes, unchecked = read(_plan(_resource(actions, before=USER, after={**USER, "display_name": "Zoe"})))
    assert [change.op for change in changes] == ops
    assert [change.index for change in changes] == list(range(len(ops)))
    assert bool(unchecked) is bool({"forget", "reticulate"} & set(actions))


def test_places(read) -> None:
    before = {**USER, "job_title": "Clerk", "account_enabled": True}
    after = {**before, "display_name": "Zoe", "job_title": "Boss", "account_enabled": False}
    noise = _resource(["create"], "aws_iam_role.a", after={"name": "n"})
    (change,), unchecked = read(_plan(noise, _resource(["update"], before=before, after=after)))
    places = {
        pointer: (change.origin(pointer).pointer, change.origin(pointer).line)
        for pointer in ("", "op", "user", "set/full_name", "before/full_name", "set/attributes/job_title")
    }
    assert places == {
        "": ("/resource_changes/1", 16),
        "op": ("/resource_changes/1/change/actions", 20),
        "user": ("/resource_changes/1/change/before/object_id", 24),
        "set/full_name": ("/resource_changes/1/change/after/display_name", 33),
        "before/full_name": ("/resource_changes/1/change/before/display_name", 26),
        "set/attributes/job_title": ("/resource_changes/1/change/after/job_title", 34),
    }
    assert change.origin("set/enabled").pointer == "/resource_changes/1/change/after/account_enabled"
    assert change.origin("set/full_name").text.strip() == '"display_name": "Zoe",'
    assert unchecked == ["1 change of `aws_iam_role`"]


def test_an_unknown_value_is_not_an_unchanged_one(read) -> None:
    after = {key: value for key, value in USER.items() if key != "display_name"}
    unknown = {"display_name": True}
    changes, unchecked = read(_plan(_resource(["update"], before=USER, after=after, after_unknown=unknown)))
    assert changes == []
    assert unchecked == ["1 value of `display_name` of `azuread_user.anna` known only after apply"]


@pytest.mark.parametrize(
    ("resource", "rules"),
    [
        (_resource(["create"], after=USER, after_unknown={"mail": True, "job_title": True}), ["", ""]),
        (_resource(["update"], before=USER, after=USER, after_unknown={"mail": True}), [UNSEEN]),
        (_resource(["update"], before=USER, after=USER, after_unknown={"job_title": True}), [UNSEEN]),
        (
            _resource(
                ["update"],
                before=USER,
                after={**USER, "display_name": "Zoe"},
                after_sensitive={"display_name": True},
            ),
            [UNSEEN],
        ),
        (
            _resource(
                ["create"],
                "azuread_group_member.one",
                after={"group_object_id": "g1"},
                after_unknown={"member_object_id": True},
            ),
            [UNSEEN],
        ),
        (_resource(["create"], "aws_iam_role.one", after={}), [""]),
    ],
)
def test_what_is_undecided_in_any_case(write, resource: dict[str, Any], rules: list[str]) -> None:
    part = read_changes(Content(write("plan.json", _plan(resource))), NOTHING)
    assert [one.rule for one in part.survey.unchecked] == rules


def test_the_key_that_the_baseline_has(read) -> None:
    resource = _plan(_resource(["delete"], before=USER))
    users = (User(id="u7", sign_in_id="Anna@x.example"),)
    baseline = Snapshot(accounts=(Account(id="acme", users=users),))
    assert [change.user for change in read(resource)[0]] == ["8a1"]
    assert [change.user for change in read(resource, Given(baseline=baseline))[0]] == ["anna@x.example"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "sensitive", [True, {"display_name": True, "tags": {"x": True}, "list": [{"y": True}]}]
)
def test_nothing_secret_is_shown(write, indent: int | None, sensitive: Any) -> None:
    hidden = {
        "display_name": "HIDDEN1",
        "tags": {"x": "HIDDEN2"},
        "list": [{"y": "HIDDEN3"}],
        "password": "HIDDEN4",
    }
    before = {**USER, **hidden, "nested": {"client_secret": "HIDDEN5"}}
    after = {
        **before,
        "display_name": "HIDDEN6",
        "password": "HIDDEN7",
        "job_title": "x",
        "nested": {"token": "HIDDEN8"},
    }
    marks = {"before_sensitive": sensitive, "after_sensitive": sensitive}
    other = _resource(["create"], "aws_db.a", after={"name": "HIDDEN9"}, after_sensitive={"name": True})
    plan = json.loads(_plan(_resource(["update", "delete"], before=before, after=after, **marks), other))
    plan["variables"] = {"any": {"value": "HIDDEN0"}}
    part = read_changes(Content(write("plan.json", json.dumps(plan, indent=indent))), NOTHING)
    shown = [str(one) + (one.location.text if one.location else "") for one in part.survey.unchecked]
    for change in part.changes(0):
        shown.append(str([change.set, change.before, change.user, change.secrets]))
        for field in (
            "full_name",
            "attributes/tags",
            "attributes/nested",
            "attributes/job_title",
            "sign_in_id",
        ):
            shown += [change.origin(f"set/{field}").text, change.origin(f"before/{field}").text]
        shown += [change.origin(pointer).text for pointer in ("", "op", "user")]
    assert shown
    assert not [text for text in shown if "HIDDEN" in text]


@pytest.mark.parametrize("case", ["azuread", "okta", "google", "prior_state"])
def test_no_secret_of_a_fixture_is_shown(case: str) -> None:
    text = (FIXTURES / case / "expected.json").read_text(encoding="utf-8")
    assert not [word for word in ("Pass-", "rex", "Secretname") if word in text]


def test_a_drift_and_what_is_deferred(read) -> None:
    drift = [_resource(["update"], before=USER, after=USER)] * 2
    deferred = [{"reason": "unknown", "resource_change": _resource(["create"], after=USER)}]
    _, unchecked = read(_plan(resource_drift=drift, deferred_changes=deferred, errored=True))
    assert unchecked == [
        "2 changes of `azuread_user` made outside Terraform",
        "1 deferred change of `azuread_user`",
        "1 plan that ended with an error",
    ]


def test_a_role_that_the_plan_describes_has_its_name(read) -> None:
    role = {
        "type": "azuread_directory_role",
        "values": {"object_id": "R-1", "display_name": "Groups Administrator"},
    }
    state = {"values": {"root_module": {"child_modules": [{"resources": [role]}]}}}
    link = {"role_id": "r-1", "principal_object_id": "8a1", "directory_scope_id": "/administrativeUnits/7"}
    resource = _resource(["create"], "azuread_directory_role_assignment.a", after=link)
    (change,), unchecked = read(_plan(resource, prior_state=state))
    assert (change.op, change.user, change.role) == ("grant_role", "8a1", "Groups Administrator")
    assert unchecked == ["1 scope of a role"]
    assert change.origin("role").pointer == "/resource_changes/0/change/after/role_id"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the samples are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "unchecked"),
    [
        ("ovsds_tf-plan-format_create.tfplan.json", ["1 change of `terraform_data`"]),
        ("ovsds_tf-plan-format_delete-create.tfplan.json", ["1 change of `null_resource`"]),
        ("ovsds_tf-plan-format_no-resources.tfplan.json", []),
        ("terraform-compliance_test_issue-203.plan.json", ["1 change of `aws_iam_role`"]),
    ],
)
def test_plans_in_the_wild(name: str, unchecked: list[str]) -> None:
    path = SHARED / name
    assert recognises(path.read_bytes(), "x")
    part = read_changes(Content(str(path)), NOTHING)
    assert [str(one) for one in part.survey.unchecked] == unchecked
    assert part.survey.changes == 0
