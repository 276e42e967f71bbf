"""The built-in packs, whatever the policies.

`change-set` is what must hold for any change set, `verify` what must hold after one was applied, and
`waivers` what must hold for the waivers that are used.
"""

from collections.abc import Mapping

import msgspec

from linter.model import Severity

PACK = "change-set"
WAIVERS = "waivers"
VERIFY = "verify"

MISTRUST = frozenset({f"{PACK}/snapshot-population", f"{PACK}/export-population"})
"""Built-in rules that say that a state is not whole: what is judged against it is judged against nothing."""


class Builtin(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of a built-in rule.

    `blocks` marks what makes the verdict undecided besides being reported: the snapshot it
    speaks of cannot be trusted. `supply` says what to give where the rule cannot decide.
    """

    title: str
    severity: Severity
    why: str
    instead: str
    supply: str = ""
    blocks: bool = False


BUILTINS: Mapping[str, Builtin] = {
    "unknown-account": Builtin(
        title="The account of a change must be known",
        severity="error",
        why="A change to an account that is not in the snapshot often names the wrong tenant.",
        instead="Correct the account, or take a snapshot that holds it.",
        supply="give a snapshot that holds the account",
    ),
    "unknown-user": Builtin(
        title="The user of a change must exist",
        severity="error",
        why="A change to a user who is not there fails when it is applied, or reaches somebody else.",
        instead="Name an existing user by id, or create the user first.",
        supply="give a snapshot that holds the user, or says `complete: true`",
    ),
    "ambiguous-user": Builtin(
        title="A change must name one user",
        severity="error",
        why="Where a key fits several users, the applying system chooses, and may choose the wrong one.",
        instead="Name the user by id.",
    ),
    "duplicate-user": Builtin(
        title="The keys of a user must be unique in an account",
        severity="error",
        why="Ids, sign-ins, addresses and aliases identify people; two users cannot share one.",
        instead="Give the user a key of its own, or remove it from the other user first.",
        supply="give a snapshot that holds every user, and says `complete: true`",
    ),
    "no-effect": Builtin(
        title="A change should change something",
        severity="warning",
        why="A change without effect was made for another state than this one, or repeats an earlier change.",
        instead="Remove the change, or look whether it names the user that was meant.",
    ),
    "impossible-operation": Builtin(
        title="A change must be possible in the state it meets",
        severity="error",
        why="The applying system will refuse this change, and what follows was written as if it had worked.",
        instead="Remove the change, or put the change it depends on before it.",
    ),
    "contested-intent": Builtin(
        title="A change must be what its intent says",
        severity="error",
        why="Who approves a correction or a rename does not look for another person behind the record, and "
        "who approves a hand-over does not look for the person who stays.",
        instead="Correct `intent`, or leave it away. Where it is right and only looks otherwise, have "
        "somebody confirm it who knows the person, and waive this finding.",
        supply="give the user's names and addresses in the snapshot",
    ),
    "unknown-attribute": Builtin(
        title="A change must set attributes that exist and can be set",
        severity="error",
        why="A misspelt or read-only attribute is dropped or refused: less happens than was asked.",
        instead="Correct the name; put what the model does not know under `attributes`.",
    ),
    "stale-snapshot": Builtin(
        title="The snapshot must agree with what the change set was made from",
        severity="warning",
        why="The change file holds other current values than the snapshot: one of them is out of date.",
        instead="Take a fresh snapshot, and make the change file from it.",
        supply="take a fresh snapshot and check again",
        blocks=True,
    ),
    "unknown-before": Builtin(
        title="What a change takes away must be known",
        severity="error",
        why="A list that replaces an unknown one may take away roles, licences or groups unseen by any rule.",
        instead="Use grant and revoke operations, or supply the current list.",
        supply="give the user's current roles, licences and groups in the snapshot",
    ),
    "snapshot-age": Builtin(
        title="The snapshot must be recent",
        severity="warning",
        why="The longer ago a snapshot was taken, the less it says about the state the changes will meet.",
        instead="Take a fresh snapshot, or raise `max_snapshot_age` in the configuration.",
        supply="take a fresh snapshot and check again",
        blocks=True,
    ),
    "snapshot-population": Builtin(
        title="The snapshot must hold as many users as it should",
        severity="error",
        why="An export that broke off looks like an account that lost its users; what is checked against it "
        "is checked against nothing.",
        instead="Look at the export. If so many users are really gone, say so: `min_population` and "
        "`max_drop` in the configuration.",
        supply="take the snapshot anew, and compare how many users it holds",
        blocks=True,
    ),
    "export-population": Builtin(
        title="An export that changes are made from must be whole",
        severity="error",
        why="Whoever is missing from the later of two exports is taken to be deleted: one that broke off "
        "deletes everybody whom it does not hold.",
        instead="Make the export anew. If so many users are to go, raise `max_drop` in the configuration.",
        supply="make the later export anew, and compare how many users it holds",
        blocks=True,
    ),
    "not-checked": Builtin(
        title="Everything in a change file must have been checked",
        severity="error",
        why="What changes have no word for is applied all the same, and nobody has judged it.",
        instead="Look at it yourself, or take it out of the file.",
        supply="take out what cannot be checked, or leave `--strict` away",
    ),
    "order-not-fixed": Builtin(
        title="Changes whose order matters must have a fixed one",
        severity="error",
        why="They were judged in the order of the file, and another order, just as possible, may be wrong.",
        instead="Give them an order (`dependsOn` in a JSON batch), or one file after the other.",
        supply="let one request of each pair wait for the other with `dependsOn`, or send them one by one",
    ),
    "known-after-apply": Builtin(
        title="What a plan sets must be known and shown",
        severity="error",
        why="A value that is known only after apply, or is sensitive, was not judged: a user was taken to "
        "keep the old one, a role or group to be given to nobody.",
        instead="Look at the value yourself, or apply what it depends on first and plan again.",
        supply="apply what the value depends on first, or write it out, and plan again",
    ),
    "nothing-to-check": Builtin(
        title="There must be something to check",
        severity="error",
        why="An empty change set is often a failed export; that nothing objects to it says nothing.",
        instead="Look whether the file was produced in full.",
        supply="give at least one change",
    ),
}

WAIVER_RULES: Mapping[str, Builtin] = {
    "expired": Builtin(
        title="A waiver must not have expired",
        severity="warning",
        why="What was accepted for a time counts again when the time is over; only the entry is still there.",
        instead="Remove the waiver; where the reason still holds, have it approved anew, with a new date.",
    ),
    "expires-soon": Builtin(
        title="A waiver that is about to expire",
        severity="info",
        why="When it has expired, what it covers counts again, and denies what went through the day before.",
        instead="Put right what it covers before that day, or have it approved anew.",
    ),
    "not-yet-valid": Builtin(
        title="A waiver that does not hold yet",
        severity="info",
        why="What is accepted from a later day on still counts today.",
        instead="Wait until that day, or have the waiver approved from an earlier one.",
    ),
    "unused": Builtin(
        title="A waiver should cover something",
        severity="info",
        why="A waiver that covers nothing today may cover tomorrow what nobody had in mind.",
        instead="Remove the waiver once what it was for is done; if it was meant to cover a finding, "
        "compare the two word by word.",
    ),
    "used-up": Builtin(
        title="A waiver covers no more than it says",
        severity="warning",
        why="It was approved for a number of cases; the ones beyond that were approved by nobody.",
        instead="Take the other changes out, or have the waiver approved for all of them.",
    ),
    "self-approved": Builtin(
        title="Nobody approves a waiver for their own change",
        severity="error",
        why="A waiver is a second person's word. One who approves for themselves is nobody's second.",
        instead="Have somebody else approve it.",
    ),
    "requester-unknown": Builtin(
        title="Who asks for a waived change must be known",
        severity="warning",
        why="Where no requester is named, it cannot be told whether they approved their own change.",
        instead="Say who asks, as `requested_by`, in the change set.",
    ),
}

VERIFY_RULES: Mapping[str, Builtin] = {
    "missing-effect": Builtin(
        title="What the changes say must have come about",
        severity="error",
        why="A change that was sent and did not take effect leaves everybody believing that it did.",
        instead="Look in the log of the applying system for what became of the change, and apply it again.",
    ),
    "different-effect": Builtin(
        title="What came about must be what the changes say",
        severity="error",
        why="The system made something else of the change, or somebody changed it again since.",
        instead="Find out which, and correct the record or the change set.",
    ),
    "extra-effect": Builtin(
        title="Nothing must have come about that no change says",
        severity="error",
        why="What nobody proposed was judged by nobody: a side effect, another hand, or another change set.",
        instead="Find out where it comes from; take it back, or propose it as a change.",
    ),
    "extra-attribute": Builtin(
        title="Attributes that no change sets should stay",
        severity="warning",
        why="Some attributes change by themselves, such as a last sign-in; others because somebody did it.",
        instead="Look whether this is one that changes by itself.",
    ),
    "billing-record-left-behind": Builtin(
        title="The billing record must follow the user",
        severity="error",
        why="The billing system does not learn of an address that was edited. It goes on naming one that no "
        "active user has, and the account cannot buy anything until that is repaired.",
        instead="Ask Billing Support for a billing admin change, which aligns the record with the user.",
    ),
    "replayable": Builtin(
        title="The changes must fit the state before them",
        severity="error",
        why="What cannot be replayed on the state before has no effect that could be expected.",
        instead="Give the snapshot that the changes were made for.",
        supply="give the snapshot that the changes were made for, with `--before`",
    ),
    "snapshot-order": Builtin(
        title="The state after must be of a later time than the state before",
        severity="error",
        why="A snapshot from before the changes cannot show what came of them.",
        instead="Take a snapshot after the changes were applied.",
        supply="take a snapshot after the changes were applied, and give it with `--after`",
    ),
}

BUILTIN_RULES: Mapping[str, Builtin] = {
    **{f"{PACK}/{name}": rule for name, rule in BUILTINS.items()},
    **{f"{VERIFY}/{name}": rule for name, rule in VERIFY_RULES.items()},
    **{f"{WAIVERS}/{name}": rule for name, rule in WAIVER_RULES.items()},
}
"""Every built-in rule by its full id."""
