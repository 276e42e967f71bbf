"""The files that are written for a policy author, as texts by their paths."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final

from linter.data import folder

CI: Final[Mapping[str, str]] = {
    "github": ".github/workflows/prechange.yml",
    "gitlab": ".gitlab-ci.yml",
    "azure": "azure-pipelines.yml",
}
"""The systems for which there is a job, and the file that each of them reads it from."""

SCHEMAS: Final = ".prechange/schemas"
"""Where the schemas for editors are, from the top of a repository."""

_TEMPLATES: Final = Path(__file__).parent / "templates"


def starter_files(pack: str, *, ci: str | None, version: str) -> dict[str, str]:
    """Everything that a repository of policies and change files starts with.

    `pack` is the id of its pack, `ci` a system in `CI` or `None`, `version` the least version of prechange
    that the job installs.
    """
    home = f"policies/{pack}"
    files = {
        "prechange.yaml": "prechange.yaml",
        f"{home}/pack.yaml": "pack.yaml",
        f"{home}/few-system-administrators.yaml": "sample-rule.yaml",
        f"{home}/tests/administrators.yaml": "case.yaml",
        "snapshot.yaml": "snapshot.yaml",
        "changes.yaml": "changes.yaml",
    }
    made = {path: _filled(template, path, pack=pack) for path, template in files.items()}
    if ci is not None:
        made[CI[ci]] = _filled(f"ci/{ci}.yml", CI[ci], version=version)
    return made | schema_files()


def rule_file(name: str, path: str) -> str:
    """A rule that loads, and whose examples fail until its author has written it.

    `path` is where it will stand, from the top of the repository.
    """
    return _filled("rule.yaml", path, id=name)


def schema_files() -> dict[str, str]:
    """The schemas that editors complete and check by, by their paths from the top of a repository."""
    shipped = sorted(folder("schemas").glob("*.schema.json"))
    return {f"{SCHEMAS}/{path.name}": path.read_text(encoding="utf-8") for path in shipped}


def _filled(template: str, path: str, **values: str) -> str:
    """A template with its values, for a file that stands at a path."""
    up = "../" * (len(PurePosixPath(path).parts) - 1)
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(values, schemas=f"{up}{SCHEMAS}", path=path)
