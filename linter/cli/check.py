"""`prechange check`: may these changes be made?"""

from typing import Annotated

import typer

from linter.cli import options as opt
from linter.cli.inputs import Said, evidence
from linter.cli.judging import conclude, view
from linter.cli.outputs import need_trace, parse_outputs
from linter.cli.question import Question
from linter.cli.veil import Veil
from linter.errors import InputError
from linter.model import Report

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="CHANGES",
        show_default=False,
        help="Files of changes, in the order they will be applied (see `prechange formats`). "
        "`-` reads standard input.",
    ),
]
SomeChanges = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CHANGES",
        show_default=False,
        help="Files of changes, in the order they will be applied (see `prechange formats`). "
        "`-` reads standard input.",
    ),
]
Before = Annotated[
    str | None,
    typer.Option(
        "--before",
        metavar="FILE",
        show_default=False,
        help="An export of how things are, in place of CHANGES. With --after.",
    ),
]
After = Annotated[
    str | None,
    typer.Option(
        "--after",
        metavar="FILE",
        show_default=False,
        help="The same export as it shall be: the difference is judged.",
    ),
]
SnapshotFile = Annotated[
    str | None,
    typer.Option(
        "--snapshot",
        "-s",
        metavar="FILE",
        show_default=False,
        help="How things are now. Without one, what needs it is undecided.",
    ),
]


def check(
    changes: SomeChanges = None,
    snapshot: SnapshotFile = None,
    before: Before = None,
    after: After = None,
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    fail_on: opt.FailOn = None,
    strict: opt.Strict = False,
    format: opt.Format = None,
    snapshot_format: opt.SnapshotFormat = None,
    account: opt.Account = None,
    requested_by: opt.RequestedBy = None,
    approved_by: opt.ApprovedBy = None,
    reference: opt.Reference = None,
    reason: opt.Reason = None,
    intent: opt.Intent = None,
    output: opt.Outputs = None,
    waivers: opt.Waivers = None,
    baseline: opt.Baseline = None,
    previous: opt.Previous = None,
    privacy: opt.Privacy = None,
    now: opt.Now = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Judge a file of proposed changes before anyone applies it.

    Replays the changes, one after the other, on a snapshot of how things are now, and holds every
    step by the policies. Says what must not happen, why, and what to do instead; what cannot be
    decided, and what to supply. Applies nothing.

    \b
      prechange check changes.yaml --snapshot snapshot.yaml
      prechange check changes.jsonl -s users.json -o text -o json=report.json
      prechange check --before export.csv --after edited.csv --account acme
    """
    paths = _paths(changes, before, after)
    read = [*paths, *filter(None, [snapshot, baseline, previous]), *(waivers or ())]
    outputs = parse_outputs(output or (), inputs=read)
    veil = Veil(privacy)
    envelope = evidence(
        account=account,
        requested_by=requested_by,
        approved_by=approved_by,
        reference=reference,
        reason=reason,
        intent=intent,
    )
    question = Question(
        paths=paths,
        states=(before, after) if before and after else None,
        snapshot=snapshot,
        said=Said(format=format, snapshot_format=snapshot_format, envelope=envelope),
        policies=policy,
        params=param,
        config=config,
        fail_on=fail_on,
        strict=strict,
        waivers=waivers,
        baseline=baseline,
        previous=previous,
        now=now,
    )

    def work() -> Report:
        return question.judge(veil, trace=need_trace(outputs), progress=not quiet).report

    style = view(subject="changes", inputs=paths, quiet=quiet, verbose=verbose, no_color=no_color)
    return conclude(work, outputs, style, veil)


def _paths(changes: list[str] | None, before: str | None, after: str | None) -> list[str]:
    """The files that hold the changes: those named, or two states. Raises `InputError` for all else."""
    if before is None and after is None:
        if changes:
            return changes
        raise InputError.one("missing argument 'CHANGES'", hint="see `prechange check --help`")
    if changes:
        raise InputError.one(
            "give either files of changes, or `--before` and `--after`", hint="see `prechange check --help`"
        )
    if before is None or after is None:
        there, missing = ("--after", "--before") if before is None else ("--before", "--after")
        raise InputError.one(f"`{there}` needs `{missing}`: the difference of the two is judged")
    return [before, after]
