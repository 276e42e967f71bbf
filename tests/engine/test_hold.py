"""What passed limits hold: the changes beyond them, everything that depends on those, and nothing else."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from linter.engine import check
from linter.engine.hold import Only, Without, part_of
from linter.engine.verdict import Scale, runs
from linter.model import ChangeSet, Envelope, Report, Run, Snapshot, Step
from linter.policy import Policies, load_packs
from linter.replay import replay
from tests.engine.world import NOW, account, change_set, snapshot

RULE = """
id: {name}
title: Not too many at once
severity: {severity}
subject: {subject}
match: {{op: [disable, delete]}}
limit: {limit}
on_exceed: {on_exceed}
message: "{{{{ limit.count }}}}"
why: Because.
"""
COUNT = "{max_count: 2}"
SHARE = "{max_percent: 40, of: enabled_users}"

Load = Callable[..., Policies]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Loads one or more limits, each once."""
    folder = tmp_path_factory.mktemp("limits")
    loaded: dict[tuple[str, ...], Policies] = {}

    def _load(*rules: str) -> Policies:
        if rules not in loaded:
            paths = [_written(folder / f"{len(loaded)}-{n}.yaml", text) for n, text in enumerate(rules)]
            loaded[rules] = load_packs(paths)
        return loaded[rules]

    return _load


def _written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def rule(
    on_exceed: str, limit: str = COUNT, subject: str = "account", name: str = "mass", severity: str = "error"
) -> str:
    return RULE.format(on_exceed=on_exceed, limit=limit, subject=subject, name=name, severity=severity)


def users(number: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"u{n}",
            "enabled": True,
            "full_name": "A",
            "primary_email": f"u{n}@x.example",
            "sign_in_id": f"u{n}@x.example",
            "aliases": (),
            "roles": [],
        }
        for n in range(number)
    ]


STATE = snapshot(account(users=users(6)), account(id="beta", users=users(3)))
BETA = Envelope(account="beta")


def disable(*numbers: int) -> list[dict[str, Any]]:
    return [{"op": "disable", "user": f"u{n}"} for n in numbers]


def held(report: Report) -> list[tuple[int, int | None]]:
    return [(each.change.index, each.depends_on) for each in report.split.held] if report.split else []


GRANT = {"op": "grant_role", "user": "u5", "role": "A"}
CREATE = {"op": "create", "user": "n", "set": {"full_name": "N", "sign_in_id": "u2@x.example"}}

HELD: list[tuple[str, str, Sequence[dict[str, Any]], list[tuple[int, int | None]]]] = [
    ("beyond the limit", "hold_excess", [GRANT, *disable(0, 1, 2, 3)], [(3, None), (4, None)]),
    ("of the kind", "hold_kind", [GRANT, *disable(0, 1, 2)], [(1, None), (2, None), (3, None)]),
    (
        "later changes of a held user",
        "hold_excess",
        [*disable(0, 1, 2), {"op": "enable", "user": "u2"}, {"op": "enable", "user": "u1"}],
        [(2, None), (3, 2)],
    ),
    (
        "a user who takes the sign-in of a held one, and what follows",
        "hold_excess",
        [*disable(0, 1), {"op": "delete", "user": "u2"}, CREATE, {"op": "enable", "user": "n"}],
        [(2, None), (3, 2), (4, 3)],
    ),
    (
        "the whole change, with everything that it sets",
        "hold_excess",
        [*disable(0, 1), {"op": "update", "user": "u2", "set": {"enabled": False, "full_name": "B"}}],
        [(2, None)],
    ),
    (
        "earlier changes of a held user go",
        "hold_excess",
        [{**GRANT, "user": "u2"}, *disable(0, 1, 2)],
        [(3, None)],
    ),
    ("within the limit nothing is held", "hold_kind", disable(0, 1), []),
    ("where nothing may go there is no split", "reject_all", disable(0, 1, 2), []),
]


@pytest.mark.parametrize(
    ("on_exceed", "changes", "expected"), [e[1:] for e in HELD], ids=[e[0] for e in HELD]
)
def test_what_is_held(
    load: Load, on_exceed: str, changes: Sequence[dict[str, Any]], expected: list[tuple[int, int | None]]
) -> None:
    report = check(change_set(*changes), STATE, load(rule(on_exceed)), now=NOW)
    assert held(report) == expected
    if report.split is not None:
        assert report.verdict == "denied"
        places = [n for run in report.split.go for n in range(run.first, run.last + 1)]
        assert sorted([*places, *(n for n, _ in expected)]) == list(range(len(changes)))


def test_an_update_that_is_held_is_named_by_its_own_op(load: Load) -> None:
    changes = [*disable(0, 1), {"op": "update", "user": "u2", "set": {"enabled": False}}]
    report = check(change_set(*changes), STATE, load(rule("hold_excess")), now=NOW)
    assert report.split is not None
    [each] = report.split.held
    assert (each.change.op, each.change.user, each.change.account) == ("update", "u2", "acme")
    assert each.fingerprints == (report.findings[0].fingerprint,)


def test_one_limit_that_lets_nothing_go_ends_the_split(load: Load) -> None:
    both = load(rule("hold_kind"), rule("reject_all", name="other"))
    assert check(change_set(*disable(0, 1, 2)), STATE, both, now=NOW).split is None


def test_a_limit_that_only_warns_holds_nothing(load: Load) -> None:
    warning = load(rule("hold_kind", severity="warning"))
    report = check(change_set(*disable(0, 1, 2)), STATE, warning, now=NOW)
    assert (report.verdict, report.split) == ("allowed", None)
    strict = check(change_set(*disable(0, 1, 2)), STATE, warning, now=NOW, fail_on="warning")
    assert (strict.verdict, len(held(strict))) == ("denied", 3)


def test_a_waiver_lifts_the_hold_of_its_own_finding_and_no_other(load: Load) -> None:
    limits = load(rule("hold_excess"), rule("hold_excess", "{max_count: 1}", name="narrow"))
    report = check(change_set(*disable(0, 1, 2)), STATE, limits, now=NOW)
    assert held(report) == [(1, None), (2, None)]
    waived = tuple(
        replace(each, status="waived") if each.rule.endswith("narrow") else each for each in report.findings
    )
    settled = Scale().settle(replace(report, findings=waived))
    assert held(settled) == [(2, None)]
    assert settled.split is not None
    assert settled.split.go == (Run(0, 1),)
    nothing = tuple(replace(each, status="waived") for each in report.findings)
    assert Scale().settle(replace(report, findings=nothing)).split is None


def test_where_the_share_is_unknown_all_that_count_are_held(load: Load) -> None:
    limit = "{max_count: 2, max_percent: 40, of: enabled_users, joined: any}"
    part = snapshot(account(users=users(6)), complete=False)
    report = check(change_set(*disable(0, 1, 2)), part, load(rule("hold_excess", limit)), now=NOW)
    assert [place for place, _ in held(report)] == [0, 1, 2]


def test_runs() -> None:
    assert runs(5, ()) == (Run(0, 4),)
    assert runs(5, (0, 2, 3)) == (Run(1, 1), Run(4, 4))
    assert runs(2, (0, 1)) == ()


USERS = st.sampled_from(["u0", "u1", "u2", "u3", "u4", "u5", "n0", "n1", "u1@x.example", "k@x.example"])
VALUES = st.sampled_from(
    [
        {"enabled": False},
        {"enabled": True},
        {"enabled": False, "full_name": "B"},
        {"primary_email": "k@x.example"},
        {"sign_in_id": "u1@x.example"},
        {"aliases": ("k@x.example",)},
    ]
)
CHANGES = st.one_of(
    st.builds(
        lambda op, user: {"op": op, "user": user}, st.sampled_from(["disable", "enable", "delete"]), USERS
    ),
    st.builds(lambda user, values: {"op": "update", "user": user, "set": values}, USERS, VALUES),
    st.builds(
        lambda user, values, replaces: {
            "op": "create",
            "user": user,
            "set": {"full_name": "N", **values},
            **replaces,
        },
        st.sampled_from(["n0", "n1"]),
        VALUES,
        st.sampled_from([{}, {"replaces": "u1"}]),
    ),
)
SETS = st.lists(st.tuples(CHANGES, st.booleans()), max_size=12)


def told(state: Snapshot, changes: ChangeSet) -> dict[int, list[Any]]:
    """What becomes of each change: whom it hits, and what it makes of them."""
    found: dict[int, list[Any]] = {}
    for step in replay(state, changes.changes, now=NOW):
        found.setdefault(step.change.index, []).append(_outcome(step))
    return found


def _outcome(step: Step) -> Any:
    return step.change.op, step.account.id, step.before, step.after, step.effective, dict(step.changed)


@given(
    SETS,
    st.sampled_from(["hold_excess", "hold_kind"]),
    st.sampled_from([COUNT, SHARE, "{max_count: 1, max_percent: 40, of: total_users, joined: all}"]),
    st.sampled_from(["account", "change_set"]),
)
def test_what_may_go_stays_within_the_limit_and_does_what_it_did(
    load: Load, proposed: Any, on_exceed: str, limit: str, subject: str
) -> None:
    policies = load(rule(on_exceed, limit, subject))
    whole = change_set(*({**each, **({"envelope": BETA} if beta else {})} for each, beta in proposed))
    report = check(whole, STATE, policies, now=NOW)
    stopped = [place for place, _ in held(report)]
    assert stopped == sorted(set(stopped))
    assert bool(stopped) is any(each.on_exceed for each in report.findings)
    may, may_not = Without(whole.changes, stopped), Only(whole.changes, stopped)
    assert sorted([*may, *may_not], key=lambda each: each.index) == list(whole.changes)
    go = part_of(whole, may)
    assert [each for each in check(go, STATE, policies, now=NOW).findings if each.on_exceed] == []
    before, after = told(STATE, whole), told(STATE, go)
    assert after == {place: before[place] for place in after}
    if on_exceed == "hold_kind":
        passed = {each.account for each in report.findings if each.on_exceed}
        left = {step.account.id for step in replay(STATE, go.changes, now=NOW) if _counts(step)}
        assert left.isdisjoint(passed)
        assert not ("" in passed and left)


def _counts(step: Step) -> bool:
    return step.effective and step.change.op in ("disable", "delete")
