"""What comes of a change set passes the same check, whatever the account, the changes and the rules."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linter import check
from linter.document import Source, parse_yaml
from linter.engine.verdict import Scale
from linter.formats.yaml import part_of
from linter.model import ChangeSet, Report
from linter.native import native_change
from linter.policy import Policies
from linter.remedy import Item
from linter.remedy.order import Reordered, reorder
from linter.remedy.plan import change_set_of
from linter.writers import WRITERS
from tests.remedy.conftest import NOW, fixed, judge, pack, snapshot
from tests.remedy.strategies import accounts, change_lists, packs, severities


@settings(max_examples=150)
@given(accounts, change_lists, packs, severities, st.booleans(), st.booleans())
def test_what_is_written_passes(
    account: dict[str, Any], changes: Any, rules: Any, fail_on: Any, unsafe: bool, partial: bool
) -> None:
    state = snapshot(*account["users"], **{key: account[key] for key in account if key != "users"})
    result = fixed(state, changes, *rules, fail_on=fail_on, unsafe=unsafe, partial=partial)
    judged = judge(state, pack(*rules), fail_on)
    assert judged(result.change_set) == result.report
    assert result.passes == (result.report.verdict == "allowed")
    if not result.passes:
        return
    text = WRITERS["yaml"].write(result.change_set).text
    read = part_of(Source("fixed.yaml", text, parse_yaml(text, "fixed.yaml")))
    again = change_set_of(result.change_set, list(read.changes(0)))
    assert list(map(native_change, again.changes)) == list(map(native_change, result.change_set.changes))
    assert judged(again).verdict == "allowed"


@settings(max_examples=60)
@given(accounts, change_lists)
def test_a_safe_remedy_keeps_what_the_author_asked_for(account: dict[str, Any], changes: Any) -> None:
    """Every value that a replaced update sets is set where the user is created."""
    state = snapshot(*account["users"], **{key: account[key] for key in account if key != "users"})
    result = fixed(state, changes)
    for source, remedy in result.plan.remedies.items():
        original = result.plan.originals[source]
        created = remedy.parts[0].change
        if original.op == "update" and created.op == "create":
            asked = {key: value for key, value in original.set.items() if value not in (None, (), True)}
            assert asked.items() <= created.set.items()


@settings(max_examples=40)
@given(accounts, change_lists)
def test_another_order_passes_or_is_not_taken(account: dict[str, Any], changes: Any) -> None:
    """What is moved are the same changes, and less is denied than where nothing is moved."""
    state = snapshot(*account["users"], **{key: account[key] for key in account if key != "users"})

    def judged(some: ChangeSet, policies: Policies) -> Report:
        return check(some, state, policies, now=NOW)

    def arrange(some: ChangeSet, denied: Sequence[int]) -> Reordered:
        return reorder(some, denied, state, pack(), judged, now=NOW, scale=Scale())

    before, after = fixed(state, changes), fixed(state, changes, arrange=arrange)
    assert judged(after.change_set, pack()) == after.report
    kept = [item.key for item in after.items if not _put_back(item)]
    assert sorted(kept) == sorted(item.key for item in before.items if not _put_back(item))
    if after.moved:
        assert len(after.left) < len(before.left)
    else:
        assert [item.key for item in after.items] == [item.key for item in before.items]


def _put_back(item: Item) -> bool:
    return item.part is not None and item.part.put_back
