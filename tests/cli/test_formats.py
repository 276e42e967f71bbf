import json
from pathlib import Path

from linter.reporters import REPORTERS
from tests.cli.conftest import NOW, Run

FORMATS = [name for name in REPORTERS if name != "text"]


def outputs() -> list[str]:
    return [part for name in FORMATS for part in ("--output", f"{name}=out.{name}")]


def test_one_run_writes_every_format(run: Run, folder: Path) -> None:
    done = run("check", "denied.yaml", "--snapshot", "snapshot.yaml", "--now", NOW, *outputs())
    assert done.returncode == 1
    for name in FORMATS:
        written = (folder / f"out.{name}").read_text(encoding="utf-8")
        assert "rename-existing-user" in written, name
        assert "denied" in written or name == "gitlab", name
    sarif = json.loads((folder / "out.sarif").read_text(encoding="utf-8"))
    assert sarif["runs"][0]["tool"]["driver"]["version"]
    assert "| `primary_email` |" in (folder / "out.markdown").read_text(encoding="utf-8")


def test_an_unreadable_input_is_said_in_every_format(run: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("changes:\n  - {op: update, op: delete}\n", encoding="utf-8")
    done = run("check", "broken.yaml", *outputs())
    assert done.returncode == 2
    for name in FORMATS:
        written = (folder / f"out.{name}").read_text(encoding="utf-8")
        assert "broken.yaml" in written, name
        assert "invalid" in written, name


def test_what_is_undecided_is_said_in_every_format(run: Run, folder: Path) -> None:
    done = run("check", "allowed.yaml", *outputs())
    assert done.returncode == 3
    for name in FORMATS:
        written = (folder / f"out.{name}").read_text(encoding="utf-8")
        assert "undecided" in written, name
        assert "--snapshot" in written or name == "html", name


def test_an_absolute_path_below_the_current_folder_is_relative(run: Run, folder: Path) -> None:
    path = str(folder.resolve() / "denied.yaml")
    done = run("check", path, "--snapshot", "snapshot.yaml", "--now", NOW, "--output", "gitlab")
    assert {issue["location"]["path"] for issue in json.loads(done.stdout)} == {"denied.yaml"}
