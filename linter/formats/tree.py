"""Change sets and snapshots out of a parsed document, record by record.

Each record is converted as it is; the JSON Schema is asked only about those that do not convert, so
that good files cost no schema check and bad ones tell everything that is wrong with them.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from linter.document import Node, Source, at, check, join, plain
from linter.errors import InputError
from linter.formats.account import duplicates, examine_account, examine_user
from linter.formats.fault import CHANGE_HINTS, HEAD_HINTS, SNAPSHOT_HINTS, Problems, as_problem
from linter.model import Account, Problem, User
from linter.native.record import Unsound, examine
from linter.native.shape import AccountLine, Document, Head, ManyAccounts, Record, head_of
from linter.schemas import load

_HINTS = {"changes": HEAD_HINTS, "accounts": SNAPSHOT_HINTS}
REFUSED = (msgspec.ValidationError, Unsound)


def change_set(source: Source) -> tuple[Any, list[Any]]:
    """The envelope's record and the changes' records. Raises `InputError` with everything that is wrong."""
    schema = load("changes")
    problems = Problems(source.path)
    problems.add(_head_faults(source, schema, "changes", Document))
    records = []
    node = at(source.root, "/changes")
    for number in range(len(node.value) if node and node.kind == "list" else 0):
        pointer = f"/changes/{number}"
        records.append(problems.explain(functools.partial(change, source, pointer)))
    problems.raise_any()
    return msgspec.convert(_plain_head(source.root, "changes"), Document), records


def change(source: Source, pointer: str = "") -> Any:
    """The record of the change at a pointer."""
    schema = load("changes")
    return converted(source, pointer, Record, examine, lambda: _faults(source, pointer, schema, "change"))


def is_single(root: Node) -> bool:
    """Whether a snapshot is one account at the top level."""
    return root.kind == "mapping" and at(root, "/accounts") is None


def accounts(source: Source) -> tuple[Head, list[Account]]:
    """What a snapshot says of itself, and its accounts. Raises `InputError` with everything that is wrong."""
    if is_single(source.root):
        line = single_account(source)
        return head_of(line), [line]
    problems = Problems(source.path)
    problems.add(_head_faults(source, load("snapshot"), "accounts", ManyAccounts))
    found: list[Account] = []
    node = at(source.root, "/accounts")
    for number in range(len(node.value) if node and node.kind == "list" else 0):
        one = problems.explain(functools.partial(account, source, f"/accounts/{number}"))
        if one is not None:
            found.append(one)
    problems.add(duplicates(source, "/accounts", "account"))
    problems.raise_any()
    return head_of(msgspec.convert(_plain_head(source.root, "accounts"), ManyAccounts)), found


def single_account(source: Source) -> AccountLine:
    """The only account of a document or line."""
    line: AccountLine = converted(
        source, "", AccountLine, examine_account, lambda: _account_faults(source, "", "single")
    )
    return line


def account(source: Source, pointer: str = "") -> Account:
    """The account at a pointer."""
    found: Account = converted(
        source, pointer, Account, examine_account, lambda: _account_faults(source, pointer, "account")
    )
    return found


def converted(
    source: Source,
    pointer: str,
    kind: Any,
    examined: Callable[[Any], None],
    faults: Callable[[], list[Problem]],
) -> Any:
    """What stands at a pointer as a struct. Raises `InputError` with the faults where it does not convert."""
    node = at(source.root, pointer) or source.root
    try:
        record = msgspec.convert(plain(node), kind)
        examined(record)
    except REFUSED as error:
        raise InputError(faults() or [as_problem(error, source, pointer)]) from error
    return record


def _head_faults(source: Source, schema: Mapping[str, Any], key: str, kind: Any) -> list[Problem]:
    """What is wrong with a document beside its list of records."""
    try:
        data = _plain_head(source.root, key)
        msgspec.convert(data, kind)
    except REFUSED as error:
        return check(source, schema, hints=_HINTS[key], leave_out=key) or [as_problem(error, source, "")]
    return []


def _plain_head(root: Node, key: str) -> Any:
    """The data of a document, the items of its list of records left out."""
    if root.kind != "mapping":
        return plain(root)
    pairs = ((name.value, value) for name, value in root.value)
    return {name: [] if name == key and value.kind == "list" else plain(value) for name, value in pairs}


def _account_faults(source: Source, pointer: str, definition: str) -> list[Problem]:
    """Everything that is wrong with an account and its users."""
    schema = load("snapshot")
    found = _faults(source, pointer, schema, definition, leave_out="users")
    users = at(source.root, join(pointer, "users"))
    for number, node in enumerate(users.value if users and users.kind == "list" else ()):
        try:
            examine_user(msgspec.convert(plain(node), User))
        except REFUSED as error:
            where = join(pointer, "users", number)
            found += _faults(source, where, schema, "user") or [as_problem(error, source, where)]
    return found + duplicates(source, join(pointer, "users"), "user")


def _faults(
    source: Source, pointer: str, schema: Mapping[str, Any], definition: str, leave_out: str = ""
) -> list[Problem]:
    """What one definition of a schema objects to."""
    part = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    hints = CHANGE_HINTS if definition == "change" else SNAPSHOT_HINTS
    return check(source, part, pointer=pointer, hints=hints, leave_out=leave_out)
