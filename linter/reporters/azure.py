"""The form for Azure Pipelines: logging commands, which become issues of the task.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from collections.abc import Iterator, Mapping

from linter.model import Report
from linter.reporters.entries import Entry, entries, told
from linter.reporters.options import Options
from linter.reporters.place import relative
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import visible


def report(report: Report, options: Options) -> str:
    """One issue a line, the verdict first. What is neither error nor warning is plain text of the log."""
    return "".join(f"{line}\n" for line in _lines(report, options))


def _lines(report: Report, options: Options) -> Iterator[str]:
    summary = f"{report.verdict}: {visible(counts(report, options))}; {advice(report, options)}"
    yield summary if report.verdict == "allowed" else _issue("error", {}, f"prechange: {summary}")
    for entry in entries(report, options):
        yield _line(entry, options)


def _line(entry: Entry, options: Options) -> str:
    rule, text = visible(entry.rule), told(entry, "; ")
    path = visible(relative(entry.location.path, options)) if entry.location else ""
    level = _level(entry)
    if level is None:
        place = f"{path}:{entry.location.line}: " if entry.location and path else ""
        return f"{entry.label}[{rule}] {place}{text}"
    properties = {"code": rule}
    if entry.location and path:
        numbers = {"linenumber": entry.location.line, "columnnumber": entry.location.column}
        given = {name: str(number) for name, number in numbers.items() if number}
        properties = {"sourcepath": path, **given, "code": rule}
    return _issue(level, properties, f"{entry.label}: {text}")


def _level(entry: Entry) -> str | None:
    """Azure knows two; what is for information, or does not count, is no issue."""
    if entry.state != "open":
        return None
    if entry.kind == "undecided":
        return "error" if entry.counts else "warning"
    return None if entry.severity == "info" else entry.severity


def _issue(type: str, properties: Mapping[str, str], message: str) -> str:
    given = {"type": type, **properties}
    told = "".join(f"{name}={_property(value)};" for name, value in given.items())
    return f"##vso[task.logissue {told}]{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
