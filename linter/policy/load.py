"""From the names of packs and paths of files to everything to judge by."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from linter.data import folder
from linter.document import Source, at, did_you_mean, join
from linter.errors import InputError
from linter.model import Location, Problem, Severity
from linter.policy.pack_file import PACK_FILE, read_pack
from linter.policy.params import FIELDS, cel_value
from linter.policy.rule import Pack, Policies, Rule
from linter.policy.rule_file import Context, full_id, read_rule

LOOSE = "local"
"""The pack of a rule file that has no `pack.yaml` beside it."""

SEAT_DAYS = 14
"""How long an open invitation holds its seat where no pack says otherwise."""

_BUILTIN = frozenset({"change-set", "waivers"})
_SUFFIXES = (".yaml", ".yml")


class _Group(msgspec.Struct):
    """The files of one pack that are to be loaded; `whole` where that is all of them."""

    pack_file: Path | None
    files: dict[Path, None] = {}
    whole: bool = False


def load_packs(
    specs: Sequence[str],
    *,
    params: Mapping[str, Mapping[str, Any]] = {},
    severities: Mapping[str, Severity] = {},
) -> Policies:
    """The rules of packs and rule files.

    A spec is the name of a built-in pack, or a path to a pack's folder or a rule file.

    `params` holds values by pack and name, as text or typed; `severities` other severities by rule id.
    Raises `InputError` with the problems of all files.
    """
    problems: list[Problem] = []
    packs: list[Pack] = []
    loaded: list[tuple[Rule, Source]] = []
    whole: set[str] = set()
    for group in _groups(specs, problems):
        try:
            pack = _pack(group, params)
        except InputError as error:
            problems += error.problems
            continue
        packs.append(pack)
        whole |= {pack.id} if group.whole else set()
        context = Context(pack.id, {param.name: FIELDS[param.type] for param in pack.params})
        for file in group.files:
            try:
                loaded.append(read_rule(file, context))
            except InputError as error:
                problems += error.problems
    problems += _clashes(packs, loaded)
    if not problems:
        problems += [
            *_unknown_superseded(loaded, whole),
            *_unknown_settings(packs, loaded, params, severities, whole),
        ]
    if problems:
        raise InputError(problems)
    return _policies(packs, loaded, severities)


def _policies(
    packs: list[Pack], loaded: list[tuple[Rule, Source]], severities: Mapping[str, Severity]
) -> Policies:
    bound = [param.value for pack in packs for param in pack.params if param.binds == "seat_days"]
    return Policies(
        rules=tuple(
            msgspec.structs.replace(rule, severity=severities.get(rule.id, rule.severity))
            for rule, _ in loaded
        ),
        packs=tuple(packs),
        params={pack.id: {param.name: cel_value(param.value) for param in pack.params} for pack in packs},
        seat_days=next((value for value in bound if isinstance(value, int)), SEAT_DAYS),
        severities={name: value for name, value in severities.items() if name.split("/")[0] in _BUILTIN},
    )


def _groups(specs: Sequence[str], problems: list[Problem]) -> list[_Group]:
    """The files that the specs name, by pack, each once."""
    found: dict[Path | None, _Group] = {}
    for spec in specs:
        try:
            path = _path(spec)
            is_folder = path.is_dir()
            home = path if is_folder else path.parent
            pack_file = home / PACK_FILE if (home / PACK_FILE).is_file() else None
            if is_folder and pack_file is None:
                hint = "add one with `id`, `title` and `description`, or name a rule file"
                raise InputError.one(f"there is no `{PACK_FILE}` in this folder", Location(path=spec), hint)
            group = found.setdefault(pack_file, _Group(pack_file))
            group.whole |= is_folder or pack_file is None
            group.files |= dict.fromkeys(_rule_files(path, spec) if is_folder else [path])
        except InputError as error:
            problems += error.problems
    return list(found.values())


def _path(spec: str) -> Path:
    """Where a spec's folder or file is."""
    builtin = folder("policies") / spec
    if os.sep not in spec and "/" not in spec and (builtin / PACK_FILE).is_file():
        return builtin
    path = Path(spec)
    if not path.exists():
        names = _builtin_packs()
        meant = did_you_mean(spec, names)
        hint = f"did you mean `{meant}`?" if meant else f"built-in packs: {', '.join(names)}"
        raise InputError.one("there is no such pack, folder or rule file", Location(path=spec), hint)
    if path.name == PACK_FILE:
        return path.parent
    return path


def _builtin_packs() -> list[str]:
    """The names of the packs that ship with prechange."""
    return sorted(each.parent.name for each in folder("policies").glob(f"*/{PACK_FILE}"))


def _rule_files(home: Path, spec: str) -> list[Path]:
    """Every rule file of a pack, in folders below it too, so that none is passed over silently."""
    files = sorted(
        path
        for path in home.rglob("*")
        if path.suffix in _SUFFIXES and not any(part.startswith(".") for part in path.relative_to(home).parts)
    )
    nested = [path for path in files if path.name == PACK_FILE and path.parent != home]
    if nested:
        raise InputError.one("a pack cannot hold another pack", Location(path=str(nested[0])), "move it out")
    rules = [path for path in files if path != home / PACK_FILE]
    if not rules:
        raise InputError.one(
            "this pack has no rules", Location(path=spec), "add a rule file, one rule a file"
        )
    return rules


def _pack(group: _Group, params: Mapping[str, Mapping[str, Any]]) -> Pack:
    if group.pack_file is None:
        return Pack(
            id=LOOSE, title="Rules outside a pack", description="Rule files that were named one by one."
        )
    return read_pack(group.pack_file, params)


def _clashes(packs: list[Pack], loaded: list[tuple[Rule, Source]]) -> Iterable[Problem]:
    """Ids that two packs or two rules have, and two packs that disagree on what can only be one."""
    seen_packs: dict[str, Pack] = {}
    for pack in packs:
        first_pack = seen_packs.setdefault(pack.id, pack)
        if first_pack is not pack:
            hint = f"the other is `{first_pack.path}`"
            yield Problem(
                message=f"two packs have the id `{pack.id}`", location=Location(path=pack.path), hint=hint
            )
    seen: dict[str, Rule] = {}
    for rule, _ in loaded:
        first = seen.setdefault(rule.id, rule)
        if first is not rule:
            hint = f"the other is at {first.location}"
            yield Problem(message=f"two rules have the id `{rule.name}`", location=rule.location, hint=hint)
    bound = {(pack.id, param.name): param.value for pack in packs for param in pack.params if param.binds}
    if len(set(bound.values())) > 1:
        names = " and ".join(f"`{pack}.{name}`" for pack, name in bound)
        yield Problem(
            message=f"{names} bind `seat_days` to different values", hint="give them the same value"
        )


def _unknown_superseded(loaded: list[tuple[Rule, Source]], whole: set[str]) -> Iterable[Problem]:
    """`supersedes` that names no rule, the rule itself, or a rule that supersedes this one in turn."""
    rules = {rule.id: rule for rule, _ in loaded}
    for rule, source in loaded:
        named = at(source.root, "/supersedes")
        for index, node in enumerate(named.value if named is not None else ()):
            other = full_id(node.value, rule.pack)
            message, hint = "", ""
            if other == rule.id:
                message = "a rule cannot supersede itself"
            elif rule.subject != "change" or (other in rules and rules[other].subject != "change"):
                message, hint = "only a rule about changes supersedes another about changes", "remove it"
            elif other in rules and _reaches(rules, other, rule.id):
                message, hint = f"`{other}` supersedes this rule in turn", "remove one of the two"
            elif other not in rules and (other.split("/")[0] in whole or other.split("/")[0] != rule.pack):
                meant = did_you_mean(other, rules)
                message = f"`supersedes` names an unknown rule `{node.value}`"
                hint = f"did you mean `{meant.removeprefix(rule.pack + '/')}`?" if meant else ""
            if message:
                place = source.locate(join("/supersedes", index))
                yield Problem(message=message, location=place, hint=hint)


def _reaches(rules: Mapping[str, Rule], start: str, goal: str) -> bool:
    """Whether a rule supersedes another, directly or through others."""
    seen: set[str] = set()
    left = [start]
    while left:
        name = left.pop()
        if name == goal:
            return True
        if name not in seen and name in rules:
            seen.add(name)
            left += rules[name].supersedes
    return False


def _unknown_settings(
    packs: list[Pack],
    loaded: list[tuple[Rule, Source]],
    params: Mapping[str, Mapping[str, Any]],
    severities: Mapping[str, Severity],
    whole: set[str],
) -> Iterable[Problem]:
    """Settings of packs and rules that do not exist; those of packs that are not loaded now are let be."""
    known = {pack.id for pack in packs}
    elsewhere = {*_builtin_packs(), *_BUILTIN} - known if params.keys() | severities.keys() else set()
    for name in params:
        if name not in known | elsewhere:
            yield _no_such("pack", name, known | elsewhere, "params are given for")
    rules = {rule.id for rule, _ in loaded}
    for name in severities:
        pack = name.split("/")[0]
        if name not in rules and pack not in elsewhere and (pack in whole or pack not in known):
            yield _no_such("rule", name, rules, "a severity is given for")


def _no_such(what: str, name: str, known: Iterable[str], given: str) -> Problem:
    meant = did_you_mean(name, known)
    return Problem(
        message=f"{given} an unknown {what} `{name}`", hint=f"did you mean `{meant}`?" if meant else ""
    )
