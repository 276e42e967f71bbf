"""LDIF (RFC 2849): a record a change, of the types add, modify, modrdn and delete.

Users, managers and groups have to be distinguished names (DNs), or users of whom the snapshot has
`attributes.dn`. `full_name` is written as `displayName` (of a user who is created, as `cn` where the change
has no other `cn`), `sign_in_id` as `userPrincipalName` where it holds an `@`, else as `uid`, and `enabled` as
`nsAccountLock`, unless `attributes.useraccountcontrol` or `attributes.pwdaccountlockedtime` of the change
says it. A user who is created needs `attributes.objectclass`.

Read back, DNs are spelt in one way, a user who is created is named by the DN, an update of `enabled` alone is
an `enable` or `disable`, a new DN is an update of its own, and a list of one value is that value.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from linter.formats import Given
from linter.formats.ldif.attribute import kind_of, meaning_of
from linter.formats.ldif.dn import Name, avas
from linter.model import Change, ChangeSet
from linter.writers.entries import Entries, dn_of
from linter.writers.ldif_values import Parts, parts_of, texts_of
from linter.writers.lines import block, record, value_line
from linter.writers.saying import Said, written
from linter.writers.written import Written

_NO_DN: Final = "give the export of the directory with `--snapshot`, or name users and groups by their DNs"


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as LDIF. The baseline tells where its users stand in the directory."""
    return written(change_set, lambda: _Sayer(given).say, _document, "ldif")


def _document(records: Iterable[str]) -> Iterator[str]:
    yield "version: 1\n"
    for each in records:
        yield f"\n{each}"


class _Sayer:
    """Says changes one after the other, and remembers where entries stand."""

    def __init__(self, given: Given) -> None:
        self._entries = Entries(given)

    def say(self, change: Change, data: dict[str, Any], said: Said) -> None:
        """A change as records, where LDIF has some."""
        op = change.op
        if op == "create":
            self._create(change, data, said)
            return
        if op not in ("update", "disable", "enable", "delete", "add_group", "remove_group"):
            said.lose("change", f"LDIF has no record for `{op}`", change)
            return
        found = self._entries.find(data["user"])
        if found is None:
            what = f"`{data['user']}`, whom `{op}` is about, is no DN, by which LDIF names users"
            said.lose("change", what, change, "user", _NO_DN)
            return
        meant = {"op": op, "user": found.identity}
        if op == "update":
            self._update(change, data["set"], said, meant)
        elif op == "delete":
            said.add(record(found.name.text, "delete", ()), meant)
        elif op in ("disable", "enable"):
            lock = block("replace", "nsAccountLock", ["FALSE" if op == "enable" else "TRUE"])
            said.add(record(found.name.text, "modify", [lock]), meant)
        else:
            self._member(change, data, said, meant, found.name)

    def _member(
        self, change: Change, data: Mapping[str, Any], said: Said, meant: dict[str, Any], name: Name
    ) -> None:
        """A user comes into a group, or leaves it."""
        group = dn_of(data["group"])
        if group is None:
            what = f"the group `{data['group']}` of `{change.op}` is no DN, by which LDIF names groups"
            said.lose("change", what, change, "group", _NO_DN)
            return
        verb = "add" if change.op == "add_group" else "delete"
        said.add(
            record(group.text, "modify", [block(verb, "member", [name.text])]), {**meant, "group": group.text}
        )

    def _create(self, change: Change, data: Mapping[str, Any], said: Said) -> None:
        values = data["set"]
        attributes = values.get("attributes") or {}
        name = dn_of(attributes.get("dn") or data.get("user", ""))
        classes = texts_of(attributes.get("objectclass"))
        if name is None or not name.key:
            what = "`create` has no DN: neither `user` nor `attributes.dn` is one"
            said.lose("change", what, change, "user", "say `attributes: {dn: ...}`")
            return
        if kind_of(classes or ()) != "user":
            what = "`create` has no `objectclass` that makes a user, which a directory needs"
            hint = "say `attributes: {objectclass: [inetOrgPerson]}`, or what the directory has"
            said.lose("change", what, change, "set/attributes", hint)
            return
        if "replaces" in data:
            said.lose("detail", "`replaces` of `create` has no place in LDIF", change, "replaces")
        kept = {key: value for key, value in attributes.items() if key != "dn"}
        parts = parts_of(change, {**values, "attributes": kept}, said, self._entries, new=True)
        lines = [value_line(part.attribute, text) for part in parts.items for text in part.texts]
        meant = {**parts.means, "attributes": {"dn": name.text, **parts.means.get("attributes", {})}}
        self._entries.create(data.get("user", name.text), name)
        said.add(record(name.text, "add", lines), {"op": "create", "user": name.text, "set": meant})

    def _update(self, change: Change, values: Mapping[str, Any], said: Said, meant: dict[str, Any]) -> None:
        attributes = values.get("attributes") or {}
        rest = dict(values)
        if "dn" in attributes:
            new = dn_of(attributes["dn"])
            implied = None if new is None else self._rename(change, values, said, meant, new)
            if implied is None:
                said.lose(
                    "change",
                    "the new `dn` of `update` does not say what its other values say",
                    change,
                    "set/attributes/dn",
                )
                return
            rest = _without(values, implied)
        parts = parts_of(change, rest, said, self._entries, new=False)
        if parts.items:
            self._modify(parts, said, meant)
        elif not values:
            said.lose("change", "`update` sets nothing, so there is nothing to write", change)

    def _modify(self, parts: Parts, said: Said, meant: dict[str, Any]) -> None:
        found = self._entries.find(meant["user"])
        assert found is not None  # the caller found the user
        blocks = []
        before = {}
        for part in parts.items:
            old = said.before.get(part.field) if part.field else None
            if isinstance(old, str) and texts_of(old) and part.op == "replace":
                said.before.pop(part.field)
                blocks.append(block("delete", part.attribute, [old]))
                blocks += [block("add", part.attribute, part.texts)] if part.texts else []
                if not self._entries.knows(found, part.field, old):
                    before[part.field] = old
            else:
                blocks.append(block(part.op, part.attribute, part.texts))
        said.requests.append(record(found.name.text, "modify", blocks))
        if parts.means.keys() == {"enabled"}:
            said.means.append(
                {"op": "enable" if parts.means["enabled"] else "disable", "user": meant["user"]}
            )
        else:
            said.means.append({**meant, "set": parts.means, **({"before": before} if before else {})})

    def _rename(
        self, change: Change, values: Mapping[str, Any], said: Said, meant: dict[str, Any], new: Name
    ) -> dict[str, Any] | None:
        """A record that moves an entry, and what it sets; `None` where the change does not set just that."""
        found = self._entries.find(meant["user"])
        if found is None or not new.key or new.text == found.name.text:
            return None
        implied: dict[str, Any] = {}
        own: dict[str, Any] = {"dn": new.text}
        before = {}
        old = dict(avas(found.name.texts[0]))
        for attribute, value in avas(new.texts[0]):
            field = meaning_of(attribute).field
            if not field or attribute in self._entries.attributes(found):
                own[attribute] = value
                continue
            implied[field] = value
            if attribute in old and found.user is None:
                before[field] = old[attribute]
        attributes = values.get("attributes") or {}
        if any(values.get(field) != value for field, value in implied.items()) or any(
            attributes.get(key) != value for key, value in own.items() if key != "dn"
        ):
            return None
        lines = [value_line("newrdn", new.texts[0]), "deleteoldrdn: 1\n"]
        if new.parent().key != found.name.parent().key:
            lines.append(value_line("newsuperior", new.parent().text))
        for field, value in before.items():
            if said.before.get(field) == value:
                said.before.pop(field)
        said.add(
            record(found.name.text, "modrdn", lines),
            {**meant, "set": {**implied, "attributes": own}, **({"before": before} if before else {})},
        )
        self._entries.move(found, new)
        return {**implied, "attributes": own}


def _without(values: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What of some values is not said yet."""
    rest = {field: value for field, value in values.items() if field not in said}
    attributes = {
        name: value for name, value in values["attributes"].items() if name not in said["attributes"]
    }
    return {**rest, "attributes": attributes} if attributes else rest
