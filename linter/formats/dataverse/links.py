"""Links between users and what they belong to: roles and teams."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from linter.formats.dataverse.batch import Request
from linter.formats.dataverse.known import Entity, Known
from linter.formats.dataverse.properties import ROLES, TEAMS
from linter.formats.odata.request import Draft, SetAside
from linter.model import Op

USERS = "systemusers"


class Link(NamedTuple):
    """What users are linked to: its entity set, and the operations that add and remove a link."""

    set: str
    add: Op
    remove: Op


LINKS: Mapping[str, Link] = {
    ROLES: Link("roles", "grant_role", "revoke_role"),
    TEAMS: Link("teams", "add_group", "remove_group"),
}
"""The links by the name of the property, which is the same on both sides."""


class Links:
    """Makes changes of links."""

    def __init__(self, known: Known, set_aside: SetAside) -> None:
        self._known = known
        self._set_aside = set_aside

    def between(
        self, request: Request, name: str, one: Entity, other: Entity, pointer: str, *, added: bool
    ) -> Iterator[Draft]:
        """The change that adds or removes a link. `pointer` is where the body names the `other` record.

        Raises `InputError` where the two are not a user and what the link is to.
        """
        link = LINKS[name]
        user, thing = (one, other) if one.set == USERS else (other, one)
        if (user.set, thing.set) != (USERS, link.set):
            message = f"`{name}` links `{USERS}` and `{link.set}`, not `{one.set}` and `{other.set}`"
            raise request.refusal(message, pointer)
        part = "user" if other is user else link.set.removesuffix("s").replace("team", "group")
        places = {part: pointer} if pointer else {}
        op = link.add if added else link.remove
        if name == TEAMS:
            yield Draft(request, op, user=user.key, group=thing.key, places=places)
            return
        role = self._known.role_name(thing)
        if role is None:
            where = request.inside(pointer) if pointer else request.place()
            self._set_aside("role of which only the id is known, not the name", where)
        yield Draft(request, op, user=user.key, role=role or thing.key, places=places)
