"""Entries added to the text of a waiver file: what stands there stays, comments and layout included."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from linter.document import Node, Source, at, parse_yaml
from linter.errors import InputError
from linter.model import WaiverEntry
from linter.reporters.native import native_lines
from linter.reporters.visible import visible
from linter.waivers.read import parse_waivers

HEADER = "# Findings that are accepted for a time: `prechange check --waivers FILE` reads this file.\n"

_NOTHING = re.compile(r"(?:[^\S\n]*(?:#[^\n]*)?(?:\n|\Z))*")
_KEY = re.compile(r"waivers\s*:")
_INDENT = 2
_WHOLE_LINE = 1_000_000


def with_entries(text: str, path: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """The text of a waiver file with entries added at the end of its list; an empty text is begun.

    Raises `InputError` where the text is no waiver file, or lays its list out in a way that nothing
    can be added to without touching what stands there.
    """
    known: tuple[WaiverEntry, ...] = ()
    if _NOTHING.fullmatch(text):
        whole = _ended(text or HEADER) + "waivers:\n" + _block(entries, _INDENT)
    else:
        known = parse_waivers(text, path)
        whole = _added(Source(path, text, parse_yaml(text, path)), entries)
    _read_back(whole, path, known, entries)
    return whole


def _added(source: Source, entries: Sequence[Mapping[str, Any]]) -> str:
    """The text with the entries after the last one, its line ends as they are."""
    newline = "\r\n" if "\r\n" in source.text else "\n"
    lines = source.text.replace("\r\n", "\n").split("\n")
    listed = at(source.root, "/waivers")
    if listed is None:  # the schema asks for it
        return source.text
    place = _in_flow if lines[listed.line - 1][listed.column - 1 : listed.column] == "[" else _in_block
    return place(lines, listed, entries).replace("\n", newline)


def _in_block(lines: list[str], listed: Node, entries: Sequence[Mapping[str, Any]]) -> str:
    """Below the last line that belongs to the last item, as far in as the items are."""
    last = _last_line(lines, listed.value[-1])
    head, tail = lines[:last], lines[last:]
    return _ended("\n".join(head)) + _block(entries, listed.column - 1) + "\n".join(tail)


def _last_line(lines: list[str], item: Node) -> int:
    """The number of the last line of an item. A block of text seems to end where the next thing begins."""
    end = item.end_line if item.end_column > 1 else item.end_line - 1
    while end > item.line and not lines[end - 1].strip():
        end -= 1
    return end


def _in_flow(lines: list[str], listed: Node, entries: Sequence[Mapping[str, Any]]) -> str:
    """Inside the brackets, after the last item; below its key where it is empty and alone on its line."""
    row = listed.line - 1
    before, after = lines[row][: listed.column - 1].rstrip(), lines[row][listed.end_column - 1 :]
    alone = listed.line == listed.end_line and _KEY.fullmatch(before) and _NOTHING.fullmatch(after)
    if alone and not listed.value:
        head = "\n".join([*lines[:row], f"{before}{after}"])
        return _ended(head) + _block(entries, _INDENT) + "\n".join(lines[row + 1 :])
    items = ", ".join(line.removeprefix("- ") for line in _lines(entries, _WHOLE_LINE))
    column = listed.column
    if listed.value:
        end = listed.value[-1]
        row, column, items = end.end_line - 1, end.end_column - 1, f", {items}"
    changed = lines[row][:column] + items + lines[row][column:]
    return "\n".join([*lines[:row], changed, *lines[row + 1 :]])


def _block(entries: Sequence[Mapping[str, Any]], indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in _lines(entries, 0))


def _lines(entries: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    """The entries as items of a list. What cannot be seen is escaped: it stands in quotes."""
    return [visible(line) for line in native_lines(tuple(entries), width)]


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _unmoved(entry: WaiverEntry) -> WaiverEntry:
    """An entry wherever it stands."""
    return msgspec.structs.replace(entry, waiver=msgspec.structs.replace(entry.waiver, location=None))


def _read_back(
    text: str, path: str, known: Sequence[WaiverEntry], entries: Sequence[Mapping[str, Any]]
) -> None:
    """Nothing is written that would not be read as it was meant."""
    read = parse_waivers(text, path)
    said = [(each.rule, each.account, each.user, each.waiver.reason) for each in read[len(known) :]]
    meant = [(each["rule"], each["account"], each.get("user"), each["reason"]) for each in entries]
    kept = [_unmoved(each) for each in read[: len(known)]] == [_unmoved(each) for each in known]
    if not kept or said != meant:
        raise InputError.one(
            f"cannot add to `{path}` without changing what stands there",
            hint="write its list as one item a line: `- rule: ...`",
        )
