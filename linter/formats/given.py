"""What a reader is told besides the file itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linter.model import Account, Op, Snapshot


@dataclass(frozen=True)
class Column:
    """What a column of a table holds: a field of a user (or `op`, `role` and so on), inverted where a yes
    means no."""

    field: str
    inverted: bool = False


@dataclass(frozen=True)
class Given:
    """The state that rows are held against where a format says how things shall be, and what the
    configuration says.

    `baseline` is `None` where there is no snapshot: such rows are then updates of which the old values are
    unknown. `columns` maps the headers of a table without a known form; `op` is the operation of each of
    its rows.
    """

    baseline: Snapshot | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    op: Op | None = None

    @property
    def account(self) -> Account | None:
        """The account that a file is about which names none: the baseline's only one."""
        accounts = self.baseline.accounts if self.baseline else ()
        return accounts[0] if len(accounts) == 1 else None


NOTHING = Given()
"""What a reader is told where there is nothing to tell."""


def columns_of(data: Mapping[str, Any]) -> dict[str, Column]:
    """The columns as a configuration writes them: a field, or a mapping with `field` and `inverted`."""
    return {
        header: Column(said) if isinstance(said, str) else Column(said["field"], said.get("inverted", False))
        for header, said in data.items()
    }
