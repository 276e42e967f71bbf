"""What the tests of reading need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError

Refused = Callable[..., list[tuple[str, str, str]]]
Write = Callable[[str, str | bytes], str]


@pytest.fixture
def refused() -> Refused:
    """Calls something that must raise `InputError`; its problems as (line:column, message, hint)."""

    def call(function: Callable[..., Any], *args: Any, **named: Any) -> list[tuple[str, str, str]]:
        with pytest.raises(InputError) as caught:
            function(*args, **named)
        told = []
        for problem in caught.value.problems:
            where = problem.location
            place = f"{where.line}:{where.column}" if where and where.line else ""
            told.append((place, problem.message, problem.hint))
        return told

    return call


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file into a folder of its own; its path."""

    def put(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return put
