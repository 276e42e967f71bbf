from datetime import UTC, datetime, timedelta, timezone

import pytest

from linter.cli.judging import judged_by, limit, moment, readable
from linter.config import Config
from linter.errors import InputError
from linter.model import Severity


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-20T09:00:00Z", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("2026-11-20t09:00:00.5z", datetime(2026, 11, 20, 9, 0, 0, 500_000, UTC)),
        ("2026-11-20T09:00:00+02:00", datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_a_moment(text: str, time: datetime) -> None:
    assert moment(text) == time


@pytest.mark.parametrize(
    "text", ["", "now", "2026-11-20", "2026-11-20T09:00:00", "2026-13-01T00:00:00Z", "0"]
)
def test_no_moment(text: str) -> None:
    with pytest.raises(InputError, match="takes a date and time with an offset from UTC"):
        moment(text)


def test_the_present_has_an_offset() -> None:
    assert moment(None).tzinfo is not None


def test_the_command_line_goes_before_the_configuration() -> None:
    config = Config(fail_on="warning")
    assert limit(config, None) == "warning"
    assert limit(config, "info") == "info"


@pytest.mark.parametrize(
    ("named", "hint"),
    [("errors", "did you mean `error`?"), ("all", "the severities are error, warning, info")],
)
def test_no_severity(named: str, hint: str) -> None:
    with pytest.raises(InputError, match="takes no severity") as caught:
        limit(Config(), named)
    assert caught.value.problems[0].hint == hint


@pytest.mark.parametrize("text", ["a", "a=b", "a.b", ".b=c", "a.=c", "=c", ""])
def test_no_param(text: str) -> None:
    with pytest.raises(InputError, match=r"not of the form `pack.name=value`"):
        judged_by(Config(), None, [text])


def test_params_go_before_those_of_the_configuration() -> None:
    config = Config(params={"crm-online": {"max_billing_admins": 7}})
    assert judged_by(config, None, None).params["crm-online"]["max_billing_admins"] == 7
    named = judged_by(config, None, ["crm-online.max_billing_admins=2"])
    assert named.params["crm-online"]["max_billing_admins"] == 2
    assert config.params == {"crm-online": {"max_billing_admins": 7}}


def test_severities_of_the_configuration() -> None:
    severities: dict[str, Severity] = {"crm-online/seats": "info"}
    rules = judged_by(Config(severities=severities), None, None).rules
    assert {rule.id: rule.severity for rule in rules}["crm-online/seats"] == "info"


@pytest.mark.parametrize("paths", [[], ["a"], ["-"], ["-", "a", ""]])
def test_standard_input_once(paths: list[str]) -> None:
    readable(paths)


def test_standard_input_twice() -> None:
    with pytest.raises(InputError, match="can be read only once"):
        readable(["-", "-"])


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        readable(["-"])
