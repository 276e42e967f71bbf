"""Batches and requests as text: what is recognised, what is wrong with their form, and where."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.dataverse.batch import MOST_BYTES, MOST_REQUESTS, requests_of
from linter.formats.recognise import format_of

SAMPLES = Path(__file__).parents[4] / "shared/fixtures/odata_batch"
PART = "Content-Type: application/http\nContent-Transfer-Encoding: binary\n"
DELETE = "DELETE systemusers(1) HTTP/1.1\n"


def batch(*requests: str, boundary: str = "b", head: str = PART) -> str:
    """A batch, or the body of a change set, with a part for each request."""
    parts = "".join(f"--{boundary}\n{head}\n{request}\n" for request in requests)
    return f"{parts}--{boundary}--\n"


def changeset(*requests: str, head: str = PART) -> str:
    """A batch of one change set."""
    kind = "Content-Type: multipart/mixed; boundary=c\n"
    return batch(batch(*requests, boundary="c", head=head), head=kind)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (batch(DELETE)[:-7], "1:1", "the batch is not closed"),
        (changeset(DELETE).replace("--c--\n", ""), "4:1", "the change set is not closed"),
        ("Content-Type: multipart/mixed\n\n--b\n", "1:1", "the boundary of this batch is not named"),
        ("POST /api/data/v9.2/$batch\n\n" + batch(DELETE), "1:1", "the boundary of this batch is not named"),
        (
            "Content-Type: multipart/mixed; boundary=x\n\n" + batch(DELETE),
            "3:1",
            "the batch has no parts",
        ),
        (batch(DELETE) + "\n" + batch(DELETE), "9:1", "something follows the end of the batch"),
        ("Content-Type: multipart/mixed; boundary=b\n\nDELETE x\n" + batch(), "3:1", None),
        (batch("POST /api/data/v9.2/$batch HTTP/1.1\n"), "5:6", "a batch stands in a batch"),
        (changeset("GET systemusers HTTP/1.1\n"), "8:5", "`GET` cannot stand in a change set"),
        (
            changeset("", head="Content-Type: multipart/mixed; boundary=d\n"),
            "5:1",
            "a change set stands in a change set",
        ),
        (batch(DELETE, head=""), "2:1", "this part is no request"),
        (
            batch(DELETE, head=PART.replace("binary", "base64")),
            "2:1",
            "a part in another encoding than `binary` is not read",
        ),
        (batch(DELETE, head="no header\n"), "2:1", "this is no header of a request"),
        (
            batch(DELETE, head=PART + "Content-ID: 1\nContent-id: 2\n"),
            "5:1",
            "the header `Content-id` is here twice",
        ),
        (batch("HTTP/1.1 204 No Content\n"), "5:1", "this is an answer, not a request"),
        (batch("PACTH systemusers(1) HTTP/1.1\n"), "5:1", "this is no request of the Dataverse Web API"),
        (batch("PATCH systemusers(1) HTTP/1.1\n\n{"), "7:2", None),
        (batch("PATCH systemusers(1 HTTP/1.1\n"), "5:7", "the brackets of this address are not closed"),
        (batch("PATCH systemusers(a='1) HTTP/1.1\n"), "5:7", "a quote of this address is not closed"),
        ("DELETE {{url}}/systemusers({{id}})", "1:8", "this address holds a variable that is not filled in"),
        (
            "DELETE https://a.example/api/data/v9.2/systemusers(1)\n###\n"
            "DELETE https://b.example/api/data/v9.2/systemusers(1)\n",
            "3:8",
            "this request goes to another environment",
        ),
        ('{"value": []}', "1:1", "this is no request of the Dataverse Web API"),
        (b"--b\nContent-Type: application/http\n\n\xff", "4:1", "byte 0xff is not UTF-8"),
        ("--b\n".encode("utf-16"), "1:1", "the file is not UTF-8 but looks like UTF-16"),
        ("\n\n", "1:1", "the file is empty"),
        ("# nothing\n###\n", "1:1", "the file is empty"),
    ],
)
def test_refused(read, refused, text: str | bytes, place: str, message: str | None) -> None:
    ((where, told, _), *_) = refused(read, text)
    assert message is None or told == message
    assert where == place


def test_everything_wrong_with_single_requests_is_told_at_once(read, refused) -> None:
    told = refused(
        read, changeset("GET x HTTP/1.1\n", "PATCH systemusers(1 HTTP/1.1\n", DELETE, "PATCH x\n\n{,")
    )
    assert [place for place, _, _ in told] == ["8:5", "14:7", "28:2"]


def test_more_requests_than_dataverse_takes(read, refused) -> None:
    assert read(batch(*[DELETE] * MOST_REQUESTS)).survey.changes == MOST_REQUESTS
    ((place, message, _),) = refused(read, batch(*[DELETE] * (MOST_REQUESTS + 1)))
    assert message == "the batch has more than the 1000 requests that Dataverse takes"
    assert place == "6002:1"


def test_a_huge_file_is_refused_before_it_is_read(read, refused) -> None:
    ((_, message, _),) = refused(read, batch(DELETE) + "\n" * MOST_BYTES)
    assert message == "the file is larger than 8 MiB"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(read, newline: str) -> None:
    text = changeset('PATCH systemusers(1) HTTP/1.1\nIf-Match: *\n\n{\n"firstname": "A"}')
    (change,) = read(text.replace("\n", newline)).changes(0)
    assert change.set == {"first_name": "A"}
    assert change.origin("set/first_name").line == 12


def test_a_token_in_a_broken_header_never_shows(read) -> None:
    with pytest.raises(InputError) as caught:
        read("PATCH systemusers(1)\nAuthorization Bearer Hunter2\n\n{}")
    assert "Hunter2" not in repr(caught.value.problems)


def test_long_headers_cost_no_time(read) -> None:
    text = "DELETE systemusers(1)\nA: b\n" + " x\n" * 300_000 + " " * 1_000_000
    assert read(text).survey.changes == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    shape=st.lists(st.one_of(st.just(0), st.integers(1, 4)), max_size=6),
    boundary=st.from_regex(r"[A-Za-z0-9'()+_./:=?-]{0,20}[A-Za-z0-9]", fullmatch=True),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    case=st.sampled_from([str, str.upper, str.lower]),
)
def test_what_is_written_is_read(tmp_path: Path, shape: list[int], boundary: str, newline: str, case) -> None:
    """A batch of single requests (0) and change sets of several; each with its place and change set."""
    outer, inner = f"o{boundary}", f"i{boundary}"
    lines = [f'{case("Content-Type")}: multipart/mixed; boundary="{outer}"', ""]
    wanted = []

    def request(mark: str, group: int) -> None:
        lines.extend([f"--{mark}", f"{case('Content-Type')}: application/http", ""])
        lines.extend([f"DELETE systemusers({len(wanted)}) HTTP/1.1", ""])
        wanted.append((f"systemusers({len(wanted)})", len(lines) - 1, group))

    groups = 0
    for count in shape:
        if not count:
            request(outer, 0)
            continue
        groups += 1
        lines.extend([f"--{outer}", f'content-type: multipart/mixed;boundary="{inner}"', ""])
        for _ in range(count):
            request(inner, groups)
        lines.append(f"--{inner}--")
    lines.extend([f"--{outer}--", ""])
    path = tmp_path / "batch"
    path.write_bytes(newline.join(lines).encode())
    found = requests_of(Content(str(path))) if shape else []
    assert [(each.url, each.place().line, each.group) for each in found] == wanted


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("x", batch(DELETE), "dataverse"),
        ("x.txt", "\ufeff\r\n" + changeset(DELETE).replace("\n", "\r\n"), "dataverse"),
        ("x", batch(DELETE).replace("\n", "\r"), "dataverse"),
        ("x", "Content-Type: multipart/mixed; boundary=b\n\n" + batch(DELETE), "dataverse"),
        ("x", "POST [Organization URI]/api/data/v9.2/$batch HTTP/1.1\n", "dataverse"),
        ("x.http", "# x\n@url = y\nPATCH {{url}}/api/data/v9.2/systemusers(1)\n\n{}", "dataverse"),
        ("x", "DELETE systemusers(1)\n", "dataverse"),
        (
            "x.json",
            '{"@odata.context": "https://x/api/data/v9.2/$metadata#systemusers", "value": []}',
            "dataverse",
        ),
        ("x.json", '[{"systemuserid": "1", "fullname": "x"}]', "dataverse"),
        ("x.json", '{"@odata.context": "https://x/v1.0/$metadata#users", "value": []}', "graph"),
        ("x", "PATCH https://graph.microsoft.com/v1.0/users/systemusers\n\n{}", "graph"),
        ("x", "PATCH /scim/v2/Users/systemuserid\n\n{}", "scim"),
        (
            "x.json",
            '{"changes": [{"op": "update", "user": "a", "set": {"attributes": {"systemuserid": "x"}}}]}',
            "json",
        ),
        ("x.yaml", "---\nchanges: []\n", "yaml"),
        ("x.csv", "systemuserid,internalemailaddress,windowsliveid\n,a@a.example,a@a.example\n", "crm"),
    ],
)
def test_recognised(write, name: str, text: str, format: str) -> None:
    assert format_of(Content(write(name, text))) == format


@pytest.mark.skipif(not SAMPLES.exists(), reason="the public samples are not here")
@pytest.mark.parametrize(
    ("name", "whats"),
    [
        ("dataverse-docs_changeset_create-3-tasks.http", ["3 requests to POST `/tasks`"]),
        ("olingo2_changeset.batch", ["1 request to PUT `/Employees({id})/EmployeeName`"]),
    ],
)
def test_public_samples(read, name: str, whats: list[str]) -> None:
    part = read((SAMPLES / name).read_bytes())
    assert [str(one) for one in part.survey.unchecked] == whats
