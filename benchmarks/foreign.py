"""Make files in the forms of other systems, of any size, the same ones each time.

    python -m benchmarks.foreign 1000000 --into /tmp/exports
    python -m benchmarks.foreign 50000 --into /tmp/exports --only "crm.xlsx"

Every file is one that its system could write: each row or record has its own values, and nothing in it is
wrong. A name ends in `-changes` where the file is read as changes, and in `-snapshot` where as a snapshot.
"""

import argparse
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from benchmarks.generate import FIRST, GROUPS, LAST, ROLES

_CHUNK = 10_000


class Someone(NamedTuple):
    """A user with values of their own."""

    number: int
    first: str
    last: str
    address: str
    department: str
    title: str

    @property
    def id(self) -> str:
        """A GUID."""
        return f"{self.number:08x}-7c1d-4e2a-9b3f-{self.number:012x}"


def someone(number: int) -> Someone:
    """The user with a number."""
    first, last = FIRST[number % len(FIRST)], LAST[number // 3 % len(LAST)]
    address = f"user{number}@contoso.example"
    return Someone(
        number, first, last, address, GROUPS[number // 7 % len(GROUPS)], ROLES[number % len(ROLES)]
    )


class Form(NamedTuple):
    """A file that is made of a beginning, a part for each user, and an end."""

    begin: str
    part: Callable[[Someone], str]
    end: str = ""
    between: str = ""


def _row(*cells: str) -> str:
    return ",".join(cells) + "\n"


_M365 = _row(
    "User Name,First Name,Last Name,Display Name,Job Title,Department,Office Number,Office Phone",
    "Mobile Phone,Fax,Address,City,State or Province,ZIP or Postal Code,Country or Region",
)
_ENTRA = "version:v1.0\n" + _row(
    "Name [displayName] Required,User name [userPrincipalName] Required",
    "Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required",
    "First name [givenName],Last name [surname],Job title [jobTitle],Department [department]",
)
_GOOGLE = _row(
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required]",
    "Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Employee ID",
    "Employee Title,Department,New Status [UPLOAD ONLY],New Licenses [UPLOAD ONLY]",
)
_OKTA = _row("login,firstName,lastName,email,displayName,title,department,employeeNumber")
_CRM = _row(
    "(Do Not Modify) User,(Do Not Modify) Modified On,Full Name,First Name,Last Name,Primary Email",
    "User Name,Status,Title,Business Unit",
)


def _m365(who: Someone) -> str:
    name = f"{who.first} {who.last}"
    place = ("4 Lagos Street", "Berlin", "", "10115", "Germany")
    phones = (f"{who.number % 900}", f"+49 30 {who.number}", "", "")
    return _row(who.address, who.first, who.last, name, who.title, who.department, *phones, *place)


def _entra(who: Someone) -> str:
    name = f"{who.first} {who.last}"
    return _row(name, who.address, "Start-2026", "No", who.first, who.last, who.title, who.department)


def _entra_download(who: Someone) -> str:
    name = f"{who.first} {who.last}"
    return _row(who.id, who.address, name, who.first, who.last, who.address, "true", who.title)


def _google(who: Someone) -> str:
    return _google_row(who, "Suspended" if who.number % 50 == 0 else "")


def _google_row(who: Someone, status: str = "") -> str:
    asked = (status, "")
    told = ("/" + who.department, "", "Active", f"E{who.number}")
    return _row(who.first, who.last, who.address, "****", *told, who.title, who.department, *asked)


def _okta(who: Someone) -> str:
    name = f"{who.first} {who.last}"
    return _row(
        who.address, who.first, who.last, who.address, name, who.title, who.department, f"E{who.number}"
    )


def _crm(who: Someone) -> str:
    when = f"2026-11-{who.number % 20 + 1:02d} 09:{who.number % 60:02d}:00"
    name = f"{who.first} {who.last}"
    told = ("Enabled", who.title, "Field")
    return _row(who.id, when, name, who.first, who.last, who.address, who.address, *told)


def _native(who: Someone) -> str:
    return _row("update", who.address, who.title, who.department, f"E{who.number}")


def _native_user(who: Someone) -> str:
    name = f"{who.first} {who.last}"
    return _row(f"u{who.number}", name, who.address, who.address, "yes", who.department, f"E{who.number}")


def _ldif_modify(who: Someone) -> str:
    return (
        f"dn: uid=user{who.number},ou=people,dc=contoso,dc=example\nchangetype: modify\n"
        f"replace: title\ntitle: {who.title} {who.number}\n-\n"
        f"replace: departmentNumber\ndepartmentNumber: {who.department}\n-\n\n"
    )


def _ldif_entry(who: Someone) -> str:
    return (
        f"dn: uid=user{who.number},ou=people,dc=contoso,dc=example\n"
        "objectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\n"
        f"objectClass: inetOrgPerson\nuid: user{who.number}\ncn: {who.first} {who.last}\nsn: {who.last}\n"
        f"givenName: {who.first}\nmail: {who.address}\ntitle: {who.title}\n"
        f"departmentNumber: {who.department}\nemployeeNumber: E{who.number}\n\n"
    )


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, indent=2)


def _terraform(who: Someone) -> str:
    before = {
        "id": who.id,
        "object_id": who.id,
        "user_principal_name": who.address,
        "display_name": f"{who.first} {who.last}",
        "given_name": who.first,
        "surname": who.last,
        "account_enabled": True,
        "department": who.department,
        "job_title": who.title,
        "password": None,
        "onmicrosoft_aliases": [],
    }
    after = before | {"job_title": f"{who.title} {who.number}"}
    return _json(
        {
            "address": f'azuread_user.staff["user{who.number}"]',
            "mode": "managed",
            "type": "azuread_user",
            "name": "staff",
            "index": f"user{who.number}",
            "provider_name": "registry.example/hashicorp/azuread",
            "change": {
                "actions": ["update"],
                "before": before,
                "after": after,
                "after_unknown": {"onmicrosoft_aliases": []},
                "before_sensitive": {"password": True},
                "after_sensitive": {"password": True},
            },
        }
    )


def _scim(who: Someone) -> str:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [
            {"op": "replace", "path": "title", "value": f"{who.title} {who.number}"},
            {"op": "replace", "path": "displayName", "value": f"{who.first} {who.last}"},
        ],
    }
    return _json({"method": "PATCH", "path": f"/Users/{who.id}", "bulkId": f"b{who.number}", "data": body})


def _scim_user(who: Someone) -> str:
    return _json(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": who.id,
            "userName": who.address,
            "name": {"givenName": who.first, "familyName": who.last},
            "displayName": f"{who.first} {who.last}",
            "emails": [{"value": who.address, "type": "work", "primary": True}],
            "active": True,
            "title": who.title,
            "meta": {"resourceType": "User", "lastModified": "2026-11-20T09:00:00Z"},
        }
    )


def _graph_user(who: Someone) -> str:
    return _json(
        {
            "id": who.id,
            "userPrincipalName": who.address,
            "displayName": f"{who.first} {who.last}",
            "givenName": who.first,
            "surname": who.last,
            "mail": who.address,
            "accountEnabled": True,
            "jobTitle": who.title,
            "department": who.department,
        }
    )


FORMS: Mapping[str, Form] = {
    "csv-changes.csv": Form("op,user,title,department,employee_id\n", _native),
    "csv-snapshot.csv": Form(
        "id,full_name,sign_in_id,primary_email,enabled,department,employee_id\n", _native_user
    ),
    "m365-changes.csv": Form(_M365, _m365),
    "m365-snapshot.csv": Form(_M365, _m365),
    "entra-changes.csv": Form(_ENTRA, _entra),
    "entra-snapshot.csv": Form(
        "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,jobTitle\n", _entra_download
    ),
    "google-changes.csv": Form(_GOOGLE, _google),
    "google-snapshot.csv": Form(_GOOGLE, _google_row),
    "okta-changes.csv": Form(_OKTA, _okta),
    "okta-snapshot.csv": Form(_OKTA, _okta),
    "crm-changes.csv": Form(_CRM, _crm),
    "crm-snapshot.csv": Form(_CRM, _crm),
    "ldif-changes.ldif": Form("version: 1\n\n", _ldif_modify),
    "ldif-snapshot.ldif": Form("version: 1\n\n", _ldif_entry),
    "terraform-changes.json": Form(
        '{"format_version": "1.2", "terraform_version": "1.9.5", "resource_changes": [\n',
        _terraform,
        "\n]}\n",
        ",\n",
    ),
    "scim-changes.json": Form(
        '{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [\n',
        _scim,
        "\n]}\n",
        ",\n",
    ),
    "scim-snapshot.json": Form(
        '{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": [\n',
        _scim_user,
        "\n]}\n",
        ",\n",
    ),
    "graph-snapshot.json": Form(
        '{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": [\n',
        _graph_user,
        "\n]}\n",
        ",\n",
    ),
}
"""The files that are text, by name."""

WORKBOOKS = ("crm-changes.xlsx", "crm-snapshot.xlsx")
"""The files that are workbooks."""


def make(folder: Path, name: str, count: int) -> Path:
    """Write a file about so many users."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if name in WORKBOOKS:
        _write_workbook(path, count)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            _write(file, FORMS[name], count)
    return path


def _write(file: TextIO, form: Form, count: int) -> None:
    file.write(form.begin)
    for begin in range(0, count, _CHUNK):
        numbers = range(begin, min(begin + _CHUNK, count))
        file.write(form.between if begin else "")
        file.write(form.between.join([form.part(someone(number)) for number in numbers]))
    file.write(form.end)


_PACKAGE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName='
    '"/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sharedStrings+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Users" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _write_workbook(path: Path, count: int) -> None:
    """The export of CRM as a workbook, its texts shared between cells as spreadsheets write them."""
    texts: dict[str, int] = {}
    rows = list(_sheet_rows(count, texts))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _PACKAGE.items():
            file.writestr(name, text)
        file.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>",
        )
        shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
        file.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{shared}</sst>")


def _sheet_rows(count: int, texts: dict[str, int]) -> Iterator[str]:
    for number in range(count + 1):
        line = _CRM if number == 0 else _crm(someone(number - 1))
        yield _sheet_row(number + 1, line.rstrip("\n").split(","), texts)


def _sheet_row(number: int, cells: Sequence[str], texts: dict[str, int]) -> str:
    shared = [texts.setdefault(cell, len(texts)) for cell in cells]
    return (
        f'<row r="{number}">'
        + "".join(f'<c r="{chr(65 + n)}{number}" t="s"><v>{text}</v></c>' for n, text in enumerate(shared))
        + "</row>"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write files as other systems export or import them.")
    parser.add_argument("count", type=int, help="how many rows or records each has")
    parser.add_argument("--into", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--only", nargs="+", default=[*FORMS, *WORKBOOKS], help="names of files")
    given = parser.parse_args()
    for name in given.only:
        make(given.into, name, given.count)


if __name__ == "__main__":
    main()
