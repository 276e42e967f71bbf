"""Content records as a snapshot."""

import base64
import uuid
from pathlib import Path

import pytest

from linter.model import UNSET, User

SAMPLES = Path(__file__).parents[4] / "shared" / "fixtures" / "ldif"
KEY = "11111111-2222-3333-4444-555555555555"
PEOPLE = f"""\
# extended LDIF
#
# LDAPv3

version: 1

dn: dc=x
objectClass: dcObject
dc: x

# jd, people, x
dn: uid=jd, ou=People,dc=x
objectClass: inetOrgPerson
uid: jd
cn: Jane Doe
sn: Doe
mail: jd@x.example
manager: uid=boss,ou=people,dc=x
userPassword:: aHVudGVyMg==
nsAccountLock: true
memberOf: cn=A,dc=x

dn: uid=boss,ou=People,dc=x
objectClass: person
entryUUID: {KEY.upper()}
cn:: TMO8xI1pxIc=
sn: Luci
 c

dn: cn=Staff,dc=x
objectClass: groupOfNames
cn: Staff
member: UID=JD,ou=People,dc=x
member: cn=Other,dc=x

dn: cn=posix,dc=x
objectClass: posixGroup
memberUid: jd

# search result
search: 2
result: 0 Success
"""


def test_users_with_their_groups(snapshot) -> None:
    found = snapshot(PEOPLE)
    (account,) = found.accounts
    assert (account.id, found.complete, found.taken_at) == ("", UNSET, UNSET)
    assert account.users == (
        User(
            id="uid=jd,ou=People,dc=x",
            sign_in_id="jd",
            full_name="Jane Doe",
            last_name="Doe",
            primary_email="jd@x.example",
            manager_id=KEY,
            enabled=False,
            groups=("cn=A,dc=x", "cn=Staff,dc=x", "cn=posix,dc=x"),
            attributes={"dn": "uid=jd,ou=People,dc=x", "objectclass": "inetOrgPerson"},
        ),
        User(
            id=KEY,
            full_name="Lüčić",
            last_name="Lucic",
            attributes={"dn": "uid=boss,ou=People,dc=x", "objectclass": "person"},
        ),
    )
    where = found.locate("acme", KEY)
    assert (where.line, where.column, where.text) == (23, 1, "dn: uid=boss,ou=People,dc=x")
    assert found.locate("acme", "nobody") is None


def test_active_directory(snapshot) -> None:
    guid = base64.b64encode(uuid.UUID(KEY).bytes_le).decode()
    text = f"""\
dn: CN=Doe\\, Jane,OU=Staff,DC=x
objectClass: top
objectClass: user
cn: Doe, Jane
displayName: Jane Doe
objectGUID:: {guid}
objectSid:: AQUAAAAAAAUVAAAA
userAccountControl: 66050
userPrincipalName: jane@x.example
sAMAccountName: jane
mail: jane@x.example
proxyAddresses: smtp:j@x.example
proxyAddresses: SMTP:jane@x.example
proxyAddresses: X500:/o=x

dn: CN=PC1,OU=Staff,DC=x
objectClass: user
objectClass: computer
cn: PC1
"""
    (account,) = snapshot(text).accounts
    assert account.users == (
        User(
            id=KEY,
            full_name="Jane Doe",
            sign_in_id="jane@x.example",
            primary_email="jane@x.example",
            aliases=("j@x.example",),
            enabled=False,
            attributes={
                "dn": "cn=Doe\\, Jane,ou=Staff,dc=x",
                "cn": "Doe, Jane",
                "samaccountname": "jane",
                "useraccountcontrol": "66050",
                "objectsid": "AQUAAAAAAAUVAAAA",
                "objectclass": ["top", "user"],
                "proxyaddresses": "X500:/o=x",
            },
        ),
    )


def test_an_export_that_was_cut_off_is_not_complete(snapshot) -> None:
    assert snapshot(PEOPLE.replace("0 Success", "4 Size limit exceeded")).complete is False


def test_a_user_twice(snapshot, refused) -> None:
    text = "dn: uid=a,dc=x\nobjectClass: person\n\ndn: UID=a, DC=x\nobjectClass: person\n"
    assert refused(snapshot, text) == [
        ("4:1", "the user `uid=a,dc=x` is here twice", "it is first listed in line 1; every id is unique")
    ]


def test_changes_are_no_snapshot(snapshot, refused) -> None:
    assert refused(snapshot, "dn: uid=a,dc=x\nchangetype: delete\n") == [
        (
            "2:1",
            "this is a change, not how things are",
            "give a file of changes as CHANGES, not as the snapshot",
        )
    ]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not beside the checkout")
def test_public_samples(part, snapshot, refused) -> None:
    damaged = (SAMPLES / "rfc2849_example4_base64-utf8_snapshot.ldif").read_bytes()
    assert [place for place, _, _ in refused(snapshot, damaged)] == ["13:1", "44:1"]
    mended = damaged.replace(b"\n\n# ou;lang", b"\n# ou;lang").replace(
        b"phonetic::\n<Jap", b"phonetic:: <Jap"
    )
    (account,) = snapshot(mended).accounts
    (user,) = account.users
    assert (user.id, user.sign_in_id) == ("uid=rogasawara,ou=営業部,o=Airius", "rogasawara")
    assert (user.full_name, user.first_name) == ("小笠原 ロドニー", "ロドニー")
    assert "userpassword" not in user.attributes

    changes = (SAMPLES / "rfc2849_example6_change-records.ldif").read_bytes()
    (problem,) = refused(part, changes)
    assert problem[:2] == (
        "12:11",
        "the value of `jpegphoto` is to be read from a URL, which is never opened",
    )
    done = part(changes.replace(b"jpegphoto:< file", b"jpegphoto: file")).changes(0)
    assert [(change.op, change.user) for change in done] == [
        ("create", "cn=Fiona Jensen,ou=Marketing,dc=airius,dc=com"),
        ("delete", "cn=Robert Jensen,ou=Marketing,dc=airius,dc=com"),
        ("update", "cn=Paul Jensen,ou=Product Development,dc=airius,dc=com"),
        ("update", "cn=Paul Jensen,ou=Product Development,dc=airius,dc=com"),
        ("update", "cn=Ingrid Jensen,ou=Product Support,dc=airius,dc=com"),
    ]
    logged = list(part((SAMPLES / "perl-ldap_00-comments.ldif").read_bytes()).changes(0))
    assert [change.user for change in logged] == [
        "uid=coyote004,ou=roadrunners,dc=acme,dc=com",
        "uid=coyote006,ou=roadrunners,dc=acme,dc=com",
    ]
    survey = part((SAMPLES / "perl-ldap_00-in.ldif").read_bytes()).survey
    assert survey.counts == {"add_group": 11}
