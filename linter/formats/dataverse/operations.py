"""What requests do: the operations of the Dataverse Web API that are changes of users."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from linter.document import join
from linter.formats.dataverse.address import Segment, linked
from linter.formats.dataverse.batch import Request
from linter.formats.dataverse.known import ROLES, TEAMS, USERS, Entity, Known
from linter.formats.dataverse.links import LINKS, Links
from linter.formats.dataverse.properties import TEAMS as MEMBERS
from linter.formats.dataverse.writing import Mode, Writing
from linter.formats.odata.message import METHODS, READS
from linter.formats.odata.request import Draft, SetAside

_REF, _VALUE = "@odata.id", "value"
_MANAGER = "parentsystemuserid"
_NAMESPACE = "microsoft.dynamics.crm."
_STATE = _NAMESPACE + "setstate"
_STATES: Mapping[str, bool] = {"0": False, "1": True}
_TEAM_ACTIONS: Mapping[str, bool] = {"addmembersteam": True, "removemembersteam": False}
_BULK_ACTIONS: Mapping[str, Mode] = {
    "createmultiple": "create",
    "updatemultiple": "update",
    "upsertmultiple": "upsert",
}

_Proposal: TypeAlias = Iterator[Draft] | None
"""The changes of a request; `None` where it is none that is known."""


class Operations:
    """Makes changes of requests, which are given one after the other as the file has them."""

    def __init__(self, known: Known, set_aside: SetAside) -> None:
        self._known = known
        self._set_aside = set_aside
        self._links = Links(known, set_aside)
        self._writing = Writing(known, self._links, set_aside)

    def drafts(self, request: Request) -> Iterator[Draft]:
        """The changes that a request proposes. Raises `InputError` where it is not what Dataverse takes.

        A request that only reads proposes none; one that the model has no words for is set aside.
        """
        self._known.see(request)
        if request.method in READS:
            return
        if request.method not in METHODS:
            message = f"unknown method `{request.method[:20]}`"
            raise request.refusal(message, "", f"it stands in `X-HTTP-Method`; one of: {', '.join(METHODS)}")
        entity, rest = self._known.target(request)
        if entity is None:
            found = self._on_set(request, rest)
        else:
            found = self._on_record(request, entity, rest)
            if not rest:
                self._known.refer(request, entity)
        if found is not None:
            yield from found
        elif request.address.segments:
            self._set_aside(f"request to {request.method} `{request.address}`", request.place())
        else:
            self._set_aside("request to another service", request.place())

    def _on_set(self, request: Request, rest: tuple[Segment, ...]) -> _Proposal:
        """What a request to an entity set does."""
        names = tuple(part.name.lower() for part in rest)
        if request.method != "POST":
            return None
        if names == (USERS,):
            return self._writing.created(request, request.needed(), "")
        if len(names) == 1:
            self._note_created(request, names[0])
        mode = _BULK_ACTIONS.get(names[-1].removeprefix(_NAMESPACE)) if names[:-1] == (USERS,) else None
        return self._bulk(request, mode) if mode else None

    def _on_record(self, request: Request, entity: Entity, rest: tuple[Segment, ...]) -> _Proposal:
        """What a request to a record does, or to a part of it."""
        names = tuple(part.name.lower() for part in rest)
        if names[1:] == ("$ref",) and names[0] in LINKS and entity.set in (USERS, ROLES, TEAMS):
            return self._link(request, entity, rest[0])
        if entity.set == TEAMS and len(names) == 1 and request.method == "POST":
            added = _TEAM_ACTIONS.get(names[0].removeprefix(_NAMESPACE))
            return None if added is None else self._members(request, entity, added=added)
        return self._on_user(request, entity, names, rest) if entity.set == USERS else None

    def _on_user(
        self, request: Request, user: Entity, names: tuple[str, ...], rest: tuple[Segment, ...]
    ) -> _Proposal:
        """What a request to a user does, or to a property of a user."""
        method = request.method
        if not names and method == "PATCH":
            return self._writing.written(request, request.needed(), "", user, _mode(request))
        if not names and method == "DELETE":
            return self._deleted(request, user)
        if names == (_MANAGER, "$ref") and method in ("PUT", "DELETE"):
            return self._managed(request, user)
        if names == (_STATE,) and method == "POST":
            return self._state(request, user)
        if len(names) == 1 and method in ("PUT", "DELETE") and not rest[0].keys:
            return self._property(request, user, rest[0].name)
        return None

    def _deleted(self, request: Request, user: Entity) -> Iterator[Draft]:
        yield Draft(request, "delete", user=user.key)
        self._known.note(user.key, there=False)

    def _property(self, request: Request, user: Entity, name: str) -> Iterator[Draft]:
        """A single property that is put, or emptied."""
        if request.method == "DELETE":
            yield from self._writing.updated(request, {name: None}, "", user)
            return
        key = request.key(_VALUE) if request.needed() else None
        if key is None:
            raise request.wrong(f"the value of `{name}` is missing", hint='write it as {"value": ...}')
        data = {name: request.data()[key]}
        yield from self._writing.updated(request, data, "", user, all_at=join("", key))

    def _managed(self, request: Request, user: Entity) -> Iterator[Draft]:
        """The manager, by a reference."""
        manager, places = None, {}
        if request.method == "PUT":
            pointer = join("", request.key(_REF) or "")
            manager = self._known.linked(request.text(_REF), request, pointer).key
            places = {"set/manager_id": pointer}
        yield Draft(request, "update", user=user.key, set={"manager_id": manager}, places=places)

    def _state(self, request: Request, user: Entity) -> Iterator[Draft]:
        """The state of a user, as a number or as an object that holds it."""
        key = request.key("State")
        value = request.data()[key] if key else None
        disabled = _STATES.get(str(value.get("Value") if isinstance(value, dict) else value))
        if disabled is None:
            pointer = join("", key) if key else ""
            raise request.wrong("`State` must be 0 or 1", pointer, "0 is enabled, 1 is disabled")
        yield Draft(request, "disable" if disabled else "enable", user=user.key)

    def _link(self, request: Request, entity: Entity, link: Segment) -> _Proposal:
        """A link between a user and a role or team, from either side."""
        name, pointer = link.name.lower(), ""
        if request.method == "POST":
            pointer = join("", request.key(_REF) or "")
            other = self._known.linked(request.text(_REF), request, pointer)
        elif request.method == "DELETE" and link.keys:
            other = self._known.entity(Segment(LINKS[name].set if entity.set == USERS else USERS, link.keys))
        elif request.method == "DELETE" and (address := linked(request.address)):
            other = self._known.linked(address, request, "")
        else:
            return None
        return self._links.between(request, name, entity, other, pointer, added=request.method == "POST")

    def _members(self, request: Request, team: Entity, *, added: bool) -> Iterator[Draft]:
        """The members that an action adds to a team or removes from it."""
        for pointer, item in request.items("Members"):
            names = {key.lower(): key for key in item} if isinstance(item, dict) else {}
            key = names.get("systemuserid") or names.get("ownerid")
            if key is None or not isinstance(item[key], str):
                raise request.wrong("a member must be an object with `systemuserid`", pointer)
            user, where = self._known.user(item[key]), join(pointer, key)
            yield from self._links.between(request, MEMBERS, team, user, where, added=added)

    def _bulk(self, request: Request, mode: Mode) -> Iterator[Draft]:
        """The users of an action that writes several at once."""
        for pointer, item in request.items("Targets"):
            names = {key.lower(): key for key in item} if isinstance(item, dict) else {}
            identity = item[names["systemuserid"]] if "systemuserid" in names else None
            if names and mode == "create":
                yield from self._writing.created(request, item, pointer)
            elif isinstance(identity, str):
                yield from self._writing.written(request, item, pointer, self._known.user(identity), mode)
            else:
                raise request.wrong("a target must be an object with `systemuserid`", pointer)

    def _note_created(self, request: Request, kind: str) -> None:
        """Notes a record of another kind that is created: others name it, and a role is known by its name."""
        primary = kind.removesuffix("s") + "id"
        data = request.data()
        identity, name = data.get(primary), data.get("name")
        key = identity.lower() if isinstance(identity, str) else f"${request.group}.{request.id}"
        self._known.refer(request, Entity(kind, key))
        if kind == ROLES and isinstance(name, str):
            self._known.name_role(key, name)


def _mode(request: Request) -> Mode:
    """What the conditions of a request let it do."""
    if request.headers.get("if-none-match", "") == "*":
        return "create"
    return "update" if request.headers.get("if-match") else "upsert"
