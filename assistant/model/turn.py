"""What the language model does for one question: reads it where the rules are unsure, and words its answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.answers.view import View
from assistant.answers.wanted import LookUpWords
from assistant.literal import literal
from assistant.model.caller import Caller
from assistant.model.checks.check import Checker
from assistant.model.evidence import Gathered, gather, is_worded
from assistant.model.failures import ModelFailed, VisitorLeft
from assistant.model.prompts import prompts
from assistant.model.reading import read_by_model
from assistant.model.wording import Wording
from assistant.reading.read import Reader
from assistant.reading.types import Reading
from assistant.types import Answer, Conversation, ModelUse
from assistant.words import words_of
from corpus.types import Language
from index.home import Index

log = logging.getLogger(__name__)

Prices = tuple[float, float]  # of a token that is sent, and of one that is received


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: `words` is what of it is read, `language` counts where they do not tell theirs."""

    question: str
    words: str
    earlier: Conversation
    language: Language
    only: tuple[str, ...] = ()


class ModelTurn:
    """One question's turn. A failure ends it: the answer is then the one that needs no model."""

    def __init__(
        self, name: str, caller: Caller, checker: Checker, prices: Prices, used: Callable[[ModelUse], None]
    ) -> None:
        self._name = name
        self._prices = prices
        self._used = used
        self._caller = caller
        self._checker = checker
        self._use = caller.begin()
        self._failure: ModelFailed | None = None
        self._read = False
        self._gathered: Gathered | None = None
        self._answer: Answer | None = None

    def read(self, asked: Asked, rules: Reading, view: View, reader: Reader) -> Reading | None:
        """How the model reads the question; None where it cannot tell, or fails."""
        try:
            return read_by_model(
                asked.words, asked.earlier, rules, view, reader, self._caller, self._use, self._checker.gives_orders
            )
        except VisitorLeft:
            pass  # nobody sees the answer
        except ModelFailed as error:
            self._failure = error
        except Exception as error:
            self._failure = _unforeseen(error)
        return None

    def has_read(self) -> None:
        """Nothing; its reading is the one that is answered."""
        self._read = True

    def gather(self, answer: Answer, reading: Reading, view: View, index: Index, look_up_words: LookUpWords) -> None:
        """Nothing; takes the evidence for the answer from the index, while that is open."""
        if self._failure is not None or self._use.left.is_set() or not is_worded(answer):
            return
        try:
            self._gathered = gather(answer, reading, view, index, look_up_words, self._checker)
        except Exception as error:
            self._failure = _unforeseen(error)
        else:
            self._checker = replace(self._checker, registry=view.registry)

    def words(self, answer: Answer) -> Iterator[str]:
        """The pieces of the answer's text, each once it is sure; then `answer` is what they make up."""
        try:
            yield from self._words(answer)
        except GeneratorExit:
            # Nobody takes the rest; what was used until then is told of all the same.
            self._use.left.set()
            if self._answer is None:
                self._told(answer)
            raise

    def _words(self, answer: Answer) -> Iterator[str]:
        given = ""
        if self._gathered is not None and self._gathered.evidence:
            wording = Wording(answer, self._gathered, self._checker, self._caller, self._use)
            try:
                for piece in wording:
                    given += piece
                    yield piece
                answer, self._failure = wording.answer, wording.failure
            except Exception as error:
                self._failure = _unforeseen(error)
                # What was given cannot be taken back: the answer without the model follows it.
                answer = replace(answer, text="\n\n".join(filter(None, [given, answer.text])))
        self._answer = self._told(answer)
        if rest := self._answer.text[len(given) :]:
            yield rest

    @property
    def answer(self) -> Answer:
        """The whole answer, once its words have been taken."""
        assert self._answer is not None, "the words come first"
        return self._answer

    def _told(self, answer: Answer) -> Answer:
        """The answer with how the model was used, and notices of what visitors should know of that."""
        if not self._use.tokens and self._failure is None:
            return answer
        words = words_of("answers", answer.language)
        worded = bool(answer.sentences)
        shown = answer.reading is not None or answer.understood_as != answer.question
        notices = [words("model.read", model=self._name)] if self._read and shown else []
        if self._failure is not None:
            why = words(f"model.why.{self._failure.failure}")
            notices.append(words("model.stopped" if worded else "model.failed", why=why))
        elif answer.checks is not None and not worded:
            notices.append(words("model.not_shown"))
        failure = self._failure.failure if self._failure else "stopped" if self._use.left.is_set() else None
        used = ModelUse(
            self._name,
            read=self._read,
            worded=worded,
            failure=failure,
            tokens_sent=self._use.sent,
            tokens_received=self._use.received,
            cost=round(self._use.sent * self._prices[0] + self._use.received * self._prices[1], 6),
            prompts=prompts().version,
        )
        self._used(used)
        return replace(
            answer,
            text="\n\n".join([answer.text, *map(literal, notices)]),
            notices=(*answer.notices, *notices),
            written_by=self._name if worded else answer.written_by,
            model=used,
        )


def _unforeseen(error: Exception) -> ModelFailed:
    """The failure that a mistake of ours comes to. Its words may be a visitor's: they are not logged."""
    log.error("The language model was no help because of an error in the program: %s.", type(error).__name__)
    return ModelFailed("unusable")
