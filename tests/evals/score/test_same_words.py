from typing import Any

from evals.cases import Case
from evals.score.evidence import ExpectedEvidence, ExpectedWords, ResolvedCase
from evals.score.same_words import wordings
from evals.texts import Words


def case(id: str, *spans: tuple[int, int], document: str = "d", needed: bool = True, **more: Any) -> ResolvedCase:
    """A look-up that needs those places, each as evidence of its own."""
    fields = {"kind": "lookup", "language": "en", "question": "Q?", "split": "dev", "author": "me", "facts": [["x"]]}
    words = [Words(document, start, end) for start, end in spans]
    evidence = tuple(ExpectedEvidence("o", 5, needed, (ExpectedWords(each, each),), 1) for each in words)
    return ResolvedCase(Case.model_validate({"id": id, **fields, **more}), None, None, evidence, 1)


def test_look_ups_of_overlapping_words_share_a_wording() -> None:
    cases = [case("a", (0, 10)), case("b", (50, 60)), case("c", (9, 20)), case("d", (20, 30)), case("e", (52, 53))]
    assert wordings(cases) == {
        "a": "same words 1",
        "b": "same words 2",
        "c": "same words 1",
        "d": None,
        "e": "same words 2",
    }


def test_one_shared_place_of_several_is_enough_and_leads_on() -> None:
    cases = [case("a", (0, 10), (100, 110)), case("b", (105, 120), (300, 310)), case("c", (300, 301))]
    assert set(wordings(cases).values()) == {"same words 1"}


def test_a_long_quotation_holds_together_what_stands_in_it() -> None:
    cases = [case("a", (0, 100)), case("b", (5, 10)), case("c", (50, 60)), case("d", (100, 110))]
    assert wordings(cases) == {"a": "same words 1", "b": "same words 1", "c": "same words 1", "d": None}


def test_places_of_other_documents_do_not_overlap() -> None:
    assert set(wordings([case("a", (0, 10)), case("b", (0, 10), document="e")]).values()) == {None}


def test_a_place_that_does_as_well_counts_too() -> None:
    one = case("a", (0, 10))
    either = ExpectedWords(Words("e", 0, 9), Words("e", 0, 9))
    both = ExpectedEvidence("o", 5, True, (*one.evidence[0].places, either), 1)
    french = ResolvedCase(one.case, None, None, (both,), 1)
    assert set(wordings([french, case("b", (3, 4), document="e")]).values()) == {"same words 1"}


def test_a_wording_of_its_own_stays_and_joins_nobody() -> None:
    cases = [case("a", (0, 10), wording="w"), case("b", (0, 10))]
    assert wordings(cases) == {"a": "w", "b": None}


def test_other_kinds_and_evidence_that_is_not_needed_join_nobody() -> None:
    kinds = [case(kind, (0, 10), kind=kind) for kind in ("compare", "overview", "rank")]
    assert set(wordings([*kinds, case("a", (0, 10)), case("b", (0, 10), needed=False)]).values()) == {None}


def test_a_case_that_needs_one_place_twice_is_alone() -> None:
    assert wordings([case("a", (0, 10), (5, 20))]) == {"a": None}
