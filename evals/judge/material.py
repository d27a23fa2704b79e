"""Which answers of a run are judged, and what the judge is shown of each."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.cases import Case, Split
from evals.errors import BadRun
from evals.judge.errors import NothingToJudge
from evals.judge.prompt import Material, Passage, judge_prompt
from evals.records import AnswerRecord
from evals.score.read import read_answers, read_cases
from evals.score.results import read_scores

SEED = 20_241_104
# Some 15,000 tokens: more does not fit every model's window, and a server that cuts a prompt does so silently.
MAX_CHARACTERS = 60_000

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """One answer to judge. `cases` is the name of its file of cases; items of one `cluster` are not independent."""

    cases: str
    id: str
    kind: str
    language: str
    cluster: str
    material: Material


@dataclass(frozen=True, slots=True)
class Sample:
    """The answers to judge, of `candidates` that could be, and how many answers were left out, by reason.

    `splits` are those that were looked at; `unread` is how many cases of others there are, of which nothing was read.
    """

    items: tuple[Item, ...]
    candidates: int
    left_out: Mapping[str, int]
    splits: tuple[Split, ...] = ("dev",)
    unread: int = 0


def sample_of(folder: Path, limit: int, wordings: Mapping[int, str], splits: tuple[Split, ...] = ("dev",)) -> Sample:
    """At most `limit` answers of a run's folder, of cases of `splits`, seeded and spread evenly over files and kinds.

    `wordings` are what the items ask, by number.
    Errors: BadRun (no run there), BadCases (a bad line), NothingToJudge.
    """
    files = sorted((folder / "cases").glob("*.jsonl"))
    if not files:
        raise BadRun(f"{folder} has no cases/*.jsonl. Give the folder of a run, as `candour eval run` writes it.")
    candidates: list[Item] = []
    left_out: Counter[str] = Counter()
    unread = 0
    clusters = _clusters(folder)
    for path in files:
        read = read_cases(path).cases
        cases = [case for case in read if case.split in splits]
        unread += len(read) - len(cases)
        wanted = {case.id for case in cases}
        answers = {each.id: each for each in read_answers(folder / "answers" / path.name, wanted)}
        names = names_of(answers.values())
        for case in cases:
            cluster = clusters.get((path.stem, case.id)) or case.wording or f"case {case.id}"
            found = _item(path.stem, case, cluster, answers.get(case.id), names, wordings)
            if isinstance(found, Item):
                candidates.append(found)
            else:
                left_out[found] += 1
    if not candidates:
        raise NothingToJudge(f"{folder} has no answer to judge. Give a run in which questions were answered.")
    items = tuple(spread(candidates, limit))
    return Sample(items, len(candidates), dict(sorted(left_out.items())), splits, unread)


def _clusters(folder: Path) -> dict[tuple[str, str], str]:
    """What each case is resampled with, by file and id; empty where the folder holds no scores."""
    path = folder / "scores.csv"
    return {score.key: score.cluster for score in read_scores(path)} if path.exists() else {}


def spread(items: Sequence[Item], limit: int) -> list[Item]:
    """At most `limit` items in their order, drawn in turn from each file and kind; the same ones every time."""
    chance = random.Random(SEED)
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for position, item in enumerate(items):
        groups[item.cases, item.kind].append(position)
    drawn = [chance.sample(groups[key], len(groups[key])) for key in sorted(groups)]
    chance.shuffle(drawn)  # so that a limit below the number of groups favours no file
    turns = max(map(len, drawn), default=0)
    in_turn = [group[turn] for turn in range(turns) for group in drawn if turn < len(group)]
    return [items[position] for position in sorted(in_turn[: max(limit, 0)])]


def names_of(answers: Iterable[AnswerRecord]) -> dict[str, tuple[str, ...]]:
    """The names that the answers give each organization's id: cases may name organizations by id alone."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for answer in answers:
        pairs = [(row.organization_id, row.organization) for row in answer.rows or ()]
        pairs += [(citation.organization_id, citation.organization) for citation in answer.citations]
        for key, name in pairs:
            if key and name:
                names[key][name] = None
    return {key: tuple(found) for key, found in names.items()}


def material_of(case: Case, answer: AnswerRecord, names: Names) -> Material:
    """What the judge is shown of an answer and its case."""
    cited = tuple(
        Passage(each.n or position, each.organization or each.organization_id or "", each.item, each.quote)
        for position, each in enumerate(answer.citations, start=1)
    )
    text = answer.text.strip() or answer.headline
    if case.kind in ("count", "share"):
        # The number is asked for: whose words it was counted from need not be told.
        return Material(case.question, text, cited, (), case.history, None, case.expected_count, case.facts)
    needed = tuple(
        Passage(position, _called(each.organization, names), each.item, each.quote)
        for position, each in enumerate((each for each in case.evidence if each.needed), start=1)
    )
    matching = None
    if case.kind == "list" and case.organizations is not None:
        matching = tuple(_called(each, names) for each in case.organizations)
    facts = () if needed else case.facts
    return Material(case.question, text, cited, needed, case.history, matching, case.count, facts)


def _item(
    file: str, case: Case, cluster: str, answer: AnswerRecord | None, names: Names, wordings: Mapping[int, str]
) -> Item | str:
    """The item of a case, or why there is none."""
    if not case.answerable:
        return "the case expects no answer"
    if answer is None or not (answer.text.strip() or answer.headline):
        return "no text of an answer"
    if answer.abstained:
        return "abstained"
    material = material_of(case, answer, names)
    if not (material.needed or material.facts) and material.matching is None and material.count is None:
        return "the case does not say what words are needed"
    if len(judge_prompt(material, wordings).user) > MAX_CHARACTERS:
        return "too long for one prompt"
    return Item(file, case.id, case.kind, case.language, cluster, material)


def _called(organization: str, names: Names) -> str:
    return " / ".join(names.get(organization, (organization,)))
