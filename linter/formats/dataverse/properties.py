"""The properties of a `systemuser` as fields of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linter.document import is_secret
from linter.formats.odata.properties import Properties, Wrong, flag_of, tamed, text_of
from linter.formats.systemuser import LOGICAL, as_id, as_invitation, as_kind
from linter.native.record import without_secrets

BIND = "@odata.bind"
ROLES, TEAMS = "systemuserroles_association", "teammembership_association"

_TEXTS = frozenset({"first_name", "last_name", "primary_email", "employee_id"})
_LOOKUP = ("_", "_value")


@dataclass
class Record(Properties):
    """What an object says of a user.

    `told` is what only a snapshot can take over as it is (`id`, `full_name`, `invitation`, `licensed`,
    `modified_on`), with the property of each in `keys` under `told/`. `nested` are properties that are lists
    or objects, `links` those that name other records, with the addresses that they name.
    """

    told: dict[str, Any] = field(default_factory=dict)
    nested: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)

    def tell(self, what: str, key: str, value: Any) -> None:
        """Notes what only a snapshot can take over."""
        self.told[what] = value
        self.keys[f"told/{what}"] = key


def record_of(data: Mapping[str, Any]) -> Record:
    """What the properties of a user say. Raises `Wrong`."""
    found = Record()
    seen: dict[str, str] = {}
    sign_ins: dict[str, str] = {}
    for key, value in data.items():
        name = key.lower()
        if name in seen:
            raise Wrong(key, f"the property `{key}` is here twice", f"it is also written `{seen[name]}`")
        seen[name] = key
        if LOGICAL.get(name) in ("windows_live_id", "user_name"):
            sign_ins[LOGICAL[name]] = key
        elif not is_secret(key):
            _take(found, name, key, value)
    _sign_in(found, data, sign_ins)
    if found.values.get("first_name") == "#":
        found.values["kind"] = "application"
    found.attributes, names = without_secrets(found.attributes)
    found.secrets = (*(key for key in data if is_secret(key)), *names)
    return found


def _take(found: Record, name: str, key: str, value: Any) -> None:
    """Notes one property."""
    meaning = LOGICAL.get(name, "")
    if name.endswith(BIND):
        found.links[key] = value
    elif "@" in name:
        return
    elif meaning in _TEXTS:
        found.take(meaning, key, text_of(key, value))
    elif meaning in _CODED:
        _CODED[meaning](found, key, value)
    elif name.startswith(_LOOKUP[0]) and name.endswith(_LOOKUP[1]):
        _lookup(found, name, key, value)
    elif isinstance(value, dict | list):
        found.nested[key] = value
    else:
        found.attributes[key] = tamed(key, value)


def _sign_in(found: Record, data: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    """The Windows Live ID, or where there is none the user name, which is an attribute beside it."""
    live, name = keys.get("windows_live_id"), keys.get("user_name")
    values = {key: text_of(key, data[key]) for key in keys.values()}
    first = live if live and (values[live] or not name) else name
    if first:
        found.take("sign_in_id", first, values[first])
    if live and name:
        other = name if first == live else live
        found.attributes[other] = values[other]


def _identity(found: Record, key: str, value: Any) -> None:
    text = text_of(key, value) or ""
    if as_id(text) is None:
        raise Wrong(key, f"`{key}` is not the id of a record")
    found.tell("id", key, as_id(text))


def _full_name(found: Record, key: str, value: Any) -> None:
    found.tell("full_name", key, text_of(key, value))


def _modified(found: Record, key: str, value: Any) -> None:
    found.tell("modified_on", key, text_of(key, value))


def _status(found: Record, key: str, value: Any) -> None:
    found.take("enabled", key, not flag_of(key, value))


def _licensed(found: Record, key: str, value: Any) -> None:
    if value is not None:
        found.tell("licensed", key, flag_of(key, value))


def _invitation(found: Record, key: str, value: Any) -> None:
    if value is not None:
        meant = None if isinstance(value, bool) else as_invitation(str(value))
        if meant is None:
            raise Wrong(key, f"this is no value of `{key}`", "invitations have codes from 0 to 6")
        found.tell("invitation", key, meant)


def _access(found: Record, key: str, value: Any) -> None:
    if value is not None:
        kind = None if isinstance(value, bool) else as_kind(str(value))
        if kind is None:
            raise Wrong(key, f"this is no value of `{key}`", "access modes have codes from 0 to 5")
        if found.values.get("kind") != "application":
            found.take("kind", key, kind)
    found.attributes[key] = value


def _application(found: Record, key: str, value: Any) -> None:
    if text_of(key, value):
        found.take("kind", key, "application")
    found.attributes[key] = value


def _manager(found: Record, key: str, value: Any) -> None:
    """A manager who is expanded."""
    identity = value.get("systemuserid", "") if isinstance(value, dict) else value
    if identity is not None and (not isinstance(identity, str) or not identity):
        raise Wrong(key, f"`{key}` must be an object with `systemuserid`")
    found.take("manager_id", key, as_id(identity) or identity if identity else None)


def _lookup(found: Record, name: str, key: str, value: Any) -> None:
    """A record that another property names: `_businessunitid_value` is the id of `businessunitid`."""
    inner = name[len(_LOOKUP[0]) : -len(_LOOKUP[1])]
    if LOGICAL.get(inner) == "manager_id":
        found.take("manager_id", key, text_of(key, value))
    else:
        found.attributes[inner] = tamed(key, value)
        found.keys[f"set/attributes/{inner}"] = key


_CODED = {
    "id": _identity,
    "full_name": _full_name,
    "modified_on": _modified,
    "status": _status,
    "licensed": _licensed,
    "invitation": _invitation,
    "access": _access,
    "application": _application,
    "manager_id": _manager,
}
"""How properties are read that are no texts."""
