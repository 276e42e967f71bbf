"""What the tests of the Graph reader need."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.graph import read_changes
from linter.formats.part import Part

Read = Callable[..., Part]


@pytest.fixture
def read(write) -> Read:
    """Reads a text, or a batch that is given as its requests."""

    def call(content: str | list[dict[str, Any]], given: Given = Given()) -> Part:  # noqa: B008 - frozen
        text = content if isinstance(content, str) else json.dumps({"requests": content}, indent=1)
        return read_changes(Content(write("input", text)), given)

    return call
