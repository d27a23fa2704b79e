from __future__ import annotations

import pytest

from corpus.near_names import NearNames
from corpus.organizations import load_registry
from corpus.partial_names import PartialNames
from corpus.types import Language


@pytest.fixture(scope="module")
def partial() -> PartialNames:
    registry = load_registry()
    return PartialNames(registry, NearNames(registry))


@pytest.mark.parametrize(
    ("language", "text", "said", "organizations"),
    [
        ("en", "Did the review board reply?", "review board", {"vrab", "pmprb", "ccperb"}),
        ("en", "the complaints commission", "complaints commission", {"mpcc", "crcc"}),
        ("en", "what did the immigration department say", "immigration department", {"ircc"}),
        ("en", "the health agency", "health agency", {"phac"}),
        ("en", "the heath department", "heath department", {"health"}),
        ("en", "Did Parks reply?", "Parks", {"parks"}),
        ("en", "what does Fisheries and Oceans say", "Fisheries and Oceans", {"dfo"}),
        ("en", "and at Justice?", "Justice", {"justice"}),
        ("fr", "Est-ce que Parcs a répondu?", "Parcs", {"parks"}),
        ("en", "the research council", "research council", {"nrc", "nserc", "sshrc"}),
        ("fr", "le comité d’examen a-t-il répondu", "comité d’examen", {"rcmp-erc", "mgerc"}),
        ("fr", "la commission des plaintes a-t-elle répondu", "commission des plaintes", {"mpcc", "crcc"}),
        ("fr", "le conseil de recherches", "conseil de recherches", {"nrc", "nserc", "sshrc"}),
    ],
)
def test_a_part_fits_every_name_that_has_its_words_in_order(
    partial: PartialNames, language: Language, text: str, said: str, organizations: set[str]
) -> None:
    (found,) = partial.in_text(text, language)
    assert text[found.start : found.end] == said
    assert {each.id for each in found.organizations} == organizations
    assert not found.alone


@pytest.mark.parametrize(("language", "text"), [("en", "Did the commission reply?"), ("fr", "Que dit la commission?")])
def test_a_word_that_is_alone_fits_all_of_its_kind(partial: PartialNames, language: Language, text: str) -> None:
    (found,) = partial.in_text(text, language)
    assert found.alone
    assert {"chrc", "mpcc"} <= {each.id for each in found.organizations}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a review board; the executive committee; the board of directors"),
        ("en", "the agency, the department and the council"),
        ("en", "was the code approved by the commission"),
        ("en", "Parks have benches; what does justice mean for health and transport?"),
        ("en", "the ethics committee and the values and ethics office"),
        ("fr", "le comité de direction, le conseil de gestion, le conseil d’administration"),
        ("fr", "l’agence et le ministère"),
        ("fr", "la Commission des plaintes relatives à la Garde portuaire"),  # another's, which goes on
        ("fr", "le Conseil de recherches en mycologie"),
    ],
)
def test_phrases_of_any_organization_are_no_part_of_a_name(
    partial: PartialNames, language: Language, text: str
) -> None:
    assert partial.in_text(text, language) == ()
