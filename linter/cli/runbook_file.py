"""A runbook as a Markdown file: for people to follow, and for `--resume` to read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from linter.document import read_text, shown_path
from linter.errors import InputError
from linter.model import Location, Snapshot
from linter.remedy.progress import State, otherwise
from linter.remedy.runbook import Expected, Task
from linter.reporters.encode import encode
from linter.reporters.markup import block, code, prose
from linter.reporters.native import native_lines
from linter.reporters.visible import escaped, visible

SCHEMA = "prechange/runbook/v1"
_DATA = re.compile(rf'^\{{"schema":\s*"{SCHEMA}".*$', re.MULTILINE)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a runbook holds for `--resume`."""

    schema: str
    tasks: tuple[Task, ...]


def as_markdown(tasks: Sequence[Task], sources: Sequence[str]) -> str:
    """The runbook as a document."""
    lines = ["# Runbook", "", f"Made by `prechange fix` from {', '.join(map(code, sources))}.", ""]
    if not tasks:
        lines += ["There is nothing to do.", ""]
    for number, task in enumerate(tasks, 1):
        lines += [f"## Step {number}, {prose(task.title[:1].lower() + task.title[1:])}", "", *_body(task)]
    lines += [
        "## Where it stands",
        "",
        "With a fresh snapshot, this tells what is done and what is next. It reads the line below.",
        "",
        *block(["prechange fix --resume RUNBOOK.md --snapshot SNAPSHOT"], "sh"),
        "",
        *block(
            [escaped(encode(msgspec.to_builtins(_File(SCHEMA, tuple(tasks)))).replace("\n", " "))], "json"
        ),
    ]
    return "".join(f"{line}\n" for line in lines)


def read_runbook(path: str) -> tuple[Task, ...]:
    """The steps in a runbook. Raises `InputError` where the file is none."""
    here = Location(path=shown_path(path))
    found = _DATA.findall(read_text(path))
    if len(found) != 1:
        raise InputError.one(
            "this is no runbook that `prechange fix --runbook` wrote",
            here,
            "its last line of data must be as it was",
        )
    try:
        return msgspec.json.decode(found[0], type=_File).tasks
    except msgspec.DecodeError as error:
        raise InputError.one(f"the runbook's data cannot be read: {error}", here) from None


def as_progress(tasks: Sequence[Task], states: Sequence[State], snapshot: Snapshot) -> str:
    """Each step with its state in a snapshot, and what is next."""
    marks: Mapping[State, str] = {"done": "done", "open": "to do", "unknown": "not known"}
    lines = [
        f"{number:>3}. {marks[state]:<9} {task.title}"
        for number, (task, state) in enumerate(zip(tasks, states, strict=True), 1)
    ]
    after = next((number for number, state in enumerate(states) if state != "done"), None)
    if after is None:
        lines.append("everything is done")
    else:
        task = tasks[after]
        lines.append(f"next: step {after + 1}, {task.title}{f' ({task.menu})' if task.menu else ''}")
        differs = otherwise(task, snapshot) if task.change.get("op") == "create" else ()
        if states[after] == "open" and differs:
            named = ", ".join(f"`{each}`" for each in differs)
            lines.append(
                f"  the user is there, and {named} not as the step says: correct that, create nobody"
            )
        if states[after] == "unknown":
            lines.append(
                f"  the snapshot does not say whether this is done; to look for: {_check(task.expected)}"
            )
    return "".join(f"{visible(line)}\n" for line in lines)


def _body(task: Task) -> Iterator[str]:
    if task.menu:
        yield from (f"Where: {code(task.menu)}", "")
    if task.change:
        yield from (*block([visible(line) for line in native_lines((task.change,), 100)], "yaml"), "")
    if task.message:
        yield from (*block([visible(line) for line in task.message.split("\n")], "text"), "")
    yield from (f"Done when: {_words(task.expected)}", "")


def _words(expected: Expected) -> str:
    return prose(_check(expected))


def _check(expected: Expected) -> str:
    """How to see that a step is done."""
    if not expected:
        return "somebody has confirmed it; no snapshot shows it"
    found = [f"`{name}` is `{value}`" for name, value in _flat(expected.fields)]
    found += [f"`{name}` has `{each}`" for name, names in expected.has.items() for each in names]
    found += [f"`{name}` has no `{each}`" for name, names in expected.lacks.items() for each in names]
    whose = f"user `{expected.user[0]}`" if expected.user else "the account"
    return f"a fresh snapshot shows of {whose} that {', '.join(found) or 'there is one'}"


def _flat(fields: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", encode(value).strip('"')
