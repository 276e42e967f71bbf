"""`prechange exec`: what runs, on what, and what is said to whom."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
EXEC = ("exec", "--now", "2026-11-20T10:00:00Z", "-s", "snapshot.yaml")
HELD_BACK = "prechange: refused, the command was not run\n"
RAN = ("--", sys.executable, "-c", "import sys; open('ran', 'w'); sys.exit(0)", "{}")


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, in which nothing may stay."""
    path = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(path))
    yield path
    assert [each.name for each in path.iterdir()] == []


def script(code: str, *words: str) -> tuple[str, ...]:
    return "--", sys.executable, "-c", f"import os, sys\n{code}", *words


def status(folder: Path) -> dict[str, object]:
    data: dict[str, object] = json.loads((folder / "status.json").read_text(encoding="utf-8"))
    return data


class TestAllowed:
    def test_the_command_gets_the_bytes_and_its_code_is_passed_on(self, run: Run, folder: Path) -> None:
        code = "print(open(sys.argv[1]).read(), end=''); sys.exit(7)"
        done = run(*EXEC, "allowed.yaml", "--status-file", "status.json", *script(code, "{}"))
        text = (folder / "allowed.yaml").read_text(encoding="utf-8")
        assert (done.returncode, done.stdout) == (7, text)
        assert "go ahead" in done.stderr
        assert status(folder) == {
            "schema": "prechange/exec/v1",
            "ran": True,
            "exit_code": 7,
            "verdict": "allowed",
            "changes": [{"path": "allowed.yaml", "sha256": hashlib.sha256(text.encode()).hexdigest()}],
        }

    def test_the_copy_is_private_and_read_only(self, run: Run) -> None:
        code = """
path = sys.argv[1]
for each in (path, os.path.dirname(path)):
    print(oct(os.stat(each).st_mode & 0o777))
print(os.path.basename(path), os.path.isabs(path), os.path.exists('allowed.yaml'))
"""
        done = run(*EXEC, "allowed.yaml", *script(code, "{}"))
        assert done.stdout == "0o400\n0o700\nchanges.yaml True True\n"

    def test_what_is_done_to_the_original_meanwhile_changes_nothing(self, run: Run, folder: Path) -> None:
        code = "open('allowed.yaml', 'w').write('x'); print(open(sys.argv[1]).read(), end='')"
        before = (folder / "allowed.yaml").read_text(encoding="utf-8")
        assert run(*EXEC, "allowed.yaml", *script(code, "{}")).stdout == before

    def test_several_files_stand_in_their_order(self, run: Run, folder: Path) -> None:
        (folder / "more.jsonl").write_text('{"op": "disable", "user": "u4", "account": "acme"}\n')
        code = "print(*(os.path.basename(each) for each in sys.argv[1:]))"
        done = run(*EXEC, "allowed.yaml", "more.jsonl", *script(code, "a", "--file={}", "{}", "b"))
        first, second = "changes-1.yaml", "changes-2.jsonl"
        assert done.stdout == f"a {first} {second} {first} {second} b\n"

    def test_standard_input(self, run: Run, folder: Path) -> None:
        text = (folder / "allowed.yaml").read_text(encoding="utf-8")
        code = "print(repr(sys.stdin.read()), open(sys.argv[1]).read(), end='')"
        done = run(*EXEC, "-", *script(code, "{}"), stdin=text)
        assert done.stdout == f"'' {text}"

    def test_the_rest_of_standard_input_is_the_commands(self, run: Run) -> None:
        code = "print(sys.stdin.read())"
        assert run(*EXEC, "allowed.yaml", *script(code, "{}"), stdin="hello").stdout == "hello\n"

    @pytest.mark.parametrize(
        "name", ["$(touch x).yaml", "a b;touch x.yaml", "-rf.yaml", "x\ny.yaml", "'\".yaml"]
    )
    def test_a_name_cannot_do_anything(self, run: Run, folder: Path, name: str) -> None:
        (folder / "allowed.yaml").rename(folder / name)
        done = run(*EXEC, f"./{name}", "--", "sh", "-c", "cat {}")
        assert done.stdout.startswith("account: acme")
        assert not (folder / "x").exists()

    def test_what_stands_after_the_separator_is_the_commands(self, run: Run) -> None:
        code = "print(*sys.argv[2:])"
        done = run(*EXEC, "allowed.yaml", *script(code, "{}", "--help", "--", "-s", "x"))
        assert done.stdout == "--help -- -s x\n"

    def test_reports_beside_the_command(self, run: Run, folder: Path) -> None:
        done = run(*EXEC, "allowed.yaml", "-o", "json=r.json", "-o", "jsonl", *script("print(1)", "{}"))
        assert done.stdout == "1\n"
        assert json.loads((folder / "r.json").read_text(encoding="utf-8"))["verdict"] == "allowed"
        assert json.loads(done.stderr.splitlines()[-1])["verdict"] == "allowed"


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "verdict", "said"),
        [
            ((*EXEC, "denied.yaml"), "denied", "denied.yaml:5:"),
            (("exec", "allowed.yaml"), "undecided", "do not apply these changes yet"),
            ((*EXEC, "broken.yaml"), "invalid", "broken.yaml:2:"),
            ((*EXEC, "none.yaml"), "invalid", "none.yaml: error: there is no such file"),
            ((*EXEC, "."), "invalid", "this is a directory"),
            ((*EXEC, "nothing.yaml"), "undecided", "there was nothing to check"),
            ((*EXEC, "allowed.yaml", "denied.yaml"), "denied", "denied.yaml:5:"),
            ((*EXEC, "allowed.yaml", "--policy", "none.yaml"), "invalid", "none.yaml"),
            ((*EXEC, "allowed.yaml", "-o", "jsn"), "invalid", "did you mean `json`?"),
            ((*EXEC, "-", "-s", "-"), "invalid", "can be read only once"),
            ((*EXEC, "allowed.yaml", "-o", "json=allowed.yaml"), "invalid", "would overwrite the input"),
        ],
    )
    def test_nothing_runs(
        self, run: Run, folder: Path, words: tuple[str, ...], verdict: str, said: str
    ) -> None:
        (folder / "broken.yaml").write_text("changes: [", encoding="utf-8")
        (folder / "nothing.yaml").write_text("account: acme\nchanges: []\n", encoding="utf-8")
        done = run(*words, "--status-file", "status.json", *RAN)
        assert (done.returncode, done.stdout) == (125, "")
        assert said in done.stderr
        assert done.stderr.endswith(HELD_BACK)
        assert not (folder / "ran").exists()
        found = status(folder)
        assert (found["ran"], found["exit_code"], found["verdict"]) == (False, None, verdict)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ((), "missing argument 'CHANGES'"),
            (("allowed.yaml", "--snapsot", "x", *RAN), "no such option: --snapsot"),
            (("allowed.yaml",), "there is no command to run"),
            (("allowed.yaml", "--"), "there is no command to run"),
            (("allowed.yaml", "--", "true"), "no argument of the command holds `{}`"),
            (("allowed.yaml", "--", "{}"), "no argument of the command holds `{}`"),
            (("allowed.yaml", "--status-file", "no/where", *RAN), "its folder does not exist"),
        ],
    )
    def test_a_wrong_command_line_too(
        self, run: Run, folder: Path, words: tuple[str, ...], said: str
    ) -> None:
        done = run(*EXEC, *words)
        assert (done.returncode, done.stdout) == (125, "")
        assert said in done.stderr
        assert done.stderr.endswith(HELD_BACK)
        assert not (folder / "ran").exists()

    @pytest.mark.parametrize("name", ["allowed.yaml", "snapshot.yaml", "waivers.yaml", "prechange.yaml"])
    def test_the_status_never_overwrites_what_is_read(self, run: Run, folder: Path, name: str) -> None:
        (folder / "waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
        (folder / "prechange.yaml").write_text("{}\n", encoding="utf-8")
        before = (folder / name).read_text(encoding="utf-8")
        words = (*EXEC, "--waivers", "waivers.yaml", "--config", "prechange.yaml", "allowed.yaml")
        done = run(*words, "--status-file", name, *RAN)
        assert done.returncode == 125
        assert (folder / name).read_text(encoding="utf-8") == before

    def test_no_report_of_an_earlier_run_stays(self, run: Run, folder: Path) -> None:
        run(*EXEC, "allowed.yaml", "-o", "json=r.json", "--status-file", "status.json", *RAN)
        run(*EXEC, "allowed.yaml", "-o", "json=r.json", "--status-file", "status.json", "--", "true")
        assert not (folder / "r.json").exists()
        assert status(folder)["ran"] is False
        run(*EXEC, "none.yaml", "-o", "json=r.json", "--status-file", "status.json", *RAN)
        assert json.loads((folder / "r.json").read_text(encoding="utf-8"))["verdict"] == "invalid"
        assert status(folder)["ran"] is False

    def test_help_is_no_refusal(self, run: Run) -> None:
        done = run("exec", "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: prechange exec [OPTIONS] ")


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("./nowhere", 127, "no such file or directory"), ("./snapshot.yaml", 126, "permission denied")],
)
def test_a_command_that_cannot_be_started(run: Run, folder: Path, name: str, code: int, said: str) -> None:
    done = run(*EXEC, "allowed.yaml", "--status-file", "status.json", "--", name, "{}")
    assert done.returncode == code
    assert f"error: the command cannot be started: {said}" in done.stderr
    assert (status(folder)["ran"], status(folder)["verdict"]) == (False, "allowed")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
class TestSignals:
    WAITS = """
import signal, time
def told(number, frame):
    open('got', 'a').write(f'{number}\\n')
    if os.environ.get('STUBBORN') != str(int(number)):
        sys.exit(40 + number)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, told)
open('ready', 'w')
time.sleep(60)
"""

    def start(self, folder: Path, *words: str, **extra: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "linter", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **extra},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait(self, path: Path) -> None:
        deadline = time.monotonic() + 30
        while not path.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_it_reaches_the_command_which_decides(self, folder: Path, number: int) -> None:
        process = self.start(folder, *EXEC, "allowed.yaml", *script(self.WAITS, "{}"))
        self.wait(folder / "ready")
        process.send_signal(number)
        assert process.wait(30) == 40 + number
        assert (folder / "got").read_text() == f"{number}\n"

    def test_a_command_may_go_on(self, folder: Path) -> None:
        words = (*EXEC, "allowed.yaml", *script(self.WAITS, "{}"))
        process = self.start(folder, *words, STUBBORN=str(int(signal.SIGTERM)))
        self.wait(folder / "ready")
        process.terminate()
        self.wait(folder / "got")
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 40 + signal.SIGINT

    @pytest.mark.parametrize("name", ["KILL", "TERM", "INT"])
    def test_a_command_that_a_signal_ends(self, run: Run, folder: Path, name: str) -> None:
        done = run(
            *EXEC, "allowed.yaml", "--status-file", "status.json", "--", "sh", "-c", f"kill -{name} $$", "{}"
        )
        assert done.returncode == 128 + getattr(signal, f"SIG{name}")
        assert status(folder)["exit_code"] == done.returncode

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_before_the_command_it_is_a_refusal(self, folder: Path, number: int) -> None:
        os.mkfifo(folder / "pipe")
        words = ("exec", "--status-file", "status.json", "allowed.yaml", "-s", "pipe", *RAN)
        process = self.start(folder, *words)
        writer = os.open(folder / "pipe", os.O_WRONLY)
        process.send_signal(number)
        assert process.wait(30) == 125
        os.close(writer)
        assert (status(folder)["ran"], status(folder)["verdict"]) == (False, None)
        assert not (folder / "ran").exists()

    def test_a_key_press_reaches_the_command_once(self, folder: Path) -> None:
        pty = pytest.importorskip("pty")
        count = """
import signal, time
got = []
signal.signal(signal.SIGINT, lambda number, frame: got.append(number))
open('ready', 'w')
end = time.monotonic() + 1
while time.monotonic() < end:
    time.sleep(0.05)
open('got', 'w').write(str(len(got)))
"""
        master, slave = pty.openpty()
        takes = (
            "import fcntl, os, sys, termios\n"
            "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
            "os.execv(sys.argv[1], sys.argv[1:])"
        )
        words = [sys.executable, "-m", "linter", *EXEC, "allowed.yaml", "-q", *script(count, "{}")]
        process = subprocess.Popen(
            [sys.executable, "-c", takes, *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=slave,
            start_new_session=True,
        )
        self.wait(folder / "ready")
        os.write(master, b"\x03")
        assert process.wait(30) == 0
        os.close(master)
        os.close(slave)
        assert (folder / "got").read_text() == "1"
