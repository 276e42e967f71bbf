"""Where policies are: a built-in pack, a folder, a rule file, a zip file, or an installed distribution."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from linter.data import folder
from linter.document import decode, did_you_mean, read_text, shown_path, unreadable
from linter.errors import InputError
from linter.model import Location

PACK_FILE = "pack.yaml"
CASES = "tests"
"""The folder of a pack whose YAML files hold cases; what lies in folders below it is data for them."""

GROUP = "prechange.packs"
"""The entry points by which distributions offer packs: a name, and the package that holds its files."""

MAX_UNPACKED = 16 * 1024 * 1024
"""The most bytes that a zip file of policies may unpack to."""
MAX_MEMBERS = 2000
"""The most files in a zip file of policies."""

_SUFFIXES = (".yaml", ".yml")
_DAMAGED = "pack the folder again, without a password"


class PolicyFile(msgspec.Struct, frozen=True):
    """A file of a pack: its path as messages name it, and its bytes where it is no file of its own."""

    path: str
    data: bytes | None = None

    def text(self) -> str:
        """What it says. Raises `InputError` where it cannot be read."""
        return read_text(self.path) if self.data is None else decode(self.data, self.path)


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """What a spec names: the rules of a pack, all (`whole`) or some of them, or rules outside any pack.

    `folder` is where relative paths in `pack.yaml` start from. `cases` are the files of a whole pack's
    cases, `None` where it has no folder for them.
    """

    pack_file: PolicyFile | None
    rules: tuple[PolicyFile, ...]
    whole: bool
    folder: Path
    cases: tuple[PolicyFile, ...] | None = None


def find(spec: str, base: Path) -> Shelf:
    """What a spec names, in `base` where it is a relative path. Raises `InputError` where there is nothing.

    A bare name is a built-in pack first, then what lies in `base`, then what a distribution offers.
    """
    bare = os.sep not in spec and "/" not in spec
    builtin = folder("policies") / spec
    if bare and (builtin / PACK_FILE).is_file():
        return _in_folder(builtin, spec)
    path = Path(os.path.normpath(base / spec))
    if not path.exists():
        offered = _distributed(spec) if bare else None
        if offered is None:
            raise _nothing(spec)
        return _in_folder(offered, spec)
    if path.name == PACK_FILE:
        return _in_folder(path.parent, str(path.parent))
    if path.is_dir():
        return _in_folder(path, str(path))
    if path.suffix == ".zip":
        return _in_zip(path)
    beside = path.parent / PACK_FILE
    pack_file = PolicyFile(str(beside)) if beside.is_file() else None
    return Shelf(
        pack_file=pack_file, rules=(PolicyFile(str(path)),), whole=pack_file is None, folder=path.parent
    )


def builtin_packs() -> list[str]:
    """The names of the packs that ship with prechange."""
    return sorted(each.parent.name for each in folder("policies").glob(f"*/{PACK_FILE}"))


def _in_folder(home: Path, spec: str) -> Shelf:
    """The pack in a folder, with the rule files in folders below it, so that none is passed over silently."""
    if not (home / PACK_FILE).is_file():
        hint = "add one with `id`, `title` and `description`, or name a rule file"
        raise InputError.one(f"there is no `{PACK_FILE}` in this folder", Location(path=spec), hint)
    names = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.suffix in _SUFFIXES]
    files = {name: PolicyFile(str(home / name)) for name in _visible(names)}
    return _pack(files, home, proves=(home / CASES).is_dir())


def _in_zip(path: Path) -> Shelf:
    """The pack in a zip file, at its top or in its only folder.

    It is read into memory and never unpacked to the disk: no member can name a place outside.
    """
    members = dict(_members(path))
    tops = {name.partition("/")[0] for name in members}
    if PACK_FILE not in members and len(tops) == 1:
        members = {name.partition("/")[2]: data for name, data in members.items()}
    if PACK_FILE not in members:
        hint = f"`{PACK_FILE}` stands at the top of the file, or in its only folder"
        raise InputError.one(f"there is no `{PACK_FILE}` in this zip file", Location(path=str(path)), hint)
    files = {name: PolicyFile(f"{path}/{name}", members[name]) for name in _visible(members)}
    return _pack(files, path.parent, proves=any(_is_below_cases(name) for name in files))


def _pack(files: dict[str, PolicyFile], home: Path, *, proves: bool) -> Shelf:
    """A pack from its files by their names in it; `proves` where it has a folder for cases."""
    for name, file in files.items():
        if name != PACK_FILE and PurePosixPath(name).name == PACK_FILE:
            raise InputError.one("a pack cannot hold another pack", Location(path=file.path), "move it out")
    rules = [file for name, file in files.items() if name != PACK_FILE and not _is_below_cases(name)]
    cases = [file for name, file in files.items() if PurePosixPath(name).parent == PurePosixPath(CASES)]
    return Shelf(
        pack_file=files[PACK_FILE],
        rules=tuple(rules),
        whole=True,
        folder=home,
        cases=tuple(cases) if proves else None,
    )


def _is_below_cases(name: str) -> bool:
    return name.startswith(f"{CASES}/")


def _visible(names: Iterable[str]) -> list[str]:
    """The names of policy files, in order, but for those that are hidden."""
    shown = (PurePosixPath(name) for name in names)
    kept = [
        str(name)
        for name in shown
        if name.suffix in _SUFFIXES and not any(part.startswith(".") for part in name.parts)
    ]
    return sorted(kept, key=lambda name: PurePosixPath(name).parts)


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The policy files in a zip file, within limits."""
    import zipfile  # few packs are packed
    import zlib

    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise _refused(path, f"this zip file has more than {MAX_MEMBERS} members", "is it a pack?")
            for member in archive.infolist():
                name = shown_path(member.filename)
                if member.is_dir() or PurePosixPath(name).suffix not in _SUFFIXES:
                    continue
                with archive.open(member) as file:
                    data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    limit = f"{MAX_UNPACKED >> 20} MiB"
                    raise _refused(path, f"this zip file unpacks to more than {limit}", "is it a pack?")
                yield name, data
    except OSError as error:
        raise unreadable(str(path), error) from error
    # zipfile raises the last two for a way of packing that it does not know, and for a password.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused(path, "this zip file cannot be unpacked", _DAMAGED) from error


def _distributed(name: str) -> Path | None:
    """The folder of a pack that an installed distribution offers. Nothing of the distribution is run."""
    from importlib.metadata import entry_points  # many files are read to answer it

    offers = {point.value: point for point in entry_points(group=GROUP) if point.name == name}
    if len(offers) > 1:
        owners = ", ".join(sorted(f"`{point.dist.name}`" for point in offers.values() if point.dist))
        hint = "uninstall one of them, or name the folder of the pack"
        raise InputError.one(f"several distributions offer a pack `{name}`: {owners}", hint=hint)
    for point in offers.values():
        home = _package_folder(point.module)
        if home is None or not home.is_dir():
            owner = point.dist.name if point.dist else name
            message = f"the distribution `{owner}` offers the pack `{name}`, and `{point.value}` is not there"
            raise InputError.one(message, hint="install it again")
        return home
    return None


def _package_folder(module: str) -> Path | None:
    """The folder of a package. Only its first part is looked up, since to look up more would import that."""
    from importlib.util import find_spec

    top, *rest = module.split(".")
    found = find_spec(top)
    places = list(found.submodule_search_locations or ()) if found else []
    homes = [Path(place, *rest) for place in places]
    return next((home for home in homes if home.is_dir()), None)


def _nothing(spec: str) -> InputError:
    names = builtin_packs()
    meant = did_you_mean(spec, names)
    hint = f"did you mean `{meant}`?" if meant else f"built-in packs: {', '.join(names)}"
    return InputError.one("there is no such pack, folder or rule file", Location(path=spec), hint)


def _refused(path: Path, message: str, hint: str) -> InputError:
    return InputError.one(message, Location(path=str(path)), hint)
