"""A report with everybody in it under a pseudonym: what is said stays, who it is said of does not."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from linter.model import (
    ENVELOPE_FIELDS,
    OPS,
    Account,
    BillingAdmin,
    Change,
    Finding,
    Location,
    Problem,
    Report,
    Snapshot,
    Trait,
    User,
    Waiver,
)
from linter.privacy.cipher import Cipher
from linter.privacy.names import Names, Span, replaced
from linter.privacy.people import PERSONAL, is_opaque

_WORDS = frozenset(
    {*ENVELOPE_FIELDS, *OPS, "changes", "users", "accounts", "true", "false", "null"}.union(
        *(struct.__struct_fields__ for struct in (User, Account, BillingAdmin, Change, Snapshot))
    )
)
"""What the input may say in anybody's file: names of fields and operations."""

_KEPT = frozenset(
    {
        "schema",
        "verdict",
        "rule",
        "title",
        "severity",
        "status",
        "origin",
        "op",
        "why",
        "references",
        "path",
        "missing",
        "supply",
        "expires",
        "changed",
        "baseline_state",
        "on_exceed",
    }
)
"""Fields that hold what a policy says, or prechange itself."""

_PERSONS = frozenset({"approved_by", "requested_by"})
_WHOLE = PERSONAL | {"attributes", "fingerprint", "fingerprints"}
"""Fields that are hidden whole. A fingerprint could be guessed from the values that it is made of."""

_QUOTED = re.compile(r"`([^`]*)`|\"([^\"]*)\"")


def conceal(report: Report, names: Names, cipher: Cipher, private: Collection[str] = ()) -> Report:
    """The report with a pseudonym for everybody who is named in it.

    `private` are the paths of files about people: of what could not be read in them no line is shown,
    since it is not known what names a person.
    """
    return _Concealing(names, cipher, frozenset(private)).report(report)


class _Concealing:
    """A walk through a report."""

    def __init__(self, names: Names, cipher: Cipher, private: frozenset[str]) -> None:
        self._names = names
        self._cipher = cipher
        self._private = private

    def report(self, report: Report) -> Report:
        errors = tuple(self._problem(problem) for problem in report.errors)
        resolved = tuple(self._gone(finding) for finding in report.resolved)
        hidden: Report = self._struct(msgspec.structs.replace(report, errors=(), resolved=()))
        return msgspec.structs.replace(hidden, errors=errors, resolved=resolved)

    def _gone(self, finding: Finding) -> Finding:
        """A finding of the baseline. It may name people who are in no file of this run."""
        place, change = finding.location, finding.change
        return msgspec.structs.replace(
            finding,
            message=self._cipher.hide(finding.message),
            fingerprint=self._cipher.hide(finding.fingerprint),
            user=self._unless_opaque(finding.user),
            change=change and msgspec.structs.replace(change, user=self._unless_opaque(change.user)),
            location=place and msgspec.structs.replace(place, text="", text_column=0, pointer=""),
            related=(),
            evidence={},
            instead=None,
            waiver=None,
        )

    def _unless_opaque(self, key: str) -> str:
        return key if is_opaque(key) else self._cipher.hide(key)

    def _value(self, value: Any, key: str) -> Any:
        """A value that stands under a key."""
        if isinstance(value, str):
            return self._text(value, key)
        if isinstance(value, Location):
            return self._location(value)
        if isinstance(value, Waiver):
            reason = self._cipher.hide(value.reason)
            return msgspec.structs.replace(self._struct(value), reason=reason)
        if isinstance(value, Trait):
            return self._trait(value)
        if isinstance(value, msgspec.Struct):
            return self._struct(value)
        if isinstance(value, Mapping):
            return {self._key(name): self._value(inner, _field(key, name)) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return tuple(self._value(inner, key) for inner in value)
        return value

    def _trait(self, trait: Trait) -> Trait:
        """What users have in common. What a source says besides may be anything, a name, too."""
        value, field = self._inside(trait.value), trait.field.partition(".")[0]
        if trait.what == "value" and field == "manager_id":
            value = self._unless_opaque(trait.value)
        elif trait.what == "value" and field in _WHOLE:
            value = self._cipher.hide(trait.value)
        return msgspec.structs.replace(trait, field=self._inside(trait.field), value=value)

    def _struct(self, value: Any) -> Any:
        changed = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            if name not in _KEPT and isinstance(old, str | msgspec.Struct | Mapping | tuple) and old:
                changed[name] = self._value(old, name)
        return msgspec.structs.replace(value, **changed) if changed else value

    def _text(self, text: str, key: str) -> str:
        if key in _KEPT:
            return text
        if key in _PERSONS:
            return self._unless_opaque(text)
        if key in _WHOLE:
            return self._cipher.hide(text)
        return self._inside(text)

    def _key(self, name: Any) -> Any:
        return name if not isinstance(name, str) or name in _WORDS else self._inside(name)

    def _inside(self, text: str) -> str:
        return replaced(text, self._names.spans(text), self._cipher.hide)

    def _location(self, place: Location) -> Location:
        """A place with its line. Where the marked part begins moves with what is hidden before it."""
        spans = self._names.line_spans(place.text)
        pointer = self._inside(place.pointer)
        if not spans:
            return msgspec.structs.replace(place, pointer=pointer)
        text = replaced(place.text, spans, self._cipher.hide)
        begin = self._moved(place.text, spans, (place.text_column or place.column) - 1) + 1
        column = begin if begin != place.column else 0
        return msgspec.structs.replace(place, pointer=pointer, text=text, text_column=column)

    def _moved(self, text: str, spans: list[Span], offset: int) -> int:
        """Where in the hidden text an offset of the text is."""
        moved = offset
        for start, end in spans:
            if end <= offset:
                moved += len(self._cipher.hide(text[start:end])) - (end - start)
            elif start < offset:
                moved -= offset - start
        return moved

    def _problem(self, problem: Problem) -> Problem:
        """What is wrong with an input. Of a file about people, what is quoted may be anything."""
        place = problem.location
        if place is None or place.path not in self._private:
            location = None if place is None else self._location(place)
            message, hint = self._inside(problem.message), self._inside(problem.hint)
            return Problem(message=message, location=location, hint=hint)
        parts = (
            part if part in _WORDS or part.isdigit() else self._cipher.hide(part)
            for part in place.pointer.split("/")
        )
        bare = msgspec.structs.replace(place, text="", text_column=0, pointer="/".join(parts))
        return Problem(message=self._quoted(problem.message), location=bare, hint=self._quoted(problem.hint))

    def _quoted(self, text: str) -> str:
        """A message with what it quotes hidden, where it is not a word that everybody uses."""
        spans = []
        for match in _QUOTED.finditer(text):
            group = 1 if match[1] is not None else 2
            if match[group] not in _WORDS and not match[group].startswith(("-", "[")):
                spans.append(match.span(group))
        return replaced(text, self._names.spans(text, spans), self._cipher.hide)


def _field(key: str, name: Any) -> str:
    """What a key of a mapping says of its value: of `before.full_name`, `full_name`."""
    if key == "attributes" or not isinstance(name, str):
        return key
    if name.startswith("account") and name.endswith(".name"):
        return name
    if ".attributes" in name or name.endswith(".reason"):
        return "attributes"
    return name.rpartition(".")[2]
