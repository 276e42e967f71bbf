"""An export as CSV, XLSX and XML Spreadsheet 2003: read alike, and refused with the cell."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from linter.formats.content import Content
from linter.formats.crm import grid, package, read_changes, read_snapshot, recognises
from linter.formats.given import NOTHING, Given
from linter.model import Account, Snapshot, User

ID = "11111111-2222-3333-4444-555555555555"
HEADER = (
    "(Do Not Modify) User",
    "(Do Not Modify) Row Checksum",
    "(Do Not Modify) Modified On",
    "First Name",
    "Primary Email",
    "Status",
    "Password",
)
ROW = (ID, "c2Vl", datetime(2013, 8, 2, 10, 20, 33), "Ann", "ann@x.example", "Disabled", "Hunter2Hunter2")
NEW = ("", "", "", "Bob", "bob@x.example", "", "")
URN = "urn:schemas-microsoft-com:office:spreadsheet"
NAMESPACE = f'xmlns="{URN}" xmlns:ss="{URN}"'
Rows = Sequence[Sequence[Any]]


def as_csv(folder: Path, rows: Rows) -> str:
    path = folder / "users.csv"
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    return str(path)


def as_xml(folder: Path, rows: Rows) -> str:
    path = folder / "users.xml"
    lines = []
    for row in rows:
        cells = "".join(
            f'<Cell ss:Index="{n}"><Data ss:Type="String">{escape(str(value))}</Data></Cell>'
            for n, value in enumerate(row, start=1)
            if value != ""
        )
        lines.append(f"<Row>{cells}</Row>")
    path.write_text(as_workbook("".join(lines)))
    return str(path)


def as_workbook(rows: str, name: str = "Users", more: str = "") -> str:
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {NAMESPACE}>'
        f'<Worksheet ss:Name="{name}"><Table>{rows}</Table></Worksheet>{more}</Workbook>'
    )


def as_xlsx(folder: Path, rows: Rows) -> str:
    pytest.importorskip("python_calamine")
    book = pytest.importorskip("openpyxl").Workbook()
    sheet = book.active
    sheet.title = "Users"
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    for letter in "ABC":
        sheet.column_dimensions[letter].hidden = True
    hidden = book.create_sheet("hiddenSheet")
    hidden.sheet_state = "veryHidden"
    hidden.append(["options"])
    path = folder / "users.xlsx"
    book.save(path)
    return str(path)


FORMS = [
    pytest.param(as_csv, id="csv"),
    pytest.param(as_xml, id="xml"),
    pytest.param(as_xlsx, id="xlsx"),
]


@pytest.mark.parametrize("form", FORMS)
def test_is_read_alike(tmp_path: Path, form: Callable[[Path, Rows], str]) -> None:
    content = Content(form(tmp_path, [HEADER, ROW, NEW]))
    assert recognises(content.read(0, 65536), Path(content.path).name)
    part = read_changes(content, NOTHING)
    update, create = part.changes(5)
    assert (update.index, update.op, update.user, update.secrets) == (5, "update", ID, ("Password",))
    assert update.set == {"first_name": "Ann", "primary_email": "ann@x.example", "enabled": False}
    assert (create.index, create.op) == (6, "create")
    assert create.set == {"first_name": "Bob", "primary_email": "bob@x.example"}
    assert dict(part.survey.counts) == {"update": 1, "create": 1}
    assert part.survey.unchecked == ()
    (account,) = read_snapshot(Content(form(tmp_path, [HEADER, ROW])), None).accounts
    assert account.users == (
        User(
            id=ID,
            first_name="Ann",
            primary_email="ann@x.example",
            enabled=False,
            modified_at=datetime(2013, 8, 2, 10, 20, 33, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_never_seen(tmp_path: Path, form: Callable[[Path, Rows], str]) -> None:
    content = Content(form(tmp_path, [HEADER, ROW, (*NEW[:6], "Hunter2Hunter2", "Hunter2Hunter2")][:2]))
    (change,) = read_changes(content, NOTHING).changes(0)
    seen = [repr(change), *(repr(change.origin(at)) for at in ("", "user", "set/Password", "set/first_name"))]
    assert not [text for text in seen if "Hunter2" in text]


@pytest.mark.parametrize("form", FORMS[1:])
def test_a_place_is_a_sheet_and_cell(tmp_path: Path, form: Callable[[Path, Rows], str]) -> None:
    content = Content(form(tmp_path, [HEADER, ROW]))
    (change,) = read_changes(content, NOTHING).changes(0)
    where = change.origin("set/primary_email")
    assert (where.path, where.pointer, where.line, where.column) == (content.path, "Users!E2", 2, 5)
    assert (where.text, where.text_column) == ("ann@x.example", 1)
    assert change.origin("").pointer == "Users!A2"
    assert "***" in change.origin("").text
    snapshot = read_snapshot(content, None)
    found = snapshot.locate("", ID)
    assert found is not None
    assert found.pointer == "Users!A2"


@pytest.mark.parametrize("form", FORMS)
def test_what_equals_the_baseline_is_no_change(tmp_path: Path, form: Callable[[Path, Rows], str]) -> None:
    rows = [HEADER[:6], ROW[:6]]
    snapshot = read_snapshot(Content(form(tmp_path, rows)), None)
    part = read_changes(Content(form(tmp_path, rows)), Given(baseline=snapshot))
    assert (part.survey.changes, list(part.changes(0))) == (0, [])
    edited = [HEADER[:6], (*ROW[:3], "Zoe", *ROW[4:6])]
    (change,) = read_changes(Content(form(tmp_path, edited)), Given(baseline=snapshot)).changes(0)
    assert (change.user, change.set, bool(change.before)) == (ID, {"first_name": "Zoe"}, False)


@pytest.mark.parametrize(
    ("known", "stale"),
    [
        (datetime(2013, 8, 2, 10, 20, 33, tzinfo=UTC), False),
        (datetime(2013, 8, 2, 8, 20, 33, tzinfo=UTC), False),
        (datetime(2013, 8, 2, 10, 20, 34, tzinfo=UTC), True),
        (datetime(2013, 8, 4, 10, 20, 33, tzinfo=UTC), True),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_was_modified_since(
    tmp_path: Path, form: Callable[[Path, Rows], str], known: datetime, stale: bool
) -> None:
    user = User(id=ID.upper(), first_name="Old", modified_at=known)
    given = Given(baseline=Snapshot(accounts=(Account(id="a", users=(user,)),)))
    (change,) = read_changes(Content(form(tmp_path, [HEADER, ROW])), given).changes(0)
    expected = {"modified_at": datetime(2013, 8, 2, 10, 20, 33, tzinfo=UTC)}
    assert (change.before or None) == (expected if stale else None)


XML_TROUBLE = [
    pytest.param(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Workbook {NAMESPACE}/>',
        "1:",
        "this XML has a document type (`<!DOCTYPE`), which can define entities",
        id="external entity",
    ),
    pytest.param(
        as_workbook("<Row><Cell><Data>")[:-40],
        "1:",
        "this is not well-formed XML: ",
        id="cut off",
    ),
    pytest.param(
        as_workbook('<Row><Cell ss:Index="1000000"><Data>x</Data></Cell></Row>'),
        "1:1000000",
        "this sheet has 1000000 columns; at most 1000 are read",
        id="a million columns",
    ),
    pytest.param(
        as_workbook('<Row ss:Index="99999999"><Cell><Data>x</Data></Cell></Row>'),
        "",
        "this sheet has 99999999 rows; at most 1048576 are read",
        id="too many rows",
    ),
    pytest.param(as_workbook(""), "", "there is no header", id="nothing"),
    pytest.param(
        as_workbook('<Row><Cell ss:Index="-1"><Data>x</Data></Cell></Row>'), "1:", "`-1` is no `ss:Index`",
        id="index",
    ),
    pytest.param("<a>" * 300, "1:", "elements are nested deeper than 256", id="deep"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message"), XML_TROUBLE)
def test_refuses_xml(write, refused, text: str, place: str, message: str) -> None:
    ((found, said, _),) = refused(read_changes, Content(write("users.xml", text)), NOTHING)
    assert said.startswith(message)
    assert found.startswith(place)


def test_what_is_odd_in_xml(write, refused) -> None:
    header = (
        "<Row>" + "".join(f"<Cell><Data>{name}</Data></Cell>" for name in ("User Name", "Title")) + "</Row>"
    )
    rows = (
        '<Row ss:Index="4"><Cell><Comment><ss:Data>none</ss:Data></Comment><Data>a@x.example</Data></Cell>'
        '<Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell></Row>'
        "<Row><Cell><Data>b@x.example</Data></Cell><Cell><Data>=cmd()</Data></Cell></Row>"
        '<Row/><Row ss:Span="1"/><Row><Cell><Data> c@x.example</Data></Cell></Row>'
    )
    hidden = (
        '<Worksheet ss:Name="h"><Table><Row><Cell><Data>x</Data></Cell></Row></Table>'
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
    )
    other = (
        '<Worksheet ss:Name="More users"><Table><Row><Cell><Data>x</Data></Cell></Row></Table></Worksheet>'
    )
    text = as_workbook(header + rows, "All users", hidden + other)
    part = read_changes(Content(write("users.xml", text)), NOTHING)
    odd = [(one.what, one.location.pointer if one.location else "") for one in part.survey.unchecked]
    assert odd == [
        ("formula (its last result is read)", "'All users'!B4"),
        ("sheet beside the first", "'More users'!A1"),
        ("value that begins with `=` (read as text)", "'All users'!B5"),
        ("value padded with blanks (read without them)", "'All users'!A9"),
    ]
    assert [change.set["sign_in_id"] for change in part.changes(0)] == [
        "a@x.example",
        "b@x.example",
        "c@x.example",
    ]
    wrong = header + (
        '<Row><Cell ss:Formula="=1"></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell>'
        "<Cell><Data>stray</Data></Cell></Row>"
    )
    assert refused(read_changes, Content(write("wrong.xml", as_workbook(wrong))), NOTHING) == [
        ("2:1", "this formula has no result", "save the workbook in a spreadsheet"),
        ("2:2", "this cell holds an error value", "write what it shall hold"),
        ("2:3", "this value has no header above it", "name its column"),
    ]


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Users" sheetId="1" r:id="r1"/></sheets></workbook>'
)

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ROOT = RELATIONS.replace('/worksheet"', '/officeDocument"').replace("worksheets/sheet1", "xl/workbook")


def zipped(rows: str, **more: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{more.get("head", "")}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if "shared" in more:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{more["shared"]}</sst>')
    return file.getvalue()


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


XLSX_TROUBLE = [
    pytest.param(b"PK\x03\x04 and no more", "this workbook cannot be unpacked", "", id="no archive"),
    pytest.param(zipped(inline("A1", "x"))[:-60], "this workbook cannot be unpacked", "", id="cut off"),
    pytest.param(
        zipped(inline("BAZUK1", "x")), "`BAZUK1` is no cell", "", id="no cell"
    ),
    pytest.param(
        zipped(f"<row r='7'>{inline('AAAA7', 'x')}</row>"),
        "this sheet has 18279 columns; at most 1000 are read",
        "Users!AAAA7",
        id="a million columns",
    ),
    pytest.param(
        zipped(f"<row>{inline('A1', 'x')}</row><row>{inline('ALL1048576', 'x')}</row>"),
        "this sheet has more than 10000000 cells",
        "Users!ALL1048576",
        id="two cells far apart",
    ),
    pytest.param(
        zipped(inline("A9999999", "x")),
        "this sheet has 9999999 rows; at most 1048576 are read",
        "Users!A9999999",
        id="a row too far down",
    ),
    pytest.param(
        zipped("", head='<!DOCTYPE x [<!ENTITY a "b">]>'),
        "this XML has a document type (`<!DOCTYPE`), which can define entities",
        "",
        id="entities",
    ),
    pytest.param(zipped(""), "there is no header", "", id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message", "pointer"), XLSX_TROUBLE)
def test_refuses_xlsx(write, data: bytes, message: str, pointer: str) -> None:
    pytest.importorskip("python_calamine")
    with pytest.raises(grid.InputError) as caught:
        read_changes(Content(write("users.xlsx", data)), NOTHING)
    (problem,) = caught.value.problems
    assert (problem.message, problem.location.pointer if problem.location else "") == (message, pointer)


def test_a_zip_bomb(write, refused, monkeypatch) -> None:
    pytest.importorskip("python_calamine")
    monkeypatch.setattr(package, "MAX_UNPACKED", 4 << 20)
    data = zipped(f"<row>{inline('A1', 'x' * (5 << 20))}</row>")
    assert len(data) < 100_000
    monkeypatch.setattr(package.zipfile.ZipFile, "open", None)  # it is not unpacked in order to find out
    assert refused(read_changes, Content(write("users.xlsx", data)), NOTHING) == [
        ("", "this workbook unpacks to more than 4 MiB", "export fewer users at a time")
    ]


def test_a_text_that_many_cells_share(write, refused) -> None:
    pytest.importorskip("python_calamine")
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 400))
    data = zipped(rows, shared=f"<si><t>{'x' * (1 << 20)}</t></si>")
    ((place, message, _),) = refused(read_changes, Content(write("users.xlsx", data)), NOTHING)
    assert (place, message) == ("257:1", "the cells hold more than 256 MiB of text")


def test_formulas_in_xlsx(write, refused) -> None:
    pytest.importorskip("python_calamine")
    rows = f"<row r='1'>{inline('A1', 'User Name')}{inline('B1', 'Title')}</row>"
    good = f"<row r='2'>{inline('A2', 'a@x')}<c r='B2'><f>1+1</f><v>2</v></c></row>"
    part = read_changes(Content(write("good.xlsx", zipped(rows + good))), NOTHING)
    (one,) = part.survey.unchecked
    assert (one.what, one.location.pointer if one.location else "") == (grid.FORMULA, "Users!B2")
    (change,) = part.changes(0)
    assert change.set["attributes"] == {"Title": "2"}
    bad = f"<row r='2'>{inline('A2', 'a@x')}<c r='B2'><f>1+1</f><v/></c></row>"
    assert refused(read_changes, Content(write("bad.xlsx", zipped(rows + bad))), NOTHING) == [
        ("2:2", "this formula has no result", "save the workbook in a spreadsheet")
    ]


def test_says_what_is_missing(write, refused, monkeypatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("linter.formats.crm.workbook.import_module", absent)
    assert refused(read_changes, Content(write("users.xlsx", zipped(""))), NOTHING) == [
        (
            "",
            "reading XLSX needs the extra `xlsx`",
            "pip install 'prechange[xlsx]', or save the sheet as CSV",
        )
    ]
