"""What `check`, `audit` and `diff` read: the changes, and the state before them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import msgspec

from linter.cli.judging import readable
from linter.config import Config
from linter.engine.trust import MAX_DROP, Trust
from linter.errors import InputError
from linter.formats import ChangeFiles, Given, columns_of, filled, read_sidecar, read_snapshot
from linter.model import UNSET, ChangeSet, Envelope, Snapshot


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says of the files: their formats, and the evidence that they do not carry."""

    format: str | None = None
    snapshot_format: str | None = None
    envelope: Envelope = Envelope()

    @property
    def account(self) -> str | None:
        """The account of files that name none."""
        return self.envelope.account if isinstance(self.envelope.account, str) else None


def evidence(**said: str | None) -> Envelope:
    """The evidence that the command line gives. Raises `InputError` where a value is empty."""
    for name, value in said.items():
        if value is not None and not value.strip():
            raise InputError.one(f"`--{name.replace('_', '-')}` is empty", hint="leave it away, or say it")
    return msgspec.convert({name: value for name, value in said.items() if value is not None}, Envelope)


def changes_and_state(
    paths: Sequence[str], snapshot: str | None, said: Said, config: Config
) -> tuple[ChangeSet, Snapshot | None]:
    """The changes of some files, and of the snapshot the accounts that they are about."""
    path = snapshot or config.snapshot
    readable([*paths, path or ""])
    files = ChangeFiles(paths, format=said.format, envelope=said.envelope)
    told = told_by(config)
    if path is None:
        return files.read(told), None
    if files.need_baseline:
        state = one_state(path, said, told, files.accounts)
        changes = files.read(replace(told, baseline=state))
    else:
        changes = files.read(told)
        named = changes.survey.accounts
        state = one_state(path, said, told, None if "" in named else named)
    if "" in changes.survey.accounts and len(state.accounts) != 1:
        raise _which_account(changes, state)
    return changes, state


def outcome(
    paths: Sequence[str], before: str, after: str, said: Said, config: Config
) -> tuple[ChangeSet, Snapshot, Snapshot]:
    """The changes of some files, and the accounts that they are about, before them and after them."""
    readable([*paths, before, after])
    changes, earlier = changes_and_state(paths, before, said, config)
    if not before or earlier is None:
        raise InputError.one("`--before` is empty", hint="name the snapshot that the changes were made for")
    accounts = frozenset(account.id for account in earlier.accounts)
    return changes, earlier, one_state(after, said, told_by(config), accounts)


def difference(
    before: str, after: str, snapshot: str | None, said: Said, config: Config
) -> tuple[ChangeSet, Snapshot, Snapshot]:
    """The changes between two states, the snapshot they start from (by default the earlier state), and the
    later state.
    """
    from linter.diff import diff

    readable([before, after, snapshot or ""])
    told = told_by(config)
    read = partial(read_snapshot, format=said.format, account=said.account, given=told)
    earlier, later = read(before), read(after)
    evidence = filled(said.envelope, read_sidecar(after).envelope)
    changes = _with(diff(earlier, later), evidence)
    start = one_state(snapshot, said, told, changes.survey.accounts) if snapshot else earlier
    return changes, start, later


def _with(changes: ChangeSet, envelope: Envelope) -> ChangeSet:
    """Changes with the evidence for them, each about the account that it has already."""
    replaced = msgspec.structs.replace
    return replaced(
        changes,
        envelope=filled(envelope, changes.envelope),
        changes=tuple(replaced(each, envelope=filled(envelope, each.envelope)) for each in changes.changes),
    )


def told_by(config: Config) -> Given:
    """What the configuration tells readers."""
    return Given(columns=columns_of(config.columns), op=config.op)


def one_state(path: str, said: Said, told: Given, accounts: frozenset[str] | None) -> Snapshot:
    """A snapshot, with only the accounts named."""
    return read_snapshot(path, accounts, format=said.snapshot_format, account=said.account, given=told)


def trust_in(
    config: Config, previous: str | None, said: Said, state: Snapshot | None, after: Snapshot | None = None
) -> Trust:
    """What the snapshot must be like; an earlier one is read as far as it is about the same accounts."""
    path = previous or config.previous
    earlier = None
    if path is not None and state is not None:
        named = frozenset(account.id for account in state.accounts)
        earlier = one_state(path, said, told_by(config), named or None)
    drop = config.max_drop
    return Trust(
        max_age=config.max_snapshot_age,
        min_population=config.min_population,
        max_drop=MAX_DROP if drop is None and earlier is not None else drop,
        previous=earlier,
        after=after,
    )


def _which_account(changes: ChangeSet, snapshot: Snapshot) -> InputError:
    """Changes that name no account could be meant for any of several."""
    first = next(change for change in changes.changes if change.envelope.account is UNSET)
    known = [account.id for account in snapshot.accounts]
    if not known:
        return InputError.one(
            "the change names no account, and the snapshot holds none",
            location=first.origin(""),
            hint="say which: `--account ID`",
        )
    shown = ", ".join(f"`{name}`" for name in known[:5]) + (", ..." if len(known) > 5 else "")
    return InputError.one(
        f"the change names no account, and the snapshot holds {len(known)}: {shown}",
        location=first.origin(""),
        hint=f"say which: `--account {known[0]}`, or write `account: {known[0]}` in the file if it takes it",
    )
