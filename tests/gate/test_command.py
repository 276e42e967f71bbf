import pytest

from linter.errors import InputError
from linter.gate.command import expand, require


@pytest.mark.parametrize(
    ("command", "paths", "expanded"),
    [
        (["apply", "{}"], ["/a"], ("apply", "/a")),
        (["apply", "-f", "{}", "-v"], ["/a", "/b"], ("apply", "-f", "/a", "/b", "-v")),
        (["apply", "--file={}"], ["/a", "/b"], ("apply", "--file=/a", "--file=/b")),
        (["cp", "{}", "{}.bak"], ["/a"], ("cp", "/a", "/a.bak")),
        (["sh", "-c", "x {} {}"], ["/a"], ("sh", "-c", "x /a /a")),
        (["{}", "{}"], ["/a"], ("{}", "/a")),
    ],
)
def test_expand(command: list[str], paths: list[str], expanded: tuple[str, ...]) -> None:
    require(command)
    assert expand(command, paths) == expanded


@pytest.mark.parametrize("command", [[], ["apply"], ["apply", "x"], ["{}"], ["apply", "{ }"]])
def test_a_command_that_would_not_apply_what_was_checked(command: list[str]) -> None:
    with pytest.raises(InputError):
        require(command)
