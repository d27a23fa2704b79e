import pytest

from corpus.folding import fold, folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L\u2019\u00c9cole", "l'ecole"),
        ("Crown\u2011Indigenous", "crown-indigenous"),
        ("\u00ab\u00a0Oui\u00a0\u00bb", '" oui "'),
        ("\u0152uvre c\u0153ur", "oeuvre coeur"),
        ("e\u0301te\u0301", "ete"),
        ("in\u00adfor\u200bmation", "information"),
        ("\ufb01n", "fin"),
        ("two\nlines\there", "two\nlines here"),
        ("", ""),
    ],
)
def test_case_accents_and_lookalikes_are_folded(text: str, expected: str) -> None:
    assert folded(text) == expected
    assert fold(text).text == expected


@pytest.mark.parametrize(
    ("text", "found", "original"),
    [
        ("Le \u0153uvre d\u2019\u00c9tat", "etat", "\u00c9tat"),
        ("Le \u0153uvre d\u2019\u00c9tat", "o", "\u0153"),
        ("l\u2019e\u0301te\u0301 ici", "ete", "e\u0301te\u0301"),
        ("plain", "ain", "ain"),
    ],
)
def test_a_place_in_the_folded_text_leads_back_to_whole_original_characters(
    text: str, found: str, original: str
) -> None:
    result = fold(text)
    at = result.text.index(found)
    start, end = result.original(at, at + len(found))
    assert text[start:end] == original


def test_every_folded_character_has_an_offset_and_the_end_too() -> None:
    text = "\u0153\u00ad\u2026 fin"
    result = fold(text)
    assert len(result.offsets) == len(result.text) + 1
    assert result.offsets[-1] == len(text)
    assert list(result.offsets) == sorted(result.offsets)


def test_an_empty_place_stays_empty() -> None:
    assert fold("\u0153b").original(2, 2) == (1, 1)
