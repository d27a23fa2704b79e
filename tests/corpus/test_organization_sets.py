from __future__ import annotations

import pytest

from corpus.organization_sets import OrganizationSets
from corpus.organizations import load_registry
from corpus.types import Language


@pytest.fixture(scope="module")
def sets() -> OrganizationSets:
    return OrganizationSets(load_registry())


@pytest.mark.parametrize(
    ("language", "text", "said", "members"),
    [
        ("en", "How many regional development agencies replied?", "regional development agencies", {"acoa", "fednor"}),
        ("en", "which of the tribunals replied", "tribunals", {"irb", "chrt", "vrab"}),
        ("en", "compare the granting councils", "granting councils", {"nserc", "sshrc", "cihr"}),
        ("en", "do the central agencies train?", "central agencies", {"pco", "tbs", "finance"}),
        ("en", "the agents of parliament", "agents of parliament", {"oag", "opc"}),
        ("en", "the security and intelligence agencies", "security and intelligence agencies", {"csis", "cse"}),
        ("en", "which museums replied", "museums", {"cmn", "ngc"}),
        ("en", "the RCMP’s review bodies", "RCMP’s review bodies", {"crcc", "rcmp-erc"}),
        ("en", "Did INAC reply?", "INAC", {"cirnac", "isc"}),
        ("en", "who among the tribunals replied", "tribunals", {"irb"}),
        ("en", "which organizations other than the tribunals replied", "tribunals", {"irb"}),
        ("fr", "Quels tribunaux administratifs ont répondu?", "tribunaux administratifs", {"irb", "cta"}),
        ("fr", "les organismes subventionnaires", "organismes subventionnaires", {"nserc", "sshrc", "cihr"}),
        ("fr", "Parmi les organismes centraux, lesquels", "organismes centraux", {"pco", "tbs", "finance"}),
        ("fr", "combien d’agences de développement régional", "agences de développement régional", {"acoa", "ced"}),
        ("fr", "Affaires autochtones et du Nord Canada", "Affaires autochtones et du Nord Canada", {"cirnac", "isc"}),
    ],
)
def test_a_group_means_the_organizations_that_the_data_gives_it(
    sets: OrganizationSets, language: Language, text: str, said: str, members: set[str]
) -> None:
    (found,) = sets.in_text(text, language)
    assert text[found.start : found.end] == said
    assert members <= {each.id for each in found.organizations}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "which departments replied"),  # in everyday speech: all organizations
        ("en", "which organizations mention museums"),
        ("en", "who speaks of Crown corporations"),
        ("en", "visits to museums"),
        ("en", "who talks about Indigenous affairs"),
        ("fr", "quels organismes parlent de sociétés d’État"),
        ("fr", "qui parle des affaires autochtones"),
        ("fr", "quels ministères ont répondu"),
    ],
)
def test_words_for_all_and_groups_that_are_spoken_of_limit_nothing(
    sets: OrganizationSets, language: Language, text: str
) -> None:
    assert sets.in_text(text, language) == ()


@pytest.mark.parametrize(
    ("name", "is_a_group"),
    [
        ("the tribunals", True),
        ("Tribunals", True),
        ("les tribunaux", True),
        ("tribunals in Ottawa", False),
        ("Health Canada", False),
        ("", False),
    ],
)
def test_a_group_is_called_by_its_whole_name_alone(sets: OrganizationSets, name: str, is_a_group: bool) -> None:
    assert bool(sets.named(name)) is is_a_group
