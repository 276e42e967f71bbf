"""`prechange policy test`: the examples in rules and the cases of packs, run and measured."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from linter.authoring.proof import Bench, Proof, Watch, json, junit, mutate, text
from linter.cli import options as opt
from linter.cli.console import put_out, terminal
from linter.cli.judging import configured, judged_by
from linter.cli.outputs import Output, parse_outputs, print_report, withdraw, write_file
from linter.cli.progress import Progress
from linter.errors import ExitCode, InputError
from linter.reporters.sheet import Sheet

FORMATS = ("text", "json", "junit")

Path = Annotated[
    str | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="A rule file, a pack folder or a built-in pack. By default the policies that `check` "
        "would judge by.",
    ),
]
Measure = Annotated[
    bool,
    typer.Option(
        "--coverage", help="Also show which outcomes of rules and of each condition nothing brings about."
    ),
]
Mutate = Annotated[
    bool,
    typer.Option(
        "--mutate",
        help="Also change each condition in small ways, and show the changes that nothing notices.",
    ),
]
FailUnder = Annotated[
    str | None,
    typer.Option(
        "--fail-under",
        metavar="PERCENT",
        show_default=False,
        help="Fail where less is covered, or fewer changes are noticed, of a hundred.",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FORMAT[=FILE]",
        show_default=False,
        help="Write text (the default), json or junit, to standard output or to a file. Repeatable.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Also show the examples and cases that hold.")]


def prove(
    path: Path = None,
    config: opt.Config = None,
    param: opt.Params = None,
    coverage: Measure = False,
    mutation: Mutate = False,
    fail_under: FailUnder = None,
    output: Outputs = None,
    verbose: Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Run the examples inside rules and the cases in the folder `tests` of packs.

    Fails where something does not come out as it says, and where a rule has no example of what it
    denies or none of what it allows. Exit codes: 0 all hold, 1 one does not or less than
    `--fail-under` is reached, 2 the policies or cases cannot be read.

    \b
      prechange policy test policies/our-pack
      prechange policy test policies/our-pack --coverage --mutate --fail-under 90
      prechange policy test policies/our-pack -o text -o junit=policies.xml
    """
    limit = _percent(fail_under or "0")
    if fail_under is not None and not (coverage or mutation):
        raise InputError.one("`--fail-under` needs `--coverage` or `--mutate`: it says what these must reach")
    outputs = parse_outputs(output or (), formats=FORMATS)
    try:
        bench = Bench(partial(judged_by, configured(config), [path] if path else None, param))
        proof = _proof(bench, coverage=coverage, mutation=mutation, fail_under=limit)
        _deliver(proof, outputs, verbose=verbose, no_color=no_color)
    except BaseException:
        withdraw(outputs)
        raise
    return ExitCode.ALLOWED if proof.holds else ExitCode.DENIED


def _percent(text: str) -> float:
    """How much of a hundred must be reached."""
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:
        raise InputError.one(f"`--fail-under` takes a number from 0 to 100, not `{text}`")
    return percent


def _proof(bench: Bench, *, coverage: bool, mutation: bool, fail_under: float) -> Proof:
    """Everything that was asked for, run."""
    watch = Watch()
    with Progress() as progress:
        results = tuple(bench.results(watch.over) if coverage else bench.results())
        failing = frozenset(result.subject for result in results if not result.passed)
        told = partial(progress.say, "changing rules")
        return Proof(
            rules=len(bench.policies.rules),
            results=results,
            notes=bench.notes,
            coverage=watch.close(bench.own, results) if coverage else None,
            mutation=mutate(bench, failing, told) if mutation else None,
            fail_under=fail_under,
        )


def _deliver(proof: Proof, outputs: Sequence[Output], *, verbose: bool, no_color: bool) -> None:
    """Write the proof everywhere it is wanted, files first; where that is all, still say how it came out."""
    style = terminal(sys.stdout, no_color=no_color)
    seen = Sheet(style.width, style.colour)
    for place in sorted(outputs, key=lambda each: not each.path):
        sheet = Sheet() if place.path else seen
        forms = {
            "text": partial(text.report, proof, sheet, verbose=verbose),
            "json": partial(json.report, proof),
            "junit": partial(junit.report, proof),
        }
        said = forms[place.format]()
        if place.path:
            write_file(place.path, said)
        else:
            print_report(place.format, said)
    if all(place.path for place in outputs):
        put_out("".join(f"{line}\n" for line in text.closing(proof, Sheet())), sys.stderr)
