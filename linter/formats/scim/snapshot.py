"""Users as a server lists them, as a snapshot."""

from datetime import datetime

from linter.document import Source
from linter.errors import InputError
from linter.formats.account import duplicate
from linter.formats.content import Content
from linter.formats.scim.bulk import schemas
from linter.formats.scim.request import document_of, is_text
from linter.formats.scim.sheet import Sheet
from linter.formats.scim.spot import Notes, Spot
from linter.model import UNSET, Account, Location, Snapshot, Unset, User

_WANTED = "a snapshot is the answer to `GET /Users`, or to `GET /Users/ID`"


def snapshot_of(content: Content) -> Snapshot:
    """The snapshot of a file. Raises `InputError` with everything that is wrong."""
    if is_text(content):
        raise InputError.one("this is a request, not how things are", Location(path=content.name), _WANTED)
    source = document_of(content)
    notes = Notes(content.name)
    users: dict[str, User] = {}
    pointers: dict[str, str] = {}
    body = Spot(source.root, "")
    for spot in _listed(source, body):
        user = _user(source, spot, notes)
        if user is not None and user.id in users:
            first = source.locate(pointers[user.id] + "/id")
            there = f"line {first.line}, column {first.column}"
            where = source.locate(spot.pointer + "/id")
            notes.problems.add([duplicate("user", user.id, where, there)])
        elif user is not None:
            users[user.id] = user
            pointers[user.id] = spot.pointer
    notes.problems.raise_any()

    def locate(account: str, user: str | None) -> Location | None:
        if account or (user is not None and user not in pointers):
            return None
        return source.locate("" if user is None else pointers[user] + "/id")

    return Snapshot(
        accounts=(Account(id="", users=tuple(users.values())),),
        complete=_complete(body),
        path=content.name,
        locate=locate,
    )


def _listed(source: Source, body: Spot) -> list[Spot]:
    """The users of a document. Raises `InputError` where it is something else."""
    resources = body.child("Resources")
    if resources is not None and resources.node.kind == "list":
        return [spot for spot in resources.items() if not _is_other(spot)]
    names = schemas(body)
    if any(name.endswith(":listresponse") for name in names):
        # An answer without results may leave the list out.
        return []
    if body.child("Operations") is None and body.child("userName") is not None and not _is_other(body):
        return [body]
    message = "this is neither a list of users nor a user"
    raise InputError.one(message, source.place(body.node), _WANTED)


def _is_other(spot: Spot) -> bool:
    """Whether a resource is a group or something else that is no user."""
    meta = spot.child("meta")
    kind = meta.text("resourceType").lower() if meta else ""
    if kind:
        return kind != "user"
    names = schemas(spot)
    return bool(names) and not any(name.endswith(":user") for name in names)


def _complete(body: Spot) -> bool | Unset:
    """Known not to be complete where more results are told than there are; a filter is never told."""
    total, resources = body.child("totalResults"), body.child("Resources")
    if total is None or total.node.kind != "int":
        return UNSET
    listed = len(list(resources.items())) if resources else 0
    return False if total.node.value > listed else UNSET


def _user(source: Source, spot: Spot, notes: Notes) -> User | None:
    """The user whom a resource describes; `None` where that cannot be told."""
    key = spot.text("id") or spot.text("userName")
    if not key:
        notes.refuse(source, spot, "this user has neither an `id` nor a `userName`", _WANTED)
        return None
    sheet = Sheet(source, notes, lambda _source, _spot, text: text)
    sheet.fill(spot, without="groups")
    groups = next((inner for name, inner in spot.pairs() if name.lower() == "groups"), None)
    if groups is not None:
        sheet.set["groups"] = tuple(sheet.names(groups))
    modified = _modified(spot, sheet)
    return User(id=key, modified_at=modified, **sheet.values)


def _modified(spot: Spot, sheet: Sheet) -> datetime | Unset:
    """When a user was last modified; what is no moment with an offset becomes an attribute."""
    meta = spot.child("meta")
    written = meta.text("lastModified") if meta else ""
    if not written:
        return UNSET
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        sheet.attributes["meta.lastModified"] = written
        return UNSET
    return moment
