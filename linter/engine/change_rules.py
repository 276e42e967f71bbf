"""Change rules, held against every step as it is replayed."""

from collections.abc import Callable, Mapping
from typing import Any

from linter.engine import findings
from linter.engine.dispatch import ChangeDispatch, reads
from linter.engine.identity import named
from linter.engine.judge import SKIPPED, Broken, Objects, Open, judge
from linter.engine.ledger import Ledger, Where
from linter.engine.views import ACCOUNT_FIELDS, ALL, step_view
from linter.model import Snapshot, Step
from linter.policy import Activation, Policies, Rule

Ambient = Callable[[str], Mapping[str, Any]]
"""The roots that do not depend on the step, by pack: `params now snapshot change_set`."""

STEP_ROOTS = (
    "change",
    "before",
    "after",
    "changed",
    "identity",
    "account",
    "account_after",
    "requester",
    "successor",
    "replaced",
)


class ChangeRules:
    """Holds the change rules of all packs against steps, one at a time."""

    def __init__(
        self, policies: Policies, snapshot: Snapshot | None, ledger: Ledger, ambient: Ambient
    ) -> None:
        self._dispatch = ChangeDispatch(policies)
        self._snapshot = snapshot
        self._ledger = ledger
        self._ambient = ambient

    def meet(self, step: Step) -> None:
        """Judges a step; what a more specific rule objects to, the rules it supersedes do not repeat."""
        objecting: list[Rule] = []
        unknown: list[tuple[Rule, Open]] = []
        superseded: set[str] = set()
        for group in self._dispatch.groups(step):
            activation = Activation(step_view(step, group.needed, self._ambient(group.pack)))
            for rule in group.rules:
                if rule.id in superseded:
                    continue
                result = judge(rule, activation)
                if result is SKIPPED:
                    continue
                self._ledger.applied.add(rule.id)
                if type(result) is Objects:
                    objecting.append(rule)
                    superseded |= rule.supersedes
                elif type(result) is Open:
                    unknown.append((rule, result))
                elif type(result) is Broken:
                    self._ledger.find(
                        findings.of_failure(rule, result.text, account=step.account.id, step=step)
                    )
        for rule in objecting:
            if rule.id not in superseded:
                self._report(rule, step)
        for rule, case in unknown:
            if rule.id not in superseded:
                self._ledger.leave_open(rule.id, rule.severity, named(case, step), lambda: where(step))

    def _report(self, rule: Rule, step: Step) -> None:
        data = step_view(step, text_needs(rule, STEP_ROOTS), self._ambient(rule.pack))
        self._ledger.find(findings.of_change(rule, step, Activation(data), self._snapshot))


def where(step: Step) -> Where:
    """The place of a step's change."""
    return Where(findings.reference(step), step.account.id, step.change.origin(""))


def text_needs(rule: Rule, roots: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Everything a rule's texts may read. The list of users, which is long, only where the rule reads it."""
    needed = dict.fromkeys((*roots, "params", "now", "snapshot", "change_set"), frozenset({ALL}))
    if ("account", "users") not in reads(rule):
        brief = frozenset(ACCOUNT_FIELDS) - {"users"}
        needed |= {root: brief for root in ("account", "account_after") if root in needed}
    return needed
