"""Measure the readers beside the least that reading the same file can cost.

    python -m benchmarks.readers --rows 1000000 --elements 10000 --sheet 50000

A file of changes is read as `check` reads it: once to find out everything that is wrong with it, and once
more for its changes. Each reading is a process of its own, with imports left out of the CPU seconds and put
into the peak of memory. The yardstick is taken in the same run, right before: for tables Python's `csv`
module over the lines of the file; for LDIF a loop over the lines of the text that does nothing
(`x yardstick`), and one over the lines as bytes (`x bare`); for JSON the `json` module; for a workbook the
bare reader of cells.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.foreign import FORMS, WORKBOOKS
from benchmarks.run import measure, must, table

YARDSTICKS = {
    ".csv": """
import csv
with open(path, encoding="utf-8", newline="") as file:
    for row in csv.reader(file):
        pass
""",
    ".ldif": """
with open(path, encoding="utf-8", newline="") as file:
    for line in file:
        pass
""",
    ".json": """
import json
with open(path, "rb") as file:
    json.load(file)
""",
    ".xlsx": """
import python_calamine
start = time.process_time()
python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
""",
}
BARE = """
with open(path, "rb") as file:
    for line in file:
        pass
"""
CHANGES = """
from linter.formats import read_changes
import linter.formats.{module}
start = time.process_time()
count = sum(1 for change in read_changes([path], format="{format}").changes)
"""
SNAPSHOT = """
from linter.formats import read_snapshot
import linter.formats.{module}
start = time.process_time()
snapshot = read_snapshot(path, format="{format}", account="contoso")
count = len(snapshot.accounts[0].users)
"""
TIMED = """
import gc, json, sys, time
gc.set_threshold(100_000, 50, 100)  # as the command does
path, count = sys.argv[1], 0
start = time.process_time()
{code}
print(json.dumps([time.process_time() - start, count]))
"""
MODULES = {"csv": "table"}


def timed(code: str, path: Path) -> tuple[float, float, int]:
    """CPU seconds, MiB at the peak, and what was counted, of some code about a file."""
    output = path.with_name("timed")
    run = must(measure([sys.executable, "-c", TIMED.format(code=code), path], output), 0)
    seconds, count = json.loads(output.read_text())
    return seconds, run.peak, count


def reader_of(name: str) -> str:
    """The code that reads a file of some name."""
    form, _, rest = name.partition("-")
    code = CHANGES if rest.startswith("changes") else SNAPSHOT
    return code.format(format=form, module=MODULES.get(form, form))


def by_file(folder: Path, sizes: dict[str, int], rounds: int) -> Iterator[Sequence[str]]:
    """One row for each file."""
    for name, size in sizes.items():
        must(
            measure(
                [sys.executable, "-m", "benchmarks.foreign", str(size), "--into", folder, "--only", name]
            ),
            0,
        )
        path = folder / name
        # The middle of several, each beside its own yardstick: a busy machine slows both.
        runs = [
            (timed(YARDSTICKS[path.suffix], path)[0], timed(BARE, path)[0], timed(reader_of(name), path))
            for _ in range(rounds)
        ]
        count = runs[0][2][2]
        if count < size:
            sys.exit(f"{name}: {count} of {size} were read")
        yield (
            name,
            f"{size:,}",
            f"{path.stat().st_size / (1 << 20):,.1f}",
            f"{median(read[0] for *_, read in runs):.2f}",
            f"{median(read[0] / least for least, _, read in runs):.1f}",
            f"{median(read[0] / bare for _, bare, read in runs):.1f}" if path.suffix == ".ldif" else "",
            f"{max(read[1] for *_, read in runs):,.0f}",
        )
        path.unlink()


def main() -> None:
    """The command line."""
    names = [*FORMS, *WORKBOOKS]
    parser = argparse.ArgumentParser(description="Measure the readers of other systems' files.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of tables, records of LDIF")
    parser.add_argument("--elements", type=int, default=10_000, help="elements of JSON documents")
    parser.add_argument("--sheet", type=int, default=50_000, help="rows of workbooks")
    parser.add_argument("--rounds", type=int, default=3, help="how often each file is read")
    parser.add_argument("--only", nargs="+", default=names, choices=names, metavar="NAME", help="some files")
    given = parser.parse_args()
    sizes = {".csv": given.rows, ".ldif": given.rows, ".json": given.elements, ".xlsx": given.sheet}
    head = ["file", "records", "MiB", "CPU s", "x yardstick", "x bare", "peak MiB"]
    with tempfile.TemporaryDirectory() as folder:
        wanted = {name: sizes[Path(name).suffix] for name in given.only}
        table("reading files of other systems", head, by_file(Path(folder), wanted, given.rounds))


if __name__ == "__main__":
    main()
