"""What bad change sets and snapshots get: every message at its place, all of a file at once."""

from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError
from linter.formats import read_changes, read_snapshot

SAY_WHEN = "write it with time and offset: 2026-11-20T09:00:00Z"
CHANGE_KEYS = "account, approved_by, before, effective_at, intent, op, reason, reference, requested_by"
UNCLOSED = "a closing quote, bracket or comma is missing"

CHANGES: list[Any] = [
    pytest.param(
        "changes:\n  - {op: updat, user: u1}\n",
        [("2:10", "unknown op `updat`", "did you mean `update`?")],
        id="unknown op",
    ),
    pytest.param(
        "changes:\n  - {op: rename, user: u1}\n",
        [
            (
                "2:10",
                "unknown op `rename`",
                "one of: create, update, disable, enable, delete, restore, grant_role, revoke_role, "
                "assign_license, remove_license, add_group, remove_group, invite, set_billing_admin, "
                "set_purchased_users",
            )
        ],
        id="unknown op, nothing near",
    ),
    pytest.param(
        "changes:\n  - {user: u1}\n",
        [("2:5", "the key `op` is missing in a change", "say what is done, for example `op: update`")],
        id="no op",
    ),
    pytest.param(
        "acount: acme\nrequested_by: 12\nchanges:\n  - op: update\n    user: 007\n    ste: {full_name: X}\n",
        [
            ("1:1", "unknown key `acount` in a change set", "did you mean `account`?"),
            ("2:15", "`requested_by` must be text, not a number", 'quote it: "12"'),
            (
                "4:5",
                "the key `set` is missing in `update`",
                "say who is changed and what: `user: u1`, `set: {...}`",
            ),
            ("5:11", "`user` must be text, not a number", 'quote it: "007"'),
            ("6:5", "unknown key `ste` in `update`", "did you mean `set`?"),
        ],
        id="head and change at once",
    ),
    pytest.param(
        "changes:\n  - {op: disable, user: u3, role: Sales, full_name: X, ticket: 1}\n",
        [
            (
                "2:29",
                "unknown key `role` in `disable`",
                "`op: grant_role` and `op: revoke_role` take a role; `set: {roles: [...]}` replaces all",
            ),
            ("2:42", "unknown key `full_name` in `disable`", "new values stand under `set:`"),
            ("2:56", "unknown key `ticket` in `disable`", f"known keys: {CHANGE_KEYS}, user"),
        ],
        id="fields of other operations",
    ),
    pytest.param(
        "changes:\n  - {op: grant_role, user: u1}\n  - {op: grant_role, role: Sales}\n  - {op: create}\n"
        "  - {op: set_purchased_users, user: u1}\n",
        [
            (
                "2:5",
                "the key `role` is missing in `grant_role`",
                "say whom and which role: `user: u1`, `role: Sales`",
            ),
            (
                "3:5",
                "the key `user` is missing in `grant_role`",
                "say whom and which role: `user: u1`, `role: Sales`",
            ),
            (
                "4:5",
                "the key `set` is missing in `create`",
                "say who is created: `set: {full_name: ..., primary_email: ...}`",
            ),
            (
                "5:5",
                "the key `purchased_users` is missing in `set_purchased_users`",
                "say how many: `purchased_users: 5`",
            ),
            (
                "5:31",
                "unknown key `user` in `set_purchased_users`",
                "this operation is about the account, not a user",
            ),
        ],
        id="missing fields",
    ),
    pytest.param(
        "changes:\n  - op: create\n    set:\n      enabled: yes\n      kind: persn\n      roles: A\n"
        "      aliases: [1]\n      full_name: 5\n      attributes: x\n    effective_at: 2026-01-01\n",
        [
            ("4:16", "`enabled` must be true or false, not text", "write true or false, without quotes"),
            ("5:13", "unknown kind `persn`", "did you mean `person`?"),
            ("6:14", "`roles` must be a list, not text", "write it as a list: [...]"),
            ("7:17", "an item of `aliases` must be text, not a number", 'quote it: "1"'),
            ("8:18", "`full_name` must be text, not a number", 'quote it: "5"'),
            ("9:19", "`attributes` must be a mapping, not text", ""),
            ("10:19", "`effective_at` is not a date and time", SAY_WHEN),
        ],
        id="wrong types",
    ),
    pytest.param(
        "changes:\n  - {op: update, user: u1, set: {}, before: {enabled: 1, ful_name: x, "
        "invited_at: 2026-01-01T00:00:00}}\n",
        [
            ("2:55", "`enabled` must be true or false, not a number", ""),
            ("2:58", "unknown key `ful_name` in `before`", "did you mean `full_name`?"),
            ("2:83", "`invited_at` is not a date and time", SAY_WHEN),
        ],
        id="before",
    ),
    pytest.param(
        'changes:\n  - {op: set_purchased_users, purchased_users: "5"}\n'
        "  - {op: set_purchased_users, purchased_users: -5}\n"
        "  - {op: set_purchased_users, purchased_users: 4294967296}\n",
        [
            ("2:48", "`purchased_users` must be a whole number, not text", "write the number without quotes"),
            ("3:48", "`purchased_users` must be at least 0", ""),
            ("4:48", "`purchased_users` must be at most 2147483647", ""),
        ],
        id="numbers of seats",
    ),
    pytest.param(
        "changes:\n  - just text\n  -\n  - [1]\n",
        [
            ("2:5", "an item of `changes` must be a mapping, not text", ""),
            (
                "3:4",
                "an item of `changes` must be a mapping, not null",
                "leave the key out if the value is not known",
            ),
            ("4:5", "an item of `changes` must be a mapping, not a list", ""),
        ],
        id="changes that are none",
    ),
    pytest.param(
        "changes:\n  - {op: disable, user: ''}\n",
        [("2:25", "`user` must not be empty", "")],
        id="empty user",
    ),
    pytest.param(
        "changes:\n",
        [("1:9", "`changes` must be a list, not null", "write `[]` if it is empty")],
        id="changes left empty",
    ),
    pytest.param(
        "- {op: disable, user: u1}\n", [("1:1", "this must be a mapping, not a list", "")], id="a bare list"
    ),
    pytest.param(
        "op: disable\nuser: u1\n",
        [
            (
                "1:1",
                "the key `changes` is missing in a change set",
                "put the changes in a list: `changes: [...]`",
            ),
            ("1:1", "unknown key `op` in a change set", "put the changes in a list: `changes: [...]`"),
            ("2:1", "unknown key `user` in a change set", "put the changes in a list: `changes: [...]`"),
        ],
        id="a bare change",
    ),
    pytest.param("hello\n", [("1:1", "this must be a mapping, not text", "")], id="a bare text"),
    pytest.param("", [("1:1", "the file is empty", "was it written completely?")], id="empty"),
    pytest.param(
        "changes: [{op: disable, user: u1}",
        [("1:10", "this is not YAML: what begins here is not closed", UNCLOSED)],
        id="broken",
    ),
    pytest.param(
        "changes:\n  - op: disable\n    user: u1\n    user: u2\n",
        [("4:5", "the key `user` is here twice", "it is first set in line 3")],
        id="duplicate key",
    ),
    pytest.param(
        b"changes:\n  - {op: disable, user: J\xf6rg}\n",
        [("2:26", "byte 0xf6 is not UTF-8", "save the file again with the encoding UTF-8")],
        id="Latin-1",
    ),
    pytest.param(
        "changes: []".encode("utf-16"),
        [("1:1", "the file is not UTF-8 but looks like UTF-16", "save it again with the encoding UTF-8")],
        id="UTF-16",
    ),
]


@pytest.mark.parametrize(("text", "problems"), CHANGES)
def test_changes(refused, write, text: str | bytes, problems: list[tuple[str, str, str]]) -> None:
    assert refused(read_changes, [write("changes.yaml", text)]) == problems


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    [
        (
            "c.json",
            '{"changes": [\n {"op": "updat", "user": "u1"},\n {"op": "disable", "user": 7}\n], '
            '"acount": "x"}',
            [
                ("2:9", "unknown op `updat`", "did you mean `update`?"),
                ("3:28", "`user` must be text, not a number", 'quote it: "7"'),
                ("4:4", "unknown key `acount` in a change set", "did you mean `account`?"),
            ],
        ),
        (
            "c.json",
            '{"changes": [{"op": "disable", "user": "u1"}, {"op": "disable", "user": "u1", "user": "u2"}]}',
            [("1:79", "the key `user` is here twice", "it is first set in line 1, column 65")],
        ),
        (
            "c.json",
            '{"changes": [],\n "changes": []}',
            [("2:2", "the key `changes` is here twice", "it is first set in line 1, column 2")],
        ),
        (
            "c.json",
            '{"changes": []',
            [("1:15", "expected `,` or `}`, found the end of the text", "was it written completely?")],
        ),
        ("c.json", "[]", [("1:1", "this must be a mapping, not a list", "")]),
        (
            "c.jsonl",
            '{"op": "updat", "user": "u1"}\n\n{"op": "disable", "user": "u1"}\r\n'
            '{"op": "disable", "usr": "u1"}\n'
            '{"op": "disable" "user": 1}\n"x"\n{"op": "disable", "user": "a", "user": "b"}',
            [
                ("1:8", "unknown op `updat`", "did you mean `update`?"),
                ("4:1", "the key `user` is missing in `disable`", "say whom: `user: u1`"),
                ("4:19", "unknown key `usr` in `disable`", "did you mean `user`?"),
                ("5:18", 'expected `,` or `}`, found `"`', ""),
                ("6:1", "this must be a mapping, not text", ""),
                ("7:32", "the key `user` is here twice", "it is first set in line 7, column 19"),
            ],
        ),
        (
            "c.jsonl",
            b'{"op": "disable", "user": "u1"}\n{"op": "disable", "user": "\xff"}\n'
            b'{"op": "disable", "user": "\\ud800"}',
            [
                ("2:28", "byte 0xff is not UTF-8", "save the file again with the encoding UTF-8"),
                ("3:28", "this escape is half of a character", "surrogate escapes come in pairs"),
            ],
        ),
        ("c.jsonl", "\n \n", [("1:1", "the file is empty", "was it written completely?")]),
        ("c.jsonl", "", [("1:1", "the file is empty", "was it written completely?")]),
        ("c.jsonl", "\ufeff", [("1:1", "the file is empty", "was it written completely?")]),
        (
            "c.jsonl",
            '{"op": "update", "user": "u1", "set": {"attributes": ' + "[" * 70 + "]" * 70 + "}}",
            [("1:116", "nested more than 64 levels deep", "")],
        ),
        (
            "c.jsonl",
            '{"op": "update", "user": "u1", "set": {"x": 99999999999999999999}}',
            [("1:45", "this whole number does not fit in 64 bits", "quote it if it is an identifier")],
        ),
    ],
)
def test_changes_in_json(refused, write, name: str, text: str | bytes, problems: list[Any]) -> None:
    assert refused(read_changes, [write(name, text)]) == problems


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '{\n  "changes": []\n}\n',
            "this is a JSON document, not JSON Lines",
            "give the file the suffix `.json`, or write one value a line",
        ),
        (
            '{"changes": []}\n',
            "the key `op` is missing in a change",
            "say what is done, for example `op: update`",
        ),
    ],
)
def test_a_document_is_not_json_lines(refused, write, text: str, message: str, hint: str) -> None:
    path = write("c.jsonl", text)
    assert refused(read_changes, [path], format="jsonl") == [("1:1", message, hint)]
    assert read_changes([path]).survey.changes == 0


SNAPSHOTS: list[Any] = [
    pytest.param(
        "taken_at: 2026-11-20\ncomplete: yes\naccounts:\n  - {id: a, users: []}\n",
        [
            ("1:11", "`taken_at` is not a date and time", SAY_WHEN),
            ("2:11", "`complete` must be true or false, not text", "write true or false, without quotes"),
        ],
        id="head",
    ),
    pytest.param(
        "accounts:\n  - id: a\n    purchasd_users: 3\n    users:\n      - {id: 1}\n"
        "      - {id: u2, invitation: acepted, invited_at: 2026-11-20T09:00:00}\n      - {mail: x}\n",
        [
            ("3:5", "unknown key `purchasd_users` in an account", "did you mean `purchased_users`?"),
            ("5:14", "`id` must be text, not a number", 'quote it: "1"'),
            ("6:30", "unknown invitation `acepted`", "did you mean `accepted`?"),
            ("6:51", "`invited_at` is not a date and time", SAY_WHEN),
            ("7:9", "the key `id` is missing in a user", "every user needs an `id`"),
            ("7:10", "unknown key `mail` in a user", "the address is `primary_email`"),
        ],
        id="accounts and users",
    ),
    pytest.param(
        "accounts:\n  - {id: a, users: [{id: u1}, {id: u2}, {id: u1}]}\n  - {id: b}\n  - {id: a}\n",
        [
            (
                "2:46",
                "the user `u1` is here twice",
                "it is first listed in line 2, column 26; every id is unique",
            ),
            (
                "4:10",
                "the account `a` is here twice",
                "it is first listed in line 2, column 10; every id is unique",
            ),
        ],
        id="duplicate ids",
    ),
    pytest.param(
        "accounts:\n  - {id: a, purchased_users: -1}\n  - {id: b, purchased_users: 1.0}\n  - {id: ''}\n",
        [
            ("2:30", "`purchased_users` must be at least 0", ""),
            ("3:30", "`purchased_users` must be a whole number, not a number with a fraction", ""),
            ("4:10", "`id` must not be empty", ""),
        ],
        id="numbers and ids",
    ),
    pytest.param(
        "users: [{id: u1}]\n",
        [
            (
                "1:1",
                "the key `id` is missing in an account",
                "list the accounts under `accounts:`, or write a single account's `id` at the top level",
            )
        ],
        id="neither accounts nor an account",
    ),
    pytest.param(
        "id: a\naccounts: []\n",
        [
            (
                "1:1",
                "unknown key `id` in a snapshot with `accounts`",
                "known keys: accounts, complete, source, taken_at",
            )
        ],
        id="both",
    ),
    pytest.param("- id: a\n", [("1:1", "this must be a mapping, not a list", "")], id="a bare list"),
    pytest.param("accounts: {}\n", [("1:11", "`accounts` must be a list, not a mapping", "")], id="no list"),
]


@pytest.mark.parametrize(("text", "problems"), SNAPSHOTS)
def test_snapshots(refused, write, text: str, problems: list[tuple[str, str, str]]) -> None:
    assert refused(read_snapshot, write("snapshot.yaml", text)) == problems


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    [
        (
            "s.json",
            '{"accounts": [{"id": "a"},\n {"id": "b", "usrs": []},\n {"id": "a"}]}',
            [
                ("2:14", "unknown key `usrs` in an account", "did you mean `users`?"),
                (
                    "3:9",
                    "the account `a` is here twice",
                    "it is first listed in line 1, column 22; every id is unique",
                ),
            ],
        ),
        (
            "s.json",
            '{"id": "a", "users": [{"id": "u1", "id": "u2"}]}',
            [("1:36", "the key `id` is here twice", "it is first set in line 1, column 24")],
        ),
        (
            "s.jsonl",
            '{"id": "a", "users": [{"id": "u1"}]}\n{"id": "b", "taken_at": "yesterday"}\n\n{"id": "a"}\n',
            [
                ("2:25", "`taken_at` is not a date and time", SAY_WHEN),
                ("4:8", "the account `a` is here twice", "it is first listed in line 1; every id is unique"),
            ],
        ),
    ],
)
def test_snapshots_in_json(refused, write, name: str, text: str, problems: list[Any]) -> None:
    assert refused(read_snapshot, write(name, text)) == problems


@pytest.mark.parametrize("read", [lambda path: read_changes([path]), read_snapshot])
def test_files_that_are_not_there(refused, tmp_path: Path, read: Any) -> None:
    assert refused(read, str(tmp_path / "no.yaml")) == [
        ("", "there is no such file", "check the path and the current folder")
    ]
    assert refused(read, str(tmp_path)) == [("", "this is a directory, not a file", "name the files in it")]


def test_the_problems_of_all_files_come_at_once(write, tmp_path: Path) -> None:
    bad = write("a.yaml", "changes:\n  - {op: x, user: u1}\n")
    with pytest.raises(InputError) as caught:
        read_changes([bad, str(tmp_path / "no.yaml"), write("b.jsonl", "{}")])
    paths = [problem.location.path for problem in caught.value.problems if problem.location]
    assert [Path(path).name for path in paths] == ["a.yaml", "no.yaml", "b.jsonl"]


def test_beyond_a_hundred_problems_are_only_counted(refused, write) -> None:
    lines = '{"op": "disable"}\n' * 250
    told = refused(read_changes, [write("c.jsonl", lines)])
    assert len(told) == 101
    assert told[0][0] == "1:1"
    assert told[-1] == ("", "and 150 more", "")


SECRETS: list[tuple[str, str]] = [
    ("c.yaml", "changes:\n  - {op: update, user: u1, set: {password: hunter2, enabled: 3}}\n"),
    ("c.yaml", "changes:\n  - {op: update, user: u1, password: hunter2}\n"),
    ("c.yaml", "changes:\n  - {op: update, user: u1, set: {password: 'hunter2}}\n"),
    ("c.yaml", "changes:\n  - {op: update, user: u1, set: {password: hunter2, password: hunter2}}\n"),
    ("c.json", '{"changes": [{"op": "update", "set": {"unicodePwd": "hunter2"}}, {"op": "x"}]}'),
    ("c.json", '{"changes": [{"op": "update", "set": {"unicodePwd": "hunter2"}}, {"op": "x"}'),
    (
        "c.jsonl",
        '{"op": "update", "user": "u1", "set": {"passwordProfile": {"password": "hunter2"}}, "x": 1}\n',
    ),
    ("c.jsonl", '{"op": "update", "user": "u1", "set": {"userPassword": "hunter2}}\n'),
]


@pytest.mark.parametrize(("name", "text"), SECRETS)
def test_no_problem_shows_a_secret(write, name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_changes([write(name, text)])
    assert "hunter2" not in repr(caught.value.problems)
    assert "hunter2" not in str(caught.value)
