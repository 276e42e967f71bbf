"""The form for GitHub Actions: workflow commands, which become annotations at the lines they are about.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator, Mapping
from typing import Final

from linter.model import Report
from linter.reporters.entries import Entry, entries, told
from linter.reporters.options import Options
from linter.reporters.place import relative
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import visible

_LEVELS: Final[Mapping[str, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def report(report: Report, options: Options) -> str:
    """One command a line, the verdict first: GitHub shows only the first ten of each level."""
    return "".join(f"{line}\n" for line in _lines(report, options))


def _lines(report: Report, options: Options) -> Iterator[str]:
    level = "notice" if report.verdict == "allowed" else "error"
    text = f"{visible(counts(report, options))}\n{advice(report, options)}"
    yield _command(level, {"title": f"prechange: {report.verdict}"}, text)
    for entry in entries(report, options):
        properties = {**_place(entry, options), "title": f"{entry.label}: {visible(entry.rule)}"}
        yield _command(_level(entry), properties, told(entry, "\n"))


def _level(entry: Entry) -> str:
    if entry.state != "open":
        return "notice"
    if entry.kind == "undecided":
        return "error" if entry.counts else "warning"
    return _LEVELS[entry.severity]


def _place(entry: Entry, options: Options) -> dict[str, str]:
    place = entry.location
    if not place or not place.path:
        return {}
    known = {"line": place.line, "col": place.column}
    if place.end_column > place.column:
        known["endColumn"] = place.end_column
    numbers = {name: str(value) for name, value in known.items() if value}
    return {"file": visible(relative(place.path, options)), **numbers}


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
