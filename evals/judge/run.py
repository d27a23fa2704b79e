"""The command `candour eval judge`: a run's folder and a chat model in, judge.json, judge.csv and a text out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from corpus.questionnaire import load_questionnaire
from evals.cases import Split
from evals.judge.judge import Ask, judge
from evals.judge.labels import Label, Labels, read_labels
from evals.judge.material import Item, Sample, sample_of
from evals.judge.write import JudgeRun, judge_text, write_judge_run


class Reply(Protocol):
    """A chat model's reply."""

    @property
    def text(self) -> str:
        """Its words."""


class ChatModel(Protocol):
    """As much of LangChain's BaseChatModel as the judge uses."""

    def invoke(self, input: list[tuple[str, str]], /) -> Reply:
        """The reply to messages, each a role and a text."""


def run_judge(folder: Path, model_name: str, limit: int, splits: tuple[Split, ...] = ("dev",)) -> str:
    """The text of the judge's results on at most `limit` answers of a run, after they were written into its folder.

    Of cases of other splits than `splits` nothing is shown to the model. Every label is judged beside them. Raises a
    CandourError for what the user can mend.
    """
    from tqdm import tqdm

    from assistant.model.chat_model import open_chat_model

    sample, labels = sample_of(folder, limit, wordings(), splits), read_labels()
    ask = asking(open_chat_model(model_name))
    with tqdm(total=len(sample.items) + len(labels.labels), desc="Judging", delay=0.5, leave=False, unit="") as bar:
        return judge_sample(folder, sample, labels, ask, model_name, lambda done: bar.update(done - bar.n))


def judge_sample(
    folder: Path,
    sample: Sample,
    labels: Labels,
    ask: Ask,
    model_name: str,
    progress: Callable[[int], object],
) -> str:
    """As `run_judge`, with the answers chosen and the model opened. The labels come first."""
    by_hand = [_item(label) for label in labels.labels]
    found = judge([*by_hand, *sample.items], wordings(), ask, progress)
    run = JudgeRun(model_name, labels, found[: len(by_hand)], sample, found[len(by_hand) :])
    write_judge_run(folder, run)
    return judge_text(run)


def wordings() -> dict[int, str]:
    """What each item of the questionnaire asks, by number, in English as the prompt is."""
    return {item.number: item.wording.en for item in load_questionnaire().items}


def asking(model: ChatModel) -> Ask:
    """The function through which the judge asks a chat model."""
    return lambda system, user: str(model.invoke([("system", system), ("human", user)]).text)


def _item(label: Label) -> Item:
    return Item("(labels)", label.id, label.kind, label.language, label.id, label.material())
