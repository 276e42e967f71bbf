"""The author's own YAML with some changes replaced."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.document import parse_yaml, plain
from linter.writers.patch import Slot, patched

ENABLE = {"op": "enable", "user": "new"}
INVITE = {"op": "invite", "user": "new"}

BLOCK = """\
account: acme   # ours

changes:
  # about the first
  - op: disable   # gone
    user: u1 # not "#"
  # about the second
  - {op: enable, user: "a # b"}  # back

  - op: create
    set:
      full_name: |
        A
        B

# the end
reference: CASE-0042
"""
FLOW = """\
changes: [{op: disable, user: u1}, {op: enable, user: u2},
          {op: invite, user: u2}] # all
"""

CASES: list[tuple[str, str, list[Slot], str]] = [
    (
        "one for two, its comments stay",
        BLOCK,
        [Slot(source=0, changes=(ENABLE, INVITE), note="because"), Slot(source=1), Slot(source=2)],
        BLOCK.replace(
            '  - op: disable   # gone\n    user: u1 # not "#"\n',
            '  # gone\n  # not "#"\n  # because\n  - {op: enable, user: new}\n  - {op: invite, user: new}\n',
        ),
    ),
    (
        "nothing for one",
        BLOCK,
        [Slot(source=0), Slot(source=1, changes=(), note="left away"), Slot(source=2)],
        BLOCK.replace('  - {op: enable, user: "a # b"}  # back\n', "  # back\n  # left away\n"),
    ),
    (
        "a line break in a note is none in the file",
        "changes:\n- {op: disable, user: u1}\n",
        [Slot(source=0, changes=(ENABLE,), note="a\nchanges: []")],
        "changes:\n# a\\nchanges: []\n- {op: enable, user: new}\n",
    ),
    (
        "another order takes comments along",
        BLOCK,
        [Slot(source=1), Slot(source=0), Slot(source=2)],
        """\
account: acme   # ours

changes:
  # about the second
  - {op: enable, user: "a # b"}  # back
  # about the first
  - op: disable   # gone
    user: u1 # not "#"

  - op: create
    set:
      full_name: |
        A
        B

# the end
reference: CASE-0042
""",
    ),
    (
        "the last line has no end",
        "changes:\n  - {op: disable, user: u1}",
        [Slot(source=0, changes=(ENABLE, INVITE))],
        "changes:\n  - {op: enable, user: new}\n  - {op: invite, user: new}",
    ),
    (
        "a dash on a line of its own",
        "changes:\n  -\n    # what\n    op: disable\n    user: u1\n  - {op: enable, user: u1}\n",
        [Slot(source=0), Slot(source=1, changes=(INVITE,))],
        "changes:\n  -\n    # what\n    op: disable\n    user: u1\n  - {op: invite, user: new}\n",
    ),
    (
        "in brackets",
        FLOW,
        [Slot(source=0, changes=(ENABLE, INVITE)), Slot(source=1), Slot(source=2)],
        """\
changes: [{op: enable, user: new}, {op: invite, user: new},
          {op: enable, user: u2}, {op: invite, user: u2}] # all
""",
    ),
    (
        "in brackets, one less",
        FLOW,
        [Slot(source=0, changes=()), Slot(source=1), Slot(source=2)],
        "changes: [{op: enable, user: u2}, {op: invite, user: u2}] # all\n",
    ),
]


@pytest.mark.parametrize(
    ("text", "slots", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_patched(text: str, slots: list[Slot], expected: str, end: str) -> None:
    text, expected = text.replace("\n", end), expected.replace("\n", end)
    assert patched(text, parse_yaml(text, "changes.yaml"), slots) == expected


NONE: list[tuple[str, list[Slot]]] = [
    ("changes: []\n", []),
    ("changes:\n- {op: disable, user: u1}\n", [Slot(source=0, changes=())]),
    (
        "changes: [{op: disable, user: u1}, # why\n {op: enable, user: u1}]\n",
        [Slot(source=0, changes=()), Slot(source=1)],
    ),
    ("changes: [{op: disable, user: u1}]\n", [Slot(source=0, changes=())]),
]


@pytest.mark.parametrize(("text", "slots"), NONE)
def test_a_layout_that_cannot_be_kept(text: str, slots: list[Slot]) -> None:
    assert patched(text, parse_yaml(text, "changes.yaml"), slots) is None


OPS = ("enable", "disable", "invite", "delete")
_comment = st.sampled_from(["", "# a word", "#", '# - {op: "x"}'])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document in block style, and the text of each change."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    items = []
    for number in range(draw(st.integers(1, 5))):
        op, tail = draw(st.sampled_from(OPS)), draw(_comment)
        tail = f"  {tail}" if tail else ""
        above = draw(_comment)
        lead = f"{indent}{above}\n" if above else ""
        blank = draw(st.sampled_from(["", "\n"]))
        body = draw(
            st.sampled_from(
                [
                    f"{indent}- {{op: {op}, user: u{number}}}{tail}\n",
                    f"{indent}- op: {op}{tail}\n{indent}  user: 'u{number}'\n",
                    f"{indent}-\n{indent}  user: u{number}\n{indent}  op: {op}\n",
                    f"{indent}- op: {op}\n{indent}  user: u{number}\n{indent}  reason: >-\n"
                    f"{indent}    a # b\n",
                ]
            )
        )
        items.append(f"{blank}{lead}{body}")
    head = draw(st.sampled_from(["", "account: acme # ours\n", "# top\n\n"]))
    tail = draw(st.sampled_from(["", "reason: x\n", "\n# end\n"]))
    return f"{head}changes:\n{''.join(items)}{tail}", items


@settings(max_examples=80)
@given(documents(), st.data(), st.sampled_from(["\n", "\r\n"]))
def test_what_is_not_replaced_is_not_touched(document: tuple[str, list[str]], data: Any, end: str) -> None:
    text, items = document
    text = text.replace("\n", end)
    replaced = data.draw(st.sets(st.sampled_from(range(len(items))), min_size=1))
    slots = [
        Slot(source=number, changes=(ENABLE, INVITE) if number in replaced else None)
        for number in range(len(items))
    ]
    given_data = plain(parse_yaml(text, "changes.yaml"))
    new = patched(text, parse_yaml(text, "changes.yaml"), slots)
    assert new is not None
    wanted = [
        change
        for number, old in enumerate(given_data["changes"])
        for change in ([ENABLE, INVITE] if number in replaced else [old])
    ]
    assert plain(parse_yaml(new, "changes.yaml")) == {**given_data, "changes": wanted}
    kept = [item.replace("\n", end) for number, item in enumerate(items) if number not in replaced]
    assert all(item.strip("\r\n") in new for item in kept)
    assert sorted(re.findall(r"#.*", re.sub(r"a # b", "", text))) == sorted(
        re.findall(r"#.*", re.sub(r"a # b", "", new))
    )
