"""The chat's page in Gradio, one `Blocks` a language: what it is made of, and how it is told what the index holds.

Gradio asks and answers nothing here: its page is the view, and what happens in it is static/chat.js's affair, which
asks over a route of our own (assistant/web/asking.py) and puts the turns into Gradio's Chatbot. Gradio's queue would
make each of many visitors wait for all others, and tie every conversation to one process.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from assistant.web.facade import WebAssistant
from assistant.web.html import message_templates, one_line
from assistant.web.trouble import trouble_of
from assistant.web.words import Words, words_of
from corpus.errors import CandourError
from corpus.types import Language

if TYPE_CHECKING:
    import gradio


def switch_off_calls_home() -> None:
    """Nothing; keeps Gradio and its libraries from calling outside hosts. Must come before their import."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def chat_blocks(assistant: WebAssistant, language: Language) -> gradio.Blocks:
    """The chat page of one language. Gradio is imported here, because that takes seconds."""
    switch_off_calls_home()
    import gradio as gr

    words = words_of(language)

    def now() -> tuple[Any, str]:
        """Opening and hint as they are now: the index may have changed since the start."""
        return gr.Chatbot(placeholder=opening_html(assistant, words)), hint_html(assistant, words)

    blocks: gradio.Blocks = gr.Blocks(
        title=words("site.page_title", title=words("site.title")), analytics_enabled=False
    )
    with blocks:
        gr.Markdown(f"# {words('site.title')}", elem_id="title", container=False)
        chat = _conversation(assistant, words)
        with gr.Column(elem_id="ask"):
            _question_box(words)
            with gr.Row(elem_id="foot"):
                hint = gr.Markdown(hint_html(assistant, words), elem_id="hint", container=False)
                gr.Button(words("history.title"), elem_id="open-history", size="sm")  # static/history.js
                gr.Button(words("chat.new"), elem_id="new", size="sm")
        blocks.load(now, None, [chat, hint], queue=False, show_progress="hidden", api_visibility="private")
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


def _conversation(assistant: WebAssistant, words: Words) -> gradio.Chatbot:
    """Where the conversation goes; it has but the opening. All of Gradio's that is English only or calls out is off."""
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
    """The text box. Of its buttons static/chat.css shows the one that can be used."""
    import gradio as gr

    return gr.Textbox(
        elem_id="q",
        label=words("chat.your_question"),
        lines=1,
        max_lines=6,
        submit_btn=words("chat.send"),
        stop_btn=words("chat.stop"),
        autofocus=True,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
    )
