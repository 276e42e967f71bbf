"""What is said of a rule on its page, whatever the page is written for."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.policy import Limit, Pack, Param, Rule
from linter.policy.template import Template

_SUBJECTS: Final = {
    "change": "each change",
    "user": "each user, before and after the changes",
    "account": "each account, before and after the changes",
    "change_set": "the change set as a whole",
    "snapshot": "the snapshot as a whole",
}
_BEYOND: Final = {
    "reject_all": "none of the changes may go",
    "hold_excess": "the changes beyond the limit are held, the others may go",
    "hold_kind": "all changes that it counts are held, the others may go",
}
EXPECTED: Final = {"deny": "denied", "allow": "allowed", "undecided": "undecided"}
"""What an example must come to, as pages say it, in their order."""


def judged(rule: Rule) -> str:
    """What a rule looks at."""
    text = _SUBJECTS[rule.subject]
    if rule.each_step:
        text = text.replace("before and after the changes", "after every change")
    if rule.ops is not None:
        text += f" of the kind {', '.join(sorted(rule.ops))}"
    if rule.fields is not None:
        text += f" that touches {', '.join(sorted(rule.fields))}"
    return text


def limit_facts(limit: Limit) -> Iterator[tuple[str, str]]:
    """How many users may be hit, and what happens where it is more."""
    if limit.where:
        yield "counts", f"users of changes where {limit.where.source}"
    most = [f"{limit.max_count.source} users"] if limit.max_count else []
    if limit.max_percent and limit.population:
        least = f", from {limit.min_population.source} of them on" if limit.min_population else ""
        most.append(f"{limit.max_percent.source} % of the {limit.population.replace('_', ' ')}{least}")
    both = "whichever is less" if limit.joined == "any" else "whichever is more"
    yield "at most", f"{' and '.join(most)}, {both}" if len(most) == 2 else most[0]
    yield "beyond", _BEYOND[limit.on_exceed]


def params_read(rule: Rule, pack: Pack) -> Iterator[Param]:
    """The params that a rule's conditions and texts read."""
    where = [rule.limit.where] if rule.limit and rule.limit.where else []
    paths = {path for each in (*rule.expressions.values(), *where) for path in each.reads}
    paths |= rule.message.reads
    paths |= rule.instead.reads if rule.instead else frozenset()
    read = {path[1] for path in paths if path[0] == "params" and len(path) > 1}
    return (param for param in pack.params if param.name in read)


def as_written(value: Any) -> Any:
    """The changes of a remedy as their author wrote them."""
    if isinstance(value, Template):
        return value.source
    if isinstance(value, Mapping):
        return {key: as_written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(as_written(item) for item in value)
    return value
