"""The values of a row, by field."""

import functools
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from linter.formats.delimited import Row, Table, Watch
from linter.formats.rows import Cells, distinct, records
from linter.formats.table.layout import Layout
from linter.formats.table.values import TEXTS, Wrong, value_of
from linter.model import UNSET


class Reader:
    """Reads the rows of a table."""

    def __init__(self, table: Table, layout: Layout, only: Collection[str] | None = None) -> None:
        """Reads all fields, or `only` some."""
        fields = [
            (number, column)
            for number, column in layout.fields.items()
            if only is None or column.field in only
        ]
        self._table = table
        self._texts = tuple((number, column.field) for number, column in fields if column.field in TEXTS)
        self._others = tuple(
            (number, column.field, functools.lru_cache(maxsize=4096)(functools.partial(value_of, column)))
            for number, column in fields
            if column.field not in TEXTS
        )
        self._attributes = tuple(layout.attributes.items())

    def values(self, row: Row, watch: Watch | None) -> dict[str, Any] | None:
        """What the cells of a row say, empty ones left out; `None` where one is wrong, as `watch` notes."""
        line, cells = row
        found: dict[str, Any] = {field: cells[number] for number, field in self._texts if cells[number]}
        right = True
        for number, field, value in self._others:
            if not cells[number]:
                continue
            try:
                found[field] = value(cells[number])
            except Wrong as wrong:
                right = False
                if watch is not None:
                    watch.refuse(
                        functools.partial(self._table.problem, wrong.message, line, number, wrong.hint)
                    )
        return found if right else None

    def all_right(self, rows: Cells) -> bool:
        """Whether no cell of some rows is wrong."""
        try:
            for number, _, value in self._others:
                for text in distinct(rows, number):
                    value(text)
        except Wrong:
            return False
        return True

    def values_of(self, columns: Sequence[Sequence[str]]) -> dict[str, Sequence[Any]]:
        """What the cells of rows say that are all right, by field; `UNSET` where one is empty."""
        found: dict[str, Sequence[Any]] = {}
        for number, field in self._texts:
            cells = columns[number]
            found[field] = [cell or UNSET for cell in cells] if "" in cells else cells
        for number, field, value in self._others:
            known = {text: value(text) if text else UNSET for text in set(columns[number])}
            found[field] = [*map(known.__getitem__, columns[number])]
        return found

    def attributes_of(self, columns: Sequence[Sequence[str]]) -> Iterable[dict[str, str]]:
        """What the columns of rows say that hold no field, row by row; an empty cell says nothing."""
        if not self._attributes:
            return [{} for _ in columns[0]]
        found = records({label: columns[number] for number, label in self._attributes})
        if not any("" in columns[number] for number, _ in self._attributes):
            return found
        return [{label: cell for label, cell in row.items() if cell} for row in found]

    def attributes(self, row: Row) -> dict[str, str]:
        """What the columns say that hold no field."""
        cells = row[1]
        return {label: cells[number] for number, label in self._attributes if cells[number]}
