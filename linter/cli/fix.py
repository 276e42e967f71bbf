"""`prechange fix`: the change set that should have been written."""

from typing import Annotated, Any

import typer

from linter.cli.borrow import borrowing
from linter.cli.check import SomeChanges, check

File = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Write to this file, not standard output; as YAML, JSON or JSON Lines where it is named so.",
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="FORMAT",
        show_default=False,
        help="The format to write (see `prechange formats`). By default that of CHANGES, or prechange's own "
        "form where that cannot say what is fixed; one YAML file is kept as it is but for what is replaced.",
    ),
]
Diff = Annotated[
    bool, typer.Option("--diff", help="Show what would become of the file as a unified diff; write nothing.")
]
Unsafe = Annotated[bool, typer.Option("--unsafe", help="Also apply remedies that change the intent.")]
Partial = Annotated[
    bool,
    typer.Option(
        "--partial",
        help="Where something is left that no remedy helps, leave it away, with all other changes of the "
        "same users, and write the rest.",
    ),
]

Interactive = Annotated[
    bool, typer.Option("--interactive", help="Ask about each replaced change, at a terminal.")
]
Runbook = Annotated[
    str | None,
    typer.Option(
        "--runbook",
        metavar="FILE.md",
        show_default=False,
        help="Also write the steps that bring it all about, with what a person or Billing Support must do.",
    ),
]
Resume = Annotated[
    str | None,
    typer.Option(
        "--resume",
        metavar="RUNBOOK",
        show_default=False,
        help="In place of CHANGES: say, by a fresh snapshot, which steps of this runbook are done.",
    ),
]


@borrowing(check, without=("before", "after", "output", "baseline", "privacy", "verbose"))
def fix(
    changes: SomeChanges = None,
    output: File = None,
    to: To = None,
    diff: Diff = False,
    unsafe: Unsafe = False,
    partial: Partial = False,
    interactive: Interactive = False,
    runbook: Runbook = None,
    resume: Resume = None,
    **options: Any,
) -> int:
    """Write the change set that should have been written.

    Applies the remedies that the rules name to whatever is denied, judges the result anew, and goes on
    until nothing is denied or no remedy is left. What is written passes `prechange check` under the
    same options. What was replaced, and why, is told on standard error.

    \b
      prechange fix changes.yaml --snapshot snapshot.yaml -o fixed.yaml
      prechange fix changes.yaml -s snapshot.yaml -o fixed.yaml --runbook steps.md
      prechange fix --resume steps.md --snapshot fresh.yaml

    Exit codes: 0 what was written passes, 1 something is left (nothing is written without --partial),
    2 invalid, 3 undecided (nothing is written).
    """
    from linter.cli.fixing import Wanted, resumed, run

    wanted = Wanted(
        output=output,
        to=to,
        diff=diff,
        unsafe=unsafe,
        partial=partial,
        interactive=interactive,
        runbook=runbook,
        resume=resume,
    )
    return run(changes or [], wanted, options) if resume is None else resumed(changes or [], wanted, options)
