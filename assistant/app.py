"""The composition root: the one place that reads settings and puts the parts together."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.answers.kinds import load_kinds
from assistant.answers.ranking import load_ranking
from assistant.answers.same_words import ANSWERING_WORDS, load_same_words
from assistant.answers.same_words import SHIPPED as SHIPPED_SAME_WORDS
from assistant.answers.wanted import LookUpWords
from assistant.assistant import Assistant
from assistant.audit import AuditLog
from assistant.feedback import FeedbackStore
from assistant.keys import KeyStore
from assistant.model.budget import Budget
from assistant.model.caller import Caller
from assistant.model.chat_model import is_on_this_machine, open_chat_model
from assistant.model.checks.check import Checker, Told
from assistant.model.checks.words import SHIPPED as SHIPPED_CHECKING
from assistant.model.checks.words import load_checking_words
from assistant.model.circuit import Circuit
from assistant.model.language_model import LanguageModel, ModelInfo
from assistant.model.speaking import ChatModel
from assistant.personal_data import masked
from assistant.reading.learned import ReadingModels
from assistant.reading.themes import SHIPPED as SHIPPED_THEMES
from assistant.reading.themes import load_themes
from assistant.reading.vocabulary import SHIPPED as SHIPPED_VOCABULARY
from assistant.reading.vocabulary import Vocabulary, load_vocabulary
from assistant.settings import Settings, embedder_address, load_settings, model_address, token_prices
from corpus.organizations import Registry, load_registry
from corpus.questionnaire import SHIPPED as SHIPPED_QUESTIONNAIRE
from corpus.questionnaire import Questionnaire, load_questionnaire
from corpus.source_list import SHIPPED as SHIPPED_SOURCES
from corpus.source_list import SourceList, load_source_list
from corpus.types import LANGUAGES
from corpus.ways import ways_file
from index.embedder import embedder_named
from index.home import Home, Index, default_home, local_index
from index.reranker import CrossEncoder
from index.types import Embedder

# Python's collector of cycles walks the whole answer table each time an answer makes many rows: over 3,000
# organizations that doubled the slowest answers. There are hardly any cycles, so it need not look that often.
_RARELY = (50_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands work with. Nothing of the index is opened before it is asked."""

    settings: Settings
    home: Home
    questionnaire: Questionnaire
    registry: Registry
    index: Index


def parts_of(settings: Settings | None = None) -> Parts:
    """The parts that `settings` (those of the environment by default) ask for; errors of data files and settings."""
    settings = settings or load_settings()
    home = home_of(settings)
    questionnaire = load_questionnaire(settings.questionnaire or SHIPPED_QUESTIONNAIRE)
    registry = load_registry(settings.organizations)
    index = local_index(home, _embedder(settings, home))
    return Parts(settings, home, questionnaire, registry, index)


def _embedder(settings: Settings, home: Home) -> Embedder:
    # The marks in place of personal data are the same to an embedder in either language.
    return embedder_named(settings.embedder, home.models, embedder_address(settings), partial(masked, language="en"))


def home_of(settings: Settings) -> Home:
    """The home folder that the settings name."""
    models = settings.models.expanduser().absolute() if settings.models else None
    return Home((settings.home or default_home()).expanduser().absolute(), models)


def source_list(parts: Parts) -> SourceList:
    """The list of published pages; DataFileError names a mistake in it."""
    return load_source_list((parts.settings.sources or SHIPPED_SOURCES).expanduser())


def open_assistant(parts: Parts | None = None, told: Told | None = None) -> Assistant:
    """The assistant over the parts' index; whether there is an index is found out when it is asked.

    `told` hears of each sentence that a language model writes, and what its checks found.
    """
    parts = parts or parts_of()
    gc.set_threshold(*_RARELY)
    vocabulary, models = _reading(parts)
    same_words = load_same_words(parts.settings.same_words or SHIPPED_SAME_WORDS)
    themes = load_themes(parts.settings.themes or SHIPPED_THEMES)
    reranker = CrossEncoder(parts.settings.reranker.expanduser()) if parts.settings.reranker else None
    look_ups = LookUpWords(vocabulary, same_words, load_kinds(), load_ranking(), reranker)
    model = language_model(parts, vocabulary, told)
    return Assistant(parts.index, parts.questionnaire, parts.registry, look_ups, models, themes, model)


def language_model(parts: Parts, vocabulary: Vocabulary, told: Told | None = None) -> LanguageModel | None:
    """The language model of the settings, None where none is set; it is opened when it is first asked."""
    settings = parts.settings
    name, url, seconds = settings.model, model_address(settings), settings.model_seconds
    if name is None:
        return None
    model = ChatModel(lambda: open_chat_model(name, url, seconds))
    caller = Caller(
        model, seconds, Circuit(), Budget(parts.home.model_use, settings.model_budget), settings.model_at_once
    )
    words = load_checking_words(settings.checking or SHIPPED_CHECKING)
    same = load_same_words(ANSWERING_WORDS)
    info = ModelInfo(name, outside=not is_on_this_machine(name, url))
    return LanguageModel(info, caller, Checker(words, same, vocabulary, parts.registry, told), token_prices(settings))


def feedback_store(parts: Parts) -> FeedbackStore | None:
    """Where feedback on answers is kept; None where the settings say that none is asked for."""
    days = parts.settings.feedback_days
    return FeedbackStore(parts.home.feedback, days) if days else None


def key_store(parts: Parts) -> KeyStore:
    """The keys by which people and programs sign in."""
    return KeyStore(parts.home.keys)


def audit_log(parts: Parts) -> AuditLog:
    """Where acts of administration are written down."""
    return AuditLog(parts.home.audit)


def learn_to_read(parts: Parts, say: Callable[[str], object]) -> None:
    """Learns how questions are read, so that the first one need not wait for it; kept in the home.

    `say` is told of the wait, if there is one.
    """
    _, models = _reading(parts)
    if not all(models.is_kept(language) for language in LANGUAGES):
        say("Learning how people ask (once, about a quarter of a minute) ...")
    for language in LANGUAGES:
        models.of(language)


def _reading(parts: Parts) -> tuple[Vocabulary, ReadingModels]:
    vocabulary = load_vocabulary(parts.settings.vocabulary or SHIPPED_VOCABULARY)
    ways = ways_file(parts.settings.questionnaire or SHIPPED_QUESTIONNAIRE)
    return vocabulary, ReadingModels(ways, parts.questionnaire, vocabulary, parts.home.models)
