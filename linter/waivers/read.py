"""Waiver files, read strictly: what cannot be understood waives nothing and stops the run."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from linter.document import Source, at, check, join, parse_yaml, plain, read_text, shown_path
from linter.errors import InputError
from linter.model import Location, Problem, Waiver, WaiverEntry
from linter.schemas import load

HINTS = {
    "until": "the last day stands under `expires`",
    "expiry": "the last day stands under `expires`",
    "ticket": "the ticket or case stands under `reference`",
    "approver": "who accepts it stands under `approved_by`",
}

_SHOWN = ("reason", "reference", "approved_by", "expires")
_NARROWING = ("rule", "account", "user", "op", "fingerprint", "max_uses")
_IS_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = "write a day, 2026-12-31, or a moment with its offset, 2026-12-31T18:00:00Z"


def read_waivers(paths: Sequence[str]) -> tuple[WaiverEntry, ...]:
    """The entries of waiver files, in order; `-` is standard input.

    Raises `InputError` with everything that is wrong in all of the files.
    """
    entries: list[WaiverEntry] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            entries += parse_waivers(read_text(path), shown_path(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(entries)


def parse_waivers(text: str, path: str) -> tuple[WaiverEntry, ...]:
    """The entries of a waiver file's text. Raises `InputError` with everything that is wrong in it."""
    source = Source(path, text, parse_yaml(text, path))
    problems = check(source, load("waivers"), hints=HINTS)
    if problems:
        raise InputError(problems)
    listed = at(source.root, "/waivers")
    entries = [
        _entry(plain(node), source, join("/waivers", number))
        for number, node in enumerate(listed.value if listed else ())
    ]
    problems = [problem for _, found in entries for problem in found]
    if problems:
        raise InputError(problems)
    return tuple(entry for entry, _ in entries if entry is not None)


def parse_moment(text: str, *, whole_day: bool = False) -> datetime | None:
    """The moment that a text means, `None` where it means none.

    Of a day it is the first one, in UTC, or with `whole_day` the first one after it.
    """
    try:
        if _IS_DAY.fullmatch(text):
            day = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
            return day + timedelta(days=1) if whole_day else day
        moment = msgspec.convert(text, datetime)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _entry(data: dict[str, Any], source: Source, pointer: str) -> tuple[WaiverEntry | None, list[Problem]]:
    """An entry, or what is wrong with its times and texts."""
    problems = list(_blank(data, source, pointer))
    begins = parse_moment(data["not_before"]) if "not_before" in data else None
    ends = parse_moment(data["expires"], whole_day=True)
    if "not_before" in data and begins is None:
        problems.append(_no_day("not_before", source.locate(join(pointer, "not_before"))))
    if ends is None:
        problems.append(_no_day("expires", source.locate(join(pointer, "expires"))))
    elif begins is not None and begins >= ends:
        where = source.locate(join(pointer, "expires"))
        problems.append(Problem(message="it expires before it begins", location=where))
    if problems or ends is None:
        return None, problems
    waiver = Waiver(**{name: data[name] for name in _SHOWN}, location=source.locate(pointer))
    narrow = {name: data[name] for name in _NARROWING if name in data}
    return WaiverEntry(**narrow, begins=begins, ends=ends, waiver=waiver), []


def _blank(data: dict[str, Any], source: Source, pointer: str) -> Iterator[Problem]:
    """Texts that say nothing."""
    for name in ("user", "reason", "reference", "approved_by"):
        if name in data and not data[name].strip():
            yield Problem(message=f"`{name}` must not be empty", location=source.locate(join(pointer, name)))


def _no_day(name: str, where: Location) -> Problem:
    return Problem(message=f"`{name}` is neither a day nor a moment", location=where, hint=_DAY)
