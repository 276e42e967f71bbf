"""What the files do not say: options, sidecars, and the difference of two exports."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]
CHECK = ("check", "--now", "2026-11-20T10:00:00Z")

BEFORE = """\
id,full_name,primary_email,sign_in_id,enabled,invitation,roles
u1,F C,name@company.example,name@company.example,yes,accepted,System Administrator
u4,Ann Other,ann@company.example,ann@company.example,yes,accepted,
"""
AFTER = BEFORE.replace("accepted,\n", "accepted,Sales\n")
RENAMED = BEFORE.replace("F C", "Some One")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    for name, text in (("before", BEFORE), ("after", AFTER), ("renamed", RENAMED)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "roles.csv").write_text("op,user,role\ngrant_role,u4,Sales\n", encoding="utf-8")


def _report(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    report: dict[str, object] = json.loads(done.stdout)
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(report)] == []
    return report


class TestAccount:
    """Which account a file is about that names none."""

    def test_the_snapshots_only_one(self, run: Run) -> None:
        done = run(*CHECK, "roles.csv", "-s", "snapshot.yaml", "-o", "json")
        assert done.returncode == 0, done.stdout

    def test_several(self, run: Run, folder: Path) -> None:
        with (folder / "snapshot.yaml").open("a", encoding="utf-8") as file:
            file.write("  - {id: globex, users: []}\n")
        done = run(*CHECK, "roles.csv", "-s", "snapshot.yaml")
        assert done.returncode == 2
        assert done.stdout.startswith("roles.csv:2:1: error: the change names no account")
        assert "say which: `--account acme`" in done.stdout
        assert run(*CHECK, "roles.csv", "-s", "snapshot.yaml", "--account", "acme").returncode == 0
        (folder / "roles.csv.prechange.yaml").write_text("account: acme\n", encoding="utf-8")
        assert run(*CHECK, "roles.csv", "-s", "snapshot.yaml").returncode == 0

    def test_a_snapshot_without_one(self, run: Run) -> None:
        done = run(*CHECK, "allowed.yaml", "-s", "before.csv")
        assert done.returncode == 2
        assert "give the account's id: `--account ID`" in done.stdout
        assert run(*CHECK, "allowed.yaml", "-s", "before.csv", "--account", "acme", "-q").returncode == 3
        assert run("audit", "before.csv", "--account", "acme", "-q").returncode == 3
        assert run("audit", "before.csv", "-q").returncode == 2


def test_evidence(run: Run, folder: Path) -> None:
    (folder / "rule.yaml").write_text(
        "id: needs-evidence\ntitle: Say why\nseverity: error\nmatch: {op: grant_role}\n"
        "require: change.reference == 'T-1' && change.approved_by == 'u1' && change.reason == 'new job' "
        "&& change.intent == 'promotion' && change.requested_by == 'u4'\nmessage: '{{ change.reference }}'\n"
        "why: because\ninstead: {text: say it}\nexamples: {deny: [], allow: []}\n",
        encoding="utf-8",
    )
    given = (
        *("--requested-by", "u4", "--approved-by", "u1", "--reference", "T-1", "--reason", "new job"),
        *("--intent", "promotion"),
    )
    bare = run(*CHECK, "roles.csv", "-s", "snapshot.yaml", "-p", "rule.yaml")
    assert bare.returncode == 1, bare.stdout
    full = run(*CHECK, "roles.csv", "-s", "snapshot.yaml", "-p", "rule.yaml", *given)
    assert full.returncode == 0, full.stdout
    other = run(*CHECK, "roles.csv", "-s", "snapshot.yaml", "-p", "rule.yaml", *given, "--intent", "x")
    assert other.returncode == 1


def test_empty_evidence(run: Run) -> None:
    done = run(*CHECK, "roles.csv", "--reference", " ")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: `--reference` is empty")


def test_columns_from_the_configuration(run: Run, folder: Path) -> None:
    (folder / "mine.csv").write_text("Login;Off\nu4;yes\n", encoding="utf-8")
    done = run(*CHECK, "mine.csv", "-s", "snapshot.yaml")
    assert done.returncode == 2
    assert "what the columns of this table hold is not known" in done.stdout
    (folder / "prechange.yaml").write_text(
        "columns: {Login: user, Off: {field: enabled, inverted: true}}\nop: update\n", encoding="utf-8"
    )
    report = _report(run(*CHECK, "mine.csv", "-s", "snapshot.yaml", "-o", "json"))
    assert report["summary"]["changes"] == 1  # type: ignore[index]


def test_a_format_can_be_named(run: Run, folder: Path) -> None:
    (folder / "list").write_text("changes: []\n", encoding="utf-8")
    done = run(*CHECK, "list", "-s", "snapshot.yaml", "--format", "csv")
    assert done.returncode == 2
    assert "what the columns of this table hold is not known" in done.stdout
    assert run(*CHECK, "list", "--format", "bmp").returncode == 2


class TestUnchecked:
    """What a file holds and changes have no word for."""

    @pytest.fixture(autouse=True)
    def _changes(self, folder: Path) -> None:
        (folder / "more.csv").write_text("op,user,role,kind\ngrant_role,u4,Sales,person\n", encoding="utf-8")

    def test_it_is_named(self, run: Run) -> None:
        done = run(*CHECK, "more.csv", "-s", "snapshot.yaml")
        assert done.returncode == 0
        what = "1 value under `kind` that `grant_role` does not take"
        assert f"more.csv:2:21: not checked {what}" in done.stdout.replace("\n    ", " ")
        assert f"not checked: {what}" in done.stdout.replace("\n  ", " ")
        report = _report(run(*CHECK, "more.csv", "-s", "snapshot.yaml", "-o", "json"))
        (one,) = report["summary"]["unchecked"]  # type: ignore[index]
        assert (one["what"], one["count"]) == ("value under `kind` that `grant_role` does not take", 1)
        assert (one["location"]["line"], one["location"]["column"]) == (2, 21)

    def test_strict(self, run: Run) -> None:
        done = run(*CHECK, "more.csv", "-s", "snapshot.yaml", "--strict", "-o", "json")
        report = _report(done)
        assert (done.returncode, report["verdict"]) == (3, "undecided")
        (case,) = report["undecided"]  # type: ignore[misc]
        assert case["rule"] == "change-set/not-checked"  # type: ignore[index]
        assert run(*CHECK, "roles.csv", "-s", "snapshot.yaml", "--strict").returncode == 0

    def test_requests_whose_order_matters_and_is_not_fixed(self, run: Run, folder: Path) -> None:
        requests = [
            {"id": "1", "method": "PATCH", "url": "/users/u4", "body": {"department": "A"}},
            {"id": "2", "method": "PATCH", "url": "/users/u4", "body": {"department": "B"}},
        ]
        for request in requests:
            request["headers"] = {"Content-Type": "application/json"}
        batch = folder / "batch.json"
        batch.write_text(json.dumps({"requests": requests}), encoding="utf-8")
        done = run(*CHECK, "batch.json", "-s", "snapshot.yaml", "-o", "json")
        report = _report(done)
        assert (done.returncode, report["verdict"]) == (3, "undecided")
        (case,) = report["undecided"]  # type: ignore[misc]
        assert case["rule"] == "change-set/order-not-fixed"  # type: ignore[index]
        requests[1]["dependsOn"] = ["1"]
        batch.write_text(json.dumps({"requests": requests}), encoding="utf-8")
        assert run(*CHECK, "batch.json", "-s", "snapshot.yaml").returncode == 0


class TestDifference:
    """Two exports, and the changes between them."""

    def test_written(self, run: Run, folder: Path) -> None:
        done = run("diff", "before.csv", "after.csv", "--account", "acme", "--reference", "T 1: x")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == (
            'account: acme\nreference: "T 1: x"\nchanges:\n'
            "  - {op: update, user: u4, set: {roles: [Sales]}, before: {roles: null}}\n"
        )
        (folder / "found.yaml").write_text(done.stdout, encoding="utf-8")
        assert run(*CHECK, "found.yaml", "-s", "snapshot.yaml", "-q").returncode in (0, 1)

    def test_to_a_file(self, run: Run, folder: Path) -> None:
        done = run("diff", "before.csv", "before.csv", "--account", "acme", "-o", "found.yaml")
        assert (done.returncode, done.stdout) == (0, "")
        assert (folder / "found.yaml").read_text(encoding="utf-8") == "account: acme\nchanges: []\n"
        assert run("diff", "before.csv", "after.csv", "--account", "x", "-o", "after.csv").returncode == 2

    def test_judged(self, run: Run) -> None:
        done = run(*CHECK, "--before", "before.csv", "--after", "renamed.csv", "--account", "acme")
        assert "renamed.csv:2:1: " in done.stdout
        named = run(
            *CHECK,
            "--before",
            "before.csv",
            "--after",
            "renamed.csv",
            "-s",
            "snapshot.yaml",
            "--account",
            "acme",
        )
        assert named.returncode == 1
        assert "renamed.csv:2:1: error[crm-online/" in named.stdout

    def test_what_cannot_be_told_is_named(self, run: Run, folder: Path) -> None:
        (folder / "short.csv").write_text("".join(BEFORE.splitlines(keepends=True)[:2]), encoding="utf-8")
        done = run("diff", "before.csv", "short.csv", "--account", "acme")
        assert done.returncode == 0
        assert done.stderr.startswith("before.csv:3:1: not told: 1 user not in the later file")
        (folder / "short.csv.prechange.yaml").write_text("complete: true\n", encoding="utf-8")
        assert "op: delete" in run("diff", "before.csv", "short.csv", "--account", "acme").stdout

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--before", "before.csv"), "`--before` needs `--after`"),
            (("--after", "after.csv"), "`--after` needs `--before`"),
            (("roles.csv", "--before", "before.csv", "--after", "after.csv"), "give either files of changes"),
        ],
    )
    def test_both_or_none(self, run: Run, arguments: tuple[str, ...], message: str) -> None:
        done = run("check", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr


def test_formats(run: Run) -> None:
    done = run("formats")
    assert (done.returncode, done.stderr) == (0, "")
    assert "yaml prechange's own form, as a YAML document\n    holds changes or a snapshot" in done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []
