"""The words by which a question is read, from assistant/vocabulary/reading.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.types import STRICT_KEYS, Language, Phrases

SHIPPED = Path(__file__).parent.parent / "vocabulary" / "reading.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by what they tell of a question; the file says what each is."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    other_languages: tuple[str, ...]
    small: Phrases
    both: Phrases
    either: Phrases
    neither: Phrases
    without: Phrases
    leaving_out: Phrases
    those: Phrases
    the_rest: Phrases
    verb_endings: Phrases
    together: Phrases
    one_is_enough: Phrases
    begins_a_clause: Phrases
    negation: Phrases
    negation_by_verb: Phrases
    not_only: Phrases
    so_far: Phrases
    begun: Phrases
    finished: Phrases
    negation_around: Phrases
    reported: Phrases
    that: Phrases
    none_of: Phrases
    yes: Phrases
    no: Phrases
    said_yes: Phrases
    said_no: Phrases
    answered: Phrases
    unanswered: Phrases
    frame: Phrases
    compare: Phrases
    overview: Phrases
    whole_form: Phrases
    rank: Phrases
    least: Phrases
    most_first: Phrases
    one_person: Phrases
    crosstab: Phrases
    mention: Phrases
    mention_loosely: Phrases
    mention_too: Phrases
    mentioned_as: Phrases
    telling: Phrases
    which_thing: Phrases
    determiners: Phrases
    after_a_subject: Phrases
    deadline: Phrases
    deadline_plan: Phrases
    deadline_done: Phrases
    deadline_when: Phrases
    deadline_beside: Phrases
    where_who: Phrases
    prepositions: Phrases
    in_percent: Phrases
    begins_predicate: Phrases
    past_endings: Phrases
    everybody: Phrases
    small_numbers: Phrases
    of_those: Phrases
    nth: Phrases
    last_one: Phrases
    the_others: Phrases
    more_of_it: Phrases
    organizations_alone: Phrases
    exception: Phrases
    in_english: Phrases
    in_french: Phrases
    count: Phrases
    share: Phrases
    organizations: Phrases
    organization_nouns: Phrases
    relatives: Phrases
    asked_noun: Phrases
    goes_on: Phrases
    counting: Phrases
    counting_last: Phrases
    sharing: Phrases
    roster: Phrases
    took_part: Phrases
    facts_anywhere: Phrases
    presupposes: Phrases
    bare_facts: Phrases
    facts: Phrases
    ones: Phrases
    yes_no: Phrases
    counted_of: Phrases
    instruction: Phrases
    number: Phrases
    ticks: Phrases
    person: Phrases
    person_pattern: Phrases
    percent: Phrases
    percent_pattern: Phrases
    how_many: Phrases
    number_pattern: Phrases
    item: Phrases
    follow_up: Phrases
    all_there_are: Phrases
    back_reference: Phrases
    language: Phrases
    filler: Phrases

    def saying_no(self, language: Language) -> tuple[str, ...]:
        """Every phrase that says no."""
        return (*self.negation.of(language), *self.negation_by_verb.of(language))


def load_vocabulary(path: Path = SHIPPED) -> Vocabulary:
    """The vocabulary of a data file; DataFileError names file and entry of a mistake."""
    return read_data_file(path, Vocabulary)
