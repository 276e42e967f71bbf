"""Values of a document with their places, and what there is to say about them."""

from collections.abc import Iterator
from typing import NamedTuple

from linter.document import Node, Source, join
from linter.formats.fault import MOST_PROBLEMS, Problems
from linter.formats.part import Census
from linter.model import Problem


class Spot(NamedTuple):
    """A value and its JSON Pointer."""

    node: Node
    pointer: str

    def child(self, name: str) -> "Spot | None":
        """What stands under a key, whose case does not matter; `None` for `null`, too."""
        if self.node.kind == "mapping":
            wanted = name.lower()
            for number, (key, value) in enumerate(self.node.plain().items()):
                if value is not None and key.lower() == wanted:
                    return Spot(self.node.value[number][1], join(self.pointer, key))
        return None

    def text(self, name: str) -> str:
        """The text that stands under a key; an empty one where there is none."""
        spot = self.child(name)
        return spot.node.value.strip() if spot and spot.node.kind == "text" else ""

    def pairs(self) -> Iterator[tuple[str, "Spot"]]:
        """The keys and values of a mapping; nothing of anything else."""
        if self.node.kind == "mapping":
            for key, value in self.node.value:
                yield key.value, Spot(value, join(self.pointer, key.value))

    def items(self) -> Iterator["Spot"]:
        """The items of a list; a value that is no list is its only item, `null` is none."""
        if self.node.kind == "list":
            for number, node in enumerate(self.node.value):
                yield Spot(node, join(self.pointer, number))
        elif self.node.kind != "null":
            yield self


class Notes:
    """What is wrong with the requests of a file, and what has to be left unchecked."""

    def __init__(self, path: str) -> None:
        self.problems = Problems(path)
        self.census = Census()

    def refuse(self, source: Source, spot: Spot, message: str, hint: str = "") -> None:
        """Notes what is wrong with a value."""
        if len(self.problems.found) >= MOST_PROBLEMS:
            self.problems.more += 1
            return
        where = source.place(spot.node, spot.pointer)
        self.problems.add([Problem(message=message, location=where, hint=hint)])

    def set_aside(self, source: Source, spot: Spot, what: str) -> None:
        """Notes something that the model has no word for."""
        self.census.set_aside(what, source.place(spot.node, spot.pointer))
