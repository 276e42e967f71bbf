"""An archive of past runs: a folder each, with what was proposed, the state it met, and what was said."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from linter.authoring.backtest import Past
from linter.cli.inputs import Said, changes_and_state
from linter.config import Config
from linter.errors import InputError
from linter.formats.sidecar import SUFFIX
from linter.model import UNSET, Location, Problem
from linter.waivers import read_report

REPORT = "report.json"


def past_runs(archive: Path, config: Config, now: datetime) -> tuple[list[Past], list[Problem]]:
    """The runs of an archive by the names of their folders, and why others cannot be read.

    A run is judged as at the time of its snapshot, or at `now` where that does not say it. Raises
    `InputError` where there is no such folder.
    """
    if not archive.is_dir():
        hint = "name the folder that holds one folder a run"
        raise InputError.one("there is no such folder", Location(path=str(archive)), hint)
    pasts: list[Past] = []
    problems: list[Problem] = []
    for folder in sorted({path.parent for path in archive.rglob("*") if _is_part(path)}):
        try:
            pasts.append(_past(folder, folder.relative_to(archive).as_posix(), config, now))
        except InputError as error:
            problems += error.problems
    return pasts, problems


def _is_part(path: Path) -> bool:
    """Whether a file belongs to a run."""
    return path.is_file() and (path.name == REPORT or path.stem.startswith(("changes", "snapshot")))


def _past(folder: Path, name: str, config: Config, now: datetime) -> Past:
    changes, snapshots = _named(folder, "changes"), _named(folder, "snapshot")
    if not changes:
        hint = "put the file of changes there, as `changes.yaml` or with its own suffix"
        raise InputError.one("this run has no changes", Location(path=str(folder)), hint)
    if len(snapshots) > 1:
        hint = "keep the one that the changes met"
        raise InputError.one("this run has several snapshots", Location(path=str(folder)), hint)
    alone = Config(columns=config.columns, op=config.op)
    change_set, state = changes_and_state(changes, snapshots[0] if snapshots else None, Said(), alone)
    report = folder / REPORT
    taken_at = state.taken_at if state is not None else UNSET
    return Past(
        name=name,
        change_set=change_set,
        snapshot=state,
        report=read_report(str(report)) if report.is_file() else None,
        now=taken_at if isinstance(taken_at, datetime) else now,
    )


def _named(folder: Path, kind: str) -> Sequence[str]:
    """The files of a kind, in order, without what stands beside them to explain them."""
    found = [path for path in folder.iterdir() if path.is_file() and path.stem.startswith(kind)]
    return [str(path) for path in sorted(found) if not path.name.endswith(SUFFIX)]
