"""`prechange audit`: is this state as it should be?"""

from typing import Annotated

import typer

from linter import engine
from linter.cli import options as opt
from linter.cli.inputs import Said, evidence, one_state, told_by, trust_in
from linter.cli.judging import conclude, configured, judged_by, limit, moment, readable, view
from linter.cli.outputs import parse_outputs
from linter.cli.progress import Progress
from linter.cli.settle import settling
from linter.cli.veil import Veil
from linter.engine.verdict import Scale
from linter.engine.waive import Terms
from linter.model import Report

SnapshotFile = Annotated[
    str,
    typer.Argument(
        metavar="SNAPSHOT",
        show_default=False,
        help="How things are now (see `prechange formats`). `-` reads standard input.",
    ),
]


def audit(
    snapshot: SnapshotFile,
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    fail_on: opt.FailOn = None,
    format: opt.Format = None,
    account: opt.Account = None,
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
    """Judge a snapshot alone, by the rules about users and accounts.

    Finds what is already wrong before any change: a billing record that names nobody, more users
    than seats. Rules about changes do not apply.

    \b
      prechange audit snapshot.yaml
    """
    outputs = parse_outputs(
        output or (), inputs=[snapshot, *filter(None, [baseline, previous]), *(waivers or ())]
    )
    veil = Veil(privacy)
    said = Said(snapshot_format=format, envelope=evidence(account=account))

    def work() -> Report:
        at = moment(now)
        settings = configured(config)
        fails = limit(settings, fail_on)
        policies = judged_by(settings, policy, param)
        earlier = (baseline, previous or settings.previous)
        veil.prepare([snapshot, *(waivers or settings.waivers.files), *earlier])
        readable([snapshot, *(waivers or ()), *filter(None, earlier)])
        scale = Scale(fail_on=fails, states_count=True)
        after = settling(settings, waivers, baseline, Terms(now=at, scale=scale))
        with Progress(wanted=not quiet):
            state = one_state(snapshot, said, told_by(settings), None)
            veil.learn(None, state, after.entries)
            trust = trust_in(settings, previous, said, state)
            report = engine.audit(state, policies, now=at, fail_on=fails, trust=trust)
        return after.settle(report, None, state)

    style = view(subject="snapshot", inputs=[snapshot], quiet=quiet, verbose=verbose, no_color=no_color)
    return conclude(work, outputs, style, veil)
