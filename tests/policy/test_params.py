from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration

from linter.errors import InputError
from linter.model import Location
from linter.policy import Param, parse_param
from linter.policy.params import cel_value, typed_value
from linter.policy.raw import ParamType


def declared(kind: ParamType) -> Param:
    return Param(
        name="limit", type=kind, description="d", default="", value="", declared=Location(path="pack.yaml")
    )


TEXTS: list[tuple[ParamType, str, Any]] = [
    ("int", "3", 3),
    ("int", " -3 ", -3),
    ("number", "0.5", 0.5),
    ("number", "2", 2.0),
    ("bool", "true", True),
    ("bool", "false", False),
    ("string", " as it is ", " as it is "),
    ("string", "3", "3"),
    ("strings", "a, b,c", ("a", "b", "c")),
    ("strings", "", ()),
    ("duration", "7d", timedelta(days=7)),
    ("duration", "36h", timedelta(hours=36)),
    ("duration", "1d 12h", timedelta(hours=36)),
    ("duration", "90m", timedelta(minutes=90)),
]


@pytest.mark.parametrize(("kind", "text", "value"), TEXTS)
def test_text(kind: ParamType, text: str, value: Any) -> None:
    result = parse_param(text, declared(kind))
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("int", "3.0", "a whole number"),
        ("int", "", "a whole number"),
        ("int", "9223372036854775808", "a whole number"),
        ("int", "٣", "a whole number"),  # an Arabic digit
        ("number", "nan", "a number"),
        ("bool", "yes", "true or false"),
        ("duration", "7", "a duration such as `7d`, `36h` or `90m`"),
        ("duration", "7 days", "a duration such as `7d`, `36h` or `90m`"),
        ("duration", "", "a duration such as `7d`, `36h` or `90m`"),
        ("duration", "-7d", "a duration such as `7d`, `36h` or `90m`"),
    ],
)
def test_text_of_another_type(kind: ParamType, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_param(text, declared(kind))
    assert [problem.message for problem in caught.value.problems] == [
        f"param `limit` must be {words}, not `{text}`"
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("int", True),
        ("int", 3.0),
        ("int", 2**63),
        ("int", "3"),
        ("number", True),
        ("bool", 1),
        ("string", 3),
        ("strings", "a"),
        ("strings", ["a", 3]),
        ("duration", 3),
        ("int", None),
    ],
)
def test_value_of_another_type(kind: ParamType, value: Any) -> None:
    assert typed_value(value, kind) is None


def test_values_as_conditions_read_them() -> None:
    assert cel_value(("a", "b")) == ["a", "b"]
    assert cel_value(timedelta(hours=1)) == Duration(seconds=3600)
    assert cel_value(3) == 3
