from pathlib import Path
from typing import Any

import pytest

from linter.data import folder
from linter.errors import InputError
from linter.policy import Policies, load_packs
from tests.policy.conftest import HEAD, told

PACK = "id: house\ntitle: House rules\ndescription: What we hold to.\n"
DAYS = "params:\n  days: {type: int, default: %d, description: d, binds: seat_days}\n"


def rule(name: str, rest: str = "deny: before.enabled") -> str:
    return HEAD.replace("trial", name) + rest


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A pack of two rules."""
    home = tmp_path / "house"
    home.mkdir()
    (home / "pack.yaml").write_text(PACK + DAYS % 21)
    (home / "one.yaml").write_text(rule("one"))
    (home / "two.yml").write_text(rule("two", "deny: changed.name\nsupersedes: [one]"))
    return home


def ids(policies: Policies) -> list[str]:
    return [each.id for each in policies.rules]


def test_a_folder(house: Path) -> None:
    policies = load_packs([str(house)])
    assert ids(policies) == ["house/one", "house/two"]
    assert policies.rules[1].supersedes == {"house/one"}
    assert policies.seat_days == 21
    assert policies.params == {"house": {"days": 21}}
    assert [(pack.id, pack.path) for pack in policies.packs] == [("house", str(house / "pack.yaml"))]


def test_a_folder_below_a_pack_belongs_to_it(house: Path) -> None:
    below = house / "more"
    below.mkdir()
    (below / "three.yaml").write_text(rule("three"))
    hidden = house / ".git"
    hidden.mkdir()
    (hidden / "four.yaml").write_text("not: a rule")
    (house / "README.md").write_text("not a rule")
    assert sorted(ids(load_packs([str(house)]))) == ["house/one", "house/three", "house/two"]


def test_a_rule_file_of_a_pack(house: Path) -> None:
    policies = load_packs([str(house / "two.yml")])
    assert ids(policies) == ["house/two"]
    assert policies.seat_days == 21


def test_a_rule_file_alone(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(rule("one"))
    policies = load_packs([str(tmp_path / "one.yaml")])
    assert ids(policies) == ["local/one"]
    assert policies.params == {"local": {}}
    assert policies.seat_days == 14


def test_a_pack_named_twice_is_loaded_once(house: Path) -> None:
    assert ids(load_packs([str(house), str(house / "one.yaml"), f"{house}/pack.yaml"])) == [
        "house/one",
        "house/two",
    ]


def test_settings(house: Path) -> None:
    policies = load_packs(
        [str(house)],
        params={"house": {"days": "30"}},
        severities={"house/one": "info", "change-set/no-effect": "error"},
    )
    assert policies.seat_days == 30
    assert [each.severity for each in policies.rules] == ["info", "error"]


def test_settings_of_a_built_in_pack_that_is_not_loaded_are_let_be(house: Path) -> None:
    load_packs([str(house)], params={"crm-online": {"x": 1}}, severities={"crm-online/seats": "info"})


@pytest.mark.parametrize("name", sorted(each.parent.name for each in folder("policies").glob("*/pack.yaml")))
def test_the_packs_that_ship_load(name: str) -> None:
    policies = load_packs([name])
    assert policies.rules
    assert name in {each.pack for each in policies.rules}
    for each in policies.rules:
        assert each.id == f"{each.pack}/{Path(each.path).stem}"
        assert each.missing_examples == ()


def refused(tmp_path: Path, *specs: Path | str, **settings: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_packs([str(spec) for spec in specs], **settings)
    return told(caught.value, tmp_path)


def test_two_rules_with_one_id(house: Path, tmp_path: Path) -> None:
    (house / "zwei.yaml").write_text(rule("one"))
    assert refused(tmp_path, house) == [
        f"house/zwei.yaml:1:5: two rules have the id `one` (the other is at {house}/one.yaml:1:5)"
    ]


def test_two_packs_with_one_id(house: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.yaml").write_text(PACK)
    (other / "three.yaml").write_text(rule("three"))
    assert refused(tmp_path, house, other) == [
        f"other/pack.yaml: two packs have the id `house` (the other is `{house}/pack.yaml`)"
    ]


def test_two_packs_that_bind_different_values(house: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.yaml").write_text(PACK.replace("house", "other") + DAYS % 7)
    (other / "one.yaml").write_text(rule("one"))
    assert refused(tmp_path, house, other) == [
        ": `house.days` and `other.days` bind `seat_days` to different values (give them the same value)"
    ]


def test_the_problems_of_all_files_are_told_at_once(house: Path, tmp_path: Path) -> None:
    (house / "one.yaml").write_text(rule("one", "deny: before.enbled"))
    (house / "two.yml").write_text("id: [")
    assert [line.split(" ")[0] for line in refused(tmp_path, house, tmp_path / "none.yaml")] == [
        "none.yaml:",
        "house/one.yaml:6:14:",
        "house/two.yml:2:1:",
    ]


SUPERSEDES: list[tuple[str, str]] = [
    ("onne", "`supersedes` names an unknown rule `onne` (did you mean `one`?)"),
    ("crm-online/seats", "`supersedes` names an unknown rule `crm-online/seats`"),
    ("three", "a rule cannot supersede itself"),
    ("two", "`house/two` supersedes this rule in turn (remove one of the two)"),
    ("state", "only a rule about changes supersedes another about changes (remove it)"),
]


@pytest.mark.parametrize(("name", "said"), SUPERSEDES, ids=[case[0] for case in SUPERSEDES])
def test_supersedes(name: str, said: str, house: Path, tmp_path: Path) -> None:
    (house / "three.yaml").write_text(rule("three", f"deny: changed.name\nsupersedes: [{name}]"))
    (house / "two.yml").write_text(rule("two", "deny: changed.name\nsupersedes: [three]"))
    (house / "state.yaml").write_text(rule("state", "subject: account\ndeny: account.total_users > 3"))
    assert f"house/three.yaml:7:14: {said}" in refused(tmp_path, house)


def test_settings_of_what_does_not_exist(house: Path, tmp_path: Path) -> None:
    assert refused(
        tmp_path, house, params={"hous": {}}, severities={"house/onee": "info", "nowhere/x": "info"}
    ) == [
        ": params are given for an unknown pack `hous` (did you mean `house`?)",
        ": a severity is given for an unknown rule `house/onee` (did you mean `house/one`?)",
        ": a severity is given for an unknown rule `nowhere/x`",
    ]


def test_what_is_no_pack(house: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refused(tmp_path, empty) == [
        "empty: there is no `pack.yaml` in this folder "
        "(add one with `id`, `title` and `description`, or name a rule file)"
    ]
    (empty / "pack.yaml").write_text(PACK)
    assert refused(tmp_path, empty) == ["empty: this pack has no rules (add a rule file, one rule a file)"]
    inner = house / "inner"
    inner.mkdir()
    (inner / "pack.yaml").write_text(PACK)
    assert refused(tmp_path, house) == [
        "house/inner/pack.yaml: a pack cannot hold another pack (move it out)"
    ]
    assert refused(tmp_path, "crm-onlin") == [
        "crm-onlin: there is no such pack, folder or rule file (did you mean `crm-online`?)"
    ]
