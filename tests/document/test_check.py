from typing import Any

import pytest

from linter.document import Source, check, parse_yaml

SAY_WHEN = "write it with time and offset: 2026-11-20T09:00:00Z"
KNOWN = "known keys: at, enabled, id, match, no, one, params, seats, severity, tags, title"
SCHEMA: dict[str, Any] = {
    "title": "a pack",
    "$comment": "every pack needs an id",
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {
            "type": "string",
            "pattern": "^[a-z-]+$",
            "$comment": "lower case and hyphens",
            "minLength": 2,
        },
        "title": {"type": ["string", "null"]},
        "severity": {"enum": ["error", "warning"]},
        "enabled": {"type": "boolean"},
        "seats": {"type": "integer", "minimum": 0, "maximum": 9},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "minItems": 1},
        "at": {"type": "string", "format": "date-time"},
        "params": {"type": "object", "minProperties": 1},
        "match": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "one": {"const": 1},
        "no": {"not": {}},
    },
}


def _problems(text: str, **named: Any) -> list[tuple[str, str, str]]:
    source = Source("f.yaml", text, parse_yaml(text, "f.yaml"))
    found = check(source, SCHEMA, **named)
    return [(f"{p.location.line}:{p.location.column}", p.message, p.hint) for p in found if p.location]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("id: ab", []),
        ("id: ab\nat: 2026-11-20T09:00:00+01:00\nmatch: [a]\nseats: 3", []),
        ("{}", [("1:1", "the key `id` is missing in a pack", "every pack needs an id")]),
        ("- 1", [("1:1", "this must be a mapping, not a list", "")]),
        (
            "id: ab\nidd: x\nenabld: true\nxyz: 1\npassword: x",
            [
                ("2:1", "unknown key `idd` in a pack", "did you mean `id`?"),
                ("3:1", "unknown key `enabld` in a pack", "did you mean `enabled`?"),
                ("4:1", "unknown key `xyz` in a pack", KNOWN),
                ("5:1", "unknown key `password` in a pack", "leave secrets out of this file"),
            ],
        ),
        ("id: A b", [("1:5", "`id` does not have the right form", "lower case and hyphens")]),
        ("id: 007", [("1:5", "`id` must be text, not a number", 'quote it: "007"')]),
        ("id:", [("1:4", "`id` must be text, not null", "leave the key out if the value is not known")]),
        (
            "id: ab\nenabled: yes",
            [("2:10", "`enabled` must be true or false, not text", "write true or false, without quotes")],
        ),
        (
            "id: ab\nseats: '5'",
            [("2:8", "`seats` must be a whole number, not text", "write the number without quotes")],
        ),
        ("id: ab\nseats: 1.5", [("2:8", "`seats` must be a whole number, not a number with a fraction", "")]),
        ("id: ab\nseats: -1", [("2:8", "`seats` must be at least 0", "")]),
        ("id: ab\nseats: 10", [("2:8", "`seats` must be at most 9", "")]),
        ("id: ab\ntags: x", [("2:7", "`tags` must be a list, not text", "write it as a list: [...]")]),
        ("id: ab\ntags:", [("2:6", "`tags` must be a list, not null", "write `[]` if it is empty")]),
        ("id: ab\ntags: [x, 1]", [("2:11", "an item of `tags` must be text, not a number", 'quote it: "1"')]),
        ("id: ab\ntags: [x, y, z]", [("2:7", "`tags` must have at most 2 items", "")]),
        ("id: ab\ntags: []", [("2:7", "`tags` must have at least 1 item", "")]),
        ("id: ab\nseverity: eror", [("2:11", "unknown severity `eror`", "did you mean `error`?")]),
        ("id: ab\nseverity: fatal", [("2:11", "unknown severity `fatal`", "one of: error, warning")]),
        ("id: ab\nseverity: 1", [("2:11", "`severity` cannot be a number", "one of: error, warning")]),
        ("id: ab\nat: 2026-11-20", [("2:5", "`at` is not a date and time", SAY_WHEN)]),
        ("id: ab\nat: 2026-11-20T09:00:00", [("2:5", "`at` is not a date and time", SAY_WHEN)]),
        ("id: ab\nparams: {}", [("2:9", "`params` must have at least 1 key", "")]),
        (
            "id: ab\nmatch: [a, 1]",
            [("2:12", "an item of `match` must be text, not a number", 'quote it: "1"')],
        ),
        ("id: ab\none: 2", [("2:6", "`one` must be `1`", "")]),
        ("id: ab\nno: 2", [("2:5", "`no` cannot be this", "")]),
    ],
)
def test_what_a_schema_objects_to(text: str, problems: list[tuple[str, str, str]]) -> None:
    assert _problems(text) == problems


def test_hints_for_keys_that_belong_elsewhere() -> None:
    ((_, _, hint),) = _problems("id: ab\nrole: x", hints={"role": "roles stand elsewhere"})
    assert hint == "roles stand elsewhere"


def test_a_list_can_be_left_out() -> None:
    assert _problems("id: ab\ntags: [1, 2]", leave_out="tags") == [
        ("2:7", "`tags` must have at least 1 item", "")
    ]


def test_a_value_under_a_secret_key_is_not_quoted() -> None:
    schema = {"properties": {"secret": {"type": "string"}}}
    source = Source("f.yaml", "secret: 4711", parse_yaml("secret: 4711", "f.yaml"))
    assert "4711" not in repr(check(source, schema))
