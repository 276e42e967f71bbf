"""Waivers and baselines, from a report to the next verdict, through the real command."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NOW, Run

CHECK = ("check", "denied.yaml", "-s", "snapshot.yaml", "--now", NOW)
TERMS = ("--reason", "agreed", "--reference", "CASE-1", "--approved-by", "boss@company.example")
UNTIL = ("--expires", "2026-12-31", "--now", NOW)


def report_of(run: Run, folder: Path, *arguments: str) -> dict[str, Any]:
    run(*CHECK, "-q", "-o", "json=report.json", *arguments)
    read: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return read


def fingerprints(report: dict[str, Any]) -> list[str]:
    return [finding["fingerprint"] for finding in report["findings"]]


def test_from_denied_to_allowed_and_back(run: Run, folder: Path) -> None:
    report = report_of(run, folder)
    done = run("waive", *fingerprints(report), "--report", "report.json", *TERMS, *UNTIL)
    count = len(report["findings"])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"{count} waivers added to waivers.yaml, until 2026-12-31\n")
    allowed = run(*CHECK, "--waivers", "waivers.yaml")
    assert allowed.returncode == 0
    assert "waiver: agreed (CASE-1), approved by `boss@company.example`, until 2026-12-31" in allowed.stdout
    assert f"{count} waived" in allowed.stdout
    later = ("check", "denied.yaml", "-s", "snapshot.yaml", "--now", "2027-01-01T00:00:00Z")
    expired = run(*later, "--waivers", "waivers.yaml", "-q")
    assert expired.returncode == 1
    assert "waivers.yaml:3:5: warning[waivers/expired] the waiver of `" in expired.stdout


def test_the_same_change_with_other_values_is_not_covered(run: Run, folder: Path) -> None:
    report = report_of(run, folder)
    run("waive", *fingerprints(report), "--report", "report.json", *TERMS, *UNTIL)
    other = (folder / "denied.yaml").read_text(encoding="utf-8").replace("fc@", "someone@")
    (folder / "denied.yaml").write_text(other, encoding="utf-8")
    done = run(*CHECK, "--waivers", "waivers.yaml", "-q")
    assert done.returncode == 1
    assert "waivers/unused" in done.stdout


def test_configured_waivers_and_where_new_ones_go(run: Run, folder: Path) -> None:
    (folder / "accepted").mkdir()
    (folder / "prechange.yaml").write_text("waivers: {files: [accepted/all.yaml]}\n", encoding="utf-8")
    before = "# ours\nwaivers: [] # none yet\n"
    (folder / "accepted" / "all.yaml").write_text(before, encoding="utf-8")
    os.chmod(folder / "accepted" / "all.yaml", 0o640)
    report = report_of(run, folder)
    assert run("waive", *fingerprints(report), "--report", "report.json", *TERMS, *UNTIL).returncode == 0
    assert run(*CHECK).returncode == 0
    written = folder / "accepted" / "all.yaml"
    assert written.read_text(encoding="utf-8").startswith("# ours\nwaivers: # none yet\n  - rule: ")
    assert written.stat().st_mode & 0o777 == 0o640
    assert os.listdir(folder / "accepted") == ["all.yaml"]
    (folder / "none.yaml").write_text("waivers: []\n", encoding="utf-8")
    assert run(*CHECK, "--waivers", "none.yaml").returncode == 1


def test_nobody_approves_their_own(run: Run, folder: Path) -> None:
    asked = (folder / "denied.yaml").read_text(encoding="utf-8").replace("acme\n", "acme\nrequested_by: u1\n")
    (folder / "denied.yaml").write_text(asked, encoding="utf-8")
    report = report_of(run, folder)
    own = (*TERMS[:-1], "name@company.example", *UNTIL)
    run("waive", *fingerprints(report), "--report", "report.json", *own)
    done = run(*CHECK, "--waivers", "waivers.yaml", "-q")
    assert done.returncode == 1
    assert "error[waivers/self-approved] the waiver of `" in done.stdout
    assert "is approved by `name@company.example`, and asked for by `u1`" in done.stdout
    (folder / "prechange.yaml").write_text("waivers: {allow_self_approval: true}\n", encoding="utf-8")
    assert run(*CHECK, "--waivers", "waivers.yaml", "-q").returncode == 0


def test_an_audit_can_be_waived(run: Run, folder: Path) -> None:
    odd = (folder / "snapshot.yaml").read_text(encoding="utf-8").replace("users: 4", "users: 1")
    (folder / "snapshot.yaml").write_text(odd, encoding="utf-8")
    audit = ("audit", "snapshot.yaml", "--now", NOW, "-q", "-o", "json=report.json")
    assert run(*audit).returncode == 1
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    run("waive", *fingerprints(report), "--report", "report.json", *TERMS, *UNTIL)
    assert run(*audit, "--waivers", "waivers.yaml").returncode == 0
    baseline = ("--baseline", "earlier.json")
    (folder / "earlier.json").write_text(json.dumps(report), encoding="utf-8")
    assert run(*audit, *baseline).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope", *TERMS, *UNTIL], "the report has no finding `nope`"),
        (["FIRST", *TERMS, "--expires", "soon"], "`--expires` takes a day or a moment, not `soon`"),
        (
            ["FIRST", *TERMS, "--expires", "2026-11-19", "--now", NOW],
            "a waiver until 2026-11-19 would never hold",
        ),
        (
            ["FIRST", *TERMS, *UNTIL, "--not-before", "2027-01-01"],
            "a waiver until 2026-12-31 would never hold",
        ),
        (["FIRST", *TERMS, *UNTIL, "--max-uses", "0"], "`--max-uses` takes a number from 1, not `0`"),
        (["FIRST", *TERMS[2:], "--reason", " ", *UNTIL], "`--reason` must not be empty"),
        (
            ["FIRST", *TERMS, *UNTIL, "--into", "no/w.yaml"],
            "cannot write `no/w.yaml`: its folder does not exist",
        ),
        (["FIRST", *TERMS, *UNTIL, "--into", "denied.yaml"], "unknown key `account` in the waiver file"),
        (["FIRST", *TERMS, *UNTIL, "--report", "denied.yaml"], "expected a value"),
        (["FIRST", *UNTIL, *TERMS[:4]], "missing option"),
        (["FIRST", *TERMS], "missing option"),
    ],
)
def test_what_makes_no_sense(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    first = fingerprints(report_of(run, folder))[0]
    given = [first if each == "FIRST" else each for each in arguments]
    report = () if "--report" in given else ("--report", "report.json")
    kept = (folder / "denied.yaml").read_bytes()
    done = run("waive", *given, *report)
    assert done.returncode == 2
    assert message in re.sub(r"\s+", " ", done.stderr)
    assert not (folder / "waivers.yaml").exists()
    assert (folder / "denied.yaml").read_bytes() == kept


def test_what_is_waived_already_is_not_waived_again(run: Run, folder: Path) -> None:
    first = fingerprints(report_of(run, folder))[0]
    run("waive", first, "--report", "report.json", *TERMS, *UNTIL)
    report_of(run, folder, "--waivers", "waivers.yaml")
    done = run("waive", first, "--report", "report.json", *TERMS, *UNTIL)
    assert (done.returncode, done.stderr) == (2, f"error: the finding `{first}` is waived already\n")


def test_only_what_is_new_counts(run: Run, folder: Path) -> None:
    report = report_of(run, folder)
    (folder / "earlier.json").write_text(json.dumps(report), encoding="utf-8")
    again = run(*CHECK, "--baseline", "earlier.json")
    assert again.returncode == 0
    assert f"{len(report['findings'])} in the baseline already" in re.sub(r"\s+", " ", again.stdout)
    resolved = run("check", "allowed.yaml", "-s", "snapshot.yaml", "--now", NOW, "--baseline", "earlier.json")
    assert resolved.returncode == 0
    assert "resolved" in resolved.stdout


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("--waivers", "waivers: 3\n", "bad:1:10: error: `waivers` must be a list"),
        ("--waivers", None, "bad: error: there is no such file"),
        ("--baseline", "{}", "bad:1:1: error: the key `schema` is missing"),
        ("--baseline", "not json", "bad:1:1: error: "),
        ("--baseline", None, "bad: error: there is no such file"),
    ],
)
def test_what_cannot_be_read_is_never_skipped(
    run: Run, folder: Path, name: str, text: str | None, message: str
) -> None:
    if text is not None:
        (folder / "bad").write_text(text, encoding="utf-8")
    done = run("check", "allowed.yaml", "-s", "snapshot.yaml", "--now", NOW, name, "bad")
    assert done.returncode == 2
    assert message in re.sub(r"\s+", " ", done.stdout)


def test_a_report_does_not_overwrite_its_baseline(run: Run, folder: Path) -> None:
    report_of(run, folder)
    done = run(*CHECK, "--baseline", "report.json", "-o", "json=report.json")
    assert (done.returncode, "would overwrite the input `report.json`" in done.stderr) == (2, True)
    assert (folder / "report.json").exists()


@pytest.mark.parametrize("rule", ["waivers/expired", "self-approved", "waivers/unused"])
def test_the_rules_about_waivers_can_be_explained(run: Run, rule: str) -> None:
    done = run("explain", rule)
    assert done.returncode == 0
    assert done.stdout.startswith("waivers/")
    assert "built in: applies whatever the policies" in done.stdout
