"""What a backtest tells, for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from linter.authoring.backtest import Observations, Replayed, RuleFlips
from linter.model import Verdict
from linter.reporters.sheet import Sheet
from linter.reporters.verdict import many

_STYLES: Final[Mapping[Verdict, str]] = {"allowed": "allowed", "denied": "error", "undecided": "undecided"}
_MOST_ROWS: Final = 20
_BAR: Final = 30


def report(runs: Sequence[Replayed], rules: Sequence[RuleFlips], sheet: Sheet) -> Iterator[str]:
    """The runs with another verdict, and the rules that come to another result."""
    for run in runs:
        if run.flips or run.earlier is None:
            yield from _run(run, sheet)
    if rules:
        yield ""
        yield sheet.put("by rule:", "strong")
    for rule in rules:
        text = (
            f"newly objects in {many(rule.gained, 'run')}, no longer in {rule.lost}; "
            f"{many(rule.flips, 'verdict')} would flip"
        )
        yield from sheet.flow([(f"{rule.rule}:", "strong"), (text, "")], first="  ", indent="      ")
    flips = sum(run.flips for run in runs)
    unknown = sum(run.earlier is None for run in runs)
    text = f"{many(len(runs), 'run')}: {many(flips, 'verdict')} would flip"
    yield sheet.put(text + (f", {unknown} without a report to compare with" if unknown else ""), "strong")


def _run(run: Replayed, sheet: Sheet) -> list[str]:
    causes = [f"{rule} objects" for rule in run.gained] + [f"{rule} no longer objects" for rule in run.lost]
    told = f"({', '.join(causes)})" if causes else ""
    earlier = run.earlier or "no report"
    pieces = [(f"{run.name}:", "strong"), (f"{earlier} ->", ""), (run.verdict, _STYLES.get(run.verdict, ""))]
    return sheet.flow([*pieces, *([(told, "")] if told else [])], indent="    ")


def sweep_lines(swept: Mapping[str, Any], sheet: Sheet) -> Iterator[str]:
    """The distribution of observed values, and the verdicts of each threshold."""
    seen: Observations = swept["observed"]
    total = sum(seen.counts.values())
    yield ""
    head = f"{swept['param']} = {swept['value']}, read by {', '.join(seen.rules) or 'no rule'}"
    yield from sheet.flow([(head, "strong")])
    if not seen.plain:
        yield from sheet.flow([("a rule holds it against nothing that can be told: values are missing", "")])
    yield f"  held against {many(total, 'value')}" + (":" if total else "")
    most = max(seen.counts.values(), default=1)
    rows = list(seen.counts.items())
    for value, count in rows[:_MOST_ROWS]:
        bar = "*" * max(1, round(count * _BAR / most))
        yield sheet.put(f"  {_number(value):>10}  {count:>6}  {bar}")
    if len(rows) > _MOST_ROWS:
        yield f"  and {len(rows) - _MOST_ROWS} larger ones, up to {_number(rows[-1][0])}"
    yield sheet.put("  threshold     allowed   denied  undecided", "strong")
    for each in swept["thresholds"]:
        counts = [each.verdicts.get(verdict, 0) for verdict in _STYLES]
        mark = "  (now)" if each.value == swept["value"] else ""
        yield f"  {_number(each.value):>10}  {counts[0]:>8} {counts[1]:>8} {counts[2]:>10}{mark}"


def _number(value: float) -> str:
    return f"{value:g}"
