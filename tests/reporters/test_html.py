import os
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from linter.model import (
    AccountPoint,
    AccountTrace,
    Finding,
    Instead,
    Location,
    Problem,
    Report,
    Trace,
    Undecided,
    UserTrace,
)
from linter.reporters import REPORTERS, Options
from linter.reporters.html import report
from tests.reporters.consumers import azure_commands, github_commands
from tests.reporters.hostile import OPTIONS, UNSEEN
from tests.reporters.hostile import reports as hostile_reports

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "input", "option", "wbr"}
TRACE = Trace(
    users=(
        UserTrace(
            account="acme",
            user="u1",
            before={"id": "u1", "full_name": "F C", "roles": ["Sales"], "enabled": True},
            after={"id": "u1", "full_name": "F C FC@COMPANY.EXAMPLE", "roles": ["Sales"], "enabled": True},
            changed=("full_name",),
            changes=(0,),
        ),
    ),
    accounts=(
        AccountTrace(
            account="acme",
            points=(
                AccountPoint(
                    index=-1, op="", seats_used=2, purchased_users=2, billing_admin="F C <a@b.example>"
                ),
                AccountPoint(index=3, op="invite", seats_used=3, purchased_users=2, billing_admin=""),
                AccountPoint(index=4, op="create", seats_used=None, purchased_users=2, billing_admin=None),
            ),
        ),
    ),
)


class Page(HTMLParser):
    """A page's tags with their attributes, what stands in style and script, and its text.

    It must be well formed.
    """

    def __init__(self, written: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.inline: dict[str, list[str]] = {"style": [], "script": []}
        self._text: list[str] = []
        self._open: list[str] = []
        self.feed(written)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID or (tag == "option" and "select" in self._open):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.inline:
            self.inline[self._open[-1]].append(data)
        else:
            self._text.append(data)

    @property
    def text(self) -> str:
        return "".join(self._text)

    def values(self, name: str) -> list[str]:
        return [value for _, key, value in self.attributes if key == name]


def traced(value: Report) -> Report:
    return msgspec.structs.replace(value, trace=TRACE)


def body(written: str) -> str:
    """The page without its style, its script and their hashes, which are files of their own."""
    return re.sub(r"(?s)(<(style|script)>).*?(</\2>)|sha256-[\w+/=]+", r"\1\3", written)


def test_golden(verdict: str, reports: dict[str, Report]) -> None:
    """`PRECHANGE_GOLDEN=write` writes them anew; look at the difference before keeping it."""
    written = body(report(traced(reports[verdict]), OPTIONS))
    path = GOLDEN / f"{verdict}.html"
    if os.environ.get("PRECHANGE_GOLDEN") == "write":
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_it_is_a_format_that_asks_for_the_trace() -> None:
    allowed = Report(verdict="allowed")
    assert REPORTERS["html"](allowed, OPTIONS) == report(allowed, OPTIONS)
    assert REPORTERS["html"].needs_trace


def test_nothing_is_loaded_and_only_its_own_script_and_style_may_act(reports: dict[str, Report]) -> None:
    page = Page(report(traced(reports["denied"]), OPTIONS))
    policy = next(value for value in page.values("content") if value.startswith("default-src"))
    hashes = {
        tag: "".join(
            f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in page.inline[tag]
        )
        for tag in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src '{hashes['style']}'; script-src '{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert (page.tags.count("style"), page.tags.count("script")) == (1, 1)
    assert not {"link", "img", "iframe", "object", "embed", "base", "form", "video", "use"} & set(page.tags)
    assert not {"src", "srcset", "style", "action", "data", "xlink:href"} & {
        key for _, key, _ in page.attributes
    }
    assert [key for _, key, _ in page.attributes if key.startswith("on")] == []
    assert "url(" not in page.inline["style"][0]
    assert "@import" not in page.inline["style"][0]
    assert not re.search(
        r"innerHTML|insertAdjacent|document\.write|eval|fetch|import", page.inline["script"][0]
    )


def test_everything_that_is_known_is_said(reports: dict[str, Report]) -> None:
    text = " ".join(Page(report(traced(reports["denied"]), OPTIONS)).text.split())
    for told in (
        "Denied",
        "Do not apply these changes",
        "5 changes in 2 accounts, 9 of 18 rules applied",
        "prechange 1.2.3",
        "Do not rename an existing user",
        "crm-online/rename-existing-user",
        "F C <name@company.example> would become F C FC@COMPANY.EXAMPLE in place",
        "changes.yaml:6:11",
        "New details typed over an existing user never reach the billing system",
        "Create a user for the new person",
        "- {op: disable, user: u1}",
        "before.full_name",
        "snapshot.yaml:12:7 the user as it is now",
        "https://example.org/article",
        "So before these changes",
        "Waived: the address is part of a product name",
        "the number of purchased users is not known",
        "12 cases, this is the first",
        "add purchased_users to account globex in the snapshot",
        "2 fields unchanged",
        "more used than purchased",
        "F C <a@b.example>",
        "change 4, invite",
    ):
        assert told in text, told


def test_a_report_without_places_and_trace_is_written() -> None:
    bare = Report(
        verdict="denied",
        findings=(Finding(rule="p/r", title="t", severity="error", message="found", fingerprint="1"),),
        undecided=(Undecided(rule="p/s", severity="info", reason="open"),),
        errors=(Problem(message="broken"),),
    )
    for options in (Options(), Options(inputs=("-",)), Options(subject="snapshot")):
        text = Page(report(bare, options)).text
        assert all(told in text for told in ("found", "open", "broken"))
        assert "Users, before and after" not in text


def test_of_a_snapshot_everything_counts(reports: dict[str, Report]) -> None:
    text = Page(report(reports["denied"], Options(subject="snapshot"))).text
    assert "So before these changes" not in text
    assert "Not in order: what is denied below must be put right." in text


def test_nothing_to_check_is_no_go() -> None:
    text = Page(report(Report(verdict="undecided"), Options())).text
    assert "Do not go ahead: there was nothing to check." in text


@given(value=hostile_reports())
@settings(max_examples=60)
def test_no_text_is_more_than_text(value: Report) -> None:
    written = report(value, OPTIONS)
    page = Page(written)
    assert (page.tags.count("style"), page.tags.count("script")) == (1, 1)
    assert not {"img", "iframe", "form", "link", "object"} & set(page.tags)
    assert [key for _, key, _ in page.attributes if key.startswith("on") or key in ("src", "style")] == []
    assert [each for each in page.values("href") if not re.match(r"#|https?://", each)] == []
    assert UNSEEN.search(written) is None
    assert [command for command in github_commands(written) if command] == []
    assert [command for command in azure_commands(written) if command] == []
    written.encode("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "' onfocus='alert(1)' autofocus='",
        "</textarea></select><svg onload=alert(1)>",
        "<!--",
        "]]><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }}{% raw %}",
        "&lt;script&gt;",
    ],
)
def test_markup_in_a_name_is_shown(name: str, rename: Finding) -> None:
    """Wherever the name stands: the page has the tags of one with a harmless name, and it shows the name."""

    def named(text: str) -> Report:
        place = Location(path=text, line=3, column=2, end_column=4, text=f"x{text}")
        finding = msgspec.structs.replace(
            rename,
            message=f"`{text}` is renamed",
            rule=f"pack/{text}",
            title=text,
            why=text,
            user=text,
            account=text,
            fingerprint=text,
            location=place,
            evidence={text: text},
            instead=Instead(text=text, changes=({"op": "update", "user": text},)),
            references=(text,),
        )
        user = UserTrace(
            account=text,
            user=text,
            before={"full_name": "x", "roles": [text]},
            after={"full_name": text, "roles": []},
            changed=("full_name", "roles"),
            changes=(0,),
        )
        point = AccountPoint(index=-1, op=text, seats_used=1, purchased_users=1, billing_admin=text)
        trace = Trace(users=(user,), accounts=(AccountTrace(account=text, points=(point,)),))
        case = Undecided(rule=text, severity="error", reason=text, supply=text, location=place)
        return Report(
            verdict="denied",
            findings=(finding,),
            undecided=(case,),
            errors=(Problem(message=text, location=place, hint=text),),
            trace=trace,
        )

    page = Page(report(named(name), OPTIONS))
    plain = Page(report(named("harmless"), OPTIONS))
    assert [tag for tag in page.tags if tag != "wbr"] == plain.tags
    assert [(tag, key) for tag, key, _ in page.attributes] == [(tag, key) for tag, key, _ in plain.attributes]
    assert page.text.replace('\\"', '"').count(name) == plain.text.count("harmless")


@pytest.mark.parametrize(
    ("reference", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)//https://", False),
        ("data:text/html,x", False),
        ("Article of 2 Aug 2013", False),
    ],
)
def test_only_web_addresses_are_links(reference: str, linked: bool, rename: Finding) -> None:
    finding = msgspec.structs.replace(rename, references=(reference,))
    page = Page(report(Report(verdict="denied", findings=(finding,)), Options()))
    assert (reference in page.values("href")) is linked
    assert reference in page.text


def test_a_page_holds_no_more_than_a_browser_bears_and_says_so(rename: Finding) -> None:
    warnings = [msgspec.structs.replace(rename, severity="warning", fingerprint=f"w{n}") for n in range(5000)]
    error = msgspec.structs.replace(rename, fingerprint="last", message="the gravest comes first")
    written = report(Report(verdict="denied", findings=(*warnings, error)), Options())
    page = Page(written)
    assert written.count('class="finding"') == 5000
    assert "the gravest comes first" in page.text
    assert "1 more are not on this page" in page.text


def test_a_reason_is_told_once_for_all_findings_of_a_rule(rename: Finding) -> None:
    again = [msgspec.structs.replace(rename, fingerprint=f"f{n}") for n in range(40)]
    text = Page(report(Report(verdict="denied", findings=tuple(again)), Options())).text
    assert text.count("never reach the billing system") == 1
    assert text.count("in place") == 40


def test_the_filter_finds_a_user_by_every_key(rename: Finding) -> None:
    user = UserTrace(
        account="acme",
        user="u1",
        before={
            "full_name": "Old Name",
            "primary_email": "old@company.example",
            "aliases": ["nick@x.example"],
        },
        after={
            "full_name": "New Name",
            "primary_email": "new@company.example",
            "sign_in_id": "SIGN@x.example",
        },
        changed=("full_name",),
        changes=(0,),
    )
    written = report(Report(verdict="denied", findings=(rename,), trace=Trace(users=(user,))), Options())
    for found in Page(written).values("data-find"):
        for key in ("u1", "acme", "old name", "new name", "old@", "new@", "nick@x.example", "sign@x.example"):
            assert key in found, key
