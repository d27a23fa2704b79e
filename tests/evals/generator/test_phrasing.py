from __future__ import annotations

import pytest

from corpus.types import Language
from evals.generator.phrasing import Said, filled, filled_at, said


@pytest.mark.parametrize(
    ("template", "language", "name", "expected"),
    [
        ("Has {org} updated its code?", "en", "the Office of Maps", "Has the Office of Maps updated its code?"),
        ("{org} plans it.", "en", "the Office of Maps", "The Office of Maps plans it."),
        ("What does the {org} plan?", "en", "the Office of Maps", "What does the Office of Maps plan?"),
        ("Read {org}’s text.", "en", "the Office of Maps", "Read the Office of Maps’ text."),
        ("Que prévoit {org}?", "fr", "le Bureau des cartes", "Que prévoit le Bureau des cartes?"),
        ("Le code de {org}", "fr", "le Bureau des cartes", "Le code du Bureau des cartes"),
        ("Le code de {org}", "fr", "la Régie des cartes", "Le code de la Régie des cartes"),
        ("Le code de {org}", "fr", "l’Agence des cartes", "Le code de l’Agence des cartes"),
        ("Le code de {org}", "fr", "les Archives", "Le code des Archives"),
        ("Le code de {org}", "fr", "Archives Canada", "Le code d’Archives Canada"),
        ("Le code d’{org}", "fr", "le Bureau des cartes", "Le code du Bureau des cartes"),
        ("Quant à {org}, quoi?", "fr", "le Bureau des cartes", "Quant au Bureau des cartes, quoi?"),
        ("À {org}, quoi?", "fr", "les Archives", "Aux Archives, quoi?"),
        ("Est-ce que {org} le fait?", "fr", "Archives Canada", "Est-ce qu’Archives Canada le fait?"),
        ("Est-ce que {org} le fait?", "fr", "l’Agence", "Est-ce que l’Agence le fait?"),
        ("L’organisme {org}", "fr", "le Bureau des cartes", "L’organisme Bureau des cartes"),
        ("{org} le fait.", "fr", "l’Agence", "L’Agence le fait."),
    ],
)
def test_a_name_takes_its_place_in_a_sentence(template: str, language: Language, name: str, expected: str) -> None:
    assert filled(template, language, {"org": said(name, language)}) == expected


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        ("BDC", "le Bureau des cartes", "Selon le BDC"),
        ("OC", "l’Office des cartes", "Selon l’OC"),
        ("ADC", "l’Agence des cartes", "Selon l’ADC"),
        ("CDC", "la Commission des cartes", "Selon la CDC"),
        ("CC", "Cartes Canada", "Selon CC"),
    ],
)
def test_a_french_acronym_takes_the_article_of_its_name(acronym: str, name: str, expected: str) -> None:
    assert filled("Selon {org}", "fr", {"org": Said.of_acronym(acronym, said(name, "fr"), "fr")}) == expected


def test_nouns_are_contracted_too() -> None:
    assert filled("dotés de {noun}", "fr", {"noun": "un code"}) == "Dotés d’un code"
    assert filled("dotés de {noun}", "fr", {"noun": "des plans"}) == "Dotés de plans"
    assert filled("au sujet de {topic}", "fr", {"topic": "le code"}) == "Au sujet du code"


def test_the_place_of_a_value_is_told() -> None:
    text, places = filled_at("{org} has {value} left.", "en", {"org": said("the Office", "en"), "value": "3 days"})
    start, end = places["value"]
    assert text[start:end] == "3 days"
