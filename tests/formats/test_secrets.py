"""Secrets never get past a reader: every format is fed a password, and no output ever shows it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.engine import check
from linter.errors import InputError
from linter.formats import FORMATS, Given, read_changes
from linter.model import ChangeSet, Envelope, Report
from linter.policy import Policies, load_packs
from linter.reporters import REPORTERS, Options

SECRET = "hunter2-Tr0ub4dor"
ENTRA = (
    "version:v1.0\n"
    "Name [displayName] Required,User name [userPrincipalName] Required,"
    "Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required\n"
    f"Ann Lee,ann@x.example,{SECRET},No\n"
)
GOOGLE = (
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
    "Org Unit Path [Required]\n"
    f"Ann,Lee,ann@x.example,{SECRET},/\n"
)
M365 = (
    "User Name,First Name,Last Name,Display Name,Job Title,Department,Office Number,Office Phone,"
    "Mobile Phone,Fax,Address,City,State or Province,ZIP or Postal Code,Country or Region,Password\n"
    f"ann@x.example,Ann,Lee,Ann Lee,,,,,,,,,,,,{SECRET}\n"
)
GRAPH = (
    '{"requests": [{"id": "1", "method": "PATCH", "url": "/users/ann@x.example", '
    '"headers": {"Content-Type": "application/json"}, '
    f'"body": {{"displayName": "Ann", "passwordProfile": {{"password": "{SECRET}"}}}}}}]}}'
)
DATAVERSE = (
    "--b\nContent-Type: application/http\n\nPATCH systemusers(a) HTTP/1.1\n"
    "Authorization: Bearer hunter2-token\nIf-Match: *\n\n"
    f'{{"firstname": "Ann", "password": "{SECRET}"}}\n'
    "--b\nContent-Type: application/http\n\nPUT systemusers(a)/password HTTP/1.1\n\n"
    f'{{"value": "{SECRET}"}}\n--b--\n'
)
SCIM = (
    '{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "id": "7", '
    f'"Operations": [{{"op": "replace", "value": {{"displayName": "Ann", "password": "{SECRET}"}}}}]}}'
)
TERRAFORM = (
    '{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": ['
    '{"address": "azuread_user.a", '
    '"mode": "managed", "type": "azuread_user", "name": "a", "provider_name": "x/azuread", "change": '
    '{"actions": ["create"], "before": null, "after": {"user_principal_name": "ann@x.example", '
    f'"display_name": "Ann", "password": "{SECRET}"}}, "after_unknown": {{}}, "before_sensitive": false, '
    '"after_sensitive": {"password": true}}}]}'
)
INPUTS = {
    "yaml": f"changes:\n  - {{op: update, user: u1, set: {{full_name: Ann, password: {SECRET}}}}}\n",
    "json": f'{{"changes": [{{"op": "update", "user": "u1", "set": {{"userPassword": "{SECRET}"}}}}]}}',
    "jsonl": f'{{"op": "update", "user": "u1", "set": {{"attributes": {{"secret": "{SECRET}"}}}}}}\n',
    "crm": "(Do Not Modify) User,First Name,Last Name,Primary Email,Password\n"
    f",Ann,Lee,ann@x.example,{SECRET}\n",
    "m365": M365,
    "entra": ENTRA,
    "google": GOOGLE,
    "okta": f"login,firstName,lastName,email,password\nann@x.example,Ann,Lee,ann@x.example,{SECRET}\n",
    "ldif": "dn: uid=ann,ou=People,dc=x,dc=example\nchangetype: modify\nreplace: userPassword\n"
    f"userPassword: {SECRET}\n-\nreplace: cn\ncn: Ann\n-\n",
    "dataverse": DATAVERSE,
    "graph": GRAPH,
    "terraform": TERRAFORM,
    "scim": SCIM,
    "csv": f"user;full_name;password\nu1;Ann;{SECRET}\n",
}


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load_packs(["crm-online"])


def test_every_format_is_tried() -> None:
    assert set(INPUTS) == set(FORMATS)


def judged(path: Path, name: str, policies: Policies) -> Report:
    """What comes of the file; a refusal is told, too."""
    given = Given(op="update" if name == "csv" else None, columns={})
    try:
        found: ChangeSet = read_changes(
            [str(path)], format=name, envelope=Envelope(account="acme"), given=given
        )
        return check(found, None, policies, now=datetime(2026, 11, 20, tzinfo=UTC), trace=True, strict=True)
    except InputError as error:
        return Report(verdict="invalid", errors=error.problems)


@pytest.mark.parametrize("name", INPUTS)
def test_no_output_shows_it(name: str, tmp_path: Path, policies: Policies) -> None:
    path = tmp_path / "input.txt"
    path.write_text(INPUTS[name], encoding="utf-8")
    report = judged(path, name, policies)
    assert report.verdict != "invalid" or name == "m365", report.errors
    for form, reporter in REPORTERS.items():
        for verbosity in (0, 1):
            written = reporter(report, Options(verbosity=verbosity))
            assert SECRET not in written, form


@pytest.mark.parametrize("name", INPUTS)
def test_neither_does_a_refusal(name: str, tmp_path: Path, policies: Policies) -> None:
    path = tmp_path / "input.txt"
    text = INPUTS[name]
    for cut in (len(text) - 2, text.index(SECRET) + len(SECRET), text.index(SECRET) + 4):
        path.write_text(text[:cut], encoding="utf-8")
        written = REPORTERS["text"](judged(path, name, policies), Options(verbosity=1))
        assert SECRET[:8] not in written, f"cut at {cut}"


@pytest.mark.parametrize(
    "row", [f"ann@x.example,Ann,{SECRET}", f"ann@x.example,Ann,Lee,Lee,{SECRET},x", f"{SECRET},a,b,c,d,e"]
)
def test_a_row_with_a_cell_too_few_or_too_many_is_masked(tmp_path: Path, row: str) -> None:
    path = tmp_path / "okta.csv"
    path.write_text(f"login,firstName,password,lastName,email\n{row}\n,,,,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_changes([str(path)], format="okta", envelope=Envelope(account="acme"))
    assert SECRET not in repr(caught.value.problems)
