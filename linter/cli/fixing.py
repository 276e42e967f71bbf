"""The work of `prechange fix`: read, fix, write, tell."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from linter import engine
from linter.cli.asking import Asking, need_terminal
from linter.cli.console import put_out, terminal
from linter.cli.fix_text import explanation
from linter.cli.fixed_file import Fixed, as_diff, fixed_file, refuse_to_print_secrets
from linter.cli.inputs import Said, changes_and_state, evidence, one_state, told_by, trust_in
from linter.cli.judging import configured, judged_by, limit, moment, readable
from linter.cli.outputs import parse_outputs, write_file
from linter.cli.runbook_file import as_markdown, as_progress, read_runbook
from linter.cli.settle import Settling, settling
from linter.cli.writing import target, write_changes
from linter.document import did_you_mean, shown_path
from linter.engine.verdict import Scale
from linter.engine.waive import Terms
from linter.errors import ExitCode, InputError
from linter.formats import Column, Given, read_sidecar
from linter.model import ENVELOPE_FIELDS, ChangeSet, Finding, Op, Report, Snapshot
from linter.policy import Policies
from linter.remedy import Fix, Item, Shortage, fix, shortages
from linter.remedy.order import Reordered, reorder
from linter.remedy.progress import progress
from linter.remedy.runbook import runbook
from linter.writers import WRITERS


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the command, beside what `check` is asked."""

    output: str | None = None
    to: str | None = None
    diff: bool = False
    unsafe: bool = False
    partial: bool = False
    interactive: bool = False
    runbook: str | None = None
    resume: str | None = None


class Case(msgspec.Struct, frozen=True):
    """A change set with all that it is judged by."""

    changes: ChangeSet
    state: Snapshot | None
    policies: Policies
    settle: Settling
    said: Said
    columns: Mapping[str, Column]
    options: Mapping[str, Any]

    def judge(self, change_set: ChangeSet) -> Report:
        """The report that `check` would make."""
        return self.judge_by(change_set, self.policies)

    def judge_by(self, change_set: ChangeSet, policies: Policies) -> Report:
        """The report by other policies."""
        report = engine.check(change_set, self.state, policies, **self.options)
        return self.settle.settle(report, change_set, self.state)

    def arrange(self, change_set: ChangeSet, denied: Sequence[int]) -> Reordered:
        """Another order of changes, for those that are denied."""
        return reorder(
            change_set,
            denied,
            self.state,
            self.policies,
            self.judge_by,
            now=self.options["now"],
            scale=self.settle.terms.scale,
        )

    @property
    def menus(self) -> Mapping[Op, str]:
        """Where a person does each operation, as the packs say."""
        return {op: menu for pack in reversed(self.policies.packs) for op, menu in pack.menus.items()}

    def shortages(self, change_set: ChangeSet) -> tuple[Shortage, ...]:
        """Where seats are short."""
        return shortages(engine.check(change_set, self.state, self.policies, trace=True, **self.options))


def run(paths: Sequence[str], wanted: Wanted, options: Mapping[str, Any]) -> int:
    """Fix the changes in some files; the exit code."""
    wanted = _checked(paths, wanted, options)
    case = _read(paths, options)
    result = fix(
        case.changes,
        case.state,
        case.judge,
        now=case.options["now"],
        scale=case.settle.terms.scale,
        unsafe=wanted.unsafe,
        partial=wanted.partial,
        refuse=Asking(terminal(sys.stderr)).refuse if wanted.interactive else _never,
        arrange=case.arrange,
    )
    given = Given(baseline=case.state, columns=case.columns)
    fixed = fixed_file(paths, result, given, case.said, wanted.to, wanted.output) if result.passes else None
    short = case.shortages(result.plan.whole(case.changes)) if result.left else ()
    told = explanation(result, fixed, short, terminal(sys.stderr), quiet=bool(options.get("quiet")))
    put_out(told, sys.stderr)
    if wanted.runbook is not None and result.report.verdict != "undecided":
        tasks = runbook(result, case.state, case.menus, now=case.options["now"])
        write_file(wanted.runbook, as_markdown(tasks, [shown_path(path) for path in paths]))
    if fixed is not None:
        _deliver(fixed, given, wanted)
    return _exit_code(result)


def _never(finding: Finding, item: Item) -> str:
    """No remedy is refused."""
    return ""


def resumed(paths: Sequence[str], wanted: Wanted, options: Mapping[str, Any]) -> int:
    """Say which steps of a runbook a snapshot shows to be done; the exit code: 0 where all are."""
    assert wanted.resume is not None
    if paths:
        raise InputError.one("give either CHANGES, or `--resume`", hint="see `prechange fix --help`")
    settings = configured(options.get("config"))
    snapshot = options.get("snapshot") or settings.snapshot
    if snapshot is None:
        raise InputError.one("`--resume` needs a fresh snapshot", hint="give it with `--snapshot`")
    readable([wanted.resume, snapshot])
    tasks = read_runbook(wanted.resume)
    said = Said(
        snapshot_format=options.get("snapshot_format"), envelope=evidence(account=options.get("account"))
    )
    state = one_state(snapshot, said, told_by(settings), None)
    states = progress(tasks, state)
    put_out(as_progress(tasks, states, state), sys.stdout)
    if all(each == "done" for each in states):
        return ExitCode.ALLOWED
    upcoming = next(each for each in states if each != "done")
    return ExitCode.DENIED if upcoming == "open" else ExitCode.UNDECIDED


def _checked(paths: Sequence[str], wanted: Wanted, options: Mapping[str, Any]) -> Wanted:
    """What is wanted, `-` understood. Raises `InputError` for what makes no sense; reads nothing."""
    if wanted.diff and wanted.output is not None:
        raise InputError.one("`--diff` writes nothing, so `--output` has no meaning", hint="give one of them")
    if wanted.to is not None and wanted.to not in WRITERS:
        near = did_you_mean(wanted.to, WRITERS)
        hint = f"did you mean `{near}`?" if near else f"one of: {', '.join(WRITERS)}"
        raise InputError.one(f"`--to` cannot write `{wanted.to}`", hint=hint)
    if wanted.interactive:
        need_terminal()
    if not paths:
        raise InputError.one("missing argument 'CHANGES'", hint="see `prechange fix --help`")
    read = [*paths, *filter(None, [options.get("snapshot"), options.get("config")])]
    output = target(wanted.output, read)
    files = [path for path in (output, wanted.runbook) if path is not None]
    if len(set(map(os.path.realpath, files))) < len(files):
        raise InputError.one("the changes and the runbook are to go to one file", hint="name another file")
    parse_outputs([f"json={path}" for path in files], inputs=[*read, *(options.get("waivers") or ())])
    return msgspec.structs.replace(wanted, output=output)


def _read(paths: Sequence[str], options: Mapping[str, Any]) -> Case:
    at = moment(options.get("now"))
    settings = configured(options.get("config"))
    fails = limit(settings, options.get("fail_on"))
    policies = judged_by(settings, options.get("policy"), options.get("param"))
    snapshot = options.get("snapshot")
    readable([*paths, snapshot or settings.snapshot or ""])
    settle = settling(settings, options.get("waivers"), None, Terms(now=at, scale=Scale(fail_on=fails)))
    said = Said(
        format=options.get("format"),
        snapshot_format=options.get("snapshot_format"),
        envelope=evidence(**{name: options.get(name) for name in ENVELOPE_FIELDS if name != "effective_at"}),
    )
    changes, state = changes_and_state(paths, snapshot, said, settings)
    judged = {
        "now": at,
        "fail_on": fails,
        "trust": trust_in(settings, options.get("previous"), said, state),
        "strict": bool(options.get("strict")),
    }
    # The changes are judged again and again, so they are read once.
    changes = msgspec.structs.replace(changes, changes=tuple(changes.changes))
    columns = read_sidecar(paths[0]).columns or told_by(settings).columns
    return Case(changes, state, policies, settle, said, columns, judged)


def _deliver(fixed: Fixed, given: Given, wanted: Wanted) -> None:
    if wanted.diff:
        put_out(as_diff(fixed), sys.stdout, encoding="utf-8")
        return
    if wanted.output is None:
        refuse_to_print_secrets(fixed)
    # Evidence that only a sidecar can hold was given on the command line, or in one, and can be again.
    write_changes(fixed.written, wanted.output, {"evidence"}, name=fixed.format, given=given)


def _exit_code(result: Fix) -> ExitCode:
    """What has come of it; something that was dropped is never a pass."""
    if result.report.verdict == "undecided":
        return ExitCode.UNDECIDED
    return ExitCode.DENIED if result.left or not result.passes else ExitCode.ALLOWED
