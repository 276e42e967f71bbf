"""Build the wheel from the source distribution, install it into an empty environment, and use it there."""

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "crm-online"


def run(*command: object, cwd: Path, expect: int = 0) -> str:
    """Run a command, fail unless it ends with the expected exit code, and return all that it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != expect:
        words = " ".join(str(part) for part in command)
        sys.exit(f"{done.stdout}\nwheel check: `{words}` ended with {done.returncode}, expected {expect}")
    return done.stdout


def check_contents(wheel: Path) -> None:
    """Every policy and schema of the checkout is in the wheel, byte for byte, and no stray file is."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    strays = [name for name in packed if not name.startswith(("linter/", "prechange-"))]
    if strays:
        sys.exit(f"wheel check: files outside the package: {strays}")
    for folder in ("policies", "schemas"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        if not files:
            sys.exit(f"wheel check: no files under {folder}/")
        for path in files:
            name = f"linter/_data/{path.relative_to(ROOT).as_posix()}"
            if packed.get(name) != path.read_bytes():
                sys.exit(f"wheel check: {name} is missing or differs from the checkout")


def check_use(python: Path, elsewhere: Path) -> None:
    """The installed command finds its packs and schemas without the checkout."""
    prechange = python.with_name("prechange")
    origin = run(python, "-c", "import linter; print(linter.__file__)", cwd=elsewhere)
    if not Path(origin.strip()).is_relative_to(python.parent.parent):
        sys.exit(f"wheel check: `linter` was imported from {origin}")
    denied = run(
        prechange,
        "check",
        EXAMPLE / "changes.yaml",
        "--snapshot",
        EXAMPLE / "snapshot.yaml",
        cwd=elsewhere,
        expect=1,
    )
    if "crm-online/" not in denied:
        sys.exit(f"{denied}\nwheel check: no finding of the crm-online pack")
    broken = elsewhere / "broken.yaml"
    broken.write_text("changes: [{op: disable, user: u1, usr: u1}]\n")
    invalid = run(prechange, "check", broken, cwd=elsewhere, expect=2)
    if "broken.yaml:1:" not in invalid:
        sys.exit(f"{invalid}\nwheel check: a broken change file was not described with its place")
    run(prechange, "policy", "test", cwd=elsewhere)
    run(prechange, "policy", "lint", "microsoft-365", cwd=elsewhere)
    run(prechange, "init", "started", cwd=elsewhere)
    run(prechange, "policy", "test", cwd=elsewhere / "started")
    run(python, "-m", "linter", "--help", cwd=elsewhere)


def main() -> None:
    """Build, look inside, install, use."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run(sys.executable, "-m", "build", "--outdir", work / "dist", ROOT, cwd=work)
        (wheel,) = (work / "dist").glob("*.whl")
        check_contents(wheel)
        venv.create(work / "venv", with_pip=True)
        python = work / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        run(python, "-m", "pip", "install", "--quiet", wheel, cwd=work)
        elsewhere = work / "elsewhere"
        elsewhere.mkdir()
        check_use(python, elsewhere)
        print(f"wheel check: {wheel.name} finds its packs and schemas")


if __name__ == "__main__":
    main()
