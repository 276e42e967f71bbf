"""`prechange diff`: what are the changes between two exports?"""

import sys
from typing import Annotated

import typer

from linter.cli import options as opt
from linter.cli.console import put_out
from linter.cli.inputs import Said, difference, evidence
from linter.cli.judging import configured
from linter.cli.outputs import Output, withdraw
from linter.cli.writing import own_form, target, write_changes
from linter.engine.trust import shrunk
from linter.errors import ExitCode
from linter.reporters.visible import visible
from linter.writers import WRITERS

_WIDTH = 100

BeforeFile = Annotated[
    str, typer.Argument(metavar="BEFORE", show_default=False, help="An export of how things are.")
]
AfterFile = Annotated[
    str, typer.Argument(metavar="AFTER", show_default=False, help="The same export as things shall be.")
]
File = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Write to this file, not standard output; as JSON or JSON Lines where it is named so.",
    ),
]


def diff(
    before: BeforeFile,
    after: AfterFile,
    format: opt.Format = None,
    account: opt.Account = None,
    requested_by: opt.RequestedBy = None,
    approved_by: opt.ApprovedBy = None,
    reference: opt.Reference = None,
    reason: opt.Reason = None,
    intent: opt.Intent = None,
    config: opt.Config = None,
    output: File = None,
) -> int:
    """Write the changes between two exports, as a file that `check` reads.

    Users are joined by their immutable ids, so that a rename is one update; where the files have no
    ids, by the sign-in, which is said. A user who is missing from AFTER is deleted if AFTER says that
    it is complete. What cannot be told is named on standard error, and of each new name or address
    whether it looks like a correction, a rename, a rebranding or another person. Nothing is judged.

    \b
      prechange diff export.csv edited.csv --account acme > changes.yaml
    """
    from linter.diff import renames

    place = target(output, [before, after])
    form = own_form(output)
    envelope = evidence(
        account=account,
        requested_by=requested_by,
        approved_by=approved_by,
        reference=reference,
        reason=reason,
        intent=intent,
    )
    said = Said(format=format, envelope=envelope)
    settings = configured(config)
    changes, earlier, later = difference(before, after, None, said, settings)
    if reason := shrunk(earlier, later, settings.max_drop):
        told = f"{after}: the later export is not to be trusted: {reason}; nothing was written"
        put_out(f"{visible(told)}\n", sys.stderr)
        withdraw([Output("json", output or "")])
        return ExitCode.UNDECIDED
    write_changes(WRITERS[form].write(changes), place)
    for one in changes.survey.unchecked:
        place = f"{one.location}: " if one.location else ""
        put_out(f"{place}not told: {one}\n", sys.stderr)
    for change, identity in renames(changes, earlier):
        why = f": {identity.reason}" if identity.reason else ""
        told = f"{change.origin('')}: `{change.user}` looks like {identity.looks}{why}"
        put_out(f"{visible(told)}\n", sys.stderr)
    return 0
