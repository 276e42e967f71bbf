"""`prechange explain`: a rule's page."""

import sys
from typing import Annotated

import typer

from linter.cli import options as opt
from linter.cli.console import put_out, terminal
from linter.cli.judging import configured, judged_by
from linter.cli.page import builtin_page, rule_page
from linter.document import did_you_mean
from linter.engine.builtin import BUILTIN_RULES
from linter.errors import ExitCode, InputError
from linter.policy import Policies
from linter.reporters.sheet import Sheet

Rule = Annotated[
    str,
    typer.Argument(
        metavar="RULE", show_default=False, help="A rule's id, as reports show it, or only its name."
    ),
]


def explain(
    rule: Rule,
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    no_color: opt.NoColor = False,
) -> int:
    """Show what a rule objects to, why, and what to do instead.

    \b
      prechange explain rename-existing-user
    """
    style = terminal(sys.stdout, no_color=no_color)
    sheet = Sheet(style.width, style.colour)
    policies = judged_by(configured(config), policy, param)
    put_out("".join(f"{line}\n" for line in _page(rule, policies, sheet)), sys.stdout)
    return ExitCode.ALLOWED


def _page(wanted: str, policies: Policies, sheet: Sheet) -> list[str]:
    """The page of the one rule that is meant."""
    rules = {rule.id: rule for rule in policies.rules}
    ids = [*rules, *BUILTIN_RULES]
    found = [name for name in ids if wanted in (name, name.partition("/")[2])]
    for off in policies.off:
        if wanted in (off.rule, off.rule.partition("/")[2]) and not found:
            message = f"the rule `{off.rule}` is switched off: {off.reason}"
            raise InputError.one(message, off.location, "name its own pack with `--policy` to see its page")
    if not found:
        near = did_you_mean(wanted, [*ids, *(name.partition("/")[2] for name in ids)])
        hint = f"did you mean `{near}`?" if near else "name its pack or file with `--policy`"
        raise InputError.one(f"there is no rule `{wanted}`", hint=hint)
    if len(found) > 1:
        raise InputError.one(f"several rules are named `{wanted}`", hint=f"one of {', '.join(found)}")
    (name,) = found
    if name in rules:
        return rule_page(rules[name], policies, sheet)
    return builtin_page(name, BUILTIN_RULES[name], sheet)
