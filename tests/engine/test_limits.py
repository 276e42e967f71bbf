"""Limits on mass change: what counts, of what it is a share, and what is said when it is too much."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.engine import check
from linter.engine.quota import Quota
from linter.model import Envelope, Report
from linter.policy import Unknown, load_packs
from tests.engine.conftest import Load
from tests.engine.world import NOW, account, change_set, snapshot

Run = Callable[..., Report]

RULE = """
id: mass
title: Not too many at once
severity: error
subject: {subject}
{rest}
on_exceed: reject_all
message: >-
  {{{{ limit.count }}}} of {{{{ limit.population }}}}, {{{{ limit.percent }}}} %, {{{{ limit.allowed }}}} may
why: Because.
"""
BOTH = "limit: {max_count: 3, max_percent: 50, of: enabled_users, min_population: 4, joined: any}"


BETA = Envelope(account="beta")


def rule(rest: str, subject: str = "account") -> str:
    return RULE.format(rest=rest, subject=subject)


def users(number: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": f"u{index}", "enabled": True, **fields} for index in range(number)]


def disable(*numbers: int) -> list[dict[str, Any]]:
    return [{"op": "disable", "user": f"u{number}"} for number in numbers]


def messages(report: Report) -> list[str]:
    return [each.message for each in report.findings if each.rule == "house/mass"]


REMOVALS = "match: {op: [disable, delete]}\n"
LEFT: list[tuple[str, str, int, list[Mapping[str, Any]], list[str]]] = [
    ("count", "limit: {max_count: 2}", 9, disable(0, 1, 2), ["3 of unknown, unknown %, 2 may"]),
    ("not more", "limit: {max_count: 3}", 9, disable(0, 1, 2), []),
    (
        "share",
        "limit: {max_percent: 30, of: enabled_users}",
        10,
        disable(0, 1, 2, 3),
        ["4 of 10, 40 %, 3 may"],
    ),
    ("floor", BOTH, 3, disable(0, 1), []),
    ("any", BOTH, 4, disable(0, 1, 2), ["3 of 4, 75 %, 2 may"]),
    ("all", BOTH.replace("any", "all"), 4, disable(0, 1, 2), []),
    ("all of them", BOTH.replace("any", "all"), 4, disable(0, 1, 2, 3), ["4 of 4, 100 %, 3 may"]),
    (
        "an update that disables",
        "limit: {max_count: 1}",
        4,
        [{"op": "update", "user": f"u{n}", "set": {"enabled": False}} for n in range(2)],
        ["2 of unknown, unknown %, 1 may"],
    ),
    (
        "each user once",
        "limit: {max_count: 1}",
        4,
        [*disable(0), {"op": "delete", "user": "u0"}, *disable(0)],
        [],
    ),
    ("of other ops none", "limit: {max_count: 0}", 4, [{"op": "grant_role", "user": "u0", "role": "A"}], []),
]


@pytest.mark.parametrize(
    ("limit", "number", "changes", "expected"), [each[1:] for each in LEFT], ids=[each[0] for each in LEFT]
)
def test_what_is_too_much(
    run: Run, limit: str, number: int, changes: list[Mapping[str, Any]], expected: list[str]
) -> None:
    report = run([rule(REMOVALS + limit)], account(users=users(number)), *changes)
    assert messages(report) == expected
    assert ("house/mass" in {each.rule for each in report.findings}) is bool(expected)


def test_a_change_without_effect_hits_nobody(run: Run) -> None:
    report = run(
        [rule(REMOVALS + "limit: {max_count: 0}")], account(users=users(2, enabled=False)), *disable(0, 1)
    )
    assert messages(report) == []


def test_the_finding_stands_at_the_change_that_passes_the_limit(run: Run) -> None:
    changes = [{"op": "grant_role", "user": "u5", "role": "A"}, *disable(0, 1, 2, 3)]
    report = run([rule(REMOVALS + "limit: {max_count: 2}")], account(users=users(9)), *changes)
    [finding] = [each for each in report.findings if each.rule == "house/mass"]
    assert finding.location is not None
    assert (finding.location.line, finding.location.pointer) == (4, "op")
    assert [each.location.line for each in finding.related] == [2]
    assert (finding.account, finding.user, finding.change) == ("acme", "", None)
    assert finding.evidence == {"limit.max_count": 2, "limit.count": 4, "limit.allowed": 2}


def test_the_part_of_an_update_that_counts_is_named(run: Run) -> None:
    change = {"op": "update", "user": "u0", "set": {"full_name": "X", "enabled": False}}
    report = run([rule(REMOVALS + "limit: {max_count: 0}")], account(users=users(9)), change)
    assert [each.location and each.location.pointer for each in report.findings] == ["set/enabled"]


def test_only_changed_fields_count(run: Run) -> None:
    limit = "match: {op: update, fields: [sign_in_id]}\nlimit: {max_count: 0, where: %s}"
    moved = limit % "domain(before.sign_in_id) != domain(after.sign_in_id)"
    on = account(users=users(3, sign_in_id="a@old.example", full_name="A"))
    for values, expected in [
        ({"sign_in_id": "a@old.example", "full_name": "B"}, 0),
        ({"sign_in_id": "b@old.example"}, 0),
        ({"sign_in_id": "b@new.example"}, 1),
    ]:
        report = run([rule(moved)], on, {"op": "update", "user": "u0", "set": values})
        assert len(messages(report)) == expected


def test_accounts_are_judged_each_by_itself_or_together(load: Load) -> None:
    state = snapshot(account(users=users(4)), account(id="beta", users=users(6)))
    changes = change_set(*disable(0, 1), *({**each, "envelope": BETA} for each in disable(0, 1)))
    limit = "limit: {max_count: %d, max_percent: 35, of: enabled_users, joined: all}"
    for subject, most, expected in [
        ("account", 1, ["2 of 4, 50 %, 1 may"]),
        ("change_set", 3, ["4 of 10, 40 %, 3 may"]),
        ("change_set", 4, []),
    ]:
        report = check(changes, state, load(rule(REMOVALS + limit % most, subject)), now=NOW)
        assert messages(report) == expected


def test_a_count_decides_where_the_share_is_unknown(run: Run) -> None:
    on = account(users=users(9))
    said = run([rule(REMOVALS + BOTH)], on, *disable(0, 1, 2, 3), snapshot={"complete": False})
    assert messages(said) == ["4 of unknown, unknown %, unknown may"]
    left = run([rule(REMOVALS + BOTH)], on, *disable(0, 1, 2), snapshot={"complete": False})
    assert left.verdict == "undecided"
    [case] = [each for each in left.undecided if each.rule == "house/mass"]
    assert case.missing == ("account.enabled_users",)
    assert case.supply == "say `complete: true` in the snapshot, and list every user"


def test_without_a_snapshot_the_share_is_undecided(run: Run) -> None:
    report = run([rule(REMOVALS + "limit: {max_percent: 5, of: total_users}")], None, *disable(0))
    [case] = [each for each in report.undecided if each.rule == "house/mass"]
    assert case.supply == "give the current state with `--snapshot`"


def test_nothing_hit_asks_for_nothing(run: Run) -> None:
    report = run([rule(REMOVALS + BOTH)], None, {"op": "grant_role", "user": "u0", "role": "A"})
    assert [each.rule for each in report.undecided if each.rule == "house/mass"] == []


def test_what_may_count_leaves_the_limit_open(run: Run) -> None:
    limit = REMOVALS + "limit: {max_count: 1, where: before.kind == 'person' && 'Owner' in before.roles}"
    on = account(
        users=[*users(1, roles=["Owner"]), {"id": "u1", "enabled": True}, {"id": "u2", "enabled": True}]
    )
    report = run([rule(limit)], on, *disable(0, 1))
    [case] = [each for each in report.undecided if each.rule == "house/mass"]
    assert case.missing == ("before.roles",)
    assert messages(run([rule(limit)], on, *disable(0))) == []


def test_when_lifts_a_limit(run: Run) -> None:
    text = rule("when: change_set.reference == null\n" + REMOVALS + "limit: {max_count: 0}")
    on = account(users=users(3))
    assert len(messages(run([text], on, *disable(0)))) == 1
    assert messages(run([text], on, *disable(0), envelope={"reference": "CASE-1"})) == []


def test_numbers_come_from_params(run: Run) -> None:
    params = "params: {most: {type: int, default: 1, description: The most.}}"
    text = rule(REMOVALS + "limit: {max_count: params.most}")
    report = run([text], account(users=users(3)), *disable(0, 1), params=params)
    assert [each.evidence["params.most"] for each in report.findings] == [1]


def test_a_number_that_is_none_fails_loudly(run: Run) -> None:
    text = rule(REMOVALS + "limit: {max_percent: '1.0 / 0.0', of: total_users}")
    [finding] = run([text], account(users=users(3)), *disable(0)).findings
    assert finding.message == "this rule could not be evaluated: `max_percent` is no number"


def test_the_fingerprint_stands_for_exactly_these_users(run: Run) -> None:
    text, on = rule(REMOVALS + "limit: {max_count: 0}"), account(users=users(5))
    prints = [
        run([text], on, *changes).findings[0].fingerprint
        for changes in (disable(0, 1), disable(1, 0), disable(0, 1, 2))
    ]
    assert prints[0] == prints[1] != prints[2]


def test_counts_are_of_what_happens(run: Run) -> None:
    text = """
id: counts
title: Counts
severity: error
subject: {subject}
{rest}
message: "{{{{ count({root}.{name}, 'disable') }}}}"
why: Because.
"""
    mass = [{"op": "update", "user": f"u{n}", "set": {"enabled": False}} for n in range(3)]
    on = account(users=[*users(2), {"id": "u2", "enabled": False}])
    for subject, root, name, rest in [
        ("change_set", "change_set", "counts", "deny: count(change_set.counts, 'disable') > 1"),
        ("account", "account", "changes", "deny: count(account.changes, 'disable') > 1"),
        (
            "change",
            "change_set",
            "counts",
            "match: {op: disable}\ndeny: count(change_set.counts, 'disable') > 1",
        ),
    ]:
        report = run([text.format(subject=subject, root=root, name=name, rest=rest)], on, *mass)
        found = {each.message for each in report.findings if each.rule == "house/counts"}
        assert found == {"2"}


MAYBE = st.one_of(st.integers(0, 6), st.just(None))


@given(MAYBE, MAYBE, st.sampled_from(["any", "all"]), st.integers(0, 8))
def test_unknown_parts_are_never_guessed(first: Any, second: Any, joined: Any, count: int) -> None:
    """A part that is not known may be any number: what holds for all of them is decided, nothing else."""
    quota = Quota(tuple(Unknown(("x",)) if each is None else each for each in (first, second)), joined)
    worlds = [
        (any if joined == "any" else all)(count > each for each in (a, b))
        for a in ([first] if first is not None else [-1, 99])
        for b in ([second] if second is not None else [-1, 99])
    ]
    passed = quota.passed(count)
    assert isinstance(passed, Unknown) if len(set(worlds)) > 1 else passed is worlds[0]
    if quota.allowed is not None:
        assert [quota.passed(each) for each in range(9)] == [each > quota.allowed for each in range(9)]


OPS = st.sampled_from(
    [
        {"op": "disable"},
        {"op": "enable"},
        {"op": "delete"},
        {"op": "update", "set": {"enabled": False}},
        {"op": "update", "set": {"full_name": "X"}},
    ]
)


@given(
    st.lists(st.sampled_from([True, False]), min_size=1, max_size=6),
    st.lists(st.tuples(OPS, st.integers(0, 5)), max_size=12),
    st.integers(0, 4),
    st.sampled_from([0, 20, 33, 50, 100]),
    st.integers(0, 5),
    st.sampled_from(["any", "all"]),
)
def test_against_a_naive_model(
    property_rule: Any, flags: list[bool], hits: Any, most: int, share: int, least: int, joined: str
) -> None:
    on = [{"id": f"u{n}", "enabled": flag, "full_name": "A"} for n, flag in enumerate(flags)]
    changes = [{**change, "user": f"u{n}"} for change, n in hits if n < len(flags)]
    world = {each["id"]: dict(each) for each in on}
    hit = set()
    for change in changes:
        user = world[change["user"]]
        gone, enabled = user.get("gone", False), user["enabled"]
        if gone:
            continue
        if change["op"] == "delete":
            user["gone"] = True
            hit.add(change["user"])
        elif change["op"] == "enable":
            user["enabled"] = True
        elif change["op"] == "disable" or change.get("set", {}).get("enabled") is False:
            user["enabled"] = False
            hit |= {change["user"]} if enabled else set()
    population = sum(flags)
    over = [len(hit) > most]
    if population >= least:
        over.append(len(hit) * 100 > share * population)
    expected = (any if joined == "any" else all)(over)
    policies = property_rule(most, share, least, joined)
    report = check(change_set(*changes), snapshot(account(users=on)), policies, now=NOW)
    assert bool(messages(report)) is expected


@pytest.fixture(scope="module")
def property_rule(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    folder = tmp_path_factory.mktemp("limits") / "house"
    folder.mkdir()
    params = "".join(
        f"  {name}: {{type: int, default: 0, description: A number.}}\n"
        for name in ("most", "share", "least")
    )
    (folder / "pack.yaml").write_text(f"id: house\ntitle: House\ndescription: Rules.\nparams:\n{params}")
    for joined in ("any", "all"):
        limit = f"""{REMOVALS}limit:
  max_count: params.most
  max_percent: params.share
  of: enabled_users
  min_population: params.least
  joined: {joined}"""
        (folder / f"{joined}.yaml").write_text(rule(limit).replace("id: mass", f"id: {joined}"))

    def _policies(most: int, share: int, least: int, joined: str) -> Any:
        given_ = {"house": {"most": most, "share": share, "least": least}}
        policies = load_packs([str(folder)], params=given_)
        import msgspec

        kept = [
            msgspec.structs.replace(each, id="house/mass") for each in policies.rules if each.name == joined
        ]
        return msgspec.structs.replace(policies, rules=tuple(kept))

    return _policies


def test_the_finding_says_what_the_mass_has_in_common(run: Run) -> None:
    hit = [{"id": f"u{n}", "enabled": True, "attributes": {"department": ""}} for n in range(4)]
    rest = [{"id": f"r{n}", "enabled": n < 5, "attributes": {"department": "Sales"}} for n in range(9)]
    text = rule(REMOVALS + "limit: {max_percent: 30, of: enabled_users}")
    [finding] = run([text], account(users=[*hit, *rest]), *disable(0, 1, 2, 3)).findings
    [trait] = finding.common
    assert (trait.field, trait.what, trait.count, trait.of) == ("attributes.department", "empty", 4, 4)
    # Of the others only those are told who are of the population.
    assert (trait.others, trait.of_others) == (0, 5)
