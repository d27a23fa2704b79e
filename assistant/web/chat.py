"""The chat in Gradio, one `Blocks` a language. Nothing of a conversation stays on the server between requests.

The conversation travels in `kept`, which the visitor's browser holds for as long as its tab lives (static/first.js
points Gradio's store to sessionStorage): the questions, personal data masked, and each answer as the HTML that was
shown. What is kept for longer is the browser's affair too (static/history.js).
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from assistant.web.facade import WebAssistant
from assistant.web.html import message_templates, one_line
from assistant.web.limits import visitor_id
from assistant.web.observing import working_on
from assistant.web.rates import Rate
from assistant.web.talk import AT_ONCE, Talk, Turn, is_being_written, shortened
from assistant.web.trouble import trouble_of
from assistant.web.words import Words, words_of
from corpus.errors import CandourError
from corpus.types import Language

if TYPE_CHECKING:
    import gradio

WAITING = 200  # questions in the queue before visitors are told to come back


def switch_off_calls_home() -> None:
    """Nothing; keeps Gradio and its libraries from calling outside hosts. Must come before their import."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def chat_blocks(assistant: WebAssistant, language: Language, rate: Rate) -> gradio.Blocks:
    """The chat page of one language; `rate` counts each visitor's questions.

    Gradio is imported here, because that takes seconds.
    """
    switch_off_calls_home()
    import gradio as gr

    words = words_of(language)
    blocks: gradio.Blocks = gr.Blocks(
        title=words("site.page_title", title=words("site.title")), analytics_enabled=False
    )
    with blocks:
        gr.Markdown(f"# {words('site.title')}", elem_id="title", container=False)
        chat = _conversation(assistant, words)
        with gr.Column(elem_id="ask"):
            box = _question_box(words)
            with gr.Row(elem_id="foot"):
                hint = gr.Markdown(hint_html(assistant, words), elem_id="hint", container=False)
                gr.Button(words("history.title"), elem_id="open-history", size="sm")  # static/history.js
                new = gr.Button(words("chat.new"), elem_id="new", size="sm")
        kept = gr.BrowserState([], storage_key="candour-conversation", secret="candour-in-this-tab")  # noqa: S106 - kept in the visitor's own tab
        _connect(blocks, Handlers(assistant, words, rate), chat, box, new, hint, kept)
    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING)
    return blocks


def opening_html(assistant: WebAssistant, words: Words) -> str:
    """What an empty conversation shows: questions to begin with, or why there is nothing to ask about just now."""
    starters: tuple[str, ...] = ()
    trouble = None
    try:
        starters = assistant.starters(words.language)
    except CandourError as error:
        trouble = trouble_of(error, assistant, words)
    return one_line(
        message_templates().get_template("opening.html").render(starters=starters, trouble=trouble, w=words)
    )


def hint_html(assistant: WebAssistant, words: Words) -> str:
    """The line under the text box: its keys, and how much can be asked about."""
    try:
        snapshot = assistant.snapshot()
        key = "one" if snapshot.documents == 1 else "many"
        counted = words(f"chat.snapshot.{key}", n=snapshot.documents, date=snapshot.date)
    except CandourError:
        counted = ""  # the opening says why
    return one_line(message_templates().get_template("hint.html").render(counted=counted, w=words))


class Handlers:
    """What happens when something is asked, stopped, forgotten or found again: values for chat, text box and store."""

    def __init__(self, assistant: WebAssistant, words: Words, rate: Rate) -> None:
        self._assistant = assistant
        self._rate = rate
        self._talk = Talk(assistant, words.language)
        self._words = words

    async def ask(self, question: str, turns: list[Turn], visitor: str) -> AsyncIterator[tuple[Any, Any, Any]]:
        """The conversation again and again while an answer is written; the store changes at start and end only.

        Whoever asked too often is told when to ask again.
        """
        import gradio as gr

        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        earlier = list(turns or [])
        if wait := self._rate.wait_for(visitor):
            refused = [*earlier, self._talk.turn(question, self._talk.too_often(wait))]
            yield self._talk.messages(refused), self._ready_box(), refused
            return
        begun = [*earlier, self._talk.turn(question)]
        yield self._talk.messages(begun), self._busy_box(), begun
        as_update = True
        html = ""
        async for html in self._talk.answering(question, [turn["question"] for turn in earlier]):
            if not is_being_written(html):
                continue  # shown below, in one message with all that ends an answer
            # Gradio sends what changed since the message before, and under load the page may no longer have that. A
            # list after an update, and an update after a list, have nothing in common and are sent whole.
            messages = self._talk.messages([*earlier, self._talk.turn(question, html)])
            yield gr.update(value=messages) if as_update else messages, gr.skip(), gr.skip()
            as_update = not as_update
        turns = [*earlier, self._talk.turn(question, html)]
        messages = self._talk.messages(turns)
        yield gr.update(value=messages) if as_update else messages, self._ready_box(), shortened(turns)

    def stop(self, shown: list[Any], turns: list[Turn]) -> tuple[Any, Any, Any]:
        """The conversation with its last answer marked as stopped."""
        stopped = self._talk.stopped(shown, turns or [])
        return self._talk.messages(stopped), self._ready_box(), stopped

    def forget(self) -> tuple[Any, Any, Any]:
        """An empty conversation."""
        return [], self._ready_box(), []

    def restore(self, turns: list[Turn]) -> tuple[Any, Any, Any]:
        """The conversation that the browser kept, and what the index holds now: it may have changed since the start."""
        import gradio as gr

        messages: Any = self._talk.messages(self._talk.left_over(turns or []))
        opening = opening_html(self._assistant, self._words)
        hint = hint_html(self._assistant, self._words)
        return gr.Chatbot(value=messages, placeholder=opening), self._ready_box(), hint

    def _ready_box(self) -> Any:  # noqa: ANN401 - Gradio's updates are dictionaries of its own
        import gradio as gr

        return gr.Textbox(submit_btn=self._words("chat.send"), stop_btn=False)

    def _busy_box(self) -> Any:  # noqa: ANN401
        import gradio as gr

        return gr.Textbox(value="", submit_btn=False, stop_btn=self._words("chat.stop"))


def _conversation(assistant: WebAssistant, words: Words) -> gradio.Chatbot:
    """The conversation. Sanitizing stays on; everything of Gradio's that is English only or calls out is off."""
    import gradio as gr

    return gr.Chatbot(
        elem_id="chat",
        placeholder=opening_html(assistant, words),
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


def _question_box(words: Words) -> gradio.Textbox:
    """The text box. It has no button until the kept conversation is back: static/chat.js waits for that."""
    import gradio as gr

    return gr.Textbox(
        elem_id="q",
        label=words("chat.your_question"),
        lines=1,
        max_lines=6,
        submit_btn=False,
        stop_btn=False,
        autofocus=True,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
    )


def _connect(
    blocks: gradio.Blocks,
    handlers: Handlers,
    chat: gradio.Chatbot,
    box: gradio.Textbox,
    new: gradio.Button,
    hint: gradio.Markdown,
    kept: gradio.BrowserState,
) -> None:
    import gradio as gr

    async def ask(question: str, turns: list[Turn], request: gr.Request) -> AsyncIterator[tuple[Any, Any, Any]]:
        scope = request.request.scope if request.request else {}
        working_on(scope)
        async for shown in handlers.ask(question, turns, visitor_id(scope)):
            yield shown

    # Gradio looks the annotation up as a type, and this module knows `gr` only in here.
    ask.__annotations__["request"] = gr.Request
    asking = box.submit(
        ask,
        [box, kept],
        [chat, box, kept],
        concurrency_limit=AT_ONCE,
        show_progress="hidden",
        api_visibility="private",
    )
    # First cancelled, then drawn: a part of the answer that is still under way must not overwrite what is drawn.
    box.stop(None, cancels=[asking], show_progress="hidden").then(
        handlers.stop,
        [chat, kept],
        [chat, box, kept],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
    new.click(None, cancels=[asking], show_progress="hidden").then(
        handlers.forget,
        None,
        [chat, box, kept],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
    blocks.load(
        handlers.restore, [kept], [chat, box, hint], queue=False, show_progress="hidden", api_visibility="private"
    )
