"""A touched user, before and after, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from linter.model import Finding, UserTrace
from linter.reporters.encode import encode

_FLAGS = {True: "yes", False: "no"}


class Part(msgspec.Struct, frozen=True):
    """A piece of a value; `differs` where the other side does not have it."""

    text: str
    differs: bool = False


class Value(msgspec.Struct, frozen=True):
    """What a field holds: items, each in pieces. A field that is unknown, empty or not there says only so."""

    items: tuple[tuple[Part, ...], ...] = ()
    word: Literal["", "unknown", "none", "not there"] = ""


class Row(msgspec.Struct, frozen=True):
    """A field before and after."""

    field: str
    before: Value
    after: Value


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A user: what changes, what stays, and whether the changes make or end it.

    `findings` counts those about this user; `first` is the fingerprint of the first.
    """

    anchor: str
    account: str
    user: str
    name: str
    address: str
    badge: str
    changes: tuple[int, ...]
    changed: tuple[Row, ...]
    same: tuple[Row, ...]
    find: str
    findings: int
    first: str


def card(trace: UserTrace, anchor: str, findings: Sequence[Finding]) -> Card:
    """The card of a user. Of the fields that stay only those that hold something are shown."""
    before, after = trace.before, trace.after
    shown = after or before
    name = _text(shown.get("full_name")) or " ".join(
        part for part in (_text(shown.get("first_name")), _text(shown.get("last_name"))) if part
    )
    address = _text(shown.get("primary_email"))
    rest = [field for field in shown if field not in trace.changed and field != "id"]
    return Card(
        anchor=anchor,
        account=trace.account,
        user=trace.user,
        name=name,
        address=address,
        badge=_badge(before, after),
        changes=trace.changes,
        changed=tuple(_row(field, before, after) for field in trace.changed),
        same=tuple(_row(field, after, after) for field in rest if _filled(after.get(field))),
        find=find(
            trace.account,
            trace.user,
            name,
            _text(before.get("full_name")),
            address,
            _text(before.get("primary_email")),
            *_keys(before),
            *_keys(after),
        ),
        findings=len(findings),
        first=findings[0].fingerprint if findings else "",
    )


def find(*texts: str) -> str:
    """The text in which a filter looks for what somebody typed."""
    return " · ".join(dict.fromkeys(text.lower() for text in texts if text))


def _keys(fields: Mapping[str, Any]) -> Iterator[str]:
    yield _text(fields.get("sign_in_id"))
    yield from map(_text, fields.get("aliases") or ())


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _filled(value: Any) -> bool:
    return value is not None and value != "" and value not in ([], (), {})


def _badge(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What the changes do to the record as a whole."""
    if not before:
        return "created" if after else ""
    if after.get("deleted_at") and not before.get("deleted_at"):
        return "deleted"
    if before.get("deleted_at") and not after.get("deleted_at"):
        return "restored"
    if after.get("enabled") is not before.get("enabled"):
        return {False: "disabled", True: "enabled"}.get(after.get("enabled", ...), "")
    return ""


def _row(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Row:
    old, new = before.get(field, ...), after.get(field, ...)
    return Row(field, _value(old, new, there=bool(before)), _value(new, old, there=bool(after)))


def _value(value: Any, other: Any, *, there: bool) -> Value:
    """A value, marked where it differs from the one on the other side."""
    if value is ...:
        return Value(word="unknown" if there else "not there")
    if not _filled(value):
        return Value(word="none")
    items, others = _items(value), _items(other)
    if len(items) == len(others) == 1 and not isinstance(value, list | tuple):
        return Value((_differing(items[0], others[0]),))
    return Value(tuple((Part(item, item not in others),) for item in items))


def _items(value: Any) -> list[str]:
    if value is ... or not _filled(value):
        return []
    if isinstance(value, list | tuple):
        return [item if isinstance(item, str) else encode(item) for item in value]
    if isinstance(value, Mapping):
        return [f"{key}: {item if isinstance(item, str) else encode(item)}" for key, item in value.items()]
    if isinstance(value, bool):
        return [_FLAGS[value]]
    return [value if isinstance(value, str) else encode(value)]


def _differing(text: str, other: str) -> tuple[Part, ...]:
    """A text in up to three pieces: what begins and what ends the other one, too, and what is between."""
    if text == other:
        return (Part(text),)
    head = _alike(text, other)
    tail = min(_alike(text[::-1], other[::-1]), min(len(text), len(other)) - head)
    pieces = (
        Part(text[:head]),
        Part(text[head : len(text) - tail], differs=True),
        Part(text[len(text) - tail :]),
    )
    return tuple(piece for piece in pieces if piece.text)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
