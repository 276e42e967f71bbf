import json

import msgspec

from linter.model import Report
from linter.reporters import REPORTERS, Options


def test_one_thing_a_line_and_the_verdict_last(reports: dict[str, Report]) -> None:
    lines = [json.loads(line) for line in REPORTERS["jsonl"](reports["denied"], Options()).splitlines()]
    assert [line["type"] for line in lines] == ["finding", "finding", "finding", "undecided", "summary"]
    assert lines[0] == {
        "type": "finding",
        **json.loads(msgspec.json.encode(reports["denied"].findings[0])),
    }
    assert lines[-1] == {
        "type": "summary",
        "schema": "prechange/report/v1",
        "verdict": "denied",
        "summary": json.loads(msgspec.json.encode(reports["denied"].summary)),
    }


def test_errors(reports: dict[str, Report]) -> None:
    lines = [json.loads(line) for line in REPORTERS["jsonl"](reports["invalid"], Options()).splitlines()]
    assert [line["type"] for line in lines] == ["error", "error", "summary"]
    assert lines[0]["message"] == "the key `op` is here twice"
