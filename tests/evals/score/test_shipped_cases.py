from pathlib import Path

import pytest

import evals
from corpus.organizations import load_registry
from corpus.questionnaire import SHIPPED, load_questionnaire
from corpus.read import read_assessment
from corpus.types import Assessment
from evals.score.evidence import resolve
from evals.score.read import read_cases
from evals.texts import CorpusTexts, StoredText

CASES = Path(evals.__file__).parent / "cases"
OVER_SHIPPED = [path for path in sorted(CASES.rglob("*.jsonl")) if read_cases(path).header.corpus == "shipped"]


def stored(assessment: Assessment) -> StoredText:
    starts = [(response.where.start, response.item) for response in assessment.responses if response.where]
    ends = [start for start, _ in starts[1:]] + [len(assessment.source.text)]
    items = {item: (start, end) for (start, item), end in zip(starts, ends, strict=True)}
    return StoredText(assessment.id, assessment.organization.id, assessment.language, assessment.source.text, items)


@pytest.fixture(scope="module")
def shipped() -> CorpusTexts:
    questionnaire, registry = load_questionnaire(), load_registry()
    folder = SHIPPED.parents[2] / "assessments"
    read = [read_assessment(path, questionnaire, registry) for path in sorted(folder.glob("*.txt"))]
    return CorpusTexts(tuple(map(stored, read)), {each.organization.id: (each.printed_name,) for each in read})


@pytest.mark.parametrize("path", OVER_SHIPPED, ids=lambda path: path.stem)
def test_every_quotation_stands_in_the_shipped_texts_under_its_item(path: Path, shipped: CorpusTexts) -> None:
    file = read_cases(path)
    for resolved in resolve(file, shipped):
        for written, evidence in zip(resolved.case.evidence, resolved.evidence, strict=True):
            numbers = (written.item, *(place.item for place in written.also))
            for number, place in zip(numbers, evidence.places, strict=True):
                start, end = shipped.by_document[place.whole.document].items[number]
                assert start <= place.whole.start, resolved.case.id
                assert place.whole.end <= end, resolved.case.id


def test_there_are_shipped_cases() -> None:
    assert OVER_SHIPPED
