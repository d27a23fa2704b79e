"""Answers and a chat model become verdicts. Knows the chat model only as a function from two texts to a text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from corpus.errors import CandourError
from evals.judge.errors import JudgeFailed
from evals.judge.material import Item
from evals.judge.prompt import Material, Verdict, judge_prompt, prompt_again

Ask = Callable[[str, str], str]
"""Sends a system prompt and a user prompt; the text of the reply comes back."""

# A single failed call says nothing, this many in a row say that the key, the address or the model is wrong.
FAILURES_IN_A_ROW = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge made of an answer: its verdict, or None and what went wrong."""

    verdict: Verdict | None
    problem: str = ""


def judge(
    items: Sequence[Item], wordings: Mapping[int, str], ask: Ask, progress: Callable[[int], object]
) -> list[Judged]:
    """One result an item, in order. An item that the model cannot be brought to judge is recorded as unjudged.

    `wordings` are what the items of the questionnaire ask, `progress` gets the number done. Raises JudgeFailed after
    FAILURES_IN_A_ROW failed calls in a row.
    """
    found: list[Judged] = []
    failures = 0
    for number, item in enumerate(items, start=1):
        try:
            found.append(judged(item.material, wordings, ask))
            failures = 0
        except CandourError:
            raise
        # The edge to somebody else's server, which may fail in any way.
        except Exception as error:
            failures += 1
            name = type(error).__name__
            _log.warning("The judge could not be asked about %s: %s", item.id, name)
            if failures == FAILURES_IN_A_ROW:
                raise JudgeFailed(
                    f"The chat model failed {failures} times in a row (last: {name}: {_first_line(error)}). "
                    "Check its name, its key and the network, and run the command again."
                ) from error
            found.append(Judged(None, f"the call failed: {name}"))
        progress(number)
    return found


def judged(material: Material, wordings: Mapping[int, str], ask: Ask) -> Judged:
    """The verdict on one answer. A reply that cannot be used is told to the model and asked for once more."""
    prompt = first = judge_prompt(material, wordings)
    problem = ""
    for _ in range(2):
        reply = ask(prompt.system, prompt.user)
        try:
            return Judged(Verdict.model_validate_json(reply))
        except ValidationError as error:
            problem = _mistakes(error)
            prompt = prompt_again(first, problem, reply)
    return Judged(None, f"no usable reply: {problem}")


def _mistakes(error: ValidationError) -> str:
    """What is wrong with a reply, without the reply's own words."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'the reply'}: {each['msg']}" for each in found[:3])


def _first_line(error: Exception) -> str:
    return (str(error).strip() or "no message").splitlines()[0][:200]
