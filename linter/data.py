"""Where the files that ship with prechange are: rule packs and JSON Schemas."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `policies` or `schemas`.

    A wheel carries these inside the package; in a checkout, and so in an editable install, they
    stand beside it.
    """
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
