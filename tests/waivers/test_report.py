import json
from typing import Any

import msgspec
import pytest

from linter.errors import InputError
from linter.model import Finding, Report
from linter.reporters import REPORTERS, Options
from linter.waivers import parse_report

FINDING = Finding(rule="house/a", title="t", severity="error", message="m", fingerprint="f1")
WRITTEN = REPORTERS["json"](Report(verdict="denied", findings=(FINDING,)), Options())


def test_what_was_written_is_read() -> None:
    report = parse_report(WRITTEN, "r.json")
    assert (report.verdict, report.findings) == ("denied", (FINDING,))


def without(name: str) -> str:
    data = json.loads(WRITTEN)
    del data[name]
    return json.dumps(data)


def having(**fields: Any) -> str:
    return json.dumps({**json.loads(WRITTEN), **fields})


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("{}", "r.json:1:1", "the key `schema` is missing in prechange report"),
        ("[]", "r.json:1:1", "this must be a mapping, not a list"),
        (without("findings"), "r.json:1:1", "the key `findings` is missing in prechange report"),
        (having(verdict="ok"), "r.json:1:46", "unknown verdict `ok`"),
        (having(schema="x/v2"), "r.json:1:12", "`schema` must be `prechange/report/v1`"),
        (having(more=1), "r.json:1:", "unknown key `more` in prechange report"),
        (WRITTEN.replace('"f1"', "7"), "r.json:26:22", "`fingerprint` must be text, not a number"),
        (WRITTEN[:-20], "r.json:", "expected a value, found the end of the text"),
        ('{"runs": [], "version": "2.1.0"}', "r.json:1:1", "the key `schema` is missing in prechange report"),
    ],
)
def test_what_is_no_report(text: str, place: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_report(text, "r.json")
    told = [(str(each.location), each.message) for each in caught.value.problems]
    assert any(where.startswith(place) and said.startswith(message) for where, said in told), told
    assert all(each.hint for each in caught.value.problems)


def test_a_run_that_judged_nothing_is_no_baseline() -> None:
    text = REPORTERS["json"](Report(verdict="invalid"), Options())
    with pytest.raises(InputError, match="this report is of a run that judged nothing"):
        parse_report(text, "r.json")


def test_a_trace_does_no_harm() -> None:
    text = msgspec.json.encode({**json.loads(WRITTEN), "trace": {"users": [], "accounts": []}}).decode()
    assert parse_report(text, "r.json").findings == (FINDING,)
