"""What `check` and `audit` do alike: settings in, a report out, an exit code."""

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from linter import __version__
from linter.cli.boundary import answer, exit_code
from linter.cli.console import terminal
from linter.cli.outputs import Output, deliver, withdraw
from linter.cli.veil import Veil
from linter.config import Config, read_config
from linter.document import did_you_mean, given_path, join
from linter.engine.builtin import BUILTIN_RULES
from linter.errors import InputError
from linter.model import SEVERITIES, Problem, Report, Severity
from linter.policy import Policies, Setting, load_packs
from linter.reporters import Options, Subject

_DEFAULT_PACKS = ("crm-online",)


def conclude(work: Callable[[], Report], outputs: Sequence[Output], options: Options, veil: Veil) -> int:
    """Do the work, write its report everywhere it is wanted, under the veil, and return the exit code.

    Where that breaks off, no report of an earlier run stays to be taken for this one's.
    """
    try:
        report = veil.over(answer(work))
        deliver(report, outputs, options)
    except BaseException:
        withdraw(outputs)
        raise
    return exit_code(report)


def readable(paths: Sequence[str]) -> None:
    """Raises `InputError` where `-` among the paths cannot be what it says: standard input, once."""
    if "-" in paths and sys.stdin is None:
        raise InputError.one("standard input is closed", hint="name a file instead of `-`")
    if paths.count("-") > 1:
        raise InputError.one("`-` stands for standard input, which can be read only once", hint="name a file")


def view(
    *,
    subject: Subject,
    inputs: Sequence[str],
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> Options:
    """How to write for this terminal about these files. Of `quiet` and `verbose`, the latter wins."""
    return msgspec.structs.replace(
        terminal(sys.stdout, no_color=no_color),
        subject=subject,
        verbosity=1 if verbose else -1 if quiet else 0,
        inputs=tuple(given_path(path) for path in inputs),
        folder=os.getcwd(),
        version=__version__,
    )


def configured(path: str | None) -> Config:
    """The settings of the given file, or of the one in the current folder."""
    return read_config(path, Path.cwd())


def judged_by(
    config: Config,
    named: Sequence[str] | None,
    params: Sequence[str] | None,
    further: Mapping[str, Mapping[str, Any]] = {},
) -> Policies:
    """The policies to judge by: those named, else those configured, else the built-in pack.

    `further` are values of params, by pack and name, that go before all others.
    """
    specs = tuple(named or ()) or config.policies or _DEFAULT_PACKS
    values: dict[str, dict[str, Any]] = {
        pack: {
            name: Setting(value, config.locate(join("/params", pack, name))) for name, value in given.items()
        }
        for pack, given in config.params.items()
    }
    for text in params or ():
        pack, name, value = _param(text)
        values.setdefault(pack, {})[name] = value
    for pack, given in further.items():
        values.setdefault(pack, {}).update(given)
    refuse_unknown_builtins(config)
    return load_packs(specs, params=values, severities=config.severities)


def refuse_unknown_builtins(config: Config) -> None:
    """Raises `InputError` for severities of built-in rules there are not.

    A severity for a built-in rule that does not exist would change nothing, and nobody would notice.
    """
    known = {*BUILTIN_RULES, *_checks(config)}
    packs = {name.split("/")[0] for name in known} | {"policy"}
    problems = []
    for name in config.severities:
        if name.split("/")[0] in packs and name not in known:
            meant = did_you_mean(name, known)
            problems.append(
                Problem(
                    message=f"a severity is given for an unknown rule `{name}`",
                    location=config.locate(join("/severities", name)),
                    hint=f"did you mean `{meant}`?" if meant else "",
                )
            )
    if problems:
        raise InputError(problems)


def _checks(config: Config) -> Collection[str]:
    """What policies themselves are held to, loaded only where a severity is given for some of it."""
    if not any(name.startswith("policy/") for name in config.severities):
        return ()
    from linter.authoring.lint import RULES

    return RULES


def limit(config: Config, named: str | None) -> Severity:
    """The least grave severity that denies."""
    if named is None:
        return config.fail_on
    for severity in SEVERITIES:
        if severity == named:
            return severity
    near = did_you_mean(named, SEVERITIES)
    hint = f"did you mean `{near}`?" if near else f"the severities are {', '.join(SEVERITIES)}"
    raise InputError.one(f"`--fail-on` takes no severity `{named}`", hint=hint)


def moment(text: str | None) -> datetime:
    """The time to judge at: as given (RFC 3339, with an offset from UTC), else the present."""
    if text is None:
        return datetime.now(UTC)
    try:
        given = msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        given = None
    if given is None or given.tzinfo is None:
        raise InputError.one(
            f"`--now` takes a date and time with an offset from UTC, not `{text}`",
            hint="for example `--now 2026-11-20T09:00:00Z`",
        )
    return given


def _param(text: str) -> tuple[str, str, str]:
    """The parts of `pack.name=value`."""
    key, equals, value = text.partition("=")
    pack, dot, name = key.rpartition(".")
    if not (equals and dot and pack and name):
        raise InputError.one(
            f"`--param {text}` is not of the form `pack.name=value`",
            hint="for example `--param crm-online.max_billing_admins=2`",
        )
    return pack, name, value
