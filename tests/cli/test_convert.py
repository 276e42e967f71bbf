"""`prechange convert` from the command line: files, refusals, sidecars, and what is never overwritten."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.cli.app import run
from linter.errors import InputError

CHANGES = """\
account: acme
reference: CASE-1
changes:
  - {op: create, user: n1, set: {sign_in_id: new@company.example, full_name: New Person, password: hunter2}}
  - {op: disable, user: u3}
"""
ODD = """\
account: acme
changes:
  - {op: disable, user: u3}
  - {op: set_billing_admin, user: u1}
  - {op: update, user: u1, set: {full_name: F C, tags: [vip]}}
  - {op: disable, user: u4, reference: CASE-2}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two files of changes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    (tmp_path / "odd.yaml").write_text(ODD, encoding="utf-8")
    return tmp_path


def refused(*arguments: str) -> list[tuple[str, str]]:
    """What is refused, each with its place, in the order in which it is told."""
    with pytest.raises(InputError) as caught:
        run(["convert", *arguments])
    return [(str(each.location or ""), each.message) for each in caught.value.problems]


def test_evidence_goes_beside_the_file_and_comes_back(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "changes.yaml", "--to", "scim", "-o", "bulk.json"]) == 0
    assert (here / "bulk.json.prechange.yaml").read_text(encoding="utf-8") == (
        "format: scim\naccount: acme\nreference: CASE-1\n"
    )
    assert capfd.readouterr() == (
        "",
        "changes.yaml:4:5: not written: "
        "the value of `password` was dropped, so `create` is written without\n",
    )
    assert run(["convert", "bulk.json", "--to", "native"]) == 0
    assert capfd.readouterr().out == (
        "account: acme\nreference: CASE-1\nchanges:\n"
        "  - {op: create, set: {sign_in_id: new@company.example, full_name: New Person}}\n"
        "  - {op: disable, user: u3}\n"
    )
    assert "hunter2" not in (here / "bulk.json").read_text(encoding="utf-8")


def test_what_cannot_be_said_is_refused_with_its_place(here: Path) -> None:
    assert refused("odd.yaml", "--to", "scim", "-o", "bulk.json") == [
        ("odd.yaml:4:5", "SCIM has no request for `set_billing_admin`"),
        ("odd.yaml:5:50", "this value of `tags` has no place in `update` as SCIM has it"),
        (
            "odd.yaml:6:29",
            "`reference` of `disable` has no place in a request, and not all changes share it",
        ),
    ]
    assert sorted(path.name for path in here.iterdir()) == ["changes.yaml", "odd.yaml"]


def test_what_may_be_left_out_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    left = [word for kind in ("changes", "details", "evidence") for word in ("--without", kind)]
    assert run(["convert", "odd.yaml", "--to", "scim", *left]) == 0
    out, err = capfd.readouterr()
    operations = json.loads(out)["Operations"]
    assert [each["path"] for each in operations] == ["/Users/u3", "/Users/u1", "/Users/u4"]
    assert [line.partition(": not written: ")[0] for line in err.splitlines()[:3]] == [
        "odd.yaml:4:5",
        "odd.yaml:5:50",
        "odd.yaml:6:29",
    ]
    assert "not written: `account` cannot stand in a file of this format" in err


def test_standard_output_has_nothing_beside_it() -> None:
    assert [message for _, message in refused("changes.yaml", "--to", "graph")] == [
        "`account` cannot stand in a file of this format, only in FILE.prechange.yaml beside it",
        "`reference` cannot stand in a file of this format, only in FILE.prechange.yaml beside it",
    ]


def test_many_requests_are_several_batches(here: Path) -> None:
    users = "".join(f"  - {{op: disable, user: u{number}}}\n" for number in range(45))
    (here / "many.yaml").write_text(f"changes:\n{users}", encoding="utf-8")
    assert refused("many.yaml", "--to", "graph") == [("", "these changes need 3 files of this format")]
    assert run(["convert", "many.yaml", "--to", "graph", "-o", "batch.json"]) == 0
    names = ["batch.json", "batch-2.json", "batch-3.json"]
    batches: list[Any] = [json.loads((here / name).read_text(encoding="utf-8"))["requests"] for name in names]
    assert [len(requests) for requests in batches] == [20, 20, 5]
    assert [each.get("dependsOn") for each in batches[2]] == [None, ["1"], ["2"], ["3"], ["4"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("changes.yaml", "--to", "csv", "-o", "changes.yaml"),
            "the changes would overwrite the input `changes.yaml`",
        ),
        (
            ("changes.yaml", "--to", "csv", "-o", "no/where.csv"),
            "cannot write `no/where.csv`: its folder does not exist",
        ),
        (("changes.yaml", "--to", "sql"), "changes cannot be written as `sql`"),
        (("changes.yaml", "--to", "csv", "--without", "secrets"), "`--without` does not know `secrets`"),
        (
            ("changes.yaml", "--to", "scim", "-o", "kept.json"),
            "`kept.json.prechange.yaml` is there already, "
            "and would be read with what is written to `kept.json`",
        ),
    ],
)
def test_what_is_refused_before_anything_is_written(
    here: Path, arguments: tuple[str, ...], message: str
) -> None:
    (here / "kept.json.prechange.yaml").write_text("account: other\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in here.iterdir()}
    assert [told for _, told in refused(*arguments)] == [message]
    assert {path: path.read_bytes() for path in here.iterdir()} == before


def test_what_the_reader_has_no_word_for_is_not_lost(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "mixed.ldif").write_text(
        "dn: cn=Staff,dc=x\nchangetype: add\nobjectClass: groupOfNames\ncn: Staff\n\n"
        "dn: uid=a,dc=x\nchangetype: delete\n",
        encoding="utf-8",
    )
    assert refused("mixed.ldif", "--to", "yaml") == [
        ("mixed.ldif:1:1", "this would be lost: 1 creation of a group")
    ]
    assert run(["convert", "mixed.ldif", "--to", "yaml", "--without", "unchecked"]) == 0
    out, err = capfd.readouterr()
    assert out == 'changes:\n  - {op: delete, user: "uid=a,dc=x"}\n'
    assert err == "mixed.ldif:1:1: not written: 1 creation of a group\n"


def test_the_suffix_tells_the_native_form(here: Path) -> None:
    assert run(["convert", "odd.yaml", "--to", "native", "-o", "odd.jsonl"]) == 0
    lines = (here / "odd.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["op"] for line in lines] == ["disable", "set_billing_admin", "update", "disable"]


def test_a_snapshot_tells_where_users_stand(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "snapshot.yaml").write_text(
        "accounts: [{id: acme, users: [{id: u3, attributes: {dn: 'uid=c,ou=People,dc=x'}}]}]\n",
        encoding="utf-8",
    )
    (here / "one.yaml").write_text("account: acme\nchanges: [{op: disable, user: u3}]\n", encoding="utf-8")
    assert refused("one.yaml", "--to", "ldif", "-o", "one.ldif") == [
        ("one.yaml:2:25", "`u3`, whom `disable` is about, is no DN, by which LDIF names users")
    ]
    assert run(["convert", "one.yaml", "--to", "ldif", "-o", "one.ldif", "-s", "snapshot.yaml"]) == 0
    assert (here / "one.ldif").read_text(encoding="utf-8") == (
        "version: 1\n\ndn: uid=c,ou=People,dc=x\nchangetype: modify\n"
        "replace: nsAccountLock\nnsAccountLock: TRUE\n-\n"
    )
