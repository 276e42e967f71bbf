from datetime import datetime
from pathlib import Path

import pytest

import linter
from benchmarks.generate import NOW, generate

MOMENT = datetime.fromisoformat(NOW)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    generate(folder, 2_000)
    return folder


def test_the_same_seed_makes_the_same_files(made: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", 2_000)
    generate(tmp_path / "other", 2_000, seed=8)
    for name in ("changes.jsonl", "snapshot.jsonl"):
        assert (tmp_path / "again" / name).read_bytes() == (made / name).read_bytes()
        assert (tmp_path / "other" / name).read_bytes() != (made / name).read_bytes()


def test_bystanders_leave_the_changed_accounts_as_they_are(tmp_path: Path) -> None:
    snapshots = []
    for times in (0, 3):
        generate(tmp_path / str(times), 200, bystanders=times)
        snapshots.append((tmp_path / str(times) / "snapshot.jsonl").read_text().splitlines())
    assert snapshots[1][: len(snapshots[0])] == snapshots[0]
    assert all('"id":"b' in line for line in snapshots[1][len(snapshots[0]) :])


def test_nothing_speaks_against_the_world_as_it_is(made: Path) -> None:
    snapshot = linter.read_snapshot(str(made / "snapshot.jsonl"))
    report = linter.audit(snapshot, linter.load_packs(["crm-online"]), now=MOMENT)
    assert (report.verdict, report.findings, report.undecided) == ("allowed", (), ())


def test_about_one_change_in_a_hundred_is_objected_to(made: Path) -> None:
    changes = linter.read_changes([str(made / "changes.jsonl")])
    snapshot = linter.read_snapshot(str(made / "snapshot.jsonl"), changes.survey.accounts)
    report = linter.check(changes, snapshot, linter.load_packs(["crm-online"]), now=MOMENT)
    at_fault = {finding.change.index for finding in report.findings if finding.change}
    assert changes.survey.changes == 2_000
    assert 10 <= len(at_fault) <= 40
