"""Generated records, written in many ways, read as what they were; and the quick reader against the full."""

import base64
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.ldif import changes as module
from linter.formats.ldif import read_changes
from linter.formats.ldif.block import blocks_of, placed
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
    blocks = blocks_of(data)
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


USERS = (
    User(id="u1", full_name="A", attributes={"dn": DNS[0], "cn": "B"}, groups=("cn=G,dc=x",)),
    User(id=DNS[1], primary_email="v"),
)


@pytest.mark.parametrize("users", [(), USERS])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(change_record(), min_size=1, max_size=8))
def test_the_quick_reader_agrees_with_the_full_one(
    write, monkeypatch: pytest.MonkeyPatch, users: tuple[User, ...], records: list[str]
) -> None:
    path = write("c.ldif", "\n".join(records))
    known = Given(baseline=Snapshot(accounts=(Account(id="a", users=users),)) if users else None)

    def reading() -> tuple[object, ...]:
        part = read_changes(Content(path), known)
        made = [(c.op, c.user, c.set, c.before, c.group, c.secrets, c.origin("")) for c in part.changes(0)]
        return part.survey, made

    quick = reading()
    with monkeypatch.context() as patch:
        patch.setattr(module, "draft_of", lambda *_: None)
        assert reading() == quick
