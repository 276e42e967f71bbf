import pytest

from linter.document import is_secret


@pytest.mark.parametrize(
    "key",
    [
        "password", "Password", "PASSWORD", "passwd", "pwd", "unicodePwd", "userPassword",
        "passwordProfile", "password_hash", "temporary-password", "clientSecret", "secret", "secrets",
        "credentials", "accessToken", "private_key", "apiKey", "passphrase", "passwordValue", "Passwort",
    ],
)  # fmt: skip
def test_keys_of_secrets(key: str) -> None:
    assert is_secret(key)


@pytest.mark.parametrize(
    "key",
    [
        "full_name", "primary_email", "passwordPolicies", "password_changed_at", "secretary", "compass",
        "tokens_used", "pinned", "role", "keyboard", "",
    ],
)  # fmt: skip
def test_keys_that_only_sound_like_it(key: str) -> None:
    assert not is_secret(key)
