"""What holds for every pack that ships: each rule proves itself, says why, and what it rests on."""

import pytest
import yaml

from linter import load_packs
from linter.authoring.proof import Bench
from linter.data import folder

PACKS = sorted(path.parent for path in folder("policies").glob("*/pack.yaml"))
FILES = [path for pack in PACKS for path in sorted(pack.glob("*.yaml")) if path.name != "pack.yaml"]
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]


@pytest.mark.parametrize("pack", [pack.name for pack in PACKS])
def test_every_pack_proves_itself(pack: str) -> None:
    bench = Bench(lambda params: load_packs([pack], params=params))
    assert {case.pack for case in bench.cases} == {pack}
    assert [result for result in bench.results() if not result.passed] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_rule_is_whole(path) -> None:
    rule = yaml.safe_load(path.read_text("utf-8"))
    assert rule["id"] == path.stem
    assert rule["references"]
    assert rule["instead"]["text"]
    assert len(rule["examples"]["deny"]) >= 2
    assert len(rule["examples"]["allow"]) >= 2


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_every_param_is_read(pack) -> None:
    declared = yaml.safe_load((pack / "pack.yaml").read_text("utf-8"))["params"]
    rules = "".join(path.read_text("utf-8") for path in pack.glob("*.yaml") if path.name != "pack.yaml")
    bound = {name for name, param in declared.items() if "binds" in param}
    assert {name for name in declared if f"params.{name}" not in rules} - bound == set()
