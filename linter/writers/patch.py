"""The author's own YAML with some changes replaced: every other line stays as it is, byte for byte."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from linter.document import Node, at
from linter.reporters.native import native_lines
from linter.reporters.visible import visible

_BREAK = re.compile(r"\r\n|\n|\r")
_WIDTH = 100
_ANY_WIDTH = 1 << 30


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """What comes next in the list of changes: the author's change at `source` as it stands, or others for it.

    `note` is a line of comment that says why; it stands only where each change has lines of its own.
    """

    source: int
    changes: tuple[Mapping[str, Any], ...] | None = None
    note: str = ""


def patched(text: str, root: Node, slots: Sequence[Slot]) -> str | None:
    """The text with its list of changes as `slots` say; `None` where its layout cannot be kept.

    Whether the result says what it should is for the caller to read: an anchor may have gone with the change
    that held it.
    """
    listed = at(root, "/changes")
    if listed is None or listed.kind != "list" or not listed.value:
        return None
    lines = _lines(text)
    line = lines[listed.line - 1] if listed.line <= len(lines) else ""
    if line[listed.column - 1 :].startswith("["):
        return _flow(text, lines, listed, slots)
    items = [_item(lines, node) for node in listed.value]
    if None in items:
        return None
    return _block(lines, [item for item in items if item is not None], slots)


class _Item(msgspec.Struct, frozen=True):
    """A change in block style: the lines of comment above it, its own, each from `start` up to `end`."""

    node: Node
    lead: int
    start: int
    end: int
    indent: str


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends."""
    ends = [0, *(found.end() for found in _BREAK.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def _item(lines: Sequence[str], node: Node) -> _Item | None:
    """Where a change stands; `None` where no dash is found for it."""
    start = node.line - 1
    if start >= len(lines):
        return None
    before = lines[start][: node.column - 1]
    while not before.lstrip().startswith("-"):
        if before.strip() and not before.lstrip().startswith("#"):
            return None
        start -= 1
        if start < 0:
            return None
        before = lines[start]
    lead = start
    while lead and lines[lead - 1].lstrip().startswith("#"):
        lead -= 1
    end = node.end_line - (node.end_column == 1 and node.end_line > node.line)
    return _Item(node, lead, start, end, before[: len(before) - len(before.lstrip())])


def _block(lines: Sequence[str], items: Sequence[_Item], slots: Sequence[Slot]) -> str | None:
    """A list in which each change has lines of its own."""
    if any(one.end > other.start for one, other in pairwise(items)):
        return None
    end_of_line = next((found[0] for found in map(_BREAK.search, lines) if found), "\n")
    leads = [max(item.lead, items[number - 1].end if number else 0) for number, item in enumerate(items)]
    ends = [*leads[1:], items[-1].end]
    gaps = iter([lines[item.end : end] for item, end in zip(items, ends, strict=True)])
    written: list[str] = list(lines[: leads[0]])
    first = {slot.source: number for number, slot in reversed(list(enumerate(slots)))}
    for number, slot in enumerate(slots):
        item = items[slot.source]
        if first[slot.source] == number:
            written += lines[leads[slot.source] : item.start]
        body = lines[item.start : item.end]
        if slot.changes is None:
            written += body
        else:
            own = _comments(body, item) if first[slot.source] == number else ()
            new = [*own, *([f"# {visible(slot.note)}"] if slot.note else [])]
            new += map(visible, native_lines(slot.changes, _WIDTH - len(item.indent)))
            written += [f"{item.indent}{line}{end_of_line}" for line in new]
        if number + 1 == len(slots) or first[slots[number + 1].source] == number + 1:
            # Blank lines part places, not changes: they stay where they are when changes move. What comes
            # of a change that stands elsewhere goes with the one before it.
            written += next(gaps, [])
        if written and not _BREAK.search(written[-1]):
            written[-1] += end_of_line
    rest = lines[items[-1].end :]
    if not any(slot.changes is None or slot.changes for slot in slots):
        return None
    text = "".join([*written, *rest])
    return text if _BREAK.search(lines[-1]) else text.removesuffix(end_of_line)


def _comments(body: Sequence[str], item: _Item) -> Iterator[str]:
    """The comments in the lines of a change that is replaced."""
    spans = [(leaf.line, leaf.column, leaf.end_line, leaf.end_column) for leaf in _leaves(item.node)]
    for number, line in enumerate(body, item.start + 1):
        for found in re.finditer(r"(?:^|(?<=[ \t]))#", line):
            column = found.start() + 1
            inside = any(
                (first, begin) <= (number, column) < (last, end) for first, begin, last, end in spans
            )
            if not inside:
                yield line[found.start() :].rstrip()
                break


def _leaves(node: Node) -> Iterator[Node]:
    """The keys and scalars of a tree, in whose text a `#` is no comment."""
    if node.kind == "mapping":
        for key, value in node.value:
            yield key
            yield from _leaves(value)
    elif node.kind == "list":
        for item in node.value:
            yield from _leaves(item)
    else:
        yield node


def _flow(text: str, lines: Sequence[str], listed: Node, slots: Sequence[Slot]) -> str | None:
    """A list in brackets."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    spans = [
        (starts[node.line - 1] + node.column - 1, starts[node.end_line - 1] + node.end_column - 1)
        for node in listed.value
    ]
    between = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    new: list[str] = []
    for slot in slots:
        begin, end = spans[slot.source]
        if slot.changes is None:
            new.append(text[begin:end])
        else:
            new += [visible(line)[2:] for line in native_lines(slot.changes, _ANY_WIDTH)]
    if not new or any("#" in gap for gap in between[max(len(new) - 1, 0) :]):
        return None
    joints = [*between[: len(new) - 1], *[", "] * (len(new) - 1 - len(between)), ""]
    middle = "".join(part for pair in zip(new, joints, strict=True) for part in pair)
    return text[: spans[0][0]] + middle + text[spans[-1][1] :]
