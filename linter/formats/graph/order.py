"""The order of the requests of a batch, and where it is not fixed.

Graph runs requests without `dependsOn` in any order. Two requests that change different users lead to the
same end in either order, and are taken in the order of the file. This is not said of two that may change one
user, claim one address, or of which one raises and the other lowers a total of the account (who holds a role,
how many users are enabled): there the order in between decides what a rule sees.
"""

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass

from linter.errors import InputError
from linter.formats.baseline import Baseline
from linter.formats.graph.operations import direction
from linter.formats.graph.request import Request
from linter.formats.odata.request import Draft
from linter.model import UNSET, Problem, fold, is_builtin_role

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEYS = ("sign_in_id", "primary_email")


def sorted_requests(requests: Sequence[Request]) -> list[int]:
    """The numbers of the requests, each after those that it depends on, else in the order of the file.

    Raises `InputError` where they depend on each other in a circle.
    """
    before = _before(requests)
    after: list[list[int]] = [[] for _ in requests]
    for number, earlier in enumerate(before):
        for one in earlier:
            after[one].append(number)
    left = [len(earlier) for earlier in before]
    ready = [number for number, count in enumerate(left) if not count]
    done: list[int] = []
    while ready:
        number = heapq.heappop(ready)
        done.append(number)
        for later in after[number]:
            left[later] -= 1
            if not left[later]:
                heapq.heappush(ready, later)
    circle = sorted(set(range(len(requests))) - set(done))
    if circle:
        raise InputError(
            Problem(
                message=f"the request `{requests[number].id}` waits for requests that wait for each other",
                location=requests[number].place(),
                hint="take the circle out of `dependsOn`",
            )
            for number in circle
        )
    return done


@dataclass(frozen=True)
class Person:
    """Whom a change is about: ids and addresses in folded form, and whether all of each are known."""

    ids: frozenset[str]
    names: frozenset[str]
    ids_known: bool
    names_known: bool

    def may_be(self, other: "Person") -> bool:
        """Whether two are one user, or share an address, as far as is known."""
        if self.ids & other.ids or self.names & other.names:
            return True
        return not ((self.ids_known and other.ids_known) or (self.names_known and other.names_known))


@dataclass(frozen=True)
class Touch:
    """What a request touches: users, managers named, totals of the account with the direction they go."""

    people: tuple[Person, ...]
    managers: tuple[Person, ...]
    totals: frozenset[tuple[str, int]]


def touch(drafts: Sequence[Draft], baseline: Baseline) -> Touch:
    """What the changes of a request touch."""
    people: list[Person] = []
    managers: list[Person] = []
    totals: set[tuple[str, int]] = set()
    for draft in drafts:
        people.append(_person(draft, baseline))
        manager = draft.set.get("manager_id")
        if manager:
            managers.append(_known(manager, baseline))
        sign = direction(draft.op, draft.set)
        if sign:
            totals.add((_total(draft), sign))
    return Touch(tuple(people), tuple(managers), frozenset(totals))


def open_pairs(
    requests: Sequence[Request], touched: Sequence[Touch]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of requests whose order matters and is not fixed: those on one user, those on totals."""
    before = _all_before(requests)
    people: list[tuple[int, int]] = []
    totals: list[tuple[int, int]] = []
    for second in range(len(requests)):
        for first in range(second):
            if first in before[second] or second in before[first]:
                continue
            one, other = touched[first], touched[second]
            if _on_one_user(one, other):
                people.append((first, second))
            elif any(_opposed(a, b) for a in one.totals for b in other.totals):
                totals.append((first, second))
    return people, totals


def _on_one_user(one: Touch, other: Touch) -> bool:
    """Whether two requests may change one user, or one changes whom the other names as a manager."""
    if any(a.may_be(b) for a in one.people for b in other.people):
        return True
    named = [(a, b) for a in one.managers for b in other.people]
    named += [(a, b) for a in other.managers for b in one.people]
    return any(a.ids & b.ids or a.names & b.names for a, b in named)


def _before(requests: Sequence[Request]) -> list[frozenset[int]]:
    """The numbers of the requests that each names in `dependsOn`."""
    numbers = {fold(request.id): number for number, request in enumerate(requests)}
    return [frozenset(numbers[fold(name)] for name in request.depends) for request in requests]


def _all_before(requests: Sequence[Request]) -> list[frozenset[int]]:
    """The numbers of the requests that come before each, at once or through others."""
    direct = _before(requests)
    found: list[frozenset[int]] = [frozenset() for _ in requests]
    for number in sorted_requests(requests):
        found[number] = direct[number].union(*(found[one] for one in direct[number]))
    return found


def _person(draft: Draft, baseline: Baseline) -> Person:
    """The user of a change, with the addresses that it claims."""
    claimed = [draft.set.get(key) for key in _KEYS] + list(draft.set.get("aliases") or ())
    names = frozenset(fold(name) for name in claimed if isinstance(name, str) and name)
    if not isinstance(draft.user, str):
        return Person(frozenset(), names, ids_known=False, names_known=True)
    known = _known(draft.user, baseline)
    return Person(known.ids, known.names | names, known.ids_known, known.names_known)


def _known(key: str, baseline: Baseline) -> Person:
    """All that is known of the user whom a key means."""
    user = baseline.find(key)
    if user is not None:
        names = [user.sign_in_id, user.primary_email, *(user.aliases or ())]
        folded = frozenset(fold(name) for name in names if name)
        return Person(frozenset({fold(user.id)}), folded, True, user.sign_in_id is not UNSET)
    own = frozenset({fold(key)})
    if _GUID.fullmatch(fold(key)):
        return Person(own, frozenset(), ids_known=True, names_known=False)
    return Person(frozenset(), own, ids_known=False, names_known=True)


def _total(draft: Draft) -> str:
    """The total that a change raises or lowers."""
    if isinstance(draft.role, str):
        return f"role:{fold(draft.role)}" if is_builtin_role(draft.role) else "role:"
    if isinstance(draft.license, str):
        return f"license:{fold(draft.license)}"
    if isinstance(draft.group, str):
        return f"group:{fold(draft.group)}"
    return "user"


def _opposed(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Whether one raises what the other lowers; a user who goes takes roles and licences along."""
    (total, sign), (second, against) = one, other
    if sign == against:
        return False
    if "user" in (total, second):
        return not (total + second).count("group:")
    both_roles = total.startswith("role:") and second.startswith("role:")
    return total == second or (both_roles and "role:" in (total, second))
