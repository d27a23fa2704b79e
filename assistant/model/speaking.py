"""What a chat model says: messages and a JSON schema go in, the object comes out in ever fuller parts.

Every provider that LangChain knows is spoken to in one way; errors of any of them become `ModelFailed`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import cache
from queue import Empty, Queue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, cast

from assistant.model.failures import FailureCode, ModelFailed, VisitorLeft

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# An answer has a few sentences: whatever is longer than this is none.
MOST_CHARACTERS = 40_000
# Where the providers that Candour has an extra for say why a message ended.
_REASONS = {"openai": "finish_reason", "anthropic": "stop_reason", "ollama": "done_reason"}
_TO_END_S = 1.0  # a request that is given up ends at once
_LOOK_S = 0.2  # how often it is looked whether somebody still waits
_MOST_TOKENS = 10**9  # a server may say of its tokens what it likes
CHARACTERS_PER_TOKEN = 4  # where a provider does not tell how many there were

Messages = Sequence[tuple[str, str]]  # (role, text), the role being "system" or "user"
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one request."""

    sent: int
    received: int


class ChatModel:
    """A chat model that is opened when it is first needed: its packages take a second to load."""

    def __init__(self, opened: Callable[[], BaseChatModel]) -> None:
        self._opened = opened
        self._model: BaseChatModel | None = None
        self._lock = Lock()

    def open(self) -> BaseChatModel:
        """The model; the errors of `open_chat_model` where it cannot be had."""
        with self._lock:
            if self._model is None:
                self._model = self._opened()
            return self._model

    def objects(
        self, messages: Messages, schema: Schema, seconds: float, spent: list[Tokens], left: Event | None = None
    ) -> Iterator[dict[str, Any]]:
        """See `objects_from`."""
        return objects_from(self.open(), messages, schema, seconds, spent, left)


class _TooLong(BaseException):
    """More came than any answer has. No Exception: those of a callback are logged by LangChain, and go no further."""


def objects_from(
    model: BaseChatModel,
    messages: Messages,
    schema: Schema,
    seconds: float,
    spent: list[Tokens],
    left: Event | None = None,
) -> Iterator[dict[str, Any]]:
    """The object that the model makes by `schema`, again and again as it grows; the last one is whole.

    The whole takes at most `seconds`. Whoever stops iterating ends the request; so does `left` once it is set, with
    VisitorLeft. `spent` gets the tokens of the request. ModelFailed where nothing usable comes, or not in time.
    """
    told: Queue[dict[str, Any] | BaseException | None] = Queue()
    ended = Event()

    async def ask() -> None:
        from langsmith import tracing_context

        try:
            # Whatever the environment says of traces: nobody but the model is sent what was asked.
            with tracing_context(enabled=False):
                async with asyncio.timeout(seconds), aclosing(_parts(model, messages, schema, spent)) as parts:
                    async for part in parts:
                        told.put(part)
            told.put(None)
        except asyncio.CancelledError:
            raise
        except _TooLong:
            told.put(ModelFailed("unusable"))
        except BaseException as error:
            told.put(error)
        finally:
            ended.set()

    asking = asyncio.run_coroutine_threadsafe(ask(), _loop())
    seen = False
    until = time.monotonic() + seconds + 1
    try:
        while (part := _next(told, until, left or Event())) is not None:
            if isinstance(part, BaseException):
                raise _failed(part) from None
            seen = True
            yield part
    finally:
        asking.cancel()
        ended.wait(_TO_END_S)  # what it used is known then
    if not seen:
        raise ModelFailed("unusable")


def _next(
    told: Queue[dict[str, Any] | BaseException | None], until: float, left: Event
) -> dict[str, Any] | BaseException | None:
    """What is told next; ModelFailed where nothing is until then, VisitorLeft as soon as nobody waits for it."""
    while not left.is_set():
        try:
            return told.get(timeout=min(_LOOK_S, max(0.0, until - time.monotonic())))
        except Empty:
            if time.monotonic() >= until:
                raise ModelFailed("too_slow") from None
    raise VisitorLeft


async def _parts(
    model: BaseChatModel, messages: Messages, schema: Schema, spent: list[Tokens]
) -> AsyncGenerator[dict[str, Any], None]:
    from langchain_core.callbacks import AsyncCallbackHandler
    from langchain_core.outputs import LLMResult

    class Counting(AsyncCallbackHandler):
        received = 0
        tokens: Tokens | None = None
        broke_off = False

        async def on_llm_new_token(self, token: object, *, chunk: object = None, **_: object) -> None:
            # An object that does not grow (blanks, say) would never be looked at below.
            self.received += _length(token, chunk)
            if self.received > MOST_CHARACTERS:
                raise _TooLong

        async def on_llm_end(self, response: LLMResult, **_: object) -> None:
            message = getattr(response.generations[0][0], "message", None)
            self.tokens = _tokens_of(message)
            self.broke_off = _broke_off(message)

    counting = Counting()
    try:
        structured = model.with_structured_output(dict(schema))
        told = cast(AsyncGenerator[object, None], structured.astream(list(messages), config={"callbacks": [counting]}))
        async with aclosing(told) as parts:
            async for part in parts:
                if not isinstance(part, dict):
                    raise ModelFailed("unusable")
                yield part
        if counting.broke_off:
            raise ModelFailed("unusable")
    finally:
        sent = sum(len(text) for _, text in messages) // CHARACTERS_PER_TOKEN
        spent.append(counting.tokens or Tokens(sent, counting.received // CHARACTERS_PER_TOKEN))


def _length(token: object, chunk: object) -> int:
    """The characters of a piece: of its text, or of the arguments of a call where a provider has objects come so."""
    calls = getattr(getattr(chunk, "message", None), "tool_call_chunks", None) or ()
    return len(str(token)) + sum(len(each.get("args") or "") for each in calls)


def _tokens_of(message: object) -> Tokens | None:
    """The tokens that a message says it took, None where it does not say."""
    if usage := getattr(message, "usage_metadata", None):
        return Tokens(_sane(usage["input_tokens"]), _sane(usage["output_tokens"]))
    told = getattr(message, "response_metadata", {}).get("token_usage") or {}
    sent, received = told.get("prompt_tokens"), told.get("completion_tokens")
    return Tokens(_sane(sent), _sane(received)) if isinstance(sent, int) and isinstance(received, int) else None


def _sane(tokens: int) -> int:
    """A number of tokens as it may be."""
    return min(max(0, tokens), _MOST_TOKENS)


def _broke_off(message: object) -> bool:
    """Whether a message ended without the reason that its provider always gives."""
    told = getattr(message, "response_metadata", {})
    reason = _REASONS.get(told.get("model_provider", ""))
    return reason is not None and reason not in told


def _failed(error: BaseException) -> ModelFailed:
    """What an error of LangChain, of a provider's client or of the connection comes to."""
    if isinstance(error, ModelFailed):
        return error
    return ModelFailed(_code_of(error), _retry_after(error))


def _code_of(error: BaseException) -> FailureCode:
    from langchain_core import exceptions as known

    kinds: tuple[tuple[type[BaseException], FailureCode], ...] = (
        (TimeoutError, "too_slow"),
        (known.ModelTimeoutError, "too_slow"),
        (known.ModelConnectionError, "unreachable"),
        (known.ModelAuthenticationError, "key_refused"),
        (known.ModelPermissionDeniedError, "key_refused"),
        (known.ModelRateLimitError, "too_many"),
        (known.ModelNotFoundError, "not_found"),
        (known.ModelRefusalError, "declined"),
        (known.ContextOverflowError, "bad_request"),
        (known.ModelInvalidRequestError, "bad_request"),
        (known.ModelAPIError, "server_error"),
        (ConnectionError, "unreachable"),
        (OSError, "unreachable"),
    )
    for kind, code in kinds:
        if isinstance(error, kind):
            return code
    # Not every provider's client has these errors yet: the status of its response tells as much.
    status = getattr(error, "status_code", None)
    by_status: dict[object, FailureCode] = {401: "key_refused", 403: "key_refused", 404: "not_found", 429: "too_many"}
    if isinstance(status, int) and status >= 500:
        return "server_error"
    name = type(error).__name__.lower()
    by_name: FailureCode = "too_slow" if "timeout" in name else "unreachable" if "connect" in name else "unusable"
    return by_status.get(status, "bad_request" if isinstance(status, int) else by_name)


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None)
    with suppress(TypeError, ValueError, AttributeError):
        return max(0.0, float(headers.get("retry-after")))  # type: ignore[union-attr]
    return None


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of all requests, in a thread of its own: a request in it can be given up at any moment."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="language model", daemon=True).start()
    return loop
