"""A plan as a document: opened, and the resources that it lists, with their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linter.document import Node, Source, at, is_secret, join, parse_json, plain
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.fault import Problems
from linter.formats.terraform.marks import sensitive_names
from linter.model import Location, Problem

MOST_BYTES = 32 * 1024 * 1024
"""The largest plan that is read: it is held as a tree, thirty times its size."""

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
    names = frozenset(sensitive_names(root)) | _VALUES_OF_ANYTHING
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
    node = at(item.root, "/type")
    return node.value if node is not None and node.kind == "text" else "resource"


def resource_of(item: Source) -> Resource:
    """The resource that an element is about. Raises `InputError` with everything that is wrong."""
    faults: list[Problem] = []
    texts = {name: _text(item, name, faults) for name in ("address", "type")}
    actions = _actions(item, faults)
    before, after = (_values(item, name, faults) for name in ("before", "after"))
    if not faults:
        for action, values in (("create", after), ("update", after), ("update", before), ("delete", before)):
            if action in actions and values is None:
                name = "before" if values is before else "after"
                message = f"a resource with the action `{action}` needs its values {name}"
                faults.append(Problem(message=message, location=item.locate("/change", key=True)))
    if faults:
        raise InputError(faults)
    module = at(item.root, "/module_address")
    return Resource(
        source=item,
        address=texts["address"],
        module=module.value if module is not None and module.kind == "text" else "",
        type=texts["type"],
        actions=actions,
        before=before,
        after=after,
        unknown=_marks(item, "after_unknown"),
        before_sensitive=_marks(item, "before_sensitive"),
        after_sensitive=_marks(item, "after_sensitive"),
    )


def _text(item: Source, name: str, faults: list[Problem]) -> str:
    node = at(item.root, "/" + name)
    if node is not None and node.kind == "text" and node.value:
        return str(node.value)
    message = f"a resource needs its `{name}`, a text"
    faults.append(Problem(message=message, location=item.locate("/" + name)))
    return ""


def _actions(item: Source, faults: list[Problem]) -> tuple[str, ...]:
    node = at(item.root, "/change/actions")
    names: tuple[Node, ...] = node.value if node is not None and node.kind == "list" else ()
    if names and all(name.kind == "text" for name in names):
        return tuple(name.value for name in names)
    where = item.locate("/change/actions", key=True)
    faults.append(
        Problem(
            message="a resource needs its `change.actions`, a list of texts",
            location=where,
            hint='such as ["update"], or ["delete", "create"] for a replacement',
        )
    )
    return ()


def _values(item: Source, name: str, faults: list[Problem]) -> Mapping[str, Any] | None:
    node = at(item.root, f"/change/{name}")
    if node is None or node.kind == "null":
        return None
    if node.kind != "mapping":
        where = item.locate(f"/change/{name}", key=True)
        faults.append(Problem(message=f"`{name}` must be an object, or null", location=where))
        return None
    values: Mapping[str, Any] = plain(node)
    return values


def _marks(item: Source, name: str) -> Any:
    node = at(item.root, f"/change/{name}")
    return False if node is None else plain(node)
