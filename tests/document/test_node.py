from linter.document import at, join, key_at, parse_yaml, plain, tokens

ROOT = parse_yaml("a:\n  - x\n  - {b/c: 1, d~e: 2}\n'0': zero\n", "f.yaml")


def test_plain_gives_bare_data() -> None:
    assert plain(ROOT) == {"a": ["x", {"b/c": 1, "d~e": 2}], "0": "zero"}


def test_at_follows_a_pointer() -> None:
    values = {
        pointer: plain(node) if (node := at(ROOT, pointer)) else None
        for pointer in (
            "/a/0",
            "/a/1/b~1c",
            "/a/1/d~0e",
            "/0",
            "/a/2",
            "/a/-1",
            "/a/x",
            "/a/0/x",
            "/nothing",
        )
    }
    assert values == {
        "/a/0": "x",
        "/a/1/b~1c": 1,
        "/a/1/d~0e": 2,
        "/0": "zero",
        "/a/2": None,
        "/a/-1": None,
        "/a/x": None,
        "/a/0/x": None,
        "/nothing": None,
    }
    assert at(ROOT, "") is ROOT


def test_key_at_gives_the_key() -> None:
    key = key_at(ROOT, "/a/1/b~1c")
    assert key is not None
    assert (key.value, key.line, key.column) == ("b/c", 3, 6)
    assert key_at(ROOT, "/a/0") is None
    assert key_at(ROOT, "") is None
    assert key_at(ROOT, "/nothing") is None


def test_join_and_tokens_are_each_others_opposite() -> None:
    assert join("/a", "b/c", 1, "d~e") == "/a/b~1c/1/d~0e"
    assert tokens(join("", "b/c", "d~e", "")) == ["b/c", "d~e", ""]
