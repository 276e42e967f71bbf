"""Change records, read back; and what LDIF has no record for."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linter.model import Envelope
from linter.writers import WRITERS, Written
from tests.writers.conftest import Back, change_set, lost
from tests.writers.strategies import directory_changes, native_changes

LDIF = WRITERS["ldif"]


@given(st.lists(native_changes() | directory_changes() | directory_changes(), min_size=1, max_size=5))
@settings(max_examples=80)
def test_what_is_written_reads_back(back: Back, changes: list[dict[str, Any]]) -> None:
    written = LDIF.write(change_set(changes, Envelope(account="acme")))
    assume(written.means and any(written.means))
    assert back(written, "changes.ldif") == list(written.means or ())


def test_a_file_of_changes_comes_back_as_it_was(back: Back) -> None:
    text = (
        "version: 1\n\n"
        "dn: uid=a,ou=People,dc=x\nchangetype: add\nobjectclass: top\nobjectclass: inetOrgPerson\n"
        "cn: Ann\nsn:: w6k=\nuid: a\n\n"
        "dn: uid=a,ou=People,dc=x\nchangetype: modify\n"
        "delete: mail\nmail: a@x.example\n-\nadd: mail\nmail: b@x.example\n-\n"
        "replace: title\n-\n\n"
        "dn: uid=a,ou=People,dc=x\nchangetype: modrdn\nnewrdn: uid=b\ndeleteoldrdn: 1\n"
        "newsuperior: ou=Left,dc=x\n\n"
        "dn: uid=b,ou=Left,dc=x\nchangetype: modify\nreplace: nsAccountLock\nnsAccountLock: TRUE\n-\n\n"
        "dn: cn=Staff,dc=x\nchangetype: modify\ndelete: member\nmember: uid=b,ou=Left,dc=x\n-\n\n"
        "dn: uid=b,ou=Left,dc=x\nchangetype: delete\n"
    )
    source = Written((text,))
    written = LDIF.write(change_set(back(source, "source.ldif")))
    assert lost(written) == []
    assert back(written, "changes.ldif") == back(source, "source.ldif")
    assert sorted(written.text.splitlines()) == sorted(text.splitlines())


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("A B", "title: A B"),
        (" A", "title:: IEE="),
        ("A ", "title:: QSA="),
        (":A", "title:: OkE="),
        ("<A", "title:: PEE="),
        ("\u00e9", "title:: w6k="),
        ("a\nb", "title:: YQpi"),
        ("\x00", "title:: AA=="),
        ("-", "title: -"),
        ("x" * 80, "title: " + "x" * 69 + "\n " + "x" * 11),
    ],
)
def test_base64_and_folding(value: str, line: str) -> None:
    changes = [{"op": "update", "user": "uid=a,dc=x", "set": {"attributes": {"title": value}}}]
    assert f"replace: title\n{line}\n-\n" in LDIF.write(change_set(changes)).text


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            {"op": "disable", "user": "u1"},
            "`u1`, whom `disable` is about, is no DN, by which LDIF names users",
        ),
        ({"op": "grant_role", "user": "uid=a,dc=x", "role": "r"}, "LDIF has no record for `grant_role`"),
        (
            {"op": "add_group", "user": "uid=a,dc=x", "group": "Staff"},
            "the group `Staff` of `add_group` is no DN, by which LDIF names groups",
        ),
        (
            {"op": "create", "user": "u1", "set": {}},
            "`create` has no DN: neither `user` nor `attributes.dn` is one",
        ),
        (
            {"op": "create", "user": "uid=a,dc=x", "set": {}},
            "`create` has no `objectclass` that makes a user, which a directory needs",
        ),
        (
            {"op": "update", "user": "uid=a,dc=x", "set": {"attributes": {"jpegphoto": "/9j/"}}},
            "this value of `jpegphoto` has no place in `update` as LDIF has it",
        ),
        (
            {"op": "update", "user": "uid=a,dc=x", "set": {"manager_id": "u1"}},
            "this value of `manager_id` has no place in `update` as LDIF has it",
        ),
        (
            {"op": "update", "user": "uid=a,dc=x", "set": {"attributes": {"dn": "uid=b,dc=x"}}},
            "the new `dn` of `update` does not say what its other values say",
        ),
    ],
)
def test_what_ldif_cannot_say(change: dict[str, Any], what: str) -> None:
    assert lost(LDIF.write(change_set([change]))) == [what]
