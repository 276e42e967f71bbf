import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.formats.ldif.dn import BadName, avas, name_of

ALIKE = [
    ("cn=Jane Doe,ou=People,dc=example,dc=com", "CN=jane doe, OU=people , DC=Example,dc=COM"),
    ("cn=Jane Doe,dc=x", "cn = Jane   Doe ;dc=x"),
    ("cn=Doe\\, Jane,dc=x", "cn=Doe\\2C Jane,dc=x"),
    ("cn=Doe\\, Jane,dc=x", 'cn="Doe, Jane",dc=x'),
    ("cn=a+uid=b,dc=x", "UID=b + CN=a,dc=x"),
    ("cn=Lučić,dc=x", "cn=Lu\\C4\\8Di\\C4\\87,dc=x"),
    ("cn=x,dc=y", "2.5.4.3=x,0.9.2342.19200300.100.1.25=y"),
    ("cn=x,dc=y", "OID.2.5.4.3=x,dc=y"),
    ("uid=x,dc=y", "userid=X,dc=y"),
    ("cn=ＡＢ,dc=x", "cn=ab,dc=x"),
    ("cn=Straße,dc=x", "cn=STRASSE,dc=x"),
    ("cn=a\\\\b,dc=x", "cn=a\\5cb,dc=x"),
    ("cn=\\#1,dc=x", "cn=\\23\\31,dc=x"),
    ("", " "),
]
UNLIKE = [
    ("cn=a,dc=x", "cn=b,dc=x"),
    ("cn=a\\,dc=x", "cn=a,dc=x"),
    ("cn=a+uid=b,dc=x", "cn=a,uid=b,dc=x"),
    ("cn=a\\+uid=b,dc=x", "cn=a+uid=b,dc=x"),
    ("cn=a，dc=x,dc=y", "cn=a,dc=x,dc=y"),  # the comma of full width is a letter like others
    ("cn=a\\\\,dc=x", "cn=a\\,dc=x"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_name_in_two_ways(one: str, other: str) -> None:
    assert name_of(one).key == name_of(other).key


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_two_names(one: str, other: str) -> None:
    assert name_of(one).key != name_of(other).key


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("CN=Jane  Doe , OU=People", "cn=Jane Doe,ou=People"),
        ("CN=Doe\\2c Jane,OU=People", "cn=Doe\\, Jane,ou=People"),
        ("cn=Before\\0dAfter,o=x", "cn=Before\\0dAfter,o=x"),
        ("cn=\\ x,o=y", "cn=x,o=y"),
        ("cn=a\\,b\\+c,o=y", "cn=a\\,b\\+c,o=y"),
    ],
)
def test_the_form_that_is_shown(written: str, shown: str) -> None:
    assert name_of(written).text == shown


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("nobody", 0),
        ("cn=a,nobody", 5),
        ("cn=a,", 4),
        ("cn=a,,dc=x", 5),
        ("cn=a\\", 4),
        ('cn="a', 3),
        ("cn=a\\zz,dc=x", 4),
        ("<GUID=1234>", 0),
        ("cn=\\ff\\fe,dc=x", 9),
    ],
)
def test_no_names(text: str, offset: int) -> None:
    with pytest.raises(BadName) as caught:
        name_of(text)
    assert caught.value.offset == offset


def test_a_name_with_too_many_parts() -> None:
    with pytest.raises(BadName, match="more than 256 parts"):
        name_of(",".join(["ou=x"] * 100_000))


def test_parts_of_one_part() -> None:
    assert avas("CN=Jane\\, Doe+UID=j") == [("cn", "Jane, Doe"), ("uid", "j")]
    with pytest.raises(BadName):
        avas("cn=a,dc=b")


VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def _written(value: str) -> str:
    """A value with every byte escaped: nothing of it can be mistaken."""
    return "".join(f"\\{byte:02x}" for byte in value.encode())


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_a_shown_name_reads_as_itself(values: list[str]) -> None:
    name = name_of(",".join(f"cn={_written(value)}" for value in values))
    again = name_of(name.text)
    assert again == name
    assert len(name.parts) == len(name.texts) == len(values)


@given(st.text(max_size=30))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    try:
        name = name_of(text)
    except BadName:
        return
    assert name_of(name.text).key == name.key
