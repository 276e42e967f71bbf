import json
import tracemalloc

import pytest

from linter.errors import InputError
from linter.formats import content as module
from linter.formats import read_changes, read_snapshot


def test_places_are_right_in_every_chunk(write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 100)
    lines = [json.dumps({"op": "disable", "user": f"u{number}"}) for number in range(50)]
    found = read_changes([write("c.jsonl", "\n\n".join(lines))])
    places = [(change.user, change.origin("user")) for change in found.changes]
    assert [(user, place.line) for user, place in places] == [(f"u{n}", 2 * n + 1) for n in range(50)]
    assert all(user is not None and f'"{user}"' in place.text for user, place in places)


def test_memory_does_not_grow_with_the_file(write) -> None:
    line = json.dumps({"op": "update", "user": "u1", "set": {"full_name": "x" * 200}}) + "\n"

    def peak(count: int) -> int:
        path = write(f"c{count}.jsonl", line * count)
        tracemalloc.start()
        assert sum(1 for _ in read_changes([path]).changes) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(60_000) < 2 * peak(15_000)


def test_an_account_may_be_longer_than_a_chunk(write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 1000)
    users = [{"id": f"u{number}"} for number in range(1000)]
    text = json.dumps({"id": "a", "users": users}) + "\n" + json.dumps({"id": "b", "users": users})
    found = read_snapshot(write("s.jsonl", text), frozenset({"b"}))
    (account,) = found.accounts
    assert account.id == "b"
    where = found.locate("b", "u999")
    assert where is not None
    assert where.line == 2
    assert where.text[where.text_column - 1 :].startswith('"u999"')


def test_one_bad_line_among_many_is_found(write) -> None:
    good = '{"op": "disable", "user": "u1"}\n'
    with pytest.raises(InputError) as caught:
        read_changes([write("c.jsonl", good * 20_000 + '{"op": "disable", "usr": "u1"}\n' + good * 20_000)])
    assert {str(problem.location).rsplit(":", 2)[1] for problem in caught.value.problems} == {"20001"}
