from pathlib import Path

from tests.cli.conftest import Run


def test_a_repository_to_start_from(tmp_path: Path, run: Run) -> None:
    done = run("init", "repo", "--pack", "ours", "--ci", "gitlab")
    assert (done.returncode, done.stderr) == (0, "")
    config = ("--config", "repo/prechange.yaml")
    proof = run("policy", "test", "repo/policies/ours")
    assert (proof.returncode, proof.stdout.startswith("passed: ")) == (0, True), proof.stdout
    check = run("check", "repo/changes.yaml", *config, "--now", "2026-01-15T10:00:00Z", "--quiet")
    assert (check.returncode, "error[crm-online/repurpose-user]" in check.stdout) == (1, True)
    assert (tmp_path / "repo" / ".gitlab-ci.yml").is_file()


def test_nothing_is_written_over(tmp_path: Path, run: Run) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "changes.yaml").write_text("mine\n")
    done = run("init", "repo")
    assert done.returncode == 2
    assert "repo/changes.yaml: error: this file is there already" in done.stderr
    assert [path.name for path in (tmp_path / "repo").rglob("*")] == ["changes.yaml"]


def test_what_cannot_be_made(tmp_path: Path, run: Run) -> None:
    assert "did you mean `github`?" in run("init", "repo", "--ci", "githb").stderr
    assert "`Our Pack` cannot be the id of a pack" in run("init", "repo", "--pack", "Our Pack").stderr
    assert "`../x` cannot be the id of a rule" in run("policy", "new", "../x").stderr
    assert "the configuration names no pack folder" in run("policy", "new", "no-x").stderr
    assert not (tmp_path / "repo").exists()


def test_a_rule_fails_until_it_is_written(tmp_path: Path, run: Run) -> None:
    run("init", "repo", "--ci", "none")
    done = run("policy", "new", "no-x", "--config", "repo/prechange.yaml")
    path = "repo/policies/house/no-x.yaml"
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"written: {path}")
    proof = run("policy", "test", path)
    assert (proof.returncode, proof.stdout.splitlines()[-1]) == (1, "failed: 2 of 2 examples of 1 rule")
    assert run("policy", "new", "no-x", "--in", "repo/policies/house").returncode == 2
    assert not (tmp_path / "repo" / ".github").exists()
