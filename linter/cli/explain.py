"""`prechange explain`: a rule's page, or what every rule makes of one change."""

import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from linter.cli import options as opt
from linter.cli.check import SnapshotFile
from linter.cli.console import put_out, terminal
from linter.cli.inputs import Said, changes_and_state, evidence, trust_in
from linter.cli.judging import configured, judged_by, moment
from linter.cli.page import builtin_page, rule_page
from linter.document import did_you_mean
from linter.engine.builtin import BUILTIN_RULES, Builtin
from linter.errors import ExitCode, InputError
from linter.policy import Policies
from linter.reporters.sheet import Sheet

Subjects = Annotated[
    list[str],
    typer.Argument(
        metavar="RULE-OR-CHANGES",
        show_default=False,
        help="A rule's id, as reports show it, or only its name. With --change: files of changes.",
    ),
]
Number = Annotated[
    str | None,
    typer.Option(
        "--change",
        metavar="N",
        show_default=False,
        help="Explain what the rules make of the change with this number, counted from 1.",
    ),
]
OneRule = Annotated[
    str | None,
    typer.Option("--rule", metavar="RULE", show_default=False, help="With --change: only this rule."),
]


def explain(
    subjects: Subjects,
    change: Number = None,
    rule: OneRule = None,
    snapshot: SnapshotFile = None,
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    format: opt.Format = None,
    snapshot_format: opt.SnapshotFormat = None,
    account: opt.Account = None,
    requested_by: opt.RequestedBy = None,
    approved_by: opt.ApprovedBy = None,
    reference: opt.Reference = None,
    reason: opt.Reason = None,
    intent: opt.Intent = None,
    now: opt.Now = None,
    no_color: opt.NoColor = False,
) -> int:
    """Show what a rule objects to and why; or, for one change, what every rule makes of it.

    With --change each rule says whether it selected the change, applied and objected. Where it did not
    object: the first part of its condition that is not met, with the values that it saw, and the smallest
    change of values that would turn it round.

    \b
      prechange explain rename-existing-user
      prechange explain changes.yaml --snapshot snapshot.yaml --change 3
      prechange explain changes.yaml -s snapshot.yaml --change 3 --rule seats
    """
    style = terminal(sys.stdout, no_color=no_color)
    sheet = Sheet(style.width, style.colour)
    settings = configured(config)
    policies = judged_by(settings, policy, param)
    if change is None:
        if len(subjects) > 1 or rule is not None:
            raise InputError.one("explaining changes needs `--change N`", hint="or name one rule")
        lines = _page(subjects[0], policies, sheet)
    else:
        from linter.cli.explaining import explained

        said = Said(
            format=format,
            snapshot_format=snapshot_format,
            envelope=evidence(
                account=account,
                requested_by=requested_by,
                approved_by=approved_by,
                reference=reference,
                reason=reason,
                intent=intent,
            ),
        )
        change_set, state = changes_and_state(subjects, snapshot, said, settings)
        only = None if rule is None else _named(rule, policies)
        lines = explained(
            change_set,
            state,
            policies,
            number=change,
            only=only,
            now=moment(now),
            sheet=sheet,
            trust=trust_in(settings, None, said, state),
        )
    put_out("".join(f"{line}\n" for line in lines), sys.stdout)
    return ExitCode.ALLOWED


def _page(wanted: str, policies: Policies, sheet: Sheet) -> list[str]:
    """The page of the one rule that is meant."""
    name = _named(wanted, policies)
    for rule in policies.rules:
        if rule.id == name:
            return rule_page(rule, policies, sheet)
    return builtin_page(name, {**BUILTIN_RULES, **_checks()}[name], sheet)


def _checks() -> Mapping[str, Builtin]:
    """What policies themselves are held to, which only `policy lint` loads else."""
    from linter.authoring.lint import RULES

    return RULES


def _named(wanted: str, policies: Policies) -> str:
    """The full id of the one rule that is meant. Raises `InputError` where there is none, or several."""
    ids = [*(rule.id for rule in policies.rules), *BUILTIN_RULES]
    found = [name for name in ids if wanted in (name, name.partition("/")[2])]
    found = found or [name for name in _checks() if wanted in (name, name.partition("/")[2])]
    if not found:
        raise _no_such(wanted, ids, policies)
    if len(found) > 1:
        raise InputError.one(f"several rules are named `{wanted}`", hint=f"one of {', '.join(found)}")
    return found[0]


def _no_such(wanted: str, ids: list[str], policies: Policies) -> InputError:
    for off in policies.off:
        if wanted in (off.rule, off.rule.partition("/")[2]):
            message = f"the rule `{off.rule}` is switched off: {off.reason}"
            return InputError.one(message, off.location, "name its own pack with `--policy` to see its page")
    near = did_you_mean(wanted, [*ids, *(name.partition("/")[2] for name in ids)])
    hint = f"did you mean `{near}`?" if near else "name its pack or file with `--policy`"
    return InputError.one(f"there is no rule `{wanted}`", hint=hint)
