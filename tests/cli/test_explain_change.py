from pathlib import Path

from tests.cli.conftest import Run


def said(text: str) -> str:
    return " ".join(text.split())


def test_every_rule_says_what_it_makes_of_a_change(folder: Path, run: Run) -> None:
    done = run("explain", "denied.yaml", "--snapshot", "snapshot.yaml", "--change", "1")
    assert (done.returncode, done.stderr) == (0, "")
    text = said(done.stdout)
    assert text.startswith("denied.yaml:3:5: change 1 of 1: `update` of user `u1` in account `acme`")
    assert (
        "objects: crm-online/rename-existing-user would not object if `account.purchased_users` were `1` "
        "(it is `4`)"
    ) in text
    sole = "does not apply: crm-online/sole-user-rename not so: the account's number of purchased users is 1"
    assert f"{sole} (when, " in text
    values = "account.purchased_users = 4 would object if `account.purchased_users` were `1` (it is `4`)"
    assert values in text
    assert "passes: crm-online/seats not so: the account's number of seats in use is more than" in text
    not_selected = "disable-instead-of-delete (it is about `delete`, and this is `update`)"
    assert f"not selected: crm-online/{not_selected}" in text


def test_a_rule_that_another_one_silences(folder: Path, run: Run) -> None:
    (folder / "swap.yaml").write_text(
        "account: acme\nchanges:\n  - op: update\n    user: u4\n"
        "    set: {full_name: Peter Lind, primary_email: peter.lind@company.example}\n"
    )
    text = said(run("explain", "swap.yaml", "-s", "snapshot.yaml", "--change", "1").stdout)
    assert "superseded: crm-online/rename-existing-user (`crm-online/repurpose-user` objects already)" in text


def test_one_rule_without_a_snapshot(folder: Path, run: Run) -> None:
    done = run("explain", "denied.yaml", "--change", "1", "--rule", "rename-existing-user")
    assert (
        "undecided: crm-online/rename-existing-user not known: the account's number of purchased users"
        in said(done.stdout)
    )
    assert "account.purchased_users is not known" in done.stdout
    assert "crm-online/seats" not in done.stdout


def test_what_cannot_be_explained(folder: Path, run: Run) -> None:
    for number in ("0", "2", "-1", "x"):
        done = run("explain", "denied.yaml", "-s", "snapshot.yaml", f"--change={number}")
        assert done.returncode == 2
        assert f"there is no change `{number}` among 1" in done.stderr
    done = run("explain", "denied.yaml", "-s", "snapshot.yaml")
    assert (done.returncode, "there is no rule `denied.yaml`" in done.stderr) == (2, True)
    done = run("explain", "denied.yaml", "-s", "snapshot.yaml", "--change", "1", "--rule", "seatz")
    assert (done.returncode, "did you mean `seats`?" in done.stderr) == (2, True)


def test_one_update_that_is_several_steps(folder: Path, run: Run) -> None:
    (folder / "off.yaml").write_text(
        "account: acme\nchanges:\n  - {op: update, user: u4, set: {enabled: false, employee_id: '7'}}\n"
    )
    text = said(run("explain", "off.yaml", "-s", "snapshot.yaml", "--change", "1", "--rule", "seats").stdout)
    assert text.count("change 1 of 1: `") == 2
    assert "change 1 of 1: `disable` of user `u4`" in text


def test_a_snapshot_that_is_not_whole(folder: Path, run: Run) -> None:
    (folder / "prechange.yaml").write_text("min_population: 3\n", encoding="utf-8")
    done = run("explain", "denied.yaml", "-s", "snapshot.yaml", "--change", "1", "--rule", "seats")
    assert "not to be trusted: change-set/snapshot-population the snapshot holds 2 users" in said(done.stdout)
