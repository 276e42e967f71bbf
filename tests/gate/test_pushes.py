"""Real pushes: pre-push and pre-receive judge what each ref would hold."""

import subprocess
from pathlib import Path

import pytest

from linter.errors import InputError
from linter.gate.git import Git
from linter.gate.tree import Checkout, commit_tree
from tests.gate.conftest import ALLOWED, CONFIG, DENIED, NOW, SNAPSHOT, Make, Repository

REFUSED = "error[crm-online/rename-existing-user]"


@pytest.fixture
def server(make: Make, repo: Repository) -> Repository:
    """A bare repository that has what `repo` has, and is its `origin`."""
    bare = make("server.git", "--bare")
    repo.git("remote", "add", "origin", str(bare.path))
    repo.git("push", "--quiet", "--set-upstream", "origin", "main")
    repo.git("remote", "set-head", "origin", "main")
    return bare


def install(repository: Repository, kind: str, *options: str) -> None:
    done = repository.prechange("hook", "install", "-t", kind, "--", "--now", NOW, *options)
    assert done.returncode == 0, done.stderr


@pytest.fixture(params=["pre-push", "pre-receive"])
def guarded(request: pytest.FixtureRequest, repo: Repository, server: Repository) -> Repository:
    """The repository to push from; the hook is here or there."""
    install(server if request.param == "pre-receive" else repo, request.param)
    return repo


class TestBoth:
    def test_what_is_pushed_decides(self, guarded: Repository) -> None:
        guarded.write("changes/one.yaml", DENIED)
        guarded.commit()
        said = guarded.git("push", "origin", "main", expect=1)
        assert "prechange: refs/heads/main: 1 file of changes" in said
        assert "changes/one.yaml:5:" in said
        assert REFUSED in said
        guarded.write("changes/one.yaml", ALLOWED)
        guarded.commit()
        guarded.write("changes/one.yaml", DENIED)
        assert "go ahead" in guarded.git("push", "origin", "main")

    def test_another_file_is_nothing_to_the_hook(self, guarded: Repository) -> None:
        guarded.write("notes.yaml", DENIED)
        guarded.commit()
        assert "prechange" not in guarded.git("push", "origin", "main")

    def test_a_new_branch(self, guarded: Repository) -> None:
        guarded.git("checkout", "--quiet", "-b", "topic")
        guarded.write("changes/one.yaml", DENIED)
        guarded.commit()
        guarded.write("notes.yaml", "more")
        guarded.commit()
        assert REFUSED in guarded.git("push", "origin", "topic", expect=1)

    def test_a_branch_at_a_commit_whose_like_was_never_a_tip(self, guarded: Repository) -> None:
        guarded.write("changes/one.yaml", DENIED)
        guarded.commit()
        (guarded.path / "changes/one.yaml").unlink()
        guarded.commit()
        guarded.git("push", "origin", "main")
        assert REFUSED in guarded.git("push", "origin", "HEAD~1:refs/heads/back", expect=1)
        assert REFUSED in guarded.git("push", "--force", "origin", "HEAD~1:refs/heads/main", expect=1)

    def test_a_branch_that_changes_nothing(self, guarded: Repository) -> None:
        assert "prechange" not in guarded.git("push", "origin", "main:refs/heads/same")

    def test_a_tag(self, guarded: Repository) -> None:
        guarded.write("changes/one.yaml", DENIED)
        guarded.commit()
        guarded.git("tag", "-a", "v1", "-m", "x")
        assert REFUSED in guarded.git("push", "origin", "v1", expect=1)

    def test_a_tag_of_something_that_holds_no_files(self, guarded: Repository) -> None:
        blob = guarded.git("hash-object", "-w", "snapshot.yaml").strip()
        guarded.git("tag", "blob", blob)
        guarded.git("push", "origin", "blob")

    def test_one_ref_of_several_is_enough(self, guarded: Repository) -> None:
        guarded.git("branch", "good")
        guarded.write("changes/one.yaml", DENIED)
        guarded.commit()
        guarded.git("branch", "bad")
        said = guarded.git("push", "--atomic", "origin", "good", "bad", expect=1)
        assert REFUSED in said

    def test_a_deleted_branch(self, guarded: Repository) -> None:
        guarded.git("push", "origin", "main:refs/heads/other")
        guarded.git("push", "origin", ":refs/heads/other")

    def test_the_pushed_configuration_and_snapshot_count(self, guarded: Repository) -> None:
        guarded.write("prechange.yaml", CONFIG.replace("changes/**", "proposals/**"))
        guarded.write("snapshot.yaml", SNAPSHOT.replace("id: u4", "id: u5"))
        guarded.write("proposals/one.yaml", ALLOWED)
        guarded.commit()
        guarded.write("snapshot.yaml", SNAPSHOT)
        said = guarded.git("push", "origin", "main", expect=1)
        assert "proposals/one.yaml:3:" in said
        assert "error[change-set/unknown-user]" in said


def test_pre_push_to_a_remote_of_which_nothing_is_known(repo: Repository, make: Make) -> None:
    bare = make("empty.git", "--bare")
    install(repo, "pre-push")
    repo.write("changes/one.yaml", DENIED)
    repo.commit()
    assert REFUSED in repo.git("push", str(bare.path), "main", expect=1)


def test_pre_push_of_a_branch_without_a_default_branch(repo: Repository, server: Repository) -> None:
    repo.git("remote", "set-head", "origin", "--delete")
    repo.write("changes/old.yaml", DENIED)
    repo.commit()
    repo.git("push", "origin", "main")
    install(repo, "pre-push")
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write("notes", "x")
    repo.commit()
    assert "prechange" not in repo.git("push", "origin", "topic")


class TestPreReceive:
    def test_the_first_push_is_judged_whole(self, repo: Repository, make: Make) -> None:
        bare = make("empty.git", "--bare")
        install(bare, "pre-receive")
        repo.write("changes/one.yaml", DENIED)
        repo.commit()
        assert REFUSED in repo.git("push", str(bare.path), "main", expect=1)
        assert bare.git("for-each-ref") == ""

    def test_the_configuration_of_the_server_cannot_be_pushed_away(
        self, repo: Repository, server: Repository, tmp_path: Path
    ) -> None:
        (tmp_path / "server.yaml").write_text(
            "snapshot: snapshot-of-server.yaml\n"
            "hook: {changes: ['**/*.yaml', '!prechange.yaml', '!snapshot.yaml']}\n",
            encoding="utf-8",
        )
        (tmp_path / "snapshot-of-server.yaml").write_text(SNAPSHOT, encoding="utf-8")
        install(server, "pre-receive", "--config", str(tmp_path / "server.yaml"))
        repo.write("prechange.yaml", "policies: [./none.yaml]\nhook: {changes: [nothing]}\n")
        repo.write("changes/one.yaml", DENIED)
        repo.commit()
        assert REFUSED in repo.git("push", "origin", "main", expect=1)

    @pytest.mark.parametrize(
        ("line", "path"),
        [
            ("policies: [/etc/passwd]", "/etc/passwd"),
            ("policies: [../../secret.yaml]", "../../secret.yaml"),
            ("snapshot: /etc/passwd", "/etc/passwd"),
            ("previous: /etc/passwd", "/etc/passwd"),
            ("waivers: {files: [/etc/passwd]}", "/etc/passwd"),
        ],
    )
    def test_a_pushed_configuration_cannot_read_the_server(
        self, repo: Repository, server: Repository, line: str, path: str
    ) -> None:
        install(server, "pre-receive")
        repo.write("prechange.yaml", f"{line}\nhook: {{changes: [changes/**]}}\n")
        repo.write("changes/one.yaml", ALLOWED)
        repo.commit()
        said = repo.git("push", "origin", "main", expect=1).replace("remote: ", "").replace("\n    ", " ")
        assert f"`{path}` leads out of the repository" in said
        assert "root:" not in said

    def test_a_replaced_object_is_judged_as_it_is(self, repo: Repository, server: Repository) -> None:
        good = repo.run("git", "hash-object", "-w", "--stdin", stdin=ALLOWED).stdout.strip()
        bad = repo.run("git", "hash-object", "-w", "--stdin", stdin=DENIED).stdout.strip()
        repo.git("update-ref", f"refs/replace/{bad}", good)
        repo.git("push", "origin", f"refs/replace/{bad}")
        install(server, "pre-receive")
        repo.git("update-index", "--add", "--cacheinfo", f"100644,{bad},changes/one.yaml")
        repo.git("commit", "-m", "x")
        assert REFUSED in repo.git("push", "origin", "main", expect=1)

    def test_in_a_repository_with_a_work_tree(self, repo: Repository, make: Make) -> None:
        work = make("work")
        work.git("config", "receive.denyCurrentBranch", "ignore")
        install(work, "pre-receive")
        repo.write("changes/one.yaml", DENIED)
        repo.commit()
        assert REFUSED in repo.git("push", str(work.path), "main", expect=1)

    def test_lines_that_git_would_not_write(self, server: Repository) -> None:
        done = server.prechange("hook", "run", "pre-receive", stdin="nonsense\n")
        assert (done.returncode, done.stdout) == (2, "")
        assert "a hook gets `old-id new-id ref` from git, not `nonsense`" in done.stderr.replace(
            "\n    ", " "
        )


@pytest.mark.parametrize("name", ["..", ".git", ".GIT"])
def test_a_path_that_would_leave_the_folder_is_refused(repo: Repository, tmp_path: Path, name: str) -> None:
    blob = repo.git("hash-object", "-w", "snapshot.yaml").strip()
    inner = repo.run("git", "mktree", stdin=f"100644 blob {blob}\thooks\n").stdout.strip()
    tree = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
        input=b"40000 %s\0%s" % (name.encode(), bytes.fromhex(inner)),
        cwd=repo.path,
        capture_output=True,
        check=True,
    )
    git = Git(repo.path)
    listed = commit_tree(git, tree.stdout.decode().strip())
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(InputError, match="no file may have such a path"):
        Checkout(git, listed, target).take(listed.entries)
    assert list(target.iterdir()) == []
