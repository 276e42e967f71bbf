"""What the tests of the Dataverse reader need."""

from collections.abc import Callable

import pytest

from linter.formats.content import Content
from linter.formats.dataverse import read_changes
from linter.formats.given import Given
from linter.formats.part import Part

Read = Callable[..., Part]


@pytest.fixture
def read(write) -> Read:
    """Reads a text as changes."""

    def call(text: str | bytes, given: Given = Given()) -> Part:  # noqa: B008 - frozen
        return read_changes(Content(write("input", text)), given)

    return call
