import re
from pathlib import Path

import msgspec
import pytest

from linter.model import Finding, Location, Problem, Report, Summary, Undecided
from linter.reporters import Options
from linter.reporters.text import problems, report

GOLDEN = Path(__file__).parent / "golden"
OPTIONS = {
    "plain": Options(),
    "verbose": Options(verbosity=1),
    "quiet": Options(verbosity=-1),
    "narrow": Options(width=60),
    "colour": Options(colour=True, verbosity=1),
    "snapshot": Options(subject="snapshot"),
}


@pytest.mark.parametrize("form", sorted(OPTIONS))
def test_golden(verdict: str, form: str, reports: dict[str, Report]) -> None:
    written = report(reports[verdict], OPTIONS[form])
    path = GOLDEN / f"{verdict}.{form}.txt"
    assert written == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["plain", "verbose", "snapshot"])
def test_eighty_columns_are_enough(verdict: str, form: str, reports: dict[str, Report]) -> None:
    lines = report(reports[verdict], OPTIONS[form]).splitlines()
    assert [line for line in lines if len(line) > 80] == []


def test_colour_changes_nothing_but_colour(verdict: str, reports: dict[str, Report]) -> None:
    coloured = report(reports[verdict], Options(colour=True))
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == report(reports[verdict], Options())


def test_last_line_says_whether_to_go_ahead(reports: dict[str, Report]) -> None:
    last = {name: report(value, Options()).splitlines()[-1] for name, value in reports.items()}
    assert last == {
        "allowed": "go ahead: nothing denies these changes",
        "denied": "do not apply these changes: what is denied above must be put right first",
        "undecided": "do not apply these changes yet: supply what is missing, then check again",
        "invalid": "do not apply these changes: they were not checked, correct the input first",
    }


def test_nothing_to_check_is_no_go() -> None:
    written = report(Report(verdict="undecided", summary=Summary()), Options())
    assert written.endswith("do not go ahead: there was nothing to check\n")


def test_a_reason_is_told_once_and_every_finding_is_shown(rename: Finding) -> None:
    again = msgspec.structs.replace(rename, fingerprint="other")
    written = report(Report(verdict="denied", findings=(rename,) + (again,) * 40), Options())
    assert written.count("error[crm-online/rename-existing-user]") == 41
    assert written.count("why:") == 1
    assert written.count("instead:") == 41


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J\x1b[1;1Hallowed", r"\u001b[2J\u001b[1;1Hallowed"),
        ("a\nallowed: go", r"a\nallowed: go"),
        ("a\rb\tc\x7f\x9b31m", r"a\rb\tc\u007f\u009b31m"),
        ("moc.elpmaxe@\u202eeman", r"moc.elpmaxe@\u202eeman"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("\U000e0041tag", r"\U000e0041tag"),
        ("\udcff.yaml", r"\udcff.yaml"),
    ],
)
def test_nothing_a_terminal_obeys_gets_out(hostile: str, shown: str, rename: Finding) -> None:
    place = Location(path=hostile, line=1, column=1, text=hostile)
    finding = msgspec.structs.replace(
        rename,
        message=hostile,
        location=place,
        related=(),
        why="",
        instead=None,
        evidence={hostile: hostile},
        account=hostile,
    )
    problem = Problem(message=hostile, location=place, hint=hostile)
    whole = Report(verdict="denied", findings=(finding,), errors=(problem,))
    for verbosity in (1, -1):
        written = report(whole, Options(verbosity=verbosity))
        assert shown in written
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\ufeff\U000e0041\udcff]", written)
        assert "\nallowed" not in written


def test_a_report_without_places_names_the_record(rename: Finding) -> None:
    finding = msgspec.structs.replace(rename, location=None, related=())
    assert report(Report(verdict="denied", findings=(finding,)), Options()).startswith(
        "user `u1` of account `acme`: error[crm-online/rename-existing-user]"
    )


def test_problems_alone_have_no_verdict() -> None:
    problem = Problem(message="there is no option `--snapsot`", hint="see `prechange check --help`")
    assert problems([problem], Options()) == (
        "error: there is no option `--snapsot`\n  hint: see `prechange check --help`\n"
    )


BRIEF = "unknown: `before.field_0`, `before.field_1`, `before.field_2` and 2 more"
NAMES = tuple(f"before.field_{number}" for number in range(5))


@pytest.mark.parametrize(
    ("reason", "verbosity", "line"),
    [
        (
            "unknown: all of them",
            0,
            BRIEF,
        ),
        ("unknown: all of them", 1, "unknown: " + ", ".join(f"`{name}`" for name in NAMES)),
        ("nothing is known", 0, f"nothing is known ({', '.join(NAMES)})"),
    ],
)
def test_missing_names_are_told_once_and_in_brief(reason: str, verbosity: int, line: str) -> None:
    case = Undecided(rule="p/r", severity="error", reason=reason, missing=NAMES)
    written = report(Report(verdict="undecided", undecided=(case,)), Options(verbosity=verbosity, width=300))
    assert f"undecided error[p/r] {line}\n" in written


def test_cases_that_the_same_values_decide_stand_together() -> None:
    cases = tuple(
        Undecided(rule=f"p/{name}", severity="error", reason=name, supply=supply)
        for name, supply in (("a", "one"), ("b", "two"), ("c", "one"))
    )
    written = report(Report(verdict="undecided", undecided=cases), Options())
    assert written.startswith(
        "could not be decided, which is not a pass:\n\n"
        "undecided error[p/a] a\nundecided error[p/c] c\n  supply: one\n\n"
        "undecided error[p/b] b\n  supply: two\n"
    )


def test_the_summary_does_not_name_every_rule() -> None:
    cases = tuple(Undecided(rule=f"p/r{n}", severity="error", reason="x") for n in range(9))
    written = report(Report(verdict="undecided", undecided=cases), Options())
    assert "(r0, r1, r2 and 6 more)" in written.replace("\n ", "")
