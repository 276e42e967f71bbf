import pytest

from linter.scripts import mixes_scripts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna.berg@company.example",
        "Åsa Öberg-Łoś",
        "Анна Ильина",
        "Анна Berg",  # two words, each of one script
        "anna@компания.example",
        "東京タワー",
        "すしやTokyo",
        "한국漢字",
        "ＡＢＣ",  # full-width Latin
        "naïve 123",
    ],
)
def test_what_is_written_together(text: str) -> None:
    assert not mixes_scripts(text)


@pytest.mark.parametrize(
    "text",
    [
        "pаypal",  # Cyrillic а
        "аdmin@company.example",
        "anna@cоmpany.example",  # Cyrillic о
        "Αnna",  # Greek Α
        "Annaひ한",
        "東京ж",
    ],
)
def test_what_is_not(text: str) -> None:
    assert mixes_scripts(text)
