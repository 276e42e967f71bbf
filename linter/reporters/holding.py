"""What is held and what may go, in words: the same for every form that people read."""

from collections.abc import Iterator, Sequence

from linter.model import Held, Report, Run
from linter.reporters.verdict import many

HEADING = "held, because a limit is passed; `prechange split` writes what may go and what is held to files"
_RUNS = 10
"""How many runs of changes are told; the JSON report has all of them."""


def holding(report: Report, most: int | None = None) -> Iterator[str]:
    """A line for each held change, for the first `most` of them, one for the others, and one for what may go.

    Nothing where no limit holds anything. Changes are counted from 1.
    """
    if report.split is None:
        return
    held = report.split.held
    yield from (_held(each) for each in held[:most])
    if most is not None and len(held) > most:
        yield f"and {len(held) - most} more" if most else f"held: {many(len(held), 'change')}"
    yield within(report.split.go)


def within(go: Sequence[Run]) -> str:
    """What may go as far as limits say."""
    if not go:
        return "within the limits: nothing"
    told = ", ".join(_run(run) for run in go[:_RUNS])
    more = f" and {len(go) - _RUNS} more runs" if len(go) > _RUNS else ""
    count = sum(run.last - run.first + 1 for run in go)
    return f"within the limits: {many(count, 'change')}: {told}{more}"


def _run(run: Run) -> str:
    return str(run.first + 1) if run.first == run.last else f"{run.first + 1} to {run.last + 1}"


def _held(held: Held) -> str:
    change = held.change
    user = f" user `{change.user}`" if change.user else ""
    account = f" of account `{change.account}`" if change.account else ""
    on = "" if held.depends_on is None else f", which depends on change {held.depends_on + 1}"
    return f"change {change.index + 1}: `{change.op}`{user}{account}{on}"
