"""Settings: flag, then environment (CANDOUR_...), then default. Read by the composition root alone."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadSettings

_AN_HOUR = 3600.0
# What of a question's seconds is left for the answer without the model, where that took all of its own.
_MARGIN_S, _PART_OF_A_QUESTION = 2.0, 0.75
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")


class Settings(BaseSettings):
    """What a person can set. Every setting NAME is the environment variable CANDOUR_NAME."""

    model_config = SettingsConfigDict(env_prefix="CANDOUR_", extra="ignore")

    home: Path | None = Field(None, description="Where Candour keeps everything; default: the user's data folder")
    models: Path | None = Field(None, description="Where models are kept, for several homes; default: in the home")
    embedder: str = Field("minilm", min_length=1, description="'minilm', or a LangChain name 'provider:model'")
    embedder_url: str | None = Field(None, description="The address of a server that speaks the embedder's protocol")
    reranker: Path | None = Field(None, description="A folder with a cross-encoder (ONNX) that reranks look-ups")
    model: str | None = Field(None, min_length=1, description="A LangChain name 'provider:model' that words answers")
    model_url: str | None = Field(None, description="The address of a server that speaks the provider's protocol")
    model_seconds: float = Field(
        15, gt=0, le=_AN_HOUR, description="Seconds that the language model may take for an answer"
    )
    model_at_once: int = Field(8, ge=1, description="Questions for which a process asks the language model at once")
    model_budget: int | None = Field(None, ge=0, description="Tokens that the language model may use in a day")
    model_prices: str = Field("", description="What a million tokens cost, sent and received: '0.15 0.60'")
    checking: Path | None = Field(None, description="Another file of words by which a model's sentences are checked")
    questionnaire: Path | None = Field(None, description="Another questionnaire's data file")
    organizations: Path | None = Field(None, description="Another organization registry's data file")
    sources: Path | None = Field(None, description="Another list of published pages, for `candour fetch`")
    vocabulary: Path | None = Field(None, description="Another file of words by which questions are read")
    same_words: Path | None = Field(None, description="Another file of words that may stand for one another")
    themes: Path | None = Field(None, description="Another file of themes and the words by which they are spoken of")
    key: str | None = Field(None, description="The key for the server of `candour ask --server`", repr=False)
    origins: str = Field("", description="Sites that may show the widget: 'https://one.example https://two.example'")
    access: Literal["open", "key", "proxy"] | None = Field(None, description="Who may ask from other machines")
    proxies: str = Field("", description="Addresses of reverse proxies whose word is taken: '10.0.0.5 10.1.0.0/16'")
    user_header: str = Field("x-forwarded-user", description="The header in which a reverse proxy names the user")
    admins: str = Field("", description="Names of users, as the reverse proxy has them, who may administer")
    log: Literal["text", "json"] | None = Field(None, description="Log each request to stderr, in this format")
    log_questions: bool = Field(False, description="Log each question too, personal data masked")
    questions_a_minute: int = Field(30, ge=1, description="Questions that one visitor may ask in a minute")
    questions_at_once: int | None = Field(None, ge=1, description="Questions that are answered at once; others wait")
    questions_waiting: int = Field(200, ge=0, description="Questions that may wait; others are sent away")
    body_kb: int = Field(64, ge=16, le=10_000, description="Kilobytes that a request's body may have")
    files_mb: int = Field(50, ge=1, le=2_000, description="Megabytes of self-assessments that may be added at once")
    question_seconds: float = Field(20, gt=0, le=_AN_HOUR, description="Seconds that an answer may take")
    feedback_days: int = Field(365, ge=0, le=36500, description="Days that feedback is kept; 0: none is asked for")


def allowed_origins(settings: Settings) -> tuple[str, ...]:
    """The sites that may show the widget, in lower case, each once; BadSettings for what names no site."""
    found = [each.lower().rstrip("/") for each in settings.origins.replace(",", " ").split()]
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            raise BadSettings(
                f"CANDOUR_ORIGINS has {origin!r}, which is no site. Give each as https://host or https://host:port, "
                f"without a path and without *, with spaces between."
            )
    return tuple(dict.fromkeys(found))


def model_address(settings: Settings) -> str | None:
    """The address of the model's server, None for the provider's own; BadSettings for what is none."""
    return _address("CANDOUR_MODEL_URL", settings.model_url)


def embedder_address(settings: Settings) -> str | None:
    """The address of the embedder's server, None for the provider's own; BadSettings for what is none."""
    return _address("CANDOUR_EMBEDDER_URL", settings.embedder_url)


def _address(variable: str, url: str | None) -> str | None:
    if url is not None and not _is_address(url):
        raise BadSettings(
            f"{variable} is {shown_address(url)!r}, which is no address. Give it with http:// or https://, and "
            "mostly with /v1 at its end: 'http://127.0.0.1:8000/v1'."
        )
    return url


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
        )
    except ValueError:  # a port beyond 65535, a bracket that is not closed
        return False


def shown_address(url: str) -> str:
    """An address as it may be shown: without the name and the password that may stand before its host."""
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*://|/*).*@", r"\1", url, flags=re.DOTALL)


def within_a_question(settings: Settings) -> Settings:
    """The settings with no more seconds for the language model than leave time for the answer without it."""
    most = max(settings.question_seconds - _MARGIN_S, settings.question_seconds * _PART_OF_A_QUESTION)
    return settings.model_copy(update={"model_seconds": min(settings.model_seconds, most)})


def token_prices(settings: Settings) -> tuple[float, float]:
    """What a token costs, sent and received; 0 where nothing is set. BadSettings for what is no two numbers."""
    # A comma before a space parts two numbers; one within a number would make two of it ("1,50").
    given = re.split(r",?\s+", settings.model_prices.strip()) if settings.model_prices.strip() else ["0", "0"]
    try:
        sent, received = (float(each) / 1_000_000 for each in given)
        known = all(0 <= each < math.inf for each in (sent, received))
    except ValueError:
        known = False
    if not known:
        raise BadSettings(
            f"CANDOUR_MODEL_PRICES is {settings.model_prices!r}. Give two numbers, what a million tokens cost that are "
            "sent and that are received, with points and a space between them: '0.15 0.60'."
        )
    return sent, received


def load_settings() -> Settings:
    """The settings of this environment; BadSettings names the variable and what is wrong with it."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CANDOUR_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSettings(f"{name} is {first['input']!r}: {first['msg']}. Change or unset it.") from error
