import pytest

from tests.policy.conftest import HEAD, Refusals

BAD: list[tuple[str, str]] = [
    ("{op: disabl, user: x}", "10:12: unknown op `disabl` (did you mean `disable`?)"),
    ("{user: x}", "10:7: the key `op` is missing (say what is done, for example `op: disable`)"),
    ("{op: disable}", "10:7: the key `user` is missing in `disable`"),
    (
        "{op: grant_role, user: x, rol: y, role: z}",
        "10:38: unknown key `rol` in `grant_role` (did you mean `role`?)",
    ),
    (
        "{op: disable, user: x, role: z}",
        "10:36: unknown key `role` in `disable` (one of: user, before, account, requested_by, "
        "approved_by, reference, "
        "reason, intent, effective_at)",
    ),
    (
        "{op: update, user: x, set: {fullname: y}}",
        "10:45: `fullname` cannot be set by a change (did you mean `full_name`?)",
    ),
    ("{op: update, user: x, set: y}", "10:34: `set` must be a mapping"),
    (
        "{op: disable, user: '{{ before.idd }}'}",
        "10:38: `before.idd`: a user has no field `idd` (did you mean `id`?)",
    ),
    (
        "{op: update, user: x, set: {roles: ['{{ before.rol }}']}}",
        "10:54: `before.rol`: a user has no field `rol` (did you mean `roles`?)",
    ),
    ("{op: disable, user: 3}", "10:27: `user` must be text"),
]


@pytest.mark.parametrize(("change", "said"), BAD, ids=[case[0] for case in BAD])
def test_bad(change: str, said: str, refusals: Refusals) -> None:
    text = f"{HEAD}deny: before.enabled\ninstead:\n  text: do\n  changes:\n    - {change}\n"
    assert refusals(text) == [f"rule.yaml:{said}"]


INSTEADS: list[tuple[str, str]] = [
    ("when: before.enabld", "9:16: `before.enabld`: a user has no field `enabld` (did you mean `enabled`?)"),
    (
        "when: before.id",
        "9:9: this is neither true nor false, and a condition is one of both (compare it with something)",
    ),
    ("safety: sure", "9:11: unknown safety `sure` (one of: safe, unsafe)"),
    (
        "ask: {who: Support}",
        "9:8: the key `message` is missing in `ask` (say whom to ask (`who`), and for what (`message`))",
    ),
    (
        "ask: {who: S, message: '{{ before.idd }}'}",
        "9:37: `before.idd`: a user has no field `idd` (did you mean `id`?)",
    ),
    (
        "ask: {who: S, message: m, until: {billing_admin: {emial: x}}}",
        "9:53: unknown key `emial` in `billing_admin` (did you mean `email`?)",
    ),
    (
        "ask: {who: S, message: m, until: {billing_admin: {email: '{{ after.idd }}'}}}",
        "9:70: `after.idd`: a user has no field `idd` (did you mean `id`?)",
    ),
]


@pytest.mark.parametrize(("line", "said"), INSTEADS, ids=[case[0] for case in INSTEADS])
def test_bad_beside_the_changes(line: str, said: str, refusals: Refusals) -> None:
    text = f"{HEAD}deny: before.enabled\ninstead:\n  text: do\n  {line}\n"
    assert refusals(text) == [f"rule.yaml:{said}"]
