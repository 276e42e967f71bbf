from pathlib import Path

import pytest

from linter.cli.settle import settling
from linter.config import Config, WaiverSettings
from linter.engine.waive import Terms
from linter.errors import InputError
from tests.engine.world import NOW

TERMS = Terms(now=NOW)
ENTRY = "{rule: seats, account: acme, reason: r, reference: %s, approved_by: b, expires: 2026-12-31}"


def write(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text(f"waivers:\n  - {ENTRY % name}\n", encoding="utf-8")
    return str(path)


def test_named_files_take_the_place_of_the_configured_ones(tmp_path: Path) -> None:
    files = [write(tmp_path, name) for name in ("a", "b", "c")]
    config = Config(waivers=WaiverSettings(files=(files[0],)))
    assert [each.waiver.reference for each in settling(config, None, None, TERMS).entries] == ["a"]
    named = settling(config, files[1:], None, TERMS)
    assert [each.waiver.reference for each in named.entries] == ["b", "c"]


def test_settings_become_terms() -> None:
    waivers = WaiverSettings(allow_self_approval=True)
    config = Config(waivers=waivers, severities={"waivers/expired": "error"})
    terms = settling(config, None, None, TERMS).terms
    assert (terms.allow_self_approval, terms.severities, terms.warn_before.days) == (
        True,
        {"waivers/expired": "error"},
        14,
    )


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        settling(Config(), [str(tmp_path / "w")], str(tmp_path / "b"), TERMS)
    assert [Path(str(each.location)).name for each in caught.value.problems] == ["w", "b"]
