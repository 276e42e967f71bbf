"""The fields of a user out of the lines of a whole entry."""

from dataclasses import dataclass, field
from typing import Any

from linter.formats.ldif import attribute
from linter.formats.ldif.attribute import Meaning, identity, kind_of, meaning_of, together
from linter.formats.ldif.record import Fault, Line, Record, Value, text_of


@dataclass(slots=True)
class Entry:
    """What an entry says. `groups` and `members` are names as written, members with the line they stand on.

    `fields` are those of a user, `attributes` the rest of it; `manager` is a name as written.
    """

    kind: str | None
    id: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    members: list[tuple[str, str, int]] = field(default_factory=list)
    secrets: tuple[str, ...] = ()


def entry_of(record: Record) -> Entry:
    """What the attributes of a record say together. Raises `Fault`."""
    lines = record.lines
    entry = Entry(None)
    classes: list[str] = []
    rest: dict[str, list[Value]] = {}
    ranked: dict[str, tuple[Meaning, Value]] = {}
    proxies: list[str] = []
    for number in range(record.first, len(lines)):
        written, _, value = lines[number]
        meaning = meaning_of(written)
        if meaning.field:
            _ranked(meaning, text_of(lines, number), ranked, rest)
        elif not meaning.special:
            rest.setdefault(meaning.name, []).append(value)
        elif meaning.special == "class":
            classes.append(text_of(lines, number))
        elif meaning.special == "secret":
            if written not in entry.secrets:
                entry.secrets += (written,)
        elif meaning.special == "proxy":
            proxies.append(text_of(lines, number))
        else:
            _special(entry, meaning, lines, number, rest)
    if classes:
        entry.kind = kind_of(classes)
        rest["objectclass"] = list(classes)
    fields = entry.fields
    for name, (_, chosen) in ranked.items():
        fields[name] = chosen
    if proxies:
        _addresses(fields, proxies, rest)
    entry.attributes = {name: together(values) for name, values in rest.items()}
    return entry


def _ranked(
    meaning: Meaning, value: str, ranked: dict[str, tuple[Meaning, Value]], rest: dict[str, list[Value]]
) -> None:
    """Takes a value for a field: that of the first attribute of the field's, and its first value.

    Attributes that do not count, and those with several values, stand among the rest with all of them.
    """
    present = ranked.get(meaning.field)
    if present is None:
        ranked[meaning.field] = (meaning, value)
    elif present[0].rank > meaning.rank:
        ranked[meaning.field] = (meaning, value)
        rest.setdefault(present[0].name, [present[1]])
    elif present[0].rank == meaning.rank:
        rest.setdefault(meaning.name, [present[1]]).append(value)
    else:
        rest.setdefault(meaning.name, []).append(value)


def _special(
    entry: Entry, meaning: Meaning, lines: list[Line], number: int, rest: dict[str, list[Value]]
) -> None:
    """Takes a value that is a flag, a key or a membership."""
    value = lines[number][2]
    if meaning.special == "id":
        if not entry.id:
            entry.id = identity(meaning.base, value)
        else:
            rest.setdefault(meaning.name, []).append(value)
    elif meaning.special == "memberof":
        entry.groups.append(text_of(lines, number))
    elif meaning.special == "member":
        entry.members.append((meaning.base, text_of(lines, number), number))
    else:
        said = flag(meaning.base, text_of(lines, number), number)
        if said is not None:
            entry.fields["enabled"] = said and entry.fields.get("enabled", True)
        if attribute.is_kept(meaning.base):
            rest.setdefault(meaning.name, []).append(value)


def flag(base: str, value: str | None, line: int) -> bool | None:
    """What a flag says of whether a user can sign in. Raises `Fault` where it makes no sense."""
    try:
        return attribute.enabled(base, value)
    except ValueError as error:
        wanted = "a number" if base == "useraccountcontrol" else "`TRUE` or `FALSE`"
        raise Fault(f"`{base}` must be {wanted}", line) from error


def _addresses(fields: dict[str, Any], proxies: list[str], rest: dict[str, list[Value]]) -> None:
    """Takes the addresses of `proxyAddresses`. Its primary one counts before `mail`."""
    primary, aliases, others = attribute.addresses(proxies)
    if primary is not None:
        mail = fields.get("primary_email")
        if mail is not None and mail.lower() != primary.lower():
            rest.setdefault("mail", [mail])
        fields["primary_email"] = primary
    fields["aliases"] = aliases
    if others:
        rest["proxyaddresses"] = list(others)
