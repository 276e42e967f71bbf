import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import linter
from linter.reporters import REPORTERS, Options
from tests.cli.conftest import ALLOWED, DENIED, SNAPSHOT, Run

RULE = """\
id: few-sales
title: Keep sales people few
severity: error
subject: account
deny: count(account.role_holders, "Sales") > params.most
message: m
why: w
"""
REMOVALS = """\
id: removals
title: Do not disable many at once
severity: error
subject: account
match: {op: disable}
limit: {max_count: params.removals}
on_exceed: reject_all
message: m
why: w
"""
PACK = """\
id: ours
title: t
description: d
params:
  most: {type: int, default: 0, description: d}
  removals: {type: int, default: 5, description: d}
  label: {type: string, default: x, description: d}
"""


def judged(home: Path) -> str:
    """The report of a run, as `check` writes it."""
    report = linter.check(
        linter.read_changes([str(home / "changes.yaml")]),
        linter.read_snapshot(str(home / "snapshot.yaml")),
        linter.load_packs(["crm-online"]),
        now=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    return REPORTERS["json"](report, Options())


@pytest.fixture
def archive(folder: Path) -> Path:
    """Three runs, each judged by crm-online, and a pack of which one rule objects to the first."""
    home = folder / "archive"
    disable = "account: acme\nchanges:\n  - {op: disable, user: u1}\n  - {op: disable, user: u4}\n"
    for name, text in (("a", ALLOWED), ("b", DENIED), ("c", disable)):
        (home / name).mkdir(parents=True)
        (home / name / "changes.yaml").write_text(text)
        (home / name / "snapshot.yaml").write_text(SNAPSHOT)
        (home / name / "report.json").write_text(judged(home / name))
    pack = folder / "ours"
    pack.mkdir()
    for name, text in (("pack", PACK), ("few-sales", RULE), ("removals", REMOVALS)):
        (pack / f"{name}.yaml").write_text(text)
    return home


def test_the_same_policies_flip_nothing(archive: Path, run: Run) -> None:
    done = run("policy", "backtest", "--since", "archive")
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 runs: 0 verdicts would flip\n", "")


def test_other_policies_tell_what_flips_and_why(archive: Path, run: Run) -> None:
    done = run("policy", "backtest", "--since", "archive", "--policy", "ours", "--output", "json")
    assert done.returncode == 1
    data = json.loads(done.stdout)
    verdicts = {each["name"]: (each["earlier"], each["verdict"], each["gained"]) for each in data["runs"]}
    assert verdicts["a"] == ("allowed", "denied", {"ours/few-sales": 1})
    assert verdicts["b"] == ("denied", "allowed", {})
    rules = {each["rule"]: (each["gained"], each["lost"], each["flips"]) for each in data["rules"]}
    assert rules["ours/few-sales"] == (1, 0, 1)
    assert rules["crm-online/rename-existing-user"] == (0, 1, 1)
    text = " ".join(run("policy", "backtest", "--since", "archive", "--policy", "ours").stdout.split())
    assert "a: allowed -> denied (ours/few-sales objects)" in text
    assert "ours/few-sales: newly objects in 1 run, no longer in 0; 1 verdict would flip" in text


def sweep(run: Run, param: str) -> dict:
    done = run("policy", "backtest", "--since", "archive", "-p", "ours", "--sweep", param, "-o", "json")
    return json.loads(done.stdout)["sweep"]


def test_a_param_of_a_condition_over_the_runs(archive: Path, run: Run) -> None:
    swept = sweep(run, "ours.most")
    assert swept["observed"]["counts"] == {"0": 2, "1": 1}
    assert [(each["value"], each["verdicts"]) for each in swept["thresholds"]] == [
        (0, {"denied": 1, "allowed": 2}),
        (1, {"allowed": 3}),
    ]


def test_a_param_of_a_limit_over_the_runs(archive: Path, run: Run) -> None:
    swept = sweep(run, "ours.removals")
    assert swept["observed"]["counts"] == {"2": 1}
    assert [(each["value"], each["verdicts"].get("denied", 0)) for each in swept["thresholds"]] == [
        (2, 1),
        (5, 1),
    ]
    text = run("policy", "backtest", "--since", "archive", "-p", "ours", "--sweep", "ours.removals").stdout
    assert "         5         2        1          0  (now)\n" in text


def test_what_is_not_whole(archive: Path, run: Run) -> None:
    (archive / "b" / "report.json").unlink()
    done = run("policy", "backtest", "--since", "archive")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        3,
        "3 runs: 0 verdicts would flip, 1 without a report to compare with",
    )
    (archive / "a" / "changes.yaml").write_text("changes: [")
    (archive / "c" / "changes.yaml").unlink()
    done = run("policy", "backtest", "--since", "archive")
    assert done.returncode == 2
    assert "archive/a/changes.yaml:2:1: error: this is not YAML" in done.stderr
    assert "archive/c: error: this run has no changes" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "nowhere"), "nowhere: error: there is no such folder"),
        (("--since", "archive", "-p", "ours", "--sweep", "ours.mos"), "did you mean `ours.most`?"),
        (("--since", "archive", "-p", "ours", "--sweep", "ours.label"), "`ours.label` is no number"),
        (("--since", "archive", "-o", "xml"), "`text` or `json`"),
    ],
)
def test_what_is_refused(archive: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("policy", "backtest", *arguments)
    assert (done.returncode, said in " ".join(done.stderr.split())) == (2, True), done.stderr


def test_an_empty_archive_decides_nothing(folder: Path, run: Run) -> None:
    (folder / "empty").mkdir()
    done = run("policy", "backtest", "--since", "empty")
    assert (done.returncode, done.stdout) == (3, "0 runs: 0 verdicts would flip\n")
