"""docs/formats.md is made from the readers, so that it says what they do."""

import os
from pathlib import Path

import pytest

from linter.formats import FORMATS
from linter.formats.page import page
from linter.writers import WRITERS

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
WRITTEN = {name: writer.module().__doc__ or "" for name, writer in WRITERS.items()}


def test_the_page_is_what_the_readers_say() -> None:
    """`PRECHANGE_GOLDEN=write` writes it anew; look at the difference before keeping it."""
    if os.environ.get("PRECHANGE_GOLDEN") == "write":
        PAGE.write_text(page(FORMATS, WRITTEN), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(FORMATS, WRITTEN)


def test_what_is_written_can_be_read() -> None:
    assert {name for name in WRITERS if name != "native"} <= set(FORMATS)
    assert all(WRITTEN.values())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_where_to_get_it_and_what_is_understood(name: str) -> None:
    text = FORMATS[name].module().__doc__ or ""
    assert "Where to get it: " in text
    assert "As changes" in text or "nderstood" in text
    left_out = [word for word in ("not understood", "not checked") if word in text.lower()]
    assert left_out, "what a reader leaves out must be said"
