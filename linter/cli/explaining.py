"""What every rule makes of one change, in words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from linter import engine
from linter.engine.explain import UNKNOWN_VALUE, Explained, Explainer, Unmet
from linter.engine.trust import NO_DEMANDS, Trust
from linter.engine.verdict import Scale
from linter.errors import InputError
from linter.model import ChangeSet, Report, Snapshot, Step
from linter.policy import Policies
from linter.policy.words import in_words
from linter.reporters.encode import encode
from linter.reporters.sheet import Piece, Sheet

_STYLES: Final = {
    "objects": "error",
    "fails": "error",
    "undecided": "undecided",
    "superseded": "info",
    "passes": "allowed",
}
_ORDER: Final = (*_STYLES, "whole", "does not apply", "not selected")


def explained(
    change_set: ChangeSet,
    snapshot: Snapshot | None,
    policies: Policies,
    *,
    number: str,
    only: str | None,
    now: datetime,
    sheet: Sheet,
    trust: Trust = NO_DEMANDS,
) -> list[str]:
    """What each rule, or `only` one, makes of the change with a number, counted from 1.

    Raises `InputError` where there is no change with that number.
    """
    total = change_set.survey.changes
    index = _index(number, total)
    explainer = Explainer(policies, index)
    report = engine.check(change_set, snapshot, policies, now=now, trust=trust, watch=explainer.saw)
    steps = list(dict.fromkeys(id(each.step) for each in explainer.found))
    lines: list[str] = []
    for which in steps:
        found = [each for each in explainer.found if id(each.step) == which]
        lines += _head(found[0].step, total, sheet)
        wanted = [each for each in found if only in (None, each.rule.id)]
        for each in sorted(wanted, key=lambda each: _ORDER.index(each.outcome)):
            lines += _told(each, report, sheet)
        lines.append("")
    return [*lines, *_builtin(report, index, only, sheet), *_mistrust(report, sheet)]


def _index(number: str, total: int) -> int:
    """The place of a change, from 0, from its number."""
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= total:
        return int(number[:9]) - 1
    if not total:
        raise InputError.one("there are no changes to explain")
    hint = f"`--change` takes a number from 1 to {total}"
    raise InputError.one(f"there is no change `{number}` among {total}", hint=hint)


def _head(step: Step, total: int, sheet: Sheet) -> list[str]:
    """The change, and where it stands."""
    user = step.after or step.before
    whom = f" of user `{user.id}`" if user else ""
    what = (
        f"change {step.change.index + 1} of {total}: `{step.change.op}`{whom} in account `{step.account.id}`"
    )
    place = step.change.origin("")
    return [*sheet.flow([(f"{place}:", ""), (what, "strong")]), *sheet.source(place, "strong"), ""]


def _told(each: Explained, report: Report, sheet: Sheet) -> list[str]:
    """One rule: what came of it, and why."""
    outcome = each.outcome
    text = each.text
    if outcome == "whole":
        objects = any(finding.rule == each.rule.id for finding in report.findings)
        outcome, text = ("objects" if objects else "passes"), f"{text}, not this change alone"
    head: list[Piece] = [(f"{outcome}:", _STYLES.get(outcome, "quiet")), (each.rule.id, "strong")]
    lines = sheet.flow(head + ([(f"({text})", "")] if text else []), first="  ", indent="      ")
    if each.unmet is not None:
        lines += _unmet(each.unmet, sheet)
    if each.turns:
        verb = "would not object if" if each.outcome == "objects" else "would object if"
        changes = " and ".join(
            f"`{name}` were `{_shown(value)}`"
            + (" (it is not known)" if is_now is UNKNOWN_VALUE else f" (it is `{_shown(is_now)}`)")
            for name, value, is_now in each.turns
        )
        lines += sheet.flow([(f"{verb} {changes}", "")], first="      ", indent="        ")
    return lines


def _unmet(unmet: Unmet, sheet: Sheet) -> list[str]:
    """The first part of the condition that is not met, with the values that it saw."""
    clause = in_words(unmet.condition.expression, holds=unmet.wanted)
    said = clause.text or f"`{unmet.condition.source}`"
    label = "not known" if unmet.missing else "not so"
    head = [(f"{label}:", ""), (said, ""), (f"({unmet.key}, {unmet.place})", "quiet")]
    lines = sheet.flow(head, first="      ", indent="        ")
    for name, value in unmet.values.items():
        lines += sheet.flow([(f"{name} = {_shown(value)}", "quiet")], first="        ", indent="          ")
    for name in unmet.missing:
        lines.append("        " + sheet.put(f"{name} is not known", "quiet"))
    return lines


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    return value if isinstance(value, str) and value else encode(value)


def _builtin(report: Report, index: int, only: str | None, sheet: Sheet) -> Iterator[str]:
    """What the built-in rules object to in the change."""
    for finding in report.findings:
        about = finding.change is not None and finding.change.index == index
        if about and finding.rule.startswith("change-set/") and only in (None, finding.rule):
            head: list[Piece] = [("objects:", "error"), (finding.rule, "strong"), (finding.message, "")]
            yield from sheet.flow(head, first="  ", indent="      ")


def _mistrust(report: Report, sheet: Sheet) -> Iterator[str]:
    """Why none of it can be relied on, where the snapshot is not whole."""
    for case in filter(Scale().mistrusts, report.undecided):
        head: list[Piece] = [("not to be trusted:", "undecided"), (case.rule, "strong"), (case.reason, "")]
        yield from sheet.flow(head, first="  ", indent="      ")
