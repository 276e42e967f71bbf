import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.model import Location, Problem, Report
from linter.reporters import Options
from linter.reporters.place import relative, somewhere, uri
from tests.reporters.hostile import TEXTS

IN_WORK = Options(folder="/srv")
ON_WINDOWS = Options(folder="C:\\work")


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("a.yaml", IN_WORK, "a.yaml"),
        ("./a.yaml", IN_WORK, "a.yaml"),
        (".//a.yaml", IN_WORK, "a.yaml"),
        ("../a.yaml", IN_WORK, "../a.yaml"),
        ("/srv/in/a.yaml", IN_WORK, "in/a.yaml"),
        ("/workshop/a.yaml", IN_WORK, "/workshop/a.yaml"),
        ("/srv/a.yaml", Options(), "/srv/a.yaml"),
        ("C:\\work\\in\\a.yaml", ON_WINDOWS, "in/a.yaml"),
        ("D:\\a.yaml", ON_WINDOWS, "D:/a.yaml"),
        ("a\\b.yaml", IN_WORK, "a\\b.yaml"),
        ("in\\a.yaml", ON_WINDOWS, "in/a.yaml"),
    ],
)
def test_relative(path: str, options: Options, expected: str) -> None:
    assert relative(path, options) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b.yaml", "a%20b.yaml"),
        ("ä.yaml", "%C3%A4.yaml"),
        ("a%b#c?.yaml", "a%25b%23c%3F.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("a\nb", "a%0Ab"),
        ("/etc/a.yaml", "file:///etc/a.yaml"),
        ("D:\\a b.yaml", "file:///D:/a%20b.yaml"),
    ],
)
def test_uri(path: str, expected: str) -> None:
    assert uri(path, IN_WORK) == expected


@given(TEXTS | st.text(st.characters(exclude_categories=[])))
def test_a_uri_is_plain_ascii(path: str) -> None:
    written = uri(path, IN_WORK)
    assert written.isascii()
    assert written.isprintable()
    assert not set(written) & set(' "<>\\^`{|}#?')


def test_where_there_is_no_place() -> None:
    place = Location(path="a.yaml", line=3)
    named = Report(verdict="invalid", errors=(Problem(message="m", location=place),))
    assert somewhere(place, named, Options(inputs=("b.yaml",))) is place
    assert somewhere(None, named, Options(inputs=("-", "b.yaml"))) == Location(path="b.yaml", line=1)
    assert somewhere(None, named, Options()) == Location(path="a.yaml", line=1)
    assert somewhere(Location(path="<stdin>", line=9), named, Options()) == Location(path="a.yaml", line=1)
    assert somewhere(None, Report(verdict="allowed"), Options()) == Location(path="", line=1)
