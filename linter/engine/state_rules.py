"""State rules: invariants of users and accounts, before, between and after the changes.

What held or failed before the changes is told apart from what they bring about. A rule is
evaluated again only after a step that changed something it reads.
"""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

import msgspec
from msgspec.structs import replace

from linter.engine import findings
from linter.engine.change_rules import Ambient, text_needs, where
from linter.engine.dispatch import conditions, reads
from linter.engine.judge import SKIPPED, Broken, Judgement, Objects, Open, excess, judge
from linter.engine.ledger import Ledger, Where
from linter.engine.views import NAME_FIELDS, Needs, account_view, needs, user_view
from linter.model import UNSET, AccountState, Location, Snapshot, Step, User
from linter.policy import Activation, Policies, Rule


class Subject(msgspec.Struct, frozen=True):
    """What a state rule is held against: an account, or one user in it."""

    account: AccountState
    user: User | None = None


class Track(msgspec.Struct):
    """One rule and one subject: the first and latest state, and the step that last mattered."""

    rule: Rule
    first: Subject
    last: Subject
    step: Step
    worst: float | None = None
    objecting: bool = False
    reported: bool = False


class StateRules:
    """Holds the state rules of all packs against the states that replay passes through."""

    def __init__(
        self, policies: Policies, snapshot: Snapshot | None, ledger: Ledger, ambient: Ambient
    ) -> None:
        self._account_rules = [_Watched(rule) for rule in conditions(policies, "account")]
        self._user_rules = [_Watched(rule) for rule in conditions(policies, "user")]
        self._snapshot = snapshot
        self._ledger = ledger
        self._ambient = ambient
        self._tracks: dict[tuple[str, str, str], Track] = {}
        self._accounts: dict[str, tuple[AccountState, Step]] = {}
        self._touched_by: dict[tuple[str, ...], list[_Watched]] = {}
        fields = {path[0] for watched in self._account_rules for path in watched.account_paths if path}
        self._read_of = attrgetter(*sorted(fields or {"id"}))
        self._walks_users = "users" in fields or any(watched.account_paths for watched in self._user_rules)

    def meet(self, step: Step) -> None:
        """Takes note of what a step changed, and judges at once the rules that hold at each step."""
        account = step.account.id
        seen = self._accounts.get(account)
        matters = seen is None or not self._alike(step.account, step.account_after)
        user = step.after or step.before
        touched = self._touched(step) if user is not None else []
        if matters or touched:
            step = self._lasting(step)
        self._accounts[account] = (seen[0] if seen else step.account, step)
        if matters:
            before, after = Subject(step.account), Subject(step.account_after)
            for watched in self._account_rules:
                self._follow(watched, (account, ""), before, after, step)
        if user is not None:
            for watched in touched:
                before, after = Subject(step.account, step.before), Subject(step.account_after, step.after)
                self._follow(watched, (account, user.id), before, after, step)

    def _lasting(self, step: Step) -> Step:
        """A step to keep. Its views of users keep every later record alive: only where a rule needs them."""
        if self._walks_users:
            return step
        before, after = (
            replace(each, users=UNSET, reports=UNSET) for each in (step.account, step.account_after)
        )
        return replace(step, account=before, account_after=after)

    def _alike(self, before: AccountState, after: AccountState) -> bool:
        """Whether no account rule reads what a step changed; one look tells for all of them."""
        return before is after or bool(self._read_of(before) == self._read_of(after))

    def _touched(self, step: Step) -> list["_Watched"]:
        """The user rules that a step may matter to, found once for each kind of step."""
        key = (step.change.op, *step.changed)
        found = self._touched_by.get(key)
        if found is None:
            found = self._touched_by[key] = [each for each in self._user_rules if each.touched_by(step)]
        return found

    def audit(self, account: AccountState) -> None:
        """Holds the rules against one account and its users as they are."""
        for watched in self._account_rules:
            self._audit(watched.rule, Subject(account))
        users = account.users.values() if isinstance(account.users, Mapping) else ()
        for watched in self._user_rules:
            for user in users:
                self._audit(watched.rule, Subject(account, user))

    def _audit(self, rule: Rule, subject: Subject) -> None:
        result, _ = self._judge(rule, subject)
        if type(result) is Objects:
            self.report(rule, subject, step=None)
        else:
            self._note(rule, result, subject, None)

    def close(self) -> None:
        """Judges the last states."""
        self._follow_untouched_users()
        for (_, account, _), track in self._tracks.items():
            track.last = Subject(self._accounts[account][1].account_after, track.last.user)
            if not track.rule.each_step:
                self._close(track)

    def _follow(
        self, watched: "_Watched", key: tuple[str, str], before: Subject, after: Subject, step: Step
    ) -> None:
        rule = watched.rule
        track = self._tracks.get((rule.id, *key))
        if track is None:
            track = self._tracks[(rule.id, *key)] = Track(rule, before, after, step)
            if rule.each_step:
                self._begin(track)
        if not (rule.subject == "user" or watched.differs(before.account, after.account)):
            return
        track.last, track.step = after, step
        if rule.each_step:
            self._pass_through(track)

    def _begin(self, track: Track) -> None:
        """The state before the first step, for a rule that holds at each step."""
        result, over = self._judge(track.rule, track.first)
        track.objecting = type(result) is Objects
        if track.objecting:
            track.worst = over
            self._find(track, track.first, step=None)
        else:
            self._note(track.rule, result, track.first, None)

    def _pass_through(self, track: Track) -> None:
        """The state after a step: an objection is told where it begins, or first gets worse than it was."""
        result, over = self._judge(track.rule, track.last)
        if type(result) is not Objects:
            track.objecting = track.reported = False
            track.worst = None
            self._note(track.rule, result, track.last, track.step)
            return
        if not track.reported and (not track.objecting or _worse(over, track.worst)):
            track.reported = True
            self._find(track, track.last, step=track.step)
        track.objecting = True

    def _close(self, track: Track) -> None:
        """The last state against the first."""
        result, over = self._judge(track.rule, track.last)
        if type(result) is not Objects:
            self._note(track.rule, result, track.last, track.step)
            return
        was, over_before = self._judge(track.rule, track.first)
        so_before = type(was) is Objects and not _worse(over, over_before)
        self._find(track, track.last, step=None if so_before else track.step)

    def _follow_untouched_users(self) -> None:
        """A user rule that reads its account concerns every user of an account that changed."""
        for watched in self._user_rules:
            for first, step in self._accounts.values():
                last = step.account_after
                if watched.differs(first, last) and isinstance(last.users, Mapping):
                    earlier = first.users if isinstance(first.users, Mapping) else {}
                    for user in last.users.values():
                        key = (watched.rule.id, last.id, user.id)
                        if key not in self._tracks:
                            before = Subject(first, earlier.get(user.id))
                            self._tracks[key] = Track(watched.rule, before, Subject(last, user), step)

    def _judge(self, rule: Rule, subject: Subject) -> tuple[Judgement, float | None]:
        if rule.subject == "user" and (subject.user is None or subject.user.deleted_at):
            return SKIPPED, None
        activation = Activation(state_view(subject, needs(reads(rule)), self._ambient(rule.pack)))
        result = judge(rule, activation)
        if result is not SKIPPED:
            self._ledger.applied.add(rule.id)
        return result, excess(rule, activation) if type(result) is Objects else None

    def _note(self, rule: Rule, result: Judgement, subject: Subject, step: Step | None) -> None:
        """What is neither an objection nor a pass."""
        account = subject.account.id
        if type(result) is Broken:
            self._ledger.find(findings.of_failure(rule, result.text, account=account, step=step))
        elif type(result) is Open:
            self._ledger.leave_open(
                rule.id,
                rule.severity,
                result,
                lambda: where(step) if step else Where(account=account, location=self._spot(subject)),
            )

    def _find(self, track: Track, subject: Subject, step: Step | None) -> None:
        self.report(track.rule, subject, step)

    def report(self, rule: Rule, subject: Subject, step: Step | None) -> None:
        """An objection to a state, brought about at a step or there before."""
        roots = ("user", "account") if subject.user else ("account",)
        data = state_view(subject, text_needs(rule, roots), self._ambient(rule.pack))
        self._ledger.find(
            findings.of_state(
                rule,
                Activation(data),
                account=subject.account.id,
                user=subject.user.id if subject.user else "",
                step=step,
                spot=self._spot(subject),
            )
        )

    def _spot(self, subject: Subject) -> Location | None:
        """Where the snapshot has the subject."""
        if self._snapshot is None:
            return None
        return self._snapshot.locate(subject.account.id, subject.user.id if subject.user else None)


class _Watched:
    """A state rule with what it reads, so that only what matters to it makes it look again."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        paths = reads(rule)
        self.account_paths = [path[1:] for path in paths if path[0] == "account"]
        fields = {path[1] for path in paths if path[0] == "user" and len(path) > 1}
        self._user_fields = fields | set(NAME_FIELDS) if "name" in fields else fields
        self._any_field = ("user",) in paths
        if "billing_admin" in fields:
            self.account_paths.append(("billing_admin",))
        if "direct_reports" in fields:
            self.account_paths.append(("reports",))

    def touched_by(self, step: Step) -> bool:
        """Whether a step changed a field of the user that the rule reads, or the user came or went."""
        if step.change.op in ("create", "delete", "restore") or self._any_field:
            return True
        return not self._user_fields.isdisjoint(step.changed)

    def differs(self, before: AccountState, after: AccountState) -> bool:
        """Whether anything that the rule reads of the account is another than it was."""
        paths = self.account_paths
        return before is not after and any(_differs(before, after, path, paths) for path in paths)


def _differs(before: Any, after: Any, path: tuple[str, ...], paths: Iterable[tuple[str, ...]]) -> bool:
    """Compares what a path reads; a user read as a whole beside its fields is only tested for being there."""
    for depth, part in enumerate(path):
        if not (hasattr(before, part) and hasattr(after, part)):
            break
        before, after = getattr(before, part), getattr(after, part)
        if before is after:
            return False
        whole = depth == len(path) - 1
        if whole and any(len(other) > len(path) and other[: len(path)] == path for other in paths):
            return (before is None) is not (after is None)
    return bool(before != after)


def _worse(over: float | None, before: float | None) -> bool:
    """Whether a limit that was passed already is passed by more; a rule without `excess` cannot tell."""
    return over is not None and before is not None and over > before


def state_view(subject: Subject, needed: Needs, ambient: Mapping[str, Any]) -> dict[str, Any]:
    """The data for a state rule."""
    view = {root: ambient[root] for root in needed if root in ambient}
    if "account" in needed:
        view["account"] = account_view(subject.account, needed["account"])
    if "user" in needed and subject.user is not None:
        view["user"] = user_view(subject.user, needed["user"], subject.account)
    return view
