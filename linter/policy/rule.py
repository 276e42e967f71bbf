"""Rules and packs as values, complete when they are made."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

import msgspec

from linter.model import ChangeSet, Exceeding, Location, Op, Severity, Snapshot
from linter.policy.expression import Expression
from linter.policy.raw import ParamType
from linter.policy.shelf import PolicyFile
from linter.policy.template import InsteadTemplate, Template
from linter.policy.types import Join, Population, Subject

Expectation: TypeAlias = Literal["deny", "allow", "undecided"]

ParamValue: TypeAlias = int | float | bool | str | tuple[str, ...] | timedelta


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a rule proves itself by: what is given, what is proposed, and what the rule must say to it.

    `snapshot` is `None` where nothing is given, `now` where the time does not matter. `params` are those
    that are other than the pack's, as conditions read them. `locate` finds its place, which is asked for
    only where it is told.
    """

    name: str
    expect: Expectation
    snapshot: Snapshot | None
    change_set: ChangeSet
    now: datetime | None
    params: Mapping[str, Any]
    locate: Callable[[], Location]


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """How many users the changes that a rule selects may hit, each user counted once.

    The limit is passed where more than `max_count` users are hit, or more than `max_percent` of the
    `population` before the changes, which counts only where that is at least `min_population`; with
    both, where `joined` says: `any` of them, or `all`. `where` picks among the changes that the rule
    selects. `on_exceed` is what becomes of the change set.
    """

    max_count: Expression | None
    max_percent: Expression | None
    min_population: Expression | None
    population: Population | None
    joined: Join
    where: Expression | None
    on_exceed: Exceeding

    @property
    def numbers(self) -> Mapping[str, Expression]:
        """The expressions of its numbers, which are about the rule's subject, by their keys."""
        written = {
            "max_count": self.max_count,
            "max_percent": self.max_percent,
            "min_population": self.min_population,
        }
        return {key: expression for key, expression in written.items() if expression is not None}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule.

    `id` is `pack/name`. The rule objects where `condition` is `objects_when`, among the changes that
    `ops` and `fields` select (`None`: all) and where `when` is true. `excess` says how far a limit is
    passed. `supersedes` holds the ids of the rules that stay silent where this one objects. A rule has a
    `limit` instead of a condition where it bounds how many users the selected changes may hit.
    `severity_location` is where a pack that extends the rule's own set the severity, if one did. `locate`
    finds the place in the file of a character, counted from 0, of the text under a key such as `when`.
    """

    id: str
    name: str
    pack: str
    title: str
    severity: Severity
    subject: Subject
    ops: frozenset[str] | None
    fields: frozenset[str] | None
    when: Expression | None
    condition: Expression | None
    objects_when: bool
    message: Template
    why: str
    instead: InsteadTemplate | None
    references: tuple[str, ...]
    supersedes: frozenset[str]
    each_step: bool
    excess: Expression | None
    limit: Limit | None
    examples: tuple[Example, ...]
    location: Location
    path: str
    locate: Callable[[str, int], Location]
    severity_location: Location | None = None

    @property
    def expressions(self) -> Mapping[str, Expression]:
        """The expressions about its subject that decide it, by their keys.

        `when`, then `deny` or `require`, then `excess`, then the numbers of a limit, as `limit/max_count`.
        """
        written = {
            "when": self.when,
            "deny" if self.objects_when else "require": self.condition,
            "excess": self.excess,
        }
        if self.limit is not None:
            written |= {f"limit/{name}": number for name, number in self.limit.numbers.items()}
        return {key: expression for key, expression in written.items() if expression is not None}

    @property
    def missing_examples(self) -> tuple[Expectation, ...]:
        """The kinds of example that every rule must have and this one has not."""
        kinds: tuple[Expectation, ...] = ("deny", "allow")
        present = {example.expect for example in self.examples}
        return tuple(kind for kind in kinds if kind not in present)


class Param(msgspec.Struct, frozen=True, kw_only=True):
    """A param of a pack: its declaration and the value in force.

    `declared` is the place of the declaration; `location` is where a pack that extends this one set the
    value, if one did.
    """

    name: str
    type: ParamType
    description: str
    default: ParamValue
    value: ParamValue
    declared: Location
    binds: str = ""
    location: Location | None = None


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of rules. `path` is that of its `pack.yaml`, `extends` holds the ids of packs it builds on.

    `menus` says where a person does each operation. `whole` where all rules of the folder were loaded.
    """

    id: str
    title: str
    description: str
    version: str = ""
    params: tuple[Param, ...] = ()
    menus: Mapping[Op, str] = {}
    path: str = ""
    extends: tuple[str, ...] = ()
    cases: tuple[PolicyFile, ...] | None = None
    whole: bool = False


class Off(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, by its full id, that a pack switches off for the pack it extends, and why."""

    rule: str
    reason: str
    location: Location


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to judge by.

    `params` holds for each pack what its conditions read as `params`, ready for them. An invitation that
    nobody accepts holds its seat for `seat_days` days. `severities` holds other
    severities for the rules that are no files and always apply, by full id. `off` holds the rules that
    packs switched off; they are not among `rules`.
    """

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    params: Mapping[str, Mapping[str, Any]]
    seat_days: int = 14
    severities: Mapping[str, Severity] = {}
    off: tuple[Off, ...] = ()
