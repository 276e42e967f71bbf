"""A pack with one rule, to which cases are added."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.authoring.proof import Bench
from linter.authoring.proof.case import Params
from linter.policy import Policies, load_packs

PACK = """\
id: house
title: The house
description: Rules of the house.
params:
  most: {type: int, default: 1, description: How many may go.}
"""
RULE = """\
id: no-deletion
title: No deletions
severity: error
subject: change
match: {op: delete}
when: before.kind == "person"
deny: before.enabled && change_set.changes > params.most
message: "`{{ before.id }}` would go"
why: Because.
examples:
  deny:
    - name: two go
      given: {users: [{id: u1, enabled: true}, {id: u2, enabled: true}]}
      changes: [{op: delete, user: u1}, {op: delete, user: u2}]
  allow:
    - {name: one goes, given: {users: [{id: u1, enabled: true}]}, changes: [{op: delete, user: u1}]}
"""

Write = Callable[..., Path]


@pytest.fixture
def pack(tmp_path: Path) -> Write:
    """Writes the pack with these files below `tests`, and gives its folder."""

    def _write(files: Mapping[str, str] | None = None, *, rule: str = RULE) -> Path:
        home = tmp_path / "house"
        home.mkdir(exist_ok=True)
        (home / "pack.yaml").write_text(PACK, "utf-8")
        (home / "rule.yaml").write_text(rule, "utf-8")
        for name, text in (files or {}).items():
            path = home / "tests" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return home

    return _write


def bench(home: Path) -> Bench:
    """The pack with everything that proves it."""

    def load(params: Params) -> Policies:
        return load_packs([str(home)], params=params)

    return Bench(load)
