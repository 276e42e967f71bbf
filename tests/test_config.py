from datetime import timedelta
from pathlib import Path

import pytest

from linter.config import Config, WaiverSettings, parse_age, read_config
from linter.errors import InputError

YAML = """\
policies: [crm-online, rules/own.yaml, ./packs/x]
params: {crm-online: {max_billing_admins: 2}}
severities: {crm-online/seats: warning}
snapshot: data/snapshot.yaml
max_snapshot_age: 36h
fail_on: warning
"""
TOML = """\
[project]
name = "x"

[tool.prechange]
policies = ["crm-online", "rules/own.yaml", "./packs/x"]
snapshot = "data/snapshot.yaml"
max_snapshot_age = "36h"
fail_on = "warning"

[tool.prechange.params.crm-online]
max_billing_admins = 2

[tool.prechange.severities]
"crm-online/seats" = "warning"
"""


def _problems(path: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        read_config(str(path), path.parent)
    return [
        (f"{p.location.line}:{p.location.column}", p.message, p.hint)
        for p in caught.value.problems
        if p.location
    ]


@pytest.mark.parametrize(("name", "text"), [("prechange.yaml", YAML), ("pyproject.toml", TOML)])
def test_both_files_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    for config in (read_config(str(tmp_path / name), Path("/")), read_config(None, tmp_path)):
        assert config.policies == (
            "crm-online",
            str(tmp_path / "rules/own.yaml"),
            str(tmp_path / "packs/x"),
        )
        assert config.params == {"crm-online": {"max_billing_admins": 2}}
        assert config.severities == {"crm-online/seats": "warning"}
        assert config.snapshot == str(tmp_path / "data/snapshot.yaml")
        assert config.max_snapshot_age == timedelta(hours=36)
        assert config.fail_on == "warning"
        assert config.path == str(tmp_path / name)


def test_a_value_can_be_found_again(tmp_path: Path) -> None:
    for name, text, place in (("prechange.yaml", YAML, "2:43"), ("pyproject.toml", TOML, "11:22")):
        (tmp_path / name).write_text(text)
        config = read_config(str(tmp_path / name), tmp_path)
        where = config.locate("/params/crm-online/max_billing_admins")
        assert where is not None
        assert str(where) == f"{tmp_path / name}:{place}"
        assert config.locate("/params/other") is None


def test_the_nearest_file_above_counts_up_to_the_repository(tmp_path: Path) -> None:
    deep = tmp_path / "repository" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    (tmp_path / "prechange.yaml").write_text("fail_on: info\n")
    assert read_config(None, deep) == Config()
    (tmp_path / "repository" / "pyproject.toml").write_text('[tool.prechange]\nfail_on = "warning"\n')
    assert read_config(None, deep).fail_on == "warning"
    (tmp_path / "repository" / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert read_config(None, deep).fail_on == "warning"
    (tmp_path / "repository" / "a" / "prechange.yaml").write_text("{}\n")
    assert read_config(None, deep).fail_on == "error"


def test_what_is_wrong_in_yaml(tmp_path: Path) -> None:
    path = tmp_path / "prechange.yaml"
    path.write_text(
        "policy: crm-online\npolicys: []\npolicies: crm-online\nseverities: {crm-online/seats: fatal}\n"
        "max_snapshot_age: 7\nfail_on: never\nparams: {crm-online: 3}\n"
    )
    assert _problems(path) == [
        ("1:1", "unknown key `policy` in the configuration", "did you mean `policies`?"),
        ("2:1", "unknown key `policys` in the configuration", "did you mean `policies`?"),
        ("3:11", "`policies` must be a list, not text", "write it as a list: [...]"),
        ("4:32", "unknown severity `fatal`", "one of: error, warning, info"),
        ("5:19", "`max_snapshot_age` must be text, not a number", 'quote it: "7"'),
        ("6:10", "unknown severity `never`", "one of: error, warning, info"),
        ("7:22", "`crm-online` must be a mapping, not a number", ""),
    ]


def test_what_is_wrong_in_toml(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        '[tool.prechange]\nfalon = "error"\nmax_snapshot_age = "7x"\n'
        '[tool.prechange.severities]\n"crm-online/seats" = "fatal"\n'
    )
    assert _problems(path) == [
        ("2:1", "unknown key `falon` in the configuration", "did you mean `fail_on`?"),
        (
            "3:20",
            "`max_snapshot_age` does not have the right form",
            "write a number and m, h, d or w: `7d`, `36h`, `90m`",
        ),
        ("5:22", "unknown severity `fatal`", "one of: error, warning, info"),
    ]


def test_a_broken_toml_file_that_speaks_of_prechange_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[tool.other]\nfail_on = "')
    assert read_config(None, tmp_path) == Config()
    path.write_text('[tool.prechange]\nfail_on = "')
    with pytest.raises(InputError, match="this is not TOML"):
        read_config(None, tmp_path)


def test_a_missing_file_is_an_error_only_when_it_was_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert read_config(None, tmp_path) == Config()
    with pytest.raises(InputError, match="there is no such file"):
        read_config(str(tmp_path / "prechange.yaml"), tmp_path)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("90m", timedelta(minutes=90)),
        ("36h", timedelta(hours=36)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_ages(text: str, age: timedelta) -> None:
    assert parse_age(text) == age


@pytest.mark.parametrize("text", ["", "7", "d", "7 d", "0d", "-1d", "1.5h", "7y", "9999999d"])
def test_texts_that_are_no_ages(text: str) -> None:
    with pytest.raises(InputError, match="is not an age"):
        parse_age(text)


def test_settings_for_waivers(tmp_path: Path) -> None:
    yaml = "waivers: {files: [w.yaml, more/w.yaml], warn_before: 3d, allow_self_approval: true}\n"
    toml = (
        '[tool.prechange.waivers]\nfiles = ["w.yaml", "more/w.yaml"]\nwarn_before = "3d"\n'
        "allow_self_approval = true\n"
    )
    for name, text in (("prechange.yaml", yaml), ("pyproject.toml", toml)):
        (tmp_path / name).write_text(text)
        assert read_config(str(tmp_path / name), tmp_path).waivers == WaiverSettings(
            files=(str(tmp_path / "w.yaml"), str(tmp_path / "more/w.yaml")),
            warn_before=timedelta(days=3),
            allow_self_approval=True,
        )


def test_settings_for_waivers_that_make_no_sense(tmp_path: Path) -> None:
    path = tmp_path / "prechange.yaml"
    path.write_text("waivers: {file: [w.yaml], warn_before: 3, allow_self_approval: maybe}\n")
    assert _problems(path) == [
        ("1:11", "unknown key `file` in the settings for waivers", "did you mean `files`?"),
        ("1:40", "`warn_before` must be text, not a number", 'quote it: "3"'),
        ("1:64", "`allow_self_approval` must be true or false, not text", ""),
    ]
