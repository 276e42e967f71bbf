"""`prechange policy lint`: what is wrong with policies themselves."""

from functools import partial

from linter.authoring.lint import lint as held
from linter.authoring.proof import Bench
from linter.cli import options as opt
from linter.cli.judging import conclude, configured, judged_by, limit, view
from linter.cli.outputs import parse_outputs
from linter.cli.policy_test import Path
from linter.cli.veil import Veil
from linter.model import Report


def lint(
    path: Path = None,
    config: opt.Config = None,
    param: opt.Params = None,
    fail_on: opt.FailOn = None,
    output: opt.Outputs = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Look for rules that do nothing, prove nothing, give secrets away, or lead into a dead end.

    Finds conditions that contradict each other, rules that no example triggers, remedies that another
    rule denies, and more, in the same reports as `check`. Exit codes: 0 nothing that counts, 1 findings
    as grave as --fail-on says, 2 the policies or their cases cannot be read.

    \b
      prechange policy lint policies/our-pack
      prechange policy lint --fail-on warning --output sarif=lint.sarif
    """
    inputs = [path] if path else []
    outputs = parse_outputs(output or (), inputs=inputs)

    def work() -> Report:
        settings = configured(config)
        fails = limit(settings, fail_on)
        return held(Bench(partial(judged_by, settings, inputs or None, param)), fail_on=fails)

    style = view(subject="policies", inputs=inputs, quiet=quiet, verbose=verbose, no_color=no_color)
    return conclude(work, outputs, style, Veil(None))
