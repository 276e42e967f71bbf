"""The page that teaches the policy language: its rules load, their examples hold, its lists are complete."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.document import parse_yaml, plain
from linter.policy import ROOTS, SUBJECT_ROOTS, TABLES, load_packs
from linter.policy.functions import FUNCTIONS
from linter.policy.raw import RawExample, RawLimit, RawRule
from linter.policy.types import LIMIT

PAGE = Path(__file__).parents[2] / "docs" / "policy-language.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = {
    str(plain(parse_yaml(block, "page"))["id"]): block
    for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
}
PACKS = {name for name, block in BLOCKS.items() if "\nmessage:" not in block}


def test_there_are_rules_and_a_pack() -> None:
    assert len(BLOCKS) == TEXT.count("```yaml") > 5
    assert {"house", "our-house"} == PACKS


@pytest.mark.parametrize("name", sorted(BLOCKS.keys() - PACKS))
def test_a_rule_loads_and_its_examples_hold(name: str, tmp_path: Path) -> None:
    from linter.authoring.proof import run_examples

    file = tmp_path / f"{name}.yaml"
    file.write_text(BLOCKS[name], encoding="utf-8")
    results = run_examples(load_packs([str(file)]))
    assert len(results) >= 2
    assert [(result.name, result.problems) for result in results if not result.passed] == []


@pytest.mark.parametrize("name", sorted(PACKS))
def test_a_pack_loads(name: str, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(BLOCKS[name], encoding="utf-8")
    (tmp_path / "rule.yaml").write_text(next(BLOCKS[rule] for rule in BLOCKS if rule not in PACKS))
    policies = load_packs([str(tmp_path)])
    assert policies.packs[0].id == name
    assert any(pack.params for pack in policies.packs)


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the table that follows a text."""
    rest = TEXT[TEXT.index(heading) :]
    table = re.search(r"\n\|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", rest)
    assert table is not None
    for line in table[1].splitlines():
        yield [cell.strip() for cell in line.strip("|").split(" | ")]


@pytest.mark.parametrize(
    ("table", "heading", "shared"),
    [
        ("User", "`before`, `after`, `user`, `requester`", set()),
        ("Identity", "`identity` says what", set()),
        ("Account", "`account` and `account_after` are", set()),
        ("Change", "`change` is the change itself", set()),
        (
            "ChangeSet",
            "`change_set` has the same evidence fields",
            {"account", "requested_by", "approved_by", "reference", "reason", "intent", "effective_at"},
        ),
        ("Released", "An address in `change.reused`", set()),
        ("Limit", "`limit` is there in the texts", set()),
        ("Snapshot", "`snapshot`:", set()),
    ],
)
def test_every_field_is_listed_with_its_type(table: str, heading: str, shared: set[str]) -> None:
    listed = {name: cells[1] for cells in rows(heading) for name in re.findall(r"`(\w+)`", cells[0])}
    expected = {name: str(field) for name, field in TABLES[table].items() if name not in shared}
    assert listed == expected


def test_every_subject_is_listed_with_its_names() -> None:
    listed = {
        cells[0].strip("`"): tuple(cells[1].strip("`").split()) for cells in rows("What each subject has")
    }
    assert listed == SUBJECT_ROOTS
    assert {name for names in listed.values() for name in names} == {*ROOTS} - {LIMIT}


def test_every_function_is_listed() -> None:
    listed = [name for cells in rows("## All functions") for name in re.findall(r"`(\w+)\(", cells[0])]
    assert sorted(listed) == sorted(FUNCTIONS)


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("## A first rule", RawRule),
        ("What that is, key by key", RawLimit),
        ("## Examples", RawExample),
    ],
)
def test_every_key_is_listed(heading: str, shape: type) -> None:
    listed = [name for cells in rows(heading) for name in re.findall(r"`(\w+)`", cells[0])]
    assert sorted(listed) == sorted(shape.__struct_fields__)
