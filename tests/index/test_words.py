from __future__ import annotations

import pytest

from index.words import plain_words, stems


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The code OF the Agency’s employees", ["code", "agency", "employees"]),  # stop words, possessive
        ("en", "H7031-P, COR403.", ["h7031p", "h7031", "cor403"]),  # codes keep letters and digits together
        ("en", "1,204 requests, 12.5%", ["1204", "requests", "12.5"]),
        ("en", "$3,400,000 in 2023-2024", ["3400000", "20232024", "2023", "2024"]),
        ("en", "item 5", ["item", "5"]),  # single letters go, single digits stay
        ("en", "non‑compliance", ["noncompliance", "non", "compliance"]),  # U+2011
        ("en", "didn't, O'Brien", ["obrien"]),
        ("en", "R.C.M.P. staff", ["rcmp", "staff"]),
        ("en", "", []),
        ("en", "?!—•", []),
        ("fr", "L’éthique d'abord, qu'on lorsqu’il", ["ethique", "abord"]),  # elided articles
        ("fr", "aujourd'hui", ["aujourdhui"]),  # not an article
        ("fr", "L'organisme a-t-il mis à jour", ["organisme", "mis", "jour"]),  # inverted pronouns
        ("fr", "offre-t-on", ["offre"]),
        ("fr", "1 204 demandes, 12,5 %", ["1204", "demandes", "12.5"]),
        ("fr", "1\u202f204", ["1204"]),
        ("fr", "en 2023 100 employés", ["2023", "100", "employes"]),  # a year is not a thousand
        ("fr", "sous-ministre", ["sousministre", "ministre"]),
        ("fr", "œuvre", ["oeuvre"]),
    ],
)
def test_words_of_a_text(language, text, words):
    assert plain_words(text, language) == words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "update updated updates updating"),
        ("en", "employee employees"),
        ("fr", "évaluer évalué évaluée évaluées evaluees evaluer"),
        ("fr", "employé employés employée employes employees"),
        ("fr", "éthique éthiques ethique"),
        ("fr", "géré gérée gerer"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, forms):
    assert len(set(stems(plain_words(forms, language), language).values())) == 1


@pytest.mark.parametrize("word", ["2023s", "cor403s", "12.5", "1204"])
def test_what_holds_a_digit_is_not_stemmed(word):
    assert stems([word], "en") == {word: word}
    assert stems([word], "fr") == {word: word}
