"""Rows that are read together are those that are read one by one, with the same notes in the same places."""

from itertools import chain
from pathlib import Path
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter.formats.content import Content
from linter.formats.delimited import Row, Table, Watch, open_table
from linter.formats.encoded import Edges, Encoded
from linter.formats.fault import Problems
from linter.formats.part import Census

BLANKS = " \t\r\n\f\v\x85\xa0\u1680\u2003\u2028\u205f\u3000"
_texts = st.text(alphabet=f"ab=é,;\"'{BLANKS}…", max_size=4)


def _cell(text: str, quoted: bool, delimiter: str) -> str:
    if not quoted and not any(mark in text for mark in f'{delimiter}"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


@st.composite
def _tables(draw: st.DrawFn) -> bytes:
    delimiter = draw(st.sampled_from(",;\t"))
    rows = draw(st.lists(st.lists(st.tuples(_texts, st.booleans()), min_size=1, max_size=4), max_size=6))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [delimiter.join(["one", "two", "three"])]
    lines += [delimiter.join(_cell(text, quoted, delimiter) for text, quoted in row) for row in rows]
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])), "replace")


def _read(table: Table) -> tuple[list[Row], list[Row], object, object]:
    watch = Watch(Problems(table.name), Census())
    rows = list(chain.from_iterable(table.batches(watch)))
    again = [] if watch.problems.found else list(chain.from_iterable(table.batches()))
    return rows, again, watch.problems.found, watch.census.survey().unchecked


@settings(max_examples=300, deadline=None)
@given(data=_tables())
@example(data=b'one\ttwo\tthree\n\t\t"\t"')
def test_rows_together_are_rows_one_by_one(data: bytes, tmp_path_factory) -> None:
    path = tmp_path_factory.getbasetemp() / "table.csv"
    path.write_bytes(data)
    quick = _read(open_table(Content(str(path))))
    with patch.object(Encoded, "edges", return_value=Edges(padded=True, computed=True)):
        assert quick == _read(open_table(Content(str(path))))


def test_what_a_blank_is(tmp_path: Path) -> None:
    for blank in filter(str.isspace, map(chr, range(0x110000))):
        if blank in "\x1c\x1d\x1e\x1f":
            continue  # refused as a control character
        for text in (f"a,b\n1,{blank}x\n", f'a,b\n1,"x{blank}"\n', f"a,b\n{blank}1,x\n"):
            path = tmp_path / "table.csv"
            path.write_text(text, encoding="utf-8", newline="")
            table = open_table(Content(str(path)))
            if blank not in "\r\n":
                assert table._edges.padded, (blank, text)
