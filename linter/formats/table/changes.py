"""A table of changes, one a row."""

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import msgspec

from linter.errors import InputError
from linter.formats.baseline import Baseline, differing
from linter.formats.content import Content
from linter.formats.delimited import Batch, Row, Table, Watch, open_table
from linter.formats.given import Given
from linter.formats.part import Part
from linter.formats.rows import Cells, Counts, distinct, filled, origins, part_of, records
from linter.formats.table.layout import Layout
from linter.formats.table.plan import Plan, picked, plan_of
from linter.formats.table.row import Reader
from linter.formats.table.values import value_of
from linter.model import ENVELOPE_FIELDS, UNSET, Change, Envelope, Op

_NO_ENVELOPE = Envelope()


def read_changes(content: Content, given: Given) -> Part:
    """The changes of a table."""
    table = open_table(content)
    layout = Layout(table, given.columns)
    if given.op is None and "op" not in layout.numbers:
        raise InputError.one(
            "what the rows of this table do is not known",
            table.place(table.header_line),
            "say it as `op: update` (or another operation) in `prechange.yaml` or FILE.prechange.yaml, "
            "or which column holds `op`",
        )
    rows = _Rows(table, layout, given)
    part = part_of(table, rows.changes, rows.judged, rows.sure, together=rows.together)
    return replace(part, survey=msgspec.structs.replace(part.survey, accounts=frozenset(rows.accounts)))


class _Rows:
    """Makes changes of rows. `accounts` are those named so far."""

    def __init__(self, table: Table, layout: Layout, given: Given) -> None:
        self.accounts: set[str] = set()
        self._table = table
        self._layout = layout
        self._op = given.op
        self._about = given.account
        self._baseline = Baseline(given.account)
        self._origin = origins(table, layout.pointers)
        self._reader = Reader(table, layout)
        self._plan = functools.cache(functools.partial(plan_of, layout=layout))
        self._settings_only = Reader(table, layout, self._plan("update").settings)
        if "op" in layout.numbers:
            column = layout.fields[layout.numbers["op"]]
            self._ops: Callable[[str], Op] = functools.lru_cache(4096)(functools.partial(value_of, column))
        self._envelope = tuple(field for field in ENVELOPE_FIELDS if field in layout.numbers)
        self._plain = not (self._about or self._envelope or layout.secrets)

    def sure(self, rows: Cells) -> Counts | None:
        """How many rows there are of each operation, where all of them are plainly right."""
        counts: Counter[tuple[Op, ...]] = Counter()
        for group in self._by_op(rows):
            values = self._reader.values((0, group[0]), None) or {}
            op: Op | None = values.get("op", self._op)
            if op is None or self._about is not None or not self._are_right(op, group):
                return None
            counts[(op,)] += len(group)
        account = self._layout.numbers.get("account")
        self.accounts.update({""} if account is None else map(itemgetter(account), rows))
        return counts

    def _by_op(self, rows: Cells) -> Iterable[Cells]:
        """Rows in groups that say the same operation."""
        number = self._layout.numbers.get("op")
        if number is None or len(set(map(itemgetter(number), rows))) == 1:
            return (rows,)
        groups: dict[str, list[list[str]]] = {}
        for row in rows:
            groups.setdefault(row[number], []).append(row)
        return groups.values()

    def _are_right(self, op: Op, rows: Cells) -> bool:
        """Whether rows of one operation surely say all that it needs, and nothing that it does not take."""
        plan, numbers, key = self._plan(op), self._layout.numbers, self._layout.key
        needed = [numbers.get(field) for field in plan.needed] + ([key] if plan.needs_user else [])
        if not all(number is not None and filled(rows, number) for number in needed):
            return False
        if any(distinct(rows, numbers[field]) for field in plan.untaken):
            return False
        some = [*(numbers[field] for field in plan.settings), *self._layout.attributes]
        if op == "update" and not any(filled(rows, number) for number in some):
            return False
        return self._reader.all_right(rows)

    def judged(self, row: Row, watch: Watch) -> tuple[Op, ...]:
        """The operation of the row's change, and what is wrong or odd with it; of no change, none."""
        read = self._read(row, watch)
        if read is None:
            return ()
        op, plan, key, values = read
        if plan.untaken:
            self._set_aside(op, picked(values, plan.untaken), row, watch)
        if op == "update" and not self._settings(op, plan, key, values, row) and not self._secrets(row):
            return ()
        self.accounts.add(values.get("account", ""))
        return (op,)

    def together(self, batch: Batch, first: int) -> Sequence[Change] | None:
        """The changes of rows that all update users of whom nothing is known, with no cell empty."""
        rows, key = batch.cells, self._layout.key
        if not rows or key is None or not self._plain or not all(map(all, rows)):
            return None
        cells = [*zip(*rows, strict=True)]
        number = self._layout.numbers.get("op")
        said = {self._op} if number is None else {self._ops(text) for text in set(cells[number])}
        fields: dict[str, Iterable[Any]] = {**self._settings_only.values_of(cells)}
        if self._layout.attributes:
            fields["attributes"] = self._settings_only.attributes_of(cells)
        if said != {"update"} or not fields:
            return None
        return [
            Change(index=index, op="update", user=user, set=settings, origin=origin)
            for index, (user, settings, origin) in enumerate(
                zip(cells[key], records(fields), map(self._origin, batch.lines), strict=True), first
            )
        ]

    def changes(self, row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        """The change of a row that is right; none where it says what is so already."""
        if self._plain and self._op_of(row) == "update":
            return self._update(row, index)
        values = self._reader.values(row, None) or {}
        op: Op = values["op"] if self._op is None or "op" in values else self._op
        key = "" if self._layout.key is None else row[1][self._layout.key]
        change = self._change(op, self._plan(op), key, values, row, index)
        return (change,) if op != "update" or change.set or change.secrets else ()

    def _update(self, row: Row, index: int) -> tuple[Change, ...]:
        """The change of a row that updates a user of whom nothing is known."""
        line, cells = row
        found = self._settings_only.values(row, None) or {}
        if self._layout.attributes and (attributes := self._settings_only.attributes(row)):
            found["attributes"] = attributes
        if not found or self._layout.key is None:
            return ()
        user = cells[self._layout.key]
        return (Change(index=index, op="update", user=user, set=found, origin=self._origin(line)),)

    def _op_of(self, row: Row) -> Op | None:
        """The operation of a row that is right."""
        number = self._layout.numbers.get("op")
        text = row[1][number] if number is not None else ""
        return self._ops(text) if text else self._op

    def _read(self, row: Row, watch: Watch) -> tuple[Op, Plan, str, dict[str, Any]] | None:
        """What a row says: the operation, what the columns are for, the user's key, all values."""
        values = self._reader.values(row, watch)
        if values is None:
            return None
        op: Op | None = values.get("op", self._op)
        if op is None:
            self._refuse(row, self._layout.numbers["op"], "this row does not say what it does", watch)
            return None
        plan = self._plan(op)
        key = "" if self._layout.key is None else row[1][self._layout.key]
        return (op, plan, key, values) if self._is_whole(op, plan, key, values, row, watch) else None

    def _secrets(self, row: Row) -> tuple[str, ...]:
        """The names of the secrets in a row."""
        return tuple([label for number, label in self._layout.secrets.items() if row[1][number]])

    def _is_whole(
        self, op: Op, plan: Plan, key: str, values: Mapping[str, Any], row: Row, watch: Watch
    ) -> bool:
        """Whether a row says all that its operation needs."""
        if plan.needs_user and not key:
            self._refuse(row, self._layout.key, f"`{op}` needs a user, which this row does not name", watch)
            return False
        for field in plan.needed:
            if field not in values:
                message = f"`{op}` needs `{field}`, which this row does not name"
                self._refuse(row, self._layout.numbers.get(field), message, watch)
                return False
        return True

    def _change(self, op: Op, plan: Plan, key: str, values: dict[str, Any], row: Row, index: int) -> Change:
        """The change that a row describes."""
        if op == "create":
            key = values.get("user") or values.get("id") or ""
        settings: Mapping[str, Any] = {}
        if op in ("create", "update"):
            settings = self._settings(op, plan, key, values, row)
        return Change(
            index=index,
            op=op,
            user=key or UNSET,
            set=settings,
            before=(picked(values, plan.before) or UNSET) if plan.before else UNSET,
            secrets=self._secrets(row) if self._layout.secrets else (),
            envelope=Envelope(**picked(values, self._envelope)) if self._envelope else _NO_ENVELOPE,
            origin=self._origin(row[0]),
            **(picked(values, plan.own) if plan.own else {}),
        )

    def _settings(self, op: Op, plan: Plan, key: str, values: dict[str, Any], row: Row) -> Mapping[str, Any]:
        """The new values that a row gives its user, where its operation takes some."""
        found = picked(values, plan.settings)
        if self._layout.attributes and (attributes := self._reader.attributes(row)):
            found["attributes"] = attributes
        if op != "update" or self._about is None or values.get("account", self._about.id) != self._about.id:
            return found
        known = self._baseline.find(key)
        return differing(known, found) if known else found

    def _set_aside(self, op: Op, untaken: Mapping[str, Any], row: Row, watch: Watch) -> None:
        """Notes what a row says and its operation does not take."""
        for name in untaken:
            place = functools.partial(self._table.place, row[0], self._layout.numbers[name])
            watch.set_aside(f"value under `{name}` that `{op}` does not take", place)

    def _refuse(self, row: Row, number: int | None, message: str, watch: Watch) -> None:
        watch.refuse(functools.partial(self._table.problem, message, row[0], number))
