from pathlib import Path

import pytest

from corpus.errors import DataFileError
from corpus.organizations import Registry, load_registry
from corpus.types import Language

SOURCES = Path(__file__).parents[2] / "corpus" / "data" / "sources.tsv"
SOURCE_LINES = [line.split("\t")[:2] for line in SOURCES.read_text(encoding="utf-8").splitlines()[1:]]

ENTRY = """
[[organization]]
id = "{id}"
kind = "agency"
official = {{ en = "{en}", fr = "{fr}" }}
"""
LUNAR = ENTRY.format(id="lunar", en="Lunar Agency of Canada", fr="Agence lunaire du Canada")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def found(registry: Registry, text: str) -> list[tuple[str, str]]:
    return [(match.organization.id, text[match.start : match.end]) for match in registry.found_in(text)]


def file_with(folder: Path, text: str) -> Path:
    path = folder / "organizations.toml"
    path.write_text('kinds = ["agency"]\n' + text, encoding="utf-8")
    return path


# --- the shipped data


@pytest.mark.parametrize(("language", "name"), SOURCE_LINES)
def test_every_published_name_resolves_and_is_found_whole(registry: Registry, language: Language, name: str) -> None:
    organization = registry.named(name)
    assert organization is not None
    names = (
        organization.official.of(language),
        organization.applied.of(language),
        organization.short.of(language),
        *organization.other_names.of(language),
    )
    assert any(name in (each, each + " Canada", each + " of Canada") for each in names)
    assert found(registry, f"{name}: code?") == [(organization.id, name)]


def test_the_registry_covers_the_federal_organizations(registry: Registry) -> None:
    assert len(registry.organizations) >= 160
    assert all(each.known and each.kind for each in registry.organizations)


def test_no_two_organizations_share_a_name(registry: Registry) -> None:
    owners: dict[tuple[str, ...], set[int]] = {}
    for name in registry.names:
        owners.setdefault(name.key, set()).add(name.owner)
    assert [key for key, who in owners.items() if len(who) > 1] == []


def test_every_registered_name_is_found_as_its_own(registry: Registry) -> None:
    astray = []
    for name in registry.names:
        organization = registry.organizations[name.owner]
        if [each for each, _ in found(registry, f"x {name.words.printed} x")] != [organization.id]:
            astray.append(name.words.printed)
    assert astray == []


# --- names as a whole


@pytest.mark.parametrize(
    ("printed", "organization"),
    [
        ("CANADA BORDER SERVICES AGENCY", "cbsa"),
        ("The Canada Border Services Agency (CBSA)", "cbsa"),
        ("L’Agence des services frontaliers du Canada", "cbsa"),
        ("Agence des services frontaliers", "cbsa"),
        ("Crown\u2011Indigenous\u00a0Relations & Northern Affairs Canada", "cirnac"),
        ("Immigration and Refugee Board", "irb"),
        ("Department of National Defence Canada", "dnd"),
        ("Ecole de la fonction publique du Canada", "csps"),
        ("Tribunal des anciens combattants (révision et appel)", "vrab"),
        ("cisr", "irb"),
    ],
)
def test_spelling_articles_and_a_closing_canada_do_not_matter(
    registry: Registry, printed: str, organization: str
) -> None:
    found_organization = registry.named(printed)
    assert found_organization is not None
    assert found_organization.id == organization


@pytest.mark.parametrize("printed", ["", "Canada", "Health", "Galactic Customs Agency", "Agency of Canada"])
def test_other_names_name_nobody(registry: Registry, printed: str) -> None:
    assert registry.named(printed) is None


# --- names in a text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one name inside another
        (
            "Royal Canadian Mounted Police External Review Committee, then the Royal Canadian Mounted Police",
            [
                ("rcmp-erc", "Royal Canadian Mounted Police External Review Committee"),
                ("rcmp", "Royal Canadian Mounted Police"),
            ],
        ),
        (
            "the Civilian Review and Complaints Commission for the RCMP",
            [("crcc", "Civilian Review and Complaints Commission for the RCMP")],
        ),
        (
            "Office of the National Defence and Canadian Armed Forces Ombudsman",
            [("dnd-ombud", "Office of the National Defence and Canadian Armed Forces Ombudsman")],
        ),
        ("the Treasury Board of Canada Secretariat", [("tbs", "Treasury Board of Canada Secretariat")]),
        # commas
        (
            "Immigration, Refugees and Citizenship Canada or the Immigration and Refugee Board of Canada",
            [
                ("ircc", "Immigration, Refugees and Citizenship Canada"),
                ("irb", "Immigration and Refugee Board of Canada"),
            ],
        ),
        (
            "Housing, Infrastructure, and Communities Canada",
            [("hicc", "Housing, Infrastructure, and Communities Canada")],
        ),
        ("Health, Canada", []),
        ("Parks Canada, Health Canada", [("parks", "Parks Canada"), ("health", "Health Canada")]),
        # line ends and paragraphs
        ("Canada Border\nServices Agency", [("cbsa", "Canada Border\nServices Agency")]),
        ("Health\n\nCanada", []),
        # acronyms, possessives, elisions
        ("CBSA's and IRB’s codes", [("cbsa", "CBSA"), ("irb", "IRB")]),
        ("did cbsa or the irb update", [("cbsa", "cbsa"), ("irb", "irb")]),
        ("l'ASFC, de l’ASFC, d’EDSC, la CISR", [("cbsa", "ASFC"), ("cbsa", "ASFC"), ("esdc", "EDSC"), ("irb", "CISR")]),
        ("SCBSAX cbsax", []),
        # words that are also acronyms or titles
        ("what wage, by the lac, in every cas, rec, sac, arc, bec, fin", []),
        ("WAGE, LAC and CAS", [("wage", "WAGE"), ("lac", "LAC"), ("cas", "CAS")]),
        ("they invest in Canada for public safety and natural resources", []),
        (
            "Public Safety and Invest in Canada",
            [("public-safety", "Public Safety"), ("invest-in-canada", "Invest in Canada")],
        ),
        ("shared services and climate change", []),
        # another's name that ends like one of ours
        ("the European Space Agency and the Ontario Human Rights Commission", []),
        (
            "Does the Space Agency? Outline Border Services’ code",
            [("csa", "Space Agency"), ("cbsa", "Border Services")],
        ),
        # everyday names
        ("Border Services", [("cbsa", "Border Services")]),
        ("les services frontaliers", [("cbsa", "services frontaliers")]),
        ("the Mounties and StatsCan", [("rcmp", "Mounties"), ("statcan", "StatsCan")]),
        ("the Ministry of Justice", [("justice", "Ministry of Justice")]),
        ("the Canadian Armed Forces", [("dnd", "Canadian Armed Forces")]),
        ("", []),
    ],
)
def test_the_longest_names_are_found_where_they_stand(
    registry: Registry, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(registry, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue Canada, Industry Canada", [("cra", "former"), ("ised", "former")]),
        ("HRSDC, HRDC and DFAIT", [("esdc", "former"), ("esdc", "former"), ("gac", "former")]),
        ("Citoyenneté et Immigration Canada, Condition féminine Canada", [("ircc", "former"), ("wage", "former")]),
        ("CIDA; l’ACDI; Passport Canada", [("gac", "absorbed"), ("gac", "absorbed"), ("ircc", "absorbed")]),
        ("the tax people and the border people", [("cra", "nickname"), ("cbsa", "nickname")]),
        ("les gens de l’impôt, la police montée", [("cra", "nickname"), ("rcmp", "nickname")]),
        ("the food inspectors and the central bank", [("cfia", "nickname"), ("boc", "nickname")]),
        ("Environment Canada, StatCan, the Mounties", [("eccc", "own"), ("statcan", "own"), ("rcmp", "own")]),
    ],
)
def test_a_name_is_known_for_what_it_is_to_its_organization(
    registry: Registry, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.organization.id, each.kind) for each in registry.found_in(text)] == expected


def test_people_do_not_become_organizations_where_no_nickname_is_meant(registry: Registry) -> None:
    assert found(registry, "people in tax, people at the border") == []
    assert found(registry, "Galactic Customs Agency") == []
    assert found(registry, "who speaks of veterans; qui parle des anciens combattants") == []


def test_offsets_count_characters_of_the_untouched_text(registry: Registry) -> None:
    text = "Le cœur de l’e\u0301quipe : l’École de la fonction publique du Canada."
    (match,) = registry.found_in(text)
    assert text[match.start : match.end] == "École de la fonction publique du Canada"


# --- unknown organizations


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Did the Ministry of Silly Walks update its code?", ["Ministry of Silly Walks"]),
        ("en", "what did the ministry of silly walks say?", ["ministry of silly walks"]),
        ("en", "Compare the CBSA and the Galactic Customs Agency.", ["Galactic Customs Agency"]),
        ("en", "the Lunar Museum of Canada", ["Lunar Museum of Canada"]),
        ("en", "Department of Magic and Health Canada", ["Department of Magic"]),
        ("en", "the Canadian Potato Board", ["Canadian Potato Board"]),
        ("en", "What does Galactic Affairs Canada do?", ["Galactic Affairs Canada"]),
        ("en", "Did XYZA or CBSA update?", ["XYZA"]),
        ("en", "What of the European Space Agency?", ["European Space Agency"]),
        ("en", "Did Narnia Border Services respond?", ["Narnia Border Services"]),
        ("fr", "l’Agence lunaire du Canada a-t-elle revu son code?", ["Agence lunaire du Canada"]),
        ("fr", "Que dit le ministère de la magie?", ["ministère de la magie"]),
        ("fr", "la Commission des pommes de terre", ["Commission des pommes de terre"]),
        ("fr", "Affaires galactiques Canada a-t-il répondu?", ["Affaires galactiques Canada"]),
    ],
)
def test_unknown_organizations_are_noticed(
    registry: Registry, language: Language, text: str, expected: list[str]
) -> None:
    possible = registry.possible_organizations(text, language)
    assert [each.text for each in possible] == expected
    assert all(text[each.start : each.end] == each.text for each in possible)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the Code of Conduct and the Values and Ethics Office"),
        ("en", "Public Service Employee Survey (PSES), COI, GBA Plus, HR, EX and AI"),
        ("en", "the Office of the Ombudsman of the Canada Border Services Agency"),
        ("en", "which department of the organization, which agency, which agencies"),
        ("en", "a department for training; our Agency; each Federal Agency"),
        ("en", "WHICH ORGANIZATIONS DID NOT UPDATE"),
        ("en", "which organizations did NOT update, in ALL of Canada?"),
        ("en", "an Employee Assistance Scheme (EASC), the EASC"),
        ("en", "in Atlantic Canada. Does Canada have one?"),
        ("fr", "Le Conseil de direction, le Bureau des valeurs et de l’éthique, le Centre d’expertise"),
        ("fr", "L’Agence organise des séances. L’Agence indique que le ministère a revu le code."),
        ("fr", "l’Agence des services frontaliers du Canada au Canada"),
    ],
)
def test_ordinary_phrases_are_no_organizations(registry: Registry, language: Language, text: str) -> None:
    assert registry.possible_organizations(text, language) == ()


@pytest.mark.parametrize(
    "path", sorted((SOURCES.parents[1] / "assessments").glob("*.en.txt")), ids=lambda path: path.name
)
def test_a_shipped_assessment_names_no_unknown_organization(registry: Registry, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert registry.found_in(text)
    assert registry.possible_organizations(text, "en") == ()


# --- adding organizations


def test_an_added_organization_has_its_printed_name_in_both_languages(registry: Registry) -> None:
    organization = registry.added("Galactic  Customs Agency (GCA)", "en")
    assert (organization.id, organization.known) == ("galactic-customs-agency", False)
    assert organization.official.en == organization.short.fr == "Galactic Customs Agency"
    assert organization.acronyms.en == ("GCA",)


def test_an_added_id_is_ascii_and_free(registry: Registry) -> None:
    assert registry.added("Régie de l’Étoile", "fr").id == "regie-de-l-etoile"
    assert registry.added("CBSA", "en").id == "cbsa-2"
    assert registry.added("ᓄᓇᕗᑦ", "en").id.startswith("organization-")


def test_an_extended_registry_finds_the_organizations_added(registry: Registry) -> None:
    added = registry.added("Galactic Customs Agency (GCA)", "en")
    extended = registry.extended([added, *registry.organizations])
    assert found(extended, "the galactic customs agency, GCA, CBSA") == [
        (added.id, "galactic customs agency"),
        (added.id, "GCA"),
        ("cbsa", "CBSA"),
    ]
    assert extended.named("Galactic Customs Agency") == extended.by_id(added.id) == added
    assert extended.possible_organizations("the Galactic Customs Agency", "en") == ()
    assert registry.by_id(added.id) is None


def test_one_word_that_names_an_added_organization_needs_its_capital(registry: Registry) -> None:
    extended = registry.extended([registry.added("Heritage", "en")])
    assert found(extended, "our heritage, Heritage") == [("heritage", "Heritage")]


def test_words_for_groups_name_kinds_of_the_registry(registry: Registry) -> None:
    kinds = {each.kind for each in registry.organizations}
    assert all(kind in kinds for group in registry.words.groups for kind in group.kinds)
    ids = {each.id for each in registry.organizations}
    assert all(member in ids for group in registry.words.groups for member in group.members)
    everyone = [word for group in registry.words.groups if group.everyone for word in group.words.en]
    assert {"agencies", "departments", "organizations"} <= set(everyone)


# --- faulty files


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[organization]]\nid = "lunar"\nkind = "agency"\n', "'lunar': no 'official'"),
        ('[[organization]]\nkind = "agency"\n', "'number 1': no 'id'"),
        (LUNAR + LUNAR, "the id 'lunar' is used twice"),
        (LUNAR + 'nickname = "Moon"\n', "'lunar': unknown field 'nickname'"),
        (LUNAR + 'acronyms = { en = "LAC" }\n', "'acronyms.en' must be a list of words"),
        (LUNAR + 'short = { en = "Lunar" }\n', "'short' needs the two languages"),
        (LUNAR.replace('"agency"', '"planet"'), "unknown kind 'planet'"),
        (LUNAR + ENTRY.format(id="two", en="lunar agency OF Canada", fr="Lune"), "of both 'lunar' and 'two'"),
        ('needs_capitals = ["Moon"]\n' + LUNAR, "'Moon', which no organization is called"),
        ("[[organization", "not valid TOML"),
    ],
)
def test_a_faulty_file_is_refused_with_file_and_entry(tmp_path: Path, text: str, message: str) -> None:
    path = file_with(tmp_path, text)
    with pytest.raises(DataFileError) as refused:
        load_registry(path)
    assert message in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        load_registry(tmp_path / "none.toml")


def test_a_file_of_ones_own_is_enough(tmp_path: Path) -> None:
    own = load_registry(file_with(tmp_path, LUNAR))
    assert found(own, "the lunar agency") == [("lunar", "lunar agency")]
