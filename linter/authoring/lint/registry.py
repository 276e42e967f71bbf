"""Every check of policies: its texts, and the function that finds."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import msgspec

from linter.authoring.lint import alike, dead_ends, idle, secrets, unproved, unreachable
from linter.authoring.lint.finding import PACK, Hit
from linter.authoring.lint.ground import Ground
from linter.engine.builtin import Builtin

Find: TypeAlias = Callable[[Ground], Iterable[Hit]]


class Check(msgspec.Struct, frozen=True):
    """One check."""

    texts: Builtin
    find: Find


CHECKS: Mapping[str, Check] = {
    "nothing-in-force": Check(
        Builtin(
            title="A pack must judge something",
            severity="error",
            why="Who names a pack believes that it judges. A pack without a rule lets everything pass.",
            instead="Switch on at least one rule, or take the pack out of the policies.",
        ),
        idle.nothing_in_force,
    ),
    "unreachable": Check(
        Builtin(
            title="A rule must be able to object",
            severity="error",
            why="Conditions that contradict each other never hold: it reads like protection and is none.",
            instead="Correct the part that was meant otherwise; often `||` was meant for `&&`.",
        ),
        unreachable.unreachable,
    ),
    "dead-alternative": Check(
        Builtin(
            title="Every alternative of a condition must be able to decide",
            severity="warning",
            why="A case that the author had in mind is not covered: its alternative never decides anything.",
            instead="Correct the alternative, or take it out.",
        ),
        unreachable.dead_alternatives,
    ),
    "idle-condition": Check(
        Builtin(
            title="A condition should not repeat what holds already",
            severity="info",
            why="What always holds here narrows nothing; it may be a slip for something that would.",
            instead="Take it out, or write what was meant.",
        ),
        unreachable.idle_conditions,
    ),
    "no-example-triggers": Check(
        Builtin(
            title="An example must show that a rule objects",
            severity="error",
            why="A rule that nothing ever made object may be one that cannot.",
            instead="Add a `deny` example with a change that must not go through, and see that it does not.",
        ),
        unproved.no_example_triggers,
    ),
    "no-allow-comes-near": Check(
        Builtin(
            title="An `allow` example must come near to what the rule denies",
            severity="warning",
            why="A rule that denies far too much passes examples to which it would never apply.",
            instead="Add an `allow` example that differs from a denied one in just what makes it right.",
        ),
        unproved.no_allow_comes_near,
    ),
    "idle-example": Check(
        Builtin(
            title="An `allow` example should prove something about its rule",
            severity="info",
            why="Where several things each keep the rule from objecting, none of them is shown to work.",
            instead="Let one thing alone make the example right, or keep it to show a way out.",
        ),
        unproved.idle_examples,
    ),
    "secret-in-text": Check(
        Builtin(
            title="Nothing that a report shows may hold a secret",
            severity="error",
            why="Reports go to terminals, logs, tickets and code hosts, where a secret is none any more.",
            instead="Name the one attribute that is meant; whether a secret came along is `change.secret`.",
        ),
        secrets.secrets,
    ),
    "same-rule": Check(
        Builtin(
            title="Two rules must not object to the same",
            severity="warning",
            why="One fault is told twice, and only one of the two is mended when the other is.",
            instead="Remove one of them, or write the difference that was meant.",
        ),
        alike.same_rule,
    ),
    "same-title": Check(
        Builtin(
            title="The titles of a pack's rules must tell them apart",
            severity="warning",
            why="Reports and lists show the title: a person takes two rules for one.",
            instead="Say in the title what is different.",
        ),
        alike.same_title,
    ),
    "always-together": Check(
        Builtin(
            title="Two rules should not always object together",
            severity="warning",
            why="One fault is told as two, and the more general finding hides the advice of the other.",
            instead="Let the more specific rule say `supersedes` of the other, merge the two, or add an "
            "example in which only one of them objects.",
        ),
        alike.always_together,
    ),
    "dead-end": Check(
        Builtin(
            title="What a rule advises must not be denied",
            severity="error",
            why="Who does what the rule says is stopped again, and learns to work around both.",
            instead="Change the remedy, say with `when` in which cases it is one, or ask a person instead.",
        ),
        dead_ends.dead_ends,
    ),
    "unread-param": Check(
        Builtin(
            title="A param of a pack must be read by a rule",
            severity="warning",
            why="Who sets it believes that something is stricter or looser now; nothing is.",
            instead="Read it in the rule that it was made for, or remove it.",
        ),
        idle.unread_params,
    ),
    "idle-supersedes": Check(
        Builtin(
            title="`supersedes` must name a rule that can object to the same",
            severity="warning",
            why="The two never meet, so one of them is not about what its author thinks.",
            instead="Take the rule out of `supersedes`, or correct what the two are about.",
        ),
        idle.idle_supersedes,
    ),
}
"""By name, in the order in which they are told; a finding of one has the rule `policy/NAME`."""

RULES: Mapping[str, Builtin] = {f"{PACK}/{name}": check.texts for name, check in CHECKS.items()}
"""The texts of every check by its full id."""
