from pathlib import Path

import pytest

from linter import data


def test_a_checkout_has_the_folders_beside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(data, "_PACKAGE", tmp_path / "linter")
    assert data.folder("schemas") == tmp_path / "schemas"


def test_a_wheel_has_them_inside_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(data, "_PACKAGE", tmp_path / "linter")
    (tmp_path / "schemas").mkdir()
    packaged = tmp_path / "linter" / "_data" / "schemas"
    packaged.mkdir(parents=True)
    assert data.folder("schemas") == packaged


@pytest.mark.parametrize(
    ("name", "file"), [("policies", "crm-online/pack.yaml"), ("schemas", "report.schema.json")]
)
def test_what_ships_is_there(name: str, file: str) -> None:
    assert (data.folder(name) / file).is_file()
