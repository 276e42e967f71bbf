"""A change set reads alike from every format, and can be read again and again."""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.errors import InputError
from linter.formats import FORMATS, read_changes
from linter.model import UNSET, BillingRecord, Change, ChangeSet, Envelope, Survey

YAML = """\
account: acme
requested_by: u1
reference: CASE-0042      # optional
changes:
  - op: update
    user: u1
    set: {full_name: F C FC@COMPANY.EXAMPLE,
          primary_email: fc@company.example, password: hunter2}
    before: {full_name: F C, roles: [A], invited_at: 2026-11-20T10:00:00+01:00,
             billing_record: {email: a@b.example}, attributes: {pwd: x, y: 1}}
  - {op: disable, user: u3}
  - {op: grant_role, user: u4, role: Sales, account: other, reference: null}
  - {op: create, user: u9, replaces: u3, set: {full_name: 'New "Person"', roles: [A, B], manager_id: null}}
  - {op: set_purchased_users, purchased_users: 5, effective_at: 2026-12-01T00:00:00Z}
  - {op: assign_license, user: u1, license: Pro}
  - {op: add_group, user: u1, group: Staff}
  - {op: set_billing_admin, user: u1}
"""
DATA = {
    "account": "acme",
    "requested_by": "u1",
    "reference": "CASE-0042",
    "changes": [
        {
            "op": "update",
            "user": "u1",
            "set": {
                "full_name": "F C FC@COMPANY.EXAMPLE",
                "primary_email": "fc@company.example",
                "password": "hunter2",
            },
            "before": {
                "full_name": "F C",
                "roles": ["A"],
                "invited_at": "2026-11-20T10:00:00+01:00",
                "billing_record": {"email": "a@b.example"},
                "attributes": {"pwd": "x", "y": 1},
            },
        },
        {"op": "disable", "user": "u3"},
        {"op": "grant_role", "user": "u4", "role": "Sales", "account": "other", "reference": None},
        {
            "op": "create",
            "user": "u9",
            "replaces": "u3",
            "set": {"full_name": 'New "Person"', "roles": ["A", "B"], "manager_id": None},
        },
        {"op": "set_purchased_users", "purchased_users": 5, "effective_at": "2026-12-01T00:00:00Z"},
        {"op": "assign_license", "user": "u1", "license": "Pro"},
        {"op": "add_group", "user": "u1", "group": "Staff"},
        {"op": "set_billing_admin", "user": "u1"},
    ],
}
ENVELOPE = Envelope(account="acme", requested_by="u1", reference="CASE-0042")
WANTED = [
    Change(
        index=0,
        op="update",
        user="u1",
        set={"full_name": "F C FC@COMPANY.EXAMPLE", "primary_email": "fc@company.example"},
        before={
            "full_name": "F C",
            "roles": ("A",),
            "invited_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
            "billing_record": BillingRecord(email="a@b.example"),
            "attributes": {"y": 1},
        },
        secrets=("password",),
        envelope=ENVELOPE,
    ),
    Change(index=1, op="disable", user="u3", envelope=ENVELOPE),
    Change(
        index=2,
        op="grant_role",
        user="u4",
        role="Sales",
        envelope=Envelope(account="other", requested_by="u1", reference=None),
    ),
    Change(
        index=3,
        op="create",
        user="u9",
        replaces="u3",
        set={"full_name": 'New "Person"', "roles": ("A", "B"), "manager_id": None},
        envelope=ENVELOPE,
    ),
    Change(
        index=4,
        op="set_purchased_users",
        purchased_users=5,
        envelope=Envelope(
            account="acme",
            requested_by="u1",
            reference="CASE-0042",
            effective_at=datetime(2026, 12, 1, tzinfo=UTC),
        ),
    ),
    Change(index=5, op="assign_license", user="u1", license="Pro", envelope=ENVELOPE),
    Change(index=6, op="add_group", user="u1", group="Staff", envelope=ENVELOPE),
    Change(index=7, op="set_billing_admin", user="u1", envelope=ENVELOPE),
]
SURVEY = Survey(
    changes=8,
    accounts=frozenset({"acme", "other"}),
    counts={change.op: 1 for change in WANTED},
)


def _lines() -> str:
    head = {key: value for key, value in DATA.items() if key != "changes"}
    return "".join(json.dumps({**head, **change}) + "\n" for change in DATA["changes"])


FILES = {
    "c.yaml": YAML,
    "c.yml": "\ufeff" + YAML.replace("\n", "\r\n"),
    "c.json": json.dumps(DATA, indent=2),
    "minified.json": json.dumps(DATA),
    "escaped.json": json.dumps(DATA).replace('\\"', "\\u0022"),
    "c.jsonl": _lines(),
    "blank.jsonl": "\ufeff\n" + _lines().replace("\n", "\r\n\n  \n"),
    "unended.ndjson": _lines().rstrip("\n"),
    "escaped.jsonl": _lines().replace('\\"', "\\u0022"),
    "looks-like-yaml": YAML,
    "looks-like-json": json.dumps(DATA),
    "looks-like-pretty-json.txt": json.dumps(DATA, indent=1),
    "looks-like-lines": _lines(),
}


NAME = '"full_name"'
OPENING = '{"op"'


def _column(name: str, part: str) -> int:
    """Where a part first stands in the only line of a file."""
    return FILES[name].index(part) + 1


def _bare(changes: ChangeSet) -> list[Change]:
    """The changes without their origins, which are never equal."""
    return [
        Change(**{name: getattr(one, name) for name in Change.__struct_fields__ if name != "origin"})
        for one in changes.changes
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_format_says_the_same(write, name: str) -> None:
    found = read_changes([write(name, FILES[name])])
    assert _bare(found) == WANTED
    assert _bare(found) == WANTED
    assert found.survey == SURVEY
    assert Path(found.paths[0]).name == name
    in_lines = "jsonl" in name or "lines" in name or "ndjson" in name
    assert found.envelope == (Envelope() if in_lines else ENVELOPE)


@pytest.mark.parametrize(
    ("name", "whole", "key"),
    [
        ("c.yaml", "5:5", "7:11"),
        ("c.json", "6:5", "10:9"),
        ("minified.json", f"1:{_column('minified.json', OPENING)}", f"1:{_column('minified.json', NAME)}"),
        ("c.jsonl", "1:1", f"1:{_column('c.jsonl', NAME)}"),
        ("blank.jsonl", "2:1", f"2:{_column('c.jsonl', NAME)}"),
    ],
)
def test_the_places_of_a_change(write, name: str, whole: str, key: str) -> None:
    first = next(iter(read_changes([write(name, FILES[name])]).changes))
    places = [first.origin(pointer) for pointer in ("", "set/full_name", "role")]
    assert [f"{place.line}:{place.column}" for place in places] == [whole, key, whole]
    assert places[1].pointer.endswith("/set/full_name")
    assert places[1].end_column - places[1].column == len("full_name") + (0 if "yaml" in name else 2)
    assert "hunter2" not in repr(places)


def test_several_files_are_one_change_set(write) -> None:
    paths = [
        write("a.yaml", "account: a\nreason: same\nchanges: [{op: disable, user: u1}]"),
        write("b.jsonl", '{"op": "enable", "user": "u2"}\n{"op": "enable", "user": "u3", "account": "b"}\n'),
        write("c.json", '{"account": "c", "reason": "same", "changes": [{"op": "delete", "user": "u4"}]}'),
    ]
    found = read_changes(paths)
    assert [(one.index, one.op, one.user, one.envelope.account) for one in found.changes] == [
        (0, "disable", "u1", "a"),
        (1, "enable", "u2", UNSET),
        (2, "enable", "u3", "b"),
        (3, "delete", "u4", "c"),
    ]
    assert found.survey.accounts == {"a", "b", "c", ""}
    assert found.survey.counts == {"disable": 1, "enable": 2, "delete": 1}
    assert found.envelope == Envelope()
    assert read_changes([paths[0], paths[2]]).envelope == Envelope(reason="same")
    assert list(found.paths) == paths


@pytest.mark.parametrize(("name", "text"), [("c.yaml", "changes: []"), ("c.json", '{"changes": []}')])
def test_no_changes_are_a_change_set(write, name: str, text: str) -> None:
    found = read_changes([write(name, text)])
    assert (list(found.changes), found.survey) == ([], Survey(changes=0, accounts=frozenset(), counts={}))


def test_attributes_of_any_name_stay_for_the_replay_to_judge(write) -> None:
    (change,) = read_changes(
        [write("c.yaml", "changes: [{op: update, user: u1, set: {emial: x, list: [1, {pwd: y, z: 2}]}}]")]
    ).changes
    assert change.set == {"emial": "x", "list": (1, {"z": 2})}
    assert change.secrets == ("pwd",)


def test_changes_that_say_nothing_share_the_envelope_of_the_file(write) -> None:
    text = "account: a\nchanges: [{op: disable, user: u1}, {op: disable, user: u2}]"
    one, two = read_changes([write("c.yaml", text)]).changes
    assert one.envelope is two.envelope


@pytest.mark.parametrize("text", [YAML, json.dumps(DATA), _lines()])
def test_standard_input_can_be_read_twice(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    found = read_changes(["-"])
    assert found.paths == ("<stdin>",)
    assert _bare(found) == WANTED
    assert _bare(found) == WANTED
    assert next(iter(found.changes)).origin("").path == "<stdin>"


def test_empty_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(InputError, match="the file is empty"):
        read_changes(["-"])


def test_a_file_that_changes_between_two_readings_is_refused(write) -> None:
    path = write("c.jsonl", '{"op": "disable", "user": "u1"}\n')
    found = read_changes([path])
    write("c.jsonl", '{"op": "delete", "user": "another"}\n')
    with pytest.raises(InputError, match="changed while it was being checked"):
        list(found.changes)


def test_the_format_can_be_named(refused, write) -> None:
    path = write("c.txt", YAML)
    assert _bare(read_changes([path], format="yaml")) == WANTED
    assert refused(read_changes, [path], format="ymal") == [
        ("", "unknown format `ymal`", "did you mean `yaml`?")
    ]
    assert refused(read_changes, [path], format="bmp") == [
        ("", "unknown format `bmp`", f"one of: {', '.join(FORMATS)}")
    ]
