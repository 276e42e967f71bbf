"""A snapshot reads alike from every format, with only the accounts that are asked for."""

import json
from datetime import UTC, datetime

import pytest

from linter.formats import read_snapshot
from linter.model import UNSET, Account, BillingAdmin, Snapshot, User

WHEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
YAML = """\
taken_at: 2026-11-20T09:00:00Z
complete: true
source: crm
accounts:
  - id: acme
    purchased_users: 3
    billing_admin: {user_id: u1, email: name@company.example}
    users:
      - id: u1
        full_name: F C
        enabled: true
        invitation: accepted
        invited_at: 2026-11-20T10:00:00+01:00
        roles: [System Administrator]
        aliases: null
        attributes: {unicodePwd: hunter2, cost: 1}
      - {id: u2, tags: []}
  - id: other
    billing_admin: null
  - {id: empty, users: []}
"""
ACME = {
    "id": "acme",
    "purchased_users": 3,
    "billing_admin": {"user_id": "u1", "email": "name@company.example"},
    "users": [
        {
            "id": "u1",
            "full_name": "F C",
            "enabled": True,
            "invitation": "accepted",
            "invited_at": "2026-11-20T10:00:00+01:00",
            "roles": ["System Administrator"],
            "aliases": None,
            "attributes": {"unicodePwd": "hunter2", "cost": 1},
        },
        {"id": "u2", "tags": []},
    ],
}
ACCOUNTS = [ACME, {"id": "other", "billing_admin": None}, {"id": "empty", "users": []}]
HEAD = {"taken_at": "2026-11-20T09:00:00Z", "complete": True, "source": "crm"}
WANTED = (
    Account(
        id="acme",
        purchased_users=3,
        billing_admin=BillingAdmin(user_id="u1", email="name@company.example"),
        users=(
            User(
                id="u1",
                full_name="F C",
                enabled=True,
                invitation="accepted",
                invited_at=WHEN,
                roles=("System Administrator",),
                aliases=None,
                attributes={"cost": 1},
            ),
            User(id="u2", tags=()),
        ),
    ),
    Account(id="other", billing_admin=None),
    Account(id="empty", users=()),
)


def _lines() -> str:
    return "".join(json.dumps({**account, **HEAD}) + "\n" for account in ACCOUNTS)


FILES = {
    "s.yaml": YAML,
    "s.json": json.dumps({**HEAD, "accounts": ACCOUNTS}, indent=2),
    "minified.json": json.dumps({**HEAD, "accounts": ACCOUNTS}),
    "s.jsonl": _lines(),
    "blank.jsonl": "\n" + _lines().replace("\n", "\n\n").rstrip("\n"),
}
ID = '"u1"'
SINGLE = {
    "one.yaml": "id: acme\ncomplete: true\nusers:\n  - id: u1\n",
    "one.json": '{"id": "acme", "complete": true, "users": [{"id": "u1"}]}',
    "one.jsonl": '{"id": "acme", "complete": true, "users": [{"id": "u1"}]}',
    "one": '{"id": "acme", "complete": true, "users": [{"id": "u1"}]}',
}


def _column(name: str, identity: str) -> int:
    """Where a record's id stands in the only line of a file."""
    return FILES[name].index(f'"{identity}"', FILES[name].index(f'"id": "{identity}"')) + 1


def _place(snapshot: Snapshot, account: str, user: str | None) -> str:
    where = snapshot.locate(account, user)
    return f"{where.line}:{where.column}" if where else ""


@pytest.mark.parametrize("name", FILES)
def test_every_format_says_the_same(write, name: str) -> None:
    found = read_snapshot(write(name, FILES[name]))
    assert found.accounts == WANTED
    assert (found.taken_at, found.complete, found.source) == (WHEN, True, "crm")
    assert type(found.accounts[0]) is Account


@pytest.mark.parametrize("name", FILES)
def test_only_the_accounts_that_are_asked_for_are_kept(write, name: str) -> None:
    path = write(name, FILES[name])
    assert read_snapshot(path, frozenset({"other", "nobody"})).accounts == WANTED[1:2]
    assert read_snapshot(path, frozenset()).accounts == ()


@pytest.mark.parametrize(
    ("name", "account", "user"),
    [
        ("s.yaml", "5:9", "9:13"),
        ("s.json", "7:13", "15:17"),
        ("minified.json", f"1:{_column('minified.json', 'acme')}", f"1:{_column('minified.json', 'u1')}"),
        ("s.jsonl", "1:8", f"1:{_column('s.jsonl', 'u1')}"),
        ("blank.jsonl", "2:8", f"2:{_column('s.jsonl', 'u1')}"),
    ],
)
def test_the_places_of_records(write, name: str, account: str, user: str) -> None:
    found = read_snapshot(write(name, FILES[name]), frozenset({"acme"}))
    assert _place(found, "acme", None) == account
    assert _place(found, "acme", "u1") == user
    assert _place(found, "acme", "nobody") == ""
    assert _place(found, "other", None) == ""
    assert "hunter2" not in repr(found)
    assert "hunter2" not in repr(found.locate("acme", "u2"))


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_account_may_stand_at_the_top(write, name: str) -> None:
    found = read_snapshot(write(name, SINGLE[name]))
    assert found.accounts == (Account(id="acme", users=(User(id="u1"),)),)
    assert (found.complete, found.taken_at) == (True, UNSET)
    assert _place(found, "acme", "u1") == ("4:9" if "yaml" in name else f"1:{SINGLE[name].rindex(ID) + 1}")


@pytest.mark.parametrize(
    ("heads", "head"),
    [
        ([{"taken_at": "2026-11-21T09:00:00Z"}, {"taken_at": "2026-11-20T09:00:00Z"}], (WHEN, UNSET, UNSET)),
        pytest.param([{"taken_at": "2026-11-21T09:00:00Z"}, {}], (UNSET, UNSET, UNSET), id="age unknown"),
        ([{"complete": True}, {"complete": True}], (UNSET, True, UNSET)),
        ([{"complete": True}, {"complete": False}], (UNSET, False, UNSET)),
        pytest.param([{"complete": True}, {}], (UNSET, UNSET, UNSET), id="completeness unknown"),
        ([{"source": "crm"}, {"source": "crm"}], (UNSET, UNSET, "crm")),
        ([{"source": "crm"}, {"source": "export"}], (UNSET, UNSET, UNSET)),
    ],
)
def test_lines_say_together_what_all_of_them_say(write, heads, head) -> None:
    lines = [json.dumps({"id": f"a{number}", **said}) for number, said in enumerate(heads)]
    found = read_snapshot(write("s.jsonl", "\n".join(lines)))
    assert (found.taken_at, found.complete, found.source) == head


def test_no_accounts_are_a_snapshot(write) -> None:
    assert read_snapshot(write("s.yaml", "accounts: []")).accounts == ()
