"""What a fix did and why, and what it could not do, in lines for a person."""

from collections.abc import Iterator, Sequence

from linter.cli.fixed_file import Fixed
from linter.model import Change, Location
from linter.model.text import counted
from linter.native import native_change
from linter.remedy import Conflict, Fix, Item, LeftOut, Remedy, Shortage
from linter.reporters import Options
from linter.reporters.holding import HEADING
from linter.reporters.native import native_lines
from linter.reporters.sheet import Sheet

_INDENT = "    "
_MOST_TOLD = 5
"""How many reasons are told why a format is not kept; the others are counted."""


def explanation(
    result: Fix, fixed: Fixed | None, short: Sequence[Shortage], options: Options, *, quiet: bool
) -> str:
    """Every replaced or moved change with the reason, what is left, and a last line that sums it up."""
    sheet = Sheet(options.width, options.colour)
    lines: list[str] = []
    for source, remedy in sorted(result.plan.remedies.items()):
        lines += _replaced(result, source, remedy, sheet, quiet=quiet)
    for item in result.items:
        if item.heir is not None:
            lines += _made_to_another(result, item, sheet)
    lines += [*_moved(result, sheet), *_gone(result, sheet)]
    for left in result.left:
        lines += sheet.flow(
            [
                (_place(left.finding.location), "strong"),
                ("left:", "error"),
                (f"{left.finding.message} ({left.finding.rule}); {left.reason}", ""),
            ]
        )
    for conflict in result.conflicts:
        lines += _conflict(result, conflict, sheet)
    for shortage in short:
        lines += sheet.flow([("seats:", "error"), (str(shortage), "")])
    if result.report.split is not None:
        lines += sheet.flow([(HEADING, "error")])
    if result.report.verdict == "undecided":
        lines += _undecided(result, sheet)
    lines += _not_written(result, fixed, sheet)
    return "".join(f"{line}\n" for line in [*lines, *_summary(result, fixed, sheet)])


def _replaced(result: Fix, source: int, remedy: Remedy, sheet: Sheet, *, quiet: bool) -> Iterator[str]:
    """A change of the author's, what objects to it, and what stands in its place."""
    original = result.plan.originals[source]
    finding = remedy.findings[0]
    yield from sheet.flow(
        [
            (_place(original.origin("")), "strong"),
            (f"replaced ({remedy.safety}):", "info"),
            (f"{_named(original)}, because {finding.message} ({finding.rule})", ""),
        ]
    )
    if not quiet:
        above = result.given.envelope
        changes = tuple(native_change(part.change, above) for part in remedy.parts)
        yield from (_INDENT + sheet.put(line) for line in native_lines(changes, sheet.width - len(_INDENT)))
    yield from _put_back(result, source, sheet)
    for each in remedy.left_out:
        yield from sheet.field(
            "left out", f"{_granted(each)}, because {each.finding.message} ({each.finding.rule})"
        )
    for note in remedy.notes:
        yield from sheet.field("note", note)


def _put_back(result: Fix, source: int, sheet: Sheet) -> Iterator[str]:
    """The parts of a remedy that pass only elsewhere than beside the others, and after what they stand."""
    for number, item in enumerate(result.items):
        if item.source == source and item.part is not None and item.part.put_back and number:
            other = result.items[number - 1]
            after = f"{_named(other.change)} ({_place(_origin(result, other)).rstrip(':')})"
            yield from sheet.field("put back", f"{_named(item.change)} stands after {after}, where it passes")


def _made_to_another(result: Fix, item: Item, sheet: Sheet) -> list[str]:
    original = result.plan.originals[item.source]
    return sheet.flow(
        [
            (_place(original.origin("")), "strong"),
            ("changed:", "info"),
            (f"{_named(original)} is made to `{item.change.user}`, who replaces that user", ""),
        ]
    )


def _moved(result: Fix, sheet: Sheet) -> Iterator[str]:
    """The changes that stand elsewhere than before, and after what."""
    keys = [item.key for item in result.items]
    for key in result.moved:
        if key not in keys:
            continue
        number = keys.index(key)
        item = result.items[number]
        after = "to the front"
        if number:
            other = result.items[number - 1]
            after = f"to after {_named(other.change)} ({_place(_origin(result, other)).rstrip(':')})"
        yield from sheet.flow(
            [
                (_place(_origin(result, item)), "strong"),
                ("moved:", "info"),
                (f"{_named(item.change)} {after}", ""),
            ]
        )


def _conflict(result: Fix, conflict: Conflict, sheet: Sheet) -> Iterator[str]:
    """Changes that no order makes all of."""
    if len(conflict.items) == 1:
        said = "no order of the changes lets this one pass"
    else:
        said = (
            f"no order of the changes lets these {len(conflict.items)} pass together; any fewer of them can"
        )
    yield from sheet.flow([("conflict:", "error"), (said, "")])
    for item in conflict.items:
        yield from sheet.flow(
            [(_place(_origin(result, item)), "strong"), (_named(item.change), "")], first=_INDENT
        )


def _origin(result: Fix, item: Item) -> Location:
    """Where the author's change stands that an item is, or stands for."""
    return result.plan.originals[item.source].origin("")


def _gone(result: Fix, sheet: Sheet) -> Iterator[str]:
    """The author's changes that are not there any more."""
    there = {item.source for item in result.items}
    for source, original in enumerate(result.plan.originals):
        if source in there:
            continue
        dropped = source in result.plan.dropped
        why = "it is denied, or concerns a user of whom something is denied"
        why = why if dropped else "the user who replaces that one is enabled already"
        yield from sheet.flow(
            [
                (_place(original.origin("")), "strong"),
                ("left away:", "error" if dropped else "info"),
                (f"{_named(original)}: {why}", ""),
            ]
        )


def _undecided(result: Fix, sheet: Sheet) -> Iterator[str]:
    for case in result.report.undecided:
        supply = f"; {case.supply}" if case.supply else ""
        yield from sheet.flow([("undecided:", "undecided"), (f"{case.rule}: {case.reason}{supply}", "")])


def _not_written(result: Fix, fixed: Fixed | None, sheet: Sheet) -> Iterator[str]:
    """What of the author's files is not in what is written, and why their format is not kept."""
    if fixed is None:
        return
    for one in result.given.survey.unchecked:
        place = [(_place(one.location), "strong")] if one.location else []
        yield from sheet.flow(
            [*place, ("not written:", "undecided"), (f"changes have no word for {one}", "")]
        )
    for why in fixed.not_as_read[:_MOST_TOLD]:
        yield from sheet.flow([(f"not kept as `{result.given.formats[0]}`:", "info"), (why, "")])
    if len(fixed.not_as_read) > _MOST_TOLD:
        yield from sheet.flow([(f"and {len(fixed.not_as_read) - _MOST_TOLD} more reasons", "")])


def _summary(result: Fix, fixed: Fixed | None, sheet: Sheet) -> list[str]:
    """What it came to."""
    counts = [f"{len(result.plan.remedies)} replaced"]
    fewest = "" if result.fewest else " (not known to be the fewest)"
    left_out = sum(len(remedy.left_out) for remedy in result.plan.remedies.values())
    counts += [f"{left_out} left out"] if left_out else []
    counts += [f"{len(result.moved)} moved{fewest}"] if result.moved else []
    counts += [f"{len(result.dropped)} left away"] if result.dropped else []
    counts += [f"{len(result.left)} left"] if result.left else []
    head = f"{result.report.verdict}: {', '.join(counts)}; {counted(len(result.items), 'change')}"
    if not result.passes:
        head += "; nothing was written"
    elif fixed is not None and fixed.before is None:
        what = "in prechange's own form" if fixed.not_as_read else f"as `{fixed.format}`"
        head += f"; written anew {what}, without the layout of the original"
    style = "allowed" if result.passes and not result.left else "error"
    return sheet.flow([(head, style)])


def _named(change: Change) -> str:
    """A change in a few words."""
    what = [f"`{change.op}`"]
    named = (change.role, change.license, change.group)
    what += [f"`{each}`" for each in named if isinstance(each, str)]
    what += [f"of `{change.user}`"] if isinstance(change.user, str) else []
    return " ".join(what)


def _granted(left_out: LeftOut) -> str:
    return _named(left_out.change)


def _place(location: Location | None) -> str:
    """Where something stands, as far as that is in a file."""
    return f"{location}:" if location is not None and location.path else "-"
