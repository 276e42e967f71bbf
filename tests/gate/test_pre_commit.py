"""Real commits: the hook judges what is staged, and nothing else."""

import json
import os
from pathlib import Path

import pytest

from linter.reporters.visible import visible
from tests.gate.conftest import ALLOWED, CONFIG, DENIED, NOW, SNAPSHOT, Make, Repository


def staged(repository: Repository) -> str:
    return repository.git("diff", "--cached", "--name-only")


def test_an_allowed_change_is_committed(hooked: Repository) -> None:
    hooked.write("changes/one.yaml", ALLOWED)
    assert "go ahead: nothing denies these changes" in hooked.commit()
    assert staged(hooked) == ""


def test_a_denied_change_is_not(hooked: Repository) -> None:
    hooked.write("changes/one.yaml", DENIED)
    said = hooked.commit(expect=1)
    assert "changes/one.yaml:5:" in said
    assert "error[crm-online/rename-existing-user]" in said
    assert staged(hooked) == "changes/one.yaml\n"


def test_what_cannot_be_read_is_not(hooked: Repository) -> None:
    hooked.write("changes/one.yaml", "changes:\n  - {op: disable, op: enable}\n")
    assert "changes/one.yaml:2:" in hooked.commit(expect=1)


def test_what_is_undecided_is_not(hooked: Repository) -> None:
    hooked.write("snapshot.yaml", SNAPSHOT.replace("    purchased_users: 4\n", ""))
    hooked.write("changes/one.yaml", "account: acme\nchanges:\n  - {op: invite, user: u4}\n")
    assert "do not apply these changes yet" in hooked.commit(expect=1)


class TestWhatIsStaged:
    def test_the_change_file(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", DENIED)
        hooked.git("add", "changes")
        hooked.write("changes/one.yaml", ALLOWED)
        assert "rename-existing-user" in hooked.git("commit", "-m", "x", expect=1)
        hooked.git("add", "changes")
        hooked.write("changes/one.yaml", DENIED)
        hooked.git("commit", "-m", "x")

    def test_the_sidecar(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", DENIED)
        hooked.write("changes/one.yaml.prechange.yaml", "format: ldif\n")
        hooked.git("add", "changes")
        hooked.write("changes/one.yaml.prechange.yaml", "format: yaml\n")
        said = hooked.git("commit", "-m", "x", expect=1)
        assert "rename-existing-user" not in said, "it is read as the sidecar that is staged says"
        hooked.git("add", "changes")
        assert "rename-existing-user" in hooked.git("commit", "-m", "x", expect=1)

    def test_the_snapshot(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", ALLOWED)
        hooked.git("add", "changes")
        hooked.write("snapshot.yaml", "broken: [")
        hooked.git("commit", "-m", "x")

    def test_the_configuration(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", DENIED)
        hooked.git("add", "changes")
        hooked.write("prechange.yaml", "hook: {changes: [other/**]}\n")
        assert "rename-existing-user" in hooked.git("commit", "-m", "x", expect=1)

    def test_the_policies(self, hooked: Repository) -> None:
        hooked.write(
            "prechange.yaml", f"{CONFIG}policies: [./ours.yaml, rules]\n".replace("rules", "./rules")
        )
        hooked.write("ours.yaml", RULE)
        hooked.write("rules/pack.yaml", "id: rules\ntitle: ours\ndescription: ours\n")
        hooked.write("rules/other.yaml", RULE.replace("no-grant", "other"))
        hooked.write("changes/one.yaml", ALLOWED)
        hooked.git("add", "--all")
        hooked.write("ours.yaml", RULE.replace("grant_role", "disable"))
        hooked.write("rules/other.yaml", RULE.replace("grant_role", "disable"))
        said = hooked.git("commit", "-m", "x", expect=1)
        assert "error[local/no-grant]" in said
        assert "error[rules/other]" in said

    def test_the_waivers(self, hooked: Repository) -> None:
        hooked.write("prechange.yaml", f"{CONFIG}waivers: {{files: [none.yaml]}}\n")
        hooked.write("changes/one.yaml", ALLOWED)
        assert "none.yaml" in hooked.commit(expect=1)


RULE = """\
id: no-grant
title: No roles
severity: error
match: {op: grant_role}
deny: change.op == "grant_role"
message: no roles
why: so
examples: {deny: [], allow: []}
"""


class TestWhichFiles:
    @pytest.mark.parametrize("name", ["notes.yaml", "docs/changes/one.yaml", "changes/README.md"])
    def test_another_file_is_nothing_to_the_hook(self, hooked: Repository, name: str) -> None:
        hooked.write(name, DENIED)
        assert "prechange" not in hooked.commit()

    def test_nothing_is_said_but_with_verbose(self, hooked: Repository) -> None:
        silent = hooked.prechange("hook", "run", "pre-commit")
        assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")
        told = hooked.prechange("hook", "run", "pre-commit", "-v")
        assert told.stdout == "prechange: the index: no file of changes is new or different\n"

    def test_a_deleted_file_is_ignored(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", DENIED)
        hooked.commit("--no-verify")
        (hooked.path / "changes/one.yaml").unlink()
        assert "prechange" not in hooked.commit()

    def test_a_renamed_file_is_judged(self, hooked: Repository) -> None:
        hooked.write("drafts/one.yaml", DENIED)
        hooked.commit()
        (hooked.path / "changes").mkdir()
        hooked.git("mv", "drafts/one.yaml", "changes/one.yaml")
        assert "changes/one.yaml:5:" in hooked.git("commit", "-m", "x", expect=1)

    def test_a_file_that_stays_as_it_is_is_not(self, hooked: Repository) -> None:
        hooked.write("changes/old.yaml", DENIED)
        hooked.commit("--no-verify")
        hooked.write("changes/new.yaml", ALLOWED)
        hooked.commit()

    def test_several_are_one_change_set_in_the_order_of_their_paths(self, hooked: Repository) -> None:
        hooked.write("changes/2.yaml", "account: acme\nchanges:\n  - {op: disable, user: u9}\n")
        create = "{op: create, user: u9, set: {full_name: N P, primary_email: np@company.example}}"
        hooked.write("changes/1.yaml", f"account: acme\nchanges:\n  - {create}\n")
        assert "2 changes in 1 account" in hooked.commit()

    def test_names_of_every_kind(self, hooked: Repository) -> None:
        names = ["a b.yaml", "-o.yaml", "é.yaml", "$(touch x).yaml", "[x].yaml", "a\nb.yaml", "\u202e.yaml"]
        for name in names:
            hooked.write(f"changes/{name}", "changes: [{op: none}]\n")
        said = hooked.commit(expect=1)
        assert [name for name in names if f"changes/{visible(name)}:1:" not in said] == []
        assert "\u202e" not in said
        assert not (hooked.path / "x").exists()

    def test_a_name_that_is_not_utf8(self, hooked: Repository) -> None:
        folder = hooked.path / "changes"
        folder.mkdir()
        try:
            Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).write_text(DENIED, encoding="utf-8")
        except OSError:
            pytest.skip("this file system has UTF-8 names only")
        assert "changes/\\udcff.yaml:5:" in hooked.commit(expect=1)

    def test_a_symbolic_link_is_not_followed(self, hooked: Repository) -> None:
        (hooked.path / "changes").mkdir()
        (hooked.path / "changes/one.yaml").symlink_to("../snapshot.yaml")
        assert "changes/one.yaml: error: this is a symbolic link" in hooked.commit(expect=1)

    def test_without_globs_nothing_goes_ahead(self, hooked: Repository) -> None:
        hooked.write("prechange.yaml", "snapshot: snapshot.yaml\n")
        said = hooked.commit(expect=1)
        assert "prechange.yaml: error: nothing says which files are files of changes" in said

    def test_a_wrong_configuration_is_told_with_its_place(self, hooked: Repository) -> None:
        hooked.write("prechange.yaml", "hook: {chnges: [a]}\n")
        said = hooked.commit(expect=1)
        assert "prechange.yaml:1:8: error: unknown key `chnges`" in said
        assert "did you mean `changes`?" in said

    def test_globs_on_the_command_line(self, repo: Repository) -> None:
        repo.prechange("hook", "install", "-t", "pre-commit", "--", "--changes", "*.jsonl", "--now", NOW)
        line = '{"op": "disable", "user": "u1", "account": "acme"}\n'
        repo.write("deep/one.jsonl", line)
        repo.commit()
        repo.write("one.jsonl", line)
        assert "one.jsonl:1:" in repo.commit(expect=1)

    def test_pyproject(self, make: Make) -> None:
        repository = make()
        repository.write("pyproject.toml", '[tool.prechange]\nhook = {changes = ["*.changes.yaml"]}\n')
        repository.prechange("hook", "install", "-t", "pre-commit")
        repository.write("a.changes.yaml", ALLOWED)
        assert "do not apply these changes yet" in repository.commit(expect=1)


class TestSnapshot:
    def test_one_that_git_ignores_is_read_where_it_is(self, hooked: Repository) -> None:
        hooked.write(".gitignore", "now/\n")
        hooked.write("now/snapshot.yaml", SNAPSHOT)
        hooked.write("prechange.yaml", CONFIG.replace("snapshot.yaml", "now/snapshot.yaml"))
        hooked.write("changes/one.yaml", ALLOWED)
        assert "go ahead" in hooked.commit()

    def test_one_beside_the_repository(self, hooked: Repository) -> None:
        (hooked.path.parent / "outside.yaml").write_text(SNAPSHOT, encoding="utf-8")
        hooked.write("prechange.yaml", CONFIG.replace("snapshot.yaml", "../outside.yaml"))
        hooked.write("changes/one.yaml", ALLOWED)
        assert "go ahead" in hooked.commit()

    def test_an_earlier_one_to_trust_it_by(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", ALLOWED)
        hooked.write("earlier.yaml", "accounts: [{id: acme, users: [{id: a}, {id: b}, {id: c}]}]\n")
        hooked.write("prechange.yaml", f"{CONFIG}previous: earlier.yaml\n")
        assert "account `acme` has 2 users, and had 3" in " ".join(hooked.commit(expect=1).split())
        hooked.write("earlier.yaml", SNAPSHOT)
        assert "go ahead" in hooked.commit()

    def test_one_that_is_nowhere(self, hooked: Repository) -> None:
        hooked.write("prechange.yaml", CONFIG.replace("snapshot.yaml", "none.yaml"))
        hooked.write("changes/one.yaml", ALLOWED)
        assert "none.yaml: error: there is no such file" in hooked.commit(expect=1)


class TestWaysToCommit:
    def test_the_first_commit(self, make: Make) -> None:
        repository = make()
        repository.prechange("hook", "install", "-t", "pre-commit", "--", "--now", NOW)
        for name, text in (
            ("prechange.yaml", CONFIG),
            ("snapshot.yaml", SNAPSHOT),
            ("changes/1.yaml", DENIED),
        ):
            repository.write(name, text)
        assert "rename-existing-user" in repository.commit(expect=1)
        repository.write("changes/1.yaml", ALLOWED)
        repository.commit()

    def test_all(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", ALLOWED)
        hooked.commit()
        hooked.write("changes/one.yaml", DENIED)
        assert "rename-existing-user" in hooked.git("commit", "--all", "-m", "x", expect=1)

    def test_only_some_paths(self, hooked: Repository) -> None:
        hooked.write("changes/bad.yaml", DENIED)
        hooked.write("changes/good.yaml", ALLOWED)
        hooked.git("add", "--all")
        hooked.git("commit", "-m", "x", "--", "changes/good.yaml")
        assert "rename-existing-user" in hooked.git("commit", "-m", "x", "--", "changes/bad.yaml", expect=1)

    def test_amend(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", ALLOWED)
        hooked.commit()
        hooked.write("changes/one.yaml", DENIED)
        assert "rename-existing-user" in hooked.commit("--amend", expect=1)

    def test_from_a_folder_below(self, hooked: Repository) -> None:
        hooked.write("changes/one.yaml", DENIED)
        hooked.git("add", "--all")
        below = hooked.at(hooked.path / "changes")
        assert "changes/one.yaml:5:" in below.git("commit", "-m", "x", expect=1)
        assert below.prechange("hook", "run", "pre-commit", "--now", NOW).returncode == 1

    def test_in_a_worktree(self, hooked: Repository) -> None:
        hooked.git("worktree", "add", "--quiet", "../other", "-b", "other")
        other = hooked.at(hooked.path.parent / "other")
        other.write("changes/one.yaml", DENIED)
        assert "rename-existing-user" in other.commit(expect=1)
        other.write("changes/one.yaml", ALLOWED)
        other.commit()

    def test_a_folder_named_linter_is_not_taken_for_the_program(self, hooked: Repository) -> None:
        hooked.write("linter/__main__.py", "print('not this')\n")
        hooked.write("changes/one.yaml", DENIED)
        assert "rename-existing-user" in hooked.commit(expect=1)


def test_reports_go_where_they_were_meant_to(repo: Repository) -> None:
    repo.prechange("hook", "install", "-t", "pre-commit", "--", "--now", NOW, "-o", "json=report.json", "-q")
    repo.write("changes/one.yaml", DENIED)
    repo.git("add", "changes")
    repo.git("commit", "-m", "x", expect=1)
    report = json.loads((repo.path / "report.json").read_text(encoding="utf-8"))
    assert {finding["location"]["path"] for finding in report["findings"]} == {"changes/one.yaml"}


def test_a_configuration_above_the_checkout_does_not_count(hooked: Repository, tmp_path: Path) -> None:
    above = tmp_path / "temporary" / "prechange.yaml"
    above.write_text("hook: {changes: [other/**]}\n", encoding="utf-8")
    hooked.git("rm", "--quiet", "prechange.yaml")
    hooked.write("changes/one.yaml", DENIED)
    said = hooked.commit(expect=1)
    above.unlink()
    assert "nothing says which files are files of changes" in said
