"""In what two records of one user differ."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from linter.model import SETTABLE_FIELDS, UNSET, User

_NAMES = frozenset({"aliases", "roles", "licenses", "groups", "tags"})
_ABSENT = {"kind": "person", "tags": ()}
"""What it means where nothing is said of a field."""

_FIELDS = tuple(field for field in SETTABLE_FIELDS if field != "attributes")
_OUTSIDE = ("licensed", "billing_record")
"""Fields that no change sets."""


class Difference(NamedTuple):
    """The new values, the old ones, and the fields in which the difference cannot be told as a change."""

    set: dict[str, Any]
    before: dict[str, Any]
    untold: tuple[str, ...]


def attribute_names(users: Iterable[User]) -> frozenset[str]:
    """The attributes that some users have: the columns that their source has."""
    return frozenset(name for user in users if user.attributes for name in user.attributes)


def difference(old: User, new: User, attributes: frozenset[str]) -> Difference:
    """How the later record differs. `attributes` are those that both sources have.

    Where the earlier record was modified after the later one, that one was made from an older state, and
    `before` holds its time.
    """
    found = Difference({}, {}, tuple(field for field in _OUTSIDE if not _alike(field, old, new)))
    untold = list(found.untold)
    for field in _FIELDS:
        was, now = value(field, old), value(field, new)
        if same(field, was, now):
            continue
        if was is UNSET or now is UNSET:
            untold.append(field)
            continue
        found.set[field], found.before[field] = now, was
    was, now = old.attributes or {}, new.attributes or {}
    untold += [
        f"attributes.{name}"
        for name in sorted((was.keys() | now.keys()) - attributes)
        if was.get(name) is not None or now.get(name) is not None
    ]
    names = [name for name in sorted(attributes) if was.get(name) != now.get(name)]
    if names:
        found.set["attributes"] = {name: now.get(name) for name in names}
        found.before["attributes"] = {name: was.get(name) for name in names}
    if found.set and old.modified_at and new.modified_at and new.modified_at < old.modified_at:
        found.before["modified_at"] = new.modified_at
    return found._replace(untold=tuple(untold))


def said(user: User) -> dict[str, Any]:
    """What is known of a user and can be set, leaving out what is empty."""
    values = {field: getattr(user, field) for field in SETTABLE_FIELDS}
    return {
        field: value for field, value in values.items() if value is not UNSET and (value or value is False)
    }


def _alike(field: str, old: User, new: User) -> bool:
    """Whether a field is the same, as far as both records know it."""
    was, now = getattr(old, field), getattr(new, field)
    return was is UNSET or now is UNSET or was == now


def value(field: str, user: User) -> Any:
    """The value of a field, as it is meant where nothing is said; `UNSET` where it is not known."""
    known = getattr(user, field)
    return _ABSENT.get(field, UNSET) if known is UNSET else known


def same(field: str, was: Any, now: Any) -> bool:
    """Whether two values say the same: names in another order do, and so do empty and none."""
    if field in _NAMES and UNSET not in (was, now):
        return sorted(was or ()) == sorted(now or ())
    return bool(was == now or (was in ("", None) and now in ("", None)))
