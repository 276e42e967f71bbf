"""`prechange verify` on files, with the exit codes and the words that people see."""

import json
from pathlib import Path

import pytest

CHANGES = """
account: acme
changes:
  - {op: update, user: u1, set: {primary_email: fc@company.example}}
"""
STATE = """
taken_at: 2026-11-%(day)sT09:00:00Z
complete: true
accounts:
  - id: acme
    purchased_users: 3
    billing_admin: {user_id: u1, email: %(billed)s}
    users:
      - {id: u1, full_name: F C, primary_email: %(email)s, enabled: true}
"""
OLD, NEW = "name@company.example", "fc@company.example"
FILES = {
    "before.yaml": STATE % {"day": 20, "email": OLD, "billed": OLD},
    "aligned.yaml": STATE % {"day": 21, "email": NEW, "billed": NEW},
    "left.yaml": STATE % {"day": 21, "email": NEW, "billed": OLD},
    "unknown.yaml": STATE.replace(", primary_email: %(email)s", "") % {"day": 21, "billed": OLD},
    "broken.yaml": "accounts: [",
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"changes.yaml": CHANGES, **FILES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("after", "code", "last"),
    [
        ("aligned.yaml", 0, "as expected: the changes came about, and nothing else changed"),
        ("left.yaml", 1, "not as expected: look after what stands above"),
        ("unknown.yaml", 3, "not known to be as expected: supply what is missing, then verify again"),
        ("broken.yaml", 2, "not known to be as expected: nothing was compared, correct the input first"),
    ],
)
def test_the_returncode_and_the_last_line(files, run, after: str, code: int, last: str) -> None:
    done = run("verify", "changes.yaml", "--before", "before.yaml", "--after", after)
    assert done.returncode == code, done.stdout
    assert " ".join(done.stdout.split()).endswith(last)


def test_the_report_has_the_finding_at_the_change(files, run) -> None:
    run("verify", "changes.yaml", "--before", "before.yaml", "--after", "left.yaml", "-o", "json=r.json")
    report = json.loads((files / "r.json").read_text("utf-8"))
    (finding,) = report["findings"]
    assert finding["rule"] == "verify/billing-record-left-behind"
    assert (finding["location"]["path"], finding["location"]["line"]) == ("changes.yaml", 4)
    assert [each["location"]["path"] for each in finding["related"]] == ["before.yaml", "left.yaml"]


def test_both_states_are_needed(files, run) -> None:
    assert run("verify", "changes.yaml", "--before", "before.yaml").returncode == 2
    assert run("verify", "changes.yaml", "--before", "", "--after", "left.yaml").returncode == 2
