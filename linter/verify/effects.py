"""One value as it was, as it should be, and as it came."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from linter.diff.fields import same, value
from linter.model import UNSET, User, fold

Kind: TypeAlias = Literal["missing", "different", "extra", "extra-attribute"]


class Effect(NamedTuple):
    """A field that is not as it should be; `unknown` where a value is missing that would tell.

    Of lists, `gained` and `lost` are the entries that no change adds or takes away.
    """

    kind: Kind
    field: str
    was: Any
    wanted: Any
    came: Any
    unknown: str = ""
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


_BY_THE_SERVER = frozenset({"id", "modified_at", "invited_at", "deleted_at", "attributes", "billing_record"})
"""Fields that the applying system sets by itself, or that are compared in their own way."""

FIELDS = tuple(name for name in User.__struct_fields__ if name not in _BY_THE_SERVER)

_LISTS = frozenset({"aliases", "roles", "licenses", "groups", "tags"})
_NAME_PARTS = frozenset({"first_name", "last_name"})
_NEVER_BY_ITSELF = frozenset({"enabled", "roles", "licenses", "groups"})
"""What a user who was created must not have, unless a change says so; other fields get defaults."""


def effects(
    was: User | None,
    wanted: User,
    came: User,
    touched: Collection[str],
    attributes: Collection[str],
    held: Collection[str],
    ids: Mapping[str, str],
) -> Iterator[Effect]:
    """Every field of one user that came otherwise than it should.

    `was` is the user before the changes, `None` where there was none; `touched` are the fields that changes
    set, `attributes` those that the sources have, `held` the fields that the state before has of anybody,
    `ids` the ids that created users got.
    """
    for field in FIELDS:
        should, is_now = getattr(wanted, field), getattr(came, field)
        if should == is_now and should is not UNSET:
            continue
        if was is None and field not in touched and (field not in _NEVER_BY_ITSELF or field not in held):
            continue
        if field == "full_name" and should is UNSET and not _NAME_PARTS.isdisjoint(touched):
            continue
        should = value(field, wanted)
        if field == "manager_id":
            should = ids.get(should, should)
        if was is None:
            before: Any = () if field in _LISTS else UNSET
        else:
            before = value(field, was)
        is_now = value(field, came)
        if field in _LISTS and UNSET not in (before, should, is_now):
            yield from _of_list(field, before or (), should or (), is_now or ())
            continue
        found = judged(field, before, should, is_now, touched=field in touched)
        if found is not None:
            yield found
    yield from _attributes(was, wanted, came, touched, attributes)


def held_fields(users: Iterable[User]) -> frozenset[str]:
    """The fields of new users that can be compared: those that the source has of anybody."""
    known = list(users)
    return frozenset(
        field for field in _NEVER_BY_ITSELF if any(getattr(user, field) is not UNSET for user in known)
    )


def _of_list(
    field: str, was: tuple[str, ...], wanted: tuple[str, ...], came: tuple[str, ...]
) -> Iterator[Effect]:
    """What a list lacks of what changes make of it, and what else became of it."""
    old, should, now = ({fold(each): each for each in names} for names in (was, wanted, came))
    if (should.keys() - old.keys()) - now.keys() or (old.keys() - should.keys()) & now.keys():
        yield Effect("missing", field, was, wanted, came)
    gained = tuple(now[key] for key in sorted(now.keys() - should.keys() - old.keys()))
    lost = tuple(should[key] for key in sorted((should.keys() & old.keys()) - now.keys()))
    if gained or lost:
        yield Effect("extra", field, was, wanted, came, gained=gained, lost=lost)


def judged(field: str, was: Any, wanted: Any, came: Any, *, touched: bool) -> Effect | None:
    """What is wrong with a value; `None` where nothing is, or nothing was ever known of it."""
    kind: Kind = "missing" if touched else "extra"
    if came is UNSET or wanted is UNSET:
        if came is wanted and not touched:
            return None
        side = "after" if came is UNSET else "before"
        return Effect(kind, field, was, wanted, came, unknown=f"{side}.{field}")
    if agree(field, wanted, came):
        return None
    if touched and was is not UNSET and not agree(field, was, came):
        kind = "different"
    return Effect(kind, field, was, wanted, came)


def agree(field: str, a: Any, b: Any) -> bool:
    """Whether two known values are the same as the applying systems see it.

    Letter case tells no addresses and no list entries apart. What becomes of an invitation that was sent is
    the invited person's doing.
    """
    if same(field, a, b):
        return True
    if field == "invitation":
        return a == "sent" and b in ("accepted", "rejected", "expired")
    if isinstance(a, tuple) or isinstance(b, tuple):
        return sorted(map(fold, a or ())) == sorted(map(fold, b or ()))
    addresses = field in ("primary_email", "sign_in_id", "email")
    return addresses and isinstance(a, str) and isinstance(b, str) and fold(a) == fold(b)


def _attributes(
    was: User | None, wanted: User, came: User, touched: Collection[str], attributes: Collection[str]
) -> Iterator[Effect]:
    """Attributes that came otherwise. The source may keep others in them that change by themselves."""
    old, should, now = (dict(user.attributes or {}) if user else {} for user in (was, wanted, came))
    if was is None and "attributes" not in touched:
        return
    for name in sorted(should.keys() | attributes):
        before, want, found = (each.get(name, UNSET) for each in (old, should, now))
        asked = name in should and (before is UNSET or before != want)
        if name not in attributes and not asked:
            continue
        effect = judged(f"attributes.{name}", before, want, found, touched=asked)
        if effect is not None and not (effect.unknown and not asked):
            yield effect if asked else effect._replace(kind="extra-attribute")
