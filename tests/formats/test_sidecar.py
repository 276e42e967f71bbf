from datetime import UTC, datetime
from typing import Any

import pytest

from linter.errors import InputError
from linter.formats import read_changes, read_snapshot
from linter.formats.given import Column
from linter.formats.sidecar import Sidecar, read_sidecar
from linter.model import UNSET, BillingAdmin, Envelope

TABLE = "Login,Off\nu1,yes\n"
SIDECAR = """\
account: acme
reference: T-1
columns: {Login: user, Off: {field: enabled, inverted: true}}
op: update
"""


def test_no_sidecar(write) -> None:
    assert read_sidecar(write("c.csv", TABLE)) == Sidecar()
    assert read_sidecar("-") == Sidecar()


def test_what_it_says(write) -> None:
    path = write("c.csv", TABLE)
    write("c.csv.prechange.yaml", SIDECAR)
    assert read_sidecar(path) == Sidecar(
        envelope=Envelope(account="acme", reference="T-1"),
        columns={"Login": Column("user"), "Off": Column("enabled", inverted=True)},
        op="update",
    )
    found = read_changes([path], envelope=Envelope(reference="other", reason="cleaning"))
    (change,) = found.changes
    assert (change.op, change.user, change.set) == ("update", "u1", {"enabled": False})
    assert change.envelope == Envelope(account="acme", reference="T-1", reason="cleaning")
    assert found.envelope == change.envelope
    assert found.survey.accounts == {"acme"}


def test_it_names_the_format(write) -> None:
    path = write("c.txt", '{"op": "disable", "user": "u1"}\n')
    write("c.txt.prechange.yaml", "format: yaml\n")
    with pytest.raises(Exception, match="the key `changes` is missing"):
        read_changes([path])
    assert read_changes([path], format="jsonl").survey.changes == 1


def test_what_a_table_cannot_say_of_its_account(write) -> None:
    path = write("users.csv", "id,full_name\nu1,Ann\n")
    write(
        "users.csv.prechange.yaml",
        "account: acme\nname: Acme\npurchased_users: 3\nbilling_admin: {user_id: u1, email: null}\n",
    )
    (account,) = read_snapshot(path).accounts
    assert (account.id, account.name, account.purchased_users) == ("acme", "Acme", 3)
    assert account.billing_admin == BillingAdmin(user_id="u1", email=None)


def test_the_file_goes_before_its_sidecar(write) -> None:
    path = write("s.yaml", "id: acme\npurchased_users: 3\nusers: []\n")
    write("s.yaml.prechange.yaml", "purchased_users: 9\nname: Acme\n")
    (account,) = read_snapshot(path).accounts
    assert (account.purchased_users, account.name) == (3, "Acme")


def test_a_sidecar_speaks_of_one_account(write) -> None:
    path = write("s.yaml", "accounts: [{id: a, users: []}, {id: b, users: []}]\n")
    write("s.yaml.prechange.yaml", "purchased_users: 9\n")
    with pytest.raises(InputError, match="the sidecar speaks of one account, and the snapshot holds 2"):
        read_snapshot(path)


def test_of_a_snapshot(write) -> None:
    path = write("users.csv", "id,full_name\nu1,Ann\n")
    write(
        "users.csv.prechange.yaml",
        "account: acme\ncomplete: true\ntaken_at: 2026-11-20T09:00:00Z\nsource: the portal\n",
    )
    found = read_snapshot(path, account="other")
    assert [account.id for account in found.accounts] == ["acme"]
    assert (found.complete, found.source) == (True, "the portal")
    assert found.taken_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    place = found.locate("acme", "u1")
    assert place is not None
    assert (place.line, place.column) == (2, 1)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "acount: acme\n",
            [("1:1", "unknown key `acount` in a sidecar file", "did you mean `account`?")],
        ),
        (
            "changes: []\n",
            [("1:1", "unknown key `changes` in a sidecar file", "changes stand in the file itself")],
        ),
        ("op: bogus\n", [("1:5", "unknown op `bogus`", None)]),
        ("columns: {Login: usr}\n", [("1:18", "unknown field `usr`", "did you mean `user`?")]),
        (
            "columns: {Login: {field: enabled, invert: true}}\n",
            [("1:35", "unknown key `invert` in a column", None)],
        ),
        ("effective_at: tomorrow\n", [("1:15", "`effective_at` is not a date and time", None)]),
        ("account:\n", [("1:9", "`account` must be text, not null", None)]),
        ("format: ymal\n", [("", "unknown format `ymal`", None)]),
    ],
)
def test_bad_sidecars(refused, write, text: str, problems: list[Any]) -> None:
    path = write("c.csv", TABLE)
    write("c.csv.prechange.yaml", text)
    found = refused(read_changes, [path])
    wanted = [
        (place, message, said if hint is None else hint)
        for (place, message, hint), (_, _, said) in zip(problems, found, strict=True)
    ]
    assert found == wanted


def test_a_file_says_more_than_its_sidecar(write) -> None:
    path = write("c.yaml", "account: acme\nreference: own\nchanges:\n  - {op: disable, user: u1}\n")
    write("c.yaml.prechange.yaml", "account: other\nreference: other\nrequested_by: u9\n")
    (change,) = read_changes([path]).changes
    assert change.envelope == Envelope(account="acme", reference="own", requested_by="u9")
    assert change.envelope.reason is UNSET
