"""Requests as changes."""

import functools
from collections.abc import Iterable, Iterator

from linter.document import Source
from linter.errors import InputError
from linter.formats.baseline import Baseline, differing
from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.part import Part
from linter.formats.scim.bare import request_of
from linter.formats.scim.bulk import expanded, is_bulk
from linter.formats.scim.group import Groups
from linter.formats.scim.patch import UserPatch
from linter.formats.scim.path import STANDARD, path_of
from linter.formats.scim.request import Request, document_of, is_text, requests_of
from linter.formats.scim.sheet import LISTS, NO_ACTIVE, Sheet, Step
from linter.formats.scim.spot import Notes, Spot
from linter.formats.scim.steps import change_of, updates
from linter.model import UNSET, Change, Envelope, Location, User

_ENVELOPE = Envelope()
_CLEARED = ("full_name", "first_name", "last_name", "primary_email", "employee_id", "manager_id")
_BULK = "bulkid:"

Placed = tuple[Step, Location | None]


def part_of(content: Content, given: Given) -> Part:
    """The changes of a file. Raises `InputError` with everything that is wrong."""
    notes = Notes(content.name)
    baseline = Baseline(given.account)
    if is_text(content):
        asked = requests_of(content)
    else:
        source = document_of(content)
        asked = [request_of(source, Spot(source.root, ""), baseline)]
    requests = [each for request in asked for each in _unfolded(request, notes)]
    steps = _in_order(list(_Interpreter(given, baseline, notes, requests).steps()))
    notes.problems.raise_any()
    for change in _changes(steps, 0):
        notes.census.add(change)
    return Part(_ENVELOPE, notes.census.survey(), functools.partial(_changes, steps))


def _in_order(steps: list[Placed]) -> list[Placed]:
    """The changes; who joins a group before being created, as a `bulkId` allows, joins it after that."""
    last = {step.set["sign_in_id"]: number for number, (step, _) in enumerate(steps) if step.op == "create"}

    def position(item: tuple[int, Placed]) -> int:
        number, (step, _) = item
        return max(number, last.get(step.user, 0)) if step.op == "add_group" else number

    # Of those at one position, the creation is the first.
    found = sorted(enumerate(steps), key=lambda item: (position(item), item[1][0].op != "create"))
    return [placed for _, placed in found]


def _changes(steps: Iterable[Placed], first: int) -> Iterator[Change]:
    """The changes, numbered from an index on."""
    for number, (step, line) in enumerate(steps):
        yield change_of(step, first + number, line)


def _unfolded(request: Request, notes: Notes) -> Iterable[Request]:
    """A request, or those that it holds in bulk."""
    if request.body is not None and (request.target.kind == "Bulk" or is_bulk(request.body)):
        return expanded(request.source, request.body, notes)
    return (request,)


class _Interpreter:
    """Makes changes from the requests of a file, in order."""

    def __init__(self, given: Given, baseline: Baseline, notes: Notes, requests: list[Request]) -> None:
        self._baseline = baseline
        self._notes = notes
        self._requests = requests
        self._groups = Groups(given.account, notes, self._referred)
        self._created = {
            request.bulk_id: request.body.text("userName") or request.body.text("displayName")
            for request in requests
            if request.bulk_id and request.body is not None
        }

    def steps(self) -> Iterator[Placed]:
        """The changes of all requests."""
        for request in self._requests:
            line = request.line if request.body is None else None
            for step in self._steps(request):
                yield step, line

    def _steps(self, request: Request) -> Iterator[Step]:
        """The changes of a request."""
        method, (kind, key) = request.method, request.target
        if kind not in ("Users", "Groups") or method not in ("POST", "PUT", "PATCH", "DELETE"):
            self._set_aside(request, f"{method} request for `{kind[:40]}`")
        elif method == "POST" and key:
            self._set_aside(request, "search request" if key == ".search" else "POST request to one resource")
        elif method != "POST" and not key:
            self._refuse(request, f"this {method} does not say which of the {kind.lower()} it is about")
        elif method == "DELETE":
            yield from self._deletion(request)
        elif request.body is None:
            self._refuse(request, f"this {method} has no body")
        elif kind == "Groups":
            yield from self._group(request, request.body)
        else:
            yield from self._user(request, request.body)

    def _deletion(self, request: Request) -> Iterator[Step]:
        """A user or group is deleted."""
        if request.target.kind == "Groups":
            self._set_aside(request, "deletion of a group")
            return
        pointers = {"": request.where.pointer}
        yield Step("delete", self._user_of(request), {}, {}, (), request.source, pointers)

    def _group(self, request: Request, body: Spot) -> Iterable[Step]:
        """A group is created or changed."""
        if request.method == "POST":
            return self._groups.create(request.source, body)
        group = self._user_of(request)
        if request.method == "PUT":
            return self._groups.put(request.source, group, body)
        return self._groups.patch(request.source, group, body)

    def _user(self, request: Request, body: Spot) -> Iterable[Step]:
        """A user is created or changed."""
        if request.method == "PATCH":
            user = self._user_of(request)
            known = self._baseline.find(user)
            return UserPatch(request.source, user, known, self._notes, self._referred).steps(body)
        sheet = Sheet(request.source, self._notes, self._referred)
        sheet.fill(body)
        if not sheet.set.get("sign_in_id"):
            hint = "every user has one; a PUT that leaves it out would clear it"
            self._notes.refuse(request.source, body, "this user has no `userName`", hint)
            return ()
        if request.method == "POST":
            pointers = {"": body.pointer, **sheet.pointers}
            secrets = tuple(sheet.secrets)
            return (Step("create", "", sheet.values, {}, secrets, request.source, pointers),)
        return self._replacement(sheet, self._user_of(request), body)

    def _replacement(self, sheet: Sheet, user: str, body: Spot) -> Iterable[Step]:
        """A user is replaced: what the body leaves out is cleared."""
        known = self._baseline.find(user)
        if all(key.lower() != "active" for key, _ in body.pairs()):
            self._notes.set_aside(sheet.source, body, NO_ACTIVE)
        for field in _CLEARED:
            sheet.set.setdefault(field, None)
        for field, *_ in LISTS.values():
            sheet.set.setdefault(field, ())
        for name in _attributes(known):
            sheet.attributes.setdefault(name, None)
        values = sheet.values if known is None else differing(known, sheet.values)
        return updates(sheet, user, values, body.pointer)

    def _user_of(self, request: Request) -> str:
        """Whom, or which group, a request's path names."""
        return self._referred(request.source, request.where, request.target.id)

    def _referred(self, source: Source, spot: Spot, text: str) -> str:
        """An id; of what a request of the same file creates, the name that it gives."""
        if not text.lower().startswith(_BULK):
            return text
        name = self._created.get(text[len(_BULK) :])
        if not name:
            hint = "a POST of the same file has it, with a `userName` or `displayName`"
            self._notes.refuse(source, spot, f"nothing is created with the `bulkId` `{text[7:]}`", hint)
        return name or text

    def _set_aside(self, request: Request, what: str) -> None:
        if request.line is not None:
            self._notes.census.set_aside(what, request.line)
        else:
            self._notes.set_aside(request.source, request.where, what)

    def _refuse(self, request: Request, message: str) -> None:
        if request.line is not None:
            self._notes.problems.add(InputError.one(message, request.line).problems)
        else:
            self._notes.refuse(request.source, request.where, message)


def _attributes(known: User | None) -> Iterator[str]:
    """The attributes of a user that a replacement could have named: those of the standard's schemas."""
    held = known.attributes if known is not None else UNSET
    for name, value in (held or {}).items():
        path = path_of(name)
        if value is not None and path is not None and path.base in STANDARD:
            yield name
