"""`prechange policy test`: the examples in rules and the cases of packs, run."""

import sys
from functools import partial
from typing import Annotated

import typer

from linter.authoring.proof import Bench, Proof, text
from linter.cli import options as opt
from linter.cli.console import put_out, terminal
from linter.cli.judging import configured, judged_by
from linter.errors import ExitCode
from linter.reporters.sheet import Sheet

Path = Annotated[
    str | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="A rule file, a pack folder or a built-in pack. By default the policies that `check` "
        "would judge by.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Also show the examples and cases that hold.")]


def prove(
    path: Path = None,
    config: opt.Config = None,
    param: opt.Params = None,
    verbose: Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Run the examples inside rules and the cases in the folder `tests` of packs.

    Fails where something does not come out as it says, and where a rule has no example of what it
    denies or none of what it allows. Exit codes: 0 all hold, 1 one does not, 2 the policies or cases
    cannot be read.

    \b
      prechange policy test policies/our-pack
    """
    settings = configured(config)
    bench = Bench(partial(judged_by, settings, [path] if path else None, param))
    proof = Proof(
        rules=len(bench.policies.rules),
        results=tuple(bench.results()),
        notes=bench.notes,
    )
    style = terminal(sys.stdout, no_color=no_color)
    put_out(text.report(proof, Sheet(style.width, style.colour), verbose=verbose), sys.stdout)
    return ExitCode.ALLOWED if proof.holds else ExitCode.DENIED
