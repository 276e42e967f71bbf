"""`prechange check`: may these changes be made?"""

from typing import Annotated

import typer

from linter import engine
from linter.cli import options as opt
from linter.cli.judging import conclude, configured, judged_by, limit, moment, readable, view
from linter.cli.outputs import need_trace, parse_outputs
from linter.cli.progress import Progress
from linter.cli.settle import settling
from linter.cli.veil import Veil
from linter.engine.verdict import Scale
from linter.engine.waive import Terms
from linter.errors import InputError
from linter.formats import read_changes, read_snapshot
from linter.model import UNSET, ChangeSet, Report, Snapshot

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="CHANGES",
        show_default=False,
        help="Files of changes (YAML, JSON or JSON Lines), in the order they will be applied. "
        "`-` reads standard input.",
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
    changes: Changes,
    snapshot: SnapshotFile = None,
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    fail_on: opt.FailOn = None,
    output: opt.Outputs = None,
    waivers: opt.Waivers = None,
    baseline: opt.Baseline = None,
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
    """
    read = [*changes, *filter(None, [snapshot, baseline]), *(waivers or ())]
    outputs = parse_outputs(output or (), inputs=read)
    veil = Veil(privacy)

    def work() -> Report:
        at = moment(now)
        settings = configured(config)
        fails = limit(settings, fail_on)
        policies = judged_by(settings, policy, param)
        path = snapshot or settings.snapshot
        veil.prepare([*changes, path, *(waivers or settings.waivers.files), baseline])
        readable([*changes, path or "", *(waivers or ()), baseline or ""])
        after = settling(settings, waivers, baseline, Terms(now=at, scale=Scale(fail_on=fails)))
        with Progress(wanted=not quiet) as progress:
            change_set, state = _inputs(changes, path)
            veil.learn(change_set, state, after.entries)
            report = engine.check(
                progress.over(change_set),
                state,
                policies,
                now=at,
                fail_on=fails,
                max_snapshot_age=settings.max_snapshot_age,
                trace=need_trace(outputs),
            )
        return after.settle(report, change_set, state)

    style = view(subject="changes", inputs=changes, quiet=quiet, verbose=verbose, no_color=no_color)
    return conclude(work, outputs, style, veil)


def _inputs(paths: list[str], path: str | None) -> tuple[ChangeSet, Snapshot | None]:
    """The changes, and of the snapshot the accounts that they are about."""
    change_set = read_changes(paths)
    if path is None:
        return change_set, None
    named = change_set.survey.accounts
    state = read_snapshot(path, accounts=None if "" in named else named)
    if "" in named and len(state.accounts) > 1:
        raise _which_account(change_set, state)
    return change_set, state


def _which_account(change_set: ChangeSet, snapshot: Snapshot) -> InputError:
    """Changes that name no account could be meant for any of several."""
    first = next(change for change in change_set.changes if change.envelope.account is UNSET)
    known = [account.id for account in snapshot.accounts]
    shown = ", ".join(f"`{name}`" for name in known[:5]) + (", ..." if len(known) > 5 else "")
    return InputError.one(
        f"the change names no account, and the snapshot holds {len(known)}: {shown}",
        location=first.origin(""),
        hint=f"write `account: {known[0]}` at the top of the change file, or in the change",
    )
