"""Bodies that stand alone: which request they are of, and whom they are about."""

from linter.document import Source
from linter.errors import InputError
from linter.formats.baseline import Baseline
from linter.formats.scim.bulk import is_bulk, schemas
from linter.formats.scim.request import Request, Target
from linter.formats.scim.spot import Spot

_KEYS = ("id", "externalId", "userName")
_WRAP = (
    "begin the file with a request line (`PATCH /Users/ID HTTP/1.1`; of a group `/Groups/ID`), an empty"
    " line, then this; or put it into a BulkRequest"
)


def request_of(source: Source, body: Spot, baseline: Baseline) -> Request:
    """The request that a document is of. Raises `InputError` where that cannot be told."""
    if is_bulk(body):
        return Request("POST", Target("Bulk"), source, body, body)
    kind = _kind(body)
    if kind == "patch":
        return _patch(source, body)
    if kind not in ("user", "group"):
        if kind == "list":
            message = "this lists how things are; it is no request"
            raise InputError.one(message, source.place(body.node), "give it with `--snapshot`")
        message = "this is neither a request's body nor a bulk request"
        raise InputError.one(message, source.place(body.node), _WRAP)
    key = body.text("id")
    if kind == "user" and not key:
        known = baseline.find(body.text("userName"))
        key = known.id if known else ""
    method = "PUT" if key else "POST"
    return Request(method, Target("Users" if kind == "user" else "Groups", key), source, body, body)


def _kind(body: Spot) -> str:
    """What a document is."""
    names = schemas(body)
    operations = body.child("Operations")
    if operations is not None or any(name.endswith(":patchop") for name in names):
        return "patch"
    if body.child("Resources") is not None or any(name.endswith(":listresponse") for name in names):
        return "list"
    if body.child("userName") is not None or any(name.endswith(":user") for name in names):
        return "user"
    if any(name.endswith(":group") for name in names) or body.child("members") is not None:
        return "group"
    return ""


def _patch(source: Source, body: Spot) -> Request:
    """A patch that says itself whom it is about. Raises `InputError` where it does not."""
    group = _is_of_group(body)
    keys = ("id", "externalId", "displayName") if group else _KEYS
    key = next((body.text(name) for name in keys if body.text(name)), "")
    if not key:
        message = f"this patch does not say which {'group' if group else 'user'} it is about"
        raise InputError.one(message, source.place(body.node), _WRAP)
    return Request("PATCH", Target("Groups" if group else "Users", key), source, body, body)


def _is_of_group(body: Spot) -> bool:
    """Whether an operation of a patch is about members, which only groups have."""
    operations = body.child("Operations")
    for operation in operations.items() if operations else ():
        value = operation.child("value")
        if operation.text("path").lower().startswith("members"):
            return True
        if not operation.text("path") and value is not None and value.child("members") is not None:
            return True
    return False
