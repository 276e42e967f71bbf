from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError
from linter.formats import Given, columns_of, read_changes, read_snapshot


def _refused(read: Callable[..., Any], *given: Any, **named: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        read(*given, **named)
    return [
        (
            f"{problem.location.line}:{problem.location.column}" if problem.location else "",
            problem.message,
            problem.hint,
        )
        for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("text", "columns", "op", "problems"),
    [
        (
            "Login,Name\na,b\n",
            {},
            "update",
            [
                (
                    "1:1",
                    "what the columns of this table hold is not known",
                    "say it under `columns` in `prechange.yaml`, or in FILE.prechange.yaml: "
                    "`Login: sign_in_id`",
                )
            ],
        ),
        (
            "Login,Name\na,b\n",
            {"Login": "user"},
            None,
            [
                (
                    "1:1",
                    "what the rows of this table do is not known",
                    "say it as `op: update` (or another operation) in `prechange.yaml` or "
                    "FILE.prechange.yaml, or which column holds `op`",
                )
            ],
        ),
        (
            "Login,Name,Mail\na,b,c\n",
            {
                "Logn": "user",
                "Name": {"field": "full_name", "inverted": True},
                "Mail": "full_name",
                "Login": "usr",
            },
            "update",
            [
                (
                    "1:1",
                    "there is no column `Logn`, of which `columns` says what it holds",
                    "did you mean `Login`?",
                ),
                ("1:7", "the column `Name` cannot be inverted: `full_name` is neither yes nor no", ""),
                ("1:12", "the columns `Name` and `Mail` are both said to hold `full_name`", "only one can"),
                (
                    "1:1",
                    "the column `Login` is said to hold `usr`, which is no field",
                    "did you mean `user`?",
                ),
            ],
        ),
        (
            "op,user,role,enabled,purchased_users,effective_at\n"
            "bogus,u1,,,,\n"
            "grant_role,u1,,,,\n"
            ",u1,,,,\n"
            "disable,,,,,\n"
            "update,u1,,perhaps,,\n"
            "set_purchased_users,,,,many,\n"
            "disable,u1,,,,11-11-2025\n"
            "disabl,u1,,,,\n",
            {},
            None,
            [
                (
                    "2:1",
                    "unknown op `bogus`",
                    "one of: create, update, disable, enable, delete, restore, grant_role, revoke_role, "
                    "assign_license, remove_license, add_group, remove_group, invite, set_billing_admin, "
                    "set_purchased_users",
                ),
                ("3:15", "`grant_role` needs `role`, which this row does not name", ""),
                ("4:1", "this row does not say what it does", ""),
                ("5:9", "`disable` needs a user, which this row does not name", ""),
                ("6:12", "`perhaps` is neither yes nor no", "write yes or no, true or false, 1 or 0"),
                ("7:24", "`many` is not a number of seats", "write a whole number from 0 to 2147483647"),
                (
                    "8:15",
                    "`11-11-2025` is not a date and time with its offset",
                    "write it as 2026-11-20T09:00:00Z; whether day or month comes first is not guessed",
                ),
                ("9:1", "unknown op `disabl`", "did you mean `disable`?"),
            ],
        ),
    ],
)
def test_changes(tmp_path: Path, text: str, columns: Any, op: Any, problems: Any) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    given = Given(columns=columns_of(columns), op=op)
    assert _refused(read_changes, [str(path)], given=given) == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("op,user,role\n", [("1:1", "these are changes, not a snapshot: a column holds `op`", "")]),
        (
            "full_name\nx\n",
            [
                (
                    "1:1",
                    "no column names the users",
                    "say under `columns` which holds `id`, `sign_in_id`, `primary_email`",
                )
            ],
        ),
        ("id,full_name\n,x\n", [("2:1", "this row names no user", "")]),
        (
            "id,full_name\na,x\na,y\n",
            [("3:1", "the user `a` is here twice", "it is first listed in line 2; every id is unique")],
        ),
    ],
)
def test_snapshots(tmp_path: Path, text: str, problems: Any) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert _refused(read_snapshot, str(path), account="acme") == problems
