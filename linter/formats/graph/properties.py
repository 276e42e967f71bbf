"""The properties of a user in Microsoft Graph as fields of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linter.document import is_secret
from linter.formats.flag import as_flag
from linter.formats.graph.address import segments
from linter.native.record import Unsound, tame, without_secrets

TEXTS: Mapping[str, str] = {
    "userprincipalname": "sign_in_id",
    "displayname": "full_name",
    "givenname": "first_name",
    "surname": "last_name",
    "mail": "primary_email",
    "employeeid": "employee_id",
}
"""The fields that texts are, by the property in lower case."""

_MANAGER = "manager@odata.bind"
_PRIMARY, _ALIAS = "SMTP:", "smtp:"


class Wrong(Exception):  # noqa: N818 - becomes a problem with a place
    """A property with a value that it cannot have."""

    def __init__(self, key: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.key = key
        self.message = message
        self.hint = hint


@dataclass
class Properties:
    """What an object says of a user. `keys` tells which property a part of `values` comes from."""

    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """All of it, as `set` of a change has it."""
        return {**self.values, "attributes": self.attributes} if self.attributes else self.values


def is_masked(key: str) -> bool:
    """Whether the value of a key is never shown; headers of a request may hold a token."""
    return is_secret(key) or key.lower() in ("authorization", "cookie", "ocp-apim-subscription-key")


def properties_of(data: Mapping[str, Any]) -> Properties:
    """What the properties of a user say. Raises `Wrong`."""
    found = Properties()
    seen: dict[str, str] = {}
    for key, value in data.items():
        name = key.lower()
        if name in seen:
            raise Wrong(key, f"the property `{key}` is here twice", f"it is also written `{seen[name]}`")
        seen[name] = key
        _take(found, name, key, value)
    clean, names = without_secrets(found.attributes)
    found.attributes = clean
    found.secrets = (*(key for key in data if is_secret(key)), *names)
    return found


def _take(found: Properties, name: str, key: str, value: Any) -> None:
    """Notes one property."""
    if name in TEXTS:
        # A `null` says less of the address than `proxyAddresses`, wherever it stands.
        if not (value is None and TEXTS[name] in found.values):
            _set(found, TEXTS[name], key, _text(key, value))
    elif name == "accountenabled":
        _set(found, "enabled", key, _flag(key, value))
    elif name == "proxyaddresses":
        _addresses(found, key, value)
    elif name == _MANAGER:
        parts = segments(_text(key, value) or "")
        _set(found, "manager_id", key, parts[-1] if parts else None)
    elif name.startswith("@odata.") or is_secret(key):
        return
    else:
        try:
            tame(value, 0)
        except Unsound as error:
            raise Wrong(key, f"the value of `{key}` is nested too deep or too large") from error
        found.attributes[key] = value


def _set(found: Properties, field: str, key: str, value: Any) -> None:
    found.values[field] = value
    found.keys[f"set/{field}"] = key


def _addresses(found: Properties, key: str, value: Any) -> None:
    """The primary address and the aliases; addresses of other kinds are attributes."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Wrong(key, f"`{key}` must be a list of texts")
    _set(found, "aliases", key, tuple(each[5:] for each in value if each.startswith(_ALIAS)))
    primary = next((each[5:] for each in value if each.startswith(_PRIMARY)), None)
    if primary and not found.values.get("primary_email"):
        _set(found, "primary_email", key, primary)
    others = [each for each in value if not each.startswith((_PRIMARY, _ALIAS))]
    if others:
        found.attributes[key] = others


def _text(key: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise Wrong(key, f"`{key}` must be text", "quote it" if isinstance(value, int | float) else "")
    return value


def _flag(key: str, value: Any) -> bool:
    said = as_flag(value) if isinstance(value, str) else value
    if not isinstance(said, bool):
        raise Wrong(key, f"`{key}` must be true or false", "leave it out where it does not change")
    return said
