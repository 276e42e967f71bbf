"""Parts of remedies that were left out, put back where a later change or another order lets them pass.

Why it ends: each part that was left out is tried at most once, at no more places than there are changes; what
is put back is never left out again.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from linter.model import Report, fold
from linter.remedy.plan import Item, Key, LeftOut, Part, Plan
from linter.remedy.search import Judge, Search

replace = msgspec.structs.replace

MOST = 50
"""How many parts are tried: each costs some judgements of the whole change set."""
FAILURES = 3
"""After how many that pass nowhere others of the account, operation and rule are no longer tried."""


def put_back(search: Search, judge: Judge) -> tuple[Plan, Report]:
    """The plan with each left-out part back with which the whole is still allowed, and its report.

    A part comes to stand right after the change from which on it passes, else at the end of its account's
    changes, else before the next change of the same user.
    """
    plan, report = search.plan, search.report
    if report.verdict != "allowed":
        return plan, report
    left_out = [(source, each) for source, remedy in plan.remedies.items() for each in remedy.left_out]
    failed: Counter[object] = Counter()
    for source, each in left_out[:MOST]:
        alike = (each.change.envelope.account, each.change.op, each.finding.rule)
        found = _tried(search, judge, source, each) if failed[alike] < FAILURES else None
        if found is None:
            failed[alike] += 1
            continue
        plan, report = search.plan, search.report = found
    return plan, report


def _tried(search: Search, judge: Judge, source: int, left_out: LeftOut) -> tuple[Plan, Report] | None:
    """The plan with one part back; `None` where it passes nowhere."""
    items = search.plan.items()
    places = _places(items, source, left_out)
    plan, key = _with_part(search.plan, source, left_out)

    def judged(place: int) -> tuple[Plan, Report] | None:
        keys = [item.key for item in items]
        tried = replace(plan, order=(*keys[:place], key, *keys[place:]))
        report = judge(search.made_of(tried))
        return (tried, report) if report.verdict == "allowed" else None

    for last in _last(items, places, left_out):
        found = judged(places[last])
        if found is None:
            continue
        # What is freed stays free as a rule, so the first place that passes is found by halves.
        low, high = 0, last
        while low < high:
            middle = (low + high) // 2
            earlier = judged(places[middle])
            if earlier is None:
                low = middle + 1
            else:
                found, high = earlier, middle
        return found
    return None


def _places(items: Sequence[Item], source: int, left_out: LeftOut) -> list[int]:
    """Behind the rest of the remedy, and behind each later change of the account."""
    start = max(number for number, item in enumerate(items) if item.source == source)
    account = left_out.change.envelope.account
    later = (number for number in range(start + 1, len(items)))
    return [start + 1, *(n + 1 for n in later if items[n].change.envelope.account == account)]


def _last(items: Sequence[Item], places: Sequence[int], left_out: LeftOut) -> Iterator[int]:
    """Up to which of the places to look: all of them, else those before the next change of the user."""
    yield len(places) - 1
    user = fold(str(left_out.change.user))
    for number, place in enumerate(places):
        if place < len(items) and fold(str(items[place].change.user)) == user:
            if number < len(places) - 1:
                yield number
            return


def _with_part(plan: Plan, source: int, left_out: LeftOut) -> tuple[Plan, Key]:
    remedy = plan.remedies[source]
    part = Part(change=left_out.change, rule=remedy.findings[0].rule, put_back=True)
    left = tuple(each for each in remedy.left_out if each is not left_out)
    more = replace(remedy, parts=(*remedy.parts, part), left_out=left)
    return plan.having(source, more), (source, len(remedy.parts))
