import json
from pathlib import Path

from tests.cli.conftest import Run

OURS = """\
id: ours
title: Ours
description: The built-in pack as it fits us.
extends:
  - pack: crm-online
    params: {invitation_days: 21}
    severities: {name-holds-address: info}
    off: {sole-user-rename: no account has a single user}
"""
CONFIG = """\
policies: [./ours]
severities:
  crm-online/seats: warning
  change-set/no-effect: error
"""


def house(folder: Path) -> None:
    (folder / "ours").mkdir()
    (folder / "ours" / "pack.yaml").write_text(OURS)
    (folder / "prechange.yaml").write_text(CONFIG)


def test_every_setting_says_what_set_it(folder: Path, run: Run) -> None:
    house(folder)
    done = run("policy", "list", "--output", "json", "--param", "crm-online.max_billing_admins=3")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert [(pack["id"], pack["extends"]) for pack in data["packs"]] == [
        ("ours", ["crm-online"]),
        ("crm-online", []),
    ]
    entries = {entry["id"]: (entry["value"], entry["set_by"]) for entry in data["entries"]}
    pack, config = str(folder / "ours" / "pack.yaml"), str(folder / "prechange.yaml")
    assert entries["crm-online/billing-admin-details"] == ("error", "the rule")
    assert entries["crm-online/name-holds-address"] == ("info", f"{pack}:7:18")
    assert entries["crm-online/seats"] == ("warning", f"{config}:3:21")
    assert entries["change-set/no-effect"] == ("error", f"{config}:4:25")
    assert entries["change-set/duplicate-user"] == ("error", "built in")
    assert entries["crm-online.invitation_days"] == ("21", f"{pack}:6:14")
    assert entries["crm-online.max_billing_admins"] == ("3", "--param")
    assert entries["crm-online/sole-user-rename"] == ("off", f"{pack}:8:11")


def test_the_list_for_people(folder: Path, run: Run) -> None:
    house(folder)
    short = run("policy", "list").stdout
    assert "  warning[crm-online/seats]" in short
    assert "off[crm-online/sole-user-rename] no account has a single user set by " in " ".join(short.split())
    assert "crm-online.invitation_days" not in short
    assert short.splitlines()[-1].endswith(" rules, 1 switched off")
    assert "  crm-online.invitation_days = 21\n" in run("policy", "list", "--effective").stdout


def test_a_rule_that_is_off_says_why(folder: Path, run: Run) -> None:
    house(folder)
    done = run("explain", "sole-user-rename")
    assert done.returncode == 2
    assert "is switched off: no account has a single user" in " ".join(done.stderr.split())


def test_no_other_format(folder: Path, run: Run) -> None:
    done = run("policy", "list", "--output", "xml")
    assert (done.returncode, "`text` or `json`" in done.stderr) == (2, True)


def test_a_report_counts_the_rules_that_are_off(folder: Path, run: Run) -> None:
    house(folder)
    done = run("check", "allowed.yaml", "-s", "snapshot.yaml", "--output", "json=r.json", "--output", "text")
    assert json.loads((folder / "r.json").read_text())["summary"]["rules_off"] == 1
    assert "applied and 1 switched off; " in " ".join(done.stdout.split())


def test_a_wrong_param_of_the_configuration_has_its_place(folder: Path, run: Run) -> None:
    (folder / "prechange.yaml").write_text("params:\n  crm-online: {max_billing_admins: many}\n")
    done = run("policy", "list")
    assert done.returncode == 2
    assert "prechange.yaml:2:36: error: param `crm-online.max_billing_admins` must be" in " ".join(
        done.stderr.split()
    )
