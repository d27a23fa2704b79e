"""A case and its answer become values; a file of cases and a file of answers become scores. Reads nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.types import Language
from evals.cases import SET_KINDS
from evals.records import AnswerRecord
from evals.score.evidence import ResolvedCase, resolve
from evals.score.given import Given, given
from evals.score.measures import agreement, citations, economy, facts, sets, silence, text
from evals.score.measures.definitions import NAMES
from evals.score.measures.retrieval import Ranking, ranking, retrieval_measures, unmeasured
from evals.score.places import Places
from evals.score.read import CaseFile, read_answers, read_cases
from evals.score.results import DECIMALS, CaseCounts, Problem, Results, Score, rows_of
from evals.score.same_words import wordings
from evals.score.unknown import unknown_fields
from evals.texts import CorpusTexts

_PASSAGE_KINDS = ("lookup", "overview", "compare")
# More ids than these are counted, not named, among what went wrong.
_NAMED = 20

Values = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A file of cases with its answers scored: the scores in the order of the cases, and what went wrong."""

    cases: CaseFile
    answered: int
    scores: tuple[Score, ...]
    problems: tuple[Problem, ...]


def score_files(cases: Path, answers: Path, texts: CorpusTexts) -> Scored:
    """The scores of a file of answers to a file of cases over that corpus; BadCases names a bad line of either."""
    file = read_cases(cases)
    return score_answers(file, resolve(file, texts), read_answers(answers), texts)


def score_answers(
    file: CaseFile, cases: Sequence[ResolvedCase], answers: Iterable[AnswerRecord], texts: CorpusTexts
) -> Scored:
    """The scores of the answers. A case without one counts as wrong; both are told among the problems."""
    places = Places(texts)
    by_id = {each.case.id: each for each in cases}
    scores: dict[str, Score] = {}
    rankings: dict[str, Ranking] = {}
    unknown: list[str] = []
    strange: Counter[str] = Counter()
    for record in answers:
        strange.update(unknown_fields(record))
        case = by_id.get(record.id)
        if case is None:
            unknown.append(record.id)
            continue
        answer = given(record, places)
        scores[record.id] = score_of(file.name, case.answered_by(answer.organizations), answer)
        if (found := ranking_of(case, answer)) is not None:
            rankings[record.id] = found
    missing = [key for key in by_id if key not in scores]
    for key in missing:
        scores[key] = score_of(file.name, by_id[key], None)
    retrieved, shared = retrieval_measures(rankings), wordings(cases)
    return Scored(
        file,
        len(by_id) - len(missing),
        tuple(replace(_with(scores[key], retrieved.get(key)), wording=shared[key]) for key in by_id),
        (
            *_problem("no_answer", file.name, missing),
            *_problem("no_case", file.name, unknown),
            *(Problem("unknown_field", file.name, count, (field,)) for field, count in sorted(strange.items())),
        ),
    )


def results_of(system: str, scored: Sequence[Scored]) -> Results:
    """All figures of a system over its files of cases."""
    ordered = sorted(scored, key=lambda each: each.cases.name)
    return Results(
        system,
        {each.cases.name: CaseCounts(each.cases.sha256, len(each.scores), each.answered) for each in ordered},
        tuple(problem for each in ordered for problem in each.problems),
        rows_of([score for each in ordered for score in each.scores]),
        unmeasured(),
    )


def score_of(name: str, resolved: ResolvedCase, answer: Given | None) -> Score:
    """One case's score, None for a missing answer; what the search found is measured apart, see `ranking_of`."""
    case = resolved.case
    answered = answer or _NOTHING
    values = _values(resolved, answered)
    correct = answer is not None and _correct(resolved, answered, values)
    if answer is None:
        values["truthfulness"] = 0.0
        values.pop("answered_as_stated", None)  # nothing was said
    else:
        values["truthfulness"] = silence.truthfulness(case.answerable, answer.silent, answer.closest, correct)
    return Score(
        case.id,
        name,
        case.split,
        case.kind,
        case.language,
        case.wording,
        answered.record.confidence or "",
        correct,
        _rounded(values),
    )


def ranking_of(resolved: ResolvedCase, answer: Given) -> Ranking | None:
    """Where the needed evidence stands among the hits, None where that is not asked or no hits are told."""
    needed = resolved.needed
    if answer.hits is None or not needed or resolved.case.kind in SET_KINDS:
        return None
    return ranking(len(needed), citations.matches(needed, answer.hits))


def _values(resolved: ResolvedCase, answer: Given) -> Values:
    values = _about_citations(resolved, answer) | _about_text(answer, resolved.case.language)
    values["offered"] = agreement.offered(resolved.case.offers, answer.record)
    values["language_right"] = silence.language_right(resolved.case.language, answer.record.language)
    if resolved.case.answerable:
        values |= _about_sets(resolved, answer)
        most_words = facts.READ_WORDS if resolved.case.kind == "lookup" else None
        values["fact_coverage"] = facts.fact_coverage(resolved.case.facts, _text(answer), most_words)
        values["wrongly_abstained"] = silence.wrongly_abstained(answer.silent)
        if resolved.case.kind not in SET_KINDS:
            values["only_closest"] = silence.only_closest(answer.closest)
    else:
        values["abstained_right"] = silence.abstained_right(answer.silent)
        values["reason_right"] = silence.reason_right(resolved.case.reason, answer.silent, answer.record.reason)
        values["answered_as_stated"] = silence.answered_as_stated(answer.silent, answer.closest)
    return values


def _about_text(answer: Given, language: Language) -> Values:
    """Whether the text says what the rows, counts and citations say."""
    record, rows = answer.record, answer.record.rows or ()
    numbers = [citation.number for citation in answer.citations]
    return {
        "citations_marked": text.citations_marked(facts.marks_of(record.text), numbers),
        "coverage_said": text.coverage_said(record.coverage, _text(answer), language),
        "organizations_named": text.organizations_named(rows, record.text),
        "matching_first": text.matching_first(rows),
        "yes_no_agrees": text.yes_no_agrees(rows, record.headline, record.text),
        "headline_agrees": agreement.headline_agrees(record, language),
        "coverage_in_order": agreement.coverage_in_order(record.coverage, record.text),
        "others_fit": agreement.others_fit(record),
        "pages_right": agreement.pages_right(answer.pages),
        "ticks_right": agreement.ticks_right(answer.ticks),
        "speaks_for_all": None if rows else agreement.speaks_for_all(record.headline, answer.citations, answer.names),
    }


def _about_sets(resolved: ResolvedCase, answer: Given) -> Values:
    case, expected, set_given = resolved.case, resolved.organizations, answer.organizations
    values: Values = {}
    if expected is not None:
        values["set_exact"] = sets.set_exact(expected, set_given)
        values["set_precision"] = sets.set_precision(expected, set_given)
        values["set_recall"] = sets.set_recall(expected, set_given)
        values["set_f1"] = sets.set_f1(expected, set_given)
        if resolved.not_stated is not None and answer.record.rows is not None:
            values["states_exact"] = sets.states_exact(expected, resolved.not_stated, answer.states)
    if case.expected_count is not None:
        values["count_error"] = sets.count_error(case.expected_count, answer.number)
        if case.kind == "count":
            record = answer.record
            values["count_said"] = facts.count_said(case.expected_count, record.headline, record.text, case.language)
        if case.kind == "share" and not case.facts:
            values["share_said"] = text.share_said(case.expected_count / resolved.in_corpus, _text(answer))
    return values


def _about_citations(resolved: ResolvedCase, answer: Given) -> Values:
    record, needed = answer.record, resolved.needed
    values: Values = {
        "quotation_fidelity": citations.quotation_fidelity(answer.citations),
        "citation_in_place": citations.citation_in_place(answer.cells, answer.citations),
        "marks_right": citations.marks_right(
            facts.marks_of(record.text), [citation.number for citation in answer.citations]
        ),
        "coverage_adds_up": citations.coverage_adds_up(record.coverage, answer.states.values()),
    }
    if not resolved.evidence:
        return values
    # A citation is to be read: whoever cites a whole page leaves the search for the words to the reader.
    read = [each.shown if len(each.quote.split()) <= facts.READ_WORDS else () for each in answer.citations]
    found = citations.matches(resolved.evidence, read)
    values["citation_precision"] = citations.citation_precision(
        [found[index] for index in citations.considered(answer)]
    )
    if needed:
        values["citation_recall"] = citations.citation_recall(len(needed), found)
        if values["citation_recall"]:
            words = sum(evidence.words for evidence in needed)
            values["words_per_needed"] = economy.words_per_needed([each.quote for each in answer.citations], words)
        if resolved.case.kind in _PASSAGE_KINDS:
            values["first_citation"] = citations.evidence_within(found, 1)
            values["citation_at_3"] = citations.evidence_within(found, citations.FIRST_FEW)
            values["any_citation"] = citations.evidence_within(found, None)
    return values


def _correct(resolved: ResolvedCase, answer: Given, values: Mapping[str, float | None]) -> bool:
    case = resolved.case
    if not case.answerable or answer.silent:
        return answer.silent and not case.answerable
    if case.kind in SET_KINDS:
        by_number = resolved.organizations is None or (case.kind != "list" and answer.only_number)
        return values["count_error"] == 0 if by_number else values["set_exact"] == 1
    if case.facts:
        return values["fact_coverage"] == 1
    # An overview or a comparison has more to show than three citations hold.
    return values.get("citation_at_3" if case.kind == "lookup" else "citation_recall") == 1


def _text(answer: Given) -> str:
    return f"{answer.record.headline}\n{answer.record.text}"


def _with(score: Score, more: Mapping[str, float] | None) -> Score:
    return replace(score, values=_rounded({**score.values, **more})) if more else score


def _rounded(values: Mapping[str, float | None]) -> dict[str, float]:
    """Those that apply, rounded as they are written, in the order of the table."""
    return {name: round(value, DECIMALS) for name in NAMES if (value := values.get(name)) is not None}


def _problem(what: Literal["no_answer", "no_case"], name: str, ids: Sequence[str]) -> tuple[Problem, ...]:
    return (Problem(what, name, len(ids), tuple(ids[:_NAMED])),) if ids else ()


_NOTHING = given(AnswerRecord(id="-"), Places(CorpusTexts((), {})))
