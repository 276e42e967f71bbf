"""Changes and accounts as prechange's own files write them: plain data, ready for YAML or JSON."""

from collections.abc import Mapping
from typing import Any

import msgspec

from linter.model import ENVELOPE_FIELDS, UNSET, Account, Change, Envelope

_OWN = ("role", "license", "group", "purchased_users", "replaces")


def native_change(change: Change, above: Envelope = Envelope()) -> dict[str, Any]:  # noqa: B008 - frozen
    """A change as data; of its envelope only what the file's (`above`) does not say."""
    said: dict[str, Any] = {"op": change.op, "user": change.user}
    if change.op in ("create", "update"):
        said["set"] = dict(change.set)
    said["before"] = change.before
    said |= {name: getattr(change, name) for name in _OWN}
    said |= {
        name: value
        for name, value in native_envelope(change.envelope).items()
        if getattr(above, name) != getattr(change.envelope, name)
    }
    return _plain({name: value for name, value in said.items() if value is not UNSET})


def native_envelope(envelope: Envelope) -> dict[str, Any]:
    """What an envelope says, as data."""
    said = {name: getattr(envelope, name) for name in ENVELOPE_FIELDS}
    return _plain({name: value for name, value in said.items() if value is not UNSET})


def native_account(account: Account) -> dict[str, Any]:
    """An account with its users, as data; what is unknown is left out."""
    return _plain(account)


def _plain(value: Mapping[str, Any] | msgspec.Struct) -> dict[str, Any]:
    """Lists for tuples, RFC 3339 for moments."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return data
