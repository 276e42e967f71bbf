"""A report held against what a case says must be in it: what is missing, what differs, what is too much."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from linter.authoring.proof.case import Case, ExpectedFinding, ExpectedOpen
from linter.model import Finding, Location, Problem, Report, Undecided

Expected: TypeAlias = ExpectedFinding | ExpectedOpen
Traits: TypeAlias = Mapping[str, Any]
"""What an expectation can ask for, by its key."""


def hold(case: Case, report: Report) -> tuple[Problem, ...]:
    """Everything in which a report is another than the case says; nothing where it is just so."""
    problems = []
    if case.verdict is not None and report.verdict != case.verdict:
        message = f"the verdict is `{report.verdict}`, not `{case.verdict}`"
        problems.append(Problem(message=message, location=case.location))
    findings = [_of_finding(each, case.folder) for each in report.findings]
    problems += _compare(case, "finding", case.findings, findings)
    problems += _compare(
        case, "undecided case", case.undecided, [_of_open(each) for each in report.undecided]
    )
    return tuple(problems)


def pairs(expected: Sequence[Expected], actual: Sequence[Traits]) -> dict[int, int]:
    """As many of the expected as can be met at once, each with the place of what meets it.

    An expectation that several could meet leaves to a stricter one what only that one takes.
    """
    taken: dict[int, int] = {}

    def settle(number: int, seen: set[int]) -> bool:
        for place, traits in enumerate(actual):
            if (
                place in seen
                or _rule_differs(expected[number], traits)
                or differences(expected[number], traits)
            ):
                continue
            seen.add(place)
            if place not in taken or settle(taken[place], seen):
                taken[place] = number
                return True
        return False

    for number in range(len(expected)):
        settle(number, set())
    return {number: place for place, number in taken.items()}


def differences(expected: Expected, traits: Traits) -> list[str]:
    """What is another than expected, the rule aside, in words."""
    found = []
    for key in expected.__struct_fields__:
        wanted = getattr(expected, key)
        if key in ("rule", "location") or wanted is None or _meets(key, wanted, traits[key]):
            continue
        found.append(f"{_WORDS.get(key, f'its `{key}`')} is {_shown(traits[key])}, not {_shown(wanted)}")
    return found


_WORDS = {"at": "its place", "pointer": "its pointer", "change": "its change", "missing": "what is unknown"}


def _compare(case: Case, what: str, expected: Sequence[Expected], actual: Sequence[Traits]) -> list[Problem]:
    """Pairs what is expected with what is there, and tells everything that is left."""
    paired = pairs(expected, actual)
    left = [number for number in range(len(actual)) if number not in paired.values()]
    problems = []
    for number, each in enumerate(expected):
        if number in paired:
            continue
        same_rule = [place for place in left if not _rule_differs(each, actual[place])]
        if same_rule:
            nearest = min(same_rule, key=lambda place: len(differences(each, actual[place])))
            left.remove(nearest)
            problems.append(_other_than_expected(what, each, actual[nearest]))
        else:
            problems.append(_not_there(what, each, [actual[place] for place in left]))
    return problems + [_too_much(case, what, actual[place]) for place in left]


def _other_than_expected(what: str, expected: Expected, traits: Traits) -> Problem:
    said = "; ".join(differences(expected, traits))
    return Problem(
        message=f"the {what} of `{expected.rule}` is another: {said}",
        location=expected.location,
        hint=f"it says: {traits['text']}",
    )


def _not_there(what: str, expected: Expected, others: Sequence[Traits]) -> Problem:
    near = [each for each in others if expected.change is not None and each["change"] == expected.change]
    other = next(iter(near or others), None)
    hint = f"there is one of `{other['rule']}`: {other['text']}" if other else f"there is no other {what}"
    return Problem(message=f"there is no {what} of `{expected.rule}`", location=expected.location, hint=hint)


def _too_much(case: Case, what: str, traits: Traits) -> Problem:
    rule = traits["rule"].removeprefix(f"{case.pack}/")
    said = {"rule": rule, "change": traits["change"], "at": traits.get("at") or None}
    if os.path.basename(case.location.path) == str(said["at"]).partition(":")[0]:
        del said["at"]  # lines of the case file itself move whenever it is edited
    entry = ", ".join(f"{key}: {value}" for key, value in said.items() if value is not None)
    return Problem(
        message=f"there is {_A[what]} {what} of `{traits['rule']}` that is not expected: {traits['text']}",
        location=case.location,
        hint=f"where it is right, add it to `{_KEYS[what]}`: {{{entry}}}",
    )


_A = {"finding": "a", "undecided case": "an"}
_KEYS = {"finding": "findings", "undecided case": "undecided"}


def _rule_differs(expected: Expected, traits: Traits) -> bool:
    return bool(expected.rule != traits["rule"])


def _meets(key: str, wanted: Any, actual: Any) -> bool:
    """Whether a value is as wanted; a place may be told as far as its line, a pointer by its end."""
    if key == "at":
        return bool(actual == wanted or actual.startswith(f"{wanted}:"))
    if key == "pointer":
        return bool(f"/{actual.strip('/')}".endswith(f"/{wanted.strip('/')}"))
    if key == "missing":
        return sorted(actual) == sorted(wanted)
    return bool(actual == wanted)


def _of_finding(finding: Finding, folder: str) -> Traits:
    """What can be asked of a finding."""
    return {
        "rule": finding.rule,
        "change": finding.change.index if finding.change else None,
        "account": finding.account,
        "user": finding.user,
        "at": _place(finding.location, folder),
        "pointer": finding.location.pointer if finding.location else "",
        "message": finding.message,
        "severity": finding.severity,
        "origin": finding.origin,
        "text": finding.message,
    }


def _of_open(case: Undecided) -> Traits:
    """What can be asked of an undecided case."""
    return {
        "rule": case.rule,
        "change": case.change.index if case.change else None,
        "account": case.account,
        "missing": case.missing,
        "count": case.count,
        "text": case.reason,
    }


def _place(location: Location | None, folder: str) -> str:
    """A place as case files write it: the file by its path from the case file's folder."""
    if location is None:
        return ""
    path = os.path.relpath(location.path, folder or ".").replace(os.sep, "/")
    return str(Location(path=path, line=location.line, column=location.column, pointer=location.pointer))


def _shown(value: Any) -> str:
    """A value in a message."""
    if isinstance(value, tuple | list):
        return ", ".join(f"`{each}`" for each in value) or "nothing"
    return "none" if value is None or value == "" else f"`{value}`"
