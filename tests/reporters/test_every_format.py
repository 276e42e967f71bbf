"""What holds for every output format alike."""

import os
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from linter.model import Finding, Location, Problem, Report, Undecided
from linter.reporters import REPORTERS, Options
from tests.reporters.consumers import azure_commands, github_commands
from tests.reporters.hostile import OPTIONS, UNSEEN, reports

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {
    "json": "json",
    "jsonl": "jsonl",
    "sarif": "sarif.json",
    "junit": "junit.xml",
    "github": "github.log",
    "gitlab": "gitlab.json",
    "azure": "azure.log",
    "markdown": "md",
    "csv": "csv",
}
FORMATS = sorted({*ENDINGS, "text"})


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_golden(name: str, verdict: str, reports: dict[str, Report]) -> None:
    """`PRECHANGE_GOLDEN=write` writes them anew; look at the difference before keeping it."""
    written = REPORTERS[name](reports[verdict], OPTIONS).encode()
    path = GOLDEN / f"{verdict}.{ENDINGS[name]}"
    if os.environ.get("PRECHANGE_GOLDEN") == "write":
        path.write_bytes(written)
    assert written == path.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_that_is_said_is_left_out(name: str, reports: dict[str, Report]) -> None:
    invalid = REPORTERS[name](reports["invalid"], OPTIONS)
    for told in (
        "the key",
        "is here twice",
        "changes.yaml",
        "does not exist",
        "keep one of the two",
        "invalid",
    ):
        assert told in " ".join(invalid.split()), told
    denied = REPORTERS[name](reports["denied"], OPTIONS)
    for told in (
        "rename-existing-user",
        "billing-record-matches-user",
        "name-holds-address",
        "crm-online/seats" if name != "junit" else "crm-online.seats",
        "the number of purchased users is not known",
        "account.seats_used",
        "to account `globex`",
        "the address is part of a product name",
    ):
        assert told in " ".join(denied.split()), told


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_places_is_written(name: str) -> None:
    bare = Report(
        verdict="denied",
        findings=(Finding(rule="p/r", title="t", severity="error", message="found", fingerprint="1"),),
        undecided=(Undecided(rule="p/s", severity="info", reason="open"),),
        errors=(Problem(message="broken"),),
    )
    for options in (Options(), Options(inputs=("-",)), Options(subject="snapshot")):
        written = REPORTERS[name](bare, options)
        assert all(told in written for told in ("found", "open", "broken"))


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_baseline_resolved_is_said(name: str, rename: Finding) -> None:
    gone = msgspec.structs.replace(rename, baseline_state="absent", message="it was so")
    still = msgspec.structs.replace(rename, baseline_state="unchanged", message="it is so still")
    written = REPORTERS[name](Report(verdict="allowed", findings=(still,), resolved=(gone,)), OPTIONS)
    assert "it was so" in written
    assert "it is so still" in written
    words = {
        "json": ("unchanged", "absent"),
        "jsonl": ("unchanged", "absent"),
        "sarif": ("unchanged", "absent"),
        "csv": ("unchanged", "resolved"),
    }
    for word in words.get(name, ("known error", "resolved error")):
        assert word in written


@given(report=reports())
def test_no_text_is_more_than_text(report: Report) -> None:
    """Whatever the format: standard output is a build log as soon as nobody redirects it."""
    for name in FORMATS:
        written = REPORTERS[name](report, OPTIONS).removeprefix("\ufeff")
        assert UNSEEN.search(written) is None, name
        assert name == "csv" or "\r" not in written, name
        written.encode("utf-8")
        if name != "github":
            assert [command for command in github_commands(written) if command] == [], name
        if name != "azure":
            assert [command for command in azure_commands(written) if command] == [], name
        ours = written.replace("## prechange: ", "").replace("##vso[task.logissue type=", "")
        assert "##" not in ours, name


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_is_written_alike(name: str, reports: dict[str, Report]) -> None:
    assert REPORTERS[name](reports["denied"], OPTIONS) == REPORTERS[name](reports["denied"], OPTIONS)


@pytest.mark.parametrize("name", ["azure", "csv", "github", "gitlab", "junit", "markdown", "sarif"])
def test_paths_below_the_folder_are_relative(name: str, rename: Finding) -> None:
    finding = msgspec.structs.replace(
        rename, location=Location(path="/srv/in/changes.yaml", line=2, column=1), related=()
    )
    written = REPORTERS[name](Report(verdict="denied", findings=(finding,)), OPTIONS)
    assert "in/changes.yaml" in written
    assert name in ("csv", "junit") or re.search("/srv/in", written) is None
