"""What the rows of one operation say, worked out once for a table."""

from typing import Any, NamedTuple

from linter.formats.table.layout import Layout
from linter.formats.table.values import KEYS, OF_A_CHANGE
from linter.model import ENVELOPE_FIELDS, OP_FIELDS, SETTABLE_FIELDS, Op

SAY_WHO = ("full_name", "first_name", "last_name", "primary_email", "sign_in_id", "employee_id")
"""The fields by which a row says who a user is believed to be."""


class Plan(NamedTuple):
    """The fields of a table's columns, by what they are for in a change of one operation.

    `needed` must be filled (the user aside), `own` are the operation's own, `settings` go into `set`,
    `before` says who the user is believed to be, `untaken` has no place in such a change.
    """

    needs_user: bool
    needed: tuple[str, ...]
    own: tuple[str, ...]
    settings: tuple[str, ...]
    before: tuple[str, ...]
    untaken: tuple[str, ...]


def plan_of(op: Op, layout: Layout) -> Plan:
    """What the columns of a table are for in a change of an operation."""
    needed, optional = OP_FIELDS[op]
    named = "" if layout.key is None or op == "create" else layout.fields[layout.key].field
    takes_set, takes_before = "set" in needed, "before" in optional and op != "update"
    settings = [field for field in SETTABLE_FIELDS if takes_set and field != named]
    before = SAY_WHO if takes_before else ()
    own = [field for field in OF_A_CHANGE if field in (*needed, *optional)]
    taken = {"op", *KEYS, *ENVELOPE_FIELDS, *settings, *before, *own}
    return Plan(
        needs_user="user" in needed,
        needed=tuple(field for field in needed if field not in ("user", "set")),
        own=_held(own, layout),
        settings=_held(settings, layout),
        before=_held(before, layout),
        untaken=tuple(field for field in layout.numbers if field not in taken),
    )


def picked(values: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Those of some fields that a row fills."""
    return {field: values[field] for field in fields if field in values}


def _held(fields: Any, layout: Layout) -> tuple[str, ...]:
    return tuple(field for field in fields if field in layout.numbers)
