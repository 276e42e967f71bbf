"""SCIM 2.0 (RFC 7644): a bulk request, one operation a change.

A user who is created gets the key that the change set uses as `bulkId`, and is named by it afterwards. Read
back, such a user is named by the sign-in; an update that also enables or disables is followed by that change.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from linter.formats import Given
from linter.formats.scim.path import path_of
from linter.formats.scim.request import Target, names_secret, target_of
from linter.formats.scim.sheet import LISTS, SERVERS, TEXTS
from linter.model import Change, ChangeSet
from linter.reporters.encode import encode
from linter.reporters.visible import escaped
from linter.writers.saying import Created, Said, written
from linter.writers.written import Written

_USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
_ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_PATCH: Final = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_BULK: Final = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
_SOME: Final = {"add": "add", "delete": "remove"}
"""How values come to and leave an attribute of which the others are not known, and the operation for it."""

_PRIMARY: Final = "emails[primary eq true]"
_PATHS: Final = {
    **{field: path for path, field in TEXTS.items()},
    "employee_id": f"{_ENTERPRISE}:employeeNumber",
    "manager_id": f"{_ENTERPRISE}:manager",
    "primary_email": "emails",
    "enabled": "active",
    **{field: path for path, (field, *_) in LISTS.items()},
}
_NAMED: Final = {field: path for path, (field, *_) in LISTS.items()}
_ITEMS: Final = {
    op: (path, key, verb)
    for path, (_, gain, lose, key) in LISTS.items()
    for op, verb in ((gain, "add"), (lose, "remove"))
}
_OF_ENTERPRISE: Final = frozenset({"costCenter", "organization", "division", "department", "manager"})
_OWN: Final = frozenset({"active", "groups", "name", "emails", "manager", *SERVERS, *LISTS})
_PLAIN: Final = re.compile(r"(?:(?:name|manager)\.)?[A-Za-z$_][\w$-]*", re.ASCII)


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as a bulk request."""
    return written(change_set, lambda: _Sayer().say, _document, "scim")


def _document(operations: Iterable[str]) -> Iterator[str]:
    yield f'{{\n  "schemas": ["{_BULK}"],\n  "Operations": ['
    comma = ""
    for operation in operations:
        yield f"{comma}\n    {operation}"
        comma = ","
    yield "\n  ]\n}\n" if comma else "]\n}\n"


class _Sayer:
    """Says changes one after the other, and remembers whom they created."""

    def __init__(self) -> None:
        self._created = Created()

    def say(self, change: Change, data: dict[str, Any], said: Said) -> None:
        """A change as an operation, where SCIM has one."""
        op = change.op
        if op == "create":
            self._create(change, data, said)
        elif op == "update":
            self._update(change, data, said)
        elif op in ("disable", "enable"):
            self._patch(change, said, [_replace("active", op == "enable")], [self._meant(data)])
        elif op == "delete":
            self._request(change, said, "Users", "DELETE", None, [self._meant(data)])
        elif op in _ITEMS:
            self._item(change, data, said)
        elif op in ("add_group", "remove_group"):
            self._member(change, data, said)
        else:
            said.lose("change", f"SCIM has no request for `{op}`", change)

    def _create(self, change: Change, data: dict[str, Any], said: Said) -> None:
        values = data["set"]
        sign_in = values.get("sign_in_id")
        if not sign_in or sign_in.strip() != sign_in:
            said.lose("change", "`create` has no `sign_in_id`, which SCIM needs (`userName`)", change, "set")
            return
        if "replaces" in data:
            said.lose("detail", "`replaces` of `create` has no place in SCIM", change, "replaces")
        body: dict[str, Any] = {"schemas": [_USER]}
        means: dict[str, Any] = {}
        for field, name, value in _parts(values):
            path = _path(field, name)
            if not _is_sayable(field, value) or (
                not field and not (_PLAIN.fullmatch(name) and _is_free(name, value, values))
            ):
                self._lose(change, field, name, said)
                continue
            section = body.setdefault(_ENTERPRISE, {}) if path.startswith(_ENTERPRISE) else body
            first, _, second = path.removeprefix(f"{_ENTERPRISE}:").partition(".")
            if second:
                section = section.setdefault(first, {})
            section[second or first] = self._json(field, value)
            self._mean(means, field, name, value)
        if _ENTERPRISE in body:
            body["schemas"].append(_ENTERPRISE)
        handle = self._handle(data.get("user", sign_in), change.index)
        self._created.add(data, sign_in, handle)
        said.requests.append(_json({"method": "POST", "path": "/Users", "bulkId": handle, "data": body}))
        said.means.append({"op": "create", "set": means})

    def _update(self, change: Change, data: dict[str, Any], said: Said) -> None:
        operations: list[dict[str, Any]] = []
        means: dict[str, Any] = {}
        for field, name, value in _parts(data["set"]):
            free = bool(field) or _is_free(name, value, data["set"])
            found = self._operations(field, name, value) if free else []
            if not found:
                self._lose(change, field, name, said)
                continue
            operations += found
            self._mean(means, field, name, value)
        enabled = means.pop("enabled", None)
        meant = [{**self._meant(data), "set": means}] if means else []
        if enabled is not None:
            meant.append({"op": "enable" if enabled else "disable", "user": self._meant(data)["user"]})
        if operations:
            self._patch(change, said, operations, meant)
        elif not data["set"]:
            said.lose("change", "`update` sets nothing, so there is nothing to request", change)

    def _operations(self, field: str, name: str, value: Any) -> list[dict[str, Any]]:
        """The operations of a patch that give a part of a user a value; none where there are none."""
        path = _path(field, name)
        if not field and isinstance(value, dict) and value.keys() <= _SOME.keys() and value:
            lists = all(isinstance(items, list) and items for items in value.values())
            plain = lists and _PLAIN.fullmatch(name)
            return [{"op": _SOME[key], "path": path, "value": value[key]} for key in value] if plain else []
        if not _is_sayable(field, value):
            return []
        if field == "primary_email":
            return [_replace(f"{_PRIMARY}.value", value) if value else _remove(_PRIMARY)]
        if value is None or (field and value == []):
            return [] if field == "sign_in_id" else [_remove(path)]
        return [_replace(path, self._json(field, value))]

    def _json(self, field: str, value: Any) -> Any:
        """A value as SCIM writes it."""
        if field in _NAMED:
            return [{"value": name} for name in value or ()]
        if field == "primary_email":
            return [{"value": value, "type": "work", "primary": True}] if value else []
        if field == "manager_id" and value:
            return {"value": self._created.named(value)}
        return value

    def _mean(self, means: dict[str, Any], field: str, name: str, value: Any) -> None:
        """Notes what a value reads back as."""
        if not field:
            means.setdefault("attributes", {})[name] = value
        elif field in _NAMED:
            means[field] = value or []
        else:
            means[field] = (
                (self._created.sign_in(value) or value) if field == "manager_id" and value else value
            )

    def _lose(self, change: Change, field: str, name: str, said: Said) -> None:
        pointer = f"set/{field}" if field else f"set/attributes/{name}"
        said.lose(
            "detail",
            f"this value of `{field or name}` has no place in `{change.op}` as SCIM has it",
            change,
            pointer,
        )

    def _item(self, change: Change, data: dict[str, Any], said: Said) -> None:
        """A role or a licence comes or goes."""
        path, key, verb = _ITEMS[change.op]
        name = data[key]
        if verb == "add" and name.strip() == name:
            self._patch(
                change, said, [{"op": "add", "path": path, "value": [{"value": name}]}], [self._meant(data)]
            )
        elif verb == "remove" and _is_filterable(name):
            self._patch(change, said, [_remove(f'{path}[value eq "{name}"]')], [self._meant(data)])
        else:
            said.lose("change", f"`{key}` of `{change.op}` holds what SCIM cannot name", change, key)

    def _member(self, change: Change, data: dict[str, Any], said: Said) -> None:
        """A user comes into a group, or leaves it."""
        user = self._created.named(data["user"])
        if change.op == "add_group" and user.strip() == user:
            operation: dict[str, Any] = {"op": "add", "path": "members", "value": [{"value": user}]}
        elif change.op == "remove_group" and _is_filterable(user):
            operation = _remove(f'members[value eq "{user}"]')
        else:
            said.lose("change", f"`user` of `{change.op}` holds what SCIM cannot name", change, "user")
            return
        self._request(change, said, "Groups", "PATCH", _patch([operation]), [self._meant(data)])

    def _patch(self, change: Change, said: Said, operations: list[Any], means: list[dict[str, Any]]) -> None:
        self._request(change, said, "Users", "PATCH", _patch(operations), means)

    def _request(
        self, change: Change, said: Said, kind: str, method: str, body: Any, means: list[dict[str, Any]]
    ) -> None:
        """An operation on a user or group, if a path can name it."""
        key = self._created.named(str(change.user)) if kind == "Users" else str(change.group)
        path = f"/{kind}/{quote(key, safe=':@')}"
        if target_of(path) != Target(kind, key):
            said.lose("change", f"a path cannot name `{key}`, whom `{change.op}` is about", change, "user")
            return
        said.requests.append(_json({"method": method, "path": path, **({"data": body} if body else {})}))
        said.means += means

    def _meant(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A change whose user reads back as the sign-in, if this change set created the user."""
        return {**data, "user": self._created.sign_in(data["user"]) or data["user"]}

    def _handle(self, wanted: str, index: int) -> str:
        """A `bulkId` that no other creation has."""
        plain = re.fullmatch(r"[\w.@-]+", wanted, re.ASCII)
        return wanted if plain and not self._created.has(wanted) else f"create-{index + 1}"


def _parts(values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """The parts of what is set: field, or an empty one and the name of an attribute; and the value."""
    for field, value in values.items():
        if field != "attributes":
            yield field, "", value
    for name, inner in (values.get("attributes") or {}).items():
        yield "", name, inner


def _path(field: str, name: str) -> str:
    """The path of a field or attribute; empty where there is none."""
    if field:
        return _PATHS.get(field, "")
    return f"{_ENTERPRISE}:{name}" if name.partition(".")[0] in _OF_ENTERPRISE else name


def _is_free(name: str, value: Any, values: Mapping[str, Any]) -> bool:
    """Whether an attribute says nothing beside itself, next to the other values of a change."""
    if name == "emails":
        return isinstance(value, list) and len(value) > 1 and bool(values.get("primary_email"))
    if name == "name.formatted":
        return bool(values.get("full_name")) and bool(value)
    return _is_attribute(name)


def _is_sayable(field: str, value: Any) -> bool:
    """Whether a value, which may be none, can be given to a field."""
    if field == "enabled" or not field:
        return True
    if field in _NAMED:
        names = value or []
        return len(set(names)) == len(names) and all(name and name.strip() == name for name in names)
    if not _path(field, "") or value is None:
        return bool(_path(field, ""))
    return bool(value.strip()) and (field not in ("primary_email", "manager_id") or value.strip() == value)


def _is_attribute(name: str) -> bool:
    """Whether a path names an attribute that no field is for, and that is no secret."""
    path = path_of(name)
    return (
        path is not None
        and path.text == name
        and path.base != ""
        and (path.base not in _OWN or (path.base in ("name", "manager") and path.part not in ("", "value")))
        and path.name not in TEXTS
        and not names_secret(path.base, path.part)
    )


def _is_filterable(text: str) -> bool:
    return text.strip() == text and not set(text) & set('"\\')


def _patch(operations: list[Any]) -> dict[str, Any]:
    return {"schemas": [_PATCH], "Operations": operations}


def _replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def _remove(path: str) -> dict[str, Any]:
    return {"op": "remove", "path": path}


def _json(value: Any) -> str:
    return escaped(encode(value))
