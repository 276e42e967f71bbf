"""The form for GitLab: a Code Quality report, shown in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from linter.model import Report
from linter.reporters.encode import encode
from linter.reporters.entries import Entry, entries, told
from linter.reporters.options import Options
from linter.reporters.place import relative, somewhere
from linter.reporters.visible import escaped, visible

_SEVERITIES: Final[Mapping[str, str]] = {"error": "critical", "warning": "minor", "info": "info"}


def report(report: Report, options: Options) -> str:
    """A JSON array with an object for each finding, undecided case and error; empty if there is none."""
    issues = [_issue(entry, report, options) for entry in entries(report, options)]
    return escaped(msgspec.json.format(encode(issues), indent=2)) + "\n"


def _issue(entry: Entry, report: Report, options: Options) -> dict[str, Any]:
    place = somewhere(entry.location, report, options)
    path = visible(relative(place.path, options)) or "prechange"
    return {
        "description": f"{entry.label}: {told(entry, '; ')}",
        "check_name": visible(entry.rule),
        "fingerprint": visible(entry.fingerprint),
        "severity": _severity(entry),
        "location": {"path": path, "lines": {"begin": place.line or 1}},
    }


def _severity(entry: Entry) -> str:
    if entry.kind == "invalid":
        return "blocker"
    if entry.state != "open":
        return "info"
    if entry.kind == "undecided":
        return "major" if entry.counts else "minor"
    return _SEVERITIES[entry.severity]
