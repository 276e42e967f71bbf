"""From the names of packs and paths of files to everything to judge by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from linter.document import Source
from linter.errors import InputError
from linter.model import Problem, Severity
from linter.policy.clashes import BUILTIN_PACKS, clashes, unknown_settings, unknown_superseded
from linter.policy.extension import Group, Layers, Setting, gather, layers, unknown_rules
from linter.policy.pack_file import read_pack
from linter.policy.params import FIELDS, cel_value
from linter.policy.rule import Pack, Policies, Rule
from linter.policy.rule_file import Context, read_rule

LOOSE = "local"
"""The pack of a rule file that has no `pack.yaml` beside it."""

SEAT_DAYS = 14
"""How long an open invitation holds its seat where no pack says otherwise."""


def load_packs(
    specs: Sequence[str],
    *,
    params: Mapping[str, Mapping[str, Any]] = {},
    severities: Mapping[str, Severity] = {},
) -> Policies:
    """The rules of packs and rule files, and of the packs that these extend.

    A spec is the name of a built-in pack or of one that an installed distribution offers, or a path to a
    pack's folder, a zip file of one, or a rule file.

    `params` holds values by pack and name, as text or typed, or as a `Setting` that says where they stand;
    `severities` other severities by rule id. Both
    go before what packs say. Raises `InputError` with the problems of all files.
    """
    problems: list[Problem] = []
    groups = gather(specs, problems)
    said = layers(groups, problems)
    packs: list[Pack] = []
    loaded: list[tuple[Rule, Source]] = []
    for group in groups.values():
        given = {name: _setting(value) for name, value in params.get(_id(group), {}).items()}
        try:
            pack = _pack(group, groups, {**said.params.get(_id(group), {}), **given})
        except InputError as error:
            problems += error.problems
            continue
        packs.append(pack)
        loaded += _rules(group, pack, problems)
    whole = {_id(group) for group in groups.values() if group.whole}
    problems += clashes(packs, loaded)
    if not problems:
        problems += [
            *unknown_superseded(loaded, whole),
            *unknown_rules(said, (rule for rule, _ in loaded)),
            *unknown_settings(packs, loaded, params, severities, (whole, said.off)),
        ]
    if problems:
        raise InputError(problems)
    return _policies(packs, [rule for rule, _ in loaded], said, severities)


def _setting(value: Any) -> Setting:
    """A value that is set, with its place where that was given."""
    return value if isinstance(value, Setting) else Setting(value)


def _id(group: Group) -> str:
    """The id of a group's pack."""
    return LOOSE if group.pack is None else group.pack.raw.id


def _pack(group: Group, groups: Mapping[str, Group], settings: Mapping[str, Setting]) -> Pack:
    if group.pack is None:
        return Pack(
            id=LOOSE, title="Rules outside a pack", description="Rule files that were named one by one."
        )
    extended = (_id(groups[key]) for key in group.extends if key is not None and key in groups)
    pack = read_pack(group.pack, settings, tuple(extended))
    return msgspec.structs.replace(pack, cases=group.cases, whole=group.whole)


def _rules(group: Group, pack: Pack, problems: list[Problem]) -> Iterable[tuple[Rule, Source]]:
    """The rules of a pack that can be read, each with its file; the others' problems are noted."""
    context = Context(pack.id, {param.name: FIELDS[param.type] for param in pack.params})
    for file in group.files:
        try:
            yield read_rule(file, context)
        except InputError as error:
            problems += error.problems


def _policies(
    packs: list[Pack], rules: list[Rule], said: Layers, severities: Mapping[str, Severity]
) -> Policies:
    bound = [param.value for pack in packs for param in pack.params if param.binds == "seat_days"]
    return Policies(
        rules=tuple(_with_severity(rule, said, severities) for rule in rules if rule.id not in said.off),
        packs=tuple(packs),
        params={pack.id: {param.name: cel_value(param.value) for param in pack.params} for pack in packs},
        seat_days=next((value for value in bound if isinstance(value, int)), SEAT_DAYS),
        severities={name: value for name, value in severities.items() if name.split("/")[0] in BUILTIN_PACKS},
        off=tuple(said.off.values()),
    )


def as_declared(policies: Policies) -> Policies:
    """The rules with the params that their packs declare, whatever was set: what examples are written for."""
    packs = policies.packs
    params = {pack.id: {each.name: cel_value(each.default) for each in pack.params} for pack in packs}
    bound = [each.default for pack in packs for each in pack.params if each.binds == "seat_days"]
    seat_days = next((value for value in bound if isinstance(value, int)), SEAT_DAYS)
    return msgspec.structs.replace(policies, params=params, seat_days=seat_days)


def _with_severity(rule: Rule, said: Layers, severities: Mapping[str, Severity]) -> Rule:
    """A rule with the severity in force."""
    changed = msgspec.structs.replace
    if rule.id in severities:
        return changed(rule, severity=severities[rule.id])
    if rule.id in said.severities:
        setting = said.severities[rule.id]
        return changed(rule, severity=setting.value, severity_location=setting.location)
    return rule
