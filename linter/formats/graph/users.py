"""The users that Microsoft Graph answers with, as a snapshot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from linter.formats.content import Content
from linter.formats.graph.properties import properties_of
from linter.formats.odata.properties import Wrong
from linter.formats.odata.response import Listing, snapshot_of
from linter.model import Snapshot, User, role_name

_INVITATIONS = {"accepted": "accepted", "pendingacceptance": "sent"}
_OWN = (
    "id",
    "assignedLicenses",
    "deletedDateTime",
    "manager",
)
_EXPANDED_AT_MOST = 20


def users_of(content: Content) -> Snapshot:
    """The users of a response, or of several pages. Raises `InputError` with everything that is wrong."""
    hint = "save the response to GET /users, with the list `value`"
    return snapshot_of(content, Listing("Microsoft Graph", hint, "id", "userPrincipalName", _made))


def _made(record: Mapping[str, Any]) -> User:
    kind = record.get("@odata.type", "#microsoft.graph.user")
    if kind != "#microsoft.graph.user":
        raise Wrong("@odata.type", "this is no user", "a snapshot is the response to GET /users")
    if "@removed" in record:
        raise Wrong("@removed", "this user was removed: the file is a delta, not how things are")
    identity = record.get("id")
    if not isinstance(identity, str) or not identity:
        raise Wrong(
            "id" if "id" in record else "",
            "the user has no `id`",
            "with $select, ask for it: ?$select=id,userPrincipalName,...",
        )
    own = _own(record)
    used = {*_OWN, *(("memberOf", "memberOf@odata.nextLink") if "groups" in own else ())}
    found = properties_of({key: value for key, value in record.items() if key not in used})
    values = {**found.values, **own}
    if values.get("enabled") is None:
        values.pop("enabled", None)
    if found.attributes:
        values["attributes"] = found.attributes
    return User(id=identity, **values)


def _own(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the properties that only a response has say."""
    values: dict[str, Any] = {}
    if "assignedLicenses" in record:
        values["licenses"] = _names(record, "assignedLicenses", "skuId")
        values["licensed"] = bool(values["licenses"])
    state = record.get("externalUserState")
    if isinstance(state, str) and state.lower() in _INVITATIONS:
        values["invitation"] = _INVITATIONS[state.lower()]
    if "deletedDateTime" in record:
        values["deleted_at"] = _moment("deletedDateTime", record["deletedDateTime"])
    if "manager" in record:
        values["manager_id"] = _manager(record["manager"])
    member_of = record.get("memberOf")
    cut = "memberOf@odata.nextLink" in record
    if isinstance(member_of, list) and len(member_of) < _EXPANDED_AT_MOST and not cut:
        values |= _memberships(record)
    return values


def _manager(value: Any) -> str | None:
    """The id of an expanded manager. Raises `Wrong`."""
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise Wrong("manager", "`manager` must be an object with `id`")
    return str(value["id"])


def _memberships(record: Mapping[str, Any]) -> dict[str, Any]:
    """The roles and groups of a user whose `memberOf` is all there."""
    _names(record, "memberOf", "id")
    kinds = [str(one.get("@odata.type", "")) for one in record["memberOf"]]
    if not all(kinds):
        return {}
    pairs = list(zip(kinds, record["memberOf"], strict=True))
    roles = [one for kind, one in pairs if kind == "#microsoft.graph.directoryRole"]
    groups = [one for kind, one in pairs if kind == "#microsoft.graph.group"]
    return {
        "roles": tuple(role_name(str(one.get("roleTemplateId") or one["id"])) for one in roles),
        "groups": tuple(one["id"] for one in groups),
    }


def _names(record: Mapping[str, Any], key: str, inner: str) -> tuple[str, ...]:
    """The ids in a list of objects. Raises `Wrong`."""
    listed = record[key]
    if not isinstance(listed, list) or not all(
        isinstance(one, dict) and isinstance(one.get(inner), str) for one in listed
    ):
        raise Wrong(key, f"`{key}` must be a list of objects with `{inner}`")
    return tuple(one[inner].lower() if inner == "skuId" else one[inner] for one in listed)


def _moment(key: str, value: Any) -> datetime | None:
    """A date with a time and an offset. Raises `Wrong`."""
    try:
        moment: datetime | None = msgspec.convert(value, datetime | None)
    except msgspec.ValidationError as error:
        raise Wrong(key, f"`{key}` is not a date and time") from error
    if moment is not None and moment.tzinfo is None:
        raise Wrong(key, f"`{key}` is a time without its offset")
    return moment
