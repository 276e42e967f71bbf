"""All pages: one for each rule, one for each pack, and an index."""

from collections.abc import Iterator, Mapping

from linter.authoring.pages.rule import rule_page
from linter.engine.builtin import BUILTIN_RULES, Builtin
from linter.policy import Pack, Policies, Rule, param_text
from linter.reporters.markup import code, prose

MARK = "<!-- made by `prechange policy docs` from the rule files: change those, and make the pages again -->"
"""The first line of every page; a page without it was written by somebody, and is never touched."""


def site(policies: Policies) -> dict[str, str]:
    """Every page by its path below the folder of pages, `/` between its parts."""
    pages = {"README.md": _index(policies)}
    for pack in policies.packs:
        rules = [rule for rule in policies.rules if rule.pack == pack.id]
        pages[f"{pack.id}/README.md"] = _pack_page(pack, rules)
        pages |= {f"{pack.id}/{rule.name}.md": rule_page(rule, pack, policies) for rule in rules}
    for name, builtins in _builtin_packs().items():
        pages[f"{name}/README.md"] = _builtin_page(name, builtins)
    return {path: f"{MARK}\n\n{text}" for path, text in pages.items()}


def _index(policies: Policies) -> str:
    lines = ["# Rules", ""]
    for pack in policies.packs:
        count = sum(rule.pack == pack.id for rule in policies.rules)
        lines.append(f"- [{pack.id}]({pack.id}/README.md): {prose(pack.title)} ({_many(count)})")
    for name, builtins in _builtin_packs().items():
        lines.append(
            f"- [{name}]({name}/README.md): built in, whatever the policies ({_many(len(builtins))})"
        )
    return "\n".join(lines) + "\n"


def _many(count: int) -> str:
    return "1 rule" if count == 1 else f"{count} rules"


def _pack_page(pack: Pack, rules: list[Rule]) -> str:
    parts = [f"# {prose(pack.title)}", prose(pack.description)]
    if pack.extends:
        parts.append(f"It extends {', '.join(map(code, pack.extends))}.")
    rows = [
        f"| [{each.name}]({each.name}.md) | {each.severity} | {prose(each.title, cell=True)} |"
        for each in rules
    ]
    parts.append("\n".join(["| rule | severity | |", "|---|---|---|", *rows]))
    if pack.params:
        rows = [
            f"| {code(f'{pack.id}.{param.name}', cell=True)} | {param.type} "
            f"| {code(param_text(param.default), cell=True)} | {prose(param.description, cell=True)} |"
            for param in pack.params
        ]
        head = ["| param | type | default | what it decides |", "|---|---|---|---|"]
        parts += ["## Params", "\n".join([*head, *rows])]
    return "\n\n".join(parts) + "\n"


def _builtin_packs() -> Mapping[str, Mapping[str, Builtin]]:
    """The rules that are built in, by pack."""
    packs: dict[str, dict[str, Builtin]] = {}
    for name, rule in BUILTIN_RULES.items():
        packs.setdefault(name.split("/")[0], {})[name] = rule
    return packs


def _builtin_page(name: str, rules: Mapping[str, Builtin]) -> str:
    parts = [f"# {code(name)}", "Built in: these rules apply whatever the policies."]
    for each, rule in rules.items():
        parts += [f"## {prose(rule.title)}", *_builtin(each, rule)]
    return "\n\n".join(parts) + "\n"


def _builtin(name: str, rule: Builtin) -> Iterator[str]:
    yield f"{code(name)} · **{rule.severity}**"
    yield prose(rule.why)
    yield f"Instead: {prose(rule.instead)}"
    if rule.supply:
        yield f"Where it cannot decide: {prose(rule.supply)}."
