"""What is wrong with packs and rules only when they are seen together."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from linter.document import Source, at, did_you_mean, join
from linter.model import Location, Problem, Severity
from linter.policy.rule import Pack, Rule
from linter.policy.rule_file import full_id
from linter.policy.shelf import builtin_packs

BUILTIN_PACKS = frozenset({"change-set", "verify", "waivers", "policy"})
"""The packs whose rules are no files and apply whatever the policies."""


def clashes(packs: list[Pack], loaded: list[tuple[Rule, Source]]) -> Iterable[Problem]:
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


def unknown_superseded(loaded: list[tuple[Rule, Source]], whole: set[str]) -> Iterable[Problem]:
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


def unknown_settings(
    packs: list[Pack],
    loaded: list[tuple[Rule, Source]],
    params: Mapping[str, Mapping[str, Any]],
    severities: Mapping[str, Severity],
    loaded_in_full: tuple[Collection[str], Collection[str]],
) -> Iterable[Problem]:
    """Settings of packs and rules that do not exist; those of packs that are not loaded now are let be.

    `loaded_in_full` are the packs of which every rule was loaded, and the rules of them that are off.
    """
    whole, off = loaded_in_full
    known = {pack.id for pack in packs}
    elsewhere = {*builtin_packs(), *BUILTIN_PACKS} - known if params.keys() | severities.keys() else set()
    for name in params:
        if name not in known | elsewhere:
            yield _no_such("pack", name, known | elsewhere, "params are given for")
    rules = {rule.id for rule, _ in loaded}
    for name in severities:
        if name in off:
            message = f"a severity is given for `{name}`, which a pack switches off"
            yield Problem(message=message, hint="leave the severity away, or the pack's `off`")
        pack = name.split("/")[0]
        if name not in rules and pack not in elsewhere and (pack in whole or pack not in known):
            yield _no_such("rule", name, rules, "a severity is given for")


def _no_such(what: str, name: str, known: Iterable[str], given: str) -> Problem:
    meant = did_you_mean(name, known)
    return Problem(
        message=f"{given} an unknown {what} `{name}`", hint=f"did you mean `{meant}`?" if meant else ""
    )
