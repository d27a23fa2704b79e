from __future__ import annotations

import pytest

from corpus.near_names import NearNames
from corpus.organizations import load_registry


@pytest.fixture(scope="module")
def near() -> NearNames:
    return NearNames(load_registry())


def found(near: NearNames, text: str) -> list[tuple[list[str], str]]:
    return [([o.id for o in each.organizations], text[each.start : each.end]) for each in near.in_text(text)]


@pytest.mark.parametrize(
    ("text", "organization", "said"),
    [
        ("Did the Candian Border Services Agency reply?", "cbsa", "Candian Border Services Agency"),
        ("did the candian border services agency reply", "cbsa", "candian border services agency"),
        ("the Imigration and Refugee Board", "irb", "Imigration and Refugee Board"),
        ("Heatlh Canada", "health", "Heatlh Canada"),
        ("Helth Canda", "health", "Helth Canda"),
        ("Departement of Justice", "justice", "Departement of Justice"),
        ("Public Service and Procurement Canada", "pspc", "Public Service and Procurement Canada"),
        ("the RCMP External Reviw Committee", "rcmp-erc", "RCMP External Reviw Committee"),
        ("FINTRACK", "fintrac", "FINTRACK"),
        ("the Mountis", "rcmp", "Mountis"),
        ("l’Agence du revenus du Canada", "cra", "Agence du revenus du Canada"),
        ("Parc Canada", "parks", "Parc Canada"),
        ("Statistiqe Canada", "statcan", "Statistiqe Canada"),
        (
            "la Comission de l’immigration et du statut de réfugié",
            "irb",
            "Comission de l’immigration et du statut de réfugié",
        ),
    ],
)
def test_a_mistyped_name_is_found_where_it_stands(near: NearNames, text: str, organization: str, said: str) -> None:
    assert found(near, text) == [([organization], said)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada Border Services Agency, Parks Canada and the CBSA",  # as registered: there, not near
        "it cannot be sent from the Pacific region",
        "the minister of Justice; le ministre du Patrimoine",
        "coast guards, parole boards and film boards",
        "human right, public service, national defence staff",
        "CBAS, CRX and RCPM",
        "health training, parks, transport of goods, justice",
    ],
)
def test_ordinary_words_and_acronyms_are_not_mended(near: NearNames, text: str) -> None:
    assert found(near, text) == []


@pytest.mark.parametrize(
    ("name", "organization"),
    [("Agence de revenu Canada", "cra"), ("Canadian Food Inspections Agency", "cfia")],
)
def test_a_name_that_only_small_words_tell_from_another_is_surely_it(
    near: NearNames, name: str, organization: str
) -> None:
    nearest = near.nearest(name)
    assert nearest.sure
    assert nearest.organizations[0].id == organization


@pytest.mark.parametrize(
    ("name", "organization"),
    [
        ("Ontario Human Rights Commission", "chrc"),
        ("European Space Agency", "csa"),
        ("Canadian Border Security Agency", "cbsa"),
        ("Agence canadienne des frontières", "cbsa"),
        ("CBAS", "cbsa"),
    ],
)
def test_a_name_like_another_may_be_meant_for_it_and_is_never_taken_for_it(
    near: NearNames, name: str, organization: str
) -> None:
    nearest = near.nearest(name)
    assert not nearest.sure
    assert organization in [each.id for each in nearest.organizations]


@pytest.mark.parametrize("name", ["Ministry of Silly Walks", "Galactic Customs Agency", "XYZ", "ministère de la magie"])
def test_nothing_is_near_a_name_that_is_like_none(near: NearNames, name: str) -> None:
    assert near.nearest(name).organizations == ()
