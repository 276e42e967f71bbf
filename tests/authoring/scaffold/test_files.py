"""What is written for a policy author is right as it is written."""

import json
import posixpath

import pytest
import yaml
from jsonschema import Draft202012Validator

from linter.authoring.scaffold import CI, rule_file, starter_files
from linter.authoring.scaffold.files import SCHEMAS
from linter.document import parse_yaml, plain

FILES = starter_files("house", ci="github", version="0.1.0")
RULE = "policies/house/more/no-x.yaml"
MADE = {**FILES, RULE: rule_file("no-x", RULE)}
SCHEMED = sorted(path for path in MADE if path.endswith(".yaml"))


@pytest.mark.parametrize("path", SCHEMED)
def test_a_file_names_its_schema_and_fits_it(path: str) -> None:
    text = MADE[path]
    head, _, target = text.partition("\n")[0].partition("$schema=")
    assert head == "# yaml-language-server: "
    schema = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    assert schema in FILES
    errors = Draft202012Validator(json.loads(FILES[schema])).iter_errors(plain(parse_yaml(text, path)))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("system", CI)
def test_a_job_is_yaml_and_runs_what_there_is(system: str) -> None:
    text = starter_files("house", ci=system, version="1.2.3")[CI[system]]
    assert yaml.safe_load(text)
    assert "prechange>=1.2.3" in text
    assert "prechange policy test" in text
    assert "prechange check changes.yaml" in text


def test_no_job_where_none_is_wanted() -> None:
    assert not set(CI.values()) & set(starter_files("house", ci=None, version="1"))


def test_every_schema_is_there() -> None:
    names = ("case", "changes", "config", "pack", "policy", "snapshot", "waivers")
    assert {f"{SCHEMAS}/{name}.schema.json" for name in names} <= set(FILES)
