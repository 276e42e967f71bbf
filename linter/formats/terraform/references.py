"""Which user of the same plan a resource is about, where the id is known only after apply."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from linter.document import Source, plain
from linter.formats.terraform.plan import Resource, part_of

_INDEX = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]")
_ID = re.compile(r"\.(?:object_id|id)$")


class References:
    """The users that a plan creates, by their addresses, and the configuration that refers to them."""

    def __init__(self, source: Source, created: Mapping[str, str]) -> None:
        """`created` has for the address of each user the key by which later changes name the user."""
        self._created = created
        self._root: Any = part_of(plain(source.root), "configuration", "root_module") if created else {}

    def user(self, resource: Resource, field: str) -> str | None:
        """The key of the created user whom a field refers to by one address; `None` where it does not."""
        meant = {_ID.sub("", each) for each in self._of(resource, field) if _ID.search(each)}
        prefix = resource.module + "." if resource.module else ""
        keys = [self._created.get(prefix + address) for address in meant]
        return keys[0] if len(keys) == 1 else None

    def _of(self, resource: Resource, field: str) -> Iterator[str]:
        module: Any = self._root
        for name in _INDEX.sub("", resource.module).split(".")[1::2]:
            module = part_of(module, "module_calls", name, "module")
        own = resource.address.removeprefix(resource.module).removeprefix(".")
        address = _INDEX.sub("", own)
        resources = part_of(module, "resources")
        for each in resources if isinstance(resources, list) else ():
            if part_of(each, "address") == address:
                found = part_of(each, "expressions", field, "references")
                yield from (name for name in found or () if isinstance(name, str))
