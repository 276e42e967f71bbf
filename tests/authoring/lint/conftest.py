"""Packs of a few rules, and what is found in them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.authoring.lint import lint
from linter.authoring.proof import Bench
from linter.model import Finding
from linter.policy import load_packs

PACK = "{id: house, title: The house, description: Rules of the house.%s}\n"
PROVED = """\
examples:
  deny:
    - name: one that goes
      given: {users: [{id: u1, enabled: true, primary_email: a@company.example}]}
      changes: [{op: delete, user: u1}]
  allow:
    - name: one that stays
      given: {users: [{id: u1, enabled: false, primary_email: a@company.example}]}
      changes: [{op: delete, user: u1}]
"""

Found = Callable[..., list[Finding]]


def rule(name: str, body: str, *, examples: str = PROVED) -> str:
    """A rule file: what must be in one, and the body."""
    head = f"id: {name}\ntitle: The rule {name}\nseverity: error\nwhy: Because.\n"
    texts = "" if "message:" in body else "message: no\n"
    return f"{head}{texts}{body.rstrip()}\n{examples}"


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """What is wrong with a pack of rules, by their names: their files, and more for `pack.yaml`."""

    def _found(rules: Mapping[str, str], *, pack: str = "") -> list[Finding]:
        home = tmp_path / "house"
        home.mkdir(exist_ok=True)
        (home / "pack.yaml").write_text(PACK % pack, "utf-8")
        for name, text in rules.items():
            (home / f"{name}.yaml").write_text(text, "utf-8")
        return list(lint(Bench(lambda params: load_packs([str(home)], params=params))).findings)

    return _found


def told(findings: list[Finding], check: str) -> list[tuple[str, str]]:
    """What one check says: the place, without the folder, and the message."""
    return [
        (str(each.location).rpartition("house/")[2], each.message)
        for each in findings
        if each.rule == f"policy/{check}"
    ]
