"""What the records of a file do, in order: changes as the model has them, and what it has no word for."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from linter.formats.ldif.attribute import MEMBERS, NAMES, meaning_of
from linter.formats.ldif.directory import Directory
from linter.formats.ldif.dn import Name, avas
from linter.formats.ldif.draft import Draft, NeedsTracking, kind_at, line_of, named
from linter.formats.ldif.entry import Entry, entry_of
from linter.formats.ldif.groups import Groups
from linter.formats.ldif.modify import outcome_of
from linter.formats.ldif.record import TREE_DELETE, Fault, Modification, Record, as_text, base_of
from linter.model import UNSET, Op, User

HARMLESS_CONTROLS = frozenset(
    {
        "2.16.840.1.113730.3.4.2",  # ManageDsaIT
        "1.2.840.113556.1.4.1413",  # permissive modify
        "1.2.840.113556.1.4.417",  # show deleted
        "1.2.840.113556.1.4.619",  # lazy commit
        "1.3.6.1.1.13.1",  # pre-read
        "1.3.6.1.1.13.2",  # post-read
    }
)
"""The controls that do not alter what a change does."""

_DELETED_ENTRY = re.compile(r"\\0adel:([0-9a-f-]{36})", re.IGNORECASE)


class Drafter:
    """Makes drafts from records, one after the other. `set_aside(what, line)` is told what has no word."""

    def __init__(self, directory: Directory, set_aside: Callable[[str, int], None]) -> None:
        self._directory = directory
        self._set_aside = set_aside
        self._groups = Groups(directory, set_aside)
        self._kinds: dict[str, Callable[[Record, Name], Iterator[Draft]]] = {
            "content": self._add,
            "add": self._add,
            "delete": self._delete,
            "modify": self._modify,
            "modrdn": self._rename,
            "moddn": self._rename,
        }

    def drafts(self, record: Record) -> Iterator[Draft]:
        """What a record does. Raises `Fault`, and `NeedsTracking`."""
        line = next(n for n, line in enumerate(record.lines) if line[0].lower() == "dn")
        name = named(record.dn, line)
        for control in record.controls:
            if control not in HARMLESS_CONTROLS and not (control == TREE_DELETE and record.kind == "delete"):
                self._set_aside(f"control {control}", line + 1)
        return self._kinds[record.kind](record, name)

    def _add(self, record: Record, name: Name) -> Iterator[Draft]:
        if not name.key:
            raise Fault("the root cannot be added", 0)
        entry = entry_of(record)
        kind = kind_at(name, entry)
        if kind == "user":
            values = self._values(entry, name, record)
            yield Draft("create", self._directory.create(name, kind, entry.id), values, secrets=entry.secrets)
            return
        group = self._directory.create(name, kind)
        self._set_aside(f"creation of {NAMES[kind]}", 0)
        if kind == "group":
            yield from self._groups.join(group, entry.members)

    def _values(self, entry: Entry, name: Name, record: Record) -> dict[str, Any]:
        """The fields of a new user."""
        values: dict[str, Any] = {key: None if value == "" else value for key, value in entry.fields.items()}
        if values.get("manager_id"):
            line = line_of(record, "manager")
            values["manager_id"] = self._directory.user_id(named(values["manager_id"], line))
        if entry.groups:
            line = line_of(record, "memberof")
            values["groups"] = tuple(self._group(group, line) for group in entry.groups)
        values["attributes"] = {"dn": name.text, **entry.attributes}
        return values

    def _delete(self, record: Record, name: Name) -> Iterator[Draft]:
        directory = self._directory
        kind = directory.kind(name)
        if TREE_DELETE in record.controls:
            if not directory.tracked:
                raise NeedsTracking
            users = directory.users_below(name)
            if kind == "user" and directory.user_id(name) not in users:
                users.append(directory.user_id(name))
            if not directory.baseline.given:
                self._set_aside("deletion of a whole tree (no snapshot says who is in it)", 0)
            elif kind != "user":
                self._set_aside(f"deletion of {NAMES[kind]}", 0)
            yield from (Draft("delete", user) for user in users)
        elif kind == "user":
            yield Draft("delete", directory.user_id(name))
        else:
            self._set_aside(f"deletion of {NAMES[kind]}", 0)
            if kind == "group":
                group = directory.first_name(name).text
                for user in list(directory.members(group) or ()):
                    yield Draft("remove_group", user, group=group)
        directory.moves.leave(name)

    def _modify(self, record: Record, name: Name) -> Iterator[Draft]:
        kind = self._directory.kind(name)
        blocks = record.modifications
        if not blocks:
            self._set_aside("modify without modifications", 0)
            return
        if kind == "user" and any(base_of(block.attribute) in MEMBERS for block in blocks):
            kind = "group"
            self._directory.learn(name, kind)
        if kind == "group":
            yield from self._groups.modify(blocks, self._directory.first_name(name).text)
        elif kind != "user":
            self._set_aside(f"change of {NAMES[kind]}", 0)
        elif (restored := _DELETED_ENTRY.search(name.text)) and _undeletes(blocks):
            yield self._restore(blocks, restored[1].lower())
        else:
            yield from self._modify_user(blocks, self._directory.user_id(name))

    def _restore(self, blocks: Sequence[Modification], key: str) -> Draft:
        """A deleted entry is taken back: its name holds its key, a block the name that it gets."""
        if self._directory.user(key) is not None:
            return Draft("restore", key)
        for block in blocks:
            if base_of(block.attribute) == "distinguishedname" and block.values:
                return Draft(
                    "restore",
                    self._directory.user_id(named(as_text(block.values[0], block.line + 1), block.line + 1)),
                )
        return Draft("restore", key)

    def _modify_user(self, blocks: tuple[Modification, ...], user_id: str) -> Iterator[Draft]:
        directory = self._directory
        user = directory.user(user_id)
        known = directory.addresses.get(user_id)
        outcome = outcome_of(blocks, user, _addresses(user) if known is None else known)
        if outcome.addresses is not None:
            directory.addresses[user_id] = outcome.addresses
        values = outcome.set
        line = blocks[0].line
        if values.get("manager_id"):
            values["manager_id"] = directory.user_id(named(values["manager_id"], line))
        if outcome.groups is not None:
            values["groups"] = tuple(self._group(group, line) for group in outcome.groups)
        if values.keys() == {"enabled"} and not outcome.secrets:
            op: Op = "enable" if values["enabled"] else "disable"
            yield Draft(op, user_id, before=outcome.before)
        elif values or outcome.secrets:
            yield Draft("update", user_id, values, outcome.before, secrets=outcome.secrets)
        for group, line in outcome.left:
            yield Draft("remove_group", user_id, group=self._group(group, line), line=line)
        for group, line in outcome.joined:
            yield Draft("add_group", user_id, group=self._group(group, line), line=line)

    def _rename(self, record: Record, name: Name) -> Iterator[Draft]:
        renaming = record.renaming
        if renaming is None or not name.key:
            raise Fault("the root cannot be renamed", 0)
        directory = self._directory
        line = line_of(record, "newrdn")
        part = named(renaming.part, line)
        if len(part.parts) != 1:
            raise Fault("`newrdn:` is one part of a name, such as `cn=Jane Doe`", line)
        parent = name.parent()
        if renaming.parent is not None:
            parent = named(renaming.parent, line_of(record, "newsuperior"))
        new = part.under(parent)
        if new.key != name.key and f",{new.key}".endswith(f",{name.key}"):
            raise Fault("an entry cannot be moved below itself", line_of(record, "newsuperior"))
        kind, user_id = directory.kind(name), directory.user_id(name)
        directory.moves.move(name, new)
        if kind != "user":
            self._set_aside(f"renaming of {NAMES[kind]}", 0)
            return
        user = directory.user(user_id)
        values: dict[str, Any] = {}
        attributes: dict[str, Any] = {"dn": new.text}
        before: dict[str, Any] = {}
        old = dict(avas(name.texts[0]))
        for attribute, value in avas(part.text):
            meaning = meaning_of(attribute)
            if not meaning.field or attribute in ((user.attributes or {}) if user else {}):
                attributes[attribute] = value
                continue
            values[meaning.field] = value
            if attribute in old and user is None:
                before[meaning.field] = old[attribute]
        yield Draft("update", user_id, {**values, "attributes": attributes}, before)

    def _group(self, text: str, line: int) -> str:
        return self._directory.first_name(named(text, line)).text


def _undeletes(blocks: Sequence[Modification]) -> bool:
    return any(base_of(each.attribute) == "isdeleted" and each.op == "delete" for each in blocks)


def _addresses(user: User | None) -> list[str] | None:
    """The values that `proxyAddresses` of a user must have, where a snapshot knows them."""
    if user is None or user.aliases is UNSET:
        return None
    primary = [f"SMTP:{user.primary_email}"] if user.primary_email else []
    return primary + [f"smtp:{alias}" for alias in user.aliases or ()]
