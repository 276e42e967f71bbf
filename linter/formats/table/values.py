"""What a cell of a table says, by the field that its column holds."""

import re
from datetime import datetime
from typing import Any, get_args

import msgspec

from linter.document import did_you_mean
from linter.formats.flag import as_flag
from linter.formats.given import Column
from linter.model import ENVELOPE_FIELDS, OPS, Invitation, Kind, User, fold
from linter.native.shape import MOST_SEATS

KEYS = ("user", "id", "sign_in_id", "primary_email")
"""The fields that can name a user, the surest first."""

OF_A_CHANGE = ("op", "role", "license", "group", "purchased_users", "replaces")
FIELDS = frozenset({*KEYS, *OF_A_CHANGE, *ENVELOPE_FIELDS, *User.__struct_fields__}) - {
    "attributes",
    "billing_record",
}
"""What a column can hold."""

FLAGS = frozenset({"enabled", "licensed"})
LISTS = frozenset({"aliases", "roles", "licenses", "groups", "tags"})
"""The fields that hold several names."""
_MOMENTS = frozenset({"invited_at", "modified_at", "deleted_at", "effective_at"})
_WORDS = {"op": OPS, "kind": get_args(Kind), "invitation": get_args(Invitation)}
TEXTS = FIELDS - FLAGS - LISTS - _MOMENTS - _WORDS.keys() - {"purchased_users"}
"""The fields that hold a text as it is."""

_BETWEEN = re.compile(r"\s*[;|\n]\s*")


class Wrong(Exception):  # noqa: N818 - told by the table, which knows the place
    """A cell that does not say what its column holds: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def value_of(column: Column, text: str) -> Any:
    """The value that a cell with something in it gives its field. Raises `Wrong`."""
    field = column.field
    if field in FLAGS:
        flag = as_flag(text)
        if flag is None:
            raise Wrong(f"`{text}` is neither yes nor no", "write yes or no, true or false, 1 or 0")
        return flag != column.inverted
    if field in LISTS:
        return _names(text)
    if field in _MOMENTS:
        return _moment(text)
    if field == "purchased_users":
        return _seats(text)
    return _word(field, text) if field in _WORDS else text


def _names(text: str) -> tuple[str, ...]:
    """The names of a list: parted by semicolons, bars or line breaks, or where there are none by commas."""
    parts = _BETWEEN.split(text) if _BETWEEN.search(text) else text.split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _moment(text: str) -> datetime:
    try:
        found = msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        found = None
    if found is None or found.tzinfo is None:
        raise Wrong(
            f"`{text}` is not a date and time with its offset",
            "write it as 2026-11-20T09:00:00Z; whether day or month comes first is not guessed",
        )
    return found


def _seats(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_SEATS:
        raise Wrong(f"`{text}` is not a number of seats", f"write a whole number from 0 to {MOST_SEATS}")
    return int(text)


def _word(field: str, text: str) -> str:
    """One of the words that a field may be."""
    words = _WORDS[field]
    word = re.sub(r"[\s-]+", "_", fold(text))
    if word not in words:
        meant = did_you_mean(word, words)
        hint = f"did you mean `{meant}`?" if meant else f"one of: {', '.join(words)}"
        raise Wrong(f"unknown {field} `{text}`", hint)
    return word
