"""The chat model that a name stands for: the only module that makes one."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from corpus.errors import CandourError
from index.reach import stays_here, straight_there

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Providers whose packages Candour has an extra for: `make setup EXTRAS=openai`.
EXTRAS = ("anthropic", "ollama", "openai")
# Providers that run on this machine unless their own variable says otherwise.
_LOCAL_PROVIDERS = {"ollama": "OLLAMA_HOST"}


class ChatModelUnavailable(CandourError):
    """A chat model that cannot be had: an unknown name, or a provider's package that is not installed."""

    code = "chat_model_unavailable"


def open_chat_model(name: str, url: str | None = None, seconds: float | None = None) -> BaseChatModel:
    """The chat model called "provider:model", as LangChain's init_chat_model has it; temperature 0, no retries.

    `url` is the address of a server that speaks the provider's protocol, `seconds` how long it may be silent.
    ChatModelUnavailable for a name nobody knows, a missing package, or a provider that lacks its key.
    """
    provider, _, model_name = name.partition(":")
    if not provider.strip() or not model_name.strip():
        raise ChatModelUnavailable(
            f"There is no chat model called '{name}'. Set 'provider:model', for example 'openai:gpt-4.1-mini'."
        )
    _check_key(provider)
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"temperature": 0}
    if provider != "ollama":
        given |= {"max_retries": 0, "timeout": seconds}
    if url is not None:
        given["base_url"] = url
        if provider == "openai":
            # Servers that speak OpenAI's protocol seldom ask for a key, and tell their tokens only when asked.
            given |= {"api_key": os.environ.get("OPENAI_API_KEY") or "none", "stream_usage": True}
    try:
        given |= straight_there(provider, is_on_this_machine(name, url))
        model: BaseChatModel = init_chat_model(name, **given)
    except ImportError as error:
        has_extra = provider in EXTRAS
        how = f"Run `make setup EXTRAS={provider}`" if has_extra else "Install it into .venv with pip"
        raise ChatModelUnavailable(
            f"The chat model '{name}' needs a package that is not installed: {_first_line(error)}. {how}."
        ) from error
    except Exception as error:  # each provider has errors of its own, for a key that is not set above all
        raise ChatModelUnavailable(
            f"The chat model '{name}' cannot be had: {_first_line(error)} "
            "Check the name 'provider:model' and the provider's key in the environment."
        ) from error
    return model


def _check_key(provider: str) -> None:
    """Nothing; ChatModelUnavailable for a key that cannot be sent, which looks like a failure of the server's."""
    variable = f"{provider.upper()}_API_KEY"
    key = os.environ.get(variable, "")
    if not re.fullmatch(r"[!-~]*", key):
        raise ChatModelUnavailable(
            f"{variable} has a character that no key has: a letter with an accent, a space or the end of a line. "
            "Copy the key again."
        )


def is_on_this_machine(name: str, url: str | None) -> bool:
    """Whether what is sent to the model stays on this machine, as far as its address tells."""
    return stays_here(name, url, _LOCAL_PROVIDERS)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
