"""What becomes of one resource: changes, and what has to be left unchecked."""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from linter.document import join
from linter.errors import InputError
from linter.formats.baseline import Baseline
from linter.formats.terraform.kinds import LINKS, SUPER_ADMIN, USERS, LinkKind, UserKind
from linter.formats.terraform.marks import is_marked
from linter.formats.terraform.plan import Resource
from linter.formats.terraform.record import (
    Values,
    Wrong,
    attribute_names,
    is_hidden,
    keys_of,
    reach,
    values_of,
)
from linter.formats.terraform.references import References
from linter.model import ENTRA_ROLES, UNSET, Change, Location, Op


class SetAside(Protocol):
    """Is told what is left unchecked, how to find where it stands, and the rule that it leaves undecided."""

    def __call__(self, what: str, place: Callable[[], Location], rule: str = "") -> None:
        """Takes note."""


_UNSEEN = "known-after-apply"

_EVERYWHERE = (None, "", "/")
_SCOPES = ("directory_scope_id", "app_scope_id")


class Drafter:
    """Makes changes of resources. Their numbers are given later."""

    def __init__(
        self, baseline: Baseline, references: References, roles: Mapping[str, str], set_aside: SetAside
    ) -> None:
        """`roles` has the names of the roles that the plan itself describes, by their ids."""
        self._baseline = baseline
        self._references = references
        self._roles = {**{key: role.name for key, role in ENTRA_ROLES.items()}, **roles}
        self._set_aside = set_aside

    def drafts(self, resource: Resource) -> Iterator[Change]:
        """The changes of a resource. Raises `InputError`."""
        user, link = USERS.get(resource.type), LINKS.get(resource.type)
        for action in resource.actions:
            where = functools.partial(resource.locate, "change", "actions")
            if action in ("no-op", "read"):
                continue
            if action not in ("create", "update", "delete") or not (user or link):
                self._set_aside(_unknown_to_the_model(action, resource, bool(user or link)), where)
                if not (user or link):
                    return
            elif user is not None:
                yield from self._of_a_user(resource, user, action)
            elif link is not None:
                yield from self._of_a_link(resource, link, action)

    def _of_a_user(self, resource: Resource, kind: UserKind, action: str) -> Iterator[Change]:
        origin = functools.partial(_place_of_user, resource, kind, action)
        try:
            before = values_of(kind, resource.before or {}, resource.before_sensitive, False)
        except Wrong as wrong:
            raise _refused(resource, "before", wrong) from wrong
        user = UNSET if action == "create" else self._key(resource, kind)
        if user is None:
            what = f"change of `{resource.address}`, whose id is not shown"
            self._set_aside(what, functools.partial(resource.locate, "change", "before"), _UNSEEN)
            return
        if action == "delete":
            yield Change(index=0, op="delete", user=user, before=before.fields, origin=origin)
            return
        try:
            after = values_of(kind, resource.after or {}, resource.after_sensitive, resource.unknown)
        except Wrong as wrong:
            raise _refused(resource, "after", wrong) from wrong
        self._leave_open(resource, kind, action)
        values = _filled(after) if action == "create" else _differing(before, after)
        secrets = tuple(_secrets(resource))
        if action == "create":
            yield Change(index=0, op="create", set=values, secrets=secrets, origin=origin)
        elif values or secrets:
            yield Change(
                index=0,
                op="update",
                user=user,
                set=values,
                before=before.fields,
                secrets=secrets,
                origin=origin,
            )
        yield from self._super_admin(resource, kind, action, before)

    def _super_admin(
        self, resource: Resource, kind: UserKind, action: str, before: Values
    ) -> Iterator[Change]:
        """The role that `is_admin` gives or takes away."""
        if resource.type != "googleworkspace_user" or is_marked(resource.unknown, "is_admin"):
            return
        is_one = bool((resource.after or {}).get("is_admin"))
        if is_one == (action == "update" and bool((resource.before or {}).get("is_admin"))):
            return
        op: Op = "grant_role" if is_one else "revoke_role"
        given = UNSET if action == "create" else before.fields
        key = self._key(resource, kind) if action == "update" else _created_key(resource)
        if key is None:
            self._set_aside(
                "role of a user whose address is not known",
                functools.partial(resource.locate, "change", "after"),
                _UNSEEN,
            )
            return
        origin = functools.partial(_place, resource, "after", {"role": "is_admin"})
        yield Change(index=0, op=op, user=key, role=SUPER_ADMIN, before=given, origin=origin)

    def _key(self, resource: Resource, kind: UserKind) -> str | None:
        """The key by which to find a user: that which the baseline has, else the immutable one.

        `None` where there is none that may be shown.
        """
        keys = [key for _, key in keys_of(kind, resource.before or {}, resource.before_sensitive)]
        return next((key for key in keys if self._baseline.holds(key)), keys[0] if keys else None)

    def _leave_open(self, resource: Resource, kind: UserKind, action: str) -> None:
        """Tells which values cannot be judged: those known only after apply, and sensitive ones.

        Of a new user they are unknown to every rule. One who is there is taken to keep the old values.
        """
        after = resource.after or {}
        rule = "" if action == "create" else _UNSEEN
        for path in kind.fields:
            name = path.replace("/0/", ".")
            where = functools.partial(resource.locate, "change", "after_unknown", *path.split("/"))
            if is_marked(resource.unknown, path):
                what = f"value of `{name}` of `{resource.address}` known only after apply"
                self._set_aside(what, where, rule)
            elif _is_changed(resource, path) and (
                is_marked(resource.after_sensitive, path) or is_marked(resource.before_sensitive, path)
            ):
                where = functools.partial(resource.locate, "change", "after", *path.split("/"))
                self._set_aside(f"sensitive value of `{name}` of `{resource.address}`", where, rule)
        unknown = resource.unknown if isinstance(resource.unknown, Mapping) else {}
        for name in attribute_names(kind, {**after, **unknown}):
            if name not in kind.enabled_from and is_marked(unknown, name):
                where = functools.partial(resource.locate, "change", "after_unknown", name)
                what = f"value of `{name}` of `{resource.address}`"
                if action == "create":
                    what = f"value of an attribute of `{resource.type}`"
                self._set_aside(f"{what} known only after apply", where, rule)

    def _of_a_link(self, resource: Resource, kind: LinkKind, action: str) -> Iterator[Change]:
        if action in ("update", "delete"):
            yield from self._link(resource, kind, "before", kind.remove)
        if action in ("update", "create"):
            yield from self._link(resource, kind, "after", kind.add)

    def _link(self, resource: Resource, kind: LinkKind, side: str, op: Op) -> Iterator[Change]:
        """One user who gets into a role or group, or out of it."""
        data = (resource.before if side == "before" else resource.after) or {}
        sensitive = resource.before_sensitive if side == "before" else resource.after_sensitive
        named: dict[str, str] = {}
        for field in (kind.user_from, kind.item_from):
            where = functools.partial(resource.locate, "change", side, field)
            value = data.get(field)
            if is_marked(sensitive, field):
                self._set_aside(f"sensitive value of `{field}` of `{resource.address}`", where, _UNSEEN)
            elif side == "after" and is_marked(resource.unknown, field):
                key = self._references.user(resource, field) if field == kind.user_from else None
                if key is None:
                    where = functools.partial(resource.locate, "change", "after_unknown", field)
                    what = f"value of `{field}` of `{resource.address}` known only after apply"
                    self._set_aside(what, where, _UNSEEN)
                else:
                    named[field] = key
            elif not isinstance(value, str) or not value:
                raise InputError.one(f"`{resource.address}` needs its `{field}`, a text", where())
            else:
                named[field] = value
        if len(named) < 2:
            return
        item = named[kind.item_from]
        if kind.item == "role":
            item = self._roles.get(item.lower(), item)
            for scope in _SCOPES:
                if data.get(scope) not in _EVERYWHERE or is_marked(resource.unknown, scope):
                    self._set_aside(
                        "scope of a role", functools.partial(resource.locate, "change", side, scope)
                    )
        parts = {"user": kind.user_from, kind.item: kind.item_from}
        origin = functools.partial(_place, resource, side, parts)
        user = named[kind.user_from].removeprefix("/users/")
        if kind.item == "role":
            yield Change(index=0, op=op, user=user, role=item, origin=origin)
        else:
            yield Change(index=0, op=op, user=user, group=item, origin=origin)


def created_users(resources: list[Resource]) -> dict[str, str]:
    """The users that a plan creates: for each address the key that names the user in later changes."""
    found = {}
    for resource in resources:
        if resource.type in USERS and "create" in resource.actions:
            key = _created_key(resource)
            if key is not None:
                found[resource.address] = key
    return found


def _created_key(resource: Resource) -> str | None:
    """The key of a user who has no id yet; `None` where it is unknown, or may not be shown."""
    kind = USERS[resource.type]
    marks = {name: True for name in resource.after or {} if is_marked(resource.after_sensitive, name)}
    unknown = resource.unknown if isinstance(resource.unknown, Mapping) else {}
    keys = keys_of(kind, resource.after or {}, {**unknown, **marks})
    return next((key for path, key in keys if path not in kind.keys), None)


def _unknown_to_the_model(action: str, resource: Resource, mapped: bool) -> str:
    if action == "forget":
        return f"`{resource.type}` that Terraform only forgets"
    return f"action `{action}` of `{resource.type}`" if mapped else f"change of `{resource.type}`"


def _filled(after: Values) -> dict[str, Any]:
    """What a new user has; values that are empty say nothing."""
    values = {name: value for name, value in after.fields.items() if value not in (None, ())}
    attributes = {name: value for name, value in after.attributes.items() if value not in (None, "", [], {})}
    return {**values, "attributes": attributes} if attributes else values


def _differing(before: Values, after: Values) -> dict[str, Any]:
    """What is another value afterwards."""
    none: Any = object()
    values = {name: new for name, new in after.fields.items() if before.fields.get(name, none) != new}
    old = before.attributes
    attributes = {name: new for name, new in after.attributes.items() if old.get(name, none) != new}
    return {**values, "attributes": attributes} if attributes else values


def _secrets(resource: Resource) -> Iterator[str]:
    """The names of what is set and never shown."""
    before, after = resource.before or {}, resource.after or {}
    unknown = resource.unknown if isinstance(resource.unknown, Mapping) else {}
    for name in dict.fromkeys([*after, *unknown]):
        value = after.get(name)
        hidden = is_hidden(name, value, resource.after_sensitive) or is_marked(
            resource.before_sensitive, name
        )
        if not hidden or name in USERS[resource.type].keys:
            continue
        if is_marked(unknown, name) or (value not in (None, "", [], {}) and before.get(name) != value):
            yield name


def _is_changed(resource: Resource, path: str) -> bool:
    return bool(reach(resource.before, path) != reach(resource.after, path))


def _refused(resource: Resource, side: str, wrong: Wrong) -> InputError:
    where = resource.locate("change", side, *wrong.path.split("/"))
    return InputError.one(f"`{wrong.path}` of `{resource.address}`: {wrong.message}", where)


def _place_of_user(resource: Resource, kind: UserKind, action: str, pointer: str) -> Location:
    """The place of a part of a change of a user."""
    head, _, rest = pointer.partition("/")
    field, _, inner = rest.partition("/")
    sides = {"set": "after", "before": "before", "user": "before"}
    if head not in sides or (head != "user" and not field):
        return resource.locate("change", "actions") if head == "op" else resource.source.locate()
    if head == "user":
        paths = [path for path, _ in keys_of(kind, resource.before or {}, resource.before_sensitive)]
    elif field == "attributes":
        paths = [inner]
    else:
        paths = [path for path, fields in kind.fields.items() if field in fields]
    values = (resource.after if sides[head] == "after" else resource.before) or {}
    path = next((path for path in paths if _is_changed(resource, path) and path.split("/")[0] in values), "")
    path = path or (paths[0] if paths else "")
    tail = path.split("/") if path else []
    if head == "set" and field in kind.lists.values() and inner:
        tail.append(inner)
    return resource.source.locate(join("", "change", sides[head], *tail), key=True)


def _place(resource: Resource, side: str, parts: Mapping[str, str], pointer: str) -> Location:
    """The place of a part of a change of which each part is one value."""
    if pointer in parts:
        return resource.locate("change", side, parts[pointer])
    return resource.locate("change", "actions") if pointer == "op" else resource.source.locate()
