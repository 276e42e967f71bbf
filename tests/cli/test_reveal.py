"""`--privacy keyed` and `reveal`, through the real command: no output names anybody."""

import html
import json
from pathlib import Path
from typing import Any

import pytest

from linter.privacy import KEY_VARIABLE
from linter.reporters import REPORTERS
from tests.cli.conftest import NOW, Run

pytest.importorskip("cryptography")

KEY = "0123456789abcdefghijklmnopqrstuv"
KEYED = {KEY_VARIABLE: KEY}
PEOPLE = [
    {"id": "u1", "full_name": "Zoë Müller-Ångström", "primary_email": "zoe@company.example"},
    {"id": "u2", "full_name": '<b>O\'Hara</b> "Bo" | `x`', "primary_email": "bo@company.example"},
    {"id": "jsmith", "full_name": "=cmd|'A1' Smith", "primary_email": "jsmith@company.example"},
    {"id": "u4", "full_name": "山田 太郎", "primary_email": "taro@company.example"},
    {"id": "u5", "full_name": "\u202eevil\u001b[2J Name", "primary_email": "evil@company.example"},
    {"id": "u6", "full_name": "Jonathan Archibald Smythe-Warrington", "primary_email": "jw@company.example"},
]
NEW = ["Brand Newcomer", "newcomer@company.example", "taken-over@company.example", "asker@company.example"]
KNOWN = [person[name] for person in PEOPLE for name in ("full_name", "primary_email")] + [*NEW, "jsmith"]
OUTPUTS = [f"{name}=out.{name}" for name in REPORTERS]


def snapshot(indent: int | None) -> str:
    users = [
        {
            **person,
            "sign_in_id": person["primary_email"],
            "enabled": True,
            "invitation": "accepted",
            "roles": [],
        }
        for person in PEOPLE
    ]
    admin = {"user_id": "u1", "full_name": PEOPLE[0]["full_name"], "email": "zoe@company.example"}
    account = {"id": "acme", "purchased_users": 5, "billing_admin": admin, "users": users}
    data = {"taken_at": "2026-11-20T09:00:00Z", "complete": True, "accounts": [account]}
    return json.dumps(data, indent=indent)


def changes(indent: int | None) -> str:
    set_ = {"full_name": "Brand Newcomer", "primary_email": "taken-over@company.example"}
    made: list[dict[str, Any]] = [
        {"op": "update", "user": person["primary_email"], "set": set_} for person in PEOPLE
    ]
    made += [
        {"op": "create", "user": "u9", "set": {"full_name": "Brand Newcomer", "primary_email": NEW[1]}},
        {"op": "disable", "user": "Zoë Müller-Ångström"},
        {"op": "set_billing_admin", "user": "jsmith"},
        {"op": "delete", "user": "nobody.here"},
    ]
    return json.dumps(
        {"account": "acme", "requested_by": "asker@company.example", "changes": made}, indent=indent
    )


def forms(name: str) -> set[str]:
    """A name as the formats write it."""
    written = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1], html.escape(name)}
    return {form.casefold() for form in written}


@pytest.mark.parametrize("indent", [None, 1], ids=["one line", "many lines"])
def test_no_output_names_anybody(run: Run, folder: Path, indent: int | None) -> None:
    (folder / "s.json").write_text(snapshot(indent), encoding="utf-8")
    (folder / "c.json").write_text(changes(indent), encoding="utf-8")
    wanted = [part for output in OUTPUTS for part in ("-o", output)]
    common = ("check", "c.json", "-s", "s.json", "--now", NOW, "-v")
    done = run(*common, *wanted, "--privacy", "keyed", **KEYED)
    assert done.returncode == 1
    texts = {name: (folder / f"out.{name}").read_text(encoding="utf-8") for name in REPORTERS}
    texts["standard error"] = done.stderr
    plain = run(*common, "-o", "json")
    for known in json.loads(plain.stdout)["findings"]:
        for name, text in texts.items():
            assert known["fingerprint"] not in text, name
    for name, text in texts.items():
        lowered = text.casefold()
        found = [known for known in (*KNOWN, "nobody.here") if any(form in lowered for form in forms(known))]
        assert found == [], name
    revealed = run("reveal", "out.json", **KEYED)
    assert (revealed.returncode, revealed.stderr) == (0, "")
    again, first = json.loads(revealed.stdout), json.loads(plain.stdout)
    assert _unplaced(again["findings"]) == _unplaced(first["findings"])


def _unplaced(value: Any) -> Any:
    """Without where in a shown line a place begins: that is where it began beside the pseudonyms."""
    if isinstance(value, dict):
        return {key: _unplaced(inner) for key, inner in value.items() if key != "text_column"}
    return [_unplaced(inner) for inner in value] if isinstance(value, list) else value


def test_the_same_report_comes_back(run: Run) -> None:
    for name in ("json", "jsonl", "sarif", "gitlab", "csv", "github", "azure"):
        common = ("check", "denied.yaml", "-s", "snapshot.yaml", "--now", NOW, "-o", name)
        plain, keyed = run(*common), run(*common, "--privacy", "keyed", **KEYED)
        assert (plain.returncode, keyed.returncode) == (1, 1)
        revealed = run("reveal", stdin=keyed.stdout, **KEYED)
        left, right = revealed.stdout, plain.stdout
        if name == "sarif":  # the marked part of a line is cut out of it, and so may be a pseudonym
            left, right = _without_snippets(left), _without_snippets(right)
        assert left == right, name


def _without_snippets(text: str) -> Any:
    data = json.loads(text)
    for result in data["runs"][0]["results"]:
        for place in result.get("locations", []):
            place["physicalLocation"].pop("region", None)
    return data


def test_input_that_cannot_be_read_names_nobody_either(run: Run, folder: Path) -> None:
    bad = (
        "account: acme\nchanges:\n  - {op: update, user: Un Known, Un Known: 1, set: {full_nam: Un Known}}\n"
    )
    (folder / "bad.yaml").write_text(bad, encoding="utf-8")
    for name in REPORTERS:
        done = run("check", "bad.yaml", "--privacy", "keyed", "-o", name, **KEYED)
        assert done.returncode == 2
        assert "Un Known" not in done.stdout + done.stderr
        assert "bad.yaml" in done.stdout
        if name == "text":
            assert "`Un Known` in `update`" in run("reveal", stdin=done.stdout, **KEYED).stdout


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "there is no key for pseudonyms"),
        ("short", f"the key in {KEY_VARIABLE} is too easy to guess"),
    ],
)
def test_without_a_key_nothing_is_shown(run: Run, key: str, message: str) -> None:
    done = run("check", "denied.yaml", "-s", "snapshot.yaml", "--privacy", "keyed", **{KEY_VARIABLE: key})
    assert done.returncode == 2
    assert message in done.stdout
    assert "company.example" not in done.stdout
    revealed = run("reveal", stdin="text", **{KEY_VARIABLE: key})
    assert (revealed.returncode, revealed.stdout) == (2, "")
    assert message in revealed.stderr


def test_with_another_key_nothing_is_revealed(run: Run) -> None:
    keyed = run("check", "denied.yaml", "-s", "snapshot.yaml", "--privacy", "keyed", **KEYED)
    revealed = run("reveal", "-", stdin=keyed.stdout, **{KEY_VARIABLE: KEY[::-1]})
    assert (revealed.returncode, revealed.stdout) == (2, "")
    assert f"the key in {KEY_VARIABLE} is not the one that this was hidden with" in revealed.stderr


def test_a_baseline_and_a_waiver_from_a_report_that_names_nobody(run: Run, folder: Path) -> None:
    common = ("check", "denied.yaml", "-s", "snapshot.yaml", "--now", NOW, "-q")
    run(*common, "--privacy", "keyed", "-o", "json=k.json", **KEYED)
    assert run(*common, "--baseline", "k.json", **KEYED).returncode == 0
    assert run(*common, "--baseline", "k.json", "--privacy", "keyed", **KEYED).returncode == 0
    named = [finding["fingerprint"] for finding in json.loads((folder / "k.json").read_text())["findings"]]
    terms = (
        "--reason",
        "r",
        "--reference",
        "c",
        "--approved-by",
        "boss",
        "--expires",
        "2026-12-31",
        "--now",
        NOW,
    )
    assert run("waive", *named, "--report", "k.json", *terms, **KEYED).returncode == 0
    assert "anon1" not in (folder / "waivers.yaml").read_text(encoding="utf-8")
    assert run(*common, "--waivers", "waivers.yaml").returncode == 0
    done = run(*common, "--baseline", "k.json")
    assert (done.returncode, "there is no key for pseudonyms" in done.stdout) == (2, True)


def test_who_approves_and_who_is_gone_is_not_named(run: Run, folder: Path) -> None:
    common = ("check", "denied.yaml", "-s", "snapshot.yaml", "--now", NOW, "-q")
    run(*common, "-o", "json=earlier.json")
    named = [f["fingerprint"] for f in json.loads((folder / "earlier.json").read_text())["findings"]]
    terms = (
        "--reason",
        "Jane Doe called",
        "--reference",
        "c",
        "--approved-by",
        "Jane Doe <jd@company.example>",
    )
    run("waive", *named, "--report", "earlier.json", *terms, "--expires", "2026-11-21", "--now", NOW)
    people = ("Jane Doe", "jd@company.example", "F C", "name@company.example", "Un Known")
    for name in REPORTERS:
        waived = run(*common, "-o", name, "--waivers", "waivers.yaml", "--privacy", "keyed", **KEYED)
        assert waived.returncode == 0
        assert not [known for known in people if known in waived.stdout], name
    flow = "waivers: [{rule: x, account: acme, reason: r, reference: c, approved_by: Un Known, expires: %s}]"
    for day, code in (("2026-01-01", 1), ("never", 2)):
        (folder / "w.yaml").write_text(flow % day, encoding="utf-8")
        for name in REPORTERS:
            done = run(*common, "-o", name, "--waivers", "w.yaml", "--privacy", "keyed", **KEYED)
            assert done.returncode == code
            assert not [known for known in people if known in done.stdout], name
    (folder / "empty.yaml").write_text((folder / "snapshot.yaml").read_text().replace("F C", "Q R"), "utf-8")
    other = ("check", "allowed.yaml", "-s", "empty.yaml", "--now", NOW, "--baseline", "earlier.json")
    for name in REPORTERS:
        done = run(*other, "-o", name, "--privacy", "keyed", **KEYED)
        assert done.returncode == 0
        assert not [known for known in people if known in done.stdout], name


@pytest.mark.parametrize(
    ("mode", "hint"), [("kyed", "did you mean `keyed`?"), ("", "it takes keyed"), ("all", "it takes keyed")]
)
def test_a_mode_there_is_not(run: Run, mode: str, hint: str) -> None:
    done = run("check", "denied.yaml", "--privacy", mode)
    assert (done.returncode, done.stderr) == (2, f"error: `--privacy` takes no `{mode}`\n  hint: {hint}\n")


def test_reveal_of_what_is_not_there(run: Run) -> None:
    done = run("reveal", "none.txt", **KEYED)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.txt: error: there is no such file" in done.stderr
