"""Rules as text, and what loading says to them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError
from linter.policy import Policies, load_packs

HEAD = """\
id: trial
title: A trial
severity: error
message: m
why: w
"""

Refusals = Callable[..., list[str]]


def told(error: InputError, folder: Path) -> list[str]:
    """Every problem as `file:line:column: message (hint)`."""
    lines = []
    for problem in error.problems:
        place = str(problem.location or "").replace(f"{folder}/", "")
        hint = f" ({problem.hint})" if problem.hint else ""
        lines.append(f"{place}: {problem.message}{hint}")
    return lines


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Policies]:
    """Loads one rule file, given as text."""

    def _load(text: str, **settings: Any) -> Policies:
        file = tmp_path / "rule.yaml"
        file.write_text(text, encoding="utf-8")
        return load_packs([str(file)], **settings)

    return _load


@pytest.fixture
def refusals(load: Callable[..., Policies], tmp_path: Path) -> Refusals:
    """What is said to a rule file that must not load."""

    def _refusals(text: str, **settings: Any) -> list[str]:
        with pytest.raises(InputError) as caught:
            load(text, **settings)
        return told(caught.value, tmp_path)

    return _refusals
