"""Bulk requests: each operation is a request of its own."""

from collections.abc import Iterator

from linter.document import Source
from linter.formats.scim.request import Request, target_of
from linter.formats.scim.spot import Notes, Spot

_METHODS = ("POST", "PUT", "PATCH", "DELETE")


def is_bulk(body: Spot) -> bool:
    """Whether a body is a bulk request: its schema says so, or its operations have methods."""
    operations = body.child("Operations")
    if any(name.endswith(":bulkrequest") for name in schemas(body)):
        return True
    return operations is not None and any(item.child("method") for item in operations.items())


def schemas(body: Spot) -> list[str]:
    """The names of the schemas that a body says it has, in lower case."""
    named = body.child("schemas")
    items = named.items() if named else ()
    return [item.node.value.strip().lower() for item in items if item.node.kind == "text"]


def expanded(source: Source, body: Spot, notes: Notes) -> Iterator[Request]:
    """The requests that a bulk request holds, in order."""
    listed = body.child("Operations")
    if listed is None or listed.node.kind != "list":
        hint = 'write `"Operations": [...]`'
        notes.refuse(source, body, "this bulk request has no list of `Operations`", hint)
        return
    for operation in listed.items():
        method, path = operation.text("method").upper(), operation.text("path")
        if not method or not path:
            missing = "method" if not method else "path"
            hint = f"`method` is one of {', '.join(_METHODS)}; `path` is such as `/Users/ID`"
            notes.refuse(source, operation, f"this operation has no `{missing}`", hint)
        elif method not in _METHODS:
            notes.set_aside(source, operation, f"bulk operation with the method `{method[:40]}`")
        else:
            yield Request(
                method,
                target_of(path),
                source,
                operation,
                operation.child("data"),
                bulk_id=operation.text("bulkId"),
            )
