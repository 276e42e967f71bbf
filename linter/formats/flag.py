"""Yes and no, as tables write them."""

_FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "1", "on"), True),
    **dict.fromkeys(("false", "no", "n", "0", "off"), False),
}


def as_flag(text: str) -> bool | None:
    """Whether a text says yes or no; `None` where it says neither."""
    return _FLAGS.get(text.strip().lower())
