"""The resource changes of a plan as changes of users."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from linter.document import Source, at, plain
from linter.errors import InputError
from linter.formats.baseline import Baseline
from linter.formats.content import Content
from linter.formats.fault import Problems
from linter.formats.given import Given
from linter.formats.part import Census, Part
from linter.formats.terraform.drafts import Drafter, created_users
from linter.formats.terraform.kinds import LINKS, USERS
from linter.formats.terraform.plan import Resource, items, open_plan, part_of, resource_of, type_of
from linter.formats.terraform.references import References
from linter.formats.terraform.state import mixture
from linter.model import Change, Envelope, Location

_NO_ENVELOPE = Envelope()
_MOST_KINDS = 100
"""How many kinds of things that are not checked are told apart; each names a resource."""

_NOTHING_DONE = frozenset({"no-op", "read"})
_FIRST = frozenset({"revoke_role", "remove_group"})
_ROLE = "azuread_directory_role"


class _Unchecked:
    """Counts what is not checked, up to a number of kinds worth reading."""

    def __init__(self, census: Census) -> None:
        self._census = census
        self._kinds: set[str] = set()

    def add(self, what: str, place: Callable[[], Location], rule: str = "") -> None:
        if what not in self._kinds and len(self._kinds) >= _MOST_KINDS:
            what = "other value that is not known" if rule else "other value or resource"
        first = what not in self._kinds
        self._kinds.add(what)
        self._census.set_aside(what, place() if first else None, rule=rule)


def read_changes(content: Content, given: Given) -> Part:
    """The changes of a plan. Raises `InputError` with everything that is wrong."""
    source = open_plan(content)
    if at(source.root, "/values") is not None and at(source.root, "/resource_changes") is None:
        raise InputError.one(
            "this is a state, not a plan: it changes nothing",
            source.locate("/values", key=True),
            "give it with `--snapshot`, or write a plan: `terraform show -json plan.tfplan`",
        )
    problems = Problems(content.name)
    census = Census()
    unchecked = _Unchecked(census)
    resources = _resources(source, problems)
    references = References(source, created_users(resources))
    drafter = Drafter(Baseline(given.account), references, _role_names(source), unchecked.add)
    found: list[Change] = []
    for resource in resources:
        found.extend(problems.explain(functools.partial(_listed, drafter, resource)) or ())
    _rest(source, unchecked, problems)
    problems.raise_any()
    ordered = sorted(found, key=_rank)
    for change in ordered:
        census.add(change)

    def changes(first: int) -> Iterator[Change]:
        for number, change in enumerate(ordered, first):
            yield msgspec.structs.replace(change, index=number)

    return Part(_NO_ENVELOPE, census.survey(), changes)


def _listed(drafter: Drafter, resource: Resource) -> list[Change]:
    return list(drafter.drafts(resource))


def _resources(source: Source, problems: Problems) -> list[Resource]:
    """The resources that something is done with."""
    found: list[Resource] = []
    users: list[Source] = []
    for item in items(source, "/resource_changes", problems):
        resource = problems.explain(functools.partial(resource_of, item))
        if resource is None or _NOTHING_DONE.issuperset(resource.actions):
            continue
        found.append(resource)
        if resource.type in USERS or resource.type in LINKS:
            users.append(item)
    problems.add(mixture(users))
    return found


def _rank(change: Change) -> int:
    """Roles and groups are taken away first and given last: users must be there for either."""
    if change.op in _FIRST:
        return 0
    return 2 if change.op in ("grant_role", "add_group") else 1


def _rest(source: Source, unchecked: _Unchecked, problems: Problems) -> None:
    """Notes what a plan says besides the changes that it makes."""
    for item in items(source, "/resource_drift", problems):
        unchecked.add(f"change of `{type_of(item)}` made outside Terraform", item.locate)
    for item in items(source, "/deferred_changes", problems):
        inner = part_of(plain(item.root), "resource_change", "type")
        what = inner if isinstance(inner, str) else "resource"
        unchecked.add(f"deferred change of `{what}`", item.locate)
    errored = at(source.root, "/errored")
    if errored is not None and errored.value is True:
        place = functools.partial(source.locate, "/errored", key=True)
        unchecked.add("plan that ended with an error", place)


def _role_names(source: Source) -> dict[str, str]:
    """The names of the roles that the plan or its state describes, by each of their ids."""
    names: dict[str, str] = {}
    root = plain(source.root)
    pending: list[Any] = [
        part_of(root, *keys)
        for keys in (
            ("resource_changes",),
            ("prior_state", "values", "root_module"),
            ("planned_values", "root_module"),
        )
    ]
    while pending:
        each = pending.pop()
        if isinstance(each, list):
            pending.extend(each)
        elif isinstance(each, dict) and each.get("type") == _ROLE:
            for keys in (("values",), ("change", "before"), ("change", "after")):
                values = part_of(each, *keys)
                data = values if isinstance(values, dict) else {}
                if isinstance(data.get("display_name"), str) and data["display_name"]:
                    ids = [data.get(key) for key in ("object_id", "template_id", "id")]
                    names |= {each.lower(): data["display_name"] for each in ids if isinstance(each, str)}
        elif isinstance(each, dict):
            pending += [each.get("resources"), each.get("child_modules")]
    return names
