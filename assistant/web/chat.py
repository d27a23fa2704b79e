"""The chat in Gradio, one `Blocks` a language. Nothing of a conversation stays on the server between requests.

The conversation travels in `kept`, which the visitor's browser holds for as long as its tab lives (static/first.js
points Gradio's store to sessionStorage): the questions as typed, and each answer as the HTML that was shown.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypedDict

from assistant.types import Conversation, Done, Event, Failed, TextPart
from assistant.web.answer_html import answer_html, note_html, question_html, writing_html
from assistant.web.facade import WebAssistant
from assistant.web.html import message_templates, one_line
from assistant.web.words import Words, words_of
from corpus.errors import CandourError
from corpus.types import Language

if TYPE_CHECKING:
    import gradio

log = logging.getLogger(__name__)

QUESTION_LIMIT = 2000  # characters; longer ones are answered by a sentence, not read
AT_ONCE = 20  # answers in the making; Gradio's own limit is one
WAITING = 200  # questions in the queue before visitors are told to come back
KEPT_TURNS = 40  # turns and characters a browser keeps; its store takes about five million
KEPT_CHARACTERS = 1_500_000
REDRAW_S = 0.08  # redrawing more often costs the browser more than it shows


class Turn(TypedDict):
    """One question as typed and what was shown for it; `html` is "" while the answer is being written."""

    question: str
    html: str


Messages = list[dict[str, str]]


def switch_off_calls_home() -> None:
    """Nothing returned; keeps Gradio and its libraries from calling outside hosts. Must come before their import."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def chat_blocks(assistant: WebAssistant, language: Language) -> gradio.Blocks:
    """The chat page of one language. Gradio is imported here, because that takes seconds."""
    switch_off_calls_home()
    import gradio as gr

    words = words_of(language)
    talk = Talk(assistant, language)
    with gr.Blocks(title=words("site.page_title", title=words("site.title")), analytics_enabled=False) as blocks:
        gr.Markdown(f"# {words('site.title')}", elem_id="title", container=False)
        chat = gr.Chatbot(
            elem_id="chat",
            placeholder=opening_html(assistant.starters(language), words),
            show_label=False,
            container=False,
            height=None,
            buttons=[],
            autoscroll=False,
            latex_delimiters=[],
            layout="panel",
            feedback_options=None,
            allow_file_downloads=False,
        )
        box = gr.Textbox(
            elem_id="q",
            label=words("chat.your_question"),
            lines=1,
            max_lines=6,
            submit_btn=False,
            stop_btn=False,
            autofocus=True,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        gr.Markdown(hint_html(assistant, words), elem_id="hint", container=False)
        new = gr.Button(words("chat.new"), elem_id="new", size="sm")
        kept = gr.BrowserState([], storage_key="candour-conversation", secret="candour-in-this-tab")

        ready = {"submit_btn": words("chat.send"), "stop_btn": False}
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

        async def ask(question: str, turns: list[Turn]) -> AsyncIterator[tuple[Any, Any, Any]]:
            if not question.strip():
                yield gr.skip(), gr.skip(), gr.skip()
                return
            earlier = list(turns or [])
            typed = gr.Textbox(value="", submit_btn=False, stop_btn=words("chat.stop"))
            yield talk.messages([*earlier, Turn(question=question, html="")]), typed, [
                *earlier,
                Turn(question=question, html=""),
            ]
            html = ""
            async for html in talk.answering(question, earlier):
                yield talk.messages([*earlier, Turn(question=question, html=html)]), gr.skip(), gr.skip()
            complete = [*earlier, Turn(question=question, html=html)]
            yield gr.skip(), gr.Textbox(**ready), shortened(complete)

        def stop(shown: list[Any], turns: list[Turn]) -> tuple[Any, Any, Any]:
            stopped = talk.stopped(shown, turns or [])
            return talk.messages(stopped), gr.Textbox(**ready), stopped

        def forget() -> tuple[Any, Any, Any]:
            return [], gr.Textbox(value="", **ready), []

        def restore(turns: list[Turn]) -> tuple[Any, Any]:
            return talk.messages(turns or []), gr.Textbox(**ready)

        asking = box.submit(ask, [box, kept], [chat, box, kept], concurrency_limit=AT_ONCE, **quiet)
        box.stop(stop, [chat, kept], [chat, box, kept], cancels=[asking], queue=False, **quiet)
        new.click(forget, None, [chat, box, kept], cancels=[asking], queue=False, **quiet)
        blocks.load(restore, kept, [chat, box], queue=False, **quiet)
    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING)
    return blocks


def opening_html(starters: tuple[str, ...], words: Words) -> str:
    """What an empty conversation shows: questions to begin with."""
    return one_line(message_templates().get_template("opening.html").render(starters=starters, w=words))


def hint_html(assistant: WebAssistant, words: Words) -> str:
    """The line under the text box: its keys, and how much can be asked about."""
    snapshot = assistant.snapshot()
    key = "one" if snapshot.documents == 1 else "many"
    counted = words(f"chat.snapshot.{key}", n=snapshot.documents, date=snapshot.date)
    return one_line(message_templates().get_template("hint.html").render(counted=counted, w=words))


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


class Talk:
    """Questions and answers in one language's chat. Holds nothing of any visitor."""

    def __init__(self, assistant: WebAssistant, language: Language) -> None:
        self._assistant = assistant
        self._language = language
        self._words = words_of(language)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answer")

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
        return [*turns[:-1], Turn(question=turns[-1]["question"], html=self._note(self._words("chat.stopped")))]

    async def answering(self, question: str, earlier: list[Turn]) -> AsyncIterator[str]:
        """The HTML to show, again and again while the answer is written; the last one is complete."""
        if len(question) > QUESTION_LIMIT:
            yield self._note(self._words("chat.too_long", n=len(question), limit=QUESTION_LIMIT))
            return
        conversation = Conversation(tuple(turn["question"] for turn in earlier))
        written, drawn_at = "", 0.0
        async for event in self._events(question, conversation):
            if isinstance(event, TextPart):
                written += event.text
                if time.monotonic() - drawn_at >= REDRAW_S:
                    drawn_at = time.monotonic()
                    yield writing_html(written, self._language)
            elif isinstance(event, Done):
                yield answer_html(event.answer)
            elif isinstance(event, Failed):
                yield self._note(self._words("chat.failed", message=event.message), written)

    async def _events(self, question: str, conversation: Conversation) -> AsyncIterator[Event]:
        """The assistant's events, made in a thread that stops at its next event when nobody listens any more."""
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[Event | None] = asyncio.Queue()
        left = threading.Event()

        def hand_over(event: Event | None) -> None:
            if not left.is_set():
                loop.call_soon_threadsafe(arrived.put_nowait, event)

        self._threads.submit(self._work, question, conversation, hand_over, left)
        try:
            while (event := await arrived.get()) is not None:
                yield event
        finally:
            left.set()

    def _work(self, question: str, conversation: Conversation, hand_over: Any, left: threading.Event) -> None:  # noqa: ANN401
        events: Iterator[Event] | None = None
        try:
            events = self._assistant.stream(question, conversation, self._language)
            for event in events:
                if left.is_set():
                    break
                hand_over(event)
        except CandourError as error:
            hand_over(Failed(error.code, str(error)))
        except Exception:
            log.exception("No answer because of an error in the program.")  # the question itself is not logged
            hand_over(Failed("internal", self._words("chat.broken")))
        finally:
            hand_over(None)

    def _note(self, note: str, written: str = "") -> str:
        return note_html(note, self._language, written)
