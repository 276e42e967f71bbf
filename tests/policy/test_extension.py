"""Packs that build on others, and where packs can be."""

import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from linter.errors import InputError
from linter.policy import Policies, load_packs
from linter.policy.shelf import MAX_MEMBERS, MAX_UNPACKED
from tests.policy.conftest import HEAD, told


def write_pack(home: Path, rest: str = "", rules: tuple[str, ...] = ("one", "two")) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    (home / "pack.yaml").write_text(f"id: {home.name}\ntitle: t\ndescription: d\n{rest}")
    for name in rules:
        (home / f"{name}.yaml").write_text(HEAD.replace("trial", name) + "deny: before.enabled\n")
    return home


LIMIT = "params:\n  limit: {type: int, default: 3, description: d}\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "base", LIMIT)


def severities(policies: Policies) -> dict[str, str]:
    return {rule.id: rule.severity for rule in policies.rules}


def limits(policies: Policies) -> dict[str, Any]:
    return {f"{pack.id}.{param.name}": param.value for pack in policies.packs for param in pack.params}


def refused(folder: Path, *specs: Path, **settings: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_packs([str(spec) for spec in specs], **settings)
    return told(caught.value, folder)


def test_a_pack_brings_what_it_extends_as_it_wants_it(base: Path, tmp_path: Path) -> None:
    said = "extends:\n  - pack: ../base\n    params: {limit: 5}\n    severities: {one: info}\n"
    house = write_pack(tmp_path / "house", said + "    off: {two: 'we have no such users'}\n", ("three",))
    policies = load_packs([str(house)])
    assert severities(policies) == {"house/three": "error", "base/one": "info"}
    assert limits(policies) == {"base.limit": 5}
    assert [(off.rule, off.reason, off.location.line) for off in policies.off] == [
        ("base/two", "we have no such users", 8)
    ]
    assert [pack.extends for pack in policies.packs] == [("base",), ()]
    (param,) = policies.packs[1].params
    assert param.location is not None
    assert (param.default, param.location.line) == (3, 6)
    (one,) = [rule for rule in policies.rules if rule.name == "one"]
    assert one.severity_location is not None
    assert one.severity_location.line == 7


def test_a_pack_of_nothing_but_what_it_extends(base: Path, tmp_path: Path) -> None:
    house = write_pack(tmp_path / "house", "extends: [{pack: ../base}, {pack: crm-online}]\n", ())
    names = {rule.pack for rule in load_packs([str(house)]).rules}
    assert names == {"base", "crm-online"}


def test_a_configuration_goes_before_every_pack(base: Path, tmp_path: Path) -> None:
    said = "extends:\n  - pack: ../base\n    params: {limit: 5}\n    severities: {one: info}\n"
    house = write_pack(tmp_path / "house", said, ())
    policies = load_packs([str(house)], params={"base": {"limit": "7"}}, severities={"base/one": "warning"})
    assert (limits(policies), severities(policies)["base/one"]) == ({"base.limit": 7}, "warning")
    assert policies.packs[1].params[0].location is None


def test_the_nearer_pack_goes_before_the_farther(base: Path, tmp_path: Path) -> None:
    middle = write_pack(tmp_path / "middle", "extends: [{pack: ../base, params: {limit: 5}}]\n", ())
    top = "extends: [{pack: ../base, params: {limit: 9}}, {pack: ../middle}]\n"
    house = write_pack(tmp_path / "house", top, ())
    assert limits(load_packs([str(house)])) == {"base.limit": 9}
    assert limits(load_packs([str(middle), str(house), str(base)])) == {"base.limit": 9}
    assert limits(load_packs([str(middle)])) == {"base.limit": 5}


def test_a_single_rule_of_a_pack_brings_nothing_else(base: Path, tmp_path: Path) -> None:
    house = write_pack(tmp_path / "house", "extends: [{pack: ../base}]\n", ("three",))
    assert severities(load_packs([str(house / "three.yaml")])) == {"house/three": "error"}


REFUSED: list[tuple[str, list[str]]] = [
    (
        "extends: [{pack: ../bas}]\n",
        [
            "house/pack.yaml:4:18: there is no such pack, folder or rule file (built-in packs: {builtin})",
        ],
    ),
    (
        "extends: [{pack: ../base/one.yaml}]\n",
        ["house/pack.yaml:4:18: `../base/one.yaml` is not a pack (name a pack's folder)"],
    ),
    (
        "extends: [{pack: ../base, off: {tow: why}, severities: {on: info}}]\n",
        [
            "house/pack.yaml:4:57: the pack `base` has no rule `on` (did you mean `one`?)",
            "house/pack.yaml:4:33: the pack `base` has no rule `tow` (did you mean `two`?)",
        ],
    ),
    (
        "extends: [{pack: ../base, params: {limt: 3}}]\n",
        ["house/pack.yaml:4:36: the pack `base` has no param `limt` (did you mean `base.limit`?)"],
    ),
    (
        "extends: [{pack: ../base, params: {limit: many}}]\n",
        ["house/pack.yaml:4:36: param `base.limit` must be a whole number, not `many`"],
    ),
    (
        "extends: [{pack: ../base, off: {one: why}, severities: {one: info}}]\n",
        [
            "house/pack.yaml:4:57: `base/one` is switched off, so its severity decides nothing "
            "(leave one of the two away)"
        ],
    ),
    (
        "extends: [{pack: ../base, off: {one: ' '}}]\n",
        [
            "house/pack.yaml:4:38: `one` does not have the right form "
            "(write the reason, for whoever asks why this is not checked)"
        ],
    ),
    (
        "extends: [{pack: ../house}]\n",
        [
            "house/pack.yaml:4:1: the pack `house` extends itself, directly or through others "
            "(remove one of the extensions)"
        ],
    ),
]


@pytest.mark.parametrize(("said", "told"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_refused(said: str, told: list[str], base: Path, tmp_path: Path) -> None:
    from linter.policy.shelf import builtin_packs

    house = write_pack(tmp_path / "house", said, ("three",))
    builtin = ", ".join(builtin_packs())
    assert refused(tmp_path, house) == [line.replace("{builtin}", builtin) for line in told]


def test_packs_that_extend_each_other(tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "extends: [{pack: ../two}]\n", ("a",))
    write_pack(tmp_path / "two", "extends: [{pack: ../one}]\n", ("b",))
    assert [line.split(": ")[0] for line in refused(tmp_path, one)] == [
        "one/pack.yaml:4:1",
        "two/pack.yaml:4:1",
    ]


def test_two_packs_that_contradict_each_other(base: Path, tmp_path: Path) -> None:
    a = write_pack(tmp_path / "a", "extends: [{pack: ../base, params: {limit: 5}}]\n", ())
    b = write_pack(tmp_path / "b", "extends: [{pack: ../base, params: {limit: 6}}]\n", ())
    assert refused(tmp_path, a, b) == [
        "b/pack.yaml:4:36: two packs set `base.limit` to different values, and neither extends the other "
        f"(the other is at {a}/pack.yaml:4:36)"
    ]


def test_a_severity_for_a_rule_that_is_off(base: Path, tmp_path: Path) -> None:
    house = write_pack(tmp_path / "house", "extends: [{pack: ../base, off: {two: why}}]\n", ())
    assert refused(tmp_path, house, severities={"base/two": "info"}) == [
        ": a severity is given for `base/two`, which a pack switches off "
        "(leave the severity away, or the pack's `off`)"
    ]


def zipped(home: Path, file: Path, top: str = "") -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(home.rglob("*")):
            archive.write(path, top + path.relative_to(home).as_posix())
    return file


@pytest.mark.parametrize("top", ["", "base-1.2/"])
def test_a_zip_file(top: str, base: Path, tmp_path: Path) -> None:
    file = zipped(base, tmp_path / "base.zip", top)
    policies = load_packs([str(file)])
    assert severities(policies) == {"base/one": "error", "base/two": "error"}
    assert policies.rules[0].location.path == f"{file}/one.yaml"
    assert str(policies.rules[0].location) == f"{file}/one.yaml:1:5"


def test_a_fault_in_a_zip_file_has_its_place(base: Path, tmp_path: Path) -> None:
    (base / "one.yaml").write_text(HEAD + "deny: before.enbled\n")
    file = zipped(base, tmp_path / "base.zip")
    assert [line.split(": ")[0] for line in refused(tmp_path, file)] == ["base.zip/one.yaml:6:14"]


def test_zip_files_that_are_no_pack(base: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(zipped(base, tmp_path / "base.zip").read_bytes()[:200])
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("README.md", "nothing")
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"{number}.txt", "")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.yaml", b"#" * (MAX_UNPACKED + 1))
    assert refused(tmp_path, damaged, empty, many, bomb) == [
        "damaged.zip: this zip file cannot be unpacked (pack the folder again, without a password)",
        "empty.zip: there is no `pack.yaml` in this zip file "
        "(`pack.yaml` stands at the top of the file, or in its only folder)",
        f"many.zip: this zip file has more than {MAX_MEMBERS} members (is it a pack?)",
        "bomb.zip: this zip file unpacks to more than 16 MiB (is it a pack?)",
    ]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed distributions."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    return site


def install(site: Path, distribution: str, name: str, package: str) -> None:
    info = site / f"{distribution}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[prechange.packs]\n{name} = {package}\n")


def test_an_installed_distribution(site: Path) -> None:
    (site / "acme_rules").mkdir()
    (site / "acme_rules" / "__init__.py").write_text("raise SystemExit('this must not run')\n")
    write_pack(site / "acme_rules" / "house")
    install(site, "acme-rules", "house", "acme_rules.house")
    assert severities(load_packs(["house"])) == {"house/one": "error", "house/two": "error"}
    assert "acme_rules" not in sys.modules


def test_a_distribution_without_its_files(site: Path, tmp_path: Path) -> None:
    install(site, "acme-rules", "house", "acme_rules.house")
    assert refused(tmp_path, Path("house")) == [
        ": the distribution `acme-rules` offers the pack `house`, and `acme_rules.house` is not there "
        "(install it again)"
    ]


def test_two_distributions_with_one_pack(site: Path, tmp_path: Path) -> None:
    install(site, "acme-rules", "house", "acme_rules.house")
    install(site, "other-rules", "house", "other_rules.house")
    assert refused(tmp_path, Path("house")) == [
        ": several distributions offer a pack `house`: `acme-rules`, `other-rules` "
        "(uninstall one of them, or name the folder of the pack)"
    ]
