"""The work of `prechange hook run`: what is staged or pushed, written to a folder and judged there."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from linter.cli.check import check
from linter.cli.console import put_out
from linter.config import TOML_NAME, YAML_NAME, Config, read_config
from linter.errors import ExitCode, InputError
from linter.formats.sidecar import SUFFIX
from linter.gate.git import Git
from linter.gate.proposals import HookType, Proposal, pushed, received, staged
from linter.gate.signals import Signals
from linter.gate.tree import Checkout
from linter.model import Location
from linter.reporters.verdict import many
from linter.reporters.visible import visible

_HINT = "list globs under `hook: {changes: [...]}` in `prechange.yaml`, or give `--changes GLOB`"


def judge(kind: HookType, words: Sequence[str], globs: Sequence[str], options: Mapping[str, Any]) -> int:
    """Judge everything that the hook is asked about; the first exit code that is not 0.

    `words` are the arguments that git gives the hook, `options` those of `check`. Raises
    `InputError` for what cannot be judged.
    """
    with Signals():
        git, proposals = _asked(kind, words)
        for proposal in proposals:
            code = _Hook(kind, git, proposal, options).judge(globs)
            if code != ExitCode.ALLOWED:
                return code
    return ExitCode.ALLOWED


def _asked(kind: HookType, words: Sequence[str]) -> tuple[Git, Iterator[Proposal]]:
    here = Git(Path.cwd())
    if kind == "pre-receive":
        return here, received(here, _lines())
    git = Git(Path(here.ask("rev-parse", "--show-toplevel")))
    if kind == "pre-push":
        return git, pushed(git, _lines(), words[0] if words else "origin")
    return git, staged(git)


def _lines() -> str:
    """What git tells a hook about refs."""
    return "" if sys.stdin is None else os.fsdecode(sys.stdin.buffer.read())


class _Hook(msgspec.Struct, frozen=True):
    """One proposal to judge, with the options of `check`."""

    kind: HookType
    git: Git
    proposal: Proposal
    options: Mapping[str, Any]

    def judge(self, globs: Sequence[str]) -> int:
        """The exit code of `check` on the change files; 0 where there are none."""
        with _workspace() as folder:
            checkout = Checkout(self.git, self.proposal.tree(self.git), folder)
            config = self._configuration(checkout, folder)
            changed = _files(self.proposal.changed(self.git, _globs(globs, config)))
            if not changed:
                if self.options.get("verbose"):
                    self._say("no file of changes is new or different")
                return ExitCode.ALLOWED
            checkout.take([*changed, *(path + SUFFIX for path in changed)])
            options = self._placed(checkout, config, folder)
            if self.proposal.ref:
                self._say(f"{many(len(changed), 'file')} of changes")
            with _inside(folder):
                return check(changes=[_never_an_option(path) for path in changed], **options)

    def _say(self, text: str) -> None:
        name = visible(self.proposal.ref) or "the index"
        put_out(f"prechange: {name}: {text}\n", sys.stdout)

    def _configuration(self, checkout: Checkout, folder: Path) -> Config:
        """The settings as staged or pushed, or those of the file that is named."""
        named = self.options.get("config")
        checkout.take([YAML_NAME, TOML_NAME] if named is None else [os.path.normpath(named)])
        with _inside(folder):
            return read_config(named, Path())

    def _placed(self, checkout: Checkout, config: Config, folder: Path) -> dict[str, Any]:
        """The options of `check`, with every path as it is to be read from inside the folder."""

        def place(path: str) -> str:
            """A path of the configuration; what is not absolute is the name of a pack."""
            if not os.path.isabs(path):
                return path
            written = path.removeprefix(f"{folder}{os.sep}")
            inside = os.path.normpath(written)
            if not os.path.isabs(written) and not inside.startswith(os.pardir):
                checkout.take([inside])
                return inside if os.sep in inside else os.path.join(os.curdir, inside)
            if not self._trusted:
                raise _leads_out(written, config)
            return os.path.normpath(self.git.folder / written)

        options = dict(self.options)
        options["config"] = config.path or None
        options["output"] = [_absolute(spec) for spec in options.get("output") or ()]
        options["policy"] = options.get("policy") or [place(spec) for spec in config.policies]
        snapshot = options.get("snapshot") or (place(config.snapshot) if config.snapshot else None)
        previous = options.get("previous") or (place(config.previous) if config.previous else None)
        for file in config.waivers.files:
            place(file)
        for value in (snapshot, previous, *options.values()):
            texts = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
            checkout.take(os.path.normpath(text) for text in texts if text)
        options["snapshot"] = snapshot and self._snapshot(snapshot, folder)
        options["previous"] = previous and self._snapshot(previous, folder)
        return options

    def _snapshot(self, path: str, folder: Path) -> str:
        """A snapshot that git does not have is read where it lies beside the work tree's files."""
        beside = self.git.folder / path
        if self.kind == "pre-receive" or (folder / path).exists() or not beside.exists():
            return path
        return str(beside)

    @property
    def _trusted(self) -> bool:
        """Whether the settings may name any file of this machine: not where they came with a push."""
        return self.kind != "pre-receive" or os.path.isabs(self.options.get("config") or "")


def _files(changed: Sequence[str]) -> list[str]:
    """The files of changes among those that are different; a sidecar stands for the file it is beside."""
    return list(dict.fromkeys(path.removesuffix(SUFFIX) for path in changed))


def _globs(given: Sequence[str], config: Config) -> tuple[str, ...]:
    globs = tuple(given) or config.hook_changes
    if not globs:
        where = Location(path=config.path) if config.path else None
        raise InputError.one("nothing says which files are files of changes", where, _HINT)
    return globs


def _leads_out(path: str, config: Config) -> InputError:
    return InputError.one(
        f"`{path}` leads out of the repository, and whoever pushes may not choose files of this machine",
        Location(path=config.path),
        "name a configuration on this machine: `prechange hook install --type pre-receive -- --config FILE`",
    )


def _absolute(spec: str) -> str:
    """An output whose file does not depend on the current folder."""
    form, _, path = spec.partition("=")
    return f"{form}={os.path.abspath(path)}" if path not in ("", "-") else spec


def _never_an_option(path: str) -> str:
    """A file name that standard input cannot be meant by."""
    return os.path.join(os.curdir, path) if path == "-" else path


@contextmanager
def _workspace() -> Iterator[Path]:
    """An empty folder for this run, in which no configuration of a folder above counts."""
    with tempfile.TemporaryDirectory(prefix="prechange-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / ".git").touch()
        yield folder


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """The folder as the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
