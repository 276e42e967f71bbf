"""`prechange split`: what may go as far as limits say, and what is held, as two files of changes."""

import sys
from typing import Annotated, Any

import typer

from linter.cli.borrow import borrowing
from linter.cli.check import Changes, check
from linter.cli.console import put_out
from linter.cli.inputs import Said, evidence
from linter.cli.kept_file import kept
from linter.cli.outputs import parse_outputs, withdraw
from linter.cli.question import Answer, Question
from linter.cli.veil import Veil
from linter.cli.writing import own_form, write_changes
from linter.document import STDIN
from linter.engine.hold import Only, Without, part_of
from linter.errors import ExitCode
from linter.model import ChangeSet
from linter.reporters.holding import within
from linter.reporters.verdict import many
from linter.reporters.visible import visible
from linter.writers import WRITERS, Written
from linter.writers.patch import Slot

GoFile = Annotated[
    str,
    typer.Option(
        "--go",
        metavar="FILE",
        show_default=False,
        help="Write what may go to this file; as JSON or JSON Lines where it is named so.",
    ),
]
HeldFile = Annotated[
    str, typer.Option("--held", metavar="FILE", show_default=False, help="Write what is held to this file.")
]


@borrowing(check, without=("before", "after", "output", "privacy", "quiet", "verbose", "no_color"))
def split(changes: Changes, go: GoFile, held: HeldFile, **options: Any) -> int:
    """Write what may go within the limits, and what is held, as two files of changes.

    Where a limit of the policies is passed that says `on_exceed: hold_excess` or `hold_kind`, the
    changes that it holds, and those that depend on them, go to one file, all others to the other,
    both in their order. Nothing is lost: together they are the input, and a YAML file keeps its layout
    and comments. Where no limit is passed, everything may go and the file of what is held has no changes.

    \b
      prechange split changes.yaml -s snapshot.yaml --go go.yaml --held held.yaml
      prechange check go.yaml -s snapshot.yaml

    Check what may go before you apply it: other rules may object to it. Exit code 0: both files were
    written; 1: a passed limit lets nothing go; 3: a limit is not decided, or
    the snapshot is not to be trusted. Then no file is written.
    """
    single = (options.get(name) for name in ("snapshot", "config", "baseline", "previous"))
    read = [*changes, *filter(None, single), *(options.get("waivers") or ())]
    outputs = parse_outputs([f"json={go}", f"text={held}"], inputs=read)
    for path in (go, held):
        own_form(path)
    withdraw(outputs)
    try:
        question = _question(changes, options)
        answer = question.judge(Veil(None), trace=False, progress=True)
        if refused := _refused(answer):
            why, code = refused
            put_out(f"{visible(why)}; nothing was written\n", sys.stderr)
            return code
        _write(question, answer, go, held)
    except BaseException:
        withdraw(outputs)
        raise
    return ExitCode.ALLOWED


def _question(changes: list[str], options: dict[str, Any]) -> Question:
    names = ("account", "requested_by", "approved_by", "reference", "reason", "intent")
    return Question(
        paths=changes,
        snapshot=options["snapshot"],
        said=Said(
            format=options["format"],
            snapshot_format=options["snapshot_format"],
            envelope=evidence(**{name: options[name] for name in names}),
        ),
        policies=options["policy"],
        params=options["param"],
        config=options["config"],
        fail_on=options["fail_on"],
        strict=options["strict"],
        waivers=options["waivers"],
        baseline=options["baseline"],
        previous=options["previous"],
        now=options["now"],
    )


def _refused(answer: Answer) -> tuple[str, ExitCode] | None:
    """Why the changes cannot be split, where they cannot, and the exit code for that."""
    report, scale = answer.report, answer.scale
    for case in filter(scale.mistrusts, report.undecided):
        return f"the limits count against what is not whole: {case.reason}; {case.supply}", ExitCode.UNDECIDED
    for finding in report.findings:
        if finding.on_exceed == "reject_all" and scale.denies(finding):
            return f"`{finding.rule}` lets nothing go: {finding.message}", ExitCode.DENIED
    limits = {rule.id for rule in answer.policies.rules if rule.limit is not None}
    for case in report.undecided:
        if case.rule in limits and case.severity in scale.grave:
            return f"`{case.rule}` is not decided: {case.reason}; {case.supply}", ExitCode.UNDECIDED
    return None


def _write(question: Question, answer: Answer, go: str, held: str) -> None:
    """Both files, and what is in them."""
    report, change_set = answer.report, answer.change_set
    stopped = [each.change.index for each in report.split.held] if report.split else []
    may = part_of(change_set, Without(change_set.changes, stopped))
    may_not = part_of(change_set, Only(change_set.changes, stopped))
    for path, part in ((go, may), (held, may_not)):
        write_changes(_written(question, change_set, part, path), path)
    for one in change_set.survey.unchecked:
        put_out(visible(f"not written, because changes have no word for it: {one}") + "\n", sys.stderr)
    told = within(report.split.go) if report.split else "no limit holds anything"
    lines = [f"{told}; written to `{go}`", f"held: {many(len(stopped), 'change')}, written to `{held}`"]
    if report.split is None or report.split.go:
        lines.append(f"check `{go}` before it is applied: other rules may object to it")
    put_out("".join(f"{visible(line)}\n" for line in lines), sys.stderr)


def _written(question: Question, whole: ChangeSet, part: ChangeSet, path: str) -> Written:
    """A part of the changes: the author's own lines where they are one YAML document, else written anew."""
    form = own_form(path)
    if form == "yaml" and len(question.paths) == 1 and question.paths[0] != STDIN:
        slots = [Slot(source=change.index) for change in part.changes]
        before, text = kept(question.paths[0], question.said, whole.changes, slots, part.changes)
        if before is not None:
            return Written([text])
    return WRITERS[form].write(part)
