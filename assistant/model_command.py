"""The commands about the language model."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import ModelUnusable

if TYPE_CHECKING:
    from assistant.settings import Settings

_SCHEMA: dict[str, Any] = {
    "title": "greeting",
    "description": "Three words.",
    "type": "object",
    "properties": {"words": {"type": "array", "items": {"type": "string"}}},
    "required": ["words"],
    "additionalProperties": False,
}
_MESSAGES = (("system", "Fill in the form."), ("user", "Fill in the three words: values, ethics, conduct."))


_TIMES_LONGER = 5  # an answer has some hundred words
_TO_DO = {
    "unreachable": "Check CANDOUR_MODEL_URL, and that the server runs.",
    "key_refused": "Check the provider's key in the environment.",
    "not_found": "Check the name, and that CANDOUR_MODEL_URL ends as the server has it (mostly with /v1).",
    "bad_request": "It may not know JSON schemas: take another model or server.",
    "too_slow": "Raise CANDOUR_MODEL_SECONDS, or take a faster model.",
    "unusable": "It does not fill in a JSON schema: take another model or server.",
}


@click.group()
def model() -> None:
    """The language model that words answers, where CANDOUR_MODEL names one."""


@model.command()
def check() -> None:
    """Send the model one tiny request, and tell what works: structured output, streaming, speed."""
    from assistant.settings import load_settings

    click.echo("\n".join(_checked(load_settings())))


def _checked(settings: Settings) -> list[str]:
    """The lines that tell what works; ModelUnusable where nothing does."""
    from assistant.model.chat_model import is_on_this_machine, open_chat_model
    from assistant.model.failures import ModelFailed
    from assistant.model.speaking import Tokens, objects_from
    from assistant.settings import model_address, shown_address, token_prices
    from assistant.words import words_of

    token_prices(settings)
    name, url = settings.model, model_address(settings)
    if name is None:
        raise ModelUnusable("CANDOUR_MODEL is not set. Set it to 'provider:model', for example 'openai:gpt-4.1-mini'.")
    opened = open_chat_model(name, url, settings.model_seconds)
    spent: list[Tokens] = []
    times: list[float] = []
    told: dict[str, Any] = {}
    started = time.perf_counter()
    try:
        for part in objects_from(opened, _MESSAGES, _SCHEMA, settings.model_seconds, spent):
            told = part
            times.append(time.perf_counter() - started)
    except ModelFailed as error:
        why = words_of("answers", "en")(f"model.why.{error.failure}")
        raise ModelUnusable(f"{name} does not work: {why} {_TO_DO.get(error.failure, '')}".strip()) from error
    given = told.get("words")
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given) or not given:
        raise ModelUnusable(
            f"{name} answers, but does not fill in a form as it is told ({told!r}), so it cannot word answers. "
            "Take another model."
        )
    where = "this machine" if is_on_this_machine(name, url) else "outside this machine"
    hurried = times[-1] > settings.model_seconds / _TIMES_LONGER
    streams = "works" if len(times) > 1 else "the answer comes in one piece: sentences appear together"
    tokens = spent[0] if spent else Tokens(0, 0)
    return [
        f"Model              {name}, {where}" + (f" ({shown_address(url)})" if url else ""),
        "Structured output  works",
        f"Streaming          {streams}",
        f"Speed              first words after {times[0]:.1f} s, all after {times[-1]:.1f} s "
        f"(CANDOUR_MODEL_SECONDS is {settings.model_seconds:g})"
        + (": answers take several times as long, so they will mostly come without it" if hurried else ""),
        f"Tokens             {tokens.sent} sent, {tokens.received} received",
    ]
