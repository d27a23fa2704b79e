from typing import Any

import pytest

from evals.records import AnswerRecord
from evals.score.given import Given, GivenCell, GivenCitation, given
from evals.score.places import Places
from evals.texts import Words


@pytest.fixture
def answer(places: Places) -> Any:
    def make(**fields: Any) -> Given:
        return given(AnswerRecord.model_validate({"id": "c1", **fields}), places)

    return make


def row(organization: str, state: str = "matching", **more: Any) -> dict[str, Any]:
    return {"organization": organization, "state": state, **more}


def coverage(matching: int) -> dict[str, int]:
    return {"organizations": 3, "matching": matching, "not_matching": 3 - matching, "not_stated": 0}


def test_the_set_is_the_rows_that_match(answer: Any) -> None:
    rows = [row("Alpha Agency"), row("?", organization_id="beta"), row("Conseil Gamma", "not_stated")]
    found = answer(rows=rows, organizations=["gamma"])
    assert found.organizations == {"alpha", "beta"}
    assert found.states == {"alpha": ("matching",), "beta": ("matching",), "gamma": ("not_stated",)}


def test_without_rows_the_set_is_the_organizations_named(answer: Any) -> None:
    assert answer(organizations=["AA", "beta"]).organizations == {"alpha", "beta"}
    assert answer(organizations=[]).organizations == frozenset()
    assert answer(rows=[], organizations=["AA"]).organizations == {"alpha"}


def test_an_answer_that_gives_no_set_has_none(answer: Any) -> None:
    assert answer(text="See below.").organizations is None
    assert answer(rows=[]).organizations is None
    assert answer(count=0).organizations == frozenset()
    assert answer(coverage=coverage(0)).organizations == frozenset()


def test_silence_gives_no_set(answer: Any) -> None:
    assert answer(abstained=True, organizations=["AA"]).organizations is None
    assert answer(kind="clarify", rows=[row("AA")]).organizations is None


def test_unknown_organizations_count_each_and_equal_no_id(answer: Any) -> None:
    found = answer(rows=[row("Omega"), row("Psi"), row("Beta Board", organization_id="alpha"), row("AA")])
    assert found.organizations == {"? Omega", "? Psi", "?alpha Beta Board", "alpha"}
    assert answer(organizations=["Omega"]).organizations == {"? Omega"}


def test_an_organization_in_two_rows_has_two_states(answer: Any) -> None:
    found = answer(rows=[row("AA"), row("alpha", "not_matching")])
    assert found.states == {"alpha": ("matching", "not_matching")}
    assert found.organizations == {"alpha"}


@pytest.mark.parametrize(
    ("fields", "silent", "closest"),
    [
        ({}, False, False),
        ({"abstained": True}, True, False),
        ({"kind": "clarify"}, True, False),
        ({"kind": "abstain"}, False, False),  # only its name says so
        ({"confidence": "stated"}, False, False),
        ({"confidence": "closest"}, False, True),
        ({"confidence": "closest", "abstained": True}, True, False),
    ],
)
def test_silence_and_the_closest_passage_are_told_apart(
    answer: Any, fields: dict[str, Any], silent: bool, closest: bool
) -> None:
    found = answer(**fields)
    assert (found.silent, found.closest) == (silent, closest)


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"coverage": coverage(2), "count": 1, "rows": [row("AA")]}, 2),
        ({"count": 5, "rows": [row("AA")]}, 5),
        ({"count": 0, "organizations": ["AA"]}, 0),
        ({"rows": [row("AA"), row("beta"), row("gamma", "not_matching")]}, 2),
        ({"organizations": ["AA", "alpha"]}, 1),
        ({}, 0),
        ({"abstained": True, "organizations": ["AA"]}, 0),
    ],
)
def test_the_number_is_that_of_the_coverage_else_the_count_else_the_set(
    answer: Any, fields: dict[str, Any], number: int
) -> None:
    assert answer(**fields).number == number


def test_cells_know_their_row(answer: Any) -> None:
    cells = [{"item": 5, "citation": 2}, {"item": 6}]
    found = answer(rows=[row("AA", "not_matching", cells=cells), row("beta", cells=[{"item": 5, "citation": 1}])])
    assert found.cells == (
        GivenCell("alpha", "not_matching", 5, 2),
        GivenCell("alpha", "not_matching", 6, None),
        GivenCell("beta", "matching", 5, 1),
    )


def cited(answer: Any, **fields: Any) -> GivenCitation:
    (citation,) = answer(citations=[{"quote": "", **fields}]).citations
    return citation


def test_a_citation_with_offsets_stands_there(answer: Any, places: Places) -> None:
    text = places.texts.by_document["alpha-en"].text
    start = text.index("adopted")
    fields = {"document": "alpha-en", "start": start, "end": start + 7, "item": 5, "n": 4}
    found = cited(answer, quote="adopted", organization="Alpha Agency", organization_id="alpha", **fields)
    place = Words("alpha-en", start, start + 7)
    assert found == GivenCitation(4, "alpha", 5, "adopted", (place,), True, (place,))


@pytest.mark.parametrize(
    ("quote", "shift_start", "shift_end", "exact"),
    [
        ("adopted", 0, 0, True),
        ("adopted", 1, 1, False),
        ("adopted", 0, 1, False),
        ("Adopted", 0, 0, False),
        ("adopted ", 0, 1, True),
        ("", 0, -7, False),  # no words, no quotation
    ],
)
def test_offsets_must_give_the_words_to_the_character(
    answer: Any, places: Places, quote: str, shift_start: int, shift_end: int, exact: bool
) -> None:
    start = places.texts.by_document["alpha-en"].text.index("adopted")
    offsets = {"start": start + shift_start, "end": start + 7 + shift_end}
    assert cited(answer, document="alpha-en", quote=quote, **offsets).exact is exact


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, 10_000), (-5, -1), (0, -1)])
def test_offsets_outside_of_the_text_are_no_place(answer: Any, places: Places, start: int, end: int) -> None:
    text = places.texts.by_document["beta-en"].text
    found = cited(answer, document="beta-en", quote=text[start:end] or "x", start=start, end=end)
    assert found.places == ()
    assert not found.exact


def test_the_whole_text_is_a_place(answer: Any, places: Places) -> None:
    text = places.texts.by_document["beta-en"].text
    found = cited(answer, document="beta-en", quote=text, start=0, end=len(text))
    assert found.places == (Words("beta-en", 0, len(text)),)
    assert found.exact
    assert cited(answer, document="beta-en", quote=text, start=0, end=len(text) + 1).places == ()


def test_without_offsets_the_words_are_looked_for(answer: Any, places: Places) -> None:
    text = places.texts.by_document["beta-en"].text
    first, second = text.index("N/A"), text.rindex("N/A")
    anywhere = cited(answer, organization="Beta Board", quote="N/A")
    assert anywhere.places == (Words("beta-en", first, first + 3), Words("beta-en", second, second + 3))
    assert cited(answer, organization="Beta Board", quote="N/A", item=12).places == anywhere.places[1:]
    assert cited(answer, organization="Beta Board", quote="N/A", item=6).places == anywhere.places
    assert cited(answer, organization="Beta Board", quote="N/A", start=4).places == anywhere.places
    assert cited(answer, organization="Beta Board", quote="N/A", end=4).places == anywhere.places
    assert cited(answer, document="beta-en", quote="N/A").places == anywhere.places
    assert cited(answer, organization="Omega", quote="N/A").places == ()


def test_without_offsets_white_space_may_differ_but_is_not_exact(answer: Any) -> None:
    found = cited(answer, organization="AA", quote="The code was adopted in April 2024")
    assert len(found.places) == 1
    assert not found.exact
    assert cited(answer, organization="AA", quote="The code was\nadopted in April\u00a02024").exact
    assert not cited(answer, organization="AA", quote="").exact
    assert not cited(answer, quote="code").exact


def test_words_under_another_item_than_the_citation_names_are_not_shown(answer: Any, places: Places) -> None:
    text = places.texts.by_document["alpha-en"]
    start = text.text.index("adopted")
    for fields in ({"quote": "adopted"}, {"quote": "adopted", "start": start, "end": start + 7}):
        found = {item: cited(answer, document="alpha-en", item=item, **fields) for item in (None, 5, 6, 9)}
        assert [bool(each.shown) for each in found.values()] == [True, True, False, False]
        assert all(each.places and each.exact for each in found.values())


def test_a_citation_over_two_items_is_shown_under_either(answer: Any, places: Places) -> None:
    text = places.texts.by_document["alpha-en"].text
    start, end = text.index("review)"), text.index("Dedicated")
    fields = {"document": "alpha-en", "quote": text[start:end], "start": start, "end": end}
    found = {item: bool(cited(answer, item=item, **fields).shown) for item in (5, 6, 12)}
    assert found == {5: True, 6: True, 12: False}


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Le code parut", ""),
        ("le CODE", "Le code"),
        ("« Le code » ... 2023", "« Le code »|2023"),
        ("« Le code » […] en 2023.", "« Le code »|en 2023."),
        ("… « Le code »…", "« Le code »"),
        ("Le code … parut en 2022", ""),  # each part must be there
        ("...", ""),
    ],
)
def test_an_outsiders_quotation_is_found_however_it_is_typed_and_stays_inexact(
    answer: Any, places: Places, quote: str, found: str
) -> None:
    text = places.texts.by_document["gamma-fr"].text
    citation = cited(answer, organization="gamma", quote=quote)
    shown = [text[place.start : place.end] for place in citation.places]
    assert "|".join(shown) == found
    assert not citation.exact


def test_offsets_lead_to_words_that_are_typed_otherwise_too(answer: Any) -> None:
    fields = {"document": "gamma-fr", "start": 0, "end": len("Conseil Gamma")}
    assert cited(answer, quote="conseil\u00a0gamma", **fields).places == (Words("gamma-fr", 0, 13),)
    assert not cited(answer, quote="conseil\u00a0gamma", **fields).exact
    assert cited(answer, quote="conseil", **fields).places == ()


@pytest.mark.parametrize(
    ("fields", "only_number"),
    [
        ({"count": 2}, True),
        ({"coverage": coverage(2)}, True),
        ({"count": 2, "rows": []}, True),
        ({"count": 2, "organizations": []}, False),
        ({"count": 2, "rows": [row("AA")]}, False),
        ({}, False),
    ],
)
def test_a_number_without_a_list_is_told_apart(answer: Any, fields: dict[str, Any], only_number: bool) -> None:
    assert answer(**fields).only_number is only_number


def test_words_are_looked_for_in_the_texts_of_the_language_if_there_is_one(answer: Any) -> None:
    def documents(**fields: Any) -> list[str]:
        return [place.document for place in cited(answer, quote="2024", **fields).places]

    assert documents(organization="AA") == ["alpha-en", "alpha-fr"]
    assert documents(organization="AA", language="fr") == ["alpha-fr"]
    assert documents(organization="AA", language="fr", document="alpha-en") == ["alpha-en"]
    assert documents(organization="AA", document="unknown") == ["alpha-en", "alpha-fr"]
    assert [each.document for each in cited(answer, quote="N/A", organization="beta", language="fr").places] == [
        "beta-en"
    ] * 2


def test_offsets_without_a_document_are_of_the_text_that_has_the_words_there(answer: Any, places: Places) -> None:
    start = places.texts.by_document["alpha-fr"].text.index("avril 2024")
    offsets = {"start": start, "end": start + 10}
    found = cited(answer, organization="AA", quote="avril 2024", **offsets)
    assert found.places == (Words("alpha-fr", start, start + 10),)
    assert found.exact
    assert cited(answer, organization="AA", quote="mai 2024", **offsets).places == ()
    beta = cited(answer, organization="beta", quote="not there", start=2, end=5)
    assert (beta.places, beta.exact) == ((), False)  # what is read is the quotation, not what its offsets lead to


@pytest.mark.parametrize(
    ("fields", "organization"),
    [
        ({"document": "alpha-en"}, "alpha"),
        ({"document": "alpha-en", "organization": "Agence Alpha"}, "alpha"),
        ({"document": "alpha-en", "organization_id": "alpha"}, "alpha"),
        ({"document": "alpha-en", "organization": "Beta Board"}, None),
        ({"document": "alpha-en", "organization_id": "beta"}, None),
        ({"document": "alpha-en", "organization_id": "alpha", "organization": "Beta Board"}, None),
        ({"document": "alpha-en", "organization": "Omega"}, None),
        ({"document": "unknown", "organization": "Beta Board"}, "beta"),
        ({"organization": "Beta Board", "organization_id": "alpha"}, None),
        ({"organization": "Omega"}, None),
        ({}, None),
    ],
)
def test_a_citations_organization_must_be_that_of_its_document(
    answer: Any, fields: dict[str, Any], organization: str | None
) -> None:
    assert cited(answer, **fields).organization == organization


def test_offsets_into_a_document_that_nobody_knows_are_never_exact(answer: Any, places: Places) -> None:
    quote = places.texts.by_document["beta-en"].text[2:5]
    fields = {"organization": "beta", "document": "unknown", "quote": quote}
    assert not cited(answer, **fields, start=2, end=5).exact
    assert cited(answer, **fields).exact


def test_citations_without_numbers_are_numbered_in_order(answer: Any) -> None:
    found = answer(citations=[{"quote": "a"}, {"quote": "b"}, {"quote": "c", "n": 1}]).citations
    assert [each.number for each in found] == [1, 2, 1]


def test_hits_are_places_too(answer: Any, places: Places) -> None:
    hits = [
        {"document": "beta-en", "start": 2, "end": 5},
        {"organization": "Beta Board", "item": 12, "quote": "N/A"},
        {"organization": "AA", "language": "fr", "quote": "avril 2024"},
        {"organization": "Omega", "quote": "N/A"},
        {"organization": "AA", "language": "fr", "quote": "2024"},
    ]
    found = answer(hits=hits).hits
    assert [[place.document for place in each] for each in found] == [
        ["beta-en"],
        ["beta-en"],
        ["alpha-fr"],
        [],
        ["alpha-fr"],
    ]
    assert found[0] == (Words("beta-en", 2, 5),)
    assert found[1][0].start == places.texts.by_document["beta-en"].text.rindex("N/A")
    assert answer().hits is None
    assert answer(hits=[]).hits == ()
