"""`limit` of a rule: what is read, and what is refused, with its place."""

from collections.abc import Callable

import pytest

from linter.policy import Policies
from tests.policy.conftest import HEAD, Refusals

ACCOUNT = "subject: account\non_exceed: reject_all\n"

GOOD = [
    "limit: {max_count: 500}",
    "limit: {max_count: account.purchased_users}",
    "limit: {max_percent: 12.5, of: enabled_users}",
    "limit: {max_percent: 'snapshot.given ? 10 : 5', of: total_users, min_population: 20}",
    "limit: {max_count: 5, max_percent: 10, of: disabled_users, joined: all}",
    "match: {op: [disable, delete]}\nlimit: {max_count: 1}",
    "match: {op: update, fields: [sign_in_id]}\n"
    "limit: {max_count: 1, where: domain(before.sign_in_id) != domain(after.sign_in_id)}",
    "when: change_set.reference == null\nlimit: {max_count: 1}",
]

BAD: list[tuple[str, list[str]]] = [
    (
        "subject: account\nlimit: {max_count: 1}",
        [
            "rule.yaml:7:1: a rule with `limit` needs `on_exceed` (write what happens then: "
            "`reject_all`, `hold_excess` or `hold_kind`)"
        ],
    ),
    (
        "subject: account\ndeny: account.total_users > 3\non_exceed: reject_all",
        ["rule.yaml:8:1: `on_exceed` has no meaning without `limit` (remove it)"],
    ),
    (
        "subject: user\non_exceed: hold_kind\nlimit: {max_count: 1}",
        [
            "rule.yaml:8:1: `limit` has no meaning in a rule about `user` (write `subject: account`, "
            "or `subject: change_set` for all accounts together)"
        ],
    ),
    (
        ACCOUNT + "limit: {max_count: 1}\ndeny: account.total_users > 3",
        [
            "rule.yaml:9:1: a rule has either `limit` or `deny`, not both (remove one of them; "
            "`when` says where a limit applies)"
        ],
    ),
    (
        ACCOUNT + "limit: {joined: any}",
        [
            "rule.yaml:8:8: the limit has neither `max_count` nor `max_percent` "
            "(say how many users may be hit)",
            "rule.yaml:8:8: `joined` joins `max_count` and `max_percent`, and one of them is not there "
            "(remove it)",
        ],
    ),
    (
        ACCOUNT + "limit: {max_count: 1, max_percent: 5}",
        [
            "rule.yaml:8:8: `max_percent` needs `of` (say of what: `total_users`, `enabled_users` or "
            "`disabled_users`)",
            "rule.yaml:8:8: `max_count` and `max_percent` need `joined` (write `any` where either alone is "
            "too much, `all` where only both together are)",
        ],
    ),
    (
        ACCOUNT + "limit: {max_count: 1, min_population: 5}",
        [
            "rule.yaml:8:8: `min_population` has no meaning without `max_percent` (remove it, or give "
            "`max_percent`)"
        ],
    ),
    (
        ACCOUNT + "match: {op: [disable, set_purchased_users]}\nlimit: {max_count: 1}",
        ["rule.yaml:8:13: `set_purchased_users` hits no user, and a limit counts users (leave it out)"],
    ),
    (
        ACCOUNT + "limit: {max_count: '0.5'}",
        ["rule.yaml:8:20: `max_count` must be a whole number"],
    ),
    (
        ACCOUNT + "limit: {max_count: change_set.changes}",
        [
            "rule.yaml:8:20: `max_count` cannot depend on the change set (what may go would be judged by "
            "another limit than the whole; use params, or `when`)"
        ],
    ),
    (
        ACCOUNT + "limit: {max_count: params.most}",
        ["rule.yaml:8:27: `params.most`: this pack has no such param (known: none)"],
    ),
    (
        ACCOUNT + "limit: {max_count: 1, where: account.total_users}",
        [
            "rule.yaml:8:30: this is neither true nor false, and a condition is one of both "
            "(compare it with something)"
        ],
    ),
    (
        ACCOUNT + "limit: {max_count: 1}\nwhen: limit.count > 5",
        ["rule.yaml:9:7: `limit` is there only in the texts of a rule with a `limit`"],
    ),
    (
        ACCOUNT + "limit: {max_percent: 101, of: total_users}",
        ["rule.yaml:8:22: `max_percent` must be at most 100"],
    ),
    (
        ACCOUNT + "limit: {max_counts: 1}",
        ["rule.yaml:8:9: unknown key `max_counts` in `limit` (did you mean `max_count`?)"],
    ),
]


@pytest.mark.parametrize("rest", GOOD)
def test_good(rest: str, load: Callable[..., Policies]) -> None:
    (rule,) = load(HEAD + ACCOUNT + rest).rules
    assert rule.limit is not None
    assert rule.condition is None


@pytest.mark.parametrize(("rest", "messages"), BAD)
def test_bad(rest: str, messages: list[str], refusals: Refusals) -> None:
    assert refusals(HEAD + rest) == messages


def test_the_texts_can_tell_how_far_the_limit_was_used(load: Callable[..., Policies]) -> None:
    text = HEAD.replace("message: m", "message: '{{ limit.count }} of {{ limit.population }}'")
    (rule,) = load(text + ACCOUNT + "limit: {max_count: 1}").rules
    assert rule.message.reads == {("limit", "count"), ("limit", "population")}
