"""`prechange split`, as a user runs it."""

from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Run

RULE = """\
id: mass
title: Not too many at once
severity: error
subject: account
match: {op: [disable, grant_role]}
limit: {max_count: 1%s}
on_exceed: %s
message: "{{ limit.count }} users"
why: Because.
"""
CHANGES = """\
account: acme
reference: CASE-1
changes:
  - {op: grant_role, user: u1, role: Sales}
  - {op: grant_role, user: u4, role: Sales}
  - {op: revoke_role, user: u4, role: Sales}
"""


@pytest.fixture
def changes(folder: Path) -> Path:
    (folder / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    return folder


def split(run: Run, folder: Path, on_exceed: str, more: str = "") -> tuple[int, str]:
    (folder / "rule.yaml").write_text(RULE % (more, on_exceed), encoding="utf-8")
    done = run(
        "split", "changes.yaml", "-s", "snapshot.yaml", "-p", "rule.yaml", "--now", NOW,
        "--go", "go.yaml", "--held", "held.jsonl",
    )  # fmt: skip
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_both_files_are_written_and_together_are_the_input(run: Run, changes: Path) -> None:
    code, told = split(run, changes, "hold_excess")
    assert (code, told) == (
        0,
        "within the limits: 1 change: 1; written to `go.yaml`\n"
        "held: 2 changes, written to `held.jsonl`\n"
        "check `go.yaml` before it is applied: other rules may object to it\n",
    )
    assert (changes / "go.yaml").read_text() == CHANGES[: CHANGES.index("  - {op: grant_role, user: u4")]
    assert (changes / "held.jsonl").read_text().splitlines() == [
        '{"op":"grant_role","user":"u4","role":"Sales","account":"acme","reference":"CASE-1"}',
        '{"op":"revoke_role","user":"u4","role":"Sales","account":"acme","reference":"CASE-1"}',
    ]
    checked = run("check", "go.yaml", "-s", "snapshot.yaml", "-p", "rule.yaml", "--now", NOW, "-q")
    assert checked.returncode == 0, checked.stdout


def test_the_layout_of_the_author_is_kept(run: Run, changes: Path) -> None:
    text = (
        "# what is asked for\naccount: acme\nchanges:\n"
        "  # first\n  - op: grant_role # why\n    user: u1\n    role: Sales\n\n"
        "  # then\n  - {op: grant_role,   user: u4, role: Sales}\n# end\n"
    )
    (changes / "changes.yaml").write_text(text, encoding="utf-8")
    assert split(run, changes, "hold_excess")[0] == 0
    then = "  # then\n  - {op: grant_role,   user: u4, role: Sales}\n"
    assert (changes / "go.yaml").read_text() == text.replace(then, "")


def test_within_the_limits_everything_may_go(run: Run, changes: Path) -> None:
    (changes / "changes.yaml").write_text(CHANGES.replace("user: u4", "user: u1"), encoding="utf-8")
    code, told = split(run, changes, "hold_excess")
    assert (code, told.splitlines()[1]) == (0, "held: 0 changes, written to `held.jsonl`")
    assert (changes / "held.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("on_exceed", "more", "code", "why"),
    [
        ("reject_all", "", 1, "`local/mass` lets nothing go: 2 users; nothing was written\n"),
        (
            "hold_excess",
            ", where: before.employee_id == '1'",
            3,
            "`local/mass` is not decided: unknown: `before.employee_id`; add `employee_id` to the user in "
            "the snapshot; nothing was written\n",
        ),
    ],
)
def test_where_it_cannot_be_split_no_file_stays(
    run: Run, changes: Path, on_exceed: str, more: str, code: int, why: str
) -> None:
    for name in ("go.yaml", "held.jsonl"):
        (changes / name).write_text("changes: []\n")
    assert split(run, changes, on_exceed, more) == (code, why)
    assert not (changes / "go.yaml").exists()
    assert not (changes / "held.jsonl").exists()


def test_a_limit_on_a_snapshot_that_is_not_whole_lets_nothing_go(run: Run, changes: Path) -> None:
    (changes / "prechange.yaml").write_text("min_population: 3\n", encoding="utf-8")
    code, told = split(run, changes, "hold_excess")
    assert code == 3
    assert told == (
        "the limits count against what is not whole: the snapshot holds 2 users in the accounts that are "
        "judged; `min_population` is 3; take the snapshot anew, and compare how many users it holds; "
        "nothing was written\n"
    )
    assert not (changes / "go.yaml").exists()


@pytest.mark.parametrize("name", ["go.csv", "go.LDIF", "go.xlsx"])
def test_a_name_of_another_format_is_refused(run: Run, changes: Path, name: str) -> None:
    done = run("split", "changes.yaml", "-s", "snapshot.yaml", "--go", name, "--held", "held.yaml")
    assert (done.returncode, (changes / name).exists()) == (2, False)
    assert f"`{name}` would be written in prechange's own form" in done.stderr


def test_an_input_is_never_written_over(run: Run, changes: Path) -> None:
    done = run("split", "changes.yaml", "-s", "snapshot.yaml", "--go", "changes.yaml", "--held", "held.yaml")
    assert done.returncode == 2
    assert "would overwrite the input `changes.yaml`" in done.stderr
    assert (changes / "changes.yaml").read_text() == CHANGES
