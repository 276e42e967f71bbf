from datetime import UTC, datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """A moment."""
    return datetime(2026, 11, 20, 10, tzinfo=UTC)
