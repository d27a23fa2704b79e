import pytest

from corpus.questionnaire import load_questionnaire
from corpus.ticks import printed_option_id, recognize
from corpus.types import Language

QUESTIONNAIRE = load_questionnaire()

# Two more wordings a translator may have printed for each option.
FRENCH = [
    ("q1.yes", "Oui."),
    ("q1.yes", "OUI"),
    ("q1.no", "Non."),
    ("q1.no", "non"),
    ("q2.yes", "Oui."),
    ("q2.yes", "Oui,"),
    ("q2.no", "Non."),
    ("q2.no", "NON"),
    ("q3.reviewed", "Oui, mon organisation a revu son code de conduite."),
    ("q3.reviewed", "Oui, mon organisation a procédé à l’examen de son code de conduite."),
    ("q3.reviewed", "Oui, notre organisation a terminé l’examen de son code de conduite."),
    ("q3.reviewed", "Oui"),
    ("q3.reviewing", "Mon organisation est en train de revoir son code de conduite."),
    ("q3.reviewing", "L’examen du code de conduite de mon organisation est en cours."),
    ("q3.reviewing", "Mon organisation procède actuellement à l’examen de son code de conduite."),
    ("q3.reviewing", "La révision du code de conduite de mon organisation est en cours."),
    ("q3.not_reviewed", "Non, mon organisation n’a pas examiné son code de conduite."),
    ("q3.not_reviewed", "Non, mon organisation n’a pas encore revu son code de conduite."),
    ("q3.not_reviewed", "Non"),
    ("q5.updated", "Oui, mon organisation a mis à jour son code de conduite."),
    ("q5.updated", "Oui, mon organisation a actualisé son code de conduite."),
    ("q5.updated", "Oui, le code de conduite de mon organisation a été mis à jour."),
    ("q5.updated", "Oui, mon organisation a effectué une mise à jour de son code de conduite."),
    ("q5.updated", "Oui"),
    ("q5.updating", "Mon organisation est en train de mettre à jour son code de conduite."),
    ("q5.updating", "La mise à jour du code de conduite de mon organisation est en cours."),
    ("q5.updating", "Mon organisation procède actuellement à la mise à jour de son code de conduite."),
    ("q5.updating", "Mon organisation met actuellement à jour son code de conduite."),
    ("q5.no_updates", "Non, mon organisation a déterminé que son code de conduite ne nécessite aucune mise à jour."),
    ("q5.no_updates", "Non, le code de conduite de mon organisation n’a pas besoin d’être mis à jour."),
    ("q5.no_updates", "Non, aucune mise à jour du code de conduite de mon organisation n’est requise."),
    ("q5.no_updates", "Non"),
    ("q6.executive_discussions", "Discussions consacrées à ce sujet aux réunions du comité exécutif et de gestion"),
    ("q6.executive_discussions", "Échanges réservés au sujet lors des réunions des comités de direction et de gestion"),
    ("q6.executive_discussions", "Discussions dédiées au sein des comités de la haute direction"),
    ("q6.all_staff", "Activités de mobilisation de tous les employés (p. ex. assemblées publiques)"),
    ("q6.all_staff", "Rencontres avec l’ensemble du personnel (p. ex. discussions ouvertes)"),
    ("q6.all_staff", "Engagements de tout le personnel (par exemple, des assemblées générales)"),
    (
        "q6.functional_areas",
        "Séances de mobilisation ciblées pour des secteurs fonctionnels particuliers (p. ex. opérations, finances, "
        "communications, politiques, ressources humaines)",
    ),
    (
        "q6.functional_areas",
        "Séances d’échanges axées sur des domaines de travail précis (p. ex. opérations, finances, communications, "
        "politiques, ressources humaines)",
    ),
    (
        "q6.topics",
        "Séances de mobilisation ciblées portant sur des sujets particuliers (p. ex. conflits d’intérêts, médias "
        "sociaux, technologies émergentes)",
    ),
    (
        "q6.topics",
        "Séances d’échanges sur des thèmes précis (p. ex. conflits d’intérêts, réseaux sociaux, "
        "technologies nouvelles)",
    ),
    ("q6.groups", "Séances de mobilisation auprès des groupes en quête d’équité, des groupes d’employés, des réseaux "
     "et des communautés"),
    ("q6.groups", "Rencontres avec les groupes visés par l’équité, les réseaux d’employés et les communautés"),
    ("q6.performance", "Intégration aux discussions sur la gestion du rendement et des talents des employés"),
    ("q6.performance", "Ajout du sujet aux conversations sur le rendement et la gestion des talents des employés"),
    ("q6.communications", "Campagnes de communication axées sur les valeurs et l’éthique"),
    ("q6.communications", "Campagnes particulières de communications sur les valeurs et l’éthique"),
    ("q7.onboarding", "Intégration dans le processus d’accueil des nouveaux employés"),
    ("q7.onboarding", "Inclus dans le cadre du processus d’intégration des nouveaux employés"),
    ("q7.onboarding", "Fait partie de l’orientation des nouveaux fonctionnaires"),
    ("q7.learning_plans", "Incorporé aux plans de perfectionnement professionnel et d’apprentissage obligatoire des "
     "employés"),
    ("q7.learning_plans", "Intégré aux plans de formation obligatoire et de développement professionnel des employés"),
    ("q7.succession", "Intégré à la planification de la relève professionnelle (p. ex. superviseur, gestionnaire, "
     "directeur)"),
    ("q7.succession", "Intégré dans la planification de la succession (p. ex., superviseur, gestionnaire, directeur)"),
    ("q12.yes", "Oui."),
    ("q12.no", "Non."),
]  # fmt: skip

ENGLISH = [
    ("q1.yes", "Yes."),
    ("q3.reviewed", "Yes"),
    ("q3.reviewed", "Yes, our organization reviewed its Code of Conduct"),
    ("q3.reviewing", "My organization is currently in the process of reviewing its code of conduct."),
    ("q3.not_reviewed", "No"),
    ("q3.not_reviewed", "No, my organization has not yet reviewed its code of conduct."),
    ("q5.updated", "Yes"),
    ("q5.updated", "Yes, my organization has updated its code of conduct"),
    ("q5.updating", "My organization is in the process of updating its code of conduct"),
    ("q5.no_updates", "No, my organization has determined that its code of conduct does not require any updates."),
    ("q5.no_updates", "No, no updates were required."),
    ("q6.all_staff", "All-staff engagements (e.g. town halls)"),
    ("q6.all_staff", "All\u2011staff engagements (e.g.,\u00a0town halls)"),
    ("q6.performance", "Inclusion in employees\u2019 performance and talent management cycle discussions"),
    ("q6.performance", "Inclusion in employees' performance and talent management cycle discussions"),
    ("q7.learning_plans", "Incorporated in employees' professional development and mandatory learning plans"),
    ("q12.no", "No."),
]


@pytest.mark.parametrize(("option", "label"), [*FRENCH, *ENGLISH])
def test_a_label_is_known_by_its_distinguishing_words(option: str, label: str) -> None:
    item = QUESTIONNAIRE.item(int(option[1:].split(".")[0]))
    found = recognize(label, item)
    assert found is not None
    assert found.id == option


@pytest.mark.parametrize("option", [option.id for item in QUESTIONNAIRE.items for option in item.options])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_questionnaires_own_labels_are_their_options(option: str, language: Language) -> None:
    known = QUESTIONNAIRE.option(option)
    assert known is not None
    assert recognize(known.label.of(language), QUESTIONNAIRE.item(int(option[1:].split(".")[0]))) == known


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (1, "Partially"),
        (1, "In progress"),
        (1, "Yes, in part"),
        (1, "Yes and no"),
        (1, "Partiellement"),
        (1, "En cours"),
        (1, "Oui, en partie"),
        (1, "Oui et non"),
        (2, "Nearly"),
        (2, "Presque"),
        (2, "Not yet determined"),
        (3, "Partially reviewed by a committee of experts from outside"),
        (3, "Other: a new code is being written"),
        (3, "Autre : un nouveau code est en préparation"),
        (3, "Not applicable"),
        (5, "No, my organization has not updated its code of conduct."),
        (5, "Non, mon organisation n’a pas mis à jour son code de conduite."),
        (5, "To be determined"),
        (5, "À déterminer"),
        (6, "Other"),
        (6, "Other: a video by the president"),
        (6, "Values and ethics week"),
        (6, "Autre"),
        (6, "Autre : une vidéo de la présidente"),
        (6, "Semaine des valeurs et de l’éthique"),
        (6, "Cercles de lecture pour les employés"),
        (6, "Book circles for employees"),
        (6, "Ethics ambassadors in all regions"),
        (6, "Ambassadeurs de l’éthique dans toutes les régions"),
        (6, "Formation obligatoire pour les cadres"),
        (7, "Other"),
        (7, "Autre"),
        (7, "Annual renewal of the oath by all employees"),
        (7, "Renouvellement annuel du serment par les employés"),
        (12, "Some of them"),
        (12, "Certains d’entre eux"),
        (12, "Yes, where numbers allow it"),
        (12, "Oui, si les nombres le permettent"),
        (12, "Nous ne savons pas encore"),
        (12, "Unknown"),
    ],
)
def test_another_option_is_never_taken_for_a_known_one(item: int, label: str) -> None:
    assert recognize(label, QUESTIONNAIRE.item(item)) is None


@pytest.mark.parametrize(
    ("label", "option"),
    [
        ("Values week", "q6.printed-values-week"),
        ("Semaine de l’éthique", "q6.printed-semaine-de-l-ethique"),
        ("Other: a video, a book, a film, a play and a song", "q6.printed-other-a-video-a-book-a-film-a"),
        ("???", "q6.printed-option"),
    ],
)
def test_an_unknown_option_has_an_id_made_of_its_label(label: str, option: str) -> None:
    assert printed_option_id(label, 6) == option
