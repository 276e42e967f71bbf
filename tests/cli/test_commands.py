"""The real command in a process of its own: exit codes, and what goes to which stream."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from linter import __version__

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]
CHECK = ("check", "--now", "2026-11-20T10:00:00Z", "-s", "snapshot.yaml")
AUDIT = ("audit", "--now", "2026-11-20T10:00:00Z")


@pytest.mark.parametrize(
    ("arguments", "code", "last"),
    [
        pytest.param((*CHECK, "allowed.yaml"), 0, "go ahead: nothing denies these changes", id="allowed"),
        pytest.param(
            (*CHECK, "denied.yaml"),
            1,
            "do not apply these changes: what is denied above must be put right first",
            id="denied",
        ),
        pytest.param(
            ("check", "denied.yaml"),
            3,
            "do not apply these changes yet: supply what is missing, then check again",
            id="no snapshot",
        ),
        pytest.param(
            (*CHECK, "none.yaml"),
            2,
            "do not apply these changes: they were not checked, correct the input first",
            id="no such file",
        ),
        pytest.param(
            (*CHECK, "nothing.yaml"), 3, "do not go ahead: there was nothing to check", id="no changes"
        ),
        pytest.param(
            (*AUDIT, "snapshot.yaml"), 0, "in order: nothing is denied in this snapshot", id="audit"
        ),
        pytest.param(
            (*AUDIT, "none.yaml"),
            2,
            "not known to be in order: nothing was checked, correct the input first",
            id="audit of nothing",
        ),
    ],
)
def test_verdicts(run: Run, folder: Path, arguments: tuple[str, ...], code: int, last: str) -> None:
    (folder / "nothing.yaml").write_text("account: acme\nchanges: []\n", encoding="utf-8")
    done = run(*arguments)
    assert (done.returncode, done.stdout.splitlines()[-1:], done.stderr) == (code, [last], "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "error: missing command\n  hint: see `prechange --help`\n"),
        (
            ("chekc",),
            "error: no such command 'chekc'. Did you mean 'check'?\n  hint: see `prechange --help`\n",
        ),
        (("check",), "error: missing argument 'CHANGES'\n  hint: see `prechange check --help`\n"),
        (
            ("check", "allowed.yaml", "--snapsot", "x"),
            "error: no such option: --snapsot",
        ),
        (
            (*CHECK, "allowed.yaml", "-o", "jsn"),
            "error: there is no output format `jsn`\n  hint: did you mean `json`?\n",
        ),
        (
            (*CHECK, "allowed.yaml", "-o", "json", "-o", "text"),
            "error: two reports are to go to standard output\n"
            "  hint: give one of them a file: `--output FORMAT=FILE`\n",
        ),
        (
            (*CHECK, "allowed.yaml", "-o", "json=allowed.yaml"),
            "error: the report would overwrite the input `allowed.yaml`\n",
        ),
        (("explain", "rename-existing-usr"), "error: there is no rule `rename-existing-usr`"),
    ],
)
def test_a_wrong_command_line_is_2_and_on_standard_error(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*CHECK, "allowed.yaml", "--now", "yesterday"), "`--now` takes a date and time"),
        ((*CHECK, "allowed.yaml", "--now", "2026-11-20T10:00:00"), "`--now` takes a date and time"),
        ((*CHECK, "allowed.yaml", "--fail-on", "warn"), "`--fail-on` takes no severity `warn`"),
        ((*CHECK, "allowed.yaml", "--param", "seat_days=3"), "is not of the form `pack.name=value`"),
        ((*CHECK, "allowed.yaml", "--param", "crm-online.nothing=3"), "nothing"),
        ((*CHECK, "allowed.yaml", "--param", "crm-online.max_billing_admins=many"), "many"),
        ((*CHECK, "allowed.yaml", "--policy", "crm-onlin"), "crm-onlin"),
        ((*CHECK, "allowed.yaml", "--config", "none.yaml"), "there is no such file"),
        (("check", "-", "-s", "-"), "`-` stands for standard input, which can be read only once"),
    ],
)
def test_input_errors_are_reports_in_every_format(
    run: Run, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run(*arguments, "-o", "text", "-o", "json=report.json", "-o", "jsonl=report.jsonl")
    assert (done.returncode, done.stderr) == (2, "")
    assert message in done.stdout.replace("\n    ", " ")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "invalid"
    assert message in json.dumps(report["errors"])
    last = (folder / "report.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["verdict"] == "invalid"


def test_invalid_in_json(run: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("changes:\n  - {op: disable, op: enable}\n", encoding="utf-8")
    done = run(*CHECK, "broken.yaml", "-o", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"], report["findings"]) == (2, "invalid", [])
    (error,) = report["errors"]
    assert (error["location"]["path"], error["location"]["line"]) == ("broken.yaml", 2)


@pytest.mark.parametrize(
    "arguments",
    [
        (*CHECK, "allowed.yaml"),
        (*CHECK, "denied.yaml"),
        (*CHECK, "none.yaml"),
        ("check", "denied.yaml"),
        (*AUDIT, "snapshot.yaml"),
    ],
)
def test_json_keeps_its_contract(run: Run, arguments: tuple[str, ...]) -> None:
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    report = json.loads(run(*arguments, "-o", "json").stdout)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(report)] == []


def test_reports_go_to_files_and_to_standard_output(run: Run, folder: Path) -> None:
    done = run(*CHECK, "denied.yaml", "-o", "json=r.json", "-o", "jsonl=r.jsonl", "-o", "text")
    assert done.returncode == 1
    assert "error[crm-online/" in done.stdout
    assert json.loads((folder / "r.json").read_text(encoding="utf-8"))["verdict"] == "denied"
    lines = (folder / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["verdict"] == "denied"
    assert sorted(path.name for path in folder.iterdir() if "part" in path.name) == []


def test_the_place_is_underlined(run: Run) -> None:
    lines = run(*CHECK, "denied.yaml").stdout.splitlines()
    assert lines[0].startswith("denied.yaml:5:")
    source = next(number for number, line in enumerate(lines) if line.startswith("  5 |"))
    assert set(lines[source + 1]) == set(" |^")


def test_changes_from_standard_input(run: Run, folder: Path) -> None:
    done = run(*CHECK, "-", stdin=(folder / "denied.yaml").read_text(encoding="utf-8"))
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>:5:")


def test_quiet_and_verbose(run: Run) -> None:
    quiet = run(*CHECK, "denied.yaml", "-q").stdout
    assert "evidence:" not in quiet
    assert "why:" not in quiet
    assert "evidence:" in run(*CHECK, "denied.yaml", "-v").stdout


def test_fail_on(run: Run, folder: Path) -> None:
    (folder / "again.yaml").write_text(
        "account: acme\nchanges:\n  - {op: enable, user: u4}\n", encoding="utf-8"
    )
    assert run(*CHECK, "again.yaml").returncode == 0
    assert run(*CHECK, "again.yaml", "--fail-on", "warning").returncode == 1


class TestAccount:
    """To which account a change belongs that names none."""

    CHANGES = "changes:\n  - {op: grant_role, user: u4, role: Sales}\n"

    @pytest.fixture(autouse=True)
    def _changes(self, folder: Path) -> None:
        (folder / "bare.yaml").write_text(self.CHANGES, encoding="utf-8")

    def test_the_only_one(self, run: Run) -> None:
        assert run(*CHECK, "bare.yaml").returncode == 0

    def test_several(self, run: Run, folder: Path) -> None:
        with (folder / "snapshot.yaml").open("a", encoding="utf-8") as file:
            file.write("  - {id: globex, users: []}\n")
        done = run(*CHECK, "bare.yaml")
        assert done.returncode == 2
        assert done.stdout.startswith("bare.yaml:2:5: error: the change names no account")
        assert "`acme`, `globex`" in done.stdout.replace("\n    ", " ")
        assert "write `account: acme`" in done.stdout

    def test_no_snapshot(self, run: Run) -> None:
        assert run("check", "bare.yaml").returncode == 3


def test_version(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"prechange {__version__}\n")


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("check",),
        ("audit",),
        ("diff",),
        ("split",),
        ("formats",),
        ("exec",),
        ("explain",),
        ("hook",),
        ("hook", "install"),
        ("hook", "run"),
        ("hook", "uninstall"),
        ("policy",),
        ("init",),
        ("policy", "backtest"),
        ("policy", "docs"),
        ("policy", "new"),
        ("policy", "list"),
        ("policy", "test"),
    ],
)
def test_help_fits_eighty_columns(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: prechange {' '.join(command)}".rstrip())
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []


def test_a_reader_that_goes_away_does_not_change_the_verdict(folder: Path) -> None:
    script = (
        "import os, sys\n"
        "reader, writer = os.pipe()\n"
        "os.close(reader)\n"
        "os.dup2(writer, 1)\n"
        f"sys.argv = ['prechange', *{CHECK!r}, 'denied.yaml']\n"
        "from linter.cli.app import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=_environment(), capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")


def test_nothing_heavy_is_imported(folder: Path) -> None:
    script = (
        "import sys\n"
        "from linter.cli.app import run\n"
        f"code = run([*{CHECK!r}, 'denied.yaml'])\n"
        "heavy = {'rich', 'jsonschema', 'asyncio'} & set(sys.modules)\n"
        "sys.exit(f'{code} {heavy}' if code != 1 or heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=_environment(), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


class TestExplain:
    def test_a_rule_by_its_name(self, run: Run) -> None:
        done = run("explain", "rename-existing-user")
        assert done.returncode == 0
        assert done.stdout.startswith("crm-online/rename-existing-user")
        for part in ("why:", "instead:", "denied:", "allowed:"):
            assert part in done.stdout
        wide = [line for line in done.stdout.splitlines() if len(line) > 80]
        assert [line for line in wide if "http" not in line and "{{" not in line] == []

    def test_a_rule_by_its_id(self, run: Run) -> None:
        one, other = run("explain", "crm-online/seats"), run("explain", "seats")
        assert (one.returncode, one.stdout) == (0, other.stdout)

    def test_a_built_in_rule(self, run: Run) -> None:
        done = run("explain", "change-set/unknown-user")
        assert done.returncode == 0
        assert done.stdout.startswith("change-set/unknown-user")

    def test_a_rule_there_is_not(self, run: Run) -> None:
        done = run("explain", "seatz")
        assert done.returncode == 2
        assert "did you mean `seats`?" in done.stderr


class TestPolicyTest:
    def test_the_built_in_pack(self, run: Run) -> None:
        done = run("policy", "test")
        assert done.returncode == 0, done.stdout
        assert done.stdout.splitlines()[-1].startswith("passed: ")

    def test_examples_that_hold(self, run: Run, folder: Path) -> None:
        (folder / "rule.yaml").write_text(RULE, encoding="utf-8")
        assert run("policy", "test", "rule.yaml").stdout == "passed: 2 examples of 1 rule\n"
        told = run("policy", "test", "rule.yaml", "-v").stdout
        assert told.startswith("rule.yaml:10:7: passed[local/no-update] deny `the user that is kept`\n")

    def test_an_example_that_does_not_hold(self, run: Run, folder: Path) -> None:
        (folder / "rule.yaml").write_text(RULE.replace("user: u2", "user: u1"), encoding="utf-8")
        done = run("policy", "test", "rule.yaml")
        assert done.returncode == 1
        assert done.stdout.startswith("rule.yaml:14:7: failed[local/no-update] allow `another user`")
        assert done.stdout.splitlines()[-1] == "failed: 1 of 2 examples of 1 rule"

    def test_a_rule_without_an_example(self, run: Run, folder: Path) -> None:
        (folder / "rule.yaml").write_text(RULE[: RULE.index("examples:")], encoding="utf-8")
        done = run("policy", "test", "rule.yaml")
        assert done.returncode in (1, 2)

    def test_a_policy_that_cannot_be_read(self, run: Run, folder: Path) -> None:
        (folder / "rule.yaml").write_text(RULE.replace("change.user", "change.usr"), encoding="utf-8")
        done = run("policy", "test", "rule.yaml")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("rule.yaml:5:")
        assert "did you mean" in done.stderr


RULE = """\
id: no-update
title: One user is kept as it is
severity: error
match: {op: update}
deny: change.user == "u1"
message: this user is kept as it is
why: somebody needs it so
examples:
  deny:
    - name: the user that is kept
      given: {users: [{id: u1, full_name: A}]}
      changes: [{op: update, user: u1, set: {full_name: B}}]
  allow:
    - name: another user
      given: {users: [{id: u1, full_name: A}, {id: u2, full_name: A}]}
      changes: [{op: update, user: u2, set: {full_name: B}}]
"""
