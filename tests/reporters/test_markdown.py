import msgspec
import pytest
from hypothesis import given

from linter.model import Finding, Report, Trace, UserTrace
from linter.reporters.markdown import LIMIT, MARK, report
from tests.reporters.hostile import OPTIONS, entries_of, reports
from tests.reporters.rendered import LINKED, Page

TAGS = {"h2", "p", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}


def test_it_renders(verdict: str, reports: dict[str, Report]) -> None:
    written = report(reports[verdict], OPTIONS)
    page = Page(written)
    assert written.startswith(f"{MARK}\n## prechange: {verdict}\n")
    assert set(page.tags) <= TAGS
    assert page.tags.count("details") == entries_of(reports[verdict])
    assert page.rows[: 1 + entries_of(reports[verdict])].count(4) == (entries_of(reports[verdict]) or -1) + 1


def test_before_and_after_come_from_the_trace(rename: Finding) -> None:
    user = UserTrace(
        account="acme",
        user="u1",
        before={"full_name": "F C", "aliases": ()},
        after={"full_name": "F | C", "aliases": ("a@b.example",), "enabled": False},
        changed=("full_name", "aliases", "enabled"),
        changes=(0,),
    )
    written = report(Report(verdict="denied", findings=(rename,), trace=Trace(users=(user,))), OPTIONS)
    assert (
        "| field | before | after |\n"
        "| --- | --- | --- |\n"
        "| `full_name` | `F C` | `F \\| C` |\n"
        '| `aliases` | empty | `["a@b.example"]` |\n'
        "| `enabled` | not known | `false` |\n"
    ) in written


def test_before_and_after_come_from_the_evidence_where_there_is_no_trace(rename: Finding) -> None:
    evidence = {"before.full_name": "F C", "after.full_name": "G H", "before.enabled": True}
    finding = msgspec.structs.replace(rename, evidence=evidence)
    written = report(Report(verdict="denied", findings=(finding,)), OPTIONS)
    assert "| `full_name` | `F C` | `G H` |\n\n" in written
    assert "enabled" not in written


def many(finding: Finding, times: int) -> Report:
    findings = tuple(msgspec.structs.replace(finding, fingerprint=str(number)) for number in range(times))
    return Report(verdict="denied", findings=findings)


@pytest.mark.parametrize("times", [1, 50, 5000])
def test_it_fits_into_a_comment_and_counts_what_does_not(times: int, rename: Finding) -> None:
    written = report(many(rename, times), OPTIONS)
    page = Page(written)
    assert len(written) <= LIMIT
    shown = page.tags.count("details")
    left = times - shown
    assert shown >= min(times, 40)
    assert written.endswith("hold all.\n") is bool(left)
    assert (f"**{left} more**" in written) is bool(left)
    in_table = page.rows.count(4) - 1
    assert (f"{times - in_table} of {times} have no room in this table" in written) is (in_table < times)


def test_one_endless_text_does_not_hide_the_others(rename: Finding) -> None:
    endless = "`|" * 50_000
    wide = msgspec.structs.replace(
        rename,
        message=endless,
        why=endless,
        evidence={f"{when}.f{number}": endless for number in range(99) for when in ("before", "after")},
    )
    written = report(Report(verdict="denied", findings=(wide, rename)), OPTIONS)
    assert len(written) <= LIMIT
    assert Page(written).tags.count("details") == 2
    assert "| and 79 more | | |" in written


@given(report=reports())
def test_no_text_becomes_markup(report: Report) -> None:
    from linter.reporters.markdown import report as write

    page = Page(write(report, OPTIONS))
    assert set(page.tags) <= TAGS
    assert set(page.attributes) <= {"code class"}
    assert page.comments == [" prechange "]
    assert page.tags.count("h2") == 1
    assert page.tags.count("details") == page.tags.count("summary") == entries_of(report)
    assert set(page.rows) <= {3, 4}
    assert page.rows.count(4) == (entries_of(report) + 1 if entries_of(report) else 0)
    assert LINKED.search(" ".join(page.text)) is None
