"""Installing and removing hooks, wherever git looks for them."""

import os
import stat
import sys
from pathlib import Path

import pytest

from linter.gate.hooks import MARKER
from tests.gate.conftest import NOW, Make, Repository

FOREIGN = "#!/bin/sh\n# a hook of somebody else, who mentions:\n" + MARKER + "\nexit 0\n"


def hook(repository: Repository, kind: str = "pre-commit") -> Path:
    return repository.path / ".git" / "hooks" / kind


def test_install_and_uninstall(repo: Repository) -> None:
    done = repo.prechange("hook", "install", "--type", "pre-commit")
    assert (done.returncode, done.stdout) == (0, f"installed: pre-commit hook `{hook(repo)}`\n")
    assert hook(repo).stat().st_mode & stat.S_IXUSR
    assert hook(repo).read_text(encoding="utf-8").splitlines()[1] == MARKER
    done = repo.prechange("hook", "uninstall")
    assert (done.returncode, done.stdout) == (0, f"removed: pre-commit hook `{hook(repo)}`\n")
    assert not hook(repo).exists()
    done = repo.prechange("hook", "uninstall")
    assert (done.returncode, done.stdout) == (0, "absent: there is no hook of prechange here\n")


def test_a_second_time_changes_nothing_and_other_options_do(repo: Repository) -> None:
    first = repo.prechange("hook", "install", "-t", "pre-push", "-t", "pre-commit")
    assert first.stdout.count("installed: ") == 2
    again = repo.prechange("hook", "install", "-t", "pre-push", "-t", "pre-commit")
    assert again.stdout.count("unchanged: ") == 2
    hook(repo).chmod(0o644)
    assert repo.prechange("hook", "install", "-t", "pre-commit").stdout.startswith("updated: ")
    other = repo.prechange("hook", "install", "-t", "pre-commit", "--", "--policy", "it's here/x.yaml")
    assert other.stdout.startswith("updated: ")
    assert r"""--policy 'it'"'"'s here/x.yaml' --""" in hook(repo).read_text(encoding="utf-8")
    assert repo.prechange("hook", "uninstall", "-t", "pre-push", "-q").stdout == ""
    assert hook(repo).exists()


class TestForeignHooks:
    @pytest.mark.parametrize("text", [FOREIGN, "", "\n\n", "\x00\xff binary"])
    def test_they_are_left_as_they_are(self, repo: Repository, text: str) -> None:
        hook(repo).parent.mkdir(exist_ok=True)
        hook(repo).write_text(text, encoding="utf-8")
        for words in (("install", "-t", "pre-commit"), ("uninstall", "-t", "pre-commit")):
            done = repo.prechange("hook", *words)
            assert done.returncode == 2
            assert "error: there is a hook already, and it is not ours" in done.stderr
            assert hook(repo).read_text(encoding="utf-8") == text
        assert repo.prechange("hook", "uninstall").returncode == 0
        assert hook(repo).exists()

    def test_a_link_is_not_followed(self, repo: Repository, tmp_path: Path) -> None:
        hook(repo).parent.mkdir(exist_ok=True)
        hook(repo).symlink_to(tmp_path / "nowhere")
        assert repo.prechange("hook", "install", "-t", "pre-commit").returncode == 2
        assert not (tmp_path / "nowhere").exists()

    def test_a_folder(self, repo: Repository) -> None:
        hook(repo).mkdir(parents=True)
        assert repo.prechange("hook", "install", "-t", "pre-commit").returncode == 2

    def test_a_hook_can_call_ours(self, repo: Repository) -> None:
        hook(repo).parent.mkdir(exist_ok=True)
        hook(repo).write_text(
            f'#!/bin/sh\nexec "$PYTHON" -m linter hook run pre-commit --now {NOW} -- "$@"\n'
        )
        hook(repo).chmod(0o755)
        repo.environment["PYTHON"] = sys.executable
        repo.write("changes/one.yaml", "account: acme\nchanges:\n  - {op: delete, user: u1}\n")
        assert "denied: " in repo.commit(expect=1)


class TestWhere:
    def test_a_worktree_shares_the_hooks(self, repo: Repository) -> None:
        repo.git("worktree", "add", "--quiet", "../other")
        other = repo.at(repo.path.parent / "other")
        assert other.prechange("hook", "install", "-t", "pre-commit").stdout.endswith(f"`{hook(repo)}`\n")
        assert repo.prechange("hook", "uninstall").stdout.startswith("removed: ")

    def test_from_a_folder_below(self, repo: Repository) -> None:
        repo.write("a/b", "")
        below = repo.at(repo.path / "a")
        assert below.prechange("hook", "install", "-t", "pre-commit").stdout.endswith(f"`{hook(repo)}`\n")

    @pytest.mark.parametrize("below", [False, True])
    def test_a_folder_of_the_repository(self, repo: Repository, below: bool) -> None:
        repo.git("config", "core.hooksPath", ".githooks")
        repo.write("a/b", "")
        place = repo.at(repo.path / "a") if below else repo
        assert place.prechange("hook", "install", "-t", "pre-commit").returncode == 0
        repo.write("changes/one.yaml", "account: acme\nchanges:\n  - {op: delete, user: u1}\n")
        assert (repo.path / ".githooks/pre-commit").exists()
        assert not hook(repo).exists()
        assert "denied: " in repo.commit(expect=1)

    def test_a_folder_elsewhere(self, repo: Repository, tmp_path: Path) -> None:
        repo.git("config", "core.hooksPath", "~/hooks")
        assert repo.prechange("hook", "install", "-t", "pre-commit").returncode == 0
        assert (tmp_path / "home/hooks/pre-commit").exists()

    def test_not_for_every_repository(self, repo: Repository, tmp_path: Path) -> None:
        repo.git("config", "--global", "core.hooksPath", str(tmp_path / "all"))
        done = repo.prechange("hook", "install", "-t", "pre-commit")
        assert done.returncode == 2
        assert "would run in every repository" in done.stderr.replace("\n    ", " ")
        assert not (tmp_path / "all").exists()

    def test_hooks_that_are_switched_off(self, repo: Repository) -> None:
        repo.git("config", "core.hooksPath", "/dev/null")
        done = repo.prechange("hook", "install", "-t", "pre-commit")
        assert (done.returncode, "error: " in done.stderr) == (2, True)

    def test_a_bare_repository(self, make: Make) -> None:
        bare = make("bare.git", "--bare")
        done = bare.prechange("hook", "install", "-t", "pre-receive")
        assert done.stdout == f"installed: pre-receive hook `{bare.path / 'hooks/pre-receive'}`\n"
        done = bare.prechange("hook", "install", "-t", "pre-commit")
        assert done.returncode == 2
        assert "a bare repository never runs a pre-commit hook" in done.stderr

    def test_no_repository(self, repo: Repository, tmp_path: Path) -> None:
        (tmp_path / "plain").mkdir()
        for words in (("install", "-t", "pre-commit"), ("uninstall",), ("run", "pre-commit")):
            done = repo.at(tmp_path / "plain").prechange("hook", *words)
            assert done.returncode == 2
            assert "not a git repository" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("install",), "missing option '--type'"),
        (("install", "-t", "pre-comit"), "did you mean `pre-commit`?"),
        (("install", "-t", "update"), "the types are pre-commit, pre-push, pre-receive"),
        (("install", "-t", "pre-commit", "--", "--snapsot", "x"), "no such option: --snapsot"),
        (("run", "post-commit"), "there is no hook type `post-commit`"),
    ],
)
def test_a_wrong_command_line(repo: Repository, words: tuple[str, ...], said: str) -> None:
    done = repo.prechange("hook", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not hook(repo).exists()


def test_a_python_that_has_gone(hooked: Repository) -> None:
    """The hook then takes the `prechange` on the path; without one it holds everything back."""
    text = hook(hooked).read_text(encoding="utf-8").splitlines()
    text[2] = "python=/nowhere/python"
    hook(hooked).write_text("\n".join(text) + "\n", encoding="utf-8")
    binaries = hooked.path.parent / "bin"
    binaries.mkdir()
    for name in ("git", "sh"):
        (binaries / name).symlink_to(
            next(Path(p, name) for p in os.get_exec_path() if Path(p, name).exists())
        )
    hooked.environment["PATH"] = str(binaries)
    hooked.write("notes", "x")
    assert "prechange: not found, so nothing was checked" in hooked.commit(expect=1)
    (binaries / "prechange").write_text('#!/bin/sh\necho called with "$@"\n', encoding="utf-8")
    (binaries / "prechange").chmod(0o755)
    assert f"called with hook run pre-commit --now {NOW} --" in hooked.commit()
