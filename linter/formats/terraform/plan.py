"""A plan as a document: opened, and the resources that it lists, with their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linter.document import Source, at, is_secret, join, parse_json, plain
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.fault import Problems
from linter.formats.terraform.marks import sensitive_names
from linter.model import Location, Problem

MOST_BYTES = 32 * 1024 * 1024
"""The largest plan that is read: it is held in memory as a whole, with all that it says."""

_KNOWN_FORMS = re.compile(r"[01]\.\d+")
_VALUES_OF_ANYTHING = frozenset({"variables", "outputs", "output_changes"})


@dataclass(frozen=True)
class Resource:
    """What a plan does with one instance of a resource.

    `before` and `after` are its values, `unknown` marks those of `after` that are known only after apply,
    `sensitive` those of either that are never shown. `source` shows this resource and nothing beside it.
    """

    source: Source
    address: str
    module: str
    type: str
    actions: tuple[str, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    unknown: Any
    before_sensitive: Any
    after_sensitive: Any

    def locate(self, *parts: str | int) -> Location:
        """The place of a part of it."""
        return self.source.locate(join("", *parts), key=bool(parts))


def open_plan(content: Content) -> Source:
    """The document. Raises `InputError` where it is too large, not JSON, or of another form."""
    if content.size > MOST_BYTES:
        raise InputError.one(
            f"the plan is larger than {MOST_BYTES >> 20} MiB",
            Location(path=content.name),
            "plan in parts (`terraform plan -target=...`), or leave out what says nothing more: "
            "`jq 'del(.planned_values)'`",
        )
    text = content.text()
    root = parse_json(text, content.name)
    version = at(root, "/format_version")
    names = frozenset(sensitive_names(plain(root))) | _VALUES_OF_ANYTHING
    source = Source(content.name, text, root, mask=lambda key: is_secret(key) or key in names)
    if version is None or version.kind != "text":
        raise InputError.one(
            "this is not the JSON form of a plan: it has no `format_version`",
            source.locate(),
            "`terraform show -json plan.tfplan > plan.json` writes it",
        )
    if not _KNOWN_FORMS.fullmatch(version.value):
        raise InputError.one(
            f"the form `{version.value}` of plans is not known",
            source.locate("/format_version"),
            "the known ones are 0 and 1",
        )
    return source


def items(source: Source, pointer: str, problems: Problems) -> Iterator[Source]:
    """The elements of a list, each of which shows nothing beside it; none where there is no list."""
    node = at(source.root, pointer)
    if node is None or node.kind == "null":
        return
    if node.kind != "list":
        problems.add([Problem(message="this must be a list", location=source.locate(pointer))])
        return
    for number, item in enumerate(node.value):
        yield source.part(item, join(pointer, number), alone=True)


def type_of(item: Source) -> str:
    """The type of a resource; `resource` where it has none."""
    kind = part_of(plain(item.root), "type")
    return kind if isinstance(kind, str) else "resource"


def part_of(data: Any, *keys: str) -> Any:
    """What some keys lead to, one in the other; `None` where that is nothing."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def resource_of(item: Source) -> Resource:
    """The resource that an element is about. Raises `InputError` with everything that is wrong."""
    faults: list[Problem] = []
    data = plain(item.root)
    change = part_of(data, "change")
    address, kind = (_text(item, data, name, faults) for name in ("address", "type"))
    actions = _actions(item, part_of(change, "actions"), faults)
    before, after = (_values(item, part_of(change, name), name, faults) for name in ("before", "after"))
    if not faults:
        for action, values in (("create", after), ("update", after), ("update", before), ("delete", before)):
            if action in actions and values is None:
                name = "before" if values is before else "after"
                message = f"a resource with the action `{action}` needs its values {name}"
                faults.append(Problem(message=message, location=item.locate("/change", key=True)))
    if faults:
        raise InputError(faults)
    module = part_of(data, "module_address")
    unknown, before_sensitive, after_sensitive = (
        change.get(name, False) for name in ("after_unknown", "before_sensitive", "after_sensitive")
    )
    return Resource(
        source=item,
        address=address,
        module=module if isinstance(module, str) else "",
        type=kind,
        actions=actions,
        before=before,
        after=after,
        unknown=unknown,
        before_sensitive=before_sensitive,
        after_sensitive=after_sensitive,
    )


def _text(item: Source, data: Any, name: str, faults: list[Problem]) -> str:
    text = part_of(data, name)
    if isinstance(text, str) and text:
        return text
    message = f"a resource needs its `{name}`, a text"
    faults.append(Problem(message=message, location=item.locate("/" + name)))
    return ""


def _actions(item: Source, names: Any, faults: list[Problem]) -> tuple[str, ...]:
    if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
        return tuple(names)
    where = item.locate("/change/actions", key=True)
    faults.append(
        Problem(
            message="a resource needs its `change.actions`, a list of texts",
            location=where,
            hint='such as ["update"], or ["delete", "create"] for a replacement',
        )
    )
    return ()


def _values(item: Source, values: Any, name: str, faults: list[Problem]) -> Mapping[str, Any] | None:
    if values is None or isinstance(values, dict):
        return values
    where = item.locate(f"/change/{name}", key=True)
    faults.append(Problem(message=f"`{name}` must be an object, or null", location=where))
    return None
