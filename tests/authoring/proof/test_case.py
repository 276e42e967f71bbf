"""Case files: what is read, and what is refused at which place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from linter.errors import InputError
from tests.authoring.proof.conftest import Write, bench

SNAPSHOT = """\
snapshot:
  id: acme
  complete: true
  users: [{id: u1, enabled: true}, {id: u2, enabled: true}]
"""
FROM_HERE = "(paths start from this file's folder, `house/tests`)"
CASES = "cases:\n  - name: a\n"
DELETE = "    changes: [{op: delete, user: u1}]\n"


def told(error: InputError, home: Path) -> list[str]:
    return [
        f"{str(each.location or '').replace(f'{home}/', '')}: {each.message}"
        + (f" ({each.hint})".replace(str(home), "house") if each.hint else "")
        for each in error.problems
    ]


REFUSED = [
    ("[]", ["tests/a.yaml:1:1: this must be a mapping, not a list"]),
    ("cases: []", ["tests/a.yaml:1:8: `cases` must have at least 1 item"]),
    (
        f"{CASES}    found: []\n{DELETE}",
        ["tests/a.yaml:3:5: unknown key `found` in a case (what must be found stands under `findings`)"],
    ),
    (CASES, ["tests/a.yaml:2:5: the key `changes` is missing in a case"]),
    (
        f"{CASES}{DELETE}    verdict: maybe\n    findings: [{{rule: a b}}]\n",
        [
            "tests/a.yaml:4:14: unknown verdict `maybe` (one of: allowed, denied, undecided)",
            "tests/a.yaml:5:23: `rule` does not have the right form (write it as reports show it: "
            "`crm-online/seats`)",
        ],
    ),
    (
        f"{CASES}    snapshot: there.yaml\n    changes: here.csv\n",
        [
            "tests/a.yaml:3:15: there is no file `there.yaml` " + FROM_HERE,
            "tests/a.yaml:4:14: there is no file `here.csv` " + FROM_HERE,
        ],
    ),
    (
        f"{CASES}    snapshot: ../../pack.yaml\n    changes: /etc/hosts\n",
        [
            "tests/a.yaml:3:15: there is no file `../../pack.yaml` " + FROM_HERE,
            "tests/a.yaml:4:14: `/etc/hosts` is outside the pack "
            "(copy what the case needs into a folder beside it)",
        ],
    ),
    (
        f"{CASES}    snapshot: {{id: acme, users: [{{id: u1, enabled: maybe}}]}}\n"
        "    changes: [{op: delete}, {op: fly, user: u1}]\n",
        [
            "tests/a.yaml:3:52: `enabled` must be true or false, not text",
            "tests/a.yaml:4:15: the key `user` is missing in `delete`",
            "tests/a.yaml:4:34: unknown op `fly`",
        ],
    ),
    (
        f"{CASES}{DELETE}  - name: a\n{DELETE}",
        ["tests/a.yaml:4:11: two cases are named `a` (the other is at house/tests/a.yaml:2:11)"],
    ),
    (
        f"{CASES}{DELETE}    findings: [{{rule: no-deletions}}]\n"
        "    undecided: [{rule: change-set/no-such}]\n",
        [
            "tests/a.yaml:4:16: there is no rule `house/no-deletions` (did you mean `no-deletion`?)",
            "tests/a.yaml:5:17: there is no rule `change-set/no-such`",
        ],
    ),
    (
        f"{CASES}{DELETE}    params: {{house: {{mots: 3}}}}\n",
        ["tests/a.yaml:2:11: the pack `house` has no param `mots` (did you mean `house.most`?)"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_read_stops_the_run(pack: Write, text: str, expected: list[str]) -> None:
    home = pack({"a.yaml": text})
    with pytest.raises(InputError) as caught:
        bench(home)
    said = told(caught.value, home)
    assert len(said) == len(expected)
    for line, start in zip(said, expected, strict=True):
        assert line.startswith(start)


def test_the_problems_of_all_files_are_told(pack: Write) -> None:
    home = pack({"a.yaml": "cases: []", "b.yaml": "caes: []"})
    with pytest.raises(InputError) as caught:
        bench(home)
    assert {line.split(":")[0] for line in told(caught.value, home)} == {"tests/a.yaml", "tests/b.yaml"}


def test_files_in_folders_below_are_data(pack: Write) -> None:
    home = pack(
        {
            "a.yaml": f"snapshot: data/state.yaml\n{CASES}    changes: data/c.csv\n    account: acme\n",
            "data/state.yaml": "id: acme\ncomplete: true\nusers: [{id: u1, enabled: true}]\n",
            "data/c.csv": "op,user\ndelete,u1\n",
        }
    )
    (case,) = bench(home).cases
    assert case.snapshot is not None
    assert [account.id for account in case.snapshot.accounts] == ["acme"]
    (change,) = case.change_set.changes
    assert (change.op, change.user) == ("delete", "u1")
    assert str(change.origin("")) == f"{home}/tests/data/c.csv:2:1"


def test_a_case_takes_what_stands_above_all(pack: Write) -> None:
    own = "    snapshot: {id: other}\n    now: 2026-02-03T00:00:00Z\n"
    none = "    snapshot: null\n"
    text = f"now: 2026-02-02T00:00:00Z\n{SNAPSHOT}{CASES}{DELETE}"
    text += f"  - name: b\n{own}{DELETE}  - name: c\n{none}{DELETE}"
    cases = bench(pack({"a.yaml": text})).cases
    accounts = [case.snapshot and case.snapshot.accounts[0].id for case in cases]
    assert accounts == ["acme", "other", None]
    assert [case.now.day for case in cases] == [2, 3, 2]


def test_evidence_stands_in_the_case(pack: Write) -> None:
    text = f"{SNAPSHOT}{CASES}    requested_by: u1\n    reference: CASE-1\n{DELETE}"
    (case,) = bench(pack({"a.yaml": text})).cases
    (change,) = case.change_set.changes
    assert (change.envelope.requested_by, change.envelope.reference) == ("u1", "CASE-1")
    assert change.origin("user").pointer == "/cases/0/changes/0/user"


def test_a_folder_without_cases_is_told(pack: Write) -> None:
    home = pack()
    assert bench(home).notes == ()
    (home / "tests").mkdir()
    assert bench(home).notes == ("the folder `tests` of `house` holds no cases",)


def test_cases_of_a_pack_that_another_extends_are_not_run(pack: Write, tmp_path: Path) -> None:
    home = pack({"a.yaml": f"{CASES}{DELETE}"})
    ours = tmp_path / "ours"
    (ours / "tests").mkdir(parents=True)
    (ours / "pack.yaml").write_text(
        "{id: ours, title: t, description: d, extends: [{pack: ../house, off: {no-deletion: we delete}}]}"
    )
    (ours / "tests" / "b.yaml").write_text(f"cases:\n  - name: b\n{DELETE}")
    found = bench(ours)
    assert [case.name for case in found.cases] == ["b"]
    assert found.notes == (
        "the cases of `house` are not run, nor are its rules measured, because `ours` extends it; "
        "name it alone",
    )
    assert found.own.rules == ()
    assert [rule.name for rule in bench(home).own.rules] == ["no-deletion"]
    assert [case.name for case in bench(home).cases] == ["a"]


def test_cases_are_no_rules(pack: Write, load_zip: Callable[[Path], list[str]]) -> None:
    home = pack({"a.yaml": f"{CASES}{DELETE}", "data/x.yaml": "id: acme\n"})
    assert [rule.name for rule in bench(home).policies.rules] == ["no-deletion"]
    assert load_zip(home) == ["a"]


@pytest.fixture
def load_zip(tmp_path: Path) -> Callable[[Path], list[str]]:
    """The names of the cases of a pack that was packed."""

    def _load(home: Path) -> list[str]:
        import shutil

        packed = shutil.make_archive(str(tmp_path / "packed"), "zip", home.parent, home.name)
        return [case.name for case in bench(Path(packed)).cases]

    return _load
