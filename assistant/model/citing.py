"""Which of its citations a sentence needs: a model may cite all that it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.model.checks.check import Checker
from assistant.model.checks.support import Supporter, free_stems
from assistant.model.checks.types import Evidence, Sentence
from corpus.types import Language

# A passage that holds at least this part of a sentence's words bears it out, whether it is needed or not.
_MUCH = 0.4


def with_what_bears_it_out(
    sentence: Sentence, evidence: Mapping[int, Evidence], language: Language, checker: Checker
) -> Sentence:
    """A sentence that passed its checks, without the citations that it passes them without and that hold little of it.

    At least one citation stays.
    """
    checker = replace(checker, told=None)  # what is tried here nobody wrote
    supporter = Supporter(checker.words, checker.same)
    cited = tuple(dict.fromkeys(sentence.citations))
    idle = [n for n in cited if not _holds_much(sentence.text, evidence[n], language, supporter)]
    for those in (idle, *([n] for n in reversed(idle))):
        fewer = tuple(n for n in cited if n not in those)
        if fewer and checker.fault(replace(sentence, citations=fewer), evidence, language) is None:
            cited = fewer
    return replace(sentence, citations=cited)


def _holds_much(text: str, passage: Evidence, language: Language, supporter: Supporter) -> bool:
    named = free_stems([passage], language)
    said = [stem for stem in supporter.claimed(text, language) if stem not in named]
    missing = supporter.support_of(text, language, [passage]).missing
    return len(said) - len(missing) >= _MUCH * len(said)
