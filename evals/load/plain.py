"""The same answers without Candour's server: `python -m evals.load.plain PORT`, over the index in CANDOUR_HOME.

A plain FastAPI route at /ask, and a chat of Gradio's own with its queue as it comes at /chat/: what Candour's server is
measured beside.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.app import open_assistant
from assistant.types import Answer
from assistant.web.access import open_listener
from assistant.web.answer_html import answer_html
from assistant.web.chat import switch_off_calls_home

switch_off_calls_home()

import gradio as gr  # noqa: E402 - its import looks outside hosts up unless told not to
import uvicorn  # noqa: E402
from fastapi import Body, FastAPI, Response  # noqa: E402
from pydantic import TypeAdapter  # noqa: E402

_json = TypeAdapter(Answer)


def application() -> FastAPI:
    """The two ways to ask."""
    assistant = open_assistant()
    assistant.warm_up()
    app = FastAPI()

    @app.get("/readyz")
    def ready() -> str:
        return "ok"

    @app.post("/ask")
    def ask(question: str = Body(embed=True)) -> Response:
        return Response(_json.dump_json(assistant.ask(question)), media_type="application/json")

    def chatted(question: str, history: Sequence[object]) -> str:
        return answer_html(assistant.ask(question))

    gr.mount_gradio_app(app, gr.ChatInterface(chatted), path="/chat")
    return app


def main() -> None:
    """Serves until it is ended."""
    listener = open_listener("127.0.0.1", int(sys.argv[1]))
    config = uvicorn.Config(application(), log_level="warning", access_log=False, ws="none")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
