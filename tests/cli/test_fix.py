"""`prechange fix` from the command line."""

from pathlib import Path

import pytest

from linter.cli.app import run as prechange
from linter.errors import ExitCode, InputError
from tests.cli.conftest import NOW, Run

RENAME = """\
account: acme
requested_by: u1
changes:
  # A person takes over.
  - op: update # in place
    user: u4
    set:
      full_name: Peter Lind
      primary_email: peter@company.example
  - {op: grant_role, user: u4, role: Sales} # later
"""
FIXED = """\
account: acme
requested_by: u1
changes:
  # A person takes over.
  # in place
  # instead of `update` of `u4` (crm-online/repurpose-user)
  - {op: create, set: {full_name: Peter Lind, primary_email: peter@company.example}, replaces: u4}
  - {op: disable, user: u4}
  - {op: invite, user: peter@company.example}
  # later
  # instead of `grant_role` of `u4`: made to the user who replaces it
  - {op: grant_role, user: peter@company.example, role: Sales}
"""


@pytest.fixture(autouse=True)
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "rename.yaml").write_text(RENAME, encoding="utf-8")
    monkeypatch.chdir(folder)


def fix(*arguments: str) -> int:
    return prechange(["fix", *arguments, "-s", "snapshot.yaml", "--now", NOW])


def test_the_file_is_the_authors_with_what_is_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fix("rename.yaml", "-o", "fixed.yaml") == ExitCode.ALLOWED
    assert (folder / "fixed.yaml").read_text(encoding="utf-8") == FIXED
    assert (folder / "rename.yaml").read_text(encoding="utf-8") == RENAME
    out, err = capsys.readouterr()
    assert out == ""
    assert (
        err
        == """\
rename.yaml:5:5: replaced (safe): `update` of `u4`, because the user of `Ann
    Other` <ann@company.example> would become another person, `Peter Lind`
    <peter@company.example> (crm-online/repurpose-user)
    - op: create
      set: {full_name: Peter Lind, primary_email: peter@company.example}
      replaces: u4
    - {op: disable, user: u4}
    - {op: invite, user: peter@company.example}
rename.yaml:10:5: changed: `grant_role` `Sales` of `u4` is made to
    `peter@company.example`, who replaces that user
allowed: 1 replaced; 4 changes
"""
    )
    assert prechange(["check", "fixed.yaml", "-s", "snapshot.yaml", "--now", NOW]) == ExitCode.ALLOWED


def test_a_diff_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.iterdir())
    assert fix("rename.yaml", "--diff", "-q") == ExitCode.ALLOWED
    assert sorted(folder.iterdir()) == before
    out, _ = capsys.readouterr()
    assert out.startswith("--- rename.yaml\n+++ rename.yaml (fixed)\n@@ ")
    assert [line for line in out.splitlines() if line.startswith("-")][1:] == [
        f"-{line}" for line in RENAME.splitlines()[4:]
    ]


SECRET = RENAME + "  - {op: update, user: u4, set: {employee_id: '7', password: hunter2}}\n"


def test_a_secret_of_the_author_goes_to_a_file_and_nowhere_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rename.yaml").write_text(
        SECRET.replace("user: u4, set: {employee", "user: u1, set: {employee"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="holds a secret"):
        fix("rename.yaml")
    assert fix("rename.yaml", "--diff") == ExitCode.ALLOWED
    assert "hunter2" not in "".join(capsys.readouterr())
    assert fix("rename.yaml", "-o", "fixed.yaml") == ExitCode.ALLOWED
    assert "hunter2" in (folder / "fixed.yaml").read_text(encoding="utf-8")
    assert "hunter2" not in "".join(capsys.readouterr())


LEFT = RENAME + "  - {op: set_billing_admin, user: u1}\n  - {op: set_billing_admin, user: u4}\n"


def test_where_something_is_left_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "left.yaml").write_text(LEFT, encoding="utf-8")
    assert fix("left.yaml", "-o", "fixed.yaml", "-q") == ExitCode.DENIED
    assert not (folder / "fixed.yaml").exists()
    err = capsys.readouterr().err
    assert "left: the billing administrator would change" in " ".join(err.split())
    assert err.endswith("denied: 1 replaced, 3 left; 6 changes; nothing was written\n")


def test_partial_writes_what_passes_and_is_no_pass(folder: Path) -> None:
    (folder / "left.yaml").write_text(
        "account: acme\nchanges:\n- {op: set_billing_admin, user: u1} # no\n- {op: delete, user: u4}\n",
        encoding="utf-8",
    )
    assert fix("left.yaml", "-o", "fixed.yaml", "-q", "--partial") == ExitCode.DENIED
    assert (folder / "fixed.yaml").read_text(encoding="utf-8") == (
        "account: acme\nchanges:\n# no\n# left away by prechange fix\n"
        "# instead of `delete` of `u4` (crm-online/disable-instead-of-delete)\n- {op: disable, user: u4}\n"
    )


def test_undecided_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "snapshot.yaml").read_text(encoding="utf-8")
    (folder / "snapshot.yaml").write_text(text.replace("complete: true\n", ""), encoding="utf-8")
    assert fix("rename.yaml", "-o", "fixed.yaml", "-q") == ExitCode.UNDECIDED
    assert not (folder / "fixed.yaml").exists()
    assert "undecided: change-set/duplicate-user: " in capsys.readouterr().err


def test_another_format_is_written_anew(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.json").write_text(
        '{"account": "acme", "changes": [{"op": "delete", "user": "u4"}]}', encoding="utf-8"
    )
    assert fix("c.json") == ExitCode.ALLOWED
    out, err = capsys.readouterr()
    assert out == '{\n  "account": "acme",\n  "changes": [\n    {"op":"disable","user":"u4"}\n  ]\n}\n'
    assert " ".join(err.split()).endswith(
        "1 change; written anew as `json`, without the layout of the original"
    )
    with pytest.raises(InputError, match="`--diff` needs one YAML file"):
        fix("c.json", "--diff")


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("rename.yaml", "-o", "rename.yaml"), "the changes would overwrite the input `rename.yaml`"),
    (("rename.yaml", "--diff", "-o", "x.yaml"), "`--diff` writes nothing"),
    (("rename.yaml", "--to", "jsn"), "`--to` cannot write `jsn`"),
    (("rename.yaml", "-o", "no/where.yaml"), "cannot write `no/where.yaml`: its folder does not exist"),
    (("nowhere.yaml",), "there is no such file"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=[case[1] for case in REFUSED])
def test_refused(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", "\\(")):
        fix(*arguments)


def test_as_a_command(run: Run, folder: Path) -> None:
    done = run("fix", "rename.yaml", "-s", "snapshot.yaml", "--now", NOW, "-q")
    assert (done.returncode, done.stdout) == (0, FIXED)


ORDER = """\
account: acme
requested_by: u1
changes:
  # the new one
  - {op: create, user: u9, set: {full_name: N N, primary_email: n@company.example}}
  - {op: invite, user: u9}

  # who goes
  - {op: disable, user: u4} # at last
"""


def test_another_order_keeps_comments_with_their_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folder / "snapshot.yaml").read_text(encoding="utf-8")
    (folder / "snapshot.yaml").write_text(
        text.replace("purchased_users: 4", "purchased_users: 2"), encoding="utf-8"
    )
    (folder / "order.yaml").write_text(ORDER, encoding="utf-8")
    assert fix("order.yaml") == ExitCode.ALLOWED
    out, err = capsys.readouterr()
    assert (
        out
        == """\
account: acme
requested_by: u1
changes:
  # the new one
  - {op: create, user: u9, set: {full_name: N N, primary_email: n@company.example}}
  # who goes
  - {op: disable, user: u4} # at last

  - {op: invite, user: u9}
"""
    )
    assert (
        err
        == """\
order.yaml:6:5: moved: `invite` of `u9` to after `disable` of `u4`
    (order.yaml:9:5)
allowed: 0 replaced, 1 moved; 3 changes
"""
    )


def test_missing_seats_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "snapshot.yaml").read_text(encoding="utf-8")
    (folder / "snapshot.yaml").write_text(
        text.replace("purchased_users: 4", "purchased_users: 2"), encoding="utf-8"
    )
    (folder / "order.yaml").write_text(ORDER[: ORDER.index("\n  # who")], encoding="utf-8")
    assert fix("order.yaml") == ExitCode.DENIED
    said = " ".join(capsys.readouterr().err.split())
    assert "seats: account `acme` is 1 seat short at change 2 (3 in use, 2 purchased)" in said
    assert "conflict: no order of the changes lets this one pass order.yaml:6:5: `invite` of `u9`" in said


def test_a_runbook_is_written_and_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "taken.yaml").write_text(RENAME.replace("u4", "u1"), encoding="utf-8")
    assert fix("taken.yaml", "-o", "fixed.yaml", "--runbook", "steps.md", "-q") == ExitCode.ALLOWED
    text = (folder / "steps.md").read_text(encoding="utf-8")
    assert "## Step 1, create `Peter Lind`, `peter@company.example`\n" in text
    assert "Where: `Settings > Administration > Users > New`\n" in text
    assert "New holder: Peter Lind <peter@company.example>\n" in text
    assert "Why: (write here why; `--reason` fills it in)\n" in text
    err = " ".join(capsys.readouterr().err.split())
    assert "left out: `disable` of `u1`" in err
    assert err.endswith("allowed: 1 replaced, 1 left out; 3 changes")
    capsys.readouterr()
    assert prechange(["fix", "--resume", "steps.md", "-s", "snapshot.yaml"]) == ExitCode.DENIED
    assert capsys.readouterr().out.splitlines()[-1] == (
        "next: step 1, Create `Peter Lind`, `peter@company.example` (Settings > Administration > Users > New)"
    )
    (folder / "snapshot.yaml").write_text(
        "complete: true\naccounts:\n- id: acme\n"
        "  users: [{id: n1, full_name: P L, primary_email: peter@company.example}]\n",
        encoding="utf-8",
    )
    assert prechange(["fix", "--resume", "steps.md", "-s", "snapshot.yaml"]) == ExitCode.DENIED
    assert capsys.readouterr().out.splitlines()[-1] == (
        "  the user is there, and `full_name` not as the step says: correct that, create nobody"
    )
    (folder / "snapshot.yaml").write_text(
        "complete: true\naccounts: [{id: acme, users: [{id: u1}]}]", encoding="utf-8"
    )
    assert prechange(["fix", "--resume", "steps.md", "-s", "snapshot.yaml"]) == ExitCode.DENIED
    (folder / "snapshot.yaml").write_text("accounts: [{id: acme}]", encoding="utf-8")
    assert prechange(["fix", "--resume", "steps.md", "-s", "snapshot.yaml"]) == ExitCode.UNDECIDED
    assert "the snapshot does not say whether this is done" in capsys.readouterr().out


def test_names_in_a_runbook_are_text(folder: Path) -> None:
    hostile = RENAME.replace("Peter Lind", '"``` <script>\\n# x"')
    (folder / "taken.yaml").write_text(hostile, encoding="utf-8")
    assert fix("taken.yaml", "--diff", "--runbook", "steps.md", "-q") == ExitCode.ALLOWED
    text = (folder / "steps.md").read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line.startswith(("# x", "``` <"))]
    assert prechange(["fix", "--resume", "steps.md", "-s", "snapshot.yaml"]) == ExitCode.DENIED


NO_RUNBOOK: list[tuple[tuple[str, ...], str]] = [
    (("--resume", "rename.yaml", "-s", "snapshot.yaml"), "this is no runbook"),
    (("--resume", "broken.md", "-s", "snapshot.yaml"), "the runbook's data cannot be read"),
    (("--resume", "broken.md"), "`--resume` needs a fresh snapshot"),
    (("rename.yaml", "--resume", "broken.md"), "give either CHANGES, or `--resume`"),
    (("-s", "snapshot.yaml"), "missing argument 'CHANGES'"),
    (("rename.yaml", "--runbook", "rename.yaml"), "would overwrite the input"),
    (("rename.yaml", "-o", "x", "--runbook", "./x"), "the changes and the runbook are to go to one file"),
]


@pytest.mark.parametrize(("arguments", "message"), NO_RUNBOOK, ids=[case[1] for case in NO_RUNBOOK])
def test_refused_about_runbooks(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "broken.md").write_text('{"schema":"prechange/runbook/v1","tasks":[{}]}', encoding="utf-8")
    with pytest.raises(InputError, match=message):
        prechange(["fix", *arguments])
