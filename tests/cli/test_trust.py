"""A snapshot or an export that cannot be whole ends as undecided, whatever the rules say."""

from pathlib import Path

from tests.cli.conftest import NOW, SNAPSHOT, Run

MANY = "complete: true\naccounts:\n  - id: acme\n    users:\n" + "".join(
    f"      - {{id: u{n}, full_name: A B, enabled: true}}\n" for n in range(9)
)


def test_a_snapshot_that_has_shrunk(run: Run, folder: Path) -> None:
    (folder / "earlier.yaml").write_text(MANY, encoding="utf-8")
    whole = ("allowed.yaml", "-s", "snapshot.yaml", "--now", NOW, "-q")
    done = run("check", *whole, "--previous", "earlier.yaml")
    assert done.returncode == 3
    told = "account `acme` has 2 users, and had 9: 77.8 % fewer; `max_drop` is 20 %"
    assert told in " ".join(done.stdout.split())
    assert run("audit", "snapshot.yaml", "--now", NOW, "-q", "--previous", "earlier.yaml").returncode == 3
    (folder / "prechange.yaml").write_text("previous: earlier.yaml\nmax_drop: 80\n", encoding="utf-8")
    assert run("check", *whole).returncode == 0
    (folder / "prechange.yaml").write_text("min_population: 3\n", encoding="utf-8")
    assert run("check", *whole).returncode == 3


def test_an_export_that_is_empty_is_no_change_set(run: Run, folder: Path) -> None:
    (folder / "after.yaml").write_text(
        SNAPSHOT[: SNAPSHOT.index("    users:")] + "    users: []\n", encoding="utf-8"
    )
    done = run("check", "--before", "snapshot.yaml", "--after", "after.yaml", "--now", NOW, "-q")
    assert done.returncode == 3, "that users would be deleted denies nothing here: they are only missing"
    assert "the later export has shrunk: there are no users in it, and there were 2" in done.stdout
    (folder / "changes.yaml").write_text("changes: []\n", encoding="utf-8")
    told = run("diff", "snapshot.yaml", "after.yaml", "-o", "changes.yaml")
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr == (
        "after.yaml: the later export is not to be trusted: there are no users in it, and there were 2; "
        "nothing was written\n"
    )
    assert not (folder / "changes.yaml").exists()


def test_an_earlier_snapshot_that_cannot_be_read_names_nobody(run: Run, folder: Path) -> None:
    (folder / "earlier.yaml").write_text(
        "accounts: [{id: acme, users: [{name: Ann Other}]}]\n", encoding="utf-8"
    )
    whole = ("check", "allowed.yaml", "-s", "snapshot.yaml", "--now", NOW, "--previous", "earlier.yaml")
    done = run(*whole, "--privacy", "keyed", PRECHANGE_PRIVACY_KEY="0123456789abcdefghijklmnopqrstuv")
    assert done.returncode == 2
    assert "earlier.yaml" in done.stdout
    assert "Ann" not in done.stdout + done.stderr
