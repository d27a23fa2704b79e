"""Baselines by name."""

from __future__ import annotations

from assistant.app import Parts
from evals.errors import BadRun
from evals.names import SystemName
from evals.systems import System


def open_baseline(name: SystemName, parts: Parts, chat_model: str | None = None) -> System:
    """The baseline called `name` over the parts' index; errors of the index, and of the chat model where one is asked.

    Each is imported when it is opened: LangChain and Chroma take seconds.
    """
    if name == "keywords":
        from evals.baselines.keywords import Keywords

        return Keywords(parts)
    if name == "first-passage":
        from evals.baselines.first_passage import FirstPassage

        return FirstPassage(parts)
    if name.startswith("langchain-"):
        from evals.baselines.langchain_pipeline import LangChainPipeline

        return LangChainPipeline(parts, int(name.removeprefix("langchain-")))
    if not chat_model:
        raise BadRun("The system chat-model needs a model: --chat-model provider:model, or the variable CANDOUR_MODEL.")
    from assistant.model.chat_model import open_chat_model
    from evals.baselines.chat import ChatOverPassages

    return ChatOverPassages(parts, open_chat_model(chat_model), chat_model)
