"""What is no LDIF: every problem with its place, and never a secret."""

import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.ldif import recognises
from linter.model import Problem

A = "dn: uid=a,dc=x\n"
MODIFY = A + "changetype: modify\n"
RENAMING = "a rename has `newrdn:`, `deleteoldrdn:` and, where the entry moves, `newsuperior:`"

REFUSED = [
    ("hello", "1:1", "this line has no colon", "a line that continues the one before begins with a blank"),
    ("cn: a\n", "1:1", "a record begins with `dn:`", "an empty line ends a record: is one too many here?"),
    (A + "cn: b\n\ncn: a\n", "4:1", "a record begins with `dn:`", None),
    ("version: 2\n" + A + "cn: a\n", "1:1", "LDIF version `2` is not known", "version 1 is read"),
    (A, "1:1", "the record has no attributes", ""),
    (" cn: a\n" + A, "1:1", "this line continues nothing", None),
    (A + "cn: b\n\n c\n", "4:1", "this line continues nothing", None),
    (A + "cn: b\nc n: d\n", "3:1", "this is no attribute name", "a line begins with `name:`"),
    (A + "cn:: %%%\n", "2:5", "the value of `cn` is not base64", "was it cut off?"),
    (A + "cn:: SmFuZQ=\n", "2:5", "the value of `cn` is not base64", "was it cut off?"),
    (A + "cn:: //79\n", "2:1", "this value is not text", "its base64 does not give UTF-8"),
    ("dn:: //79\ncn: a\n", "1:1", "this value is not text", None),
    (
        A + "jpegPhoto:< file:///etc/passwd\n",
        "2:11",
        "the value of `jpegPhoto` is to be read from a URL, which is never opened",
        None,
    ),
    ("dn: nobody\ncn: a\n", "1:5", None, "such as `uid=jane,ou=People,dc=example,dc=com`"),
    ("dn: cn=a,nobody\ncn: a\n", "1:10", None, None),
    (A + "changetype: remove\n", "2:1", "the change type `remove` is not known", None),
    (A + "control: true\nchangetype: delete\n", "2:1", None, None),
    (A + "control: 1.2:< file:///x\nchangetype: delete\n", "2:1", None, None),
    (A + "control: 1.2.3\ncn: a\n", "2:1", "a control stands before a `changetype:` only", ""),
    (A + "cn: a\nchangetype: add\n", "3:1", "`changetype:` stands right after `dn:`", None),
    (
        A + "cn: a\ndn: uid=b,dc=x\n",
        "3:1",
        "`dn:` begins a record",
        "an empty line parts two records",
    ),
    (A + "changetype: add\ncn: a\n-\n", "4:1", None, None),
    (A + "changetype: delete\ncn: a\n", "3:1", "a delete takes nothing more", None),
    (
        MODIFY + "cn: a\n",
        "3:1",
        "here must begin a modification",
        "one of: `add:`, `delete:`, `replace:`, `increment:`",
    ),
    (MODIFY + "add: cn\n-\n", "3:1", "`add:` needs a value", "write it on the next line: `cn: ...`"),
    (
        MODIFY + "replace: cn\ncn: a\nreplace: sn\nsn: b\n-\n",
        "5:1",
        "this is a value of `replace`, but the block is about `cn`",
        "a line with `-` alone ends a block",
    ),
    (MODIFY + "replace: a b\n-\n", "3:1", "`replace:` names the attribute that it is about", None),
    (
        MODIFY + "replace: userAccountControl\nuserAccountControl: off\n-\n",
        "4:1",
        "`useraccountcontrol` must be a number",
        "",
    ),
    (
        MODIFY + "replace: nsAccountLock\nnsAccountLock: 1\n-\n",
        "4:1",
        "`nsaccountlock` must be `TRUE` or `FALSE`",
        "",
    ),
    (MODIFY + "add: memberOf\nmemberOf: staff\n-\n", "4:11", None, None),
    (A + "changetype: modrdn\nnewrdn: cn=b\n", "2:1", "`deleteoldrdn:` is missing", RENAMING),
    (A + "changetype: modrdn\nnewrdn: cn=b\ndeleteoldrdn: yes\n", "4:1", "`deleteoldrdn:` is 0 or 1", ""),
    (A + "changetype: modrdn\nnewrdn: cn=b\nnewrdn: cn=c\n", "4:1", "`newrdn:` has no place here", RENAMING),
    (A + "changetype: modrdn\nnewrdn: cn=b,dc=y\ndeleteoldrdn: 1\n", "3:1", None, None),
    (
        "dn: ou=a,dc=x\nchangetype: moddn\nnewrdn: ou=b\ndeleteoldrdn: 1\nnewsuperior: ou=a,dc=x\n",
        "5:1",
        "an entry cannot be moved below itself",
        "",
    ),
    (
        A + "cn: a\n\n" + A + "changetype: delete\n",
        "4:1",
        "this record has a `changetype:`, but those before it have none",
        None,
    ),
    (
        A + "changetype: delete\n\n" + A + "cn: a\n",
        "4:1",
        "this record has no `changetype:`, but those before it have one",
        None,
    ),
    ("# nothing\n\n# at all\n", "1:1", "the file is empty", None),
    (b"\xff\xfed\x00n\x00", "1:1", "the file is not UTF-8 but looks like UTF-16", None),
    (A.encode() + b"cn: a\nsn: L\xfc\n", "3:6", "byte 0xfc is not UTF-8", None),
    (A.encode() + b"cn: \x00\n", "2:5", "a NUL byte", "write binary values in base64, after `::`"),
    (
        (A + "cn: a\n").replace("\n", "\r"),
        "1:15",
        "a carriage return alone",
        "save the file with LF or CRLF line ends",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), REFUSED)
def test_refused(part, refused, text: str | bytes, place: str, message: str | None, hint: str | None) -> None:
    ((found, said, hinted),) = refused(part, text)
    assert found == place
    assert message is None or said == message
    assert hint is None or hinted == hint


def test_all_problems_are_told(part, refused) -> None:
    text = "\n".join([A + "changetype: remove\n", A + "changetype: delete\n", A + "cn\n"])
    assert [place for place, _, _ in refused(part, text)] == ["2:1", "8:1"]


def test_a_great_many_problems_are_counted(part, refused) -> None:
    told = refused(part, "cn: a\n\n" * 5000)
    assert len(told) == 101
    assert told[-1][1] == "and 4900 more"


@pytest.mark.parametrize(
    "text",
    [
        A + "userPassword:: aHVu%%\n",
        A + "userPassword: x\nhunter2\n",
        A + "userPassword:: aHVu\nhunter2==\n",
        A + "userPassword:< file:///hunter2\n",
        A + "unicodePwd: x\nhun ter2: b\n",
        MODIFY + "replace: cn\nuserPassword: hunter2\n-\n",
        MODIFY + "replace: userPassword\nuserPassword: a\nuserPassword hunter2\n-\n",
    ],
)
def test_no_secret_in_a_refusal(part, text: str) -> None:
    with pytest.raises(InputError) as caught:
        part(text)
    for problem in caught.value.problems:
        for shown in (problem.message, problem.hint, problem.location.text if problem.location else ""):
            assert "hun" not in shown
            assert "aHVu" not in shown


def test_a_record_without_an_end(part, refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.formats.ldif.block._PIECE", 1024)
    monkeypatch.setattr("linter.formats.ldif.block.MAX_RECORD", 8 << 20)
    ((place, message, _),) = refused(part, A + "cn: " + "a" * (9 << 20))
    assert (place, message) == ("1:1", "this record is longer than 8 MiB")


HOSTILE = [
    "dn: " + ",".join(["ou=x"] * 50_000) + "\ncn: a\n",
    "dn: " + "\\" * 100_000 + "\ncn: a\n",
    'dn: cn="' + "\\" * 100_000 + "\ncn: a\n",
    A + "cn: a\n" + "\n ".join(["x"] * 1) + ": b" + "\n b" * 100_000 + "\n",
    A + "".join(f"a{number}: b\n" for number in range(100_000)),
    A + "cn: b\n" * 100_000,
    A + "control: " + "1." * 50_000 + "\nchangetype: delete\n",
    "#" * 1_000_000 + "\n" + A,
    "\n" * 1_000_000 + A,
    "dn: uid=a" + " " * 200_000 + ",dc=x\ncn: a\n",
    MODIFY + "add: cn\ncn: a\n-\n" * 50_000,
    "".join(
        f"dn: ou=a{number},dc=x\nchangetype: modrdn\nnewrdn: ou=a{number + 1}\ndeleteoldrdn: 1\n\n"
        for number in range(5_000)
    ),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_files_take_little_time(part, text: str) -> None:
    start = time.process_time()
    try:
        for change in part(text).changes(0):
            change.origin("set/full_name")
    except InputError:
        pass
    assert time.process_time() - start < 10


def test_memory_does_not_grow_with_the_file(part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.formats.ldif.block._PIECE", 1 << 16)
    record = MODIFY + "replace: title\ntitle: " + "x" * 200 + "\n-\n\n"

    def peak(count: int) -> int:
        text = record * count
        tracemalloc.start()
        assert sum(1 for _ in part(text).changes(0)) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most - len(text)

    peak(10)
    assert peak(3_000) < 1.5 * peak(1_000)


WHOLE = (
    "version: 1\n\n" + A + "changetype: add\nobjectClass: person\nmail: a@x\nmanager: uid=b,dc=x\n\n" + MODIFY
    + "delete: mail\n-\nadd: proxyAddresses\nproxyAddresses:: U01UUDphQHg=\n-\n\n" + A
    + "changetype: modrdn\nnewrdn: uid=c+cn=d\ndeleteoldrdn: 0\n\ndn: cn=g\nchangetype: modify\nadd: member\n"
    + "member: uid=a,dc=x\n-\n\ndn: dc=x\ncontrol: 1.2.840.113556.1.4.805 true\nchangetype: delete\n"
)  # fmt: skip
BROKEN = st.lists(
    st.tuples(
        st.integers(0, len(WHOLE)), st.integers(0, 12), st.sampled_from([*'\n\r\0 :-#,=+\\"a;<', "\n\n"])
    ),
    min_size=1,
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=BROKEN)
def test_whatever_is_broken_is_read_or_refused(part, snapshot, spots: list[tuple[int, int, str]]) -> None:
    text = WHOLE
    for at, size, put in spots:
        text = text[:at] + put + text[at + size :]
    problems: list[Problem] = []
    for read in (part, snapshot):
        try:
            found = read(text)
        except InputError as error:
            problems += error.problems
            continue
        for change in getattr(found, "changes", lambda _: ())(0):
            assert change.origin("").line
            assert change.origin("set/primary_email").line
    assert all(problem.location and problem.location.line for problem in problems)


def test_kinds_of_what_is_not_checked_are_not_without_number(unchecked) -> None:
    text = "\n".join(f"dn: uid=a{n},dc=x\ncontrol: 1.2.{n}\nchangetype: delete\n" for n in range(200))
    told = unchecked(text)
    assert len(told) == 101
    assert told[-1] == ("other operations", 100, "402:1")


RECOGNISED = [
    (b"dn: cn=a\n", True),
    (b"\xef\xbb\xbfversion: 1\r\n\r\n# c\r\ndn: cn=a\r\n", True),
    (b"# extended LDIF\n#\n\nversion:1\nDN: cn=a\n", True),
    (b"dn:: Y249YQ==\n", True),
    (b"# a\n continued\ndn:cn=a\n", True),
    (b"dn: a\n", False),
    (b"version: 1\nchanges: []\n", False),
    (b"changes:\n  - dn: cn=a\n", False),
    (b"DistinguishedName,cn\n", False),
    (b"{}", False),
    (b"", False),
    (b"\x00\xff", False),
]


@pytest.mark.parametrize(("sample", "answer"), RECOGNISED)
def test_recognises(sample: bytes, answer: bool) -> None:
    assert recognises(sample, "changes.txt") is answer


def test_a_file_that_is_written_to_meanwhile(write, refused) -> None:
    from linter.formats.given import Given
    from linter.formats.ldif import read_changes

    path = write("c.ldif", A + "changetype: delete\n")
    found = read_changes(Content(path), Given())
    write("c.ldif", A + "changetype: delete\n\n" + A)
    ((_, message, _),) = refused(lambda: list(found.changes(0)))
    assert message == "the file was changed while it was being checked"
