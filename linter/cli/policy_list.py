"""`prechange policy list`: which rules judge, and where each setting in force comes from."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import msgspec
import typer

from linter.cli import options as opt
from linter.cli.console import put_out, terminal
from linter.cli.judging import configured, judged_by
from linter.config import Config
from linter.document import join
from linter.engine.builtin import BUILTIN_RULES
from linter.errors import ExitCode, InputError
from linter.model import Location
from linter.policy import Policies, param_text
from linter.reporters.sheet import Sheet

Effective = Annotated[
    bool,
    typer.Option("--effective", help="Also show every severity and param in force, and where it was set."),
]
Form = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FORMAT", help="`text`, or `json` for programs."),
]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, a param or a rule that is off (`kind`): its name, what is in force, and who set that.

    `set_by` is `the rule`, `the pack`, `built in`, `--param`, or the place in a file that did.
    """

    kind: str
    pack: str
    id: str
    value: Any
    set_by: str
    title: str


def list_policies(
    policy: opt.Policies = None,
    config: opt.Config = None,
    param: opt.Params = None,
    effective: Effective = False,
    output: Form = "text",
    no_color: opt.NoColor = False,
) -> int:
    """List the rules that `check` would judge by, and the params they read.

    With `--effective` each severity and param comes with the place that set it: the rule or pack itself, a
    pack that extends it, the configuration, or the command line. Rules that a pack switched off are listed
    with the reason.

    \b
      prechange policy list --policy policies/our-pack --effective
    """
    if output not in ("text", "json"):
        raise InputError.one(f"`--output {output}` is no format of this list", hint="`text` or `json`")
    settings = configured(config)
    policies = judged_by(settings, policy, param)
    entries = [*_rules(policies, settings), *_params(policies, settings, param or ()), *_off(policies)]
    if output == "json":
        packs = [
            {"id": pack.id, "title": pack.title, "version": pack.version, "path": pack.path}
            | {"extends": list(pack.extends)}
            for pack in policies.packs
        ]
        data = {"packs": packs, "entries": msgspec.to_builtins(entries)}
        text = json.dumps(data, indent=2, ensure_ascii=True) + "\n"
    else:
        style = terminal(sys.stdout, no_color=no_color)
        lines = _lines(policies, entries, Sheet(style.width, style.colour), effective)
        text = "".join(f"{line}\n" for line in lines)
    put_out(text, sys.stdout)
    return ExitCode.ALLOWED


def _rules(policies: Policies, config: Config) -> Iterator[Entry]:
    """Every rule with the severity in force, the built-in ones last."""
    for rule in policies.rules:
        said = _in_config(config, join("/severities", rule.id), rule.id in config.severities)
        yield Entry(
            kind="rule",
            pack=rule.pack,
            id=rule.id,
            value=rule.severity,
            set_by=said or str(rule.severity_location or "the rule"),
            title=rule.title,
        )
    for name, builtin in BUILTIN_RULES.items():
        said = _in_config(config, join("/severities", name), name in config.severities)
        severity = policies.severities.get(name, builtin.severity)
        yield Entry(
            kind="rule",
            pack=name.split("/")[0],
            id=name,
            value=severity,
            set_by=said or "built in",
            title=builtin.title,
        )


def _params(policies: Policies, config: Config, given: Sequence[str]) -> Iterator[Entry]:
    """Every param with the value in force."""
    on_the_line = {text.partition("=")[0].strip() for text in given}
    for pack in policies.packs:
        for param in pack.params:
            name = f"{pack.id}.{param.name}"
            pointer = join("/params", pack.id, param.name)
            said = _in_config(config, pointer, param.name in config.params.get(pack.id, {}))
            said = "--param" if name in on_the_line else said
            yield Entry(
                kind="param",
                pack=pack.id,
                id=name,
                value=param_text(param.value),
                set_by=said or str(param.location or "the pack"),
                title=param.description,
            )


def _off(policies: Policies) -> Iterator[Entry]:
    """The rules that packs switched off, with the reasons."""
    for off in policies.off:
        yield Entry(
            kind="off",
            pack=off.rule.split("/")[0],
            id=off.rule,
            value="off",
            set_by=str(off.location),
            title=off.reason,
        )


def _in_config(config: Config, pointer: str, said: bool) -> str:
    """Where the configuration says something, if it does."""
    if not said:
        return ""
    return str(config.locate(pointer) or Location(path=config.path))


def _lines(policies: Policies, entries: Sequence[Entry], sheet: Sheet, effective: bool) -> Iterator[str]:
    """The list by packs, those that are files first."""
    packs = {pack.id: pack for pack in policies.packs}
    for name in dict.fromkeys([*packs, *(entry.pack for entry in entries)]):
        pack = packs.get(name)
        title = f"({pack.title})" if pack else "(built in, whatever the policies)"
        extends = f"extends {', '.join(pack.extends)}" if pack and pack.extends else ""
        yield from sheet.flow(
            [(part, style) for part, style in ((name, "strong"), (title, ""), (extends, "")) if part]
        )
        for entry in entries:
            if entry.pack == name:
                yield from _told(entry, sheet, effective)
        yield ""
    rules = sum(entry.kind == "rule" for entry in entries)
    off = sum(entry.kind == "off" for entry in entries)
    yield sheet.put(f"{rules} rules" + (f", {off} switched off" if off else ""), "strong")


def _told(entry: Entry, sheet: Sheet, effective: bool) -> list[str]:
    """One entry: what is in force, and on a line of its own where that comes from."""
    if entry.kind == "param" and not effective:
        return []
    if entry.kind == "param":
        head = [(f"{entry.id} = {entry.value}", "")]
    else:
        style = "quiet" if entry.kind == "off" else entry.value
        head = [(f"{entry.value}[{entry.id}]", style), (entry.title, "")]
    lines = sheet.flow(head, indent="      ", first="  ")
    if effective or entry.kind == "off":
        lines += sheet.flow([("set by", "quiet"), (entry.set_by, "")], indent="      ", first="      ")
    return lines
