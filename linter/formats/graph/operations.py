"""What requests do: the operations of Microsoft Graph that are changes of users."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from linter.document import join
from linter.formats.graph.address import segments, shape
from linter.formats.graph.properties import properties_of
from linter.formats.graph.request import Request
from linter.formats.odata.message import READS
from linter.formats.odata.properties import Properties, Wrong
from linter.formats.odata.request import Draft, SetAside
from linter.model import Location, Op, is_builtin_role, role_name

_Handler: TypeAlias = Callable[[Request, tuple[str, ...], SetAside], Iterator[Draft]]

_OBJECTS = frozenset({"directoryobjects", "users"})
_REF = "@odata.id"
_TEMPLATE = "roletemplateid="


def drafts(request: Request, set_aside: SetAside) -> Iterator[Draft]:
    """The changes that a request proposes. Raises `InputError` where it is not what Graph takes.

    A request that only reads proposes none; one that the model has no words for is set aside.
    """
    if request.method in READS:
        return
    parts = request.parts
    names = tuple(part.lower() for part in parts)
    for method, pattern, handler in _HANDLERS:
        if method == request.method and _fits(names, pattern):
            keys = tuple(part for part, one in zip(parts, pattern, strict=True) if one == "*")
            yield from handler(request, keys, set_aside)
            return
    if not parts:
        set_aside("request to another service", request.place())
    elif names[0] == "me":
        set_aside("request on the user who signs in (`/me`), whom the file does not name", request.place())
    else:
        set_aside(f"request to {request.method} `{shape(parts)}`", request.place())


def _fits(names: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(names) == len(pattern) and all(
        one in ("*", name) for name, one in zip(names, pattern, strict=True)
    )


def _create(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    found = _properties(request)
    yield Draft(request, "create", set=found.settings(), secrets=found.secrets, places=found.places())


def _update(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    found = _properties(request)
    yield Draft(
        request,
        "update",
        user=keys[0],
        set=found.settings(),
        secrets=found.secrets,
        places=found.places(),
    )


def _delete(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    yield Draft(request, "delete", user=keys[0])


def _restore(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    yield Draft(request, "restore", user=keys[0])
    for key in request.data():
        if key.lower() == "newuserprincipalname":
            name = request.text(key)
            places = {"set/sign_in_id": join("", key)}
            yield Draft(request, "update", user=keys[0], set={"sign_in_id": name}, places=places)
        elif not key.lower().startswith("@odata."):
            set_aside("option of a restoration", request.inside(join("", key), key=True))


def _licenses(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    added, removed = request.items("addLicenses"), request.items("removeLicenses")
    if not added and not removed:
        raise request.wrong("neither `addLicenses` nor `removeLicenses` names a licence")
    for pointer, item in added:
        key = next((key for key in item if key.lower() == "skuid"), None) if isinstance(item, dict) else None
        if key is None or not isinstance(item[key], str):
            raise request.wrong("a licence to add must be an object with a `skuId`", pointer)
        if any(value for name, value in item.items() if name.lower() == "disabledplans"):
            set_aside("licence with some of its service plans switched off", request.inside(pointer))
        places = {"license": join(pointer, key)}
        yield Draft(request, "assign_license", user=keys[0], license=item[key].lower(), places=places)
    for pointer, item in removed:
        if not isinstance(item, str):
            raise request.wrong("a licence to remove must be the text of its `skuId`", pointer)
        yield Draft(
            request, "remove_license", user=keys[0], license=item.lower(), places={"license": pointer}
        )


def _role_member(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    role = _role(keys[0], request.place(), set_aside)
    user = _member(request, request.text(_REF), _ref(request), set_aside)
    if user:
        yield Draft(request, "grant_role", user=user, role=role, places={"user": _ref(request)})


def _no_role_member(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    yield Draft(request, "revoke_role", user=keys[1], role=_role(keys[0], request.place(), set_aside))


def _assignment(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    definition = join("", request.key("roleDefinitionId") or "")
    identity = request.text("roleDefinitionId")
    user = request.text("principalId")
    for name in ("directoryScopeId", "appScopeId"):
        scope = request.key(name)
        if scope and request.data()[scope] not in ("/", None):
            what = "role assignment for a part of the directory, judged as if it were for all of it"
            set_aside(what, request.inside(join("", scope)))
    yield Draft(
        request,
        "grant_role",
        user=user,
        role=_role(identity, request.inside(definition), set_aside),
        places={"user": join("", request.key("principalId") or ""), "role": definition},
    )


def _group_member(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    user = _member(request, request.text(_REF), _ref(request), set_aside)
    if user:
        yield Draft(request, "add_group", user=user, group=keys[0], places={"user": _ref(request)})


def _no_group_member(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    yield Draft(request, "remove_group", user=keys[1], group=keys[0])


def _group(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    """A group's own properties are not checked, but members may be among them."""
    members = request.key("members@odata.bind")
    for pointer, item in request.items("members@odata.bind"):
        if not isinstance(item, str):
            raise request.wrong("a member must be the address of an object", pointer)
        user = _member(request, item, pointer, set_aside)
        if user:
            yield Draft(request, "add_group", user=user, group=keys[0], places={"user": pointer})
    if members is None or len(request.data()) > 1:
        set_aside("update of a group", request.place())


def _manager(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    manager = _member(request, request.text(_REF), _ref(request), set_aside)
    if manager:
        places = {"set/manager_id": _ref(request)}
        yield Draft(request, "update", user=keys[0], set={"manager_id": manager}, places=places)


def _no_manager(request: Request, keys: tuple[str, ...], set_aside: SetAside) -> Iterator[Draft]:
    yield Draft(request, "update", user=keys[0], set={"manager_id": None})


_USERS, _MEMBERS = ("users", "*"), ("members", "$ref")
_ROLES, _GROUPS = ("directoryroles", "*"), ("groups", "*")
_MANAGER = (*_USERS, "manager", "$ref")
_HANDLERS: tuple[tuple[str, tuple[str, ...], _Handler], ...] = (
    ("POST", ("users",), _create),
    ("PATCH", _USERS, _update),
    ("DELETE", _USERS, _delete),
    ("DELETE", ("directoryobjects", "*"), _delete),
    ("POST", ("directory", "deleteditems", "*", "restore"), _restore),
    ("POST", (*_USERS, "assignlicense"), _licenses),
    ("POST", (*_ROLES, *_MEMBERS), _role_member),
    ("DELETE", (*_ROLES, "members", "*", "$ref"), _no_role_member),
    ("POST", ("rolemanagement", "directory", "roleassignments"), _assignment),
    ("POST", (*_GROUPS, *_MEMBERS), _group_member),
    ("DELETE", (*_GROUPS, "members", "*", "$ref"), _no_group_member),
    ("PATCH", _GROUPS, _group),
    ("PUT", _MANAGER, _manager),
    ("DELETE", _MANAGER, _no_manager),
)


def _properties(request: Request) -> Properties:
    """What the body says of a user."""
    try:
        return properties_of(request.needed())
    except Wrong as wrong:
        raise request.wrong(wrong.message, join("", wrong.key), wrong.hint) from wrong


def _ref(request: Request) -> str:
    return join("", request.key(_REF) or "")


def _member(request: Request, address: str, pointer: str, set_aside: SetAside) -> str:
    """The user whom an address names; nothing where it is of another kind of object, which is set aside."""
    parts = segments(address)
    if len(parts) == 2 and parts[0].lower() in _OBJECTS:
        return parts[1]
    if len(parts) == 2:
        set_aside(f"member that is no user (`{parts[0]}`)", request.inside(pointer))
        return ""
    raise request.wrong(
        "this is not the address of a user",
        pointer,
        "write it as https://graph.microsoft.com/v1.0/directoryObjects/{id}",
    )


def _role(identity: str, place: Location, set_aside: SetAside) -> str:
    """The name of a role; one that only the tenant knows keeps its id, and is noted."""
    template = identity.lower().startswith(_TEMPLATE)
    role = role_name(identity[len(_TEMPLATE) :] if template else identity)
    if not is_builtin_role(role):
        set_aside("role of which only the id is known, not the name", place)
    return role


OPPOSITES: Mapping[Op, int] = {
    "create": 1,
    "enable": 1,
    "restore": 1,
    "grant_role": 1,
    "assign_license": 1,
    "add_group": 1,
    "delete": -1,
    "disable": -1,
    "revoke_role": -1,
    "remove_license": -1,
    "remove_group": -1,
}
"""Whether an operation raises totals of the account or lowers them."""


def direction(op: Op, settings: Mapping[str, Any]) -> int:
    """Whether a change raises totals of the account (1), lowers them (-1) or leaves them as they are (0)."""
    if op == "update" and "enabled" in settings:
        return 1 if settings["enabled"] else -1
    return OPPOSITES.get(op, 0)
