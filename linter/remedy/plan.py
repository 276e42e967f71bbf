"""What is to be done in place of the author's changes, and the change set that comes of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from linter.model import UNSET, Change, ChangeSet, Finding, Safety, Survey, fold

replace = msgspec.structs.replace

Person: TypeAlias = tuple[str, str]
"""An account, and the id of a user in it."""

Key: TypeAlias = tuple[int, int]
"""Names an item: the author's change that it stands for, and its number among those that do."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a remedy, and the rule whose remedy it is of.

    An `essential` part is what the remedy is; without the others it is still one. `kept` names the fields
    of `set` whose values the remedy takes from the old user, so that each may be left out. What was
    `put_back` had been left out, and passes where it now stands.
    """

    change: Change
    rule: str
    essential: bool = False
    kept: frozenset[str] = frozenset()
    put_back: bool = False


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A change that belongs to a remedy and is not made, and the objection to it."""

    change: Change
    finding: Finding


class Heir(msgspec.Struct, frozen=True, kw_only=True):
    """A created user to whom the other changes of an old one are made: whom it replaces, and its key."""

    old: Person
    key: str
    enabled: bool = True


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in place of one of the author's changes.

    `findings` are the objections that it answers, `notes` what a person must know of it.
    """

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    safety: Safety
    left_out: tuple[LeftOut, ...] = ()
    heirs: tuple[Heir, ...] = ()
    notes: tuple[str, ...] = ()


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the set that comes of a plan. `source` is the place of the author's change it stands for.

    `part` is there in a remedy; `heir` where the change was the author's, to another user.
    """

    change: Change
    key: Key
    part: Part | None = None
    heir: Heir | None = None

    @property
    def source(self) -> int:
        """The place of the author's change that this one stands for."""
        return self.key[0]

    @property
    def own(self) -> bool:
        """Whether it is the author's change as it was."""
        return self.part is None and self.heir is None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The author's changes, and what was decided about them.

    `people` are the users whom the changes concern, by place. `dropped` changes are left away. `order` is
    another order of the items.
    """

    originals: tuple[Change, ...]
    people: Mapping[int, Person]
    remedies: Mapping[int, Remedy] = {}
    dropped: frozenset[int] = frozenset()
    order: tuple[Key, ...] = ()

    def having(self, source: int, remedy: Remedy) -> "Plan":
        """The plan with a remedy for a change."""
        return replace(self, remedies={**self.remedies, source: remedy})

    def without(self, sources: Iterable[int]) -> "Plan":
        """The plan without the remedies for some changes."""
        gone = set(sources)
        return replace(self, remedies={key: each for key, each in self.remedies.items() if key not in gone})

    def items(self) -> tuple[Item, ...]:
        """The changes that the plan comes to, numbered through."""
        found = {item.key: item for item in self._items()}
        ordered = [found[key] for key in self.order] if self.order else list(found.values())
        return tuple(
            replace(item, change=replace(item.change, index=index)) for index, item in enumerate(ordered)
        )

    def change_set(self, given: ChangeSet) -> ChangeSet:
        """The change set that the plan makes of the given one."""
        return change_set_of(given, [item.change for item in self.items()])

    def whole(self, given: ChangeSet) -> ChangeSet:
        """The same with nothing dropped."""
        return replace(self, dropped=frozenset(), order=()).change_set(given)

    def _items(self) -> Iterator[Item]:
        links = {
            heir.old: (source, heir)
            for source, remedy in self.remedies.items()
            if source not in self.dropped
            for heir in remedy.heirs
        }
        waiting: dict[int, list[Item]] = {}
        for source, change in enumerate(self.originals):
            if source in self.dropped:
                continue
            remedy = self.remedies.get(source)
            if remedy is not None:
                for number, part in enumerate(remedy.parts):
                    yield Item(change=part.change, key=(source, number), part=part)
                yield from waiting.pop(source, ())
                continue
            at, item = self._addressed(source, change, links)
            if item is not None and at > source:
                waiting.setdefault(at, []).append(item)
            elif item is not None:
                yield item

    def _addressed(
        self, source: int, change: Change, links: Mapping[Person, tuple[int, Heir]]
    ) -> tuple[int, Item | None]:
        """The author's change, made to the heir where its user has one; and the place it comes to stand at.

        No item: there is nothing left to do. What was done to the old user from its being enabled on was
        meant for the heir, even where it came before the details did.
        """
        person = self.people.get(source)
        at, heir = source, None
        while person is not None and person in links:
            place, link = links[person]
            if place < source or (at == source and self._revived(person, source, place)):
                at, heir = max(at, place), link
                person = (person[0], link.key)
            else:
                break
        if heir is None or change.op in _OF_THE_OLD:
            return source, Item(change=change, key=(source, 0))
        if change.op == "enable" and heir.enabled:
            return at, None
        if fold(change.user or "") == fold(heir.key):
            return at, Item(change=change, key=(source, 0))
        moved = replace(change, user=heir.key, before=UNSET)
        return at, Item(change=moved, key=(source, 0), heir=heir)

    def _revived(self, person: Person | None, source: int, place: int) -> bool:
        """Whether the user is enabled by the change itself or an earlier one, before its details change."""
        return source < place and any(
            self.originals[other].op == "enable" and self.people.get(other) == person
            for other in range(source + 1)
        )


_OF_THE_OLD = frozenset({"create", "disable", "delete", "restore"})
"""The operations that are meant for the old user whoever comes after it."""


def change_set_of(given: ChangeSet, changes: Sequence[Change]) -> ChangeSet:
    """A change set of other changes, with all else that the given one says."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.op] = counts.get(change.op, 0) + 1
    named = {change.envelope.account for change in changes}
    survey = Survey(
        changes=len(changes),
        accounts=frozenset("" if account is UNSET else str(account) for account in named),
        counts=counts,
        unchecked=given.survey.unchecked,
    )
    return replace(given, changes=tuple(changes), survey=survey)
