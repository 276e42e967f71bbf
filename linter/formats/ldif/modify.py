"""What a modify does to a user: the values that its blocks leave, as far as they are known."""

from dataclasses import dataclass, field
from typing import Any

from linter.formats.ldif import attribute
from linter.formats.ldif.attribute import Meaning, meaning_of, plain, together
from linter.formats.ldif.entry import flag
from linter.formats.ldif.record import Modification, Value, as_text
from linter.model import User, fold


@dataclass(slots=True)
class Outcome:
    """What a modify comes to. Groups stand as they are written, with the lines.

    `groups` are all groups afterwards, where the modify says it; `addresses` the values of `proxyAddresses`.
    """

    set: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    joined: list[tuple[str, int]] = field(default_factory=list)
    left: list[tuple[str, int]] = field(default_factory=list)
    groups: tuple[str, ...] | None = None
    addresses: list[str] | None = None


@dataclass(slots=True)
class _Held:
    """The values of one attribute after some blocks: all of them, or only those that came and went."""

    meaning: Meaning
    line: int
    """The line of the first value, or of what takes all away."""
    values: list[Value] | None = None
    added: list[Value] = field(default_factory=list)
    deleted: list[Value] = field(default_factory=list)
    increment: str = ""

    def apply(self, block: Modification) -> None:
        """One block more."""
        if block.op == "increment":
            self.increment = plain(block.values[0])
        elif block.op == "replace" or not block.values:
            self.values = list(block.values)
        elif block.op == "add":
            (self.added if self.values is None else self.values).extend(block.values)
        else:
            present = self.added if self.values is None else self.values
            for value in block.values:
                if value in present:
                    present.remove(value)
                elif self.values is None:
                    self.deleted.append(value)

    @property
    def told(self) -> Any:
        """What is known, as it stands among the attributes: the values, or what came and went."""
        if self.increment:
            return {"increment": self.increment}
        if self.values is not None:
            return together(self.values) if self.values else None
        said = {"add": self.added, "delete": self.deleted}
        return {name: [plain(value) for value in values] for name, values in said.items() if values}


def outcome_of(blocks: tuple[Modification, ...], user: User | None, addresses: list[str] | None) -> Outcome:
    """What some blocks do to a user, of whom a snapshot may know something. Raises `Fault`.

    `addresses` are the values of `proxyAddresses` before, where they are known.
    """
    held: dict[str, _Held] = {}
    outcome = Outcome()
    for block in blocks:
        meaning = meaning_of(block.attribute)
        if meaning.special == "secret":
            if block.attribute not in outcome.secrets:
                outcome.secrets += (block.attribute,)
            continue
        if meaning.name not in held:
            held[meaning.name] = _Held(meaning, block.line + 1 if block.values else block.line)
        held[meaning.name].apply(block)
    for each in sorted(held.values(), key=lambda one: one.meaning.rank):
        _take(outcome, each, user)
    proxies = held.get("proxyaddresses")
    if proxies is not None:
        _take_addresses(outcome, proxies, addresses)
    if outcome.attributes:
        outcome.set["attributes"] = outcome.attributes
    if user is not None:
        outcome.before = {name: old for name, old in outcome.before.items() if not _same(user, name, old)}
    return outcome


def _take(outcome: Outcome, held: _Held, user: User | None) -> None:
    """What became of one attribute."""
    meaning = held.meaning
    if meaning.special == "proxy":
        return
    if meaning.special == "memberof":
        _take_groups(outcome, held)
    elif meaning.special == "flag" and not held.increment:
        _take_flag(outcome, held)
    elif not meaning.field or held.increment or _is_second(held, user) or meaning.field in outcome.set:
        outcome.attributes[meaning.name] = held.told
    else:
        _take_field(outcome, held)


def _take_field(outcome: Outcome, held: _Held) -> None:
    """A field of the user: what stands first afterwards counts."""
    name = held.meaning.field
    texts = _texts(held, held.added if held.values is None else held.values)
    outcome.set[name] = (texts[0] or None) if texts else None
    if held.values is not None and len(texts) > 1:
        outcome.attributes[held.meaning.name] = texts
    old = _texts(held, held.deleted)
    if old:
        outcome.before[name] = old[0]


def _is_second(held: _Held, user: User | None) -> bool:
    """Whether the field has another value, as the snapshot tells, and keeps it."""
    if user is None:
        return False
    now = getattr(user, held.meaning.field)
    kept = (user.attributes or {}).get(held.meaning.name)
    several = kept if isinstance(kept, list) else []
    if isinstance(kept, str) or (several and several[0] != now):
        return True
    if held.values is not None or not isinstance(now, str):
        return False
    gone = {fold(plain(value)) for value in held.deleted}
    return fold(now) not in gone and (bool(several) or not gone)


def _take_flag(outcome: Outcome, held: _Held) -> None:
    """Whether the user can sign in. Several flags in one record all must allow it."""
    base = held.meaning.base
    texts = _texts(held, held.added if held.values is None else held.values)
    if texts or held.values is not None or held.deleted:
        now = flag(base, texts[0] if texts else None, held.line)
        if now is not None:
            outcome.set["enabled"] = now and outcome.set.get("enabled", True)
    old = _texts(held, held.deleted)
    earlier = flag(base, old[0], held.line) if old else None
    if earlier is not None:
        outcome.before["enabled"] = earlier and outcome.before.get("enabled", True)
    if attribute.is_kept(base):
        outcome.attributes[held.meaning.name] = texts[0] if texts else None


def _take_groups(outcome: Outcome, held: _Held) -> None:
    """Groups that are named on the user."""
    if held.values is not None:
        outcome.groups = tuple(_texts(held, held.values))
    outcome.joined += [(group, held.line) for group in _texts(held, held.added)]
    outcome.left += [(group, held.line) for group in _texts(held, held.deleted)]


def _take_addresses(outcome: Outcome, held: _Held, known: list[str] | None) -> None:
    """The addresses of `proxyAddresses`. Where those before are not known, only the new ones are told."""
    added, deleted = _texts(held, held.added), _texts(held, held.deleted)
    values = None if held.values is None else _texts(held, held.values)
    if values is None and known is not None:
        gone = {text.lower() for text in deleted}
        values = [text for text in known if text.lower() not in gone] + added
    primary, aliases, others = attribute.addresses(added if values is None else values)
    if primary is not None and (known is None or f"SMTP:{primary}" not in known):
        outcome.set["primary_email"] = primary
        old, _, _ = attribute.addresses(deleted)
        if old is not None:
            outcome.before["primary_email"] = old
    if values is not None or aliases:
        outcome.set["aliases"] = aliases
    outcome.addresses = values
    if values is None and deleted:
        outcome.attributes["proxyaddresses"] = {"delete": deleted}
    elif others:
        outcome.attributes["proxyaddresses"] = others


def _texts(held: _Held, values: list[Value]) -> list[str]:
    """Values as text. Raises `Fault`."""
    return [as_text(value, held.line) for value in values]


def _same(user: User, name: str, old: Any) -> bool:
    """Whether a snapshot and the file agree on an old value; a directory does not tell `A` from `a`."""
    now = getattr(user, name)
    return now == old or (isinstance(now, str) and isinstance(old, str) and fold(now) == fold(old))
