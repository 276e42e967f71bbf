"""`prechange policy backtest`: the policies at hand, held against past change files."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from linter.authoring.backtest import (
    Past,
    Replayed,
    flips_by_rule,
    observe,
    replay_past,
    thresholds,
)
from linter.cli import options as opt
from linter.cli.archive import past_runs
from linter.cli.backtest_text import report, sweep_lines
from linter.cli.console import complain, put_out, terminal
from linter.cli.judging import configured, judged_by, limit, moment
from linter.config import Config
from linter.document import did_you_mean
from linter.errors import ExitCode, InputError
from linter.policy import Param, Policies
from linter.reporters.sheet import Sheet

Archive = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="ARCHIVE",
        show_default=False,
        help="The folder of past runs: in a folder each `changes.*`, `snapshot.*` and `report.json`.",
    ),
]
Sweep = Annotated[
    str | None,
    typer.Option(
        "--sweep",
        metavar="PACK.PARAM",
        show_default=False,
        help="Also tell what this numeric param was held against, and what each threshold would give.",
    ),
]
Form = Annotated[
    str, typer.Option("--output", "-o", metavar="FORMAT", help="`text`, or `json` for programs.")
]


def backtest(
    since: Archive,
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    fail_on: opt.FailOn = None,
    sweep: Sweep = None,
    now: opt.Now = None,
    output: Form = "text",
    no_color: opt.NoColor = False,
) -> int:
    """Hold the policies at hand against past change files: which verdicts would flip, and by which rules.

    ARCHIVE has a folder for each run, with the files of changes (`changes.yaml`, `changes-2.csv`), the
    snapshot that they met, and the report of that day (`prechange check ... --output json=report.json`).
    A run is judged as at the time of its snapshot. Exit codes: 0 no verdict flips, 1 one does, 2 a run
    cannot be read, 3 there are no runs, or one has no report to compare with.

    \b
      prechange policy backtest --since archive --policy policies/our-pack
      prechange policy backtest --since archive --sweep our-pack.max_removals
    """
    if output not in ("text", "json"):
        raise InputError.one(f"`--output {output}` is no format of this report", hint="`text` or `json`")
    settings = configured(config)
    policies = judged_by(settings, policy, param)
    fails = limit(settings, fail_on)
    pasts, problems = past_runs(Path(since), settings, moment(now))
    runs = [replay_past(past, policies, fail_on=fails) for past in pasts]
    swept = None
    if sweep is not None:
        swept = _swept(sweep, pasts, policies, (settings, policy, param), fails)
    _write(runs, swept, output, no_color)
    if problems:
        complain(problems)
        return ExitCode.INVALID
    return _code(runs)


def _code(runs: Sequence[Replayed]) -> int:
    if any(run.flips for run in runs):
        return ExitCode.DENIED
    if not runs or any(run.earlier is None for run in runs):
        return ExitCode.UNDECIDED
    return ExitCode.ALLOWED


def _swept(
    named: str,
    pasts: Sequence[Past],
    policies: Policies,
    given: tuple[Config, list[str] | None, list[str] | None],
    fails: Any,
) -> dict[str, Any]:
    """What a numeric param was held against, and what each threshold would give."""
    pack, param, value = _numeric(named, policies)
    settings, policy, params = given

    def with_value(value: float) -> Policies:
        return judged_by(settings, policy, [*(params or ()), f"{named}={value}"])

    # With the least value every limit is passed, and says what it counted.
    seen = observe(pasts, with_value(0), pack, param.name)
    values = {*seen.counts, value}
    if param.type == "int":
        values = {int(each) for each in values}
    tried = thresholds(pasts, values, with_value, fail_on=fails)
    return {"param": named, "value": value, "observed": seen, "thresholds": tried}


def _numeric(named: str, policies: Policies) -> tuple[str, Param, int | float]:
    """The param that is meant. Raises `InputError` where there is none, or it is no number."""
    known = {f"{pack.id}.{param.name}": (pack.id, param) for pack in policies.packs for param in pack.params}
    if named not in known:
        near = did_you_mean(named, known)
        hint = f"did you mean `{near}`?" if near else f"params: {', '.join(known) or 'none'}"
        raise InputError.one(f"there is no param `{named}`", hint=hint)
    pack, param = known[named]
    if isinstance(param.value, bool) or not isinstance(param.value, int | float):
        raise InputError.one(f"`{named}` is no number, so it has no thresholds")
    return pack, param, param.value


def _write(runs: Sequence[Replayed], swept: dict[str, Any] | None, output: str, no_color: bool) -> None:
    if output == "json":
        data = {"runs": runs, "rules": flips_by_rule(runs), "sweep": swept}
        text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
    else:
        style = terminal(sys.stdout, no_color=no_color)
        sheet = Sheet(style.width, style.colour)
        text = "".join(f"{line}\n" for line in _lines(runs, swept, sheet))
    put_out(text, sys.stdout, encoding="utf-8" if output == "json" else None)


def _lines(runs: Sequence[Replayed], swept: dict[str, Any] | None, sheet: Sheet) -> Iterator[str]:
    yield from report(runs, flips_by_rule(runs), sheet)
    if swept is not None:
        yield from sweep_lines(swept, sheet)
