"""The form for code scanning: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from linter.model import Finding, Location, Report, Undecided
from linter.reporters.encode import encode
from linter.reporters.entries import Entry, accepted, entries, flat
from linter.reporters.markup import code, prose
from linter.reporters.options import Options
from linter.reporters.place import somewhere, uri
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import escaped, seen, visible

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[Mapping[str, str]] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM: Final[Mapping[str, str]] = {"error": "error", "warning": "warning", "info": "recommendation"}
_URL: Final = re.compile(r"https?://[!-~]+")
_MASK: Final = "***"
"""What stands in source lines for a secret value."""


def report(report: Report, options: Options) -> str:
    """One run. Undecided cases are results of the kind `open`; they and errors are notifications, too."""
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]}
    return escaped(msgspec.json.format(encode(document), indent=2)) + "\n"


def _run(report: Report, options: Options) -> dict[str, Any]:
    known = entries(report, options)
    rules = _rules(known)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    driver: dict[str, Any] = {"name": "prechange"}
    if options.version:
        driver |= {"version": options.version, "semanticVersion": options.version}
    run: dict[str, Any] = {
        "tool": {"driver": {**driver, "rules": rules}},
        "invocations": [_invocation(known, report, options)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, numbers, report, options) for entry in known],
        "properties": {
            "verdict": report.verdict,
            "advice": advice(report, options),
            "summary": msgspec.to_builtins(report.summary),
        },
    }
    if any(_MASK in place.text for entry in known for place in _places(entry)):
        run["redactionTokens"] = [_MASK]
    return run


def _invocation(known: Iterable[Entry], report: Report, options: Options) -> dict[str, Any]:
    """How the run went. Nothing was checked where an input could not be read."""
    notes = [_notification(entry, report, options) for entry in known if entry.kind != "finding"]
    verdict = f"{report.verdict}: {counts(report, options)}"
    return {
        "executionSuccessful": report.verdict != "invalid",
        "exitCodeDescription": visible(verdict),
        "toolExecutionNotifications": notes,
    }


def _notification(entry: Entry, report: Report, options: Options) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": "error" if entry.counts else "warning",
        "message": {"text": _told(entry)},
        **_located(entry, report, options),
    }
    if entry.kind == "undecided":
        notification["associatedRule"] = {"id": visible(entry.rule)}
    return notification


def _rules(known: Iterable[Entry]) -> list[dict[str, Any]]:
    """The rules that the results name, each once. A finding tells more of its rule than an undecided case."""
    fullest: dict[str, Entry] = {}
    for entry in known:
        if entry.rule not in fullest or (entry.title and not fullest[entry.rule].title):
            fullest[entry.rule] = entry
    return [_rule(entry) for entry in fullest.values()]


def _rule(entry: Entry) -> dict[str, Any]:
    pack, _, name = entry.rule.rpartition("/")
    title = flat(entry.title) or f"rule {entry.rule}"
    why = flat(entry.why)
    texts = [text for text in (why, *(f"see {each}" for each in entry.references)) if text]
    page = [f"prechange explain {name}"] if entry.kind != "invalid" else []
    rule: dict[str, Any] = {
        "id": visible(entry.rule),
        "name": visible("".join(part.capitalize() for part in re.split(r"\W+", name))),
        "shortDescription": {"text": _message(title)},
        "fullDescription": {"text": _message(why or title)},
        "help": {
            "text": "\n\n".join(map(_message, [*texts, *page])),
            "markdown": "\n\n".join(map(_braces, [*map(prose, texts), *map(code, page)])),
        },
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"tags": [visible(pack)], "problem.severity": _PROBLEM[entry.severity]},
    }
    urls = [reference for reference in entry.references if _URL.fullmatch(reference)]
    return {**rule, "helpUri": urls[0]} if urls else rule


def _result(entry: Entry, numbers: Mapping[str, int], report: Report, options: Options) -> dict[str, Any]:
    rule = visible(entry.rule)
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "kind": "open" if entry.kind == "undecided" else "fail",
        "level": _level(entry),
        "message": {"text": _told(entry)},
        **_located(entry, report, options),
        "partialFingerprints": {"prechange/v1": visible(entry.fingerprint)},
        "suppressions": [],
        "properties": _properties(entry),
    }
    if entry.related:
        result["relatedLocations"] = [
            {"id": number, **_location(each.location, options), "message": {"text": _message(each.message)}}
            for number, each in enumerate(entry.related, 1)
        ]
    if isinstance(entry.source, Finding):
        result |= _history(entry.source)
    if isinstance(entry.source, Undecided):
        result["occurrenceCount"] = entry.source.count
    return result


def _history(finding: Finding) -> dict[str, Any]:
    """What a waiver and a baseline say of a finding."""
    told: dict[str, Any] = {}
    if finding.status == "waived":
        told["suppressions"] = [{"kind": "external", "status": "accepted"}]
        if finding.waiver:
            told["suppressions"][0]["justification"] = visible(accepted(finding.waiver))
    if finding.baseline_state:
        told["baselineState"] = finding.baseline_state
    return told


def _level(entry: Entry) -> str:
    """What was so before the changes does not count, so it is a note; for what is open there is no level."""
    if entry.kind == "undecided":
        return "none"
    return "note" if entry.state == "pre_existing" else _LEVELS[entry.severity]


def _properties(entry: Entry) -> dict[str, Any]:
    bag: dict[str, Any] = {"label": entry.label, "severity": entry.severity, "state": entry.state}
    if entry.account:
        bag["account"] = entry.account
    if entry.user:
        bag["user"] = entry.user
    if entry.change:
        bag["change"] = entry.change.index
        bag["op"] = entry.change.op
    if isinstance(entry.source, Finding):
        bag["evidence"] = msgspec.to_builtins(entry.source.evidence)
        bag["instead"] = msgspec.to_builtins(entry.source.instead.changes) if entry.source.instead else []
    if isinstance(entry.source, Undecided):
        bag["missing"] = entry.source.missing
    told: dict[str, Any] = seen(bag)
    return told


def _located(entry: Entry, report: Report, options: Options) -> dict[str, Any]:
    """Code scanning refuses a file in which a result has no place."""
    place = somewhere(entry.location, report, options)
    return {"locations": [_location(place, options)]} if place.path else {}


def _location(place: Location, options: Options) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(place.path, options)}}
    if place.line:
        physical["region"] = _region(place)
        if place.text:
            physical["contextRegion"] = {"startLine": place.line, "snippet": {"text": visible(place.text)}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(place.pointer), "kind": "value"}]
    return location


def _region(place: Location) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    if place.end_column > place.column > 0:
        region["endColumn"] = place.end_column
        start = (place.text_column or place.column) - 1
        marked = place.text[start : start + place.end_column - place.column]
        if marked:
            region["snippet"] = {"text": visible(marked)}
    return region


def _places(entry: Entry) -> Iterable[Location]:
    return [place for place in (entry.location, *(each.location for each in entry.related)) if place]


def _told(entry: Entry) -> str:
    text = _message(entry.message)
    return f"{text}\n\n{entry.advised}: {_message(flat(entry.advice))}" if entry.advice else text


def _message(text: str) -> str:
    r"""The text as a SARIF message, in which `{0}` is a placeholder and `[text](1)` a link.

    Braces are doubled, as the standard asks. The only way to have brackets that are no link is to
    spell one of them, as other characters are that would not be shown: `]\u0028`.
    """
    return _braces(visible(text)).replace("](", "]\\u0028")


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
