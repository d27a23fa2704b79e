from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.date_words import WORDS_FILE, date_file, month_name
from corpus.dates import dates_in, tense_of
from corpus.errors import DataFileError
from corpus.questionnaire import load_questionnaire
from corpus.types import LANGUAGES, Language

SHIPPED = Path(__file__).parents[2] / "corpus" / "assessments"

# text, the date's exact words in it, first and last day, role
ENGLISH = [
    # days
    ("It will be done by March 31, 2025.", "by March 31, 2025", "2025-03-31", "2025-03-31", "by"),
    ("by 31 March 2025", "by 31 March 2025", "2025-03-31", "2025-03-31", "by"),
    ("by the 31st of March, 2025", "by the 31st of March, 2025", "2025-03-31", "2025-03-31", "by"),
    ("on 2025-03-31.", "2025-03-31", "2025-03-31", "2025-03-31", "in"),
    ("by Mar. 31/25", "by Mar. 31/25", "2025-03-31", "2025-03-31", "by"),
    ("Sept. 5, 2025", "Sept. 5, 2025", "2025-09-05", "2025-09-05", "in"),
    ("no later than December 31st, 2024", "no later than December 31st, 2024", "2024-12-31", "2024-12-31", "by"),
    ("ready March 31, 2025 at the latest", "March 31, 2025 at the latest", "2025-03-31", "2025-03-31", "by"),
    ("by March\u00a031,\u00a02025", "by March\u00a031,\u00a02025", "2025-03-31", "2025-03-31", "by"),
    ("by March\n31, 2025", "by March\n31, 2025", "2025-03-31", "2025-03-31", "by"),
    ("held June 3-5, 2025", "June 3-5, 2025", "2025-06-03", "2025-06-05", "in"),
    # months
    ("in March 2025", "March 2025", "2025-03-01", "2025-03-31", "in"),
    ("in March of 2024", "March of 2024", "2024-03-01", "2024-03-31", "in"),
    ("by February 2028", "by February 2028", "2028-02-01", "2028-02-29", "by"),
    ("the end of March 2025", "end of March 2025", "2025-03-21", "2025-03-31", "in"),
    ("before April 2025", "before April 2025", "2025-03-31", "2025-03-31", "by"),
    ("after March 2025", "after March 2025", "2025-03-01", "2025-03-31", "after"),
    # seasons
    ("fall 2024", "fall 2024", "2024-09-22", "2024-12-20", "in"),
    ("in the fall of 2024", "fall of 2024", "2024-09-22", "2024-12-20", "in"),
    ("by winter 2024-25", "by winter 2024-25", "2024-12-21", "2025-03-19", "by"),
    ("winter 2025", "winter 2025", "2024-12-21", "2025-03-19", "in"),
    ("in fall/winter 2024", "fall/winter 2024", "2024-09-22", "2025-03-19", "in"),
    ("by summer or fall of 2025", "by summer or fall of 2025", "2025-06-21", "2025-12-20", "by"),
    # quarters: of a fiscal year where one is meant
    ("in Q4 of 2024-25", "Q4 of 2024-25", "2025-01-01", "2025-03-31", "in"),
    ("fourth quarter of fiscal year 2024-2025", None, "2025-01-01", "2025-03-31", "in"),
    ("the third quarter of fiscal 2025-26", "third quarter of fiscal 2025-26", "2025-10-01", "2025-12-31", "in"),
    ("the third quarter of 2025", "third quarter of 2025", "2025-07-01", "2025-09-30", "in"),
    ("by the end of Q2 2025-26", "by the end of Q2 2025-26", "2025-09-01", "2025-09-30", "by"),
    ("Q1 and Q2 of 2025-26", "Q1 and Q2 of 2025-26", "2025-04-01", "2025-09-30", "in"),
    # years
    ("fiscal year 2024-25", "fiscal year 2024-25", "2024-04-01", "2025-03-31", "in"),
    ("FY 2025-26", "FY 2025-26", "2025-04-01", "2026-03-31", "in"),
    ("FY25-26", "FY25-26", "2025-04-01", "2026-03-31", "in"),
    ("the 2024-25 fiscal year", "2024-25 fiscal year", "2024-04-01", "2025-03-31", "in"),
    ("by the end of the fiscal year 2024-2025", None, "2024-12-01", "2025-03-31", "by"),
    ("by 2024\u201125", "by 2024\u201125", "2024-04-01", "2025-03-31", "by"),
    ("fiscal year 2025", "fiscal year 2025", "2024-04-01", "2026-03-31", "in"),
    ("by fiscal year-end 2025", "by fiscal year-end 2025", "2025-03-01", "2025-03-31", "by"),
    ("by the end of 2025", "by the end of 2025", "2025-09-01", "2025-12-31", "by"),
    ("before the end of 2025", "before the end of 2025", "2025-09-01", "2025-12-31", "by"),
    ("early 2025", "early 2025", "2025-01-01", "2025-04-30", "in"),
    ("mid-2025", "mid-2025", "2025-05-01", "2025-08-31", "in"),
    ("in late 2025", "late 2025", "2025-09-01", "2025-12-31", "in"),
    ("the first half of 2025", "first half of 2025", "2025-01-01", "2025-06-30", "in"),
    ("in 2025", "2025", "2025-01-01", "2025-12-31", "in"),
    ("since 2023", "since 2023", "2023-01-01", "2023-12-31", "from"),
    # ranges
    ("between May and September 2025", "between May and September 2025", "2025-05-01", "2025-09-30", "in"),
    ("from April to June 2025", "from April to June 2025", "2025-04-01", "2025-06-30", "in"),
    ("from November to February 2025", "from November to February 2025", "2024-11-01", "2025-02-28", "in"),
    ("between April 2024 and March 2025", "between April 2024 and March 2025", "2024-04-01", "2025-03-31", "in"),
    ("April 2024 to March 2025", "April 2024 to March 2025", "2024-04-01", "2025-03-31", "in"),
    ("from April 1 to June 30, 2025", "from April 1 to June 30, 2025", "2025-04-01", "2025-06-30", "in"),
    # without a year
    ("by the end of the summer", "by the end of the summer", None, None, "by"),
    ("by the end of the fiscal year", "by the end of the fiscal year", None, None, "by"),
    ("next fiscal year", "next fiscal year", None, None, "in"),
    ("by March 31", "by March 31", None, None, "by"),
    # what begins
    ("Work will begin in the fall of 2024.", "fall of 2024", "2024-09-22", "2024-12-20", "from"),
    ("In fall 2024, we will begin.", "fall 2024", "2024-09-22", "2024-12-20", "from"),
    ("It should be in effect as of May 2025.", "as of May 2025", "2025-05-01", "2025-05-31", "in"),
]
FRENCH = [
    ("Le plan sera prêt d’ici le 31 mars 2025.", "d’ici le 31 mars 2025", "2025-03-31", "2025-03-31", "by"),
    ("31 mars 2025", "31 mars 2025", "2025-03-31", "2025-03-31", "in"),
    ("le 1er avril 2025", "1er avril 2025", "2025-04-01", "2025-04-01", "in"),
    ("au plus tard le 31 mars 2025", "au plus tard le 31 mars 2025", "2025-03-31", "2025-03-31", "by"),
    ("en juin 2025 au plus tard", "juin 2025 au plus tard", "2025-06-01", "2025-06-30", "by"),
    ("jusqu’en décembre 2025", "jusqu’en décembre 2025", "2025-12-01", "2025-12-31", "by"),
    ("d’ici à la fin du mois de mars 2025", None, "2025-03-21", "2025-03-31", "by"),
    ("fin mars 2025", "fin mars 2025", "2025-03-21", "2025-03-31", "in"),
    ("avant avril 2025", "avant avril 2025", "2025-03-31", "2025-03-31", "by"),
    ("à l’automne 2024", "automne 2024", "2024-09-22", "2024-12-20", "in"),
    ("à l’été 2025", "été 2025", "2025-06-21", "2025-09-21", "in"),
    ("la saison d’automne 2025", "automne 2025", "2025-09-22", "2025-12-20", "in"),
    ("hiver 2024-2025", "hiver 2024-2025", "2024-12-21", "2025-03-19", "in"),
    ("quatrième trimestre de l’exercice 2024-2025", None, "2025-01-01", "2025-03-31", "in"),
    ("au T4 2024-2025", "T4 2024-2025", "2025-01-01", "2025-03-31", "in"),
    ("au 3e trimestre de 2025", "3e trimestre de 2025", "2025-07-01", "2025-09-30", "in"),
    ("l’exercice 2024-2025", "exercice 2024-2025", "2024-04-01", "2025-03-31", "in"),
    ("fin de l’exercice 2024-2025", "fin de l’exercice 2024-2025", "2024-12-01", "2025-03-31", "in"),
    ("d’ici la fin de 2025", "d’ici la fin de 2025", "2025-09-01", "2025-12-31", "by"),
    ("avant la fin de l’année 2025", "avant la fin de l’année 2025", "2025-09-01", "2025-12-31", "by"),
    ("début 2025", "début 2025", "2025-01-01", "2025-04-30", "in"),
    ("mi-2025", "mi-2025", "2025-05-01", "2025-08-31", "in"),
    ("en 2025", "2025", "2025-01-01", "2025-12-31", "in"),
    ("d’ici 2026", "d’ici 2026", "2026-01-01", "2026-12-31", "by"),
    ("entre mai et septembre 2025", "entre mai et septembre 2025", "2025-05-01", "2025-09-30", "in"),
    ("de mai à septembre 2025", "de mai à septembre 2025", "2025-05-01", "2025-09-30", "in"),
    ("du 1er avril au 30 juin 2025", "du 1er avril au 30 juin 2025", "2025-04-01", "2025-06-30", "in"),
    ("d’avril 2024 à mars 2025", "d’avril 2024 à mars 2025", "2024-04-01", "2025-03-31", "in"),
    ("à compter du 1er avril 2025", "à compter du 1er avril 2025", "2025-04-01", "2025-04-01", "from"),
    ("après mars 2025", "après mars 2025", "2025-03-01", "2025-03-31", "after"),
    ("d’ici la fin de l’été", "d’ici la fin de l’été", None, None, "by"),
    ("le prochain exercice", "prochain exercice", None, None, "in"),
    ("Nous commencerons à l’automne 2024.", "automne 2024", "2024-09-22", "2024-12-20", "from"),
]
WORDED = [("en", *each) for each in ENGLISH] + [("fr", *each) for each in FRENCH]


@pytest.mark.parametrize(
    ("language", "text", "wording", "earliest", "latest", "role"), WORDED, ids=[each[1] for each in WORDED]
)
def test_a_date_is_found_with_its_exact_words_and_days(
    language: Language, text: str, wording: str | None, earliest: str | None, latest: str | None, role: str
) -> None:
    (found,) = dates_in(text, language)
    assert text[found.start : found.end] == (wording or text)
    assert (found.earliest and found.earliest.isoformat(), found.latest and found.latest.isoformat()) == (
        earliest,
        latest,
    )
    assert found.role == role


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Budget 2024 and Bill C-2024"),
        ("en", "We trained 2,024 employees and by 2024 employees more."),
        ("en", "the course COR403, H7031-P and FON301-N"),
        ("en", "It costs $2025 or 2025.50 in all, by 2025%."),
        ("en", "By February 30, 2025 we mean nothing."),
        ("en", "plan 2024-26 and reference 2024-25-3"),
        ("en", "We may march on; the second spring of the clock falls."),
        ("en", "four times a year, every spring, within six months"),
        ("fr", "Le budget 2024 a été adopté en sept étapes."),
        ("fr", "Le code a été revu par 2024 employés."),
        ("fr", "deux fois par année, chaque automne"),
    ],
)
def test_what_is_no_date_is_left_alone(language: Language, text: str) -> None:
    assert dates_in(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "We plan to begin in the fall of 2024 and to have finished by March 31, 2025.", ["plan", "plan"]),
        ("en", "It was offered in November 2023, a second session in May 2024.", ["past", "past"]),
        ("en", "The work, which was started in 2023, will be completed by March 2025.", ["past", "plan"]),
        ("en", "We completed the draft in June 2024 and will publish by March 2025.", ["past", "plan"]),
        ("en", "Launched in June 2024.", ["past"]),
        ("en", "Spring 2025", ["open"]),
        ("en", "Completed by March 2025.", ["open"]),
        ("fr", "Le code a été adopté en juin 2024.", ["past"]),
        ("fr", "L’examen se terminera en mars 2025.", ["plan"]),
        ("fr", "D’ici mars 2025, nous prévoyons terminer.", ["plan"]),
        ("fr", "Mars 2025", ["open"]),
    ],
)
def test_the_words_around_a_date_tell_plans_from_what_happened(
    language: Language, text: str, expected: list[str]
) -> None:
    assert [found.tense for found in dates_in(text, language)] == expected


def test_the_last_telling_words_decide_the_tense_of_a_text() -> None:
    assert tense_of("What was done was good; next we will:", "en") == "plan"
    assert tense_of("The following sessions were held:", "en") == "past"
    assert tense_of("Sessions:", "en") == "open"


def test_a_bare_year_counts_where_dates_are_expected() -> None:
    assert dates_in("2025", "en") == ()
    (found,) = dates_in("2025", "en", bare_years=True)
    assert (found.earliest, found.latest) == (date(2025, 1, 1), date(2025, 12, 31))


_pieces = st.lists(
    st.one_of(
        st.sampled_from([each[1] for each in WORDED]),
        st.sampled_from(
            ["by", "the end of", "2025", "31", "fall", "T4", "-", ",", "\n", "mars", "May", "à", "et", "’"]
        ),
        st.text(max_size=6),
    ),
    max_size=6,
).map(" ".join)


@given(_pieces, st.sampled_from(LANGUAGES))
@example("ﬁn 2025 ½ 2025-02-29 İ by 2025", "en")
def test_dates_are_inside_the_text_in_order_and_end_after_they_begin(text: str, language: Language) -> None:
    at = 0
    for found in dates_in(text, language):
        assert at <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == text[found.start : found.end]
        assert (found.earliest is None) == (found.latest is None)
        if found.earliest is not None and found.latest is not None:
            assert found.earliest <= found.latest
        at = found.end


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.txt")), ids=lambda path: path.name)
def test_years_told_with_a_month_in_the_shipped_assessments_are_found(path: Path) -> None:
    text = path.read_text("utf-8")
    found = dates_in(text, "en")
    assert found
    months = {month_name(month).en for month in range(1, 13)}
    told = [words for words in zip(text.split(), text.split()[1:], strict=False) if words[0] in months]
    for month, year in told:
        if year.strip(".,").isdigit() and len(year.strip(".,")) == 4:
            assert any(f"{month} {year.strip('.,')}" in text[each.start : each.end] for each in found)


def test_a_broken_data_file_is_named_with_its_entry(tmp_path: Path) -> None:
    path = tmp_path / "date_words.toml"
    path.write_text(WORDS_FILE.read_text("utf-8").replace("[fiscal]", "[fiskal]"), "utf-8")
    with pytest.raises(DataFileError, match="fiscal"):
        date_file(path)


def test_the_items_that_ask_for_a_time_frame_are_marked_in_the_questionnaire() -> None:
    questionnaire = load_questionnaire()
    marked = [item for item in questionnaire.items if item.target_dates]
    assert marked
    for item in marked:
        asked = f"{item.wording.en} {item.prompt.en if item.prompt else ''}"
        assert "time frame" in asked
