"""What the operations of a PATCH make of a user."""

from collections.abc import Iterator
from typing import Any

from linter.document import Source, in_place_of, plain
from linter.formats.scim.path import Path, path_of
from linter.formats.scim.request import names_secret
from linter.formats.scim.sheet import LISTS, NO_VALUE, READ_ONLY, Sheet, Step, rank
from linter.formats.scim.spot import Notes, Spot
from linter.formats.scim.steps import Refer, updates
from linter.model import User, fold

VERBS = ("add", "replace", "remove")
_SEVERAL = frozenset({"emails", "phoneNumbers", "ims", "photos", "addresses", "x509Certificates"})
_WHICH_PRIMARY = "change of an e-mail address (whether it is the primary one is not known)"


def operations(source: Source, body: Spot, notes: Notes) -> Iterator[tuple[str, Spot]]:
    """The operations of a patch, each with its verb; what is none of the standard's is noted."""
    listed = body if body.node.kind == "list" else body.child("Operations")
    if listed is None or listed.node.kind != "list":
        notes.refuse(source, body, "this patch has no list of `Operations`", 'write `"Operations": [...]`')
        return
    for operation in listed.items():
        verb = operation.text("op").lower()
        if operation.node.kind != "mapping" or not verb:
            notes.refuse(source, operation, "this operation has no `op`", f"one of: {', '.join(VERBS)}")
        elif verb not in VERBS:
            notes.set_aside(source, operation, f"patch operation with the `op` `{verb[:40]}`")
        else:
            yield verb, operation


def parts_of(source: Source, verb: str, operation: Spot, notes: Notes) -> Iterator[tuple[Path, Spot | None]]:
    """The attributes that an operation is about, each with its value; `None` where there is none."""
    value = operation.child("value")
    written = operation.child("path")
    if written is not None and (written.node.kind != "text" or not written.node.value.strip()):
        notes.refuse(source, written, "this path is no text", "leave `path` out where there is none")
    elif written is not None:
        path = path_of(written.node.value)
        if path is None:
            notes.set_aside(source, operation, "patch operation on a path that is not understood")
        elif path.base or verb != "remove":
            given = any(key.lower() == "value" for key, _ in operation.pairs())
            if verb == "remove" or given:
                yield path, value
            else:
                notes.refuse(source, operation, f"this `{verb}` has no `value`")
        else:
            notes.set_aside(source, operation, "removal of all that a schema holds")
    elif verb == "remove":
        notes.set_aside(source, operation, "removal that does not say of what")
    elif value is None or value.node.kind != "mapping":
        hint = "without a `path`, the value is an object with attributes"
        notes.refuse(source, operation, f"this `{verb}` has neither a `path` nor attributes", hint)
    else:
        for key, spot in value.pairs():
            path = path_of(key)
            if path is None:
                notes.set_aside(source, spot, "patch operation on a path that is not understood")
            else:
                yield path, spot


class UserPatch:
    """The operations on one user, put together: one update, then what is added to and taken from lists."""

    def __init__(self, source: Source, user: str, known: User | None, notes: Notes, refer: Refer) -> None:
        self._source, self._user, self._known = source, user, known
        self._notes, self._refer = notes, refer
        self._sheet = Sheet(source, notes, refer)
        self._later: list[Step] = []
        self._done: list[Step] = []
        self._first = ""

    def steps(self, body: Spot) -> list[Step]:
        """The changes that the operations of a body make."""
        for verb, operation in operations(self._source, body, self._notes):
            for path, value in parts_of(self._source, verb, operation, self._notes):
                # What clears stands where the operation stands.
                self._apply(verb, path, value or Spot(_nothing(operation), operation.pointer), value)
                self._first = self._first or operation.pointer
        self._flush()
        return self._done

    def _flush(self) -> None:
        """Brings what was gathered to an end, so that what follows comes after it."""
        self._done += updates(self._sheet, self._user, self._sheet.values, self._first)
        self._done += self._later
        self._later, self._sheet = [], Sheet(self._source, self._notes, self._refer)
        self._first = ""

    def _apply(self, verb: str, path: Path, spot: Spot, value: Spot | None) -> None:
        """Does one operation to one attribute."""
        if names_secret(path.base, path.part):
            self._sheet.assign(path, spot)
        elif path.base == "groups":
            self._notes.set_aside(self._source, spot, READ_ONLY)
        elif path.base == "active" and verb == "remove":
            self._notes.set_aside(self._source, spot, NO_VALUE)
        elif path.base == "emails":
            self._email(verb, path, spot, value)
        elif path.base in LISTS and path.part in ("", "value"):
            self._list(verb, path, spot, value)
        elif path.filter is not None:
            self._sheet.keep(path.text, None if verb == "remove" else plain(spot.node), spot)
        elif verb != "replace" and value is not None and self._is_some(path, value):
            self._some("delete" if verb == "remove" else "add", path, value)
        else:
            self._sheet.assign(path, spot if verb != "remove" else Spot(_nothing(spot), spot.pointer))

    def _is_some(self, path: Path, value: Spot) -> bool:
        """Whether a value is some of several that an attribute without a field has."""
        return path.name in _SEVERAL or (value.node.kind == "list" and not path.part)

    def _some(self, what: str, path: Path, value: Spot) -> None:
        """Some values come to an attribute, or leave it, of which the others are not known."""
        items = [plain(item.node) for item in value.items()]
        earlier = self._sheet.attributes.get(path.text)
        merged: Any = {what: items}
        if isinstance(earlier, list) and what == "add":
            merged = [*earlier, *items]
        elif isinstance(earlier, list):
            merged = [item for item in earlier if item not in items]
        elif isinstance(earlier, dict):
            merged = {**earlier, what: [*earlier.get(what, ()), *items]}
        self._sheet.keep(path.text, merged, value)

    def _list(self, verb: str, path: Path, spot: Spot, value: Spot | None) -> None:
        """Roles, or what else is a list in the model."""
        field = LISTS[path.base][0]
        if path.filter is None and (verb == "replace" or (verb == "remove" and value is None)):
            if self._later:
                self._flush()
            named = () if verb == "remove" else tuple(self._sheet.names(spot))
            self._sheet.put(field, named, spot)
            return
        if verb == "remove" and path.filter is not None:
            if path.filter.part not in ("value", "display"):
                self._notes.set_aside(self._source, spot, f"removal from `{path.base}` by a filter")
                return
            for name in path.filter.values:
                self._item(verb, path.base, name, spot)
            return
        if verb == "replace":
            what = f"value of `{path.base}` that is replaced (which one it was is not known)"
            self._notes.set_aside(self._source, spot, what)
        for item in spot.items():
            named_item = self._sheet.name(item)
            if named_item:
                self._item(verb, path.base, named_item, item)

    def _item(self, verb: str, base: str, name: str, spot: Spot) -> None:
        """One item comes to a list, or leaves it."""
        field, gains, loses, key = LISTS[base]
        if field in self._sheet.set:
            others = tuple(each for each in self._sheet.set[field] if fold(each) != fold(name))
            self._sheet.set[field] = others if verb == "remove" else (*others, name)
            return
        op = loses if verb == "remove" else gains
        pointers = {"": spot.pointer, key: spot.pointer}
        self._later.append(Step(op, self._user, {}, {key: name}, (), self._source, pointers))

    def _email(self, verb: str, path: Path, spot: Spot, value: Spot | None) -> None:
        """The addresses of a user, of which one is the primary one."""
        chosen = path.filter
        if path.part not in ("", "value"):
            self._about_email(path, spot)
        elif chosen is None and verb == "add":
            for item in spot.items():
                self._add_email(path, item)
        elif chosen is None and (verb == "replace" or value is None):
            self._sheet.assign(Path("emails", "emails"), spot)
        elif chosen is None:
            for item in spot.items():
                self._lose_email(verb, path, self._sheet.name(item) or "", item)
        elif chosen.part == "value":
            for address in chosen.values:
                self._lose_email(verb, path, address, spot)
        elif "work" in chosen.values or chosen.part == "primary":
            address_now = None if verb == "remove" else next(iter(self._sheet.names(spot)), None)
            self._sheet.put("primary_email", address_now, spot)
        else:
            self._sheet.keep(path.text, None if verb == "remove" else plain(spot.node), spot)

    def _about_email(self, path: Path, spot: Spot) -> None:
        """What is said of an address: whether it is the primary one, or what does not matter."""
        if path.part != "primary":
            self._sheet.keep(path.text, plain(spot.node), spot)
        elif path.filter and path.filter.part == "value" and str(spot.node.value).lower() == "true":
            self._sheet.put("primary_email", path.filter.values[0], spot)
        else:
            self._notes.set_aside(self._source, spot, "change of which e-mail address is the primary one")

    def _add_email(self, path: Path, item: Spot) -> None:
        """An address is added; it is the user's where it is said to be, or there was none."""
        none_yet = self._known is not None and not self._known.primary_email
        if rank(item) < 2 or (none_yet and "primary_email" not in self._sheet.set):
            address = self._sheet.name(item)
            if address:
                self._sheet.put("primary_email", address, item)
        else:
            self._some("add", path, item)

    def _lose_email(self, verb: str, path: Path, address: str, spot: Spot) -> None:
        """An address that is named by what it was goes, or becomes another one."""
        known = self._known.primary_email if self._known else None
        now = None if verb == "remove" else next(iter(self._sheet.names(spot)), None)
        if not isinstance(known, str):
            self._notes.set_aside(self._source, spot, _WHICH_PRIMARY)
        elif fold(known) == fold(address):
            self._sheet.put("primary_email", now, spot)
        else:
            self._sheet.keep(f'emails[value eq "{address}"]', now, spot)


def _nothing(spot: Spot) -> Any:
    """`null`, where something stands."""
    return in_place_of(spot.node, "null", None)
