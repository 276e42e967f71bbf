"""`prechange fix` returns changes to the format that they came from."""

from pathlib import Path

import pytest

from linter.cli.app import run as prechange
from linter.errors import ExitCode, InputError
from tests.cli.conftest import NOW

MAP = (
    "account: acme\nrequested_by: u1\ncolumns: {Who: user, What: op, Full: full_name, Mail: primary_email}\n"
)
BULK = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[%s]}'
DN = "cn=Ann Other,ou=Users,dc=company,dc=example"
RENAME = '{"displayName":"Peter Lind","mail":"peter@company.example"}'
FILES = {
    "m.csv": "Who,What,Full,Mail,Floor\nu4,update,Peter Lind,peter@company.example,3\n",
    "m.csv.prechange.yaml": MAP,
    "d.jsonl": '{"account":"acme","op":"delete","user":"u4"}\n',
    "d-scim.json": BULK % '{"method":"DELETE","path":"/Users/u4"}',
    "d-graph.json": '{"requests":[{"id":"1","method":"DELETE","url":"/users/u4"},'
    '{"id":"2","method":"POST","url":"/users/u4/sendMail","body":{}}]}',
    "r-graph.json": '{"requests":[{"id":"1","method":"PATCH","url":"/users/u4",'
    f'"headers":{{"Content-Type":"application/json"}},"body":{RENAME}}}]}}',
    "d.ldif": f"version: 1\n\ndn: {DN}\nchangetype: delete\n",
    "okta.csv": "login,firstName,lastName,email\nann@company.example,Peter,Lind,peter@company.example\n",
}


@pytest.fixture(autouse=True)
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    snapshot = folder / "snapshot.yaml"
    text = snapshot.read_text(encoding="utf-8")
    assert text.endswith("roles: []\n")
    snapshot.write_text(f"{text}        attributes: {{dn: '{DN}'}}\n", encoding="utf-8")
    monkeypatch.chdir(folder)


def fix(*arguments: str) -> int:
    return prechange(["fix", *arguments, "-s", "snapshot.yaml", "--account", "acme", "--now", NOW, "-q"])


KEPT = [
    ("m.csv", "Who,What,Full,Mail,replaces,account,requested_by,Floor\n"),
    ("d.jsonl", '{"op":"disable","user":"u4","account":"acme"}'),
    ("d-scim.json", '"path":"/Users/u4","data":'),
    (
        "d-graph.json",
        '"url":"/users/u4","headers":{"Content-Type":"application/json"},"body":{"accountEnabled":false}',
    ),
    ("d.ldif", "changetype: modify\n"),
]


@pytest.mark.parametrize(("name", "held"), KEPT, ids=[name for name, _ in KEPT])
def test_the_format_is_kept_and_passes(
    name: str, held: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed = f"fixed{Path(name).suffix}"
    assert fix(name, "-o", fixed) == ExitCode.ALLOWED
    assert held in (folder / fixed).read_text(encoding="utf-8")
    assert prechange(["check", fixed, "-s", "snapshot.yaml", "--account", "acme", "--now", NOW]) == 0
    capsys.readouterr()
    assert fix(name, "-o", "-") == ExitCode.ALLOWED
    assert held in capsys.readouterr().out
    assert not (folder / "-").exists()


FALLEN = [
    ("r-graph.json", "not kept as `graph`: Graph has no request for `invite` that is read back"),
    ("okta.csv", "not kept as `okta`: `okta` files are only read"),
]


@pytest.mark.parametrize(("name", "why"), FALLEN, ids=[name for name, _ in FALLEN])
def test_what_the_format_cannot_say_is_in_the_own_form(
    name: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fix(name) == ExitCode.ALLOWED
    out, err = capsys.readouterr()
    assert out.startswith("account: acme\nchanges:\n  - ")
    assert why in err
    said = "written anew in prechange's own form, without the layout of the original"
    assert " ".join(err.split()).endswith(said)


def test_the_name_of_the_file_asks_for_the_own_form(folder: Path) -> None:
    assert fix("d.ldif", "-o", "fixed.yaml") == ExitCode.ALLOWED
    text = (folder / "fixed.yaml").read_text(encoding="utf-8")
    assert text == "account: acme\nchanges:\n  - {op: disable, user: u4}\n"


def test_no_file_has_the_name_of_a_format_that_it_has_not(folder: Path) -> None:
    with pytest.raises(
        InputError, match=r"cannot be written to `fixed\.csv` as `okta`: `okta` files are only read"
    ):
        fix("okta.csv", "-o", "fixed.csv", "--runbook", "steps.md")
    assert not {"fixed.csv", "steps.md"} & {each.name for each in folder.iterdir()}


def test_what_was_not_judged_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert fix("d-graph.json") == ExitCode.ALLOWED
    said = " ".join(capsys.readouterr().err.split())
    assert "not written: changes have no word for 1 request to POST `/users/{id}/sendMail`" in said
    assert "not written: `account` cannot stand in a file of this format" in said


def test_a_format_that_is_asked_for_is_written_whole_or_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="Graph has no request for `invite`") as raised:
        fix("r-graph.json", "--to", "graph", "-o", "fixed.json")
    assert {each.hint for each in raised.value.problems} == {"write prechange's own form: `--to native`"}
    assert not (folder / "fixed.json").exists()
