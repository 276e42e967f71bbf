from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from linter.errors import InputError
from linter.model import OPS
from linter.schemas import load
from linter.waivers import parse_moment, parse_waivers, read_waivers

WHOLE = """\
waivers:
  - rule: crm-online/seats # the pack may be left out
    account: acme
    user: u1
    op: update
    fingerprint: "0123"
    reason: agreed with sales
    reference: CASE-1
    approved_by: boss@company.example
    not_before: 2026-11-01
    expires: 2026-12-31
    max_uses: 2
"""
LINE = "rule: seats, account: acme, reason: r, reference: c, approved_by: b"


def test_everything_that_an_entry_says() -> None:
    (entry,) = parse_waivers(WHOLE, "waivers.yaml")
    assert (entry.rule, entry.account, entry.user, entry.op) == ("crm-online/seats", "acme", "u1", "update")
    assert (entry.fingerprint, entry.max_uses) == ("0123", 2)
    assert entry.begins == datetime(2026, 11, 1, tzinfo=UTC)
    assert entry.ends == datetime(2027, 1, 1, tzinfo=UTC)
    waiver = entry.waiver
    assert (waiver.reason, waiver.reference, waiver.approved_by, waiver.expires) == (
        "agreed with sales",
        "CASE-1",
        "boss@company.example",
        "2026-12-31",
    )
    assert str(entry.location) == "waivers.yaml:2:5"


def test_what_may_be_left_out() -> None:
    (entry,) = parse_waivers(f"waivers:\n  - {{{LINE}, expires: 2026-12-31}}\n", "w")
    assert (entry.user, entry.op, entry.fingerprint, entry.begins, entry.max_uses) == (None,) * 5
    assert parse_waivers("waivers: []", "w") == ()


@pytest.mark.parametrize(
    ("text", "whole_day", "moment"),
    [
        ("2026-12-31", False, datetime(2026, 12, 31, tzinfo=UTC)),
        ("2026-12-31", True, datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-31T18:00:00Z", True, datetime(2026, 12, 31, 18, tzinfo=UTC)),
        ("2026-12-31T18:00:00+02:00", False, datetime(2026, 12, 31, 18, tzinfo=timezone(timedelta(hours=2)))),
        ("2026-12-31T18:00:00", True, None),
        ("2026-02-30", True, None),
        ("9999-12-31", True, None),
        ("2026-W01-1", True, None),
        ("31.12.2026", True, None),
        ("tomorrow", True, None),
        ("", True, None),
    ],
)
def test_days_and_moments(text: str, whole_day: bool, moment: datetime | None) -> None:
    assert parse_moment(text, whole_day=whole_day) == moment


DAY = "write a day, 2026-12-31, or a moment with its offset, 2026-12-31T18:00:00Z"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (f"waivers: [{{{LINE}}}]", [("1:11", "the key `expires` is missing in a waiver", "")]),
        (
            f"waivers: [{{{LINE}, expires: 2026-12-31, until: x}}]",
            [("1:102", "unknown key `until` in a waiver", "the last day stands under `expires`")],
        ),
        (
            f"waivers: [{{{LINE}, expires: 2026-02-30}}]",
            [("1:90", "`expires` is neither a day nor a moment", DAY)],
        ),
        (
            f"waivers: [{{{LINE}, expires: 2026-12-31, not_before: 2027-01-01}}]",
            [("1:90", "it expires before it begins", "")],
        ),
        (
            f"waivers: [{{{LINE}, expires: 2026-12-31, not_before: soon}}]",
            [("1:114", "`not_before` is neither a day nor a moment", DAY)],
        ),
        (
            f"waivers: [{{{LINE}, expires: 2026-12-31, op: updat}}]",
            [("1:106", "unknown operation `updat`", "did you mean `update`?")],
        ),
        (
            f"waivers: [{{{LINE}, expires: 2026-12-31, max_uses: 0}}]",
            [("1:112", "`max_uses` must be at least 1", "")],
        ),
        (
            f'waivers: [{{{LINE}, expires: 2026-12-31, user: " "}}]',
            [("1:108", "`user` must not be empty", "")],
        ),
        (
            'waivers: [{rule: "a/b/c", account: 3, reason: r, reference: c, approved_by: b, expires: 2026}]',
            [
                (
                    "1:18",
                    "`rule` does not have the right form",
                    "write it as reports show it: `crm-online/seats`",
                ),
                ("1:36", "`account` must be text, not a number", 'quote it: "3"'),
                ("1:89", "`expires` must be text, not a number", 'quote it: "2026"'),
            ],
        ),
        ("waivers: {}", [("1:10", "`waivers` must be a list, not a mapping", "")]),
        ("[]", [("1:1", "this must be a mapping, not a list", "")]),
        ("waivers: [", [("2:1", "this is not YAML: what begins here is not closed", None)]),
        ("", [("1:1", "the file is empty", None)]),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_what_is_refused(tmp_path: Path, text: str, problems: list[tuple[str, str, str | None]]) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_waivers([str(path)])
    told = [
        (f"{each.location.line}:{each.location.column}", each.message, each.hint)
        for each in caught.value.problems
        if each.location
    ]
    assert [(place, message) for place, message, _ in told] == [each[:2] for each in problems]
    assert all(
        known is None or hint == known for (_, _, hint), (_, _, known) in zip(told, problems, strict=True)
    )


def test_everything_that_is_wrong_in_all_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("waivers: 1\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_waivers([str(tmp_path / name) for name in ("a", "b", "c")])
    places = [Path(str(each.location).partition(":")[0]).name for each in caught.value.problems]
    assert places == ["a", "b", "c"]


def test_the_schema_knows_the_operations() -> None:
    assert load("waivers")["$defs"]["waiver"]["properties"]["op"]["enum"] == list(OPS)
