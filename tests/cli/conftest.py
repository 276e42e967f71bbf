"""A folder with a small account, changes to it, and a way to run the real command there."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SNAPSHOT = """\
taken_at: 2026-11-20T09:00:00Z
complete: true
accounts:
  - id: acme
    purchased_users: 4
    billing_admin: {user_id: u1, full_name: F C, email: name@company.example}
    users:
      - id: u1
        full_name: F C
        primary_email: name@company.example
        sign_in_id: name@company.example
        enabled: true
        invitation: accepted
        roles: [System Administrator]
      - id: u4
        full_name: Ann Other
        primary_email: ann@company.example
        sign_in_id: ann@company.example
        enabled: true
        invitation: accepted
        roles: []
"""
ALLOWED = """\
account: acme
requested_by: u1
changes:
  - {op: grant_role, user: u4, role: Sales}
"""
DENIED = """\
account: acme
changes:
  - op: update
    user: u1
    set: {full_name: F C FC@COMPANY.EXAMPLE,
          primary_email: fc@company.example}
"""
NOW = "2026-11-20T10:00:00Z"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with `snapshot.yaml`, `allowed.yaml` and `denied.yaml`."""
    for name, text in (("snapshot", SNAPSHOT), ("allowed", ALLOWED), ("denied", DENIED)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs `prechange` in the folder, in a process of its own."""
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}

    def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "linter", *arguments],
            cwd=folder,
            env={**settings, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
