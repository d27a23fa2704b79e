import pytest

from evals.score.measures.facts import count_said, fact_coverage, marks_of, number_words, plain


def test_marks_are_numbers_in_brackets_that_are_not_escaped() -> None:
    assert marks_of("One [1]. Two [12][3] [x] \\[4] [5](link) [ 6 ] []") == (1, 12, 3, 5)
    assert marks_of("none") == ()


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Bold** and *soft* and `code`", "Bold and soft and code"),
        ("__Bold__ and _soft_ but COR_401_B", "Bold and soft but COR_401_B"),
        ("A fact [1], another [23].", "A fact , another ."),
        ("> quoted\n> on", "quoted\non"),
        ("> > twice\n  >deep", "twice\ndeep"),
        ("## Title\n- one\n* two\n+ three\n  • four", "Title\none\ntwo\nthree\nfour"),
        ("- > not a quotation", "> not a quotation"),
        ("#5 and -1", "#5 and -1"),
        ("5 - 3 # 2 > 1", "5 - 3 # 2 > 1"),
        ("\\- a \\*star\\* \\[1\\] a\\_b \\\\", "- a *star* [1] a_b \\"),
        ("broken\\\nline", "broken\nline"),
        ("C:\\path", "C:\\path"),
    ],
)
def test_markdown_is_taken_off(markdown: str, words: str) -> None:
    assert plain(markdown) == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It ends in April 2024.", 1),
        ("It ends in **April** 2024 [1].", 1),
        ("> It ends in April\n> 2024", 1),
        ("It ends in APRIL\u00a02024", 1),
        ("April 2024", 1),
        ("(April 2024)", 1),
        ("in April 20245", 0),
        ("in April 20245 or so", 0),
        ("in a MidApril 2024", 0),
        ("MidApril 2024", 0),
        ("April 202", 0),
        ("April of 2024", 0),
        ("MidApril 2024, I mean April 2024", 1),
        ("", 0),
    ],
)
def test_a_fact_stands_in_the_text_as_whole_words(text: str, value: float) -> None:
    assert fact_coverage([["April 2024"]], text) == value


def test_folding_makes_look_alike_wordings_the_same() -> None:
    assert fact_coverage([["l’été 2025"]], "À L'ETE 2025") == 1
    assert fact_coverage([["sous-ministre"]], "le sous\u2011ministre") == 1
    assert fact_coverage([["cœur"]], "au coeur") == 1


def test_one_accepted_wording_is_enough_for_each_fact() -> None:
    facts = [["March", "mars"], ["two", "2"], ["never said"]]
    assert fact_coverage(facts, "En mars 2") == pytest.approx(2 / 3)
    assert fact_coverage(facts[:2], "March 2 mars two") == 1
    assert fact_coverage([], "x") is None


def test_every_place_of_a_wording_is_looked_at() -> None:
    assert fact_coverage([["aa"]], "aaa aa") == 1
    assert fact_coverage([["aa"]], "aaa aa aaa") == 1
    assert fact_coverage([["a a"]], "ba a a") == 1
    assert fact_coverage([["ten"]], "ten of often") == 1


def test_a_wording_of_no_visible_words_is_never_found() -> None:
    assert fact_coverage([["\u200b"]], "x") == 0


@pytest.mark.parametrize(
    ("headline", "value"),
    [
        ("12 of 104 organizations", 1),
        ("Of the 104 organizations, **12** did.", 1),
        ("Twelve organizations did.", 1),
        ("(12)", 1),
        ("112 organizations", 0),
        ("120 organizations", 0),
        ("1 2 organizations", 0),
        ("12.5 on average", 0),
        ("12,5 en moyenne", 0),
        ("3.12 on average", 0),
        ("12% of them", 0),
        ("12 % of them", 0),
        ("12\u00a0% of them", 0),
        ("12,345 of them", 0),
        ("12\u202f345 of them", 0),
        ("item Q12", 0),
        ("the 12th", 0),
        ("It is 12.", 1),
        ("12, they say", 1),
        ("Nobody [12]", 0),
        ("douze", 0),  # the other language
    ],
)
def test_the_number_stands_in_the_headline(headline: str, value: float) -> None:
    assert count_said(12, headline, "", "en") == value


def test_the_headline_counts_and_the_text_only_without_one() -> None:
    assert count_said(2, "3 of 4 did", "2 did", "en") == 0
    assert count_said(2, "", "**2** did", "en") == 1
    assert count_said(2, "", "3 did", "en") == 0


@pytest.mark.parametrize("written", ["1234", "1,234", "1\u00a0234", "1\u202f234"])
def test_thousands_may_be_separated(written: str) -> None:
    assert count_said(1234, f"{written} organizations", "", "en") == 1
    assert count_said(1, f"{written} organizations", "", "en") == 0
    assert count_said(234, f"{written} organizations", "", "en") == 0


def test_larger_numbers_may_have_several_separators() -> None:
    assert count_said(1234567, "1,234,567", "", "en") == 1
    assert count_said(1234, "1,234,56", "", "en") == 0


@pytest.mark.parametrize(
    ("number", "language", "headline", "value"),
    [
        (0, "en", "No organization did.", 1),
        (0, "en", "None of them", 1),
        (0, "fr", "Aucun organisme ne l’a fait", 1),
        (0, "fr", "Zéro", 1),
        (1, "en", "Only one did", 1),
        (1, "en", "Someone did", 0),
        (1, "fr", "Un seul organisme", 1),
        (1, "fr", "Selon un texte, deux", 0),  # an article is no count
        (3, "fr", "TROIS organismes", 1),
        (3, "en", "trois", 0),
        (13, "en", "thirteen", 0),  # small numbers only
    ],
)
def test_small_numbers_may_be_words(number: int, language: str, headline: str, value: float) -> None:
    assert count_said(number, headline, "", language) == value


def test_every_number_up_to_twelve_has_words_in_both_languages() -> None:
    assert [int(number) for number in number_words() if number.isdigit()] == list(range(13))
    assert all(words.of(language) for words in number_words().values() for language in ("en", "fr"))


def test_only_the_first_words_of_an_answer_count_where_they_are_limited() -> None:
    text = "**one two** [1] three four"
    assert fact_coverage([["three"]], text, most_words=3) == 1
    assert fact_coverage([["four"]], text, most_words=3) == 0
    assert fact_coverage([["three four"]], text, most_words=3) == 0
    assert fact_coverage([["four"]], text) == 1
