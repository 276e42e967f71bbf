"""Rules as text, loaded and run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from linter.engine import check
from linter.model import Account, Report, Severity
from linter.policy import Policies, load_packs
from tests.engine.world import NOW, change_set, snapshot

EXAMPLES = """
examples:
  deny:
    - {name: none, given: {users: []}, changes: [{op: create, user: x, set: {full_name: X}}]}
  allow:
    - {name: none, given: {users: []}, changes: [{op: create, user: x, set: {full_name: X}}]}
"""

Load = Callable[..., Policies]
Run = Callable[..., Report]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads rules, each given as YAML text without examples, as one pack `house`."""

    def _load(*rules: str, params: str = "", severities: Mapping[str, Severity] = {}) -> Policies:
        pack = tmp_path / "house"
        pack.mkdir(exist_ok=True)
        (pack / "pack.yaml").write_text(f"id: house\ntitle: House rules\ndescription: For a test.\n{params}")
        for number, rule in enumerate(rules):
            (pack / f"rule-{number}.yaml").write_text(rule.strip() + EXAMPLES)
        return load_packs([str(pack)], severities=severities)

    return _load


@pytest.fixture
def run(load: Load) -> Run:
    """Checks changes on an account by rules; gives the report."""

    def _run(rules: list[str], on: Account | None, *changes: Mapping[str, Any], **options: Any) -> Report:
        policies = load(*rules, params=options.pop("params", ""))
        known = options.pop("snapshot", {})
        given = None if on is None else snapshot(on, **known)
        envelope = options.pop("envelope", {})
        return check(change_set(*changes, **envelope), given, policies, now=NOW, **options)

    return _run
