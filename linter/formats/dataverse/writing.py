"""Users who are created and updated."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from linter.document import join
from linter.formats.dataverse.batch import Request
from linter.formats.dataverse.known import USER_NAMES, USERS, Entity, Known
from linter.formats.dataverse.links import LINKS, Links
from linter.formats.dataverse.properties import BIND, Record, record_of
from linter.formats.odata.properties import Wrong
from linter.formats.odata.request import Draft, SetAside
from linter.formats.systemuser import FULL_NAME_EDIT, LOGICAL, is_full_name
from linter.model import UNSET, User, fold

Mode: TypeAlias = Literal["create", "update", "upsert"]
"""What a write may do: only create, only update, or either."""

_UNIT = "businessunitid"
_UPSERT = "update without `If-Match: *`, which creates the user where there is none"
_UNIT_MOVE = "move to another business unit, which may take the user's roles away"
_ASIDE = {
    "invitation": "invitation status that a request sets",
    "licensed": "licence that a request sets",
    "modified_on": "time of modification that a request sets",
}
_NEW = User(id="", invitation="none", licensed=False)


class Writing:
    """Makes changes of what requests say of users."""

    def __init__(self, known: Known, links: Links, set_aside: SetAside) -> None:
        self._known = known
        self._links = links
        self._set_aside = set_aside

    def written(
        self, request: Request, data: Mapping[str, Any], base: str, user: Entity, mode: Mode
    ) -> Iterator[Draft]:
        """The changes of a write to a user with a key. `base` is the pointer of `data` in the body.

        Raises `InputError` where a property has a value that it cannot have.
        """
        there = self._known.is_there(user)
        if mode == "create" or (mode == "upsert" and there is False):
            keys = {name: value for name, value in user.others if name.lower() not in map(str.lower, data)}
            yield from self.created(request, {**keys, **data}, base, "" if user.others else user.key)
            return
        if mode == "upsert" and there is None:
            self._set_aside(_UPSERT, request.place())
        yield from self.updated(request, data, base, user)

    def created(self, request: Request, data: Mapping[str, Any], base: str, key: str = "") -> Iterator[Draft]:
        """The changes of a user who is created, with the id that the address gives. Raises `InputError`."""
        found = self._read(request, data, base)
        identity = found.told.get("id") or key
        user = Entity(USERS, _key(found, identity))
        yield Draft(
            request,
            "create",
            user=identity or UNSET,
            set=found.settings(),
            secrets=found.secrets,
            places=found.places(base),
        )
        if user.key:
            self._known.note(user.key, there=True)
        self._known.refer(request, user)
        yield from self._beside(request, found, base, user, _NEW)

    def updated(
        self, request: Request, data: Mapping[str, Any], base: str, user: Entity, all_at: str = ""
    ) -> Iterator[Draft]:
        """The changes of a user who is there. `all_at` is the pointer of the value, where there is only one.

        Raises `InputError`.
        """
        found = self._read(request, data, base)
        known = self._known.baseline.find(user.key) or User(id="")
        self._fit(found, known)
        if "id" in found.told and not user.others and found.told["id"] != fold(user.key):
            found.take("id", found.keys["told/id"], found.told["id"])
        if _UNIT in found.attributes:
            self._set_aside(_UNIT_MOVE, request.inside(found.places(base)[join("set/attributes", _UNIT)]))
        places = found.places(base)
        if all_at:
            places = dict.fromkeys(places, all_at)
        beside = list(self._beside(request, found, base, user, known))
        if found.values or found.attributes or found.secrets or not (found.told or beside or found.nested):
            settings = found.settings()
            yield Draft(request, "update", user=user.key, set=settings, secrets=found.secrets, places=places)
        yield from beside

    def _read(self, request: Request, data: Mapping[str, Any], base: str) -> Record:
        """What a body says of a user, with the records that it names."""
        try:
            found = record_of(data)
        except Wrong as wrong:
            raise request.wrong(wrong.message, join(base, wrong.key), wrong.hint) from wrong
        for key, value in found.links.items():
            name = key[: -len(BIND)].lower()
            if name in LINKS:
                continue
            pointer = join(base, key)
            other = None if value is None else self._known.linked(value, request, pointer).key
            if LOGICAL.get(name) == "manager_id":
                found.take("manager_id", key, other)
            else:
                found.attributes[name] = other
                found.keys[join("set/attributes", name)] = key
        return found

    def _fit(self, found: Record, known: User) -> None:
        """Fits what a body says to a user who is known: which attribute a sign-in is, and the kind."""
        key = found.keys.get("set/sign_in_id", "")
        names = [name for name in known.attributes or () if fold(name) in USER_NAMES]
        if LOGICAL.get(key.lower()) == "user_name" and names:
            found.attributes[names[0]] = found.values.pop("sign_in_id")
            found.keys[join("set/attributes", names[0])] = key
        unknown = known.kind is UNSET and found.values.get("kind") == "person"
        if unknown or known.kind == "application":
            found.values.pop("kind", None)

    def _beside(
        self, request: Request, found: Record, base: str, user: Entity, known: User
    ) -> Iterator[Draft]:
        """What a body says beside new values: an invitation, links; the rest is set aside."""
        for what, value in found.told.items():
            where = join(base, found.keys[f"told/{what}"])
            if what == "invitation" and value == "sent" and known.invitation != "sent":
                yield Draft(request, "invite", user=user.key, places={"user": where})
            elif what in _ASIDE and value != getattr(known, what, UNSET):
                self._set_aside(_ASIDE[what], request.inside(where, key=True))
            elif what == "full_name" and value and not _is_name(value, found, known):
                self._set_aside(FULL_NAME_EDIT, request.inside(where, key=True))
        for key in found.nested:
            inside = request.inside(join(base, key), key=True)
            self._set_aside("related record that is written with a user", inside)
        for name, pointer, address in _members(found, base):
            other = self._known.linked(address, request, pointer)
            yield from self._links.between(request, name, user, other, pointer, added=True)


def _members(found: Record, base: str) -> Iterator[tuple[str, str, Any]]:
    """The addresses of roles and teams that a body binds, with their links and places."""
    for key, value in found.links.items():
        name, pointer = key[: -len(BIND)].lower(), join(base, key)
        if name in LINKS and isinstance(value, list):
            yield from ((name, join(pointer, number), address) for number, address in enumerate(value))
        elif name in LINKS:
            yield name, pointer, value


def _key(found: Record, identity: str) -> str:
    """What names a user who is created, as the replay does it too: the id, the sign-in or the address."""
    said = (identity, found.values.get("sign_in_id"), found.values.get("primary_email"))
    return next((key for key in said if key), "")


def _is_name(name: str, found: Record, known: User) -> bool:
    first, last = (found.values.get(part, getattr(known, part)) for part in ("first_name", "last_name"))
    return is_full_name(name, known.full_name or None, first or "", last or "")
