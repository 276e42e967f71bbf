"""May these changes be made? What is asked on the command line, and the answer."""

from collections.abc import Sequence

import msgspec

from linter import engine
from linter.cli.inputs import Said, changes_and_state, difference, trust_in
from linter.cli.judging import configured, judged_by, limit, moment, readable
from linter.cli.progress import Progress
from linter.cli.settle import settling
from linter.cli.veil import Veil
from linter.engine.verdict import Scale
from linter.engine.waive import Terms
from linter.model import ChangeSet, Report, Snapshot
from linter.policy import Policies


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The report, the changes it is about, and what they were judged by."""

    report: Report
    change_set: ChangeSet
    policies: Policies
    scale: Scale


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Files of changes, or two `states` whose difference is judged, and by what, as the command line says."""

    paths: Sequence[str]
    states: tuple[str, str] | None = None
    snapshot: str | None
    said: Said
    policies: Sequence[str] | None
    params: Sequence[str] | None
    config: str | None
    fail_on: str | None
    strict: bool
    waivers: Sequence[str] | None
    baseline: str | None
    previous: str | None
    now: str | None

    def judge(self, veil: Veil, *, trace: bool, progress: bool) -> Answer:
        """The answer, with waivers and baseline. Raises `InputError` where anything cannot be read."""
        at = moment(self.now)
        settings = configured(self.config)
        fails = limit(settings, self.fail_on)
        scale = Scale(fail_on=fails)
        policies = judged_by(settings, self.policies, self.params)
        path = self.snapshot or settings.snapshot
        earlier = (self.baseline, self.previous or settings.previous)
        veil.prepare([*self.paths, path, *(self.waivers or settings.waivers.files), *earlier])
        readable([*self.paths, path or "", *(self.waivers or ()), *filter(None, earlier)])
        settle = settling(settings, self.waivers, self.baseline, Terms(now=at, scale=scale))
        with Progress(wanted=progress) as shown:
            change_set: ChangeSet
            state: Snapshot | None
            later: Snapshot | None = None
            if self.states:
                change_set, state, later = difference(*self.states, self.snapshot, self.said, settings)
            else:
                change_set, state = changes_and_state(self.paths, self.snapshot, self.said, settings)
            veil.learn(change_set, state, settle.entries)
            report = engine.check(
                shown.over(change_set),
                state,
                policies,
                now=at,
                fail_on=fails,
                trust=trust_in(settings, self.previous, self.said, state, later),
                trace=trace,
                strict=self.strict,
            )
        return Answer(
            report=settle.settle(report, change_set, state),
            change_set=change_set,
            policies=policies,
            scale=scale,
        )
