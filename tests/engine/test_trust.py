"""What a snapshot or an export must be like to be trusted."""

from typing import Any

import pytest

from linter.engine import Trust, audit, check
from linter.model import Report, Snapshot
from linter.policy import Policies
from tests.engine.world import NOW, account, change_set, snapshot

NO_RULES = Policies(rules=(), packs=(), params={})


def state(users: int | None, deleted: int = 0, **more: Any) -> Snapshot:
    listed = [{"id": f"u{n}", "enabled": True} for n in range(users or 0)]
    listed += [{"id": f"d{n}", "enabled": True, "deleted_at": NOW} for n in range(deleted)]
    return snapshot(account() if users is None else account(users=listed), **more)


def doubts(report: Report) -> list[tuple[str, str]]:
    rules = ("change-set/snapshot-population", "change-set/export-population")
    return [
        (case.rule.removeprefix("change-set/"), case.reason)
        for case in report.undecided
        if case.rule in rules
    ]


NONE = "the snapshot holds no users in the accounts that are judged"
FEW = "the snapshot holds 3 users in the accounts that are judged; `min_population` is 4"
DROP = "account `acme` has {} users, and had 10: {} % fewer; `max_drop` is {} %"
GONE = "account `b` has 0 users, and had 1: 100 % fewer; `max_drop` is 99 %"
TWO = snapshot(account(users=[]), account(id="b", users=[{"id": "x"}]))
SHRUNK = "the snapshot has shrunk since the previous one: "
EXPORT = "the later export has shrunk: "

ROWS: list[tuple[str, Snapshot, Trust, list[tuple[str, str]]]] = [
    ("enough", state(4), Trust(min_population=4), []),
    ("too few", state(3), Trust(min_population=4), [("snapshot-population", FEW)]),
    ("deleted ones count nowhere", state(3, 5), Trust(min_population=4), [("snapshot-population", FEW)]),
    ("none", state(0), Trust(min_population=1), [("snapshot-population", NONE)]),
    ("none, and that may be", state(0), Trust(), []),
    ("users are not listed", state(None), Trust(min_population=4), []),
    ("a small drop", state(8), Trust(previous=state(10), max_drop=20), []),
    (
        "a large drop",
        state(7),
        Trust(previous=state(10), max_drop=20),
        [
            (
                "snapshot-population",
                SHRUNK + DROP.format(7, 30, 20),
            )
        ],
    ),
    ("growth", state(20), Trust(previous=state(10), max_drop=0), []),
    (
        "nobody is left",
        state(0),
        Trust(previous=state(10)),
        [("snapshot-population", f"{SHRUNK}there are no users in it, and there were 10")],
    ),
    (
        "an account is gone",
        state(10),
        Trust(previous=TWO, max_drop=99),
        [
            (
                "snapshot-population",
                SHRUNK + GONE,
            )
        ],
    ),
    (
        "an export that broke off",
        state(10),
        Trust(after=state(4), max_drop=50),
        [
            (
                "export-population",
                EXPORT + DROP.format(4, 60, 50),
            )
        ],
    ),
    ("an export without a bound", state(10), Trust(after=state(1)), []),
    (
        "an empty export",
        state(10),
        Trust(after=state(0)),
        [("export-population", f"{EXPORT}there are no users in it, and there were 10")],
    ),
]


@pytest.mark.parametrize(
    ("given", "trust", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_is_not_trusted(given: Snapshot, trust: Trust, expected: list[tuple[str, str]]) -> None:
    changes = change_set({"op": "create", "user": "n", "set": {"full_name": "N"}})
    report = check(changes, given, NO_RULES, now=NOW, trust=trust)
    assert doubts(report) == expected
    if expected:
        assert report.verdict == "undecided"
        [case] = [each for each in report.undecided if each.rule.endswith("population")]
        assert case.supply.startswith(("take the snapshot anew", "make the later export anew"))
    assert doubts(audit(given, NO_RULES, now=NOW, trust=trust)) == expected


def test_without_a_snapshot_there_is_nothing_to_trust() -> None:
    report = check(change_set(), None, NO_RULES, now=NOW, trust=Trust(min_population=9))
    assert doubts(report) == []
