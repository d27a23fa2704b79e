"""Whether what is sent to a provider's model stays on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

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
