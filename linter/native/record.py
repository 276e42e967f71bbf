"""From decoded records to changes: what the decoder cannot judge, secrets dropped, lists made tuples."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import msgspec

from linter.document import is_secret
from linter.model import ENVELOPE_FIELDS, SETTABLE_FIELDS, UNSET, Change, Envelope, Origin
from linter.model.change import nowhere
from linter.native.shape import RECORDS, Before, Record, Settable

_LISTS = frozenset({"aliases", "roles", "licenses", "groups", "tags"})
_PLAIN_KEYS = frozenset(SETTABLE_FIELDS) - _LISTS - {"attributes"}
_ENVELOPE_VALUES = attrgetter(*ENVELOPE_FIELDS)
_SAYS_NOTHING = (UNSET,) * len(ENVELOPE_FIELDS)
_DEEP = 50
_INT64 = range(-(2**63), 2**63)
_ENVELOPES_KEPT = 4096


class Unsound(Exception):  # noqa: N818 - a signal between two readers, never an error that anyone sees
    """A record decodes but is not right; the slow reader says why."""


def examine(record: Any) -> None:
    """Raises `Unsound` or `msgspec.ValidationError` where values that the decoder let pass are not right."""
    settings = record.set
    if settings:
        msgspec.convert(settings, Settable)
        if not settings.keys() <= _PLAIN_KEYS:
            tame(settings, 0)
    before = record.before
    if before is not UNSET and before.attributes is not UNSET:
        tame(before.attributes, 0)


def envelope_of(record: Any) -> Envelope:
    """The evidence fields of a record or document."""
    return Envelope(**dict(zip(ENVELOPE_FIELDS, _ENVELOPE_VALUES(record), strict=True)))


class Builder:
    """Makes changes from examined records, in one file with one envelope."""

    def __init__(self, base: Envelope) -> None:
        self.base = base
        self._envelopes: dict[tuple[Any, ...], Envelope] = {}

    def change(self, record: Any, index: int, origin: Origin) -> Change:
        """The change that a record describes."""
        said = _ENVELOPE_VALUES(record)
        settings, secrets = _settings(record.set)
        return Change(
            index=index,
            op=RECORDS[type(record)],
            user=record.user,
            set=settings,
            before=UNSET if record.before is UNSET else _before(record.before),
            role=record.role,
            license=record.license,
            group=record.group,
            purchased_users=record.purchased_users,
            replaces=record.replaces,
            secrets=secrets,
            envelope=self.base if said == _SAYS_NOTHING else self._overridden(said),
            origin=origin,
        )

    def _overridden(self, said: tuple[Any, ...]) -> Envelope:
        """The envelope with a record's own fields; records that say the same share one."""
        found = self._envelopes.get(said)
        if found is None:
            own = {
                name: value for name, value in zip(ENVELOPE_FIELDS, said, strict=True) if value is not UNSET
            }
            found = msgspec.structs.replace(self.base, **own)
            if len(self._envelopes) >= _ENVELOPES_KEPT:
                self._envelopes.clear()
            self._envelopes[said] = found
        return found


def read_change(data: Mapping[str, Any], index: int, base: Envelope, origin: Origin = nowhere) -> Change:
    """A change from plain data, such as a remedy proposes.

    Raises `msgspec.ValidationError` or `Unsound` where it is none.
    """
    record = msgspec.convert(data, Record)
    examine(record)
    return Builder(base).change(record, index, origin)


def without_secrets(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A mapping without the values of secret keys at any depth, and the names of those keys."""
    names: list[str] = []
    return _scrubbed(values, names), tuple(dict.fromkeys(names))


def _settings(values: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """What `set` holds, as a change keeps it."""
    if not values:
        return {}, ()
    if values.keys() <= _PLAIN_KEYS:
        return values, ()
    clean, names = without_secrets(values)
    return {key: tuple(value) if type(value) is list else value for key, value in clean.items()}, names


def _before(record: Any) -> dict[str, Any]:
    """What `before` says, in the types of the model."""
    said = {name: getattr(record, name) for name in Before.__struct_fields__}
    said = {name: value for name, value in said.items() if value is not UNSET}
    if "attributes" in said:
        said["attributes"], _ = without_secrets(said["attributes"])
    return said


def _scrubbed(value: Any, names: list[str]) -> Any:
    """A value without secrets; the names of their keys are added to `names`."""
    if isinstance(value, dict):
        names.extend(key for key in value if is_secret(key))
        return {key: _scrubbed(inner, names) for key, inner in value.items() if not is_secret(key)}
    if isinstance(value, list):
        return [_scrubbed(item, names) for item in value]
    return value


def tame(value: Any, depth: int) -> None:
    """Raises `Unsound` where free values are nested deep or hold numbers beyond 64 bits."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        if type(value) is int and value not in _INT64:
            raise Unsound
        return
    if depth > _DEEP:
        raise Unsound
    for item in value:
        tame(item, depth + 1)
