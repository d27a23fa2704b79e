"""Wording by the model: its sentences are checked one by one as they come, and put into the answer that code made."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.answers.text import mark, quotation
from assistant.literal import literal
from assistant.model.caller import Caller, Use
from assistant.model.checks.check import Checker
from assistant.model.checks.types import Sentence
from assistant.model.citing import with_what_bears_it_out
from assistant.model.evidence import Gathered
from assistant.model.failures import ModelFailed, VisitorLeft
from assistant.model.prompts import filled, one_line, prompts
from assistant.personal_data import masked
from assistant.types import Answer, Checks, Citation, WrittenSentence
from assistant.words import words_of
from corpus.types import Language

log = logging.getLogger(__name__)

_MOST_SENTENCES = 6
# So many sentences must have passed before any is shown, where there are as many; with as many that failed before,
# none is: the offline answer says it better.
_SURE = 2
# After so many that failed the model is not listened to any more.
_GIVE_UP = 3
_MARK = re.compile(r"\s*\[\d+(?:,\s*\d+)*\]")
_NUMBER = re.compile(r"[0-9]{1,6}")
_LANGUAGES: dict[Language, str] = {"en": "English", "fr": "French"}
_SCHEMA: dict[str, Any] = {
    "title": "answer",
    "description": "The sentences of the answer.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "citations": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text", "citations"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@dataclass
class Wording:
    """The wording of one answer. Iterated, it gives the pieces of the answer's text as they are sure.

    Afterwards `answer` is the whole answer, which the pieces make up. It is the offline one where nothing of the
    model's could be shown, whatever the reason; `failure` has it where the model failed.
    """

    offline: Answer
    gathered: Gathered
    checker: Checker
    caller: Caller
    use: Use

    def __post_init__(self) -> None:
        self.answer = self.offline
        self.failure: ModelFailed | None = None
        self._own = len(self.offline.citations)
        self._numbers = {n: n for n in range(1, self._own + 1)}
        self._shown: list[WrittenSentence] = []
        self._faults: list[str] = []
        self._said: set[str] = set()
        self._quoted = 0

    def __iter__(self) -> Iterator[str]:
        given = ""
        try:
            for sentence in self._sentences():
                self._judge(sentence)
                if len(self._faults) >= _GIVE_UP or len(self._faults) >= _SURE > len(self._shown):
                    break
                if len(self._shown) >= _SURE:
                    text = self._text()
                    yield text[len(given) :]
                    given = text
        except ModelFailed as error:
            self.failure = error
        except VisitorLeft:
            return  # nobody sees what would come now
        except Exception as error:  # whatever a model can say that nobody thought of: there is an answer without it
            log.warning("What the language model said could not be taken: %s.", type(error).__name__)
            self.failure = ModelFailed("unusable")
        if not given and len(self._faults) > len(self._shown):
            self._shown = []
        self.answer = self._whole()
        yield self.answer.text[len(given) :]

    def _sentences(self) -> Iterator[Sentence]:
        """The sentences of the model, each once it is complete."""
        texts = prompts().wording
        language = self.offline.language
        messages = [
            ("system", filled(texts.system, most=_MOST_SENTENCES, language=_LANGUAGES[language])),
            (
                "user",
                filled(
                    texts.user,
                    question=one_line(masked(self.offline.understood_as, language)),
                    # It names organizations as their documents do.
                    answer="" if self.gathered.nameless else one_line(self.offline.headline),
                    passages=self.gathered.told(),
                ),
            ),
        ]
        taken = 0
        found: list[Sentence] = []
        for part in self.caller.objects(self.use, messages, _SCHEMA, lambda told: _sentences_of(told) is not None):
            found = _sentences_of(part) or []
            # The last one may still grow.
            yield from found[taken : max(taken, len(found) - 1)]
            taken = max(taken, len(found) - 1)
        yield from found[taken:]

    def _judge(self, sentence: Sentence) -> None:
        """Nothing; takes the sentence, or what is wrong with it. What was said already is passed over."""
        if (said := sentence.text.casefold()) in self._said:
            return
        self._said.add(said)
        evidence, language = self.gathered.evidence, self.offline.language
        fault = self.checker.fault(sentence, evidence, language)
        if fault is None:
            sentence = with_what_bears_it_out(sentence, evidence, language, self.checker)
        known = [n for n in dict.fromkeys(sentence.citations) if n in self.gathered.evidence]
        if fault is None:
            numbers = tuple(self._number(n) for n in known)
            self._shown.append(WrittenSentence(sentence.text, numbers))
            return
        self._faults.append(fault)
        if known:
            # The quotations that it cites stand in its place: the answer's own are there anyway.
            self._quoted += 1
            for n in known:
                self._number(n)

    def _number(self, n: int) -> int:
        """The number that the evidence has in the answer: those that the answer itself cites keep theirs."""
        return self._numbers.setdefault(n, len(self._numbers) + 1)

    def _text(self) -> str:
        """The headline and the sentences so far."""
        return f"**{literal(self._headline())}**\n\n{' '.join(map(_marked, self._shown))}"

    def _headline(self) -> str:
        """What stands above the sentences: code's own words, which do not say that somebody wrote them."""
        if self.offline.kind != "lookup":
            return self.offline.headline
        words = words_of("answers", self.offline.language)
        names = {each.name for each in self.gathered.citations.values()}
        whose = "one" if len(names) == 1 else "many"
        kind = "closest" if self.offline.confidence == "closest" else "stated"
        return words(f"model.headline_{kind}_{whose}", organization=next(iter(names)))

    def _more_citations(self) -> tuple[Citation, ...]:
        """The citations that the offline answer does not have, by their numbers."""
        if not self._shown:
            return ()
        more = sorted((number, n) for n, number in self._numbers.items() if number > self._own)
        return tuple(replace(self.gathered.citations[n], n=number) for number, n in more)

    def _whole(self) -> Answer:
        written = len(self._shown) + len(self._faults)
        checks = None
        if written:
            dropped = len(self._faults) - self._quoted
            checks = Checks(written, len(self._shown), self._quoted, dropped, tuple(self._faults))
        if not self._shown:
            return replace(self.offline, checks=checks)
        words = words_of("answers", self.offline.language)
        more = self._more_citations()
        rest = self.offline.text.partition("\n\n")[2]
        return replace(
            self.offline,
            headline=self._headline(),
            text="\n\n".join(filter(None, [self._text(), rest, *(quotation(each, words) for each in more)])),
            sentences=tuple(self._shown),
            citations=(*self.offline.citations, *more),
            checks=checks,
        )


def _marked(sentence: WrittenSentence) -> str:
    return literal(sentence.text) + "".join(mark(n) for n in sentence.citations)


def _sentences_of(part: dict[str, Any]) -> list[Sentence] | None:
    """The sentences of an object that may still grow; None where it has none, or has another form."""
    given = part.get("sentences")
    if not isinstance(given, list):
        return None
    found = []
    for each in given[:_MOST_SENTENCES]:
        text = each.get("text", "") if isinstance(each, dict) else None
        numbers = each.get("citations", []) if isinstance(each, dict) else None
        if not isinstance(text, str) or not isinstance(numbers, list):
            return None
        # Smaller models write numbers as texts, and marks into the sentence.
        whole = tuple(n for each in numbers if (n := _number(each)) is not None)
        found.append(Sentence(" ".join(_MARK.sub("", text).split()), whole))
    return found


def _number(told: object) -> int | None:
    """A passage's number, None for what can be none."""
    if isinstance(told, int) and not isinstance(told, bool):
        return told if 0 <= told < 10**6 else None
    return int(told) if isinstance(told, str) and _NUMBER.fullmatch(told) else None
