"""A file that says how things are: opened, recognised, and read as a snapshot."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.given import NOTHING, Given
from linter.formats.recognise import format_named, format_of
from linter.formats.sidecar import SUFFIX, read_sidecar
from linter.model import UNSET, Account, Location, Snapshot
from linter.native.shape import Facts, Head


def read_snapshot(
    path: str,
    accounts: frozenset[str] | None = None,
    *,
    format: str | None = None,
    account: str | None = None,
    given: Given = NOTHING,
) -> Snapshot:
    """The snapshot of a file, with only the accounts named; `None` keeps all. `-` is standard input.

    `format` is a name in `FORMATS`; without it the file's sidecar, content or suffix decides. `account` is
    the id of the account that a file is about which names none. The whole file is checked, whatever is
    kept. Raises `InputError` with everything that is wrong.
    """
    content = Content(path)
    sidecar = read_sidecar(path)
    named = format or sidecar.format
    name = named or format_of(content)
    reader = format_named(name).reads_snapshot
    if reader is None:
        raise InputError.one(
            f"`{name}` files hold changes, not a snapshot",
            Location(path=content.name),
            "a snapshot is an export of how things are now",
        )
    told = replace(given, columns=sidecar.columns or given.columns)
    keep = None if accounts is None else accounts | {""}
    said = sidecar.envelope.account
    snapshot = _with_head(reader(content, keep, told), sidecar.head)
    snapshot = _with_facts(snapshot, sidecar.facts)
    snapshot = _named(snapshot, said if isinstance(said, str) else account)
    if accounts is None:
        return snapshot
    kept = tuple(each for each in snapshot.accounts if each.id in accounts)
    return msgspec.structs.replace(snapshot, accounts=kept)


def _with_head(snapshot: Snapshot, head: Head) -> Snapshot:
    """A snapshot; what it does not say of itself is what its sidecar says."""
    said = {name: getattr(head, name) for name in Head.__struct_fields__}
    missing = {name: value for name, value in said.items() if getattr(snapshot, name) is UNSET}
    return msgspec.structs.replace(snapshot, **missing) if missing else snapshot


def _with_facts(snapshot: Snapshot, facts: Facts) -> Snapshot:
    """A snapshot with what only the sidecar says of its account. Raises `InputError` where it has several."""
    if facts == Facts():
        return snapshot
    if len(snapshot.accounts) != 1:
        raise InputError.one(
            f"the sidecar speaks of one account, and the snapshot holds {len(snapshot.accounts)}",
            Location(path=snapshot.path + SUFFIX),
            "leave out `name`, `purchased_users` and `billing_admin`",
        )
    (account,) = snapshot.accounts
    said = {name: getattr(facts, name) for name in Facts.__struct_fields__}
    missing = {name: value for name, value in said.items() if getattr(account, name) is UNSET}
    return msgspec.structs.replace(snapshot, accounts=(msgspec.structs.replace(account, **missing),))


def _named(snapshot: Snapshot, account: str | None) -> Snapshot:
    """A snapshot whose account has an id. Raises `InputError` where nobody says it."""
    if all(each.id for each in snapshot.accounts):
        return snapshot
    if account is None:
        raise InputError.one(
            "the snapshot does not say which account it is of",
            Location(path=snapshot.path),
            "give the account's id: `--account ID`",
        )
    return msgspec.structs.replace(
        snapshot,
        accounts=tuple(each if each.id else _renamed(each, account) for each in snapshot.accounts),
        locate=_by_name(snapshot.locate, account),
    )


def _renamed(account: Account, name: str) -> Account:
    return msgspec.structs.replace(account, id=name)


def _by_name(
    locate: Callable[[str, str | None], Location | None], name: str
) -> Callable[[str, str | None], Location | None]:
    """Finds the records of an account that its file does not name."""
    return lambda account, user: locate("" if account == name else account, user)
