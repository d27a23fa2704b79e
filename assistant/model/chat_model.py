"""The chat model that a name stands for: the only module that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import CandourError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class ChatModelUnavailable(CandourError):
    """A chat model that cannot be had: an unknown name, or a provider's package that is not installed."""

    code = "chat_model_unavailable"


def open_chat_model(name: str) -> BaseChatModel:
    """The chat model called "provider:model", as LangChain's init_chat_model has it; temperature 0.

    ChatModelUnavailable for a name nobody knows, a missing package, or a provider that lacks its key.
    """
    if ":" not in name:
        raise ChatModelUnavailable(
            f"There is no chat model called '{name}'. Set 'provider:model', for example 'openai:gpt-4.1-mini'."
        )
    provider = name.partition(":")[0]
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, temperature=0)
    except ImportError as error:
        raise ChatModelUnavailable(
            f"The chat model '{name}' needs a package that is not installed: {_first_line(error)}. "
            f"Run `make setup EXTRAS={provider}` where Candour has that extra, or install the package beside it."
        ) from error
    except Exception as error:  # each provider has errors of its own, for a key that is not set above all
        raise ChatModelUnavailable(
            f"The chat model '{name}' cannot be had: {_first_line(error)} "
            "Check the name 'provider:model' and the provider's key in the environment."
        ) from error
    return model


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
