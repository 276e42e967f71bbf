from pathlib import Path

from tests.cli.conftest import Run


def test_pages_are_written_checked_and_cleared_away(folder: Path, run: Run) -> None:
    arguments = ("policy", "docs", "--policy", "crm-online", "--output", "rules")
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    page = folder / "rules" / "crm-online" / "rename-existing-user.md"
    assert "# Do not rename an existing user" in page.read_text()
    assert run(*arguments, "--check").returncode == 0

    page.write_text(page.read_text() + "more\n")
    gone = page.with_name("no-such-rule.md")
    gone.write_text(page.read_text())
    (folder / "rules" / "notes.md").write_text("written by hand\n")
    done = run(*arguments, "--check")
    assert done.returncode == 1
    assert "rules/crm-online/rename-existing-user.md: error: this page is not what the rules say" in " ".join(
        done.stderr.split()
    )
    assert "no-such-rule.md: error: there is no rule for this page any more" in " ".join(done.stderr.split())
    assert run(*arguments).stdout.endswith(" pages in rules: 1 written, 1 removed\n")
    assert not gone.exists()
    assert (folder / "rules" / "notes.md").read_text() == "written by hand\n"


def test_nothing_that_somebody_wrote_is_written_over(folder: Path, run: Run) -> None:
    (folder / "rules").mkdir()
    mine = folder / "rules" / "README.md"
    mine.write_text("mine\n")
    done = run("policy", "docs", "--policy", "crm-online", "--output", "rules")
    assert (done.returncode, mine.read_text()) == (2, "mine\n")
    assert "rules/README.md: error: this file was not made by `prechange policy docs`" in " ".join(
        done.stderr.split()
    )
    assert [path.name for path in (folder / "rules").rglob("*")] == ["README.md"]
