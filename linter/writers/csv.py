"""Any table as delimited text (CSV): one change a row, one field a column.

The columns are those of the map that is given, and for other fields their own names. Cells hold the values
as they are: one that begins with `=` is not altered, because a system that imports it would take the
alteration for the value; it is only told, for who opens such a file in a spreadsheet has it computed.
"""

import csv
import functools
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from linter.formats import Column, Given
from linter.formats.dialect import is_secret_column
from linter.formats.table.plan import SAY_WHO
from linter.formats.table.values import FIELDS, FLAGS, LISTS, OF_A_CHANGE
from linter.model import ENVELOPE_FIELDS, UNSET, Change, ChangeSet, Envelope, fold
from linter.model.text import counted
from linter.native import native_change, native_envelope
from linter.writers.native import alike, dropped
from linter.writers.written import Anew, Unsaid, Written

_LONGEST = 120 * 1024
_FORMULA = ("=", "+", "-", "@")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ORDER = ("op", "user", *OF_A_CHANGE[1:], *ENVELOPE_FIELDS)
_PARTS = ";|\n"


@dataclass
class _Row:
    """A change as cells by field (attributes by `.label`), what that means, and what it does not say."""

    cells: dict[str, str] = field(default_factory=dict)
    means: dict[str, Any] = field(default_factory=dict)
    unsaid: list[Unsaid] = field(default_factory=list)


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as a table."""
    shared = _beside(change_set)
    labels: dict[str, str] = {}
    used: dict[str, None] = {}
    unsaid: list[Unsaid] = []
    computed = 0
    for change in change_set.changes:
        row = _row(change, shared, labels)
        used.update(dict.fromkeys(row.cells))
        unsaid += row.unsaid
        computed += sum(text.startswith(_FORMULA) for text in row.cells.values())
    if computed:
        what = f"a spreadsheet would compute {counted(computed, 'value')}: import the file, do not open it"
        unsaid.append(Unsaid("note", what))
    columns = _columns(given.columns, used)
    beside = native_envelope(shared)
    if given.columns:
        beside["columns"] = {header: _spelt(column) for header, column in given.columns.items()}
    return Written(
        Anew(functools.partial(_pieces, change_set, shared, columns)),
        tuple(unsaid),
        {"format": "csv", **beside} if beside else {},
        Anew(functools.partial(_means, change_set, shared)),
    )


def _beside(change_set: ChangeSet) -> Envelope:
    """The evidence that all changes share and no cell can hold."""
    said = {name: value for name, value in native_envelope(alike(change_set)).items() if not _is_cell(value)}
    return Envelope(**{name: getattr(alike(change_set), name) for name in said})


def _row(change: Change, shared: Envelope, labels: dict[str, str]) -> _Row:
    """What a change comes to. `labels` are the attributes so far, by their folded names."""
    try:
        data = native_change(change)
    except UnicodeEncodeError:
        return _Row(unsaid=[Unsaid("change", f"`{change.op}` holds text that is no Unicode", change)])
    row = _Row({"op": change.op}, {"op": change.op})
    if change.secrets:
        row.unsaid.append(dropped(change))
    for name in ("user", *OF_A_CHANGE[1:]):
        if name in data and not _put(row, name, data[name]):
            return _Row(unsaid=[*row.unsaid, _cannot("change", change, name, data[name])])
    if "set" in data:
        row.means["set"] = _settings(row, change, data["set"], labels)
        if change.op == "update" and not row.means["set"] and not change.secrets:
            return _Row(unsaid=[*row.unsaid, Unsaid("change", "`update` would set nothing", change)])
    before = _before(row, change, data.get("before", {}))
    if before:
        row.means["before"] = before
    _evidence(row, change, shared)
    return row


def _settings(row: _Row, change: Change, values: Mapping[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in values.items():
        if name == "attributes" and isinstance(value, dict):
            attributes = _attributes(row, change, value, labels)
            if attributes:
                said["attributes"] = attributes
        elif name in FIELDS and _put(row, name, value):
            said[name] = row.means.pop(name)
        else:
            row.unsaid.append(_cannot("detail", change, f"set/{name}", value))
    return said


def _attributes(
    row: _Row, change: Change, values: Mapping[str, Any], labels: dict[str, str]
) -> dict[str, Any]:
    said = {}
    for label, value in values.items():
        free = fold(label) not in FIELDS and not is_secret_column(label) and _is_label(label)
        if free and _is_cell(value) and labels.setdefault(fold(label), label) == label:
            row.cells[f".{label}"] = value
            said[label] = value
        else:
            row.unsaid.append(_cannot("detail", change, f"set/attributes/{label}", value))
    return said


def _before(row: _Row, change: Change, values: Mapping[str, Any]) -> dict[str, Any]:
    said = {}
    for name, value in values.items():
        if change.op not in ("create", "update") and name in SAY_WHO and _is_cell(value):
            row.cells[name] = said[name] = value
        else:
            row.unsaid.append(_cannot("detail", change, f"before/{name}", value))
    return said


def _evidence(row: _Row, change: Change, shared: Envelope) -> None:
    for name, value in native_envelope(change.envelope).items():
        if getattr(shared, name) is not UNSET:
            row.means[name] = value
        elif not _put(row, name, value):
            row.unsaid.append(_cannot("evidence", change, name, value))


def _put(row: _Row, name: str, value: Any) -> bool:
    """Puts a value into its cell; false where no cell says it."""
    text = _text(name, value)
    if text is None:
        return False
    row.cells[name] = text
    row.means[name] = value
    return True


def _text(name: str, value: Any) -> str | None:
    """The cell of a value; `None` where there is none."""
    if name in FLAGS:
        return {True: "true", False: "false"}.get(value)
    if name in LISTS:
        return _names(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if _is_cell(value) else None


def _names(names: Any) -> str | None:
    if not names or not all(_is_cell(each) and not set(each) & set(_PARTS) for each in names):
        return None
    joined = ";".join(names)
    return f"{joined};" if len(names) == 1 and "," in joined else joined


def _is_cell(value: Any) -> bool:
    """Whether a cell gives a text back as it is."""
    return (
        isinstance(value, str)
        and value != ""
        and value == value.strip()
        and not _CONTROL.search(value)
        and len(value) <= _LONGEST
    )


def _is_label(label: str) -> bool:
    """Whether a header gives a name back as it is, and is not taken for several."""
    return _is_cell(label) and not set(label) & set("\n\t;")


def _cannot(kind: Any, change: Change, pointer: str, value: Any) -> Unsaid:
    name = pointer.removeprefix("set/").removeprefix("attributes/").replace("before/", "old ")
    why = (
        "an empty cell says nothing" if value in (None, "", []) else "no cell gives this value back as it is"
    )
    return Unsaid(kind, f"`{name}` of `{change.op}` cannot stand in a table: {why}", change, pointer)


def _columns(given: Mapping[str, Column], used: Mapping[str, None]) -> dict[str, tuple[str, bool]]:
    """The columns in order: by header the field, and whether it is inverted."""
    columns = {header: (column.field, column.inverted) for header, column in given.items()}
    mapped = {name for name, _ in columns.values()}
    rest = [name for name in used if name not in mapped]
    rest.sort(key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    leading = [name for name in ("op", "user") if name not in mapped and name not in rest]
    return columns | {name.removeprefix("."): (name, False) for name in (*leading, *rest)}


def _spelt(column: Column) -> Any:
    return {"field": column.field, "inverted": True} if column.inverted else column.field


def _means(change_set: ChangeSet, shared: Envelope) -> Iterator[dict[str, Any]]:
    labels: dict[str, str] = {}
    for change in change_set.changes:
        row = _row(change, shared, labels)
        if row.cells:
            yield row.means


def _pieces(
    change_set: ChangeSet, shared: Envelope, columns: Mapping[str, tuple[str, bool]]
) -> Iterator[str]:
    labels: dict[str, str] = {}
    yield _line(list(columns))
    for change in change_set.changes:
        cells = _row(change, shared, labels).cells
        if cells:
            yield _line([_cell(cells.get(name, ""), inverted) for name, inverted in columns.values()])


def _cell(text: str, inverted: bool) -> str:
    return {"true": "false", "false": "true"}.get(text, text) if inverted else text


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
