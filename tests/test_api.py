"""`import linter` is the public API, and costs next to nothing."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import linter

EXAMPLE = Path(__file__).parent.parent / "examples" / "crm-online"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

# Slow to load, or needed only by some: a program that embeds `linter` pays for them when it uses them.
HEAVY = ["cel_expr_python", "google.protobuf", "jsonschema", "rich", "typer", "yaml"]


def test_the_public_names_are_sorted_and_there() -> None:
    assert linter.__all__ == sorted(linter.__all__)
    assert set(linter.__all__) <= set(dir(linter))
    assert all(callable(getattr(linter, name)) for name in linter.__all__)


def test_replay_is_the_function_whatever_was_imported_first() -> None:
    """The package `linter.replay` has the same name and must not hide it."""
    code = "import linter.replay, linter.engine, linter; assert callable(linter.replay)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="`linter` has no attribute `chek`"):
        linter.chek  # noqa: B018


def test_import_loads_nothing_heavy() -> None:
    code = f"import sys, linter; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_from_files() -> None:
    packs = linter.load_packs(["crm-online"])
    changes = linter.read_changes([str(EXAMPLE / "changes.yaml")])
    snapshot = linter.read_snapshot(str(EXAMPLE / "snapshot.yaml"))
    report = linter.check(changes, snapshot, packs, now=NOW)
    assert report.verdict == "denied"
    assert {finding.rule.partition("/")[0] for finding in report.findings} <= {"crm-online", "change-set"}


def test_audit_and_replay_from_files() -> None:
    snapshot = linter.read_snapshot(str(EXAMPLE / "snapshot.yaml"))
    changes = linter.read_changes([str(EXAMPLE / "changes.yaml")])
    report = linter.audit(snapshot, linter.load_packs(["crm-online"]), now=NOW)
    assert report.verdict in {"allowed", "denied"}
    steps = list(linter.replay(snapshot, changes.changes, now=NOW))
    assert len({step.change.index for step in steps}) == changes.survey.changes
