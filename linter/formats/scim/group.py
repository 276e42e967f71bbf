"""What requests make of the members of groups."""

from collections.abc import Iterator

from linter.document import Source
from linter.formats.scim.patch import operations, parts_of
from linter.formats.scim.path import Path
from linter.formats.scim.sheet import SERVERS, Step
from linter.formats.scim.spot import Notes, Spot
from linter.formats.scim.steps import Refer
from linter.model import UNSET, Account, Op, User, fold

_WHO_WAS_IN = "replacement of all members of a group (who was in it is not known)"


class Groups:
    """Who is in which group, as far as the state tells, and what becomes of it."""

    def __init__(self, account: Account | None, notes: Notes, refer: Refer) -> None:
        """`None`, or users of whom one's groups are not known, tell nothing of who is in a group."""
        users = (account.users if account else UNSET) or None
        self._members = _members(users) if isinstance(users, tuple) else None
        self._notes = notes
        self._refer = refer

    def create(self, source: Source, body: Spot) -> Iterator[Step]:
        """A group is created; its members are added to it by its name, for it has no id yet."""
        self._notes.set_aside(source, body, "creation of a group")
        members, group = body.child("members"), body.text("displayName")
        if members is not None and not group:
            self._notes.refuse(source, body, "this group has no `displayName`", "it needs one")
        elif members is not None:
            yield from self._join(source, group, members)

    def put(self, source: Source, group: str, body: Spot) -> Iterator[Step]:
        """A group is replaced."""
        if any(key.lower() not in {"members", *SERVERS} for key, _ in body.pairs()):
            self._notes.set_aside(source, body, "replacement of what a group has besides members")
        yield from self._replace(source, group, body.child("members"), body)

    def patch(self, source: Source, group: str, body: Spot) -> Iterator[Step]:
        """Some things of a group change, of which the members are understood."""
        for verb, operation in operations(source, body, self._notes):
            for path, value in parts_of(source, verb, operation, self._notes):
                yield from self._part(source, group, (verb, path, value), operation)

    def _part(
        self, source: Source, group: str, part: tuple[str, Path, Spot | None], operation: Spot
    ) -> Iterator[Step]:
        """What an operation does to one attribute."""
        verb, path, value = part
        if path.base in SERVERS:
            return
        if path.base != "members" or path.part not in ("", "value"):
            self._notes.set_aside(source, operation, "change of a group")
        elif path.filter is not None and verb == "remove" and path.filter.part == "value":
            for member in path.filter.values:
                yield self._step(source, "remove_group", group, member, operation)
        elif path.filter is not None:
            self._notes.set_aside(source, operation, "change of members by a filter")
        elif verb == "add" and value is not None:
            yield from self._join(source, group, value)
        elif verb == "remove" and value is not None:
            for member, spot in self._named(source, value):
                yield self._step(source, "remove_group", group, member, spot)
        else:
            yield from self._replace(source, group, value, operation)

    def _join(self, source: Source, group: str, members: Spot) -> Iterator[Step]:
        for member, spot in self._named(source, members):
            yield self._step(source, "add_group", group, member, spot)

    def _replace(self, source: Source, group: str, members: Spot | None, where: Spot) -> Iterator[Step]:
        """All members are replaced. Who leaves is told where it is known who was in."""
        named = list(self._named(source, members)) if members else []
        inside = None if self._members is None else self._members.setdefault(fold(group), {})
        if inside is None:
            self._notes.set_aside(source, where, _WHO_WAS_IN)
        staying = {fold(member) for member, _ in named}
        for key, member in list((inside or {}).items()):
            if key not in staying:
                yield self._step(source, "remove_group", group, member, where)
        for member, spot in named:
            if inside is None or fold(member) not in inside:
                yield self._step(source, "add_group", group, member, spot)

    def _step(self, source: Source, op: Op, group: str, member: str, spot: Spot) -> Step:
        """One user comes into a group, or leaves it; that is remembered for what follows."""
        user = self._refer(source, spot, member)
        if self._members is not None:
            inside = self._members.setdefault(fold(group), {})
            if op == "add_group":
                inside[fold(user)] = user
            else:
                inside.pop(fold(user), None)
        pointers = {"": spot.pointer}
        return Step(op, user, {}, {"group": group}, (), source, pointers)

    def _named(self, source: Source, members: Spot) -> Iterator[tuple[str, Spot]]:
        """The users among members, by their ids."""
        for item in members.items():
            if item.text("type").lower() == "group" or "/groups/" in item.text("$ref").lower():
                self._notes.set_aside(source, item, "membership of a group in a group")
                continue
            text = item.node.value.strip() if item.node.kind == "text" else item.text("value")
            if text:
                yield text, item
            else:
                hint = 'a member is `{"value": "ID"}`'
                self._notes.refuse(source, item, "this member has no `value`", hint)


def _members(users: tuple[User, ...]) -> dict[str, dict[str, str]] | None:
    """The members of each group, by the folded names of both; `None` where somebody's groups are unknown."""
    found: dict[str, dict[str, str]] = {}
    for user in users:
        if user.groups is UNSET:
            return None
        for group in () if user.deleted_at else user.groups or ():
            found.setdefault(fold(group), {})[fold(user.id)] = user.id
    return found
