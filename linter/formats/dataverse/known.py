"""Which record an address means, as far as the snapshot and the file so far tell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from linter.errors import InputError
from linter.formats.baseline import Baseline
from linter.formats.dataverse.address import Address, Segment, address_of
from linter.formats.dataverse.batch import Request
from linter.formats.given import Given
from linter.formats.systemuser import LOGICAL, as_id
from linter.model import User, fold

USERS, ROLES, TEAMS = "systemusers", "roles", "teams"

_FIELDS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "full_name": "full_name",
    "primary_email": "primary_email",
    "employee_id": "employee_id",
    "windows_live_id": "sign_in_id",
}
USER_NAMES = frozenset({"user name", "domain name", "domainname"})
"""How the user name is called where it is an attribute beside the Windows Live ID."""


class Entity(NamedTuple):
    """A record: its entity set in lower case, the id or another key, and the keys that are not its id."""

    set: str
    key: str
    others: tuple[tuple[str, str], ...] = ()


class Known:
    """The records that the snapshot holds, and those that the requests so far have made and removed."""

    def __init__(self, given: Given) -> None:
        self.baseline = Baseline(given.account)
        self._users: Sequence[User] = (given.account.users or ()) if given.account else ()
        self._complete = given.baseline is not None and given.baseline.complete is True
        self._role_names = dict(given.baseline.role_names) if given.baseline else {}
        self._indexes: dict[str, defaultdict[str, set[str]]] = {}
        self._there: dict[str, bool] = {}
        self._seen: set[tuple[int, str]] = set()
        self._referred: dict[tuple[int, str], Entity] = {}

    def target(self, request: Request) -> tuple[Entity | None, tuple[Segment, ...]]:
        """The record that a request is about, and the parts of its address after it. Raises `InputError`."""
        return self._resolved(request.address, request, "")

    def user(self, identity: str) -> Entity:
        """The user with an id."""
        return Entity(USERS, as_id(identity) or identity)

    def linked(self, text: Any, request: Request, pointer: str) -> Entity:
        """The record that an address in a body, or in a query, means. Raises `InputError`."""
        wrong = request.refusal("this is not the address of a record", pointer, "write it as systemusers(ID)")
        if not isinstance(text, str):
            raise wrong
        try:
            address = address_of(text)
        except ValueError as error:
            raise request.refusal(str(error), pointer) from error
        entity, rest = self._resolved(address, request, pointer)
        if entity is None or rest:
            raise wrong
        return entity

    def refer(self, request: Request, entity: Entity) -> None:
        """Notes what record a request is about, for those that name it by its Content-ID."""
        self._referred[request.group, request.id] = entity

    def see(self, request: Request) -> None:
        """Notes a request. Raises `InputError` where one of its change set has the same Content-ID."""
        if request.id and request.group:
            if (request.group, request.id) in self._seen:
                hint = "in a change set every one is unique"
                raise InputError.one(f"the Content-ID `{request.id}` is here twice", request.place(), hint)
            self._seen.add((request.group, request.id))

    def is_there(self, entity: Entity) -> bool | None:
        """Whether a user exists at this point of the file; `None` where that is not known."""
        known = self._there.get(fold(entity.key))
        if known is None and self.baseline.holds(entity.key):
            return True
        return False if known is None and self._complete else known

    def note(self, key: str, *, there: bool) -> None:
        """Notes that a user is there from now on, or no longer."""
        self._there[fold(key)] = there

    def name_role(self, identity: str, name: str) -> None:
        """Notes the name of a role that the file creates."""
        self._role_names.setdefault(identity, name)

    def role_name(self, role: Entity) -> str | None:
        """The name of a role; `None` where only its id is known."""
        named = dict(role.others).get("name")
        return named or self._role_names.get(role.key)

    def _resolved(
        self, address: Address, request: Request, pointer: str
    ) -> tuple[Entity | None, tuple[Segment, ...]]:
        if not address.segments:
            return None, ()
        first, rest = address.segments[0], address.segments[1:]
        if first.name.startswith("$") and first.name[1:] and not first.keys:
            return self._reference(first.name[1:], request, pointer), rest
        if not first.keys:
            return None, address.segments
        return self.entity(first), rest

    def _reference(self, identity: str, request: Request, pointer: str) -> Entity:
        found = self._referred.get((request.group, identity)) if request.group else None
        if found is None:
            message = f"no earlier request of this change set is `${identity}`"
            raise request.refusal(message, pointer, "the number is the Content-ID of a request on a record")
        if not found.key:
            hint = "a user has `domainname` and `internalemailaddress`"
            raise request.refusal(f"what `${identity}` creates has no id, sign-in or address", pointer, hint)
        return found

    def entity(self, segment: Segment) -> Entity:
        """The record that keys name; one with another key than its id is looked for in the snapshot."""
        kind = segment.name.lower()
        primary = kind.removesuffix("s") + "id"
        if len(segment.keys) == 1 and segment.keys[0][0] in ("", primary):
            return Entity(kind, segment.keys[0][1])
        said = ",".join(value for _, value in segment.keys)
        if kind != USERS:
            return Entity(kind, said, segment.keys)
        found = [self._index(name).get(fold(value), set()) for name, value in segment.keys]
        bearers = set.intersection(*found)
        return Entity(kind, next(iter(bearers)) if len(bearers) == 1 else said, segment.keys)

    def _index(self, name: str) -> Mapping[str, set[str]]:
        """The ids of users by what they have for a property."""
        if name not in self._indexes:
            found = self._indexes[name] = defaultdict(set)
            for user in self._users:
                for value in () if user.deleted_at else _values(user, name):
                    if isinstance(value, str) and value:
                        found[fold(value)].add(user.id)
        return self._indexes[name]


def _values(user: User, name: str) -> Iterator[Any]:
    """What a user has for a property that is a key."""
    attributes = user.attributes or {}
    meaning = LOGICAL.get(name, name)
    if meaning in _FIELDS:
        yield getattr(user, _FIELDS[meaning])
    elif meaning == "user_name":
        beside = [value for key, value in attributes.items() if fold(key) in USER_NAMES]
        yield from beside or [user.sign_in_id]
    else:
        yield from (value for key, value in attributes.items() if fold(key) == name)
