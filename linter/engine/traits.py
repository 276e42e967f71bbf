"""What the users that a mass change hits have in common, and the others have not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from linter.model import UNSET, Trait, TraitKind, User, fold

MOST = 3
"""How many traits a finding tells."""

_SAMPLE = 1_000
"""So many of the users that are hit are looked through for what they may have in common."""
_COMPARED = 20_000
"""With so many of the others they are compared."""
_FEWEST = 3
"""Fewer users than these have everything in common, and it says nothing."""
_HAVE = Fraction(3, 5)
"""The least share of the users that are hit which must have a trait."""
_APART = Fraction(1, 4)
"""By how much the share of the others that have it must be smaller."""
_LONGEST = 60
"""Characters of a value; a longer one is a text, and no group."""

_NAMES = ("aliases", "roles", "licenses", "groups", "tags")
_TEXTS = ("full_name", "primary_email", "sign_in_id", "manager_id", "employee_id")
_FLAGS = ("licensed", "invitation", "kind")
_ADDRESSES = ("primary_email", "sign_in_id")

Mark = tuple[str, TraitKind, str]
"""A trait without its numbers: the field, what of it (`empty`, `unknown`, `value`, `domain`), the value."""


def traits(hit: Sequence[User], others: Sequence[User]) -> tuple[Trait, ...]:
    """What most of the users that are hit have and fewer of the others, what parts them best first.

    Looks through a fixed number of users, however many there are; the numbers of the hit are exact.
    """
    if len(hit) < _FEWEST or not others:
        return ()
    compared = _spread(others, _COMPARED)
    seen = Counter(mark for user in _spread(hit, _SAMPLE) for mark in _marks(user))
    fields = _attributes(_spread(hit, _SAMPLE)) | _attributes(_spread(others, _SAMPLE))
    seen.update(mark for user in _spread(hit, _SAMPLE) for mark in _lacking(user, fields))
    enough = _HAVE * min(len(hit), _SAMPLE) / 2
    wanted = frozenset(mark for mark, times in seen.items() if times >= enough)
    found = [
        Trait(
            field=field,
            what=what,
            value=value,
            count=count,
            of=len(hit),
            others=rest,
            of_others=len(compared),
        )
        for (field, what, value), count, rest in _numbers(wanted, fields, hit, compared)
    ]
    parting = [each for each in found if each.count >= _HAVE * each.of and _gap(each) >= _APART]
    parting.sort(key=lambda each: (-_gap(each), each.field, each.value))
    return tuple(_telling(parting))[:MOST]


def _gap(trait: Trait) -> Fraction:
    return Fraction(trait.count, trait.of) - Fraction(trait.others, trait.of_others)


def _telling(found: Iterable[Trait]) -> Iterator[Trait]:
    """Of traits that the same users seem to have, the first."""
    told: set[tuple[int, int]] = set()
    for each in found:
        if (each.count, each.others) not in told:
            told.add((each.count, each.others))
            yield each


def _numbers(
    wanted: frozenset[Mark], attributes: frozenset[str], hit: Iterable[User], compared: Iterable[User]
) -> Iterator[tuple[Mark, int, int]]:
    """How many of both have each trait that is looked for."""
    counts = []
    for users in (hit, compared):
        marks = (mark for user in users for mark in (*_marks(user), *_lacking(user, attributes)))
        counts.append(Counter(mark for mark in marks if mark in wanted))
    return ((mark, counts[0][mark], counts[1][mark]) for mark in sorted(wanted))


def _spread(users: Sequence[User], most: int) -> Sequence[User]:
    """Some of the users, evenly from the first to the last."""
    if len(users) <= most:
        return users
    return [users[number * len(users) // most] for number in range(most)]


def _attributes(users: Iterable[User]) -> frozenset[str]:
    return frozenset(name for user in users if user.attributes for name in user.attributes)


def _marks(user: User) -> Iterator[Mark]:
    """Everything by which a user may belong to a group."""
    for field in _TEXTS:
        yield from _state(field, getattr(user, field))
    for field in _FLAGS:
        yield from _value(field, getattr(user, field))
    if user.manager_id:
        yield from _value("manager_id", user.manager_id)
    for field in _ADDRESSES:
        address = getattr(user, field)
        if address and "@" in address:
            yield field, "domain", fold(address.rpartition("@")[2])
    for field in _NAMES:
        yield from _listed(field, getattr(user, field))
    for name, value in (user.attributes or {}).items():
        yield from _state(f"attributes.{name}", value)
        if value:
            yield from _value(f"attributes.{name}", value)


def _state(field: str, value: Any) -> Iterator[Mark]:
    if value is UNSET:
        yield field, "unknown", ""
    elif value is None or value == "":
        yield field, "empty", ""


def _value(field: str, value: Any) -> Iterator[Mark]:
    if isinstance(value, bool):
        yield field, "value", str(value).lower()
    elif isinstance(value, str | int | float) and len(str(value)) <= _LONGEST:
        yield field, "value", str(value)


def _listed(field: str, names: Any) -> Iterator[Mark]:
    if names is UNSET:
        yield field, "unknown", ""
    elif not names:
        yield field, "empty", ""
    else:
        yield from ((field, "value", name) for name in dict.fromkeys(names) if len(name) <= _LONGEST)


def _lacking(user: User, attributes: frozenset[str]) -> Iterator[Mark]:
    """Attributes that other users have and this one has not."""
    own: Mapping[str, Any] = user.attributes or {}
    yield from ((f"attributes.{name}", "unknown", "") for name in attributes if name not in own)
