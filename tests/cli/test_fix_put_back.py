"""Where `prechange fix` puts back what it left out, and what it says of limits."""

from pathlib import Path

import pytest

from linter.cli.app import run as prechange
from linter.errors import ExitCode
from tests.cli.conftest import NOW

PUT_BACK = """\
changes:
  # the take-over
  - op: update # careful
    user: a
    set: {full_name: Peter Lind, primary_email: peter@company.example}

  - {op: grant_role, user: c, role: Lead} # lead

  # who goes
  - {op: disable, user: b}

  # coach
  - {op: grant_role, user: c, role: Coach}
"""
MASS = """\
  - {op: grant_role, user: b, role: Sales}
  - {op: grant_role, user: c, role: Sales}
"""
STATE = """\
complete: true
accounts:
  - id: acme
    purchased_users: 3
    billing_admin: {user_id: a, full_name: A A, email: a@company.example}
    users:
"""
USER = """\
      - {id: NAME, full_name: NAME NAME, primary_email: NAME@company.example,
         sign_in_id: NAME@company.example, enabled: true,
         invitation: accepted, roles: [], licenses: [], groups: []}
"""


LIMIT = """\
id: mass
title: Not too many at once
severity: error
subject: account
match: {op: [disable, grant_role]}
limit: {max_count: 1}
on_exceed: hold_excess
message: "{{ limit.count }} users"
why: Because.
"""


def test_what_is_put_back_stands_with_the_change_that_frees_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    state = STATE + "".join(USER.replace("NAME", name) for name in "abc")
    (folder / "snapshot.yaml").write_text(state, encoding="utf-8")
    (folder / "put.yaml").write_text(PUT_BACK, encoding="utf-8")
    assert prechange(["fix", "put.yaml", "-s", "snapshot.yaml", "--now", NOW]) == ExitCode.ALLOWED
    out, err = capsys.readouterr()
    assert (
        out
        == """\
changes:
  # the take-over
  # careful
  # instead of `update` of `a` (crm-online/repurpose-user)
  - {op: create, set: {full_name: Peter Lind, primary_email: peter@company.example}, replaces: a}

  - {op: grant_role, user: c, role: Lead} # lead

  # who goes
  - {op: disable, user: b}
  # also instead of `update` of `a` (crm-online/repurpose-user)
  - {op: invite, user: peter@company.example}

  # coach
  - {op: grant_role, user: c, role: Coach}
"""
    )
    said = " ".join(err.split())
    assert (
        "put back: `invite` of `peter@company.example` stands after `disable` of `b` (put.yaml:10:5)" in said
    )
    assert "left out: `invite`" not in said
    assert err.endswith("allowed: 1 replaced, 1 left out; 5 changes\n")
    (folder / "put-fixed.yaml").write_text(out, encoding="utf-8")
    arguments = ["check", "put-fixed.yaml", "-s", "snapshot.yaml", "--now", NOW]
    assert prechange(arguments) == ExitCode.ALLOWED


def test_where_a_limit_holds_changes_split_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    state = STATE + "".join(USER.replace("NAME", name) for name in "abc")
    (folder / "snapshot.yaml").write_text(state, encoding="utf-8")
    (folder / "mass.yaml").write_text(LIMIT, encoding="utf-8")
    (folder / "put.yaml").write_text(PUT_BACK[: PUT_BACK.index("  # the")] + MASS, encoding="utf-8")
    arguments = ["fix", "put.yaml", "-s", "snapshot.yaml", "-p", "mass.yaml", "--now", NOW]
    assert prechange(arguments) == ExitCode.DENIED
    assert "`prechange split` writes what may go" in " ".join(capsys.readouterr().err.split())
