"""What the columns of a table hold: as the configuration says, else by headers that are names of fields."""

from collections.abc import Iterator, Mapping

from linter.document import did_you_mean
from linter.errors import InputError
from linter.formats.delimited import Table
from linter.formats.dialect import is_secret_column
from linter.formats.given import Column
from linter.formats.table.values import FIELDS, FLAGS, KEYS, OF_A_CHANGE
from linter.model import SETTABLE_FIELDS, Problem, fold

_WHERE = "`columns` in `prechange.yaml`, or in FILE.prechange.yaml"


class Layout:
    """The columns of a table, by number: those that hold fields, other attributes, and secrets."""

    def __init__(self, table: Table, columns: Mapping[str, Column]) -> None:
        """Raises `InputError` where what is said of the columns does not fit the table."""
        self.fields = _mapped(table, columns)
        self.numbers = {column.field: number for number, column in self.fields.items()}
        rest = [number for number, label in enumerate(table.header) if label and number not in self.fields]
        self.secrets = {n: table.header[n] for n in rest if is_secret_column(table.header[n])}
        self.attributes = {n: table.header[n] for n in rest if n not in self.secrets}
        self.key = next((self.numbers[field] for field in KEYS if field in self.numbers), None)

    @property
    def pointers(self) -> dict[str, int]:
        """The column of each part of a change."""
        found = {f"set/{field}": n for field, n in self.numbers.items() if field in SETTABLE_FIELDS}
        found |= {f"before/{field}": n for field, n in self.numbers.items()}
        found |= {field: self.numbers[field] for field in OF_A_CHANGE if field in self.numbers}
        found |= {f"set/attributes/{label}": number for number, label in self.attributes.items()}
        return found if self.key is None else {**found, "user": self.key}


def is_native(header: tuple[str, ...]) -> bool:
    """Whether a header itself names fields: those of changes, or of users with ids."""
    names = {fold(label) for label in header}
    return ("op" in names or "id" in names) and len(names & FIELDS) > 1 and not names.isdisjoint(KEYS)


def _mapped(table: Table, columns: Mapping[str, Column]) -> dict[int, Column]:
    """The columns that hold fields."""
    labels = {fold(label): number for number, label in enumerate(table.header) if label}
    problems = list(_misfits(table, columns, labels))
    if problems:
        raise InputError(problems)
    found = {labels[fold(header)]: column for header, column in columns.items()}
    taken = {column.field for column in found.values()}
    for label, number in labels.items():
        if number not in found and label in FIELDS and label not in taken:
            found[number] = Column(label)
    if not found:
        raise InputError.one(
            "what the columns of this table hold is not known",
            table.place(table.header_line),
            f"say it under {_WHERE}: `{table.header[0]}: sign_in_id`",
        )
    return found


def _misfits(table: Table, columns: Mapping[str, Column], labels: Mapping[str, int]) -> Iterator[Problem]:
    """What is said of columns and cannot be."""
    first: dict[str, str] = {}
    for header, column in columns.items():
        number = labels.get(fold(header))
        if number is None:
            meant = did_you_mean(header, [label for label in table.header if label])
            yield table.problem(
                f"there is no column `{header}`, of which `columns` says what it holds",
                table.header_line,
                None,
                f"did you mean `{meant}`?" if meant else f"correct {_WHERE}",
            )
            continue
        other = first.setdefault(column.field, header)
        if other != header:
            message = f"the columns `{other}` and `{header}` are both said to hold `{column.field}`"
            yield table.problem(message, table.header_line, number, "only one can")
        if column.field not in FIELDS:
            meant = did_you_mean(column.field, sorted(FIELDS))
            yield table.problem(
                f"the column `{header}` is said to hold `{column.field}`, which is no field",
                table.header_line,
                number,
                f"did you mean `{meant}`?" if meant else "leave it out: it becomes an attribute",
            )
        if column.inverted and column.field not in FLAGS:
            message = f"the column `{header}` cannot be inverted: `{column.field}` is neither yes nor no"
            yield table.problem(message, table.header_line, number)
