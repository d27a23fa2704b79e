"""Small filled forms for tests of answers, as their organizations would publish them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.answers.kinds import load_kinds
from assistant.answers.ranking import load_ranking
from assistant.answers.same_words import load_same_words
from assistant.answers.wanted import LookUpWords
from assistant.assistant import Assistant
from assistant.reading.learned import ReadingModels
from assistant.reading.themes import load_themes
from assistant.reading.vocabulary import load_vocabulary
from corpus.organizations import load_registry
from corpus.questionnaire import SHIPPED, Questionnaire, load_questionnaire
from corpus.types import LANGUAGES, Language
from corpus.ways import ways_file
from index.build import ingest
from index.home import Home, Index, local_index
from index.minilm import MiniLm
from index.types import Reranker


@cache
def reading_models() -> ReadingModels:
    """The shipped models of reading, learned once for all tests of a run, in whatever process: it takes long.

    They are there before anything is asked, so that no question has to wait for them.
    """
    models = ReadingModels(ways_file(SHIPPED), load_questionnaire(), load_vocabulary(), models_folder())
    for language in LANGUAGES:
        models.of(language)
    return models


def models_folder() -> Path:
    """Where the models of all tests of a run are; see conftest.py."""
    return Path(os.environ["CANDOUR_MODELS"])


def assistant_over(index: Index, reranker: Reranker | None = None) -> Assistant:
    """An assistant over `index`, with the shipped data files."""
    words = LookUpWords(load_vocabulary(), load_same_words(), load_kinds(), load_ranking(), reranker)
    return Assistant(index, load_questionnaire(), load_registry(), words, reading_models(), load_themes())


def form(questionnaire: Questionnaire, name: str, said: Mapping[int, str], language: Language = "en") -> str:
    """A form in which `said` stands under its items: ticks as "- label" lines, free text after an empty line."""
    lines = [name, questionnaire.title.of(language), ""]
    for item in questionnaire.items:
        lines += [f"Question {item.number}", item.wording.of(language)]
        ticks, _, text = said.get(item.number, "").partition("\n\n")
        lines += ticks.splitlines()
        if item.prompt:
            lines.append(item.prompt.of(language))
        lines += [*text.splitlines(), ""]
    return "\n".join(lines)


def ingested(folder: Path, forms: Mapping[str, str], reranker: Reranker | None = None) -> Assistant:
    """An assistant over these forms, with everything real, in `folder`."""
    home, questionnaire = Home(folder / "home"), load_questionnaire()
    index = local_index(home, MiniLm(models_folder()))
    report = ingest(index, [write_forms(folder / "forms", forms)], False, questionnaire, load_registry())
    assert report.problems == ()
    return assistant_over(index, reranker)


def write_forms(folder: Path, forms: Mapping[str, str]) -> Path:
    """The folder, with a file for each form."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in forms.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


UPDATED = "- Yes, my organization updated its code of conduct."
UPDATING = "- My organization is in the process of updating its code of conduct."
NO_UPDATES = "- No, my organization’s code of conduct does not require any updates."
REVIEWED = "- Yes, my organization has reviewed its code of conduct."
REVIEWING = "- My organization is in the process of reviewing its code of conduct."


def five_forms(questionnaire: Questionnaire) -> dict[str, str]:
    """Five organizations: updated, updating, two ticks, nothing ticked, and one known in French only."""
    return {
        "health.txt": form(
            questionnaire,
            "Health Canada",
            {
                1: "- Yes\n\nN/A",
                3: REVIEWED,
                5: f"{UPDATED}\n\nThe code was adopted on May 3, 2024 after consultations with unions.",
                6: "- All-staff engagements (e.g., town halls)\n- Ethics Week\n\nWe held 12 town halls in 2023.",
                12: "- Yes",
            },
        ),
        "parks.txt": form(
            questionnaire,
            "Parks Canada",
            {
                1: "- No",
                3: REVIEWING,
                4: "\n\nThe review will be completed by March 31, 2025.",
                5: UPDATING,
                6: "- Dedicated discussions at executive and management committee meetings",
                12: "- No",
            },
        ),
        "statistics.txt": form(
            questionnaire,
            "Statistics Canada",
            {3: REVIEWED, 5: f"{UPDATED}\n{NO_UPDATES}", 6: "- Specific values and ethics communications campaigns"},
        ),
        "transport.txt": form(
            questionnaire,
            "Transport Canada",
            {3: REVIEWED, 5: "No response submitted.", 6: "\n\nNo response submitted."},
        ),
        "lune.txt": form(
            questionnaire,
            "Agence lunaire du Canada",
            {
                1: "- Oui\n\ns.o.",
                3: "- Oui, mon organisation a revu son code de conduite.",
                5: "- Oui, mon organisation a mis à jour son code de conduite.\n\n"
                "Le nouveau code a été adopté en juin 2024 après des consultations avec les syndicats.",
                12: "- Oui",
            },
            "fr",
        ),
    }
