"""The properties of a user in Microsoft Graph as fields of the model."""

from collections.abc import Mapping
from typing import Any

from linter.document import is_secret
from linter.formats.graph.address import segments
from linter.formats.odata.properties import Properties, Wrong, flag_of, tamed, text_of
from linter.native.record import without_secrets

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
            found.take(TEXTS[name], key, text_of(key, value))
    elif name == "accountenabled":
        found.take("enabled", key, flag_of(key, value))
    elif name == "proxyaddresses":
        _addresses(found, key, value)
    elif name == _MANAGER:
        parts = segments(text_of(key, value) or "")
        found.take("manager_id", key, parts[-1] if parts else None)
    elif name.startswith("@odata.") or is_secret(key):
        return
    else:
        found.attributes[key] = tamed(key, value)


def _addresses(found: Properties, key: str, value: Any) -> None:
    """The primary address and the aliases; addresses of other kinds are attributes."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Wrong(key, f"`{key}` must be a list of texts")
    found.take("aliases", key, tuple(each[5:] for each in value if each.startswith(_ALIAS)))
    primary = next((each[5:] for each in value if each.startswith(_PRIMARY)), None)
    if primary and not found.values.get("primary_email"):
        found.take("primary_email", key, primary)
    others = [each for each in value if not each.startswith((_PRIMARY, _ALIAS))]
    if others:
        found.attributes[key] = others
