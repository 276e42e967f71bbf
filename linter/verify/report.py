"""What verification found, as findings with their places."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from linter.engine.builtin import VERIFY, VERIFY_RULES
from linter.engine.findings import digest
from linter.model import (
    UNSET,
    Change,
    ChangeRef,
    Finding,
    Instead,
    Location,
    Related,
    Severity,
    Snapshot,
)
from linter.verify.effects import Effect


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What a matter is about: an account, a user by the expected and the real id, a field, and the change."""

    account: str = ""
    user: str = ""
    came: str = ""
    field: str = ""
    change: Change | None = None

    @property
    def reference(self) -> ChangeRef | None:
        """The change, as reports name it."""
        change = self.change
        if change is None:
            return None
        return ChangeRef(index=change.index, op=change.op, account=self.account, user=self.user or self.came)

    def location(self, before: Snapshot, after: Snapshot) -> Location | None:
        """The change; where there is none, the record that came, else the one that was."""
        if self.change is not None:
            field = self.field.partition(".")[0]
            return self.change.origin(f"set/{field}" if field in self.change.set else "")
        return after.locate(self.account, self.came or None) or before.locate(self.account, self.user or None)


class Matter(msgspec.Struct, frozen=True):
    """A rule's objection in words, with the values; `unknown` names a value that is missing to decide it."""

    rule: str
    message: str
    evidence: Mapping[str, Any] = {}
    unknown: str = ""

    @classmethod
    def of(cls, effect: Effect, whose: str) -> "Matter":
        """The matter of a value that came otherwise."""
        rule = effect.kind if effect.kind == "extra-attribute" else f"{effect.kind}-effect"
        if effect.field == "deleted_at" and not effect.unknown:
            return cls(rule, f"{whose} {_DELETED[effect.kind == 'extra', bool(effect.came)]}")
        values = {"before": effect.was, "expected": effect.wanted, "after": effect.came}
        evidence = {f"{side}.{effect.field}": value for side, value in values.items() if value is not UNSET}
        return cls(rule, _MESSAGES[effect.kind](effect, whose), evidence, effect.unknown)


def finding(
    matter: Matter, place: Place, states: tuple[Snapshot, Snapshot], severities: Mapping[str, Severity]
) -> Finding:
    """A matter as a finding: at the change where there is one, with both records beside it."""
    texts = VERIFY_RULES[matter.rule]
    rule = f"{VERIFY}/{matter.rule}"
    location = place.location(*states)
    return Finding(
        rule=rule,
        title=texts.title,
        severity=severities.get(rule, texts.severity),
        message=matter.message,
        fingerprint=digest([rule, place.account, place.user or place.came, place.field]),
        change=place.reference,
        account=place.account,
        user=place.came or place.user,
        location=location,
        related=tuple(_related(place, states, location)),
        evidence=matter.evidence,
        why=texts.why,
        instead=Instead(text=texts.instead),
    )


def _related(place: Place, states: tuple[Snapshot, Snapshot], location: Location | None) -> Iterator[Related]:
    before, after = states
    for state, user, message in ((before, place.user, "as it was"), (after, place.came, "as it came")):
        spot = state.locate(place.account, user or None) if user or not (place.user or place.came) else None
        if spot is not None and spot != location:
            yield Related(message=message, location=spot)


_DELETED = {
    (False, False): "is still there, and should have been deleted",
    (False, True): "is still deleted, and should have been restored",
    (True, False): "was restored, and no change says so",
    (True, True): "was deleted, and no change says so",
}
"""What is said of a deletion or a restoration that no change says, or that should have been, by what came."""


def _missing(effect: Effect, whose: str) -> str:
    is_now, should = _shown(effect.came), _shown(effect.wanted)
    return f"`{effect.field}` of {whose} is {is_now}, and should have become {should}"


def _different(effect: Effect, whose: str) -> str:
    became, should = _shown(effect.came), _shown(effect.wanted)
    return f"`{effect.field}` of {whose} became {became}, and should have become {should}"


def _extra(effect: Effect, whose: str) -> str:
    told = [f"gained {_shown(effect.gained)}"] if effect.gained else []
    told += [f"lost {_shown(effect.lost)}"] if effect.lost else []
    what = " and ".join(told) or f"became {_shown(effect.came)}"
    return f"`{effect.field}` of {whose} {what}, and no change says so"


_MESSAGES = {"missing": _missing, "different": _different, "extra": _extra, "extra-attribute": _extra}


def _shown(value: Any) -> str:
    """A value in a sentence."""
    if value is None or value in ("", ()):
        return "empty"
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`{value}`"
