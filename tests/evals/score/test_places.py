import pytest

from evals.score.places import Places, alike
from evals.texts import CorpusTexts, StoredText, Words


def shown(places: Places, found: tuple[Words | None, ...]) -> list[str | None]:
    by_document = places.texts.by_document
    return [by_document[each.document].text[each.start : each.end] if each else None for each in found]


def text_with(text: str, items: dict[int, tuple[int, int]] | None = None) -> tuple[Places, StoredText]:
    stored = StoredText("d", "o", "en", text, items or {})
    return Places(CorpusTexts((stored,), {"o": ("O",)})), stored


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("one two three", "two", [(4, 7)]),
        ("one two", "one two", [(0, 7)]),
        ("one \u00a0\n two", "one two", [(0, 10)]),  # any run of white space
        ("one two", " one\n  two ", [(0, 7)]),
        ("  one\u202ftwo", "one\ttwo", [(2, 9)]),
        ("one two one", "one", [(0, 3), (8, 11)]),
        ("a b a b a", "a b a", [(0, 5), (4, 9)]),  # places may overlap
        ("x! ! !", "! !", [(1, 4), (3, 6)]),
        ("....", "..", [(0, 2), (1, 3), (2, 4)]),
        ("none one ones", "one", [(5, 8)]),  # ends of words
        ("2024 in 202 and 12024", "2024", [(0, 4)]),
        ("(one), one.", "one", [(1, 4), (7, 10)]),
        ("(one).", "(one).", [(0, 6)]),
        ("x(one)y", "(one)", [(1, 6)]),  # a bracket is no part of a word
        ("one", "two", []),
        ("one", " ", []),
        ("", "one", []),
    ],
)
def test_a_quotation_is_found_wherever_its_words_stand(text: str, quote: str, expected: list[tuple[int, int]]) -> None:
    places, stored = text_with(text)
    assert places.occurrences(stored, quote) == tuple(Words("d", *each) for each in expected)
    assert places.occurrences(stored, quote) == places.occurrences(stored, quote)


def test_a_quotation_is_looked_for_in_each_text_on_its_own(places: Places, texts: CorpusTexts) -> None:
    found = [places.occurrences(text, "2024") for text in texts.texts]
    assert [len(each) for each in found] == [1, 1, 0, 0]
    assert [place.document for each in found for place in each] == ["alpha-en", "alpha-fr"]


def test_under_an_item_only_what_is_wholly_within_it_counts() -> None:
    places, stored = text_with("one two one two", {1: (0, 7), 2: (7, 15), 3: (9, 15), 4: (8, 10), 5: (8, 11)})
    found = {item: places.under_item(stored, item, "one") for item in (1, 2, 3, 4, 5, 9, None)}
    first, second = Words("d", 0, 3), Words("d", 8, 11)
    assert found == {1: (first,), 2: (second,), 3: (), 4: (), 5: (second,), 9: (), None: ()}


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("l\u2019code", "l'code", [(0, 6)]),
        ("non\u2011partisan", "non-partisan", [(0, 12)]),
        ("a\u00a0b", "a b", [(0, 3)]),
        ("wait\u2026 now", "wait... now", [(0, 9)]),
        ("so-\u00ad\u200bcalled x", "so-called", [(0, 11)]),
        ("«\u00a0Oui\u00a0» dit-il", '" oui " dit-il', [(0, 14)]),
        ("it\u2019s. It's.", "It's", [(6, 10)]),  # exactly comes first
        ("one two three four", "one … four", [(0, 3), (14, 18)]),
        ("one two three four", "[...] two … three (...)", [(4, 7), (8, 13)]),
        ("one two three four", "one … five", []),
        ("one two", "none", []),
        ("one two", " … ", []),
        ("", "one", []),
    ],
)
def test_an_answers_quotation_is_found_however_it_is_typed(
    text: str, quote: str, expected: list[tuple[int, int]]
) -> None:
    places, stored = text_with(text)
    assert places.read_as(stored, quote) == tuple(Words("d", *each) for each in expected)
    assert places.read_as(stored, quote) == places.read_as(stored, quote)


def test_a_case_quotes_exactly() -> None:
    places, stored = text_with("l\u2019agence")
    assert places.occurrences(stored, "l'agence") == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a\u00a0b", "A b", True), ("l’été", "l'ete", True), ("a b", "a c", False), ("", " ", True), ("a", "a ", True)],
)
def test_words_are_alike_however_typed(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_a_place_is_under_an_item_wholly_or_reaches_into_it() -> None:
    places, _ = text_with("one two one two", {1: (0, 7), 2: (7, 15)})
    across, first, second = Words("d", 4, 11), Words("d", 0, 7), Words("d", 7, 10)
    assert [places.is_under(place, item) for place in (across, first, second) for item in (1, 2, 9, None)] == [
        *(False, False, False, False),
        *(True, False, False, False),
        *(False, True, False, False),
    ]
    assert [places.reaches_item(place, item) for place in (across, first, second) for item in (1, 2, 9, None)] == [
        *(True, True, False, True),
        *(True, False, False, True),
        *(False, True, False, True),
    ]


def test_quotations_that_are_typed_otherwise_are_not_taken_for_one_another() -> None:
    places, stored = text_with("One two")
    assert [places.read_as(stored, quote) for quote in ("one", "TWO")] == [(Words("d", 0, 3),), (Words("d", 4, 7),)]


def test_the_text_in_the_language_counts_else_the_other(places: Places) -> None:
    found = [
        (name, language, places.text_of(name, language)) for name in ("alpha", "beta") for language in ("en", "fr")
    ]
    assert [(name, language, text.document if text else None) for name, language, text in found] == [
        ("alpha", "en", "alpha-en"),
        ("alpha", "fr", "alpha-fr"),
        ("beta", "en", "beta-en"),
        ("beta", "fr", "beta-en"),
    ]
    assert places.text_of("delta", "en") is None
    assert places.own_texts("delta") == ()
    assert [text.document for text in places.own_texts("alpha")] == ["alpha-en", "alpha-fr"]


def test_ticks_are_those_printed_in_the_text(places: Places, texts: CorpusTexts) -> None:
    english, french = places.own_texts("alpha")
    assert places.tick(french, 12).labels == ("Oui",)
    assert places.tick(english, 12).labels == ("Yes",)
    assert places.tick(english, 7) is None


def test_labels_are_lines_of_their_own_one_after_the_other(places: Places) -> None:
    english, french = places.own_texts("alpha")
    five = places.labels(english, 5, ("Yes, my organization updated its code.",))
    assert five[0].start == english.text.index("• Yes") + 2
    assert shown(places, five) == ["Yes, my organization updated its code."]
    assert shown(places, places.labels(english, 6, ("Dedicated discussions", "Focused sessions"))) == [
        "Dedicated discussions",
        "Focused   sessions",
    ]
    assert shown(places, places.labels(english, 12, ("Yes",))) == ["Yes"]
    assert shown(places, places.labels(french, 12, ("Oui",))) == ["Oui"]


def test_labels_out_of_order_elsewhere_or_unknown_are_not_found(places: Places) -> None:
    english = places.own_texts("alpha")[0]
    assert shown(places, places.labels(english, 6, ("Focused sessions", "Dedicated discussions"))) == [
        "Focused   sessions",
        None,
    ]
    assert places.labels(english, 12, ("Dedicated discussions", "Yes"))[0] is None
    assert shown(places, places.labels(english, 12, ("No", "Yes"))) == [None, "Yes"]
    assert places.labels(english, 7, ("Yes",)) == (None,)
    assert places.labels(english, 6, ()) == ()


@pytest.mark.parametrize(
    "line",
    ["Yes", "- Yes", "  • Yes", "[x] Yes", "[X] Yes", "x Yes", "o Yes", "O Yes", "☑\u00a0Yes", "* Yes.", "Yes \u00a0"],
)
def test_bullets_boxes_and_closing_marks_may_stand_beside_a_label(line: str) -> None:
    text = f"Question 1\nYesterday\nYes, we did\nno Yes\n{line}\nmore\n"
    places, stored = text_with(text, {1: (0, len(text))})
    start = text.index(f"{line}\nmore") + line.index("Y")
    assert places.labels(stored, 1, ("Yes",)) == (Words("d", start, start + 3),)


def test_a_label_may_be_broken_over_lines() -> None:
    text = "• My organization\n  has a code\nend"
    places, stored = text_with(text, {1: (0, len(text))})
    assert places.labels(stored, 1, ("My organization has a code",)) == (Words("d", 2, 30),)


@pytest.mark.parametrize(
    ("organization_id", "name", "expected"),
    [
        ("alpha", "Alpha Agency", "alpha"),
        ("alpha", "agence alpha", "alpha"),
        (None, "AA", "alpha"),
        (None, "beta", "beta"),
        (None, "CONSEIL BETA", "beta"),  # folded
        ("alpha", "", "alpha"),
        ("alpha", "A name nobody knows", "alpha"),
        ("x-17", "Beta Board", "beta"),
        ("alpha", "Beta Board", None),  # one of the two is wrong
        (None, "", None),
        (None, "Omega Office", None),
        ("omega", "", None),
    ],
)
def test_an_organization_is_told_by_id_and_name(
    places: Places, organization_id: str | None, name: str, expected: str | None
) -> None:
    assert places.identity(organization_id, name) == expected
    assert places.identity(organization_id, name) == expected


def test_where_two_organizations_share_a_name_the_id_says_which() -> None:
    texts = CorpusTexts((), {"one": ("Commission", "One"), "two": ("Commission", "Two")})
    places = Places(texts)
    assert places.identity("one", "COMMISSION") == "one"
    assert places.identity("two", "Commission") == "two"
    assert places.identity("one", "Two") is None
