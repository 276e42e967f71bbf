"""`prechange policy test`: the examples inside rules, executed."""

import sys
from typing import Annotated

import typer

from linter import engine
from linter.cli import options as opt
from linter.cli.console import put_out, terminal
from linter.cli.judging import configured, judged_by
from linter.errors import ExitCode
from linter.reporters.sheet import Sheet
from linter.reporters.verdict import many

Path = Annotated[
    str | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="A rule file, a pack folder or a built-in pack. By default the policies that `check` "
        "would judge by.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Also show the examples that hold.")]


def prove(
    path: Path = None,
    config: opt.Config = None,
    param: opt.Params = None,
    verbose: Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Run the examples inside rules: each rule proves itself.

    Fails where an example does not come out as it says, and where a rule has no example of what it
    denies or none of what it allows. Exit codes: 0 all hold, 1 one does not, 2 the policies cannot
    be read.

    \b
      prechange policy test policies/our-pack
    """
    style = terminal(sys.stdout, no_color=no_color)
    sheet = Sheet(style.width, style.colour)
    policies = judged_by(configured(config), [path] if path else None, param)
    results = engine.run_examples(policies)
    shown = [result for result in results if verbose or not result.passed]
    lines = [line for result in shown for line in _told(result, sheet)]
    lines.append(_summary(results, len(policies.rules), sheet))
    put_out("".join(f"{line}\n" for line in lines), sys.stdout)
    return ExitCode.ALLOWED if results and all(result.passed for result in results) else ExitCode.DENIED


def _told(result: engine.ExampleResult, sheet: Sheet) -> list[str]:
    """One example: where it stands, what it is of, and what came out."""
    label, style = ("passed", "allowed") if result.passed else ("failed", "error")
    place = f"{result.location}: " if result.location else ""
    message = f"{result.kind} `{result.name}`" + (f": {result.message}" if result.message else "")
    pieces = [(place.rstrip(), ""), (f"{label}[{result.rule}]", style), (message, "")]
    lines = sheet.flow([piece for piece in pieces if piece[0]])
    if result.location and not result.passed:
        lines += [*sheet.source(result.location, style), ""]
    return lines


def _summary(results: tuple[engine.ExampleResult, ...], rules: int, sheet: Sheet) -> str:
    failed = sum(not result.passed for result in results)
    scope = f"{many(len(results), 'example')} of {many(rules, 'rule')}"
    if not results:
        return sheet.put("failed: there are no examples to run", "error")
    if failed:
        return sheet.put(f"failed: {failed} of {scope}", "error")
    return sheet.put(f"passed: {scope}", "allowed")
