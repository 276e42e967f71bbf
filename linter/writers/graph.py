"""Microsoft Graph: JSON batches of at most 20 requests, each of which waits for the one before.

A user who is created is named by the `userPrincipalName` afterwards. Read back, `enable` and `disable` are an
`update` of `enabled`, for that is the request; a new manager is an update of its own, too. Graph wants a
`passwordProfile` for a new user: it is never invented, and has to be added by whoever sends the request.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from linter.document import is_secret
from linter.formats import Given
from linter.formats.graph.address import segments
from linter.formats.graph.properties import TEXTS
from linter.formats.graph.reading import MOST_REQUESTS
from linter.model import ENTRA_ROLES, Change, ChangeSet
from linter.reporters.encode import encode
from linter.reporters.visible import escaped
from linter.writers.saying import Created, Said, batches
from linter.writers.written import Written

_ROOT: Final = "https://graph.microsoft.com/v1.0"
_PROPERTIES: Final = {
    "sign_in_id": "userPrincipalName",
    "full_name": "displayName",
    "first_name": "givenName",
    "last_name": "surname",
    "primary_email": "mail",
    "employee_id": "employeeId",
    "enabled": "accountEnabled",
}
_OWN: Final = frozenset({*TEXTS, "accountenabled", "proxyaddresses", "manager@odata.bind", "id"})
_TEMPLATES: Final = {role.name: identity for identity, role in ENTRA_ROLES.items()}
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as one batch, or where that cannot hold all, as several."""
    return batches(change_set, _Sayer().say, _document, "graph", MOST_REQUESTS)


def _document(requests: Iterable[str]) -> Iterator[str]:
    yield '{\n  "requests": ['
    number = 0
    for number, request in enumerate(requests, 1):
        after = f',"dependsOn":["{number - 1}"]' if number > 1 else ""
        yield f'{"," if number > 1 else ""}\n    {{"id":"{number}"{after},{request[1:]}'
    yield "\n  ]\n}\n" if number else "]\n}\n"


class _Sayer:
    """Says changes one after the other, and remembers whom they created."""

    def __init__(self) -> None:
        self._created = Created()

    def say(self, change: Change, data: dict[str, Any], said: Said) -> None:
        """A change as requests, where Graph has some."""
        op = change.op
        if "user" in data and op != "create":
            data["user"] = self._created.sign_in(data["user"]) or data["user"]
        user = ("users", data.get("user", ""))
        if op == "create":
            self._create(change, data, said)
        elif op == "update":
            self._update(change, data, said)
        elif op in ("disable", "enable"):
            meant = {"op": "update", "user": data["user"], "set": {"enabled": op == "enable"}}
            _request(change, said, "PATCH", user, {"accountEnabled": op == "enable"}, meant)
        elif op == "delete":
            _request(change, said, "DELETE", user, None, data)
        elif op == "restore":
            where = ("directory", "deletedItems", data["user"], "restore")
            _request(change, said, "POST", where, None, data)
        elif op in ("assign_license", "remove_license"):
            self._license(change, data, said)
        elif op in ("grant_role", "revoke_role"):
            self._role(change, data, said)
        elif op in ("add_group", "remove_group"):
            _member(change, data, said, ("groups", data["group"]), gains=op == "add_group")
        else:
            said.lose("change", f"Graph has no request for `{op}` that is read back", change)

    def _create(self, change: Change, data: Mapping[str, Any], said: Said) -> None:
        sign_in = data["set"].get("sign_in_id")
        if not sign_in:
            what = "`create` has no `sign_in_id`, which Graph needs (`userPrincipalName`)"
            said.lose("change", what, change, "set")
            return
        if "replaces" in data:
            said.lose("detail", "`replaces` of `create` has no place in Graph", change, "replaces")
        body, means = self._body(change, data["set"], said)
        manager = self._manager(data["set"])
        if manager and _is_address(("users", manager)):
            body["manager@odata.bind"] = f"{_ROOT}{_url(('users', manager))}"
            means["manager_id"] = manager
        elif "manager_id" in data["set"]:
            _lose(change, "manager_id", "", said)
        self._created.add(data, sign_in, "")
        _request(change, said, "POST", ("users",), body, {"op": "create", "set": means})

    def _update(self, change: Change, data: Mapping[str, Any], said: Said) -> None:
        body, means = self._body(change, data["set"], said)
        user = ("users", data["user"])
        if body:
            _request(change, said, "PATCH", user, body, {**data, "set": means})
        if "manager_id" in data["set"]:
            manager = self._manager(data["set"])
            meant = {**data, "set": {"manager_id": manager}}
            where = (*user, "manager", "$ref")
            if manager is None:
                _request(change, said, "DELETE", where, None, meant)
            elif manager and _is_address(("users", manager)):
                _request(change, said, "PUT", where, _reference(manager), meant)
            else:
                _lose(change, "manager_id", "", said)
        if not data["set"]:
            said.lose("change", "`update` sets nothing, so there is nothing to request", change)

    def _manager(self, values: Mapping[str, Any]) -> str | None:
        key = values.get("manager_id")
        return key and (self._created.sign_in(key) or key)

    def _body(
        self, change: Change, values: Mapping[str, Any], said: Said
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The properties of a user, and what they mean."""
        body: dict[str, Any] = {}
        means: dict[str, Any] = {}
        for field, value in values.items():
            if field == "attributes":
                kept = _attributes(change, value or {}, said)
                body |= kept
                means |= {"attributes": kept} if kept else {}
            elif field in _PROPERTIES and not (field == "sign_in_id" and not value):
                body[_PROPERTIES[field]] = means[field] = value
            elif field != "manager_id":
                _lose(change, field, "", said)
        return body, means

    def _license(self, change: Change, data: Mapping[str, Any], said: Said) -> None:
        sku = data["license"]
        if not _GUID.fullmatch(sku):
            what = f"Graph names licences by their `skuId`, which `{sku}` of `{change.op}` is not"
            said.lose("change", what, change, "license")
            return
        gains = change.op == "assign_license"
        body = {"addLicenses": [{"skuId": sku}] if gains else [], "removeLicenses": [] if gains else [sku]}
        _request(change, said, "POST", ("users", data["user"], "assignLicense"), body, data)

    def _role(self, change: Change, data: Mapping[str, Any], said: Said) -> None:
        role = data["role"]
        if role in _TEMPLATES:
            where = ("directoryRoles", f"roleTemplateId={_TEMPLATES[role]}")
        elif _GUID.fullmatch(role) and role not in ENTRA_ROLES:
            where = ("directoryRoles", role)
        else:
            what = f"Graph names roles by their ids, and that of `{role}` of `{change.op}` is not known"
            said.lose("change", what, change, "role")
            return
        _member(change, data, said, where, gains=change.op == "grant_role")


def _member(
    change: Change, data: Mapping[str, Any], said: Said, where: tuple[str, ...], *, gains: bool
) -> None:
    """A user comes into a role or group, or leaves it."""
    user = data["user"]
    if not _is_address(("users", user)):
        said.lose("change", f"an address cannot name `{user}`, whom `{change.op}` is about", change, "user")
    elif gains:
        _request(change, said, "POST", (*where, "members", "$ref"), _reference(user), data)
    else:
        _request(change, said, "DELETE", (*where, "members", user, "$ref"), None, data)


def _attributes(change: Change, values: Mapping[str, Any], said: Said) -> dict[str, Any]:
    """The attributes that are properties of their own, and not what only comes to or leaves one."""
    kept: dict[str, Any] = {}
    seen: set[str] = set()
    for name, value in values.items():
        lower = name.lower()
        partial = isinstance(value, dict) and value and value.keys() <= {"add", "delete", "increment"}
        if partial or lower in _OWN or lower in seen or lower.startswith("@odata.") or is_secret(name):
            _lose(change, "", name, said)
        else:
            kept[name] = value
            seen.add(lower)
    return kept


def _lose(change: Change, field: str, name: str, said: Said) -> None:
    pointer = f"set/{field}" if field else f"set/attributes/{name}"
    what = f"this value of `{field or name}` has no place in `{change.op}` as Graph has it"
    said.lose("detail", what, change, pointer)


def _request(
    change: Change, said: Said, method: str, parts: tuple[str, ...], body: Any, meant: Mapping[str, Any]
) -> None:
    """A request, if an address can name what it is about."""
    if not _is_address(parts):
        what = f"an address cannot name what `{change.op}` is about"
        said.lose("change", what, change, "user")
        return
    request: dict[str, Any] = {"method": method, "url": _url(parts)}
    if body is not None:
        request |= {"headers": {"Content-Type": "application/json"}, "body": body}
    said.requests.append(escaped(encode(request)))
    said.means.append(dict(meant))


def _reference(user: str) -> dict[str, str]:
    return {"@odata.id": f"{_ROOT}{_url(('users', user))}"}


def _url(parts: tuple[str, ...]) -> str:
    return "/" + "/".join(quote(part, safe="@$=") for part in parts)


def _is_address(parts: tuple[str, ...]) -> bool:
    """Whether an address made of some parts is understood as these parts."""
    return segments(_url(parts)) == parts and segments(f"{_ROOT}{_url(parts)}") == parts
