"""A question to a Candour that runs elsewhere, by its API: the only request that the command `ask` can make."""

from __future__ import annotations

import re

import httpx
from pydantic import TypeAdapter, ValidationError

from assistant.errors import BadSettings, ServerRefused, ServerUnreachable
from assistant.types import Answer
from corpus.types import Language

_TIMEOUT_S = 30.0
_answer_json = TypeAdapter(Answer)


def ask_server(
    server: str,
    question: str,
    language: Language | None = None,
    key: str | None = None,
    quotations_only: bool = False,
) -> Answer:
    """The answer of the server at the address `server` ("https://candour.example.org").

    `key` is one made by `candour key create`, for a server that asks for one. BadSettings for what can be none,
    ServerUnreachable where nothing like Candour answers there, ServerRefused where it does not answer the question.
    """
    address = f"{server.rstrip('/')}/api/v1/ask"
    headers = {"authorization": f"Bearer {_sendable(key)}"} if key else {}
    asked: dict[str, object] = {"question": question, **({"language": language} if language else {})}
    if quotations_only:
        asked["quotations_only"] = True
    try:
        response = httpx.post(address, json=asked, headers=headers, timeout=_TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerUnreachable(
            f"{server} cannot be reached ({error}). Check the address, and that `candour serve` runs there."
        ) from error
    if response.status_code == 401:
        why = "does not know the key in CANDOUR_KEY" if key else "asks for a key, and CANDOUR_KEY is not set"
        raise ServerRefused(f"{server} {why}. Whoever runs it makes one with `candour key create NAME`.")
    if response.status_code != 200:
        raise ServerRefused(f"{server} does not answer: {_reason(response)}")
    try:
        return _answer_json.validate_json(response.content)
    except ValidationError as error:
        raise ServerUnreachable(
            f"What {address} sends is no answer of Candour. Check the address and the version that runs there."
        ) from error


def _sendable(key: str) -> str:
    """The key without white space around it; BadSettings, which does not tell it, where a header cannot hold it."""
    stripped = key.strip()
    if not re.fullmatch(r"[!-~]+", stripped):
        raise BadSettings(
            "CANDOUR_KEY is no key: it has other characters than letters, digits and signs on one line. "
            "Set it to what `candour key create NAME` printed."
        )
    return stripped


def _reason(response: httpx.Response) -> str:
    """What the server says of it, else the status."""
    try:
        told = response.json()
    except ValueError:
        told = None
    detail = told.get("detail") if isinstance(told, dict) else None
    return str(detail) if detail else f"status {response.status_code}."
