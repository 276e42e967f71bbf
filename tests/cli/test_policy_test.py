"""`prechange policy test` as a person and a pipeline run it."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from linter.schemas import load
from tests.authoring.proof.conftest import PACK, RULE
from tests.cli.conftest import Run

CASE = """\
snapshot: {id: acme, complete: true, users: [{id: u1, enabled: true}, {id: u2, enabled: true}]}
cases:
  - name: a & b
    changes: [{op: delete, user: u1}, {op: delete, user: u2}]
    findings: [{rule: no-deletion, change: 0}]
"""


@pytest.fixture
def house(folder: Path) -> Path:
    (folder / "house" / "tests").mkdir(parents=True)
    (folder / "house" / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "house" / "rule.yaml").write_text(RULE, "utf-8")
    return folder / "house"


def test_a_failing_case_in_every_form(run: Run, house: Path) -> None:
    (house / "tests" / "a.yaml").write_text(CASE, "utf-8")
    outputs = ("-o", "text", "-o", "json=proof.json", "-o", "junit=proof.xml")
    done = run("policy", "test", "house", "--coverage", "--mutate", *outputs)
    assert (done.returncode, done.stderr) == (1, "")
    said = " ".join(done.stdout.split())
    assert "house/tests/a.yaml:3:11: failed[house] case `a & b`: there is a finding of" in said
    assert "hint: where it is right, add it to `findings`: {rule: no-deletion, change: 1}" in said
    assert (
        "house/rule.yaml:7:7: not seen[house/no-deletion] in `deny`: `before.enabled` is never false" in said
    )
    assert "coverage: 75% (6 of 8 outcomes seen)" in said
    assert "note: not changed, because an example or case of them fails as it is: `house/no-deletion`" in said
    assert said.endswith("failed: 1 of 2 examples and 1 case of 1 rule")

    data = json.loads((house.parent / "proof.json").read_text("utf-8"))
    assert list(Draft202012Validator(load("proof")).iter_errors(data)) == []
    assert (data["holds"], data["coverage"]["percent"], data["mutation"]["mutants"]) == (False, 75, 0)
    assert [each["passed"] for each in data["results"]] == [True, True, False]

    suite = ElementTree.parse(house.parent / "proof.xml").getroot()[0]
    outcomes = {case.attrib["name"]: [child.tag for child in case] for case in suite}
    assert outcomes["policy test"] == ["failure"]
    assert outcomes["a & b"] == ["failure"]
    assert outcomes["two go"] == []
    assert outcomes["in `deny`: `before.enabled` is never false"] == ["skipped"]


def test_limits(run: Run, house: Path) -> None:
    reached = run("policy", "test", "house", "--coverage", "--fail-under", "75")
    assert reached.returncode == 0
    missed = run("policy", "test", "house", "--coverage", "--fail-under", "75.1")
    assert missed.returncode == 1
    assert missed.stdout.splitlines()[-1] == "failed: fewer than 75.1 of 100 outcomes were seen"
    changed = run("policy", "test", "house", "--mutate", "--fail-under", "99")
    assert changed.returncode == 1
    assert changed.stdout.splitlines()[-1] == "failed: fewer than 99 of 100 changes were noticed"
    assert "house/rule.yaml:7:7: not noticed[house/no-deletion]" in " ".join(changed.stdout.split())


REFUSED = [
    (("--fail-under", "3"), "`--fail-under` needs `--coverage` or `--mutate`"),
    (("--coverage", "--fail-under", "101"), "`--fail-under` takes a number from 0 to 100, not `101`"),
    (("--coverage", "--fail-under", "nan"), "`--fail-under` takes a number from 0 to 100, not `nan`"),
    (("--output", "sarif"), "there is no output format `sarif`"),
]


@pytest.mark.parametrize(("options", "said"), REFUSED, ids=[" ".join(each) for each, _ in REFUSED])
def test_what_cannot_be_asked(run: Run, house: Path, options: tuple[str, ...], said: str) -> None:
    done = run("policy", "test", "house", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())


def test_a_case_that_cannot_be_read_leaves_no_report(run: Run, house: Path) -> None:
    (house / "tests" / "a.yaml").write_text("cases: [{name: a}]", "utf-8")
    (house.parent / "proof.xml").write_text("of an earlier run", "utf-8")
    done = run("policy", "test", "house", "-o", "junit=proof.xml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "house/tests/a.yaml:1:9: " in done.stderr
    assert not (house.parent / "proof.xml").exists()


def test_a_folder_without_cases_is_told(run: Run, house: Path) -> None:
    done = run("policy", "test", "house", "-o", "json=proof.json")
    assert done.returncode == 0
    assert done.stderr == (
        "note: the folder `tests` of `house` holds no cases\npassed: 2 examples of 1 rule\n"
    )
    assert json.loads((house.parent / "proof.json").read_text("utf-8"))["notes"] == [
        "the folder `tests` of `house` holds no cases"
    ]
