"""Packs that extend others: what they say of the params, the severities and the rules of these.

What a pack says goes before what the packs that it extends say of the same, also where others stand between
them. Two packs that say different things, and of which neither extends the other, are refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.document import Source, did_you_mean, join
from linter.errors import InputError
from linter.model import Location, Problem
from linter.policy.files import decode, open_source
from linter.policy.raw import RawExtension, RawPack
from linter.policy.rule import Off, Rule
from linter.policy.shelf import PolicyFile, Shelf, find


class Setting(msgspec.Struct, frozen=True):
    """A value that is set, and where, unless that is outside all packs."""

    value: Any
    location: Location | None = None


class PackText(msgspec.Struct, frozen=True):
    """`pack.yaml` as it is written."""

    source: Source
    raw: RawPack


class Group(msgspec.Struct):
    """The files of one pack that are to be loaded; `whole` where that is all of them.

    `extends` are the keys of the groups that the pack extends, in the order of its file. `cases` are the
    files of its cases, `None` where there is no folder for them, or not the whole pack.
    """

    pack: PackText | None
    files: list[PolicyFile] = []
    whole: bool = False
    extends: list[str | None] = []
    cases: tuple[PolicyFile, ...] | None = None


class Layers(msgspec.Struct, frozen=True):
    """What packs set of packs they extend: params by pack and name, severities and what is off by rule id."""

    params: Mapping[str, Mapping[str, Setting]]
    severities: Mapping[str, Setting]
    off: Mapping[str, Off]


def gather(specs: Iterable[str], problems: list[Problem]) -> dict[str, Group]:
    """The files that the specs name, and those of every pack that is extended, each once, by pack."""
    groups: dict[str, Group] = {}
    for spec in specs:
        try:
            _add(find(spec, Path()), groups, problems)
        except InputError as error:
            problems += error.problems
    return groups


def _add(shelf: Shelf, groups: dict[str, Group], problems: list[Problem]) -> str:
    """Takes in what a spec names, and what that extends."""
    key = _key(shelf.pack_file) if shelf.pack_file else ""
    if key not in groups:
        groups[key] = Group(_opened(shelf.pack_file) if shelf.pack_file else None)
    group = groups[key]
    known = {_key(file) for file in group.files}
    group.files += [file for file in shelf.rules if _key(file) not in known]
    if shelf.whole and not group.whole:
        group.whole = True
        group.cases = shelf.cases
        if group.pack is not None:
            group.extends = [*_extended(group.pack, shelf.folder, groups, problems)]
            if not (shelf.rules or group.pack.raw.extends):
                raise InputError.one(
                    "this pack has no rules",
                    Location(path=str(shelf.folder)),
                    "add a rule file, one rule a file",
                )
    return key


def _key(file: PolicyFile) -> str:
    """The same for a file however it is named."""
    return str(Path(file.path).resolve())


def _opened(file: PolicyFile) -> PackText:
    source = open_source(file)
    return PackText(source, decode(source, RawPack, "pack"))


def _extended(
    pack: PackText, base: Path, groups: dict[str, Group], problems: list[Problem]
) -> Iterator[str | None]:
    """The groups of the packs that a pack extends; `None` where there is no such pack."""
    for index, extension in enumerate(pack.raw.extends):
        place = pack.source.locate(join("/extends", index, "pack"))
        try:
            shelf = find(extension.pack, base)
            if not shelf.whole or shelf.pack_file is None:
                raise InputError.one(f"`{extension.pack}` is not a pack", hint="name a pack's folder")
            yield _add(shelf, groups, problems)
        except InputError as error:
            problems += [
                msgspec.structs.replace(each, location=place)
                if each.location is None or not each.location.line
                else each
                for each in error.problems
            ]
            yield None


def layers(groups: Mapping[str, Group], problems: list[Problem]) -> Layers:
    """What the packs say of those they extend, contradictions and circles told as problems."""
    reach = {key: _reach(key, groups) for key in groups}
    circles = [_circle(groups[key]) for key, below in reach.items() if key in below]
    if circles:
        problems += circles
        return Layers({}, {}, {})
    said: dict[tuple[str, str, str], dict[str, Setting]] = {}
    off: dict[str, Off] = {}
    for key, group in groups.items():
        for target, source, pointer, extension in _extensions(group, groups):
            for kind, values in (("params", extension.params), ("severities", extension.severities)):
                for name, value in values.items():
                    place = source.locate(join(pointer, kind, name), key=True)
                    said.setdefault((kind, target, name), {})[key] = Setting(value, place)
            for name, reason in extension.off.items():
                place = source.locate(join(pointer, "off", name), key=True)
                rule = f"{target}/{name}"
                off.setdefault(rule, Off(rule=rule, reason=reason.strip(), location=place))
    return _settled(said, off, reach, problems)


def _extensions(group: Group, groups: Mapping[str, Group]) -> Iterator[tuple[str, Source, str, RawExtension]]:
    """Each pack that a pack extends, by its id, with what it says of it and where."""
    if group.pack is None:
        return
    for index, (key, extension) in enumerate(zip(group.extends, group.pack.raw.extends, strict=False)):
        target = groups[key].pack if key is not None and key in groups else None
        if target is not None:
            yield target.raw.id, group.pack.source, join("/extends", index), extension


def _settled(
    said: Mapping[tuple[str, str, str], Mapping[str, Setting]],
    off: Mapping[str, Off],
    reach: Mapping[str, frozenset[str]],
    problems: list[Problem],
) -> Layers:
    params: dict[str, dict[str, Setting]] = {}
    severities: dict[str, Setting] = {}
    for (kind, target, name), settings in said.items():
        nearest = [key for key in settings if not any(key in reach[other] for other in settings)]
        first, *others = (settings[key] for key in nearest)
        for other in others:
            if other.value != first.value:
                what = f"{target}.{name}" if kind == "params" else f"{target}/{name}"
                message = f"two packs set `{what}` to different values, and neither extends the other"
                hint = f"the other is at {first.location}"
                problems.append(Problem(message=message, location=other.location, hint=hint))
        if kind == "params":
            params.setdefault(target, {})[name] = first
        else:
            severities[f"{target}/{name}"] = first
    for name in severities.keys() & off.keys():
        hint = "leave one of the two away"
        message = f"`{name}` is switched off, so its severity decides nothing"
        problems.append(Problem(message=message, location=severities[name].location, hint=hint))
    return Layers(params, severities, off)


def _reach(start: str, groups: Mapping[str, Group]) -> frozenset[str]:
    """The packs that a pack extends, directly or through others."""
    seen: set[str] = set()
    left = [*groups[start].extends]
    while left:
        key = left.pop()
        if key is not None and key not in seen and key in groups:
            seen.add(key)
            left += groups[key].extends
    return frozenset(seen)


def _circle(group: Group) -> Problem:
    assert group.pack is not None
    return Problem(
        message=f"the pack `{group.pack.raw.id}` extends itself, directly or through others",
        location=group.pack.source.locate("/extends", key=True),
        hint="remove one of the extensions",
    )


def unknown_rules(found: Layers, rules: Iterable[Rule]) -> Iterator[Problem]:
    """Severities of, and reasons against, rules that do not exist."""
    known = {rule.id for rule in rules}
    places = {name: setting.location for name, setting in found.severities.items()}
    places |= {name: off.location for name, off in found.off.items()}
    for name, place in places.items():
        if name not in known:
            pack, _, rule = name.partition("/")
            meant = did_you_mean(name, known)
            hint = f"did you mean `{meant.removeprefix(f'{pack}/')}`?" if meant else ""
            yield Problem(message=f"the pack `{pack}` has no rule `{rule}`", location=place, hint=hint)
