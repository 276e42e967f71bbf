"""What becomes of the members of groups."""

import re
from collections.abc import Callable, Iterator

from linter.formats.ldif.attribute import MEMBERS
from linter.formats.ldif.directory import Directory
from linter.formats.ldif.draft import Draft, named
from linter.formats.ldif.record import Modification, as_text, base_of
from linter.model import fold

_UNIQUE_TAIL = re.compile(r"#'[01]*'B$")


class Groups:
    """Makes drafts from what is done to groups. `set_aside(what, line)` is told what has no word."""

    def __init__(self, directory: Directory, set_aside: Callable[[str, int], None]) -> None:
        self._directory = directory
        self._set_aside = set_aside

    def modify(self, blocks: tuple[Modification, ...], group: str) -> Iterator[Draft]:
        """What a modify does to a group. Raises `Fault`."""
        for block in blocks:
            base = base_of(block.attribute)
            if base not in MEMBERS:
                self._set_aside("change of a group", block.line)
                continue
            written = [
                (base, as_text(value, block.line + 1 + n), block.line + 1 + n)
                for n, value in enumerate(block.values)
            ]
            if block.op == "add":
                yield from self.join(group, written)
            elif block.op == "delete" and written:
                yield from self._leave(group, written)
            else:
                yield from self._replace(group, written, block.line)

    def _replace(self, group: str, written: list[tuple[str, str, int]], line: int) -> Iterator[Draft]:
        """All members of a group are replaced. Who leaves is told where it is known who was in."""
        members = self._directory.members(group)
        kept = {key: place for key, place in self._users(written) if key}
        if members is None:
            self._set_aside("replacement of all members of a group (who was in it is not known)", line)
        for user in [user for user in members or () if user not in kept]:
            yield Draft("remove_group", user, group=group, line=line)
            (members or {}).pop(user)
        for user, place in kept.items():
            if members is None or user not in members:
                yield Draft("add_group", user, group=group, line=place)
            if members is not None:
                members[user] = None

    def join(self, group: str, written: list[tuple[str, str, int]]) -> Iterator[Draft]:
        """Members, as written and with their lines, come into a group. Raises `Fault`."""
        members = self._directory.members(group)
        for user, line in self._users(written):
            if members is not None:
                members[user] = None
            yield Draft("add_group", user, group=group, line=line)

    def _leave(self, group: str, written: list[tuple[str, str, int]]) -> Iterator[Draft]:
        members = self._directory.members(group)
        for user, line in self._users(written):
            if members is not None:
                members.pop(user, None)
            yield Draft("remove_group", user, group=group, line=line)

    def _users(self, written: list[tuple[str, str, int]]) -> Iterator[tuple[str, int]]:
        """The users among the members as written, with their lines."""
        for base, value, line in written:
            if base == "memberuid":
                baseline = self._directory.baseline
                yield (baseline.signing_in_as(fold(value)) if baseline.given else None) or value, line
                continue
            name = named(_UNIQUE_TAIL.sub("", value), line)
            if not name.key:
                continue
            if self._directory.kind(name) == "user":
                yield self._directory.user_id(name), line
            else:
                self._set_aside("membership of what is no user", line)
