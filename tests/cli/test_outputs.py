import json
import os
from pathlib import Path

import pytest

from linter.cli.outputs import Output, deliver, parse_outputs, withdraw
from linter.errors import InputError
from linter.model import Report
from linter.reporters import REPORTERS, Options

ALLOWED = Report(verdict="allowed")


@pytest.mark.parametrize(
    ("specs", "outputs"),
    [
        ([], [Output("text")]),
        (["json"], [Output("json")]),
        (["json=-"], [Output("json")]),
        (["text", "json=r.json"], [Output("text"), Output("json", "r.json")]),
        (["json=a=b.json"], [Output("json", "a=b.json")]),
    ],
)
def test_what_is_asked_for(specs: list[str], outputs: list[Output]) -> None:
    assert list(parse_outputs(specs)) == outputs


@pytest.mark.parametrize(
    ("specs", "message", "hint"),
    [
        (["jsn"], "there is no output format `jsn`", "did you mean `json`?"),
        (["xlsx"], "there is no output format `xlsx`", f"the formats are {', '.join(REPORTERS)}"),
        ([""], "there is no output format ``", f"the formats are {', '.join(REPORTERS)}"),
        (
            ["text", "json"],
            "two reports are to go to standard output",
            "give one of them a file: `--output FORMAT=FILE`",
        ),
        (
            ["text=r", "json=./r"],
            "two reports are to go to file `./r`",
            "give one of them a file: `--output FORMAT=FILE`",
        ),
        (["json=no/r.json"], "cannot write `no/r.json`: its folder does not exist", ""),
        (["json=/"], "cannot write `/`: it is a folder", ""),
        (["json=changes.yaml"], "the report would overwrite the input `changes.yaml`", ""),
    ],
)
def test_what_makes_no_sense(specs: list[str], message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_outputs(specs, inputs=["changes.yaml", "-"])
    assert [(problem.message, problem.hint) for problem in caught.value.problems] == [(message, hint)]


def test_a_file_is_replaced_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.json"
    path.write_text("old", encoding="utf-8")
    deliver(ALLOWED, [Output("json", str(path)), Output("text")], Options())
    assert json.loads(path.read_text(encoding="utf-8"))["verdict"] == "allowed"
    assert os.listdir(tmp_path) == ["r.json"]
    assert capsys.readouterr().out.endswith("go ahead: nothing denies these changes\n")


def test_a_person_sees_the_verdict_when_all_goes_to_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver(ALLOWED, [Output("json", str(tmp_path / "r.json"))], Options())
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith("go ahead: nothing denies these changes\n")
    deliver(ALLOWED, [Output("json", str(tmp_path / "r.json"))], Options(verbosity=-1))
    assert capsys.readouterr().err == ""


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    deliver(ALLOWED, [Output("jsonl", str(tmp_path / "link"))], Options(verbosity=-1))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8").count("\n") == 1


def test_a_device_is_written_to_and_not_replaced() -> None:
    deliver(ALLOWED, [Output("text", os.devnull)], Options(verbosity=-1))
    assert not os.path.isfile(os.devnull)


def test_files_have_no_colour(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    deliver(ALLOWED, [Output("text", str(path))], Options(colour=True, verbosity=-1))
    assert "\x1b" not in path.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^cannot write `.*/gone/r.json`: No such file or directory$"):
        deliver(ALLOWED, [Output("json", str(tmp_path / "gone" / "r.json"))], Options())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_said() -> None:
    with pytest.raises(InputError, match=r"^cannot write `/dev/full`: No space left on device$"):
        deliver(ALLOWED, [Output("json", "/dev/full")], Options())


def test_reports_of_an_earlier_run_are_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("old", encoding="utf-8")
    withdraw([Output("json", str(path)), Output("text"), Output("jsonl", str(tmp_path / "none"))])
    assert not path.exists()
