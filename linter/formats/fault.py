"""Problems in records: their number, their hints, and the decoder's own complaints put in place."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from linter.document import Source, join
from linter.errors import InputError
from linter.model import SETTABLE_FIELDS, Location, Problem

T = TypeVar("T")

MOST_PROBLEMS = 100
"""How many problems are told; the records that have more are only counted."""

CHANGE_HINTS = {
    **dict.fromkeys(SETTABLE_FIELDS, "new values stand under `set:`"),
    "role": "`op: grant_role` and `op: revoke_role` take a role; `set: {roles: [...]}` replaces all",
    "license": "`op: assign_license` and `op: remove_license` take a licence",
    "group": "`op: add_group` and `op: remove_group` take a group",
    "purchased_users": "`op: set_purchased_users` takes the number",
    "replaces": "only `op: create` takes `replaces`",
    "set": "only `op: create` and `op: update` take `set`",
    "before": "only a change of an existing user has a `before`",
    "user": "this operation is about the account, not a user",
    "email": "the address is `primary_email`, under `set:`",
    "name": "the name is `full_name`, under `set:`",
    "id": "the user is named by `user`",
    "changes": "this is one change; in JSON Lines there is one on each line",
}
"""What to do with a key that a change does not take."""

HEAD_HINTS = dict.fromkeys(
    ("op", "user", "set", "role", "license", "group", "purchased_users"),
    "put the changes in a list: `changes: [...]`",
)
"""What to do with a key that stands beside the changes."""

SNAPSHOT_HINTS = {
    "email": "the address is `primary_email`",
    "mail": "the address is `primary_email`",
    "name": "the name is `full_name`",
    "accounts": "this is one account; in JSON Lines there is one on each line",
    "changes": "this is a snapshot; a change set is read as CHANGES",
    "seats": "the number of seats is `purchased_users`",
}
"""What to do with a key that a snapshot does not take."""

_SECRET = re.compile(r"pass|pwd|secret|token|credential|\bpin\b", re.IGNORECASE)
_MSGSPEC_PATH = re.compile(r" - at `\$([^`]*)`$")


class Problems:
    """Problems as they are found, up to a number worth reading."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Problem] = []
        self.more = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Notes the problems of one record."""
        self.found.extend(problems)

    def explain(self, explained: Callable[[], T]) -> T | None:
        """What a slow reader makes of a record. Its problems are noted, or only counted if there are many."""
        if len(self.found) >= MOST_PROBLEMS:
            self.more += 1
            return None
        try:
            return explained()
        except InputError as error:
            self.add(error.problems)
            return None

    def raise_any(self) -> None:
        """Raises `InputError` where something was found."""
        if not self.found:
            return
        self.found.sort(key=_place)
        more = self.more + max(0, len(self.found) - MOST_PROBLEMS)
        told = self.found[:MOST_PROBLEMS]
        if more:
            told.append(Problem(message=f"and {more} more", location=Location(path=self.path)))
        raise InputError(told)


def _place(problem: Problem) -> tuple[int, int]:
    """Where in the file a problem stands."""
    where = problem.location
    return (where.line, where.column) if where else (0, 0)


def as_problem(error: Exception, source: Source, pointer: str) -> Problem:
    """The decoder's complaint about the part that a JSON Pointer names, where the schema had none."""
    text = str(error)
    path = _MSGSPEC_PATH.search(text)
    inner = join(pointer, *re.findall(r"[^.\[\]]+", path[1])) if path else pointer
    message = _MSGSPEC_PATH.sub("", text).replace("`", "") or "this cannot be read"
    return Problem(message=message[:1].lower() + message[1:], location=source.locate(inner))


def veiled(error: InputError, text: str) -> InputError:
    """An error that shows no lines where the text names a secret, which may then stand anywhere in it."""
    if not _SECRET.search(text):
        return error
    return InputError(
        Problem(message=each.message, location=_bare(each.location), hint=each.hint)
        for each in error.problems
    )


def _bare(where: Location | None) -> Location | None:
    """A place without the line that stands there."""
    if where is None:
        return None
    return Location(path=where.path, line=where.line, column=where.column, end_column=where.end_column)
