"""Reports in which every text is chosen by somebody who wants it to be more than text."""

import re
from datetime import UTC, datetime

import msgspec
from hypothesis import strategies as st

from linter.model import (
    ChangeRef,
    Finding,
    Instead,
    Location,
    Problem,
    Related,
    Report,
    Summary,
    Trace,
    Undecided,
    UserTrace,
    Waiver,
)
from linter.reporters import Options

OPTIONS = Options(inputs=("changes.yaml",), folder="/srv", version="1.2.3")

TRICKS = (
    "\n::error::forged",
    "::error file=x::forged",
    "::stop-commands::x",
    "\u3000::set-output name=a::b",
    "##[command]forged",
    "##vso[task.complete result=Succeeded;]",
    "#\u200d#vso[task.setvariable variable=a]b",
    "#\ufe0f#[group]",
    "##teamcity[message text='a']",
    "%0A::error::",
    "%3B%5D%AZP25",
    "];code=x;]",
    ",title=x::",
    "\r\n",
    "\x85",
    "\u2028",
    "\x1b[2J",
    "\x00",
    "\udcff",
    "\ud800",
    "\uffff",
    "\U000e0041",
    "\u202e",
    "=cmd|' /C calc'!A1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    ";=1+1",
    '";"=1',
    "＝1",
    '","',
    "|",
    "\\|",
    "\\\\|",
    "`",
    "``` ",
    "~~~",
    "<script>alert(1)</script>",
    "</details>",
    "<!--",
    "-->",
    "]]>",
    "</failure>",
    "&lt;",
    "&#64;",
    "@admin",
    "a@b.example",
    "#1",
    "GH-1",
    "deadbeef",
    "https://evil.example/",
    "www.evil.example",
    "[click](https://evil.example)",
    "![x](https://evil.example/p.png)",
    "[a](1)",
    "{0}",
    "{{",
    "$`x`$",
    "$$x$$",
    "/merge",
    "1. a",
    "# a",
    "- a",
    "> a",
    "| --- |",
    ":tada:",
    "*a*",
    "_a_",
    "~~a~~",
    "\\",
)
TEXTS = st.lists(st.sampled_from(TRICKS) | st.text(max_size=6), max_size=4).map("".join)
_VALUES = TEXTS | st.none() | st.booleans() | st.integers() | st.lists(TEXTS, max_size=2)
_NUMBERS = st.integers(0, 50)
_SEVERITIES = st.sampled_from(["error", "warning", "info"])
# A rule's id has the form that its file must have; everything else may be anything.
_RULES = st.from_regex(r"[a-z][a-z0-9-]{0,8}/[a-z][a-z0-9-]{0,8}", fullmatch=True)


@st.composite
def _locations(draw: st.DrawFn) -> Location:
    return Location(
        path=draw(TEXTS),
        line=draw(_NUMBERS),
        column=draw(_NUMBERS),
        end_column=draw(_NUMBERS),
        pointer=draw(TEXTS),
        text=draw(TEXTS),
        text_column=draw(_NUMBERS),
    )


@st.composite
def _changes(draw: st.DrawFn) -> ChangeRef:
    return ChangeRef(index=draw(_NUMBERS), op="update", account=draw(TEXTS), user=draw(TEXTS))


@st.composite
def _waivers(draw: st.DrawFn) -> Waiver:
    return Waiver(reason=draw(TEXTS), reference=draw(TEXTS), approved_by=draw(TEXTS), expires="2026-12-31")


@st.composite
def _findings(draw: st.DrawFn) -> Finding:
    waiver = draw(st.none() | _waivers())
    return Finding(
        rule=draw(_RULES),
        title=draw(TEXTS),
        severity=draw(_SEVERITIES),
        message=draw(TEXTS),
        fingerprint=draw(st.sampled_from(["a1", "b2"])),
        status="waived" if waiver else "open",
        waiver=waiver,
        baseline_state=draw(st.sampled_from([None, "new", "unchanged"])),
        origin=draw(st.sampled_from(["introduced", "pre_existing"])),
        change=draw(st.none() | _changes()),
        account=draw(TEXTS),
        user=draw(TEXTS),
        location=draw(st.none() | _locations()),
        related=tuple(
            Related(message=draw(TEXTS), location=place) for place in draw(st.lists(_locations(), max_size=2))
        ),
        evidence={
            **draw(st.dictionaries(TEXTS, _VALUES, max_size=2)),
            "before.full_name": draw(_VALUES),
            "after.full_name": draw(_VALUES),
            "now": datetime(2026, 11, 20, tzinfo=UTC),
        },
        why=draw(TEXTS),
        instead=draw(st.none() | st.builds(_instead, TEXTS, st.dictionaries(TEXTS, _VALUES, max_size=2))),
        references=tuple(draw(st.lists(TEXTS, max_size=2))),
    )


def _instead(text: str, change: dict[str, object]) -> Instead:
    return Instead(text=text, changes=({"op": "update", **change},))


@st.composite
def _cases(draw: st.DrawFn) -> Undecided:
    return Undecided(
        rule=draw(_RULES),
        severity=draw(_SEVERITIES),
        reason=draw(TEXTS),
        missing=tuple(draw(st.lists(TEXTS, max_size=2))),
        supply=draw(TEXTS),
        count=draw(st.integers(1, 3)),
        change=draw(st.none() | _changes()),
        account=draw(TEXTS),
        location=draw(st.none() | _locations()),
    )


@st.composite
def _problems(draw: st.DrawFn) -> Problem:
    return Problem(message=draw(TEXTS), location=draw(st.none() | _locations()), hint=draw(TEXTS))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report: not one that the engine would write, but no text in it is better than it might be."""
    findings = tuple(draw(st.lists(_findings(), max_size=3)))
    users = tuple(
        UserTrace(
            account=finding.account,
            user=finding.user,
            before={"full_name": finding.message},
            after={"full_name": finding.title, **dict(finding.evidence)},
            changed=("full_name", *finding.evidence),
            changes=(0,),
        )
        for finding in findings
        if draw(st.booleans())
    )
    return Report(
        verdict=draw(st.sampled_from(["allowed", "denied", "undecided", "invalid"])),
        summary=Summary(changes=draw(_NUMBERS), errors=draw(_NUMBERS)),
        findings=findings,
        resolved=tuple(
            msgspec.structs.replace(each, baseline_state="absent")
            for each in draw(st.lists(_findings(), max_size=1))
        ),
        undecided=tuple(draw(st.lists(_cases(), max_size=2))),
        errors=tuple(draw(st.lists(_problems(), max_size=2))),
        trace=Trace(users=users),
    )


UNSEEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\uffff"
    "\U000e0041]"
)
"""What nobody may see in an output; line ends are told apart by each format."""


def entries_of(report: Report) -> int:
    """How many things a report says."""
    return len(report.errors) + len(report.findings) + len(report.resolved) + len(report.undecided)
