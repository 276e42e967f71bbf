from typing import Any

import pytest

from linter.model import AccountState, Snapshot, User
from linter.replay import account
from linter.replay.faults import hint
from tests.replay.play import ANN, BO, GONE, faults, play, snapshot

PARTIAL = snapshot(ANN, complete=False)


@pytest.mark.parametrize(
    ("change", "rule", "pointer", "message"),
    [
        pytest.param(
            {"op": "disable", "user": "u7"},
            "unknown-user",
            "user",
            "no user `u7` in account `acme`; did you mean `u3`?",
            id="close id",
        ),
        pytest.param(
            {"op": "disable", "user": "anne@acme.example"},
            "unknown-user",
            "user",
            "no user `anne@acme.example` in account `acme`; did you mean `ann@acme.example`?",
            id="close address",
        ),
        pytest.param(
            {"op": "disable", "user": "zoe@acme.example"},
            "unknown-user",
            "user",
            "no user `zoe@acme.example` in account `acme`",
            id="nothing close",
        ),
        pytest.param(
            {"op": "disable", "user": "ann  lee"},
            "unknown-user",
            "user",
            "no user `ann  lee` in account `acme`",
            id="no name either",
        ),
        pytest.param(
            {"op": "disable", "user": "ann lee"},
            "unknown-user",
            "user",
            "no user `ann lee` in account `acme`: it is only the name of `u1`; give the id",
            id="name only",
        ),
        pytest.param(
            {"op": "disable"},
            "unknown-user",
            "",
            "`disable` names no user; name one with `user`",
            id="no user named",
        ),
        pytest.param(
            {"op": "create", "user": "u1", "set": {}},
            "duplicate-user",
            "user",
            "account `acme` already has a user `u1`; create the user under another id",
            id="id taken",
        ),
        pytest.param(
            {"op": "create", "user": "u3", "set": {}},
            "duplicate-user",
            "user",
            "account `acme` has a deleted user `u3`; "
            "use `restore` to bring it back, or create the user under another id",
            id="id of a deleted user",
        ),
        pytest.param(
            {"op": "create", "user": "U1", "set": {}},
            "duplicate-user",
            "user",
            "`u1` already belongs to user `u1` (`Ann Lee`) in account `acme`; a user's keys must be its own",
            id="id in other case",
        ),
        pytest.param(
            {"op": "update", "user": "u1", "set": {"primary_email": "FOX@acme.example"}},
            "duplicate-user",
            "set/primary_email",
            "`fox@acme.example` already belongs to user `u2` (`Bo Fox`) in account `acme`; "
            "a user's keys must be its own",
            id="alias taken",
        ),
        pytest.param(
            {"op": "enable", "user": "u1"},
            "no-effect",
            "",
            "this `enable` has no effect: user `u1` is enabled already",
            id="enabled twice",
        ),
        pytest.param(
            {"op": "grant_role", "user": "u1", "role": "sales"},
            "no-effect",
            "role",
            "this `grant_role` has no effect: user `u1` holds role `sales` already",
            id="role held",
        ),
        pytest.param(
            {
                "op": "update",
                "user": "u1",
                "set": {"full_name": "Ann Lee", "enabled": True, "roles": ("SALES",)},
            },
            "no-effect",
            "set",
            "this `update` has no effect: user `u1` has all these values already",
            id="everything is so",
        ),
        pytest.param(
            {"op": "delete", "user": "u3"},
            "no-effect",
            "",
            "this `delete` has no effect: user `u3` is deleted already",
            id="deleted twice",
        ),
        pytest.param(
            {"op": "set_purchased_users", "purchased_users": 3},
            "no-effect",
            "purchased_users",
            "this `set_purchased_users` has no effect: the number of purchased users is 3 already",
            id="as many already",
        ),
        pytest.param(
            {"op": "update", "user": "u3", "set": {"full_name": "X"}},
            "impossible-operation",
            "user",
            "`update` cannot be applied to user `u3`, which is deleted; use `restore` first",
            id="deleted user",
        ),
        pytest.param(
            {"op": "restore", "user": "u1"},
            "impossible-operation",
            "user",
            "user `u1` cannot be restored: it is not deleted",
            id="not deleted",
        ),
        pytest.param(
            {"op": "grant_role", "user": "u1"},
            "impossible-operation",
            "",
            "`grant_role` cannot be applied without `role`",
            id="no role",
        ),
        pytest.param(
            {"op": "update", "user": "u1", "set": {"full_nam": "X"}},
            "unknown-attribute",
            "set/full_nam",
            "a user has no field `full_nam`; did you mean `full_name`?",
            id="misspelt field",
        ),
        pytest.param(
            {"op": "update", "user": "u1", "set": {"shoe/size": "9"}},
            "unknown-attribute",
            "set/shoe~1size",
            "a user has no field `shoe/size`; put what only your source knows under `attributes`",
            id="a field of the source",
        ),
        pytest.param(
            {"op": "update", "user": "u1", "set": {"invitation": "accepted"}},
            "unknown-attribute",
            "set/invitation",
            "`invitation` cannot be set: it follows from what the user does; use `invite` to send one",
            id="read-only field",
        ),
        pytest.param(
            {"op": "disable", "user": "u1", "before": {"full_name": "Ann Ray", "employee_id": "7"}},
            "stale-snapshot",
            "before/full_name",
            "the snapshot says `Ann Lee` for `full_name` of user `u1`, the change was made from `Ann Ray`; "
            "take a new snapshot",
            id="stale",
        ),
    ],
)
def test_objection(change: dict[str, Any], rule: str, pointer: str, message: str) -> None:
    steps = play([change], snapshot(purchased_users=3))
    [fault] = faults(steps)
    assert (fault.rule, fault.pointer, fault.message, fault.undecided) == (rule, pointer, message, False)


@pytest.mark.parametrize(
    ("snap", "account", "change", "rule", "message"),
    [
        (
            snapshot(),
            "acmee",
            {"op": "disable", "user": "u1"},
            "unknown-account",
            "account `acmee` is not in the snapshot; did you mean `acme`?",
        ),
        (
            Snapshot(accounts=()),
            "acme",
            {"op": "set_purchased_users", "purchased_users": 1},
            "unknown-account",
            "account `acme` is not in the snapshot",
        ),
        (
            PARTIAL,
            "acme",
            {"op": "disable", "user": "u7"},
            "unknown-user",
            "user `u7` is not in the snapshot, which may not hold every user of account `acme`; "
            "take one that does and mark it `complete: true`",
        ),
        (
            None,
            "acme",
            {"op": "disable", "user": "u7"},
            "unknown-user",
            "nothing is known about user `u7` without a snapshot; give one",
        ),
        (
            PARTIAL,
            "acme",
            {"op": "update", "user": "u1", "set": {"sign_in_id": "x@acme.example"}},
            "duplicate-user",
            "whether the new keys are taken is not known: the snapshot may not hold every user of "
            "account `acme`; take one that does and mark it `complete: true`",
        ),
        (
            None,
            "acme",
            {"op": "create", "user": "u7", "set": {}},
            "duplicate-user",
            "whether the new keys are taken is not known without a snapshot; give one",
        ),
        (
            snapshot(User(id="u1")),
            "acme",
            {"op": "update", "user": "u1", "set": {"roles": ("A",), "groups": ()}},
            "unknown-before",
            "the present `roles`, `groups` of user `u1` are not known, so what this update takes away is not "
            "known; give a snapshot that has them, or use operations that add and remove",
        ),
    ],
)
def test_what_cannot_be_known_is_undecided(
    snap: Snapshot | None, account: str, change: dict[str, Any], rule: str, message: str
) -> None:
    [fault] = faults(play([change], snap, account=account))
    assert (fault.rule, fault.message, fault.undecided) == (rule, message, True)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {"op": "update", "user": "u1", "set": {}, "secrets": ("password",)}, id="a new password"
        ),
        pytest.param({"op": "update", "user": "u1", "set": {"employee_id": "7"}}, id="unknown before"),
        pytest.param(
            {"op": "create", "user": "u9", "set": {"primary_email": "cy@acme.example"}}, id="key set free"
        ),
        pytest.param({"op": "disable", "user": "u1", "before": {"full_name": "Ann Lee"}}, id="not stale"),
        pytest.param({"op": "enable", "user": "Fox@acme.example "}, id="by alias"),
        pytest.param(
            {"op": "update", "user": "u1", "set": {"sign_in_id": "ANN@acme.example"}}, id="its own key"
        ),
    ],
)
def test_no_objection(change: dict[str, Any]) -> None:
    assert faults(play([change], snapshot())) == []


def test_ambiguous_user() -> None:
    twin = User(id="u4", aliases=("ANN@acme.example",))
    [step] = play([{"op": "disable", "user": "ann@acme.example"}], snapshot(ANN, twin))
    [fault] = step.faults
    assert fault.rule == "ambiguous-user"
    assert fault.message == "`ann@acme.example` could be `u1` and `u4` in account `acme`; give the id"
    assert step.before == User(id="ann@acme.example")
    assert step.account_after.users is step.account.users
    assert step.account_after.changes == {"disable": 1}


def test_a_deleted_user_does_not_make_a_key_ambiguous() -> None:
    heir = User(id="u4", primary_email="cy@acme.example", enabled=True)
    disabled, restored = play(
        [{"op": "disable", "user": "cy@acme.example"}, {"op": "restore", "user": "cy@acme.example"}],
        snapshot(heir, GONE),
    )
    assert disabled.before == heir
    assert restored.before == GONE
    assert [fault.rule for fault in restored.faults] == ["duplicate-user"]


def test_a_snapshot_is_stale_only_where_the_change_set_has_not_been() -> None:
    steps = play(
        [
            {"op": "update", "user": "u1", "set": {"full_name": "New"}},
            {"op": "disable", "user": "u1", "before": {"full_name": "Ann Lee"}},
        ],
        snapshot(),
    )
    assert faults(steps) == []


def test_what_the_change_file_says_supplies_what_is_unknown() -> None:
    said = {"full_name": "Dee", "enabled": True, "roles": ["A"], "invited_at": "2026-11-01T00:00:00Z"}
    [alone] = play([{"op": "disable", "user": "u7", "before": said}], None)
    assert alone.faults == ()
    assert alone.before is not None
    assert (alone.before.full_name, alone.before.enabled, alone.before.roles) == ("Dee", True, ("A",))
    assert alone.changed == {"enabled": True}
    [beside] = play([{"op": "disable", "user": "u2", "before": {"manager_id": "u1"}}], snapshot(ANN, BO))
    assert beside.before is not None
    assert beside.before.manager_id == "u1"


@pytest.mark.parametrize("pointer", ["user", "replaces"])
def test_every_naming_of_an_unknown_user_is_reported_where_it_stands(pointer: str) -> None:
    change = {"op": "create", "user": "u9", "set": {}, "replaces": "zz"}
    if pointer == "user":
        change = {"op": "delete", "user": "zz"}
    [fault] = faults(play([change], snapshot()))
    assert (fault.rule, fault.pointer) == ("unknown-user", pointer)


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("u7", ["u1", "name@x.example"], "; did you mean `u1`?"),
        ("jon@x.example", ["john@x.example", "mary@x.example"], "; did you mean `john@x.example`?"),
        ("jon@x.exmaple", ["jon@x.example", "jim@x.example"], "; did you mean `jon@x.example`?"),
        ("zed@x.example", ["john@x.example"], ""),
        ("anything", [], ""),
    ],
)
def test_hint(word: str, candidates: list[str], expected: str) -> None:
    assert hint(word, candidates) == expected


def test_names_are_looked_for_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    records = len(snapshot().accounts[0].users or ())
    monkeypatch.setattr(account, "_COMPARISONS", 2 * records)
    steps = play([{"op": "disable", "user": f"u{number}"} for number in range(10, 15)], snapshot())
    hinted = [fault.message.endswith("?") for fault in faults(steps)]
    assert hinted == [True, True, False, False, False]


def test_an_unknown_account_is_reported_once_a_change_and_nothing_else_is() -> None:
    steps = play(
        [{"op": "disable", "user": "u1"}, {"op": "create", "user": "u1", "set": {}}], snapshot(), account="x"
    )
    assert [fault.rule for fault in faults(steps)] == ["unknown-account", "unknown-account"]
    assert steps[0].account == AccountState(id="x")
