"""Questions and answers as the turns of a chat, without anything of Gradio. Holds nothing of any visitor."""

from __future__ import annotations

import asyncio
import contextvars
import html as html_text
import logging
import math
import re
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypedDict

from assistant.masking import masked_answer, part_without, typed_in, without
from assistant.personal_data import masked
from assistant.types import QUESTION_LIMIT, Conversation, Done, Event, Failed, TextPart
from assistant.web.answer_html import answer_html, note_html, question_html, writing_html
from assistant.web.facade import WebAssistant
from assistant.web.trouble import trouble_named
from assistant.web.words import words_of
from corpus.errors import CandourError
from corpus.types import Language

log = logging.getLogger(__name__)

AT_ONCE = 20  # answers in the making; Gradio's own limit is one
KEPT_TURNS = 40  # turns and characters a browser keeps; its store takes about five million
KEPT_CHARACTERS = 1_500_000
# Of an answer that takes long, what is there is shown this long after its first words, and again each time it passes.
# Most are complete before: each drawing costs server and browser more than it shows, and with many visitors it adds up.
REDRAW_S = 0.25
BROKEN = "internal"  # the code of a failure that is a mistake in the program


class Turn(TypedDict):
    """One question and what was shown for it; `html` is "" while the answer is being written.

    The question is as typed, but for personal data, which is masked: a browser keeps it.
    """

    question: str
    html: str


Messages = list[dict[str, str]]


def is_being_written(html: str) -> bool:
    """Whether what is shown is a part of an answer."""
    return 'class="answer writing"' in html


class Talk:
    """Questions and answers in one language's chat. Holds nothing of any visitor."""

    def __init__(self, assistant: WebAssistant, language: Language) -> None:
        self._assistant = assistant
        self._language = language
        self._words = words_of(language)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answer")

    def turn(self, question: str, html: str = "") -> Turn:
        """The turn of a question as typed."""
        return Turn(question=masked(question, self._language), html=html)

    def messages(self, turns: list[Turn]) -> Messages:
        """The turns as Gradio's messages."""
        found: Messages = []
        for turn in turns:
            html = turn["html"] or writing_html("", self._language)
            found.append({"role": "user", "content": question_html(turn["question"], self._language)})
            found.append({"role": "assistant", "content": html})
        return found

    def stopped(self, shown: list[Any], turns: list[Turn]) -> list[Turn]:
        """The turns with the unfinished last one marked as stopped; unchanged where the last one is complete."""
        if not turns or turns[-1]["html"]:
            return turns
        note = self._note(self._words("chat.stopped"), _written_so_far(shown))
        return [*turns[:-1], Turn(question=turns[-1]["question"], html=note)]

    def left_over(self, turns: list[Turn]) -> list[Turn]:
        """The turns, with a note where a page was left before its answer was there."""
        note = self._note(self._words("chat.unanswered"))
        return [Turn(question=turn["question"], html=turn["html"] or note) for turn in turns]

    def too_often(self, wait: float) -> str:
        """The note for a visitor who asked too often and may ask again in `wait` seconds."""
        return self._note(self._words("chat.too_often", seconds=math.ceil(wait)))

    async def answering(self, question: str, earlier: Sequence[str], only: Sequence[str] = ()) -> AsyncIterator[str]:
        """The HTML to show, again and again while the answer is written; the last one is complete.

        The question is asked as it is; what is shown has none of its personal data but what a quotation has too.
        `earlier` are the questions before, oldest first; `only` as for `Assistant.ask`.
        """
        if len(question) > QUESTION_LIMIT:
            yield self._note(self._words("chat.too_long", n=len(question), limit=QUESTION_LIMIT))
            return
        conversation = Conversation(tuple(masked(each, self._language) for each in earlier))
        typed = typed_in(question)
        # What is there at once is not drawn in parts: each part is a message that the page must not lose.
        written, drawn_at = "", 0.0
        async for event in self._events(question, conversation, only):
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
            elif isinstance(event, Failed):
                trouble = trouble_named(event.code, event.message, self._assistant, self._words)
                failed = without(self._words("chat.failed", message=trouble.message), typed, self._language)
                yield self._note(failed, part_without(written, typed, self._language))

    async def _events(self, question: str, conversation: Conversation, only: Sequence[str]) -> AsyncIterator[Event]:
        """The assistant's events, made in a thread that stops at its next event when nobody listens any more."""
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

        self._threads.submit(
            contextvars.copy_context().run,  # the thread knows of which request it works
            self._work,
            lambda: self._assistant.stream(question, conversation, self._language, only),
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


def _written_so_far(shown: list[Any]) -> str:
    """The text of an unfinished answer, taken from the last message of the chat; "" if there is none yet."""
    content = shown[-1].get("content", "") if shown and isinstance(shown[-1], dict) else ""
    if isinstance(content, list):  # Gradio hands a message's content back in parts
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    found = re.search(r'class="answer writing".*?<div class="so-far">(.*?)</div>', str(content), re.DOTALL)
    if found is None or 'class="off"' in found[1]:
        return ""
    blocks = re.sub(r"</(?:p|li|blockquote)>", "\n\n", found[1])
    return html_text.unescape(re.sub(r"<[^>]*>", "", blocks)).strip()


def shortened(turns: list[Turn]) -> list[Turn]:
    """The newest turns that a browser's store has room for; always at least the last one."""
    room = KEPT_CHARACTERS
    keep: list[Turn] = []
    for turn in reversed(turns[-KEPT_TURNS:]):
        room -= len(turn["question"]) + len(turn["html"])
        if keep and room < 0:
            break
        keep.append(turn)
    return keep[::-1]
