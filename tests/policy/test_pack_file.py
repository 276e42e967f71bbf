from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError
from linter.policy.extension import PackText, Setting
from linter.policy.files import decode, open_source
from linter.policy.pack_file import read_pack
from linter.policy.raw import RawPack
from linter.policy.shelf import PolicyFile
from tests.policy.conftest import told

TEXT = """\
id: house
title: House rules
description: What we hold to.
version: "1.2"
params:
  limit: {type: int, default: 3, description: How many.}
  share: {type: number, default: 1, description: How much.}
  strict: {type: bool, default: false, description: Whether.}
  owner: {type: string, default: Anna, description: Who.}
  names: {type: strings, default: [a, b], description: Which.}
  age: {type: duration, default: 7d, description: How old.}
  days: {type: int, default: 14, description: How long., binds: seat_days}
"""


def values(folder: Path, text: str = TEXT, **given: Any) -> dict[str, Any]:
    file = folder / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    source = open_source(PolicyFile(str(file)))
    pack = PackText(source, decode(source, RawPack, "pack"))
    settings = {name: Setting(value) for name, value in given.items()}
    return {param.name: param.value for param in read_pack(pack, settings).params}


def test_defaults(tmp_path: Path) -> None:
    assert values(tmp_path) == {
        "limit": 3,
        "share": 1.0,
        "strict": False,
        "owner": "Anna",
        "names": ("a", "b"),
        "age": timedelta(days=7),
        "days": 14,
    }


def test_values_from_a_configuration_and_from_the_command_line(tmp_path: Path) -> None:
    typed = values(tmp_path, limit=5, strict=True, names=["x"], age="36h")
    written = values(tmp_path, limit="5", strict="true", names="x", age="36h")
    assert typed == written
    assert (typed["limit"], typed["strict"], typed["names"], typed["age"]) == (
        5,
        True,
        ("x",),
        timedelta(hours=36),
    )


BAD_VALUES: list[tuple[dict[str, Any], str]] = [
    ({"limit": "many"}, ": param `house.limit` must be a whole number, not `many`"),
    ({"limit": True}, ": param `house.limit` must be a whole number, not `true`"),
    ({"limit": 1.5}, ": param `house.limit` must be a whole number, not `1.5`"),
    ({"strict": "yes"}, ": param `house.strict` must be true or false, not `yes`"),
    ({"names": ["a", 3]}, ": param `house.names` must be a list of texts, not `a, 3`"),
    ({"age": "7"}, ": param `house.age` must be a duration such as `7d`, `36h` or `90m`, not `7`"),
    ({"days": -1}, ": param `house.days` is a number of days from 0 to 36500"),
    ({"limt": 3}, ": the pack `house` has no param `limt` (did you mean `house.limit`?)"),
]


@pytest.mark.parametrize(("given", "said"), BAD_VALUES, ids=[case[1] for case in BAD_VALUES])
def test_bad_value(given: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        values(tmp_path, **given)
    assert told(caught.value, tmp_path) == [said]


BAD_FILES: list[tuple[str, list[str]]] = [
    ("id: house\ntitle: t\n", ["1:1: the key `description` is missing in a pack"]),
    (
        "id: House\ntitle: t\ndescription: d\n",
        [
            "1:5: `id` does not have the right form "
            "(The name of the pack: small letters, digits and hyphens, such as `crm-online`)"
        ],
    ),
    (
        "id: house\ntitle: t\ndescription: d\nversion: 1.2\n",
        ['4:10: `version` must be text, not a number with a fraction (quote it: "1.2")'],
    ),
    (
        "id: house\ntitle: t\ndescription: d\nparam: {}\n",
        ["4:1: unknown key `param` in a pack (did you mean `params`?)"],
    ),
    (
        "id: house\ntitle: t\ndescription: d\nparams:\n  n: {type: integer, default: 1, description: d}\n",
        ["5:13: unknown type `integer` (one of: int, number, bool, string, strings, duration)"],
    ),
    (
        "id: house\ntitle: t\ndescription: d\nparams:\n  n: {type: int, default: x, description: d}\n",
        ["5:27: the default of `n` must be a whole number"],
    ),
    (
        "id: house\ntitle: t\ndescription: d\nparams:\n  n: {type: bool, default: true, "
        "description: d, binds: seat_days}\n",
        ["5:13: `n` binds `seat_days`, which is of type int"],
    ),
    (
        "id: house\ntitle: t\ndescription: d\nparams:\n  n: {default: x}\n  m: {type: int, default: "
        "x, description: d}\n",
        [
            "5:6: the key `description` is missing in a param (every param has a `type`, a "
            "`default` and a `description`)",
            "5:6: the key `type` is missing in a param (every param has a `type`, a `default` and a "
            "`description`)",
        ],
    ),
]


@pytest.mark.parametrize(("text", "said"), BAD_FILES, ids=[case[0] for case in BAD_FILES])
def test_bad_file(text: str, said: list[str], tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        values(tmp_path, text)
    assert sorted(told(caught.value, tmp_path)) == sorted(f"pack.yaml:{each}" for each in said)
