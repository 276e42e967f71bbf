"""The options that commands share, each written down once."""

from typing import Annotated

import typer

Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        "-p",
        metavar="PACK-OR-PATH",
        show_default=False,
        help="Judge by this built-in or installed pack, pack folder or zip file, or rule file. Repeatable. "
        "Takes the place of the configured policies (with neither: the pack `crm-online`).",
    ),
]
Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        show_default=False,
        help="Read settings from this file. By default `prechange.yaml`, or [tool.prechange] in "
        "`pyproject.toml`, in the current folder or above.",
    ),
]
Params = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        metavar="PACK.NAME=VALUE",
        show_default=False,
        help="Set a parameter of a pack, such as a threshold. Repeatable.",
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        show_default=False,
        help="The least grave severity that denies: error (the default), warning or info.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        show_default=False,
        help="The format of the files, as `prechange formats` names it. By default their content tells, "
        "then their name.",
    ),
]
SnapshotFormat = Annotated[
    str | None,
    typer.Option(
        "--snapshot-format",
        metavar="NAME",
        show_default=False,
        help="The format of the snapshot, where its content and name do not tell.",
    ),
]
Account = Annotated[
    str | None,
    typer.Option(
        "--account",
        metavar="ID",
        show_default=False,
        help="The account of files, and of a snapshot, that name none themselves.",
    ),
]
RequestedBy = Annotated[
    str | None,
    typer.Option(
        "--requested-by",
        metavar="USER",
        show_default=False,
        help="Who asks for the changes, where their file does not say it. This and the next four can also "
        "stand in FILE.prechange.yaml beside FILE.",
    ),
]
ApprovedBy = Annotated[
    str | None,
    typer.Option("--approved-by", metavar="USER", show_default=False, help="Who allowed the changes."),
]
Reference = Annotated[
    str | None,
    typer.Option(
        "--reference",
        metavar="TEXT",
        show_default=False,
        help="The ticket or Billing Support case of the changes.",
    ),
]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", show_default=False, help="Why the changes are made."),
]
Intent = Annotated[
    str | None,
    typer.Option(
        "--intent",
        metavar="WORD",
        show_default=False,
        help="What they are for, in a word that policies know.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Undecided where a file holds anything that cannot be checked, such as a mailbox rule.",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FORMAT[=FILE]",
        show_default=False,
        help="Write the report as text (the default), json, jsonl, sarif, junit, github, gitlab, azure, "
        "markdown, csv or html, to standard output or to a file. Repeatable.",
    ),
]
Waivers = Annotated[
    list[str] | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        show_default=False,
        help="Findings that this file accepts do not count. Repeatable. Takes the place of the "
        "configured files.",
    ),
]
Previous = Annotated[
    str | None,
    typer.Option(
        "--previous",
        metavar="FILE",
        show_default=False,
        help="An earlier snapshot. One that holds far fewer users now (`max_drop` in the configuration) is "
        "not trusted.",
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="REPORT",
        show_default=False,
        help="What an earlier run's JSON report has already does not count; what is gone is said.",
    ),
]
Privacy = Annotated[
    str | None,
    typer.Option(
        "--privacy",
        metavar="MODE",
        show_default=False,
        help="`keyed`: reports name nobody. Pseudonyms stand for people, which `prechange reveal` turns "
        "back under the same key (in PRECHANGE_PRIVACY_KEY).",
    ),
]
Now = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="TIME",
        show_default=False,
        help="Judge as if it were this moment, for example 2026-11-20T09:00:00Z.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="One line for each finding.")]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Also show the values that each rule read, and what is waived."),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="Never use colours.")]
