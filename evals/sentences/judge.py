"""The checks over the sentences of a split: how many faithful ones fall back to quotations, how many others slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.same_words import ANSWERING_WORDS, load_same_words
from assistant.model.checks.check import Checker
from assistant.model.checks.types import Fault
from assistant.model.checks.words import load_checking_words
from assistant.reading.vocabulary import load_vocabulary
from corpus.questionnaire import load_questionnaire
from evals.sentences.corrupt import corrupted
from evals.sentences.read import Sentences, Written, sentence_of

EACH_KIND = 60  # corrupted sentences


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the first thing that the checks find wrong with it, None where they let it pass."""

    written: Written
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the sentences of a folder."""

    faithful: tuple[Judged, ...]
    hostile: tuple[Judged, ...]
    recombined: tuple[Judged, ...]
    corrupted: tuple[Judged, ...]
    recorded: tuple[Judged, ...] = ()

    def lines(self) -> Iterator[str]:
        """The outcome for people; every wrong sentence that slips through is named."""
        for judged, said in (
            (self.faithful, "Faithful sentences that fall back to the quotation"),
            (self.recorded, "Recorded sentences that fall back to the quotation"),
        ):
            if judged:
                yield f"{said}: {share(sum(each.fault is not None for each in judged), len(judged))}"
                for fault, count in Counter(each.fault for each in judged if each.fault).most_common():
                    yield f"  by the check of {fault}: {count}"
        for judged, said in (
            (self.corrupted, "Corrupted by a seed"),
            (self.hostile, "Hostile, written by hand"),
            (self.recombined, "Hostile, in the passage's own words"),
        ):
            if judged:
                yield f"{said}, stopped: {share(sum(each.fault is not None for each in judged), len(judged))}"
                yield from (
                    f"  slips ({each.written.fault}): {each.written.sentence}" for each in judged if not each.fault
                )


def judged(sentences: Sentences) -> Outcome:
    """The outcome of all checks over a folder's sentences."""
    checker = Checker(load_checking_words(), load_same_words(ANSWERING_WORDS), load_vocabulary(), sentences.registry)
    evidence = sentences.evidence(load_questionnaire())
    by_number = {each.n: each for each in evidence.values()}

    def judge(written: Sequence[Written]) -> tuple[Judged, ...]:
        return tuple(
            Judged(each, checker.fault(sentence_of(each, evidence), by_number, each.language)) for each in written
        )

    wrong = corrupted(sentences.faithful, sentences.passages, EACH_KIND)
    return Outcome(
        judge(sentences.faithful),
        judge(sentences.hostile),
        judge(sentences.recombined),
        judge(wrong),
        judge(sentences.recorded),
    )


def share(part: int, whole: int) -> str:
    """A part of a whole, for people."""
    return f"{part} of {whole}, {100 * part / whole:.1f} %"
