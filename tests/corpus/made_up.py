"""Small made-up forms in the layouts people send, in both languages, with what a reader should find in them.

English wordings are the published ones. French ones are written here as a translator might have written them and are
not those of the questionnaire's data file: parsing must not rest on exact French words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.questionnaire import load_questionnaire
from corpus.types import Language

Layout = Literal["compact", "spaced", "markdown", "tasks", "same_line", "numbered", "wrapped", "wordings", "bare"]
LAYOUTS: tuple[Layout, ...] = (
    "compact", "spaced", "markdown", "tasks", "same_line", "numbered", "wrapped", "wordings", "bare",
)  # fmt: skip

QUESTIONNAIRE = load_questionnaire()
WITH_OPTIONS = tuple(item.number for item in QUESTIONNAIRE.items if item.options)
NAME = "Office of Tidal Records"
NAMES = {"en": "Canada Border Services Agency", "fr": "Agence des services frontaliers du Canada"}

TITLES = {
    "en": "Self-assessment on actions undertaken to advance a renewed conversation on values and ethics",
    "fr": "Autoévaluation des actions entreprises pour renouveler le dialogue sur les valeurs et l’éthique",
}

PARTS_FR = (
    "Partie I. Plans de formation relatifs aux valeurs et à l’éthique",
    "Partie II. Codes de conduite",
    "Partie III. Échanges sur l’obligation de chacun de défendre les valeurs et l’éthique du service public",
    "Partie IV. Information complémentaire",
)

WORDINGS_FR = {
    1: "Votre organisation a-t-elle conçu, à l’échelle des divisions, des plans de formation ministériels sur les "
    "valeurs et l’éthique?",
    2: "Votre organisation a-t-elle achevé la mise en place de ses plans de formation ministériels?",
    3: "Votre organisation a-t-elle examiné son code de conduite?",
    4: "Si l’examen du code de conduite de votre organisation est en cours, à quelle date pensez-vous le terminer?",
    5: "Si l’examen du code de conduite de votre organisation est terminé, le code a-t-il été modifié par la suite?",
    6: "Qu’a fait votre organisation pour encourager, à tous les échelons, le dialogue sur le devoir de chacun de "
    "défendre les valeurs et l’éthique du service public?",
    7: "Votre organisation a-t-elle agi pour que le dialogue sur le devoir de chacun de défendre les valeurs et "
    "l’éthique du service public ait lieu régulièrement?",
    8: "Quels sont les thèmes qui reviennent (p. ex. réseaux sociaux, nouvelles technologies, conflits d’intérêts) "
    "dans les échanges avec le personnel (p. ex. étudiants, recrues, employés de première ligne, gestionnaires, "
    "cadres, réseaux d’employés) de votre organisation?",
    9: "De quelle façon vos activités de formation tiennent-elles compte des thèmes qui reviennent (p. ex. plans de "
    "formation revus, études de cas, conférenciers invités)?",
    10: "Des actions ou activités de formation ont-elles particulièrement bien favorisé le dialogue au sein de votre "
    "organisation (p. ex. outils nouveaux, démarches originales appréciées du personnel, rencontres en petit groupe, "
    "outils pour les gestionnaires, soutien aux spécialistes des valeurs et de l’éthique)?",
    11: "À l’aide de quels indicateurs mesurera-t-on si le personnel connaît mieux le rôle des valeurs et de l’éthique "
    "dans son travail de tous les jours (p. ex. sondage auprès des fonctionnaires, sondages éclairs)?",
    12: "Les indicateurs seront-ils répartis par facteur identitaire?",
    13: "Souhaitez-vous ajouter de l’information au sujet des travaux de votre organisation sur les valeurs et "
    "l’éthique (p. ex. suites données au rapport de l’équipe de sous-ministres)?",
}

PROMPTS_FR = {
    1: "Si non, à quel échelon les plans de formation ministériels ont-ils été conçus? À quelle date pensez-vous "
    "terminer ces travaux?",
    2: "Si non, à quelle date pensez-vous terminer ces travaux?",
    5: "Veuillez indiquer en quelques mots en quoi consistent les modifications (p. ex. comportements attendus, "
    "contexte nouveau, risques nouveaux) ou dire pourquoi le code n’avait pas à être modifié.",
    6: "Veuillez donner plus de détails sur vos activités, dont celles qui ne sont pas dans la liste ci-dessus.",
    7: "Veuillez donner des détails sur vos activités, dont celles qui ne sont pas dans la liste ci-dessus.",
}

LABELS_FR = {
    "q1.yes": "Oui",
    "q1.no": "Non",
    "q2.yes": "Oui",
    "q2.no": "Non",
    "q3.reviewed": "Oui, mon organisation a examiné son code de conduite.",
    "q3.reviewing": "Mon organisation est en train d’examiner son code de conduite.",
    "q3.not_reviewed": "Non, mon organisation n’a pas examiné son code de conduite.",
    "q5.updated": "Oui, mon organisation a mis son code de conduite à jour.",
    "q5.updating": "Mon organisation est en train de mettre son code de conduite à jour.",
    "q5.no_updates": "Non, mon organisation a établi que son code de conduite ne nécessite aucune mise à jour.",
    "q6.executive_discussions": "Discussions réservées à cette fin aux réunions des comités de la haute direction",
    "q6.all_staff": "Activités réunissant tout le personnel (p. ex. assemblées générales)",
    "q6.functional_areas": "Séances ciblées pour certains secteurs fonctionnels (p. ex. opérations, finances, "
    "communications, politiques, ressources humaines)",
    "q6.topics": "Séances ciblées portant sur certains sujets (p. ex. conflits d’intérêts, réseaux sociaux, "
    "nouvelles technologies)",
    "q6.groups": "Séances avec les groupes d’équité, les groupes d’employés, les réseaux et les communautés",
    "q6.performance": "Inclusion du sujet dans les discussions du cycle de gestion du rendement et des talents",
    "q6.communications": "Campagnes de communication propres aux valeurs et à l’éthique",
    "q7.onboarding": "Ajout au processus d’accueil des nouveaux employés",
    "q7.learning_plans": "Ajout aux plans de perfectionnement professionnel et d’apprentissage obligatoire",
    "q7.succession": "Ajout à la planification de la relève (p. ex. superviseur, gestionnaire, directeur)",
    "q12.yes": "Oui",
    "q12.no": "Non",
}


@dataclass(frozen=True)
class Filled:
    """What is filled in under an item: ids of options or labels of others, and paragraphs; "- " opens a list entry."""

    ticks: Sequence[str] = ()
    text: Sequence[str] = ()


@dataclass
class Form:
    """A form's text, and what it holds by item: labels as printed and the free text as printed."""

    text: str = ""
    labels: dict[int, list[str]] = field(default_factory=dict)
    free_text: dict[int, str] = field(default_factory=dict)


FILLED: Mapping[int, Filled] = {
    1: Filled(["q1.no"], ["We will finish by March 2025.", "- Headquarters first", "- Regions next"]),
    2: Filled(["q2.yes"], ["N/A"]),
    3: Filled(["q3.reviewing"]),
    4: Filled([], ["The review ends in the fall of 2024."]),
    5: Filled(["q5.updating"], ["The code is being rewritten in plain words."]),
    6: Filled(["q6.all_staff", "q6.topics"], ["Two town halls took place."]),
    7: Filled(["q7.onboarding", "q7.succession"], ["Every newcomer signs the code."]),
    8: Filled([], ["Social media and outside work."]),
    9: Filled([], ["Courses were adjusted."]),
    10: Filled([], ["Small groups worked best."]),
    11: Filled([], ["The annual survey."]),
    12: Filled(["q12.no"]),
    13: Filled([], ["Nothing more for now."]),
}


def made_up(
    filled: Mapping[int, Filled] = FILLED,
    layout: Layout = "compact",
    language: Language = "en",
    *,
    name: str | None = None,
    title: str | None = None,
    order: Sequence[int] | None = None,
    preface: Sequence[str] | None = None,
    trailer: Sequence[str] = (),
) -> Form:
    """A form with the items of `order`, by default all of them; `preface` replaces name and title."""
    form = Form()
    writer = _Writer(form, layout)
    for line in preface if preface is not None else (name or NAMES[language], title or TITLES[language]):
        writer.heading(line, 1)
    part = 0
    for number in order if order is not None else [item.number for item in QUESTIONNAIRE.items]:
        item = QUESTIONNAIRE.item(number)
        if item.part != part:
            part = item.part
            writer.heading(part_heading(part, language), 2)
        fill = filled.get(number, Filled())
        writer.item(number, wording(number, language, exact=layout == "wordings"))
        form.labels[number] = writer.ticks(number, fill.ticks, language)
        if (question := prompt(number, language)) and layout != "bare":
            writer.paragraphs([question])
        form.free_text[number] = writer.paragraphs(fill.text)
    writer.paragraphs(trailer)
    return form


def wording(number: int, language: Language, *, exact: bool = False) -> str:
    return QUESTIONNAIRE.item(number).wording.of(language) if exact or language == "en" else WORDINGS_FR[number]


def prompt(number: int, language: Language) -> str | None:
    if language == "fr":
        return PROMPTS_FR.get(number)
    known = QUESTIONNAIRE.item(number).prompt
    return known.en if known else None


def label(tick: str, language: Language) -> str:
    option = QUESTIONNAIRE.option(tick)
    if option is None:
        return tick
    return option.label.en if language == "en" else LABELS_FR[tick]


def part_heading(part: int, language: Language) -> str:
    if language == "fr":
        return PARTS_FR[part - 1]
    return f"Part {('I', 'II', 'III', 'IV')[part - 1]}. {QUESTIONNAIRE.parts[part - 1].en}"


class _Writer:
    def __init__(self, form: Form, layout: Layout) -> None:
        self.form = form
        self.layout = layout
        self.between = "\n\n" if layout in {"spaced", "markdown", "tasks"} else "\n"

    def block(self, lines: Sequence[str]) -> str:
        """The lines added to the text, as printed."""
        if self.layout == "wrapped":
            lines = [self._wrapped(line) for line in lines]
        printed = self.between.join(lines)
        if printed:
            self.form.text += printed + self.between
        return printed.strip()

    def heading(self, line: str, level: int) -> None:
        self.block(["#" * level + " " + line if self.layout in {"markdown", "tasks"} else line])

    def item(self, number: int, question: str) -> None:
        heading = f"Question {number}"
        if self.layout == "same_line":
            self.block([f"{heading}: {question}"])
        elif self.layout == "numbered":
            self.block([f"{number}. {question}"])
        elif self.layout == "wordings":
            self.block([question])
        elif self.layout == "bare":
            self.block([heading])
        elif self.layout == "tasks":
            self.block([f"**{heading}**", question])
        elif self.layout == "markdown":
            self.block([f"## {heading}", question])
        else:
            self.block([heading, question])

    def ticks(self, number: int, ticks: Sequence[str], language: Language) -> list[str]:
        labels = [label(tick, language) for tick in ticks]
        if self.layout == "tasks":
            others = [option.id for option in QUESTIONNAIRE.item(number).options if option.id not in ticks]
            self.block([f"- [x] {each}" for each in labels] + [f"- [ ] {label(other, language)}" for other in others])
            return labels
        printed = [self.block([self._bullet() + each]) for each in labels]
        return [line[len(self._bullet().strip()) :].strip() for line in printed]

    def paragraphs(self, paragraphs: Sequence[str]) -> str:
        return self.block([self._entry(each) for each in paragraphs])

    def _entry(self, paragraph: str) -> str:
        nested = paragraph.startswith("  - ")
        if not nested and not paragraph.startswith("- "):
            return paragraph
        words = paragraph.lstrip()[2:]
        if self.layout == "spaced":
            return ("      ◦ " if nested else "  • ") + words
        return ("  " if nested and self.layout in {"markdown", "tasks"} else "") + self._bullet() + words

    def _bullet(self) -> str:
        return {"spaced": "  • ", "markdown": "* "}.get(self.layout, "- ")

    @staticmethod
    def _wrapped(line: str) -> str:
        return textwrap.fill(
            line,
            72,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_on_hyphens=False,
            break_long_words=False,
        )
