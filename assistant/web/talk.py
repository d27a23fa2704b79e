"""Answers as the HTML that chat and widget show, again and again while they are written."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from assistant.errors import BadQuery
from assistant.leaving import mind
from assistant.masking import masked_answer, part_without, typed_in, without
from assistant.personal_data import masked
from assistant.types import QUESTION_LIMIT, Conversation, Done, Event, Failed, TextPart
from assistant.web.answer_html import answer_html, note_html, writing_html
from assistant.web.facade import WebAssistant
from assistant.web.trouble import trouble_named
from assistant.web.words import words_of
from corpus.errors import CandourError
from corpus.types import Language

log = logging.getLogger(__name__)

AT_ONCE = 20  # answers in the making, of each language
# Of an answer that takes long, what is there is shown this long after its first words, and again each time it passes.
# Most are complete before: each drawing costs server and browser more than it shows, and with many visitors it adds up.
REDRAW_S = 0.25
BROKEN = "internal"  # the code of a failure that is a mistake in the program


def is_being_written(html: str) -> bool:
    """Whether what is shown is a part of an answer."""
    return 'class="answer writing"' in html


class Talk:
    """Answers questions from pages of one language. Holds nothing of any visitor."""

    def __init__(self, assistant: WebAssistant, language: Language) -> None:
        self._assistant = assistant
        self._language = language
        self._words = words_of(language)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answer")

    async def answering(
        self, question: str, earlier: Sequence[str], only: Sequence[str] = (), quotations_only: bool = False
    ) -> AsyncIterator[str]:
        """The HTML to show, again and again while the answer is written; the last one is complete.

        The question is asked as it is; what is shown has none of its personal data but what a quotation has too.
        `earlier` are the questions before, oldest first; `only` and `quotations_only` as for `Assistant.ask`.
        """
        if len(question) > QUESTION_LIMIT:
            yield self._note(self._words("chat.too_long", n=len(question), limit=QUESTION_LIMIT))
            return
        conversation = Conversation(tuple(masked(each, self._language) for each in earlier))
        typed = typed_in(question)
        written, drawn_at = "", 0.0
        async for event in self._events(question, conversation, only, quotations_only):
            if isinstance(event, TextPart):
                drawn_at = drawn_at if written else time.monotonic()
                written += event.text
                if time.monotonic() - drawn_at >= REDRAW_S:
                    drawn_at = time.monotonic()
                    yield writing_html(part_without(written, typed, self._language), self._language)
            elif isinstance(event, Done):
                answer = masked_answer(event.answer, question, self._language)
                yield answer_html(answer, self._organizations(), self._items(answer.language))
            elif isinstance(event, Failed) and event.code == BROKEN:
                yield self._note(self._words("chat.broken"), part_without(written, typed, self._language))
            elif isinstance(event, Failed) and event.code == BadQuery.code:
                # A question is never one: it is the page that limits its visitors to organizations that are not here.
                yield self._note(self._words("widget.not_here", reason=event.message))
            elif isinstance(event, Failed):
                trouble = trouble_named(event.code, event.message, self._assistant, self._words)
                failed = without(self._words("chat.failed", message=trouble.message), typed, self._language)
                yield self._note(failed, part_without(written, typed, self._language))

    async def _events(
        self, question: str, conversation: Conversation, only: Sequence[str], quotations_only: bool
    ) -> AsyncIterator[Event]:
        """The assistant's events, made in a thread that stops when nobody listens any more."""
        loop = asyncio.get_running_loop()
        events: deque[Event | None] = deque()
        arrived, told = asyncio.Event(), threading.Event()
        left = threading.Event()

        def hand_over(event: Event | None) -> None:
            events.append(event)
            # An answer comes as a hundred events at once: the loop is woken for the first of them, and takes them all.
            if not told.is_set() and not left.is_set():
                told.set()
                loop.call_soon_threadsafe(wake)

        def wake() -> None:
            told.clear()
            arrived.set()

        request = contextvars.copy_context()  # the thread knows of which request it works
        request.run(mind, left)
        self._threads.submit(
            request.run,
            self._work,
            lambda: self._assistant.stream(question, conversation, self._language, only, quotations_only),
            hand_over,
            left,
        )
        try:
            while True:
                await arrived.wait()
                arrived.clear()
                while events:
                    if (event := events.popleft()) is None:
                        return
                    yield event
        finally:
            left.set()

    def _work(
        self,
        stream: Callable[[], Iterator[Event]],
        hand_over: Callable[[Event | None], None],
        left: threading.Event,
    ) -> None:
        try:
            for event in stream():
                if left.is_set():
                    break
                hand_over(event)
        except CandourError as error:
            hand_over(Failed(error.code, str(error)))
        except Exception:
            log.exception("No answer because of an error in the program.")  # the question itself is not logged
            hand_over(Failed(BROKEN, ""))
        finally:
            hand_over(None)

    def _organizations(self) -> int | None:
        """How many organizations there are; None where the index cannot be asked just now."""
        try:
            return self._assistant.snapshot().organizations
        except CandourError:
            return None

    def _items(self, language: Language) -> dict[int, str]:
        return {item.number: item.short.of(language) for item in self._assistant.questionnaire.items}

    def _note(self, note: str, written: str = "") -> str:
        return note_html(note, self._language, written)
