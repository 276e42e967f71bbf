"""`prechange convert`: the same changes in another format."""

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from linter.cli import options as opt
from linter.cli.inputs import Said, changes_and_state, evidence, told_by
from linter.cli.judging import configured
from linter.cli.writing import target, write_changes
from linter.document import did_you_mean
from linter.errors import InputError
from linter.formats import Given
from linter.model import ChangeSet, Problem
from linter.writers import WRITERS, native_form

_WITHOUT = {"changes": "change", "details": "detail", "evidence": "evidence", "unchecked": "unchecked"}

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="CHANGES",
        show_default=False,
        help="Files of changes, in order (see `prechange formats`). `-` reads standard input.",
    ),
]
To = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="FORMAT",
        show_default=False,
        help=f"The format to write: {', '.join(WRITERS)}. Native is YAML, or JSON or JSON Lines where "
        "FILE is named so.",
    ),
]
Snapshot = Annotated[
    str | None,
    typer.Option(
        "--snapshot",
        "-s",
        metavar="FILE",
        show_default=False,
        help="How things are now, for files that say how things shall be, and to find DNs in.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="WHAT",
        show_default=False,
        help="Leave out what the format cannot say, and name it: whole `changes`, `details` of changes, "
        "`evidence`, or what is `unchecked` in the files read. Repeatable.",
    ),
]
File = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", show_default=False, help="Write to this file, not standard output."
    ),
]


def convert(
    changes: Changes,
    to: To,
    snapshot: Snapshot = None,
    without: Without = None,
    output: File = None,
    format: opt.Format = None,
    snapshot_format: opt.SnapshotFormat = None,
    account: opt.Account = None,
    requested_by: opt.RequestedBy = None,
    approved_by: opt.ApprovedBy = None,
    reference: opt.Reference = None,
    reason: opt.Reason = None,
    intent: opt.Intent = None,
    config: opt.Config = None,
) -> int:
    """Write a change set in another format.

    What the format cannot say is refused, each with its place, and nothing is written, unless
    --without lets it be left out. Evidence that has no place in a format goes to
    FILE.prechange.yaml beside FILE, which is read with it. What was written is read again before
    it is delivered, and has to give the same changes. Nothing is judged.

    \b
      prechange convert changes.yaml --to scim -o bulk.json
      prechange convert leavers.ldif --to native --account acme
    """
    name = _writer(to, output)
    skipped = _kinds(without or ())
    settings = configured(config)
    place = target(output, [*changes, *filter(None, [snapshot or settings.snapshot])])
    envelope = evidence(
        account=account,
        requested_by=requested_by,
        approved_by=approved_by,
        reference=reference,
        reason=reason,
        intent=intent,
    )
    said = Said(format=format, snapshot_format=snapshot_format, envelope=envelope)
    change_set, state = changes_and_state(changes, snapshot, said, settings)
    _refuse_unchecked(change_set, skipped)
    given = Given(baseline=state, columns=told_by(settings).columns)
    write_changes(WRITERS[name].write(change_set, given), place, skipped, name=name, given=given)
    for each in change_set.survey.unchecked:
        print(
            f"{each.location}: not written: {each}" if each.location else f"not written: {each}",
            file=sys.stderr,
        )
    return 0


def _writer(to: str, output: str | None) -> str:
    """The name of the writer. Raises `InputError` where there is none."""
    if to in WRITERS:
        return native_form(output) if to == "native" else to
    meant = did_you_mean(to, WRITERS)
    hint = f"did you mean `{meant}`?" if meant else f"one of: {', '.join(WRITERS)}"
    raise InputError.one(f"changes cannot be written as `{to}`", hint=hint)


def _kinds(without: Iterable[str]) -> frozenset[str]:
    """What may be left out. Raises `InputError` for anything else."""
    for word in without:
        if word not in _WITHOUT:
            meant = did_you_mean(word, _WITHOUT)
            hint = f"did you mean `{meant}`?" if meant else f"one of: {', '.join(_WITHOUT)}"
            raise InputError.one(f"`--without` does not know `{word}`", hint=hint)
    return frozenset(_WITHOUT[word] for word in without)


def _refuse_unchecked(change_set: ChangeSet, skipped: frozenset[str]) -> None:
    """Raises `InputError` where the files read hold what the model has no word for, which would be lost."""
    if "unchecked" not in skipped and change_set.survey.unchecked:
        raise InputError(_lost(change_set))


def _lost(change_set: ChangeSet) -> Iterator[Problem]:
    for each in change_set.survey.unchecked:
        yield Problem(
            message=f"this would be lost: {each}",
            location=each.location,
            hint="changes have no word for it; leave it out with `--without unchecked`",
        )
