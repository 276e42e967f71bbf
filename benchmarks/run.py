"""Measure `prechange check` on generated files, beside merely parsing the same bytes.

    python -m benchmarks.run --sizes 10 1000 10000

Every measured command is a process of its own: wall and CPU seconds and peak memory are those of that
process, its start and end included. The parse-only time is the CPU seconds that reading both files line by
line with orjson takes, without the start of Python; `x parse` is how many times as much CPU the check takes.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.generate import NOW

SIZES = [10, 1_000, 10_000, 100_000, 1_000_000]
BYSTANDERS = [0, 1, 10, 100]
MIB = 1024 * 1024
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB

PACKAGE = Path(__file__).resolve().parent.parent / "linter"

PARSE = """
import sys, time, orjson
start = time.process_time()
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        for line in file:
            orjson.loads(line)
print(time.process_time() - start)
"""


class Run(NamedTuple):
    """What one process used: seconds, seconds of CPU, MiB at its peak."""

    wall: float
    cpu: float
    peak: float
    code: int


def measure(command: Sequence[str | Path], output: Path | None = None) -> Run:
    """Run a command to its end; what it prints goes to `output`, or nowhere."""
    words = [str(word) for word in command]
    target = os.fspath(output or os.devnull)
    redirect = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    ]
    start = time.perf_counter()
    pid = os.posix_spawn(words[0], words, os.environ, file_actions=redirect)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    peak = usage.ru_maxrss * RSS_UNIT / MIB
    return Run(wall, usage.ru_utime + usage.ru_stime, peak, os.waitstatus_to_exitcode(status))


def must(run: Run, *codes: int) -> Run:
    """A process that ended in another way than expected measured nothing."""
    if run.code not in codes:
        sys.exit(f"a measured command ended with {run.code}, expected one of {codes}")
    return run


def prepare(folder: Path, changes: int, bystanders: int = 1) -> tuple[Path, Path]:
    """The generated files for a size, made in a process of its own so that this one stays small."""
    into = folder / f"{changes}-{bystanders}"
    words: list[str | Path] = [
        "-m",
        "benchmarks.generate",
        str(changes),
        "--bystanders",
        str(bystanders),
        "--into",
        into,
    ]
    must(measure([sys.executable, *words]), 0)
    return into / "changes.jsonl", into / "snapshot.jsonl"


def check(changes: Path, snapshot: Path) -> Run:
    """The whole `prechange check`, its JSON report thrown away."""
    words: list[str | Path] = [
        "-m",
        "linter",
        "check",
        changes,
        "--snapshot",
        snapshot,
        "--now",
        NOW,
        "--output",
        "json",
    ]
    return must(measure([sys.executable, *words]), 0, 1)


def parse_only(*files: Path) -> float:
    """CPU seconds to parse the files with orjson."""
    output = files[0].with_name("seconds")
    must(measure([sys.executable, "-c", PARSE, *files], output), 0)
    return float(output.read_text())


def table(title: str, head: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    """Print rows as they come, right-aligned under their heads."""
    print(f"\n{title}\n" + "  ".join(f"{word:>10}" for word in head), flush=True)
    for row in rows:
        print("  ".join(f"{word:>10}" for word in row), flush=True)


def by_size(folder: Path, sizes: Sequence[int]) -> Iterator[Sequence[str]]:
    """One row for each number of changes."""
    for size in sizes:
        files = prepare(folder, size)
        parse = parse_only(*files)
        run = check(*files)
        yield (
            f"{size:,}",
            f"{sum(file.stat().st_size for file in files) / MIB:,.1f}",
            f"{run.wall:.2f}",
            f"{run.cpu:.2f}",
            f"{run.peak:,.0f}",
            f"{size / run.wall:,.0f}",
            f"{parse:.4f}",
            f"{run.cpu / parse:,.1f}",
        )


def by_snapshot(folder: Path, changes: int) -> Iterator[Sequence[str]]:
    """One row for each size of snapshot around the same changed accounts."""
    for times in BYSTANDERS:
        files = prepare(folder, changes, times)
        run = check(*files)
        yield f"{1 + times}x", f"{files[1].stat().st_size / MIB:,.1f}", f"{run.wall:.2f}", f"{run.peak:,.0f}"


def start_up(folder: Path, rounds: int) -> Iterator[Sequence[str]]:
    """Ten changes beside two plain imports, taken in turn so that both meet the same machine."""
    files = prepare(folder, 10)
    check(*files)
    imports = [sys.executable, "-c", "import typer, yaml"]
    pairs = [(check(*files).wall, must(measure(imports), 0).wall) for _ in range(rounds)]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    yield f"{ours * 1000:.0f}", f"{theirs * 1000:.0f}", f"{ours / theirs:.2f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure prechange on generated files.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of changes")
    parser.add_argument("--rounds", type=int, default=11, help="how often start-up is measured")
    given = parser.parse_args()
    # An installed prechange comes compiled; a checkout may not be.
    must(measure([sys.executable, "-m", "compileall", "-q", PACKAGE]), 0)
    print(f"Python {sys.version.split()[0]}, {sys.platform}, {os.cpu_count()} CPUs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        head = ["changes", "MiB read", "wall s", "CPU s", "peak MiB", "changes/s", "parse s", "x parse"]
        table("check, by changes", head, by_size(folder, given.sizes))
        head = ["snapshot", "MiB", "wall s", "peak MiB"]
        table("1,000 changes, by size of snapshot", head, by_snapshot(folder, 1_000))
        head = ["check ms", "imports ms", "ratio"]
        table(
            f"10 changes beside `import typer, yaml`, median of {given.rounds}",
            head,
            start_up(folder, given.rounds),
        )


if __name__ == "__main__":
    main()
