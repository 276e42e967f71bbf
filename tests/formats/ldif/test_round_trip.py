"""Generated records, written in many ways, read as what they were; in bulk, and in full."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.ldif import read_changes, read_snapshot, runs
from linter.formats.ldif.block import placed, text_of, tidy
from linter.formats.ldif.record import lines_of
from linter.model import Account, Snapshot, User

NAMES = ["cn", "sn", "mail", "uid", "title", "l", "description", "displayName", "userPassword", "cn;lang-fr"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.text(st.sampled_from("abc XYZ:<-#é"), min_size=1, max_size=12)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(TEXT, PLAIN)), min_size=1, max_size=8)


@dataclass
class Writer:
    """Writes values as a directory does, in one of many ways."""

    width: int
    encode: bool
    end: str

    def line(self, name: str, value: str) -> str:
        safe = value and value.isprintable() and value.strip() == value and value[0] not in ":<"
        if safe and not self.encode:
            text = f"{name}: {value}"
        else:
            text = f"{name}:: {base64.b64encode(value.encode()).decode()}"
        first, rest = text[: self.width], text[self.width :]
        folds = [rest[at : at + self.width] for at in range(0, len(rest), self.width)]
        return "\n ".join([first, *folds])

    def file(self, records: list[list[tuple[str, str]]]) -> bytes:
        blocks = ["\n".join(self.line(*pair) if pair[1] else pair[0] for pair in one) for one in records]
        return ("\n# a comment\n\n".join(blocks) + "\n").replace("\n", self.end).encode()


WRITERS = st.builds(Writer, st.integers(1, 80), st.booleans(), st.sampled_from(["\n", "\r\n"]))


@given(WRITERS, st.lists(PAIRS, min_size=1, max_size=4))
def test_lines_read_as_they_were_written(writer: Writer, records: list[list[tuple[str, str]]]) -> None:
    records = [[("dn", "cn=a"), *((name, value or "x") for name, value in one)] for one in records]
    data = writer.file(records)
    blocks = tidy(text_of(data)).split("\n\n")[:-1]
    assert [[(name, value) for name, _, value in lines_of(block)] for block in blocks] == records
    places = placed(data, 1)
    lines = data.decode().replace("\r\n", "\n").split("\n")
    assert [len(one) for one in places] == [len(one) for one in records]
    for one, written in zip(places, records, strict=True):
        for logical, (name, _) in zip(one, written, strict=True):
            assert list(logical.texts) == lines[logical.number - 1 : logical.number - 1 + len(logical.texts)]
            assert "".join([logical.texts[0], *(text[1:] for text in logical.texts[1:])]).startswith(name)


DNS = [f"uid={name},{above}" for name in "ab" for above in ("ou=P,dc=x", "dc=x")] + ["ou=P,dc=x", "cn=G,dc=x"]
OPS = ["replace", "add", "delete"]
ATTRIBUTES = ["mail", "cn", "title", "member", "nsAccountLock", "userPassword", "displayName"]


@st.composite
def change_record(draw: st.DrawFn) -> str:
    dn = draw(st.sampled_from(DNS))
    kind = draw(st.sampled_from(["add", "delete", "modify", "modify", "modify", "modrdn"]))
    text = f"dn: {dn}\nchangetype: {kind}\n"
    if kind == "add":
        classes = draw(st.sampled_from(["person", "groupOfNames", "organizationalUnit", "device"]))
        pairs = draw(PAIRS)
        text += f"objectClass: {classes}\n" + "".join(
            Writer(200, False, "\n").line(name, value or "x") + "\n" for name, value in pairs
        )
    elif kind == "modify":
        for _ in range(draw(st.integers(1, 3))):
            op, name = draw(st.sampled_from(OPS)), draw(st.sampled_from(ATTRIBUTES))
            value = {"member": DNS[0], "nsAccountLock": "TRUE"}.get(name) or draw(
                st.sampled_from(["v", "w w"])
            )
            text += f"{op}: {name}\n{name}: {value}\n-\n"
    elif kind == "modrdn":
        text += f"newrdn: {draw(st.sampled_from(['uid=c', 'cn=G2', 'uid=a']))}\ndeleteoldrdn: 1\n"
    return text


CLASSES = ["top", "person", "groupOfNames", "device", "Person"]


@st.composite
def entry(draw: st.DrawFn) -> str:
    dn = draw(st.sampled_from([*DNS, "CN=Ann  B,OU=P,DC=x", "uid=a\\,b,dc=x", "uid=", "commonName=c,dc=x"]))
    classes = draw(st.lists(st.sampled_from(CLASSES), max_size=2))
    pairs = draw(PAIRS)
    return f"dn: {dn}\n" + "".join(
        Writer(200, False, "\n").line(name, value or "x") + "\n"
        for name, value in [*(("objectClass", each) for each in classes), *pairs]
    )


def often(records: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Records of which some come again and again."""
    return st.lists(records, min_size=1, max_size=8).flatmap(
        lambda found: st.lists(st.sampled_from(found), min_size=len(found), max_size=12)
    )


USERS = (
    User(id="u1", full_name="A", attributes={"dn": DNS[0], "cn": "B"}, groups=("cn=G,dc=x",)),
    User(id=DNS[1], primary_email="v"),
)


def how_read(monkeypatch: pytest.MonkeyPatch, reading: Callable[[], object]) -> Iterator[object]:
    """What a reading gives where all records are read in full, then by their shapes, then by patterns."""
    with monkeypatch.context() as patch:
        patch.setattr(runs, "shape_of", lambda _: None)
        yield reading()
    yield reading()
    with monkeypatch.context() as patch:
        patch.setattr(runs, "_STREAK", 1)
        patch.setattr(runs, "_WORTH_A_PATTERN", 1)
        yield reading()


@pytest.mark.parametrize("users", [(), USERS])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=often(change_record()))
def test_changes_read_in_bulk_are_those_read_in_full(
    write, monkeypatch: pytest.MonkeyPatch, users: tuple[User, ...], records: list[str]
) -> None:
    path = write("c.ldif", "\n".join(records))
    known = Given(baseline=Snapshot(accounts=(Account(id="a", users=users),)) if users else None)

    def reading() -> object:
        try:
            part = read_changes(Content(path), known)
        except InputError as error:
            return error.problems
        made = [
            (c.index, c.op, c.user, c.set, c.before, c.group, c.secrets, c.origin(""))
            for c in part.changes(0)
        ]
        assert len(made) == part.survey.changes
        return part.survey, made

    full, *others = how_read(monkeypatch, reading)
    assert others == [full, full]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=often(entry()), kind=st.sampled_from(["changes", "snapshot"]))
def test_entries_read_in_bulk_are_those_read_in_full(
    write, monkeypatch: pytest.MonkeyPatch, records: list[str], kind: str
) -> None:
    path = write("c.ldif", "\n".join(records))

    def reading() -> object:
        try:
            if kind == "changes":
                part = read_changes(Content(path), Given())
                return part.survey, [(c.index, c.user, c.set, c.origin("")) for c in part.changes(0)]
            snapshot = read_snapshot(Content(path), None)
        except InputError as error:
            return error.problems
        users = snapshot.accounts[0].users
        return snapshot.complete, users, [snapshot.locate("", user.id) for user in users]

    full, *others = how_read(monkeypatch, reading)
    assert others == [full, full]


ALIKE = [f"dn: uid=u{n},ou=P,dc=x\nchangetype: modify\nreplace: title\ntitle: t{n}\n-\n" for n in range(40)]


@pytest.mark.parametrize(
    ("odd", "count"),
    [
        ("dn: uid=o,ou=P,dc=x\nchangetype: modify\nreplace: title\ntitle:: dA==\n-\n", 81),
        ("dn: uid=o,ou=P,dc=x\nchangetype: modify\nreplace: title\ntitle: a\n  b\n-\n", 81),
        ("# a word\ndn: CN=O\\, P,ou=P,dc=x\nchangetype: modify\nreplace: title\ntitle: t\n", 81),
        ("dn: CN=O P, OU=P, DC=x\nchangetype: modify\nreplace: title\ntitle: t\n", 81),
        ("dn: uid=u9,ou=P,dc=x\nchangetype: delete\n", 81),
        ("dn: ou=P,dc=x\nchangetype: modify\nreplace: title\ntitle: t\n", 80),
        ("version: 1\ndn: uid=o,ou=P,dc=x\nchangetype: delete\n", 81),
        ("dn: ou=P,dc=x\nchangetype: modrdn\nnewrdn: ou=Q\ndeleteoldrdn: 1\n", 80),
    ],
)
def test_an_odd_record_among_many(write, monkeypatch: pytest.MonkeyPatch, odd: str, count: int) -> None:
    path = write("c.ldif", "\n".join([*ALIKE, odd, *ALIKE]))

    def reading() -> object:
        part = read_changes(Content(path), Given())
        made = [(c.index, c.op, c.user, c.set, c.origin(""), c.origin("user")) for c in part.changes(0)]
        return part.survey, made

    full, *others = how_read(monkeypatch, reading)
    assert others == [full, full]
    assert full[0].changes == count


def test_a_shape_that_comes_seldom_gets_no_pattern() -> None:
    found = runs.Runs()
    text = "".join(f"{each}\n" for each in ALIKE)
    assert [run.size for run in found.of(text.encode())] == [32, 8]
