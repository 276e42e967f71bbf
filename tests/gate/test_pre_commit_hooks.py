"""The hooks for pre-commit, run by pre-commit itself."""

import re
import sys
from pathlib import Path

import pytest
import yaml

from tests.gate.conftest import ALLOWED, DENIED, NOW, ROOT, SNAPSHOT, Make, Repository

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
POLICY = """\
id: kept
title: Kept
severity: error
match: {op: delete}
deny: change.user == "u1"
message: this user is kept
why: so
examples:
  deny:
    - name: the user that is kept
      given: {users: [{id: u1}]}
      changes: [{op: delete, user: u1}]
  allow:
    - name: another
      given: {users: [{id: u1}, {id: u2}]}
      changes: [{op: delete, user: u2}]
"""


@pytest.fixture
def users(make: Make, tmp_path: Path) -> Repository:
    """A repository that uses the hooks of another: this project's, but of the installed `prechange`."""
    pytest.importorskip("pre_commit")
    hooks = make("hooks")
    text = MANIFEST.read_text(encoding="utf-8")
    assert text.count("language: python") == len(HOOKS)
    hooks.write(".pre-commit-hooks.yaml", text.replace("language: python", "language: system"))
    hooks.commit()
    revision = hooks.git("rev-parse", "HEAD").strip()
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "prechange").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m linter "$@"\n', encoding="utf-8"
    )
    (binaries / "prechange").chmod(0o755)
    repository = make("users")
    repository.environment["PATH"] = f"{binaries}:{repository.environment['PATH']}"
    repository.environment["PRE_COMMIT_HOME"] = str(tmp_path / "pre-commit")
    at = f"[--now, '{NOW}', -s, snapshot.yaml]"
    repository.write(
        ".pre-commit-config.yaml",
        f"repos:\n- repo: {hooks.path}\n  rev: {revision}\n  hooks:\n"
        f"  - {{id: prechange-check, args: {at}}}\n"
        f"  - {{id: prechange-audit}}\n  - {{id: prechange-policy-test}}\n",
    )
    repository.write("snapshot.yaml", SNAPSHOT)
    repository.commit()
    done = repository.run(sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, done.stdout
    return repository


def test_commits(users: Repository) -> None:
    """One repository for all: pre-commit takes a second to set up."""
    users.write("changes/one.yaml", DENIED)
    said = users.commit(expect=1)
    assert "prechange check" in said
    assert "- exit code: 1" in said
    assert "error[crm-online/rename-existing-user]" in said
    assert said.count("Skipped") == 2

    users.write("changes/one.yaml", ALLOWED)
    users.write("changes/two.yaml", ALLOWED.replace("Sales", "Support"))
    assert said_passed(users.commit()) == ["check"]

    users.write("snapshot.yaml", SNAPSHOT.replace("F C, email: name@", "F C, email: nobody@"))
    assert "error[crm-online/billing-record-matches-user]" in users.commit(expect=1)
    users.write("snapshot.yaml", SNAPSHOT)

    users.write("prechange.yaml", "policies: [policies/kept.yaml]\n")
    users.write("policies/kept.yaml", POLICY.replace("user: u2", "user: u1"))
    assert "failed: 1 of 2 examples of 1 rule" in users.commit(expect=1)
    users.write("policies/kept.yaml", POLICY)
    assert said_passed(users.commit()) == ["policy test"]


def said_passed(said: str) -> list[str]:
    return re.findall(r"^prechange ([a-z ]+?)\.+Passed$", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("hook", "path", "matches"),
    [
        ("check", "changes.yaml", True),
        ("check", "a/changes.jsonl", True),
        ("check", "changes/2026/11.json", True),
        ("check", "exchanges.yaml", False),
        ("check", "changes/README.md", False),
        ("audit", "data/snapshot.yaml", True),
        ("audit", "snapshots.yaml", False),
        ("policy-test", "policies/ours/rule.yaml", True),
        ("policy-test", "prechange.yaml", True),
        ("policy-test", "notes.yaml", False),
    ],
)
def test_which_files(hook: str, path: str, matches: bool) -> None:
    assert bool(re.search(HOOKS[f"prechange-{hook}"]["files"], path)) is matches
