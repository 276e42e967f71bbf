"""A request as a file holds it, and what it proposes."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from linter.document import Node, Source, at, join, plain
from linter.errors import InputError
from linter.formats.part import Census, Part
from linter.model import UNSET, Change, Envelope, Location, Op, Unset

_ENVELOPE = Envelope()

SetAside: TypeAlias = Callable[[str, Location], None]
"""Takes what is not checked, and where it stands."""


@dataclass(frozen=True)
class Request:
    """One request. `head` and `url_pointer` are where its address stands, `source` and `base` its body."""

    method: str
    url: str
    head: Source
    source: Source
    url_pointer: str = ""
    base: str = ""
    body: Node | None = None

    def place(self) -> Location:
        """Where its address stands."""
        return self.head.locate(self.url_pointer)

    def inside(self, pointer: str, *, key: bool = False) -> Location:
        """Where a part of its body stands; its address where it has none."""
        if self.body is None:
            return self.place()
        return self.source.locate(self.base + pointer, key=key)

    def wrong(self, message: str, pointer: str = "", hint: str = "") -> InputError:
        """The refusal of a part of its body."""
        return InputError.one(message, self.inside(pointer), hint)

    def data(self) -> dict[str, Any]:
        """The object that is its body; nothing where it has none. Raises `InputError` for other values."""
        if self.body is None:
            return {}
        if self.body.kind != "mapping":
            raise self.wrong("the body must be a JSON object")
        found: dict[str, Any] = plain(self.body)
        return found

    def needed(self) -> dict[str, Any]:
        """The object that is its body. Raises `InputError` where it has none."""
        if self.body is None:
            raise self.wrong("the body is missing")
        return self.data()

    def key(self, name: str) -> str | None:
        """A property of the body as it is written there, found without regard to case."""
        written = [key for key in self.data() if key.lower() == name.lower()]
        if len(written) > 1:
            raise self.wrong(f"the property `{written[1]}` is here twice", join("", written[1]))
        return written[0] if written else None

    def text(self, name: str) -> str:
        """A property of the body that must be there, and text. Raises `InputError`."""
        key = self.key(name)
        if key is None:
            raise self.wrong(f"the property `{name}` is missing in the body")
        value = self.data()[key]
        if not isinstance(value, str) or not value:
            raise self.wrong(f"`{key}` must be text", join("", key))
        return value

    def items(self, name: str) -> list[tuple[str, Any]]:
        """The items of a list in the body with their pointers; none where it is absent or `null`."""
        key = self.key(name)
        node = None if key is None else at(self.source.root, join(self.base, key))
        if key is None or node is None or node.kind == "null":
            return []
        if node.kind != "list":
            raise self.wrong(f"`{key}` must be a list", join("", key))
        return [(join("", key, number), plain(item)) for number, item in enumerate(node.value)]


@dataclass(frozen=True)
class Draft:
    """A change that a request proposes. `places` are pointers into its body, by the part of the change."""

    request: Request
    op: Op
    user: str | Unset = UNSET
    set: Mapping[str, Any] = field(default_factory=dict)
    role: str | Unset = UNSET
    license: str | Unset = UNSET
    group: str | Unset = UNSET
    secrets: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    def change(self, index: int) -> Change:
        """The change."""
        return Change(
            index=index,
            op=self.op,
            user=self.user,
            set=self.set,
            role=self.role,
            license=self.license,
            group=self.group,
            secrets=self.secrets,
            envelope=_ENVELOPE,
            origin=self.locate,
        )

    def locate(self, pointer: str) -> Location:
        """The place of a part of the change; what the body does not hold stands in the address."""
        wanted = pointer.removeprefix("/")
        while wanted and wanted not in self.places:
            wanted = wanted.rpartition("/")[0]
        if not wanted:
            return self.request.place()
        return self.request.inside(self.places[wanted], key=wanted.startswith("set/"))


def part_of_drafts(drafts: Sequence[Draft], census: Census) -> Part:
    """The changes of a file that are proposed in this order, beside what was set aside."""
    for draft in drafts:
        census.add(draft.change(0))
    return Part(_ENVELOPE, census.survey(), functools.partial(_changes, drafts))


def _changes(drafts: Sequence[Draft], first: int) -> Iterator[Change]:
    """The changes, numbered."""
    for index, draft in enumerate(drafts, first):
        yield draft.change(index)
