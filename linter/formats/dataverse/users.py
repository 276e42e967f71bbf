"""The users that the Dataverse Web API answers with, as a snapshot."""

from collections.abc import Mapping
from typing import Any

import msgspec

from linter.formats.content import Content
from linter.formats.dataverse.properties import ROLES, TEAMS, record_of
from linter.formats.odata.properties import Wrong, tamed
from linter.formats.odata.response import Listing, snapshot_of
from linter.formats.systemuser import as_id, as_moment
from linter.model import Snapshot, User
from linter.native.record import without_secrets

_KIND = "#Microsoft.Dynamics.CRM.systemuser"
_MORE = "@odata.nextLink"


def users_of(content: Content) -> Snapshot:
    """The users of a response, or of several pages. Raises `InputError` with everything that is wrong."""
    role_names: dict[str, str] = {}

    def user(record: Mapping[str, Any]) -> User:
        return _user(record, role_names)

    hint = "save the response to GET /api/data/v9.2/systemusers, with the list `value`"
    listing = Listing("the Dataverse Web API", hint, "systemuserid", "systemuserid", user)
    return msgspec.structs.replace(snapshot_of(content, listing), role_names=role_names)


def _user(record: Mapping[str, Any], role_names: dict[str, str]) -> User:
    """The user that a record describes. Raises `Wrong`."""
    if record.get("@odata.type", _KIND) != _KIND:
        raise Wrong("@odata.type", "this is no user", "a snapshot is the response to GET .../systemusers")
    if "@removed" in record or "$deletedEntity" in str(record.get("@odata.context")):
        raise Wrong("", "this user was removed: the file is a delta, not how things are")
    found = record_of({key: value for key, value in record.items() if not _is_unknown(key, value)})
    if "id" not in found.told:
        raise Wrong("", "the user has no `systemuserid`", "with $select, Dataverse always adds it")
    values = {**found.values, **_told(found.told, found.keys), **_links(found.nested, record, role_names)}
    nested = {key: tamed(key, value) for key, value in found.nested.items() if key not in (ROLES, TEAMS)}
    attributes = {**found.attributes, **without_secrets(nested)[0]}
    if attributes:
        values["attributes"] = attributes
    return User(id=found.told["id"], **values)


def _is_unknown(key: str, value: Any) -> bool:
    """Whether a property says nothing: whether a user is disabled is never empty."""
    return value is None and key.lower() == "isdisabled"


def _told(told: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    values = {field: told[field] for field in ("full_name", "invitation", "licensed") if field in told}
    if told.get("modified_on"):
        moment = as_moment(told["modified_on"])
        if moment is None:
            raise Wrong(keys["told/modified_on"], "this is not a date and time")
        values["modified_at"] = moment[0]
    return values


def _links(
    nested: Mapping[str, Any], record: Mapping[str, Any], role_names: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """The roles by name and the teams by id, where they are expanded and all there. Raises `Wrong`."""
    values: dict[str, tuple[str, ...]] = {}
    roles = _expanded(nested, record, ROLES, "roleid")
    names = [(identity, one.get("name")) for identity, one in roles or ()]
    role_names.update((identity, name) for identity, name in names if isinstance(name, str))
    if roles is not None and all(isinstance(name, str) for _, name in names):
        values["roles"] = tuple(name for _, name in names if isinstance(name, str))
    teams = _expanded(nested, record, TEAMS, "teamid")
    if teams is not None:
        values["groups"] = tuple(identity for identity, _ in teams)
    return values


def _expanded(
    nested: Mapping[str, Any], record: Mapping[str, Any], key: str, inner: str
) -> list[tuple[str, Mapping[str, Any]]] | None:
    """The records that are expanded, with their ids; `None` where they are not, or not all of them."""
    listed = nested.get(key)
    if listed is None or key + _MORE in record:
        return None
    if not isinstance(listed, list) or not all(
        isinstance(one, dict) and isinstance(one.get(inner), str) for one in listed
    ):
        raise Wrong(key, f"`{key}` must be a list of objects with `{inner}`")
    return [(as_id(one[inner]) or one[inner], one) for one in listed]
