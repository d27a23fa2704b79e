"""Whether what is sent to a provider's model stays on this machine, and that it goes nowhere else on its way."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

OF_OPENAI = ("openai", "azure_openai")
_ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def stays_here(name: str, url: str | None, local_providers: Mapping[str, str | None]) -> bool:
    """Whether what is sent to the model "provider:model" stays on this machine, as far as its address tells.

    `url` is the address that is set for it, if one is. `local_providers` are those that run here unless the
    environment variable beside them says otherwise; None where nothing can.
    """
    if url is not None:
        return urlsplit(url).hostname in _ON_THIS_MACHINE
    provider = name.partition(":")[0]
    if provider not in local_providers:
        return False
    set_to = os.environ.get(local_providers[provider] or "", "")
    host = urlsplit(set_to if "//" in set_to else f"//{set_to}").hostname
    return host is None or host in _ON_THIS_MACHINE


def straight_there(provider: str, stays: bool) -> dict[str, Any]:
    """What a provider's class in LangChain is given so that what is sent goes to its address alone.

    A server's redirect to another is not followed: the address that was set is the one that people are told of. What
    `stays` on this machine goes through no proxy of the environment. Nothing for a provider whose class knows no such
    choice. ImportError where the provider's package is missing.
    """
    options: dict[str, Any] = {"follow_redirects": False, "trust_env": not stays}
    if provider in OF_OPENAI:
        from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

        return {"http_client": DefaultHttpxClient(**options), "http_async_client": DefaultAsyncHttpxClient(**options)}
    return {"client_kwargs": options} if provider == "ollama" else {}
