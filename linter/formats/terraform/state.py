"""The state that a plan was made from, as a snapshot."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from linter.document import Source, at, join, plain
from linter.errors import InputError
from linter.formats.account import duplicate
from linter.formats.content import Content
from linter.formats.fault import Problems
from linter.formats.part import Keep
from linter.formats.terraform.kinds import USERS, directory_of
from linter.formats.terraform.plan import items, open_plan, part_of, type_of
from linter.formats.terraform.record import Wrong, keys_of, values_of
from linter.model import UNSET, Account, Location, Problem, Snapshot, Unset, User


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users of the prior state, as one account whose id it does not say.

    Raises `InputError` with everything that is wrong.
    """
    source = open_plan(content)
    base = "/prior_state/values" if at(source.root, "/prior_state/values") is not None else "/values"
    if at(source.root, base) is None:
        raise InputError.one(
            "this plan has no `prior_state`, so it does not say how things are",
            source.locate(),
            "there is none before the first apply; give another snapshot",
        )
    problems = Problems(content.name)
    users: dict[str, User] = {}
    places: dict[str, tuple[Source, str]] = {}
    found = [item for item in _resources(source, base + "/root_module", problems) if type_of(item) in USERS]
    for item in sorted(found, key=_is_read):
        try:
            user, path = _user(item)
        except InputError as error:
            problems.add(error.problems)
            continue
        if user.id not in users:
            users[user.id] = user
            places[user.id] = item, path
        elif not _is_read(item):
            first = _place(*places[user.id])
            there = f"line {first.line}, column {first.column}"
            problems.add([duplicate("user", user.id, _place(item, path), there)])
    problems.add(mixture(found))
    problems.raise_any()

    def locate(account: str, user: str | None) -> Location | None:
        if user is None:
            return source.locate(base)
        return _place(*places[user]) if user in places else None

    return Snapshot(
        accounts=(Account(id="", users=tuple(users.values())),),
        taken_at=_moment(source),
        path=content.name,
        locate=locate,
    )


def mixture(users: list[Source]) -> list[Problem]:
    """The refusal of users of two directories, which cannot be told apart by their addresses."""
    first = type_of(users[0]) if users else ""
    for item in users:
        if directory_of(type_of(item)) != directory_of(first):
            return [
                Problem(
                    message=f"there are users of two directories: `{first}` and `{type_of(item)}`",
                    location=item.locate("/type"),
                    hint="plan each directory for itself (`terraform plan -target=...`)",
                )
            ]
    return []


def _resources(source: Source, pointer: str, problems: Problems) -> Iterator[Source]:
    """The resources of a module and of those in it."""
    yield from items(source, join(pointer, "resources"), problems)
    modules = at(source.root, join(pointer, "child_modules"))
    for number in range(len(modules.value) if modules is not None and modules.kind == "list" else 0):
        yield from _resources(source, join(pointer, "child_modules", number), problems)


def _is_read(item: Source) -> bool:
    """Whether Terraform only reads this user; another resource may be the same one."""
    return bool(part_of(plain(item.root), "mode") == "data")


def _user(item: Source) -> tuple[User, str]:
    """The user of a resource, and the path of the id. Raises `InputError`."""
    kind = USERS[type_of(item)]
    whole = plain(item.root)
    data = part_of(whole, "values")
    if not isinstance(data, dict):
        raise InputError.one("a resource needs its `values`, an object", item.locate("/values"))
    sensitive = whole.get("sensitive_values", False)
    path, key = next(keys_of(kind, data, sensitive), ("", ""))
    if not key:
        raise InputError.one("this user has no id that may be shown", item.locate("/values", key=True))
    try:
        values = values_of(kind, data, sensitive, False)
    except Wrong as wrong:
        raise InputError.one(wrong.message, item.locate("/values/" + wrong.path)) from wrong
    known: dict[str, Any] = {name: value for name, value in values.fields.items() if name not in _NOT_WHOLE}
    return User(id=key, attributes=dict(values.attributes), **known), path


_NOT_WHOLE = frozenset({"roles", "groups"})
"""What other resources, and others than Terraform, may give to a user besides."""


def _place(item: Source, path: str) -> Location:
    return item.locate("/values/" + path, key=True)


def _moment(source: Source) -> datetime | Unset:
    """When the plan was made, which is when Terraform looked."""
    node = at(source.root, "/timestamp")
    try:
        moment = datetime.fromisoformat(node.value) if node is not None and node.kind == "text" else None
    except ValueError:
        return UNSET
    return moment if moment is not None and moment.tzinfo is not None else UNSET
