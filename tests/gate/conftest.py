"""Real git repositories, apart from the configuration of whoever runs the tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOW = "2026-11-20T10:00:00Z"

SNAPSHOT = """\
taken_at: 2026-11-20T09:00:00Z
complete: true
accounts:
  - id: acme
    purchased_users: 4
    billing_admin: {user_id: u1, full_name: F C, email: name@company.example}
    users:
      - id: u1
        full_name: F C
        primary_email: name@company.example
        sign_in_id: name@company.example
        enabled: true
        invitation: accepted
        roles: [System Administrator]
      - id: u4
        full_name: Ann Other
        primary_email: ann@company.example
        sign_in_id: ann@company.example
        enabled: true
        invitation: accepted
        roles: []
"""
ALLOWED = "account: acme\nchanges:\n  - {op: grant_role, user: u4, role: Sales}\n"
DENIED = """\
account: acme
changes:
  - op: update
    user: u1
    set: {full_name: F C FC@COMPANY.EXAMPLE, primary_email: fc@company.example}
"""
CONFIG = "snapshot: snapshot.yaml\nhook: {changes: [changes/**, '!changes/README.md']}\n"


@dataclass(frozen=True)
class Repository:
    """A git repository, and the environment that everything in it runs in."""

    path: Path
    environment: dict[str, str]

    def run(
        self, *words: str, stdin: str = "", where: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            words,
            cwd=where or self.path,
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )

    def git(self, *words: str, expect: int | None = 0) -> str:
        """What git says on both streams; its exit code must be `expect`, where that is given."""
        done = self.run("git", *words)
        said = done.stdout + done.stderr
        assert expect is None or done.returncode == expect, said
        return said

    def prechange(self, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return self.run(sys.executable, "-m", "linter", *words, stdin=stdin)

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self, *words: str, expect: int | None = 0) -> str:
        """Stage everything and commit it."""
        self.git("add", "--all")
        return self.git("commit", "-m", "work", *words, expect=expect)

    def at(self, path: Path) -> "Repository":
        return Repository(path, self.environment)


Make = Callable[..., Repository]


def environment_in(folder: Path) -> dict[str, str]:
    """An environment in which the configuration of whoever runs the tests does not count."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    for name in ("home", "temporary"):
        (folder / name).mkdir()
    (folder / "home" / "gitconfig").write_text(
        "[user]\nname = T\nemail = t@company.example\n[init]\ndefaultBranch = main\n"
        '[protocol "file"]\nallow = always\n[advice]\ndetachedHead = false\n',
        encoding="utf-8",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "HOME": str(folder / "home"),
        "GIT_CONFIG_GLOBAL": str(folder / "home" / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "TMPDIR": str(folder / "temporary"),
    }


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Repositories that are made once and copied for each test."""
    folder = tmp_path_factory.mktemp("models")
    environment = environment_in(folder)
    paths = {name: folder / name for name in ("plain", "hooked")}
    for path in paths.values():
        path.mkdir()
        repository = Repository(path, environment)
        repository.git("init", "--quiet")
        repository.write("prechange.yaml", CONFIG)
        repository.write("snapshot.yaml", SNAPSHOT)
        repository.commit()
    done = repository.prechange("hook", "install", "--type", "pre-commit", "--", "--now", NOW)
    assert done.returncode == 0, done.stderr
    return paths


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_in(tmp_path)


@pytest.fixture
def make(tmp_path: Path, environment: dict[str, str]) -> Make:
    """Makes empty repositories in folders of the test's own."""

    def make(name: str = "repo", *options: str) -> Repository:
        repository = Repository(tmp_path / name, environment)
        repository.path.mkdir()
        repository.git("init", "--quiet", *options)
        return repository

    return make


@pytest.fixture
def repo(models: dict[str, Path], tmp_path: Path, environment: dict[str, str]) -> Repository:
    """A repository with a configuration and a snapshot committed, and no hook yet."""
    return Repository(Path(shutil.copytree(models["plain"], tmp_path / "repo")), environment)


@pytest.fixture
def hooked(models: dict[str, Path], tmp_path: Path, environment: dict[str, str]) -> Repository:
    """The same with the pre-commit hook."""
    return Repository(Path(shutil.copytree(models["hooked"], tmp_path / "repo")), environment)


@pytest.fixture(autouse=True)
def _nothing_stays(tmp_path: Path) -> "object":
    """No copy and no checkout is left behind."""
    yield
    temporary = tmp_path / "temporary"
    assert not temporary.exists() or [path.name for path in temporary.iterdir()] == []
