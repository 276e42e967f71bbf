from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.errors import InputError
from linter.waivers import parse_waivers, with_entries

NEW: dict[str, Any] = {
    "rule": "house/new",
    "account": "acme",
    "user": "u1",
    "reason": "it: # is",
    "reference": "CASE-1",
    "approved_by": "boss",
    "expires": "2026-12-31",
}
FLOW = "{rule: a/b, account: acme, reason: r, reference: x, approved_by: y, expires: 2026-01-01}"
BLOCK = """\
rule: a/b
    account: acme # c
    reason: |
      long

      text
    reference: x
    approved_by: y
    expires: 2026-01-01"""
ITEM = """\
  - rule: house/new
    account: acme
    user: u1
    reason: "it: # is"
    reference: CASE-1
    approved_by: boss
    expires: "2026-12-31"
"""
OUTDENTED = "".join(line[2:] for line in ITEM.splitlines(keepends=True))
ON_A_LINE = (
    '{rule: house/new, account: acme, user: u1, reason: "it: # is", reference: CASE-1, approved_by: boss, '
    'expires: "2026-12-31"}'
)
TAIL = "    reason: |\n      long\n\n# tail\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# mine\n", f"# mine\nwaivers:\n{ITEM}"),
        ("# mine", f"# mine\nwaivers:\n{ITEM}"),
        ("waivers: []\n", f"waivers:\n{ITEM}"),
        ("waivers: [] # none\n# after\n", f"waivers: # none\n{ITEM}# after\n"),
        (f"waivers:\n  - {FLOW}\n", f"waivers:\n  - {FLOW}\n{ITEM}"),
        (f"waivers:\n  - {FLOW}", f"waivers:\n  - {FLOW}\n{ITEM}"),
        (f"waivers:\n- {FLOW}\n# end", f"waivers:\n- {FLOW}\n{OUTDENTED}# end"),
        (
            f"# 1\nwaivers: # 2\n  # 3\n  - {BLOCK} # 4\n",
            f"# 1\nwaivers: # 2\n  # 3\n  - {BLOCK} # 4\n{ITEM}",
        ),
        (f"---\nwaivers:\n  - {FLOW}\n...\n", f"---\nwaivers:\n  - {FLOW}\n{ITEM}...\n"),
        (f"waivers:\r\n  - {FLOW}\r\n", f"waivers:\n  - {FLOW}\n{ITEM}".replace("\n", "\r\n")),
        (
            f"waivers: [\n  {FLOW}, # c\n]\n",
            f"waivers: [\n  {FLOW}, {ON_A_LINE}, # c\n]\n",
        ),
        ("{waivers: []}\n", f"{{waivers: [{ON_A_LINE}]}}\n"),
        (
            f"waivers:\n  - {BLOCK.replace('    reason', '    op: update').partition('    op')[0]}"
            f"    reference: x\n    approved_by: y\n    expires: 2026-01-01\n{TAIL}",
            f"waivers:\n  - {BLOCK.replace('    reason', '    op: update').partition('    op')[0]}"
            f"    reference: x\n    approved_by: y\n    expires: 2026-01-01\n"
            f"    reason: |\n      long\n{ITEM}\n# tail\n",
        ),
    ],
)
def test_what_stands_there_stays(before: str, after: str) -> None:
    assert with_entries(before, "w.yaml", [NEW]) == after


def test_a_file_is_begun() -> None:
    text = with_entries("", "w.yaml", [NEW, NEW])
    assert text.startswith("# ")
    assert text.endswith(f"waivers:\n{ITEM}{ITEM}")


def test_a_text_that_would_be_changed_is_left_alone() -> None:
    kept = "waivers:\n  - rule: a/b\n    account: acme\n    reference: x\n    approved_by: y\n"
    kept += "    expires: 2026-01-01\n    reason: |+\n      its blank lines count\n\n"
    with pytest.raises(InputError, match=r"^cannot add to `w\.yaml` without changing what stands there"):
        with_entries(kept, "w.yaml", [NEW])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("waiver: []", "unknown key `waiver` in the waiver file"),
        ("waivers:\n", "`waivers` must be a list, not null"),
        ("waivers: [", "this is not YAML: what begins here is not closed"),
        ("waivers:\n  - {rule: a}\n", "the key `account` is missing in a waiver"),
    ],
)
def test_nothing_is_added_to_what_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        with_entries(text, "w.yaml", [NEW])


LAYOUTS = [
    "",
    "# c\n",
    "waivers: []",
    f"waivers:\n- {FLOW}",
    f"waivers: [{FLOW}]",
    f"waivers:\n  - {BLOCK}\n# c\n",
]
TEXT = st.text(min_size=1).filter(lambda text: (text.strip() and text.isprintable()) or "\u202e" in text)


@given(st.sampled_from(LAYOUTS), st.lists(TEXT, min_size=1, max_size=3))
def test_any_text_is_read_back(layout: str, texts: list[str]) -> None:
    """What a hostile report says is quoted, and nothing of it becomes YAML."""
    entries = [{**NEW, "user": text, "reason": text} for text in texts]
    try:
        written = with_entries(layout, "w.yaml", entries)
    except InputError:
        assert not all(text.strip() for text in texts)
        return
    read = parse_waivers(written, "w.yaml")[-len(texts) :]
    assert [(each.user, each.waiver.reason) for each in read] == [(text, text) for text in texts]
    assert "\u202e" not in written


@pytest.mark.parametrize(
    "text", ["a\nb", "\x1b[2J", "a'b\"c", "- x", "null", "1e3", "a\u2028", "{a: b}", "\x7f", "a\x85"]
)
def test_hostile_texts(text: str) -> None:
    written = with_entries("", "w.yaml", [{**NEW, "reason": text}])
    assert parse_waivers(written, "w.yaml")[0].waiver.reason == text
    assert all(char.isprintable() or char == "\n" for char in written)
