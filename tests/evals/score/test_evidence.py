from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case, CasesHeader
from evals.errors import BadCases
from evals.score.evidence import ExpectedEvidence, ExpectedWords, ResolvedCase, resolve
from evals.score.read import CaseFile
from evals.texts import CorpusTexts, StoredText, Tick, Words

PATH = Path("folder/some.jsonl")


def case(**fields: Any) -> Case:
    return Case.model_validate(
        {"id": "c1", "kind": "list", "language": "en", "question": "Q?", "split": "dev", "author": "me", **fields}
    )


def lookup(*evidence: dict[str, Any], **fields: Any) -> Case:
    return case(kind="lookup", evidence=evidence, **fields)


def resolved(texts: CorpusTexts, *cases: Case) -> tuple[ResolvedCase, ...]:
    lines = tuple(range(2, 2 + len(cases)))
    return resolve(CaseFile(PATH, "", CasesHeader(corpus="shipped"), cases, lines), texts)


def problem(texts: CorpusTexts, bad: Case) -> str:
    with pytest.raises(BadCases) as raised:
        resolved(texts, bad)
    start = f"{PATH}, line 2 (c1): "
    assert str(raised.value).startswith(start)
    return str(raised.value).removeprefix(start)


def words_of(texts: CorpusTexts, evidence: ExpectedEvidence) -> list[tuple[str, str]]:
    """Document and words of each place."""
    return [
        (place.whole.document, texts.by_document[place.whole.document].text[place.whole.start : place.whole.end])
        for place in evidence.places
    ]


def test_organizations_are_told_by_id_or_by_any_name(texts: CorpusTexts) -> None:
    found = resolved(texts, case(organizations=["alpha", "conseil bêta"], not_stated=["Gamma Council"]))
    assert found[0].organizations == {"alpha", "beta"}
    assert found[0].not_stated == {"gamma"}
    assert found[0].evidence == ()


def test_what_a_case_leaves_open_stays_open(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, case(kind="count", count=2))
    assert (found.organizations, found.not_stated, found.evidence) == (None, None, ())
    (found,) = resolved(texts, case(organizations=[], not_stated=[], count=0))
    assert (found.organizations, found.not_stated) == (frozenset(), frozenset())


def test_cases_keep_their_order(texts: CorpusTexts) -> None:
    cases = (case(id="b", organizations=[]), case(id="a", organizations=["beta"]))
    assert [each.case for each in resolved(texts, *cases)] == list(cases)


def test_every_case_that_does_not_fit_is_named_with_its_line(texts: CorpusTexts) -> None:
    cases = (
        case(id="c1", organizations=["omega"]),
        case(id="c2", organizations=[]),
        case(id="c3", organizations=[], not_stated=["Omega"]),
    )
    with pytest.raises(BadCases) as raised:
        resolved(texts, *cases)
    assert str(raised.value).split("\n") == [
        f"{PATH}, line 2 (c1): 'omega' is no organization of the corpus. Give its id or its name as printed.",
        f"{PATH}, line 4 (c3): 'Omega' is no organization of the corpus. Give its id or its name as printed.",
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"organizations": ["beta", "alpha", "AA"]},
            "alpha is named twice. Name each organization once.",
        ),
        (
            {"organizations": ["beta", "gamma"], "not_stated": ["gamma", "alpha", "beta"]},
            "beta cannot match and not be stated. Leave it out of one of the two.",
        ),
        (
            {"organizations": ["beta", "alpha"], "count": 3},
            "count is 3, but 2 organizations are named. Mend either.",
        ),
    ],
)
def test_contradictions_are_told(texts: CorpusTexts, fields: dict[str, Any], message: str) -> None:
    assert problem(texts, case(**fields)) == message


def test_a_count_that_agrees_with_the_organizations_is_fine(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, case(organizations=["beta", "alpha"], not_stated=["gamma"], count=2))
    assert found.organizations == {"alpha", "beta"}


def test_a_quotation_is_resolved_to_its_place(texts: CorpusTexts) -> None:
    (found,) = resolved(
        texts, lookup({"organization": "AA", "item": 5, "quote": "code was adopted in April 2024 (after a review)."})
    )
    (evidence,) = found.evidence
    assert (evidence.organization, evidence.item, evidence.needed, evidence.words) == ("alpha", 5, True, 9)
    (place,) = evidence.places
    text = texts.by_document["alpha-en"].text
    assert text[place.whole.start : place.whole.end] == "code was\nadopted in April\u00a02024 (after a review)."
    assert text[place.core.start : place.core.end] == "code was\nadopted in April\u00a02024 (after a review"
    assert place.core.document == "alpha-en"
    assert found.needed == found.evidence


@pytest.mark.parametrize(
    ("quote", "core"),
    [
        ("a review).", "a review"),
        ("adopted in", "adopted in"),
        ("(after a", "after a"),
        ("code. The", "code. The"),
    ],
)
def test_closing_punctuation_need_not_be_cited(texts: CorpusTexts, quote: str, core: str) -> None:
    (found,) = resolved(texts, lookup({"organization": "alpha", "item": 5, "quote": quote}))
    place = found.evidence[0].places[0].core
    assert texts.by_document["alpha-en"].text[place.start : place.end] == core


@pytest.mark.parametrize("closing", [*list(".,;:!?…)]}»”’'\""), " .", "\xa0»", "…)"])
def test_every_closing_mark_is_trimmed(closing: str) -> None:
    texts = CorpusTexts((StoredText("d", "o", "en", f"so be it{closing} x", {1: (0, 9)}),), {"o": ("O",)})
    (found,) = resolved(texts, lookup({"organization": "o", "item": 1, "quote": f"be it{closing}"}))
    assert found.evidence[0].places[0] == ExpectedWords(Words("d", 3, 8 + len(closing)), Words("d", 3, 8))


@pytest.mark.parametrize("opening", [*list("-–—•◦▪·*([{«“‘'\""), "  • ", "«\u00a0", "- ("])
def test_list_marks_and_opening_brackets_need_not_be_cited(opening: str) -> None:
    texts = CorpusTexts((StoredText("d", "o", "en", f"so {opening}be it x", {}),), {"o": ("O",)})
    (found,) = resolved(texts, lookup({"organization": "o", "item": 1, "quote": f"{opening}be it"}))
    start = 3 + len(opening)
    begins = 3 + len(opening) - len(opening.lstrip())
    assert found.evidence[0].places[0] == ExpectedWords(Words("d", begins, start + 5), Words("d", start, start + 5))
    assert found.evidence[0].words == 2


def test_an_amount_begins_with_its_sign() -> None:
    texts = CorpusTexts((StoredText("d", "o", "en", "so $5 #1.", {}),), {"o": ("O",)})
    (found,) = resolved(texts, lookup({"organization": "o", "item": 1, "quote": "$5 #1."}))
    assert found.evidence[0].places[0].core == Words("d", 3, 8)


@pytest.mark.parametrize("marks", ["...", "---", "( )"])
def test_a_quotation_of_punctuation_alone_is_kept_whole(marks: str) -> None:
    texts = CorpusTexts((StoredText("d", "o", "en", f"so {marks} x", {}),), {"o": ("O",)})
    (found,) = resolved(texts, lookup({"organization": "o", "item": 1, "quote": marks}))
    assert found.evidence[0].places[0] == ExpectedWords(Words("d", 3, 6), Words("d", 3, 6))


def test_a_quotation_that_stands_once_needs_no_item(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, lookup({"organization": "alpha", "item": 99, "quote": "named a champion"}))
    assert words_of(texts, found.evidence[0]) == [("alpha-en", "named a champion")]


def test_a_quotation_that_stands_more_often_is_taken_from_its_item(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, lookup({"organization": "beta", "item": 12, "quote": "N/A"}))
    text = texts.by_document["beta-en"].text
    assert found.evidence[0].places[0].whole.start == text.rindex("N/A")
    (found,) = resolved(texts, lookup({"organization": "beta", "item": 5, "quote": "N/A"}))
    assert found.evidence[0].places[0].whole.start == text.index("N/A")


def test_a_quotation_that_is_not_one_place_is_refused(texts: CorpusTexts) -> None:
    assert problem(texts, lookup({"organization": "alpha", "item": 5, "quote": "updated its code"})) == (
        "2 places have 'updated its code' under item 5 of alpha-en. Quote more words, so that it is one."
    )
    missing = "cannot find {!r} under item {} of {}. Copy the words from the stored text (`candour text`)."
    assert problem(texts, lookup({"organization": "beta", "item": 6, "quote": "N/A"})) == missing.format(
        "N/A", 6, "beta-en"
    )
    assert problem(texts, lookup({"organization": "beta", "item": 5, "quote": "a champion"})) == missing.format(
        "a champion", 5, "beta-en"
    )


def test_evidence_without_a_language_is_in_the_cases_else_in_the_other(texts: CorpusTexts) -> None:
    french = lookup({"organization": "alpha", "item": 5, "quote": "avril 2024"}, language="fr")
    english_only = lookup({"organization": "beta", "item": 5, "quote": "is updating"}, language="fr")
    french_only = lookup({"organization": "gamma", "item": 5, "quote": "« Le code »"})
    named = lookup({"organization": "alpha", "item": 5, "quote": "avril 2024", "language": "fr"})
    found = resolved(texts, french, english_only, french_only, named)
    assert [each.evidence[0].places[0].whole.document for each in found] == [
        "alpha-fr",
        "beta-en",
        "gamma-fr",
        "alpha-fr",
    ]


def test_a_language_that_the_organization_has_no_text_in_is_refused(texts: CorpusTexts) -> None:
    bad = lookup({"organization": "beta", "item": 5, "quote": "is updating", "language": "fr"})
    assert problem(texts, bad) == "beta has no text in 'fr' in the corpus. Leave the evidence out."
    bad = lookup({"organization": "delta", "item": 5, "quote": "is updating"})
    assert problem(texts, bad) == "delta has no text in the corpus. Leave the evidence out."
    bad = lookup({"organization": "delta", "item": 5, "quote": "is updating", "language": "en"})
    assert problem(texts, bad) == "delta has no text in 'en' in the corpus. Leave the evidence out."


def test_evidence_of_an_unknown_organization_is_refused(texts: CorpusTexts) -> None:
    bad = lookup({"organization": "Omega", "item": 5, "quote": "x"})
    assert problem(texts, bad) == "'Omega' is no organization of the corpus. Give its id or its name as printed."


def test_other_places_that_say_the_same_follow_the_first(texts: CorpusTexts) -> None:
    also = [{"item": 5, "quote": "avril 2024", "language": "fr"}, {"item": 12, "quote": "Question 12"}]
    (found,) = resolved(texts, lookup({"organization": "alpha", "item": 5, "quote": "April 2024", "also": also}))
    (evidence,) = found.evidence
    assert words_of(texts, evidence) == [
        ("alpha-en", "April\u00a02024"),
        ("alpha-fr", "avril 2024"),
        ("alpha-en", "Question 12"),
    ]
    assert evidence.words == 2


def test_other_places_must_be_there_too(texts: CorpusTexts) -> None:
    also = [{"item": 5, "quote": "May 2024"}]
    bad = lookup({"organization": "alpha", "item": 5, "quote": "April 2024", "also": also})
    assert problem(texts, bad).startswith("cannot find 'May 2024' under item 5 of alpha-en. ")


def test_evidence_that_is_not_needed_is_kept_apart(texts: CorpusTexts) -> None:
    first = {"organization": "alpha", "item": 5, "quote": "April 2024", "needed": False}
    second = {"organization": "beta", "item": 5, "quote": "is updating"}
    (found,) = resolved(texts, lookup(first, second))
    assert [each.organization for each in found.evidence] == ["alpha", "beta"]
    assert [each.organization for each in found.needed] == ["beta"]


def test_a_case_must_say_what_makes_an_answer_right(texts: CorpusTexts) -> None:
    unneeded = {"organization": "alpha", "item": 5, "quote": "April 2024", "needed": False}
    message = "no evidence is needed and no fact is named. Say what makes an answer right."
    assert problem(texts, lookup(unneeded)) == message
    resolved(texts, lookup(unneeded, facts=[["April"]]))
    resolved(texts, case(organizations=[], evidence=[unneeded]))
    resolved(texts, case(kind="abstain", reason="unclear"))


def test_ticks_are_needed_of_those_that_match_in_the_version_that_counts(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, case(organizations=["alpha", "gamma"], ticks=[5]))
    assert [(each.organization, each.item, each.needed) for each in found.evidence] == [
        ("alpha", 5, True),
        ("beta", 5, False),
        ("gamma", 5, True),
    ]
    alpha, beta, gamma = found.evidence
    yes, oui = "Yes, my organization updated its code.", "Oui, mon organisation a mis à jour son code."
    assert words_of(texts, alpha) == [("alpha-en", yes), ("alpha-fr", oui)]
    assert alpha.places[0].whole.start == texts.by_document["alpha-en"].text.index("• Yes") + 2
    assert alpha.places[0].core.end == alpha.places[0].whole.end - 1
    assert words_of(texts, beta) == [("beta-en", "My organization is updating its code.")]
    assert words_of(texts, gamma) == [("gamma-fr", oui)]
    assert [each.words for each in found.evidence] == [6, 6, 9]


def test_the_questions_language_says_which_version_counts(texts: CorpusTexts) -> None:
    english, french = resolved(
        texts,
        case(organizations=["alpha"], ticks=[12], language="en"),
        case(organizations=["alpha"], ticks=[12], language="fr"),
    )
    assert words_of(texts, english.evidence[0]) == [("alpha-en", "Yes"), ("alpha-fr", "Oui")]
    assert words_of(texts, french.evidence[0]) == [("alpha-fr", "Oui"), ("alpha-en", "Yes")]


def test_of_several_ticks_any_will_do_where_the_option_asked_about_is_not_known(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, case(organizations=["beta"], ticks=[6]))
    assert [each.organization for each in found.evidence] == ["alpha", "beta"]  # gamma ticked nothing there
    assert words_of(texts, found.evidence[1]) == [("beta-en", "Focused sessions"), ("beta-en", "Inclusion of values")]
    assert found.evidence[1].words == 2


def test_the_option_asked_about_is_the_evidence_and_without_it_all_ticks_together(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, case(organizations=["beta"], ticks=[6], options=["q6.inclusion"]))
    alpha, beta = found.evidence
    assert words_of(texts, beta) == [("beta-en", "Inclusion of values")]
    assert beta.words == 3
    assert words_of(texts, alpha) == [
        ("alpha-en", "Dedicated discussions\n  - Focused   sessions"),
        ("alpha-fr", "Discussions réservées\n  • Séances ciblées"),
    ]
    assert alpha.words == 5


def test_several_options_and_items_may_be_asked_about(texts: CorpusTexts) -> None:
    options = ["q6.dedicated", "q6.focused", "q12.no"]
    (found,) = resolved(texts, case(organizations=["beta"], ticks=[6, 12], options=options))
    assert [(each.organization, each.item, each.needed) for each in found.evidence] == [
        ("alpha", 6, False),
        ("alpha", 12, False),
        ("beta", 6, True),
        ("beta", 12, True),
        ("gamma", 12, False),
    ]
    assert words_of(texts, found.evidence[0])[:2] == [
        ("alpha-en", "Dedicated discussions"),
        ("alpha-en", "Focused   sessions"),
    ]
    assert words_of(texts, found.evidence[3]) == [("beta-en", "No")]


def test_named_evidence_stands_before_ticks(texts: CorpusTexts) -> None:
    evidence = [{"organization": "gamma", "item": 5, "quote": "2023"}]
    (found,) = resolved(texts, case(organizations=["alpha"], ticks=[12], evidence=evidence))
    assert [each.organization for each in found.evidence] == ["gamma", "alpha", "beta", "gamma"]


def test_ticks_of_a_version_that_does_not_count_are_no_evidence_alone() -> None:
    texts = CorpusTexts(
        (StoredText("o-en", "o", "en", "x", {1: (0, 1)}), StoredText("o-fr", "o", "fr", "- Oui", {1: (0, 5)})),
        {"o": ("O",)},
        (Tick("o", 1, "en", ()), Tick("o", 1, "fr", ("Oui",))),
    )
    english, french = resolved(
        texts, case(organizations=[], ticks=[1]), case(organizations=["o"], ticks=[1], language="fr")
    )
    assert english.evidence == ()
    assert [each.needed for each in french.evidence] == [True]


def test_a_match_without_a_tick_is_a_contradiction(texts: CorpusTexts) -> None:
    bad = case(organizations=["alpha", "gamma", "delta"], ticks=[6])
    assert problem(texts, bad) == "delta matches, but ticked nothing in items (6,). Mend either."
    (found,) = resolved(texts, case(organizations=["alpha", "gamma"], ticks=[6, 5]))
    assert [(each.organization, each.item) for each in found.needed] == [("alpha", 6), ("alpha", 5), ("gamma", 5)]


def test_ticks_need_a_corpus_that_knows_them(texts: CorpusTexts) -> None:
    bare = CorpusTexts(texts.texts, texts.names)
    assert problem(bare, case(organizations=["alpha"], ticks=[5])) == (
        "ticks are known of generated corpora only. Name them as evidence."
    )


def test_a_tick_that_is_not_printed_is_refused(texts: CorpusTexts) -> None:
    other = CorpusTexts(texts.texts, texts.names, (Tick("beta", 12, "en", ("Maybe",)),))
    assert problem(other, case(organizations=["beta"], ticks=[12])) == (
        "cannot find the tick 'Maybe' under item 12 of beta-en. Prepare the corpus again."
    )


def test_lookups_may_have_ticks_too(texts: CorpusTexts) -> None:
    (found,) = resolved(texts, case(kind="compare", ticks=[5], facts=[["code"]]))
    assert {each.needed for each in found.evidence} == {False}


@pytest.mark.parametrize(
    ("start", "end", "shows", "touches"),
    [
        (10, 19, True, True),
        (10, 20, True, True),
        (9, 21, True, True),
        (10, 18, False, True),  # a part of the words
        (11, 19, False, True),
        (11, 20, False, True),
        (12, 13, False, True),
        (9, 18, False, False),  # a part and something else
        (11, 21, False, False),
        (20, 30, False, False),
        (0, 10, False, False),
    ],
)
def test_a_citation_shows_words_that_it_holds_and_touches_those_it_is_part_of(
    start: int, end: int, shows: bool, touches: bool
) -> None:
    expected = ExpectedWords(Words("d", 10, 20), Words("d", 10, 19))
    assert expected.shown_by(Words("d", start, end)) is shows
    assert expected.touched_by(Words("d", start, end)) is touches
    assert not expected.shown_by(Words("e", start, end))
    assert not expected.touched_by(Words("e", start, end))


def test_another_set_that_is_as_right_is_taken_where_it_is_given(texts: CorpusTexts) -> None:
    others = [{"organizations": ["beta"], "not_stated": ["alpha"]}, {"organizations": []}]
    (found,) = resolved(texts, case(organizations=["alpha"], or_sets=others, not_stated=["gamma"]))
    assert found.answered_by(frozenset({"beta"})).organizations == {"beta"}
    assert found.answered_by(frozenset()).organizations == frozenset()
    assert found.answered_by(frozenset({"beta"})).not_stated == {"alpha"}
    for wrong in (frozenset({"gamma"}), frozenset({"alpha", "beta"}), None):
        assert found.answered_by(wrong).organizations == {"alpha"}
    assert "no organization" in problem(texts, case(organizations=["alpha"], or_sets=[{"organizations": ["nobody"]}]))
