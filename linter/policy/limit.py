"""`limit` of a rule: the numbers, typed, and what excludes what."""

from collections.abc import Callable, Iterator

from linter.model import OP_FIELDS, OPS, UNSET, Exceeding
from linter.policy.checker import Slip
from linter.policy.expression import Expression
from linter.policy.raw import RawLimit, RawRule
from linter.policy.rule import Limit
from linter.policy.types import Subject

LIMIT_SUBJECTS: tuple[Subject, ...] = ("account", "change_set")
"""The subjects whose rules can have a limit."""

COUNTED_OPS = frozenset(op for op in OPS if "user" in (part for parts in OP_FIELDS[op] for part in parts))
"""The ops that hit a user, so that a limit can count them."""

Report = Callable[[str, Slip], None]
"""Takes a pointer into the file, and what is wrong there."""

Compile = Callable[[str, str], Expression | None]
"""The expression that stands at a pointer, from its text; `None` where it is wrong, which is reported."""

_NUMBERS = {"max_count": ("INT",), "max_percent": ("INT", "DOUBLE"), "min_population": ("INT",)}
_KINDS = {"INT": "a whole number", "DOUBLE": "a number"}


def misplaced(raw: RawRule) -> Iterator[tuple[str, Slip]]:
    """Keys of a rule that do not go with its limit, or not without one."""
    if raw.limit is UNSET:
        if raw.on_exceed is not UNSET:
            yield "on_exceed", Slip("`on_exceed` has no meaning without `limit`", "remove it")
        return
    if raw.on_exceed is UNSET:
        hint = "write what happens then: `reject_all`, `hold_excess` or `hold_kind`"
        yield "limit", Slip("a rule with `limit` needs `on_exceed`", hint)
    if raw.subject not in LIMIT_SUBJECTS:
        hint = "write `subject: account`, or `subject: change_set` for all accounts together"
        yield "limit", Slip(f"`limit` has no meaning in a rule about `{raw.subject}`", hint)
    for name in ("deny", "require", "excess", "each_step"):
        if getattr(raw, name) not in (UNSET, False):
            hint = "remove one of them; `when` says where a limit applies"
            yield name, Slip(f"a rule has either `limit` or `{name}`, not both", hint)


def read_limit(
    raw: RawLimit, on_exceed: Exceeding, number: Compile, condition: Compile, report: Report
) -> Limit:
    """The limit, with everything that is wrong with it reported."""
    for slip in _slips(raw):
        report("/limit", slip)
    numbers = {name: _number(raw, name, number, report) for name in _NUMBERS}
    return Limit(
        **numbers,
        population=None if raw.of is UNSET else raw.of,
        joined="any" if raw.joined is UNSET else raw.joined,
        where=None if raw.where is UNSET else condition(raw.where, "/limit/where"),
        on_exceed=on_exceed,
    )


def _number(raw: RawLimit, name: str, compile_number: Compile, report: Report) -> Expression | None:
    """One of the numbers, as an expression."""
    written = getattr(raw, name)
    if written is UNSET:
        return None
    pointer = f"/limit/{name}"
    found = compile_number(str(written), pointer)
    if found is not None and found.type not in _NUMBERS[name]:
        report(pointer, Slip(f"`{name}` must be {_KINDS[_NUMBERS[name][-1]]}"))
    if found is not None and any(path[0] == "change_set" for path in found.reads):
        hint = "what may go would be judged by another limit than the whole; use params, or `when`"
        report(pointer, Slip(f"`{name}` cannot depend on the change set", hint))
    return found


def _slips(raw: RawLimit) -> Iterator[Slip]:
    """Keys that need each other, or exclude each other."""
    count, percent = raw.max_count is not UNSET, raw.max_percent is not UNSET
    if not count and not percent:
        yield Slip("the limit has neither `max_count` nor `max_percent`", "say how many users may be hit")
    if percent and raw.of is UNSET:
        yield Slip(
            "`max_percent` needs `of`", "say of what: `total_users`, `enabled_users` or `disabled_users`"
        )
    if not percent and (raw.of is not UNSET or raw.min_population is not UNSET):
        name = "of" if raw.of is not UNSET else "min_population"
        yield Slip(f"`{name}` has no meaning without `max_percent`", "remove it, or give `max_percent`")
    if count and percent and raw.joined is UNSET:
        hint = "write `any` where either alone is too much, `all` where only both together are"
        yield Slip("`max_count` and `max_percent` need `joined`", hint)
    if not (count and percent) and raw.joined is not UNSET:
        yield Slip("`joined` joins `max_count` and `max_percent`, and one of them is not there", "remove it")
