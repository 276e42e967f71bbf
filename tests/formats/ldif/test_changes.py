"""What records do, as changes."""

import base64
import uuid

import pytest

from linter.model import User

P = "ou=People,dc=x"
ADD = f"""\
dn: uid=jd, {P}
changetype: add
objectClass: inetOrgPerson
uid: jd
cn: Jane Doe
displayName: Jane D.
givenName: Jane
sn: Doe
mail: jd@x.example
mail: jane@x.example
employeeNumber: 7
manager: UID=boss, OU=people,DC = x
userPassword: hunter2
title: Boss
cn;lang-fr: Jeanne
"""
ADDED = {
    "op": "create",
    "user": f"uid=jd,{P}",
    "set": {
        "sign_in_id": "jd",
        "full_name": "Jane D.",
        "first_name": "Jane",
        "last_name": "Doe",
        "primary_email": "jd@x.example",
        "employee_id": "7",
        "manager_id": "uid=boss,ou=people,dc=x",
        "attributes": {
            "dn": f"uid=jd,{P}",
            "objectclass": "inetOrgPerson",
            "cn": "Jane Doe",
            "mail": ["jd@x.example", "jane@x.example"],
            "title": "Boss",
            "cn;lang-fr": "Jeanne",
        },
    },
    "secrets": ("userPassword",),
}


def modify(body: str, dn: str = f"uid=jd,{P}") -> str:
    return f"dn: {dn}\nchangetype: modify\n{body}"


def test_add(changes) -> None:
    (found,) = changes(ADD)
    assert found == ADDED


def test_records_without_a_changetype_are_entries_to_be_added(changes) -> None:
    assert changes(ADD.replace("changetype: add\n", "")) == changes(ADD)


FORMS = [
    ADD.replace("\n", "\r\n"),
    "version: 1\n" + ADD,
    "version: 1\n\n\n\n" + ADD + "\n\n\n",
    "\n\n" + ADD.rstrip("\n"),
    "# stamp\n" + ADD + "# end\n\n# another\n",
    ADD.replace("cn: Jane Doe", "# said\n#  twice\ncn: Jane Doe"),
    "# a comment\n that goes on\n" + ADD,
    ADD.replace("cn: Jane Doe", "cn: Jane\n  Doe"),
    ADD.replace("cn: Jane Doe", "c\n n:\n  Jane D\n oe"),
    ADD.replace("cn: Jane Doe", "cn:: SmFuZSBEb2U="),
    ADD.replace("cn: Jane Doe", "cn:: SmFuZSBE\n b2U="),
    ADD.replace("cn: Jane Doe", "cn:Jane Doe"),
    ADD.replace("cn: Jane Doe", "cn:   Jane Doe"),
    ADD.replace("cn: Jane Doe", "CN: Jane Doe").replace("title", "TITLE"),
    ADD.replace("dn: ", "DN: ").replace("changetype: add", "ChangeType: Add"),
    "dn:: " + base64.b64encode(f"uid=jd,{P}".encode()).decode() + "\n" + ADD.partition("\n")[2],
    b"\xef\xbb\xbf" + ADD.encode(),
    ADD + "\nsearch: 2\nresult: 0 Success\n",
]


@pytest.mark.parametrize("text", FORMS)
def test_ways_to_write_the_same(changes, text: str | bytes) -> None:
    assert changes(text) == changes(ADD)


BLOCKS = [
    ("replace: mail\nmail: n@x\n-\n", {"primary_email": "n@x"}, {}),
    ("replace: mail\nmail: n@x\n", {"primary_email": "n@x"}, {}),
    ("replace: mail\nmail: n@x\n-", {"primary_email": "n@x"}, {}),
    ("Replace: Mail\nMAIL: n@x\n-\n", {"primary_email": "n@x"}, {}),
    ("replace: mail\n-\n", {"primary_email": None}, {}),
    ("delete: mail\n-\n", {"primary_email": None}, {}),
    ("delete: mail\nmail: o@x\n-\n", {"primary_email": None}, {"primary_email": "o@x"}),
    (
        "delete: mail\nmail: o@x\n-\nadd: mail\nmail: n@x\n-\n",
        {"primary_email": "n@x"},
        {"primary_email": "o@x"},
    ),
    (
        "add: mail\nmail: n@x\n-\ndelete: mail\nmail: o@x\n-\n",
        {"primary_email": "n@x"},
        {"primary_email": "o@x"},
    ),
    ("replace: cn\ncn: A\n-\nreplace: displayName\ndisplayName: B\n-\n", {"full_name": "B"}, {}),
    ("replace: userAccountControl\nuserAccountControl: 514\n-\n", {"enabled": False}, {}),
    ("replace: userAccountControl\nuserAccountControl: 66048\n-\n", {"enabled": True}, {}),
    (
        "delete: userAccountControl\nuserAccountControl: 512\n-\n"
        "add: userAccountControl\nuserAccountControl: 514\n-\n",
        {"enabled": False},
        {"enabled": True},
    ),
    (
        "replace: proxyAddresses\nproxyAddresses: SMTP:a@x\nproxyAddresses: smtp:b@x\n-\n",
        {"primary_email": "a@x", "aliases": ("b@x",)},
        {},
    ),
    (
        "delete: proxyAddresses\nproxyAddresses: SMTP:a@x\n-\nadd: proxyAddresses\nproxyAddresses: SMTP:n@x\n"
        "proxyAddresses: smtp:a@x\n-\n",
        {"primary_email": "n@x", "aliases": ("a@x",)},
        {"primary_email": "a@x"},
    ),
    ("replace: memberOf\nmemberOf: CN=G, dc=x\n-\n", {"groups": ("cn=G,dc=x",)}, {}),
]


@pytest.mark.parametrize(("body", "values", "before"), BLOCKS)
def test_modify_of_fields(changes, body: str, values: dict[str, object], before: dict[str, object]) -> None:
    (found,) = changes(modify(body))
    found["set"].pop("attributes", None)
    assert (found["op"], found["user"], found["set"]) == ("update", f"uid=jd,{P}", values)
    assert found.get("before", {}) == before


ATTRIBUTES = [
    ("replace: title\ntitle: A\n-\n", {"title": "A"}),
    ("replace: title\ntitle: A\ntitle: B\n-\n", {"title": ["A", "B"]}),
    ("replace: title\n-\n", {"title": None}),
    ("add: title\ntitle: A\n-\n", {"title": {"add": ["A"]}}),
    ("delete: title\ntitle: A\n-\nadd: title\ntitle: B\n-\n", {"title": {"add": ["B"], "delete": ["A"]}}),
    ("add: title\ntitle: A\n-\ndelete: title\ntitle: A\n-\n", {"title": {}}),
    ("increment: uidNumber\nuidNumber: 1\n-\n", {"uidnumber": {"increment": "1"}}),
    ("replace: jpegPhoto\njpegPhoto:: //79\n-\n", {"jpegphoto": "//79"}),
    ("replace: cn;lang-de\ncn;lang-de: A\n-\n", {"cn;lang-de": "A"}),
]


@pytest.mark.parametrize(("body", "attributes"), ATTRIBUTES)
def test_modify_of_other_attributes(changes, body: str, attributes: dict[str, object]) -> None:
    (found,) = changes(modify(body))
    assert found["set"] == {"attributes": attributes}


FLAGS = [
    ("replace: nsAccountLock\nnsAccountLock: TRUE\n-\n", "disable", {}),
    ("replace: nsAccountLock\nnsAccountLock: false\n-\n", "enable", {}),
    ("delete: nsAccountLock\n-\n", "enable", {}),
    ("delete: nsAccountLock\nnsAccountLock: true\n-\n", "enable", {"enabled": False}),
    ("replace: loginDisabled\nloginDisabled: TRUE\n-\n", "disable", {}),
]


@pytest.mark.parametrize(("body", "op", "before"), FLAGS)
def test_flags_that_say_nothing_else(changes, body: str, op: str, before: dict[str, object]) -> None:
    (found,) = changes(modify(body))
    assert (found["op"], found.get("before", {})) == (op, before)


def test_a_lock_for_good_and_one_for_a_while(changes) -> None:
    text = "replace: pwdAccountLockedTime\npwdAccountLockedTime: {}\n-\n"
    (found,) = changes(modify(text.format("000001010000Z")))
    assert found["set"]["enabled"] is False
    (found,) = changes(modify(text.format("20260101000000Z")))
    assert found["set"] == {"attributes": {"pwdaccountlockedtime": "20260101000000Z"}}


def test_a_password_is_dropped_and_its_name_kept(changes) -> None:
    body = "replace: unicodePwd\nunicodePwd:: IgBoAHUAbgB0AGUAcgAyACIA\n-\n"
    assert changes(modify(body)) == [{"op": "update", "user": f"uid=jd,{P}", "secrets": ("unicodePwd",)}]


def test_members_of_groups(changes, unchecked) -> None:
    text = modify(
        "add: member\nmember: uid=a,dc=x\nmember: UID=b, dc=x\n-\ndelete: uniqueMember\n"
        "uniqueMember: uid=c,dc=x#'0101'B\n-\nadd: memberUid\nmemberUid: d\n-\n"
        "replace: description\ndescription: x\n-\n",
        "CN=Staff,ou=Groups,dc=x",
    )
    assert [(one["op"], one["user"], one["group"]) for one in changes(text)] == [
        ("add_group", "uid=a,dc=x", "cn=Staff,ou=Groups,dc=x"),
        ("add_group", "uid=b,dc=x", "cn=Staff,ou=Groups,dc=x"),
        ("remove_group", "uid=c,dc=x", "cn=Staff,ou=Groups,dc=x"),
        ("add_group", "d", "cn=Staff,ou=Groups,dc=x"),
    ]
    assert unchecked(text) == [("change of a group", 1, "13:1")]


GROUP = "cn=Staff,dc=x"
A, B = "uid=a,dc=x", "uid=b,dc=x"


def test_all_members_replaced(changes, unchecked) -> None:
    text = modify(f"replace: member\nmember: {B}\n-\n", GROUP)
    assert [(one["op"], one["user"]) for one in changes(text)] == [("add_group", B)]
    assert unchecked(text) == [
        ("replacement of all members of a group (who was in it is not known)", 1, "3:1")
    ]
    known = (User(id=A, groups=(GROUP,)), User(id="uid=c,dc=x", groups=("CN=staff, DC=x",)))
    assert [(one["op"], one["user"]) for one in changes(text, *known)] == [
        ("remove_group", A),
        ("remove_group", "uid=c,dc=x"),
        ("add_group", B),
    ]
    assert unchecked(text, *known) == []


def test_a_group_is_created_filled_and_deleted(changes, unchecked) -> None:
    text = (
        f"dn: {GROUP}\nchangetype: add\nobjectClass: groupOfNames\ncn: Staff\nmember: {A}\n\n"
        + modify(f"add: member\nmember: {B}\n-\ndelete: member\nmember: {A}\n-\n", GROUP)
        + f"\ndn: {GROUP}\nchangetype: delete\n"
    )
    assert [(one["op"], one["user"]) for one in changes(text)] == [
        ("add_group", A),
        ("add_group", B),
        ("remove_group", A),
        ("remove_group", B),
    ]
    assert unchecked(text) == [("creation of a group", 1, "1:1"), ("deletion of a group", 1, "16:1")]


NO_USERS = [
    ("changetype: add\nobjectClass: organizationalUnit\nou: A\n", "ou=A,dc=x", "creation of a container"),
    ("changetype: add\nobjectClass: device\ncn: A\n", "cn=A,dc=x", "creation of an entry that is no user"),
    (
        "changetype: add\nobjectClass: user\nobjectClass: computer\ncn: A\n",
        "cn=A,dc=x",
        "creation of an entry that is no user",
    ),
    ("changetype: delete\n", "ou=A,dc=x", "deletion of a container"),
    ("changetype: modrdn\nnewrdn: ou=B\ndeleteoldrdn: 1\n", "ou=A,dc=x", "renaming of a container"),
    (
        "changetype: modify\nreplace: description\ndescription: x\n-\n",
        "dc=A,dc=x",
        "change of a container",
    ),
]


@pytest.mark.parametrize(("text", "dn", "what"), NO_USERS)
def test_entries_that_are_no_users_are_not_checked(changes, unchecked, text: str, dn: str, what: str) -> None:
    assert changes(f"dn: {dn}\n{text}") == []
    assert unchecked(f"dn: {dn}\n{text}") == [(what, 1, "1:1")]


def rename(old: str, part: str, parent: str = "") -> str:
    above = f"newsuperior: {parent}\n" if parent else ""
    return f"dn: {old}\nchangetype: moddn\nnewrdn: {part}\ndeleteoldrdn: 1\n{above}\n"


def test_a_rename_keeps_the_id(changes) -> None:
    text = rename("cn=Paul Jensen, dc=x", "cn=Paula Jensen") + modify(
        "replace: title\ntitle: A\n-\n", "CN=Paula  Jensen,DC=x"
    )
    assert changes(text) == [
        {
            "op": "update",
            "user": "cn=Paul Jensen,dc=x",
            "set": {"full_name": "Paula Jensen", "attributes": {"dn": "cn=Paula Jensen,dc=x"}},
            "before": {"full_name": "Paul Jensen"},
        },
        {"op": "update", "user": "cn=Paul Jensen,dc=x", "set": {"attributes": {"title": "A"}}},
    ]


def test_a_renamed_container_takes_those_below_with_it(changes) -> None:
    text = (
        rename("ou=A,dc=x", "ou=B", "ou=C,dc=x")
        + modify("replace: title\ntitle: A\n-\n", "uid=a,ou=B,ou=C,dc=x")
        + "\ndn: uid=b,ou=B,ou=C,dc=x\nchangetype: delete\n"
    )
    assert [(one["op"], one["user"]) for one in changes(text)] == [
        ("update", "uid=a,ou=A,dc=x"),
        ("delete", "uid=b,ou=A,dc=x"),
    ]


def test_a_name_used_again_is_another_user(changes) -> None:
    text = f"dn: {A}\nchangetype: delete\n\n" + ADD.replace(f"uid=jd, {P}", A) + "\n"
    text += modify("replace: title\ntitle: B\n-\n", A)
    assert [(one["op"], one["user"]) for one in changes(text)] == [
        ("delete", A),
        ("create", f"{A} (2)"),
        ("update", f"{A} (2)"),
    ]


KEY = "11111111-2222-3333-4444-555555555555"
BOSS = User(id=KEY, full_name="Boss", attributes={"dn": "cn=Boss,ou=People,dc=x", "cn": "Boss"})


def test_a_user_of_the_snapshot_keeps_the_id_that_it_has_there(changes) -> None:
    text = (
        rename("CN=boss,ou=People,dc=x", "cn=Big Boss", "ou=Top,dc=x")
        + modify("replace: title\ntitle: A\n-\n", "cn=big boss,ou=top,dc=x")
        + "\n"
        + modify("replace: manager\nmanager: cn=Big Boss,ou=Top,dc=x\n-\n")
    )
    assert changes(text, BOSS) == [
        {
            "op": "update",
            "user": KEY,
            "set": {"attributes": {"dn": "cn=Big Boss,ou=Top,dc=x", "cn": "Big Boss"}},
        },
        {"op": "update", "user": KEY, "set": {"attributes": {"title": "A"}}},
        {"op": "update", "user": f"uid=jd,{P}", "set": {"manager_id": KEY}},
    ]


def test_a_user_of_another_snapshot_is_found_by_the_sign_in_of_the_name(changes) -> None:
    users = (User(id="u1", sign_in_id="JD"), User(id="u2", sign_in_id="a"), User(id="u3", primary_email="a"))
    text = modify("replace: title\ntitle: A\n-\n") + "\n"
    text += modify("replace: title\ntitle: A\n-\n", A) + "\n"
    text += modify("replace: title\ntitle: A\n-\n", "cn=JD,dc=x")
    assert [one["user"] for one in changes(text, *users)] == ["u1", A, "cn=JD,dc=x"]


def test_a_created_user_has_the_immutable_key_of_the_file(changes) -> None:
    text = ADD + f"entryUUID: {KEY.upper()}\n\n" + modify("replace: title\ntitle: A\n-\n")
    assert [one["user"] for one in changes(text)] == [KEY, KEY]
    guid = base64.b64encode(uuid.UUID(KEY).bytes_le).decode()
    assert [one["user"] for one in changes(ADD + f"objectGUID:: {guid}\n")] == [KEY]


def test_aliases_are_added_to_those_that_are_known(changes) -> None:
    user = User(id=f"uid=jd,{P}", primary_email="a@x", aliases=("b@x",))
    text = modify("add: proxyAddresses\nproxyAddresses: smtp:c@x\n-\n") + "\n"
    text += modify("delete: proxyAddresses\nproxyAddresses: SMTP:b@x\n-\nadd: memberOf\nmemberOf: cn=G\n-\n")
    assert [one.get("set", one.get("group")) for one in changes(text, user)] == [
        {"aliases": ("b@x", "c@x")},
        {"aliases": ("c@x",)},
        "cn=G",
    ]
    assert changes(modify("delete: proxyAddresses\nproxyAddresses: smtp:b@x\n-\n"))[0]["set"] == {
        "attributes": {"proxyaddresses": {"delete": ["smtp:b@x"]}}
    }


def test_a_further_address_is_no_other_primary_one(changes) -> None:
    user = User(id=f"uid=jd,{P}", primary_email="a@x")
    assert changes(modify("add: mail\nmail: b@x\n-\n"), user)[0]["set"] == {
        "attributes": {"mail": {"add": ["b@x"]}}
    }
    assert changes(modify("add: mail\nmail: b@x\n-\n"))[0]["set"] == {"primary_email": "b@x"}


def test_an_old_value_that_only_differs_in_case_is_no_other_one(changes) -> None:
    user = User(id=f"uid=jd,{P}", primary_email="A@x")
    text = modify("delete: mail\nmail: a@X\n-\nadd: mail\nmail: b@x\n-\n")
    assert changes(text, user) == [
        {"op": "update", "user": f"uid=jd,{P}", "set": {"primary_email": "b@x"}},
    ]


TREE = "dn: {}\ncontrol: 1.2.840.113556.1.4.805 true\nchangetype: delete\n"


def test_a_tree_delete_without_a_snapshot(changes, unchecked) -> None:
    text = ADD + "\n" + TREE.format("OU=People, DC=x") + "\n" + TREE.format("ou=B,dc=x")
    assert [(one["op"], one["user"]) for one in changes(text)] == [
        ("create", f"uid=jd,{P}"),
        ("delete", f"uid=jd,{P}"),
    ]
    assert unchecked(text) == [("deletion of a whole tree (no snapshot says who is in it)", 2, "17:1")]


def test_a_tree_delete_takes_who_is_there_by_then(changes, unchecked) -> None:
    names = [
        "uid=a,ou=A,dc=x",
        "uid=b,ou=In,ou=A,dc=x",
        "uid=c,ou=A,dc=x",
        "uid=d,ou=D,dc=x",
        "uid=e,ou=AA,dc=x",
    ]
    users = [User(id=f"u-{name[4]}", attributes={"dn": name}) for name in names]
    text = (
        "dn: uid=c,ou=A,dc=x\nchangetype: delete\n\n"
        + rename("ou=In,ou=A,dc=x", "ou=Out", "dc=x")
        + rename("uid=d,ou=D,dc=x", "uid=d", "ou=A,dc=x")
        + rename("ou=A,dc=x", "ou=Z")
        + "dn: uid=n,ou=Z,dc=x\nchangetype: add\nobjectClass: person\n\n"
        + TREE.format("ou=Z,dc=x")
        + "\n"
        + TREE.format("ou=Z,dc=x")
    )
    found = [(one["op"], one["user"]) for one in changes(text, *users)]
    assert found[0] == ("delete", "u-c")
    assert found[1][0] == "update"
    assert found[2] == ("create", "uid=n,ou=Z,dc=x")
    assert sorted(found[3:]) == [("delete", "u-a"), ("delete", "u-d"), ("delete", "uid=n,ou=Z,dc=x")]
    assert ("deletion of a container", 2, "25:1") in unchecked(text, *users)


def test_a_deleted_entry_is_taken_back(changes) -> None:
    dn = f"CN=Jane\\0ADEL:{KEY},CN=Deleted Objects,DC=x"
    body = "delete: isDeleted\n-\nreplace: distinguishedName\ndistinguishedName: cn=Jane,dc=x\n-\n"
    assert changes(modify(body, dn)) == [{"op": "restore", "user": "cn=Jane,dc=x"}]
    assert changes(modify(body, dn), User(id=KEY)) == [{"op": "restore", "user": KEY}]


def test_controls(unchecked) -> None:
    text = f"dn: {A}\ncontrol: {{}}\nchangetype: delete\n"
    assert unchecked(text.format("2.16.840.1.113730.3.4.2 true")) == []
    assert unchecked(text.format("1.3.6.1.1.12 true:: MAA=")) == [("control 1.3.6.1.1.12", 1, "2:1")]


def test_places(part) -> None:
    text = (
        "version: 1\n\n# c\n" + ADD + "\n"
        + modify("delete: mail\nmail: o@x\n-\nadd: mail\nmail:: bkB4\n-\nreplace: title\ntitle: A\n-\n")
        + "\n" + modify("add: member\nmember: uid=a,dc=x\nmember:\n  uid=b,\n dc=x\n-\n", GROUP)
    )  # fmt: skip
    create, update, first, second = part(text).changes(0)

    def place(change, pointer: str) -> str:
        where = change.origin(pointer)
        return f"{where.line}:{where.column}-{where.end_column} {where.text}"

    assert place(create, "") == "4:1-27 dn: uid=jd, ou=People,dc=x"
    assert place(create, "user") == place(create, "")
    assert place(create, "op") == "5:1-16 changetype: add"
    assert place(create, "set/full_name") == "9:14-21 displayName: Jane D."
    assert place(create, "set/primary_email") == "12:7-19 mail: jd@x.example"
    assert place(create, "set/attributes/title") == "17:8-12 title: Boss"
    assert place(create, "secrets/0") == place(create, "")
    assert place(update, "set/primary_email") == "26:8-12 mail:: bkB4"
    assert place(update, "set/attributes/title") == "29:8-9 title: A"
    assert place(first, "") == "35:9-19 member: uid=a,dc=x"
    assert place(first, "user") == place(first, "")
    assert place(first, "group") == f"32:1-{5 + len(GROUP)} dn: {GROUP}"
    assert place(second, "").startswith("36:")


def test_a_secret_is_never_shown(part) -> None:
    text = modify("replace: userPassword\nuserPassword: hunter2\n folded\n-\nreplace: cn\ncn: A\n-\n")
    (change,) = part(text).changes(0)
    for pointer in ("", "op", "set", "set/full_name", "set/attributes/userpassword", "set/userPassword"):
        where = change.origin(pointer)
        assert "hunter" not in where.text
        assert "folded" not in where.text


def test_small_and_large_pieces_read_alike(part, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "version: 1\n\n" + "\n".join(
        (ADD if number % 2 else modify(f"replace: title\ntitle: {number}\n-\n")) for number in range(60)
    )
    text = text.replace("\n", "\r\n")

    def all_of() -> list[tuple[object, ...]]:
        return [(c.op, c.user, c.set, c.origin(""), c.origin("set/full_name")) for c in part(text).changes(5)]

    whole = all_of()
    for size in (1, 7, 100, 501):
        monkeypatch.setattr("linter.formats.ldif.block._PIECE", size)
        assert all_of() == whole
