"""The words that would have answered the development cases that went wrong, as a report shows them.

A report is written from a run's folder alone, and a case may name its evidence as ticks, whose words stand in the
corpus. So they are written down when the answers are scored. Of test cases nothing is: nobody should tune by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import BadRun
from evals.score.evidence import ExpectedEvidence, ResolvedCase
from evals.score.results import Score
from evals.texts import CorpusTexts

NEEDED = "needed.jsonl"
_SHOWN = 3


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NeededWords(_Strict):
    """Words of one organization's assessment, under one item."""

    organization: str
    item: int
    quote: str


class Needed(_Strict):
    """What one case wanted: organizations as printed (None: no set), the first few words, and how many more there are.

    Where no words are needed (nobody matches) they are those that show it: what the others ticked.
    """

    cases: str
    id: str
    organizations: tuple[str, ...] | None
    words: tuple[NeededWords, ...]
    more: int


def needed_of(
    name: str, cases: Sequence[ResolvedCase], scores: Iterable[Score], texts: CorpusTexts
) -> Iterator[Needed]:
    """What the development cases of a file wanted that are not correct."""
    wrong = {score.id for score in scores if score.split == "dev" and not score.correct}
    return (_needed(name, each, texts) for each in cases if each.case.id in wrong)


def needed_jsonl(needed: Iterable[Needed]) -> str:
    """The text of needed.jsonl."""
    return "".join(f"{each.model_dump_json()}\n" for each in needed)


def read_needed(path: Path) -> tuple[Needed, ...]:
    """What a needed.jsonl holds; BadRun where it is damaged."""
    try:
        return tuple(Needed.model_validate_json(line) for line in path.read_bytes().splitlines() if line.strip())
    except (OSError, ValidationError) as error:
        raise BadRun(f"{path} cannot be read ({str(error).splitlines()[0]}). Score the answers again.") from error


def _needed(name: str, resolved: ResolvedCase, texts: CorpusTexts) -> Needed:
    evidence = resolved.needed or resolved.evidence
    organizations = None
    if resolved.organizations is not None:
        organizations = tuple(sorted(_printed(each, texts) for each in resolved.organizations))
    words = tuple(_words(each, texts) for each in evidence[:_SHOWN])
    return Needed(
        cases=name,
        id=resolved.case.id,
        organizations=organizations,
        words=words,
        more=len(evidence) - len(words),
    )


def _words(evidence: ExpectedEvidence, texts: CorpusTexts) -> NeededWords:
    place = evidence.places[0].whole
    quote = texts.by_document[place.document].text[place.start : place.end]
    return NeededWords(organization=_printed(evidence.organization, texts), item=evidence.item, quote=quote)


def _printed(organization: str, texts: CorpusTexts) -> str:
    """The name that an organization's assessment prints; of names, the id comes first and that second."""
    return next(iter(texts.names[organization][1:]), organization)
