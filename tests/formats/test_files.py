import pytest

from linter.errors import InputError
from linter.formats import ChangeFiles, Given, read_changes, read_snapshot
from linter.model import Account, Envelope, Snapshot, User
from linter.native.data import native_change, native_envelope

BASELINE = Snapshot(
    accounts=(
        Account(id="acme", users=(User(id="u1", full_name="F C"),)),
        Account(id="beta", users=(User(id="u1", full_name="G H"),)),
    )
)


def test_each_file_is_held_against_its_own_account(write) -> None:
    table = "op,id,full_name\nupdate,u1,F C\n"
    one, two, three = write("a.csv", table), write("b.csv", table), write("c.csv", table)
    write("a.csv.prechange.yaml", "account: acme\n")
    write("b.csv.prechange.yaml", "account: beta\n")
    found = read_changes([one, two, three], given=Given(baseline=BASELINE))
    assert [(change.index, change.envelope.account) for change in found.changes][:1] == [(0, "beta")]
    assert found.survey.changes == 2
    assert found.survey.accounts == {"beta", ""}


def test_which_come_before_the_state(write) -> None:
    native = write("c.yaml", "changes:\n  - {op: disable, user: u1}\n")
    table = write("c.csv", "op,id\ndisable,u1\n")
    assert not ChangeFiles([native]).need_baseline
    assert ChangeFiles([native, table]).need_baseline
    assert ChangeFiles([table], envelope=Envelope(account="acme")).accounts is None


def test_unchecked_things_of_all_files_are_counted_together(write) -> None:
    table = "op,id,role\ndisable,u1,Sales\n"
    found = read_changes([write("a.csv", table), write("b.csv", table)])
    (one,) = found.survey.unchecked
    assert str(one) == "2 values under `role` that `disable` does not take"
    assert one.location
    assert one.location.path.endswith("a.csv")


def test_a_snapshot_that_names_no_account(write) -> None:
    path = write("users.csv", "id,full_name\nu1,Ann\n")
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    (problem,) = caught.value.problems
    assert problem.message == "the snapshot does not say which account it is of"
    assert problem.hint == "give the account's id: `--account ID`"
    assert [one.id for one in read_snapshot(path, frozenset({"acme"}), account="acme").accounts] == ["acme"]
    assert read_snapshot(path, frozenset({"beta"}), account="acme").accounts == ()


def test_native_data(write) -> None:
    text = (
        "account: acme\neffective_at: 2026-11-20T09:00:00Z\nchanges:\n"
        "  - {op: update, user: u1, set: {roles: [A], full_name: null}, before: {roles: []}, account: beta}\n"
        "  - {op: set_purchased_users, purchased_users: 3}\n"
    )
    found = read_changes([write("c.yaml", text)])
    assert native_envelope(found.envelope) == {"account": "acme", "effective_at": "2026-11-20T09:00:00Z"}
    assert [native_change(change, found.envelope) for change in found.changes] == [
        {
            "op": "update",
            "user": "u1",
            "set": {"roles": ["A"], "full_name": None},
            "before": {"roles": []},
            "account": "beta",
        },
        {"op": "set_purchased_users", "purchased_users": 3},
    ]
