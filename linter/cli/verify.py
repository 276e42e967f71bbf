"""`prechange verify`: did the changes come about, all of them, and nothing else?"""

from typing import Annotated

import typer

from linter.cli import options as opt
from linter.cli.inputs import Said, evidence, outcome
from linter.cli.judging import conclude, configured, limit, moment, readable, refuse_unknown_builtins, view
from linter.cli.outputs import parse_outputs
from linter.cli.progress import Progress
from linter.cli.settle import settling
from linter.cli.veil import Veil
from linter.engine.verdict import Scale
from linter.engine.waive import Terms
from linter.model import Report

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="CHANGES", show_default=False, help="The files of changes that were applied, in their order."
    ),
]
Before = Annotated[
    str, typer.Option("--before", metavar="FILE", show_default=False, help="How things were before them.")
]
After = Annotated[
    str, typer.Option("--after", metavar="FILE", show_default=False, help="How things are now, after them.")
]


def verify(
    changes: Changes,
    before: Before,
    after: After,
    config: opt.Config = None,
    fail_on: opt.FailOn = None,
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
    privacy: opt.Privacy = None,
    now: opt.Now = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Hold what came of changes that were applied against what they say.

    Replays the changes on the state before them, and compares the result with the state after: what
    is missing, what came out differently, what changed although no change says so, and whether the
    billing record followed. What one of the two states does not tell is undecided. No policy is asked.

    \b
      prechange verify changes.yaml --before monday.yaml --after tuesday.yaml
    """
    paths = [*changes, before, after]
    outputs = parse_outputs(output or (), inputs=[*paths, *filter(None, [baseline]), *(waivers or ())])
    veil = Veil(privacy)
    envelope = evidence(
        account=account,
        requested_by=requested_by,
        approved_by=approved_by,
        reference=reference,
        reason=reason,
        intent=intent,
    )
    said = Said(format=format, snapshot_format=snapshot_format, envelope=envelope)

    def work() -> Report:
        from linter.verify import verify

        at = moment(now)
        settings = configured(config)
        refuse_unknown_builtins(settings)
        fails = limit(settings, fail_on)
        veil.prepare([*paths, *(waivers or settings.waivers.files), baseline])
        readable([*paths, *(waivers or ()), baseline or ""])
        settle = settling(settings, waivers, baseline, Terms(now=at, scale=Scale(fail_on=fails)))
        with Progress(wanted=not quiet) as progress:
            change_set, earlier, later = outcome(changes, before, after, said, settings)
            veil.learn(change_set, earlier, settle.entries, later)
            report = verify(
                progress.over(change_set),
                earlier,
                later,
                now=at,
                severities=settings.severities,
                fail_on=fails,
            )
        return settle.settle(report, change_set, earlier)

    style = view(subject="outcome", inputs=paths, quiet=quiet, verbose=verbose, no_color=no_color)
    return conclude(work, outputs, style, veil)
