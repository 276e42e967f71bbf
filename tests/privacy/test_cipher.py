import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.errors import InputError
from linter.privacy import KEY_VARIABLE, PSEUDONYM, Cipher, cut_short

pytest.importorskip("cryptography")

KEY = "0123456789abcdefghijklmnopqrstuv"
CIPHER = Cipher(KEY)
OTHER = Cipher(KEY[::-1])


@given(st.text(), st.text(alphabet="anon1 0z", max_size=9), st.text(alphabet=" .<0z", max_size=5))
def test_what_is_hidden_can_be_revealed(text: str, before: str, after: str) -> None:
    hidden = f"{before} {CIPHER.hide(text)}{after}"
    assert CIPHER.reveal(hidden) == f"{before} {text}{after}"


@given(st.text(min_size=1))
def test_a_pseudonym_is_letters_and_digits(text: str) -> None:
    assert PSEUDONYM.fullmatch(CIPHER.hide(text))
    assert re.fullmatch("[a-z0-9]+", CIPHER.hide(text))


def test_one_text_has_one_pseudonym_under_a_key() -> None:
    assert CIPHER.hide("F C") == Cipher(f" {KEY}\n").hide("F C")
    assert CIPHER.hide("F C") != CIPHER.hide("f c")
    assert CIPHER.hide("F C") != OTHER.hide("F C")
    assert CIPHER.hide("") == ""


def test_it_stays_the_same_in_later_versions() -> None:
    """Reports that were kept can be revealed by any version."""
    assert CIPHER.hide("F C") == "anon1zhoai6jpdyj5vgspyqpxplp4rhwwnda0"


@pytest.mark.parametrize(
    "text",
    [
        OTHER.hide("F C"),
        CIPHER.hide("F C").replace("anon1", "anon1aa"),
        f"anon1{'a' * 29}0",
        f"anon1{'a' * 40}0",
    ],
)
def test_another_key_or_no_pseudonym_is_an_error(text: str) -> None:
    with pytest.raises(
        InputError, match=f"^the key in {KEY_VARIABLE} is not the one that this was hidden with$"
    ):
        CIPHER.reveal(f"{CIPHER.hide('x')} {text}")


def test_one_that_lost_its_end_is_known_by_its_beginning() -> None:
    whole = CIPHER.hide("name@company.example")
    text = f"| {whole[:40]}…\n<{whole}>\n"
    assert CIPHER.reveal(text) == "| name@company.example…\n<name@company.example>\n"
    assert cut_short(CIPHER.reveal(text)) == 0
    alone = f"| {whole[:40]}…"
    assert CIPHER.reveal(alone) == alone
    assert cut_short(alone) == 1


@pytest.mark.parametrize("environment", [{}, {KEY_VARIABLE: ""}, {KEY_VARIABLE: "  \n"}])
def test_a_missing_key(environment: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        Cipher.from_environment(environment)
    (problem,) = caught.value.problems
    assert problem.message == "there is no key for pseudonyms"
    assert problem.hint.startswith(
        f"set {KEY_VARIABLE} to 32 random characters or more, and keep it; make one: "
    )


@pytest.mark.parametrize("key", ["short", "a" * 64, "ab" * 40])
def test_a_key_that_can_be_guessed(key: str) -> None:
    with pytest.raises(InputError) as caught:
        Cipher(key)
    assert caught.value.problems[0].message == f"the key in {KEY_VARIABLE} is too easy to guess"
    assert key not in str(caught.value.problems)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    with pytest.raises(InputError) as caught:
        Cipher(KEY)
    (problem,) = caught.value.problems
    assert problem.message == "pseudonyms need the library `cryptography`, which is not installed"
    assert problem.hint == "install it: pip install 'prechange[privacy]'"
