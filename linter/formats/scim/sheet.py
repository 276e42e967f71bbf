"""The fields of a user that requests fill in, each with the place it comes from."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from linter.document import Source, join, plain
from linter.formats.flag import as_flag
from linter.formats.scim.path import Path, path_of
from linter.formats.scim.request import names_secret
from linter.formats.scim.spot import Notes, Spot
from linter.model import Op
from linter.native.record import without_secrets

TEXTS: Mapping[str, str] = {
    "userName": "sign_in_id",
    "displayName": "full_name",
    "name.givenName": "first_name",
    "name.familyName": "last_name",
    "employeeNumber": "employee_id",
}
"""The fields that one attribute fills."""

LISTS: Mapping[str, tuple[str, Op, Op, str]] = {
    "roles": ("roles", "grant_role", "revoke_role", "role"),
    "entitlements": ("licenses", "assign_license", "remove_license", "license"),
}
"""The fields that are lists: with what adds to them, what takes from them, and the field that names which."""

SERVERS = frozenset({"id", "meta", "schemas"})
"""What the server alone sets, and ignores in requests."""

READ_ONLY = "change of the read-only attribute `groups`"

NO_ACTIVE = "replacement without `active` (the service may suspend the user)"
NO_VALUE = "removal of `active` (the service may suspend the user)"


class Step(NamedTuple):
    """A change on its way: `pointers` says where the parts of it stand in the document."""

    op: Op
    user: str
    set: Mapping[str, Any]
    extra: Mapping[str, str]
    secrets: tuple[str, ...]
    source: Source
    pointers: Mapping[str, str]


class Sheet:
    """What a body, or the operations of a patch, make of a user.

    `refer` turns an id into one that means something outside of its file (`bulkId:1`).
    """

    def __init__(self, source: Source, notes: Notes, refer: Callable[[Source, Spot, str], str]) -> None:
        self.source = source
        self.notes = notes
        self.refer = refer
        self.set: dict[str, Any] = {}
        self.attributes: dict[str, Any] = {}
        self.pointers: dict[str, str] = {}
        self.secrets: dict[str, None] = {}

    @property
    def values(self) -> dict[str, Any]:
        """The fields, attributes included."""
        return {**self.set, **({"attributes": self.attributes} if self.attributes else {})}

    def put(self, field: str, value: Any, spot: Spot) -> None:
        """Gives a field a value."""
        self.set[field] = value
        self.pointers[f"set/{field}"] = spot.pointer

    def keep(self, name: str, value: Any, spot: Spot) -> None:
        """Keeps what no field is for as an attribute, without the secrets in it."""
        clean, names = without_secrets({"": value})
        self.attributes[name] = clean[""]
        self.pointers[join("set/attributes", name)] = spot.pointer
        self.secrets.update(dict.fromkeys(names))

    def fill(self, body: Spot, *, without: str | None = None) -> None:
        """Takes in a whole body, or the attributes of a patch operation without a path.

        What stands under the key `without`, in lower case, is left out.
        """
        for key, spot in body.pairs():
            if key.lower() == without:
                continue
            path = path_of(key)
            if path is None:
                self.keep(key, plain(spot.node), spot)
            else:
                self.assign(path, spot)

    def assign(self, path: Path, spot: Spot) -> None:
        """Gives an attribute, all of its values, a new value; `null` clears."""
        if names_secret(path.base, path.part):
            self.secrets[path.name] = None
        elif path.name in SERVERS or path.base in SERVERS:
            return
        elif path.name == "groups":
            if any(spot.items()):
                self.notes.set_aside(self.source, spot, READ_ONLY)
        elif not path.base or (path.name == "name" and spot.node.kind == "mapping"):
            self._parts(path, spot)
        elif path.name in TEXTS or path.name in ("active", "name.formatted", "manager", "manager.value"):
            self._single(path, spot)
        elif path.name == "name" and spot.node.kind == "null":
            self._no_name(spot)
        elif path.name == "emails":
            self._emails(spot)
        elif path.name in LISTS:
            self.put(LISTS[path.name][0], tuple(self.names(spot)), spot)
        else:
            self.keep(path.text, plain(spot.node), spot)

    def _parts(self, path: Path, spot: Spot) -> None:
        """Takes in a name, or all that a schema holds."""
        for key, inner in spot.pairs():
            whole = path_of(f"{path.base}.{key}" if path.base else key)
            if whole is None:
                self.keep(key, plain(inner.node), inner)
            else:
                self.assign(whole, inner)

    def _single(self, path: Path, spot: Spot) -> None:
        """Takes in an attribute that has one value."""
        if path.name == "active":
            self._active(spot)
        elif path.name == "name.formatted":
            if "full_name" in self.set:
                self.keep(path.name, self.text(spot), spot)
            else:
                self.put("full_name", self.text(spot), spot)
                self.pointers["formatted"] = spot.pointer
        elif path.base == "manager":
            self._manager(spot)
        else:
            if path.name == "displayName" and "formatted" in self.pointers:
                self.attributes["name.formatted"] = self.set["full_name"]
                self.pointers["set/attributes/name.formatted"] = self.pointers.pop("formatted")
            self.put(TEXTS[path.name], self.text(spot), spot)

    def _active(self, spot: Spot) -> None:
        """Whether the user may sign in; some clients write the text `"False"`."""
        value = spot.node.value
        if value is None:
            self.notes.set_aside(self.source, spot, NO_VALUE)
            return
        flag = as_flag(value) if isinstance(value, str) else value
        if isinstance(flag, bool):
            self.put("enabled", flag, spot)
        else:
            self.notes.refuse(
                self.source, spot, "`active` is neither true nor false", "write `true` or `false`"
            )

    def _manager(self, spot: Spot) -> None:
        """The manager: an object with the id as its `value` or at the end of its `$ref`, or just the id."""
        inner = spot.child("value") if spot.node.kind == "mapping" else spot
        text = self.text(inner) if inner else spot.text("$ref").rpartition("/")[2]
        if text or inner or not any(spot.pairs()):
            self.put("manager_id", self.refer(self.source, spot, text) if text else None, inner or spot)
        for key, other in spot.pairs():
            if key.lower() != "value" and other.node.kind != "null":
                self.keep(f"manager.{key}", plain(other.node), other)

    def _no_name(self, spot: Spot) -> None:
        for field in ("first_name", "last_name"):
            self.put(field, None, spot)

    def _emails(self, spot: Spot) -> None:
        """The addresses: the primary one, else the one for work, else the first is the user's."""
        items = list(spot.items())
        ranked = sorted(items, key=rank)
        address = self.name(ranked[0]) if ranked else None
        if address or not items:
            self.put("primary_email", address, ranked[0] if ranked else spot)
        if len(items) > 1:
            self.keep("emails", [plain(item.node) for item in items], spot)

    def text(self, spot: Spot) -> str | None:
        """A text; an empty one is none. Numbers are taken for what they look like."""
        value = spot.node.value
        if spot.node.kind in ("mapping", "list", "bool"):
            self.notes.refuse(self.source, spot, "this is not a text", "the attribute has one value, a text")
            return None
        return None if value is None or value == "" else str(value)

    def names(self, spot: Spot) -> list[str]:
        """What the items of a list are named."""
        found = (self.name(item) for item in spot.items())
        return list(dict.fromkeys(name for name in found if name))

    def name(self, item: Spot) -> str | None:
        """What an item of a list is named: its `value`, else `display`; or the text that it is."""
        if item.node.kind == "text" and item.node.value.lstrip().startswith("{"):
            return self._packed(item)
        if item.node.kind == "text":
            return self.text(item)
        name = item.text("value") or item.text("display")
        if not name:
            self.notes.refuse(
                self.source, item, "this has no `value`", 'an item of a list is `{"value": "..."}`'
            )
        return name or None

    def _packed(self, item: Spot) -> str | None:
        """What an item is named that is JSON written as a text, as Entra writes roles with several parts."""
        try:
            data = msgspec.json.decode(item.node.value)
        except msgspec.DecodeError:
            return self.text(item)
        name = data.get("value") if isinstance(data, dict) else None
        if not isinstance(name, str) or not name:
            self.notes.refuse(
                self.source, item, "this JSON in a text has no `value`", "write it as an object"
            )
            return None
        return name


def rank(item: Spot) -> int:
    """How near an address is to being the user's: 0 for the primary one."""
    primary = item.child("primary")
    if primary and str(primary.node.value).lower() == "true":
        return 0
    kind = item.text("type").lower()
    return {"work": 1, "": 2}.get(kind, 3)
