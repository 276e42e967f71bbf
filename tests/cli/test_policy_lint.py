import json
from pathlib import Path

import pytest

from linter.reporters import REPORTERS
from tests.cli.conftest import Run

PACK = "{id: ours, title: Ours, description: Ours.}"
RULE = """\
id: idle
title: Idle
severity: error
match: {op: delete}
when: before.enabled
deny: before.enabled == false
message: no
why: Because.
examples:
  deny: [{name: it goes, changes: [{op: delete, user: u1}]}]
  allow: [{name: it stays, given: {users: [{id: u1, enabled: false}]}, changes: [{op: delete, user: u1}]}]
"""


@pytest.fixture
def ours(folder: Path) -> Path:
    (folder / "ours").mkdir()
    (folder / "ours" / "pack.yaml").write_text(PACK)
    (folder / "ours" / "idle.yaml").write_text(RULE)
    return folder / "ours"


def test_what_is_wrong_is_told_as_check_tells_it(ours: Path, run: Run) -> None:
    done = run("policy", "lint", "ours", "-q")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "ours/idle.yaml:6:7: error[policy/unreachable] the rule can never object: `before.enabled` and "
        "`before.enabled == false` are never so at once",
        "ours/idle.yaml:10:10: error[policy/no-example-triggers] the rule does not object in its `deny` "
        "example `it goes`, nor anywhere else",
        "denied: 2 errors, in 1 rule",
        "not in order: what counts above must be put right",
    ]


def test_a_configuration_says_how_grave_each_check_is(ours: Path, run: Run) -> None:
    settings = ours.parent / "prechange.yaml"
    settings.write_text("severities: {policy/unreachable: warning, policy/no-example-triggers: info}\n")
    done = run("policy", "lint", "ours", "-q")
    assert done.returncode == 0
    assert "warning[policy/unreachable]" in done.stdout
    (ours.parent / "over").mkdir()
    (ours.parent / "over" / "pack.yaml").write_text(
        f"{PACK[:-1].replace('ours', 'over')}, extends: [{{pack: ../ours}}]}}"
    )
    over = run("policy", "lint", "over", "-q").stdout
    assert "warning[policy/unreachable]" in over
    assert "no-example-triggers" not in over, "for information, and another pack's"
    settings.write_text("severities: {policy/unreachabel: info}\n")
    done = run("check", "allowed.yaml", "-s", "snapshot.yaml", "-q")
    assert (done.returncode, "did you mean `policy/unreachable`?" in done.stdout) == (2, True)


def test_every_output_tells_it(ours: Path, run: Run) -> None:
    outputs = [part for name in REPORTERS for part in ("--output", f"{name}=report.{name}")]
    done = run("policy", "lint", "ours", *outputs)
    assert done.returncode == 1
    for name in REPORTERS:
        text = (ours.parent / f"report.{name}").read_text("utf-8")
        assert "unreachable" in text, name
        assert "idle.yaml" in text, name
    report = json.loads((ours.parent / "report.json").read_text("utf-8"))
    assert (report["verdict"], report["summary"]["rules"]) == ("denied", 1)
    assert "policy lint" in (ours.parent / "report.html").read_text("utf-8")


def test_what_cannot_be_read_is_invalid_in_the_same_report(ours: Path, run: Run) -> None:
    (ours / "idle.yaml").write_text(RULE.replace("before.enabled\n", "before.enable\n").replace("why", "wy"))
    done = run("policy", "lint", "ours", "--output", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"], report["findings"]) == (2, "invalid", [])
    assert {each["location"]["path"] for each in report["errors"]} == {"ours/idle.yaml"}
    assert "not known to be in order" in run("policy", "lint", "ours").stdout


def test_from_which_severity_on_it_fails(ours: Path, run: Run) -> None:
    twin = (
        RULE.replace("idle", "twin")
        .replace(" == false", "")
        .replace("[{name: it goes, ", "[{name: it goes, given: {users: [{id: u1, enabled: true}]}, ")
    )
    (ours / "idle.yaml").write_text(twin.replace("twin", "idle"))
    (ours / "twin.yaml").write_text(twin)
    assert run("policy", "lint", "ours").returncode == 0
    done = run("policy", "lint", "ours", "--fail-on", "warning", "-q")
    assert done.returncode == 1
    assert "warning[policy/same-rule] the rule objects to just what `ours/idle` objects to" in done.stdout


def test_why_a_check_is_there(run: Run, folder: Path) -> None:
    done = run("explain", "policy/dead-end")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("policy/dead-end (error)\n")
