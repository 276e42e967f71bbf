"""Tables as delimited text: rows, what is noted of them, places, and what is refused."""

from itertools import chain
from pathlib import Path

import pytest

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.delimited import FORMULA, PADDED, Row, Table, Watch, open_table
from linter.formats.fault import Problems
from linter.formats.part import Census


def _table(tmp_path: Path, data: str | bytes) -> Table:
    path = tmp_path / "table.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return open_table(Content(str(path)))


def _read(table: Table, *, whole: bool = False) -> tuple[list[Row], Watch]:
    watch = Watch(Problems(table.name), Census())
    return list(chain.from_iterable(table.batches(watch, whole=whole))), watch


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        pytest.param("a,b\n1,2\n", ("a", "b"), [(2, ["1", "2"])], id="plain"),
        pytest.param("a,b\r\n1,2", ("a", "b"), [(2, ["1", "2"])], id="no last line end"),
        pytest.param("a;b\n1;2,5\n", ("a", "b"), [(2, ["1", "2,5"])], id="semicolons"),
        pytest.param("a\tb\n1\t2\n", ("a", "b"), [(2, ["1", "2"])], id="tabs"),
        pytest.param(
            "a;b\n1;x,y,z\n2;x,y,z\n", ("a", "b"), [(2, ["1", "x,y,z"]), (3, ["2", "x,y,z"])], id="commas"
        ),
        pytest.param("version:v1.0\na [x]\n1\n", ("a [x]",), [(3, ["1"])], id="a bare version line"),
        pytest.param("version:v1.0,,\na,b\n1,2\n", ("a", "b"), [(3, ["1", "2"])], id="a padded version line"),
        pytest.param(
            '#TYPE System.Object\n"a","b"\n"1","2"\n', ("a", "b"), [(3, ["1", "2"])], id="type line"
        ),
        pytest.param("sep=;\na;b\n1;2\n", ("a", "b"), [(3, ["1", "2"])], id="a separator line"),
        pytest.param('a,b\n"CN=x,OU=y",2\n', ("a", "b"), [(2, ["CN=x,OU=y", "2"])], id="quoted DN"),
        pytest.param(
            'a,b\n"l\nm",2\n3,4\n', ("a", "b"), [(2, ["l\nm", "2"]), (4, ["3", "4"])], id="line ends inside"
        ),
        pytest.param("a,b\n\n,,,\n1,2\n", ("a", "b"), [(4, ["1", "2"])], id="blank rows"),
        pytest.param("a,b,,\n1,2,,\n", ("a", "b"), [(2, ["1", "2"])], id="padding columns"),
        pytest.param("a,b\n1\n2,3\n", ("a", "b"), [(2, ["1", ""]), (3, ["2", "3"])], id="a short row"),
        pytest.param('a,b\n1,say "hi"\n', ("a", "b"), [(2, ["1", 'say "hi"'])], id="quotes inside"),
    ],
)
def test_rows(tmp_path: Path, text: str, header: tuple[str, ...], rows: list[Row]) -> None:
    table = _table(tmp_path, text)
    found, watch = _read(table)
    watch.problems.raise_any()
    assert (table.header, found) == (header, rows)
    assert list(chain.from_iterable(table.batches())) == rows, "a second reading gives the same"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f"Größe{delimiter}Name\nsehr groß{delimiter}Zoë €\n"
    table = _table(tmp_path, text.encode(encoding))
    assert table.header == ("Größe", "Name")
    assert _read(table)[0] == [(2, ["sehr groß", "Zoë €"])]
    assert str(table.place(2, 1)).endswith(":2:11"), "columns count characters, not bytes"


@pytest.mark.parametrize(
    ("text", "what", "count", "place"),
    [
        ("a,b\n1, x \n 2,y\n", PADDED, 2, "2:3"),
        ("a,b\n1,=1+1\n=2,y\n", FORMULA, 2, "2:3"),
        ('a,b\n1,"=cmd()"\n', FORMULA, 1, "2:3"),
        ("a,b\n1, =1\n", FORMULA, 1, "2:3"),
    ],
)
def test_oddities_are_told(tmp_path: Path, text: str, what: str, count: int, place: str) -> None:
    _, watch = _read(_table(tmp_path, text))
    found = {one.what: one for one in watch.census.survey().unchecked}
    assert found[what].count == count
    assert str(found[what].location).endswith(f":{place}")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a,b\n1,2,3\n", "2:5", "this value has no header above it"),
        ("a,,c\n1,2,3\n", "2:3", "this value has no header above it"),
        ("a,b\n1,2\n3", "3:1", "the file breaks off: its last row has 1 of 2 cells and no line end"),
        ('a,b\n1,2\n3,"4\n', "3:1", "the quote that opens a cell of this row is not closed"),
        ('a,b\n1,2\n3,"4"x\n', "3:1", "a cell of this row goes on after the quote that closes it"),
        ('a,b\n1, "x,y"\n', "2:3", "blanks stand before the quote that opens this cell"),
        ("a,b\n1,2\n3,4\r5,6\n", "3:1", "a CR alone ends this line"),
        ("a,b\n1," + "x" * 200_000 + "\n", "2:1", "this row holds a cell of more than 128 KiB"),
    ],
)
def test_rows_refused(tmp_path: Path, text: str, place: str, message: str) -> None:
    _, watch = _read(_table(tmp_path, text))
    problems = watch.problems.found
    assert [(problem.message, str(problem.location).rpartition(".csv:")[2]) for problem in problems] == [
        (message, place)
    ]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a,b\r1,2\r", "1:1", "a CR alone ends this line"),
        (b"a,b\n1,\0\n", "2:3", "the control character U+0000 is not text"),
        (b"PK\x03\x04rest", "1:3", "the control character U+0003 is not text"),
        (b"a,b\n\xc3\xa9,\xe9\n", "2:3", "byte 0xe9 is not UTF-8"),
        (b"\xef\xbb\xbfa,b\n\xe9,2\n", "2:1", "byte 0xe9 is not UTF-8"),
        (b"a,b\n1,\x81\xe9\n", "2:3", "byte 0x81 is neither UTF-8 nor Windows-1252"),
        ("a,b\n1,2\n".encode("utf-16-le")[:-1], "2:4", "this is not UTF-16"),
        ("a,b".encode("utf-16") + b"\0\n\0" * 3, "1:5", "the control character U+0000 is not text"),
        (b"a,b,A\n1,2,3\n", "1:5", "the header `A` is here twice"),
        (b"," * 1_000_000 + b"\n", "1:1", "this table has 1000001 columns; at most 1000 are read"),
        (b"a" * 3_000_000, "1:1", "this line is longer than 1 MiB"),
        (b" \n\r\n", "1:1", "the file is empty"),
        (b",,\n\n", "3:1", "there is no header"),
    ],
)
def test_tables_refused(tmp_path: Path, refused, data: bytes, place: str, message: str) -> None:
    assert [found[:2] for found in refused(_table, tmp_path, data)] == [(place, message)]


def test_nothing_may_be_left_out_of_a_whole_row(tmp_path: Path) -> None:
    _, watch = _read(_table(tmp_path, "a,b\n1\n2,3\n"), whole=True)
    assert [problem.message for problem in watch.problems.found] == ["this row has 1 of 2 cells"]


def test_many_problems_are_counted(tmp_path: Path) -> None:
    _, watch = _read(_table(tmp_path, "a\n" + "1,2\n" * 250))
    with pytest.raises(InputError) as caught:
        watch.problems.raise_any()
    assert caught.value.problems[-1].message == "and 150 more"


def test_places_mask_secrets(tmp_path: Path) -> None:
    table = _table(tmp_path, 'a,Initial password [passwordProfile] Required\nx,"hunter\n2"\ny,hunter3,z\n')
    places = [table.place(2), table.place(2, 1), table.place(4, 0)]
    assert [where.text for where in places] == ["x,***", "x,***", "***,***,***"]


def test_a_place_after_a_line_end_in_a_cell(tmp_path: Path) -> None:
    table = _table(tmp_path, 'a,b,c\n"l\nm",2,"x ""y"""\n')
    where = table.place(2, 2)
    assert (where.line, where.column, where.end_column, where.text) == (3, 6, 15, 'm",2,"x ""y"""')


def test_places_far_into_a_file(tmp_path: Path) -> None:
    text = "a,b\n" + "".join(f"{number},näme {number}\n" for number in range(60_000))
    for encoding in ("utf-8", "utf-16"):
        table = _table(tmp_path, text.encode(encoding))
        for line in (2, 30_000, 60_001):
            assert table.place(line, 1).text == f"{line - 2},näme {line - 2}"
