"""What the page on waivers shows can be read, and its table of rules is the program's."""

import re
from pathlib import Path

from linter.config import read_config
from linter.engine.builtin import WAIVER_RULES
from linter.schemas import load
from linter.waivers import parse_waivers

PAGE = (Path(__file__).parents[2] / "docs" / "waivers.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```yaml\n# (\S+\.yaml)\n((?:.*\n)*?)```", PAGE))


def test_the_waiver_file_can_be_read() -> None:
    (entry,) = parse_waivers(FILES["waivers.yaml"], "waivers.yaml")
    assert entry.rule == "crm-online/billing-admin-details"
    known = set(load("waivers")["$defs"]["waiver"]["properties"])
    shown = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)))) & known
    assert shown == known


def test_the_configuration_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "prechange.yaml"
    path.write_text(FILES["prechange.yaml"], encoding="utf-8")
    assert read_config(str(path), tmp_path).waivers.files == (str(tmp_path / "waivers.yaml"),)


def test_every_rule_is_in_the_table() -> None:
    shown = dict(re.findall(r"^\| `waivers/([\w-]+)` \| (\w+) \|", PAGE, re.MULTILINE))
    assert shown == {name: rule.severity for name, rule in WAIVER_RULES.items()}
