"""The assistant: a question in, an answer or its events out, from one pinned generation of the index."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from threading import Lock

from assistant.answers.abstain import abstention, asking_back, too_long
from assistant.answers.deadlines import deadline_answer
from assistant.answers.exact import exact_answer
from assistant.answers.going_on import next_questions
from assistant.answers.looking import Look, look
from assistant.answers.lookup import looked_up, ranked_passages
from assistant.answers.matrix import ItemResponses, Matrix, item_responses, matrix_of
from assistant.answers.mentions import anybody_mentions, mention_answer
from assistant.answers.notices import noting, noting_languages
from assistant.answers.queried import checked_organizations, reading_of, remarks_answer, written_query
from assistant.answers.side_by_side import compare_answer, overview_answer
from assistant.answers.tables import crosstab_answer, rank_answer
from assistant.answers.timeline import Timeline, timeline_of
from assistant.answers.view import View, view_of
from assistant.answers.wanted import LookUpWords
from assistant.errors import UnknownDocument
from assistant.model.language_model import LanguageModel, ModelInfo
from assistant.model.reading import rules_are_unsure
from assistant.model.turn import Asked, ModelTurn
from assistant.personal_data import without_marks
from assistant.reading.conversation import read_in_conversation
from assistant.reading.learned import ReadingModels
from assistant.reading.mentions import Mention
from assistant.reading.read import Reader
from assistant.reading.themes import Themes
from assistant.reading.types import Reading
from assistant.starters import starter_questions
from assistant.types import (
    NO_CONVERSATION,
    QUESTION_LIMIT,
    Answer,
    Conversation,
    Done,
    Event,
    Failed,
    ModelUse,
    Started,
    TextPart,
)
from assistant.words import words_of
from corpus.errors import CandourError
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Assessment, Language
from index.errors import IndexUnusable, NoIndex
from index.home import Index, is_ingesting, open_checked
from index.meaning import words_are_alone
from index.query import Query
from index.search import search
from index.types import Hit, ProvidedEmbedder

log = logging.getLogger(__name__)

# Earlier questions of a conversation that are read again; what came before them no longer matters to a follow-up.
_MOST_EARLIER = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the index holds: organizations, documents (language versions counted each), day of the build, generation.

    `unread` are the names of files that could not be read when it was built. `sha256` is that of all its texts: of the
    sorted SHA-256 of each, in hexadecimal, a line each.
    """

    organizations: int
    documents: int
    date: str
    index: str
    unread: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    """One organization of the corpus, its name as printed, and the languages it is there in."""

    id: str
    printed_name: str
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What one generation needs to be read and answered from."""

    view: View
    reader: Reader


class Assistant:
    """Answers questions from the index. Keeps nothing of a question; may be used by several threads at once."""

    def __init__(
        self,
        index: Index,
        questionnaire: Questionnaire,
        registry: Registry,
        look_up_words: LookUpWords,
        models: ReadingModels,
        themes: Themes,
        model: LanguageModel | None = None,
    ) -> None:
        self._index = index
        self.questionnaire = questionnaire
        self._registry = registry
        self._words = look_up_words
        self._models = models
        self._themes = themes
        self._model = model
        self._sights: dict[str, _Sight] = {}
        self._in_use: Counter[str] = Counter()
        self._lock = Lock()
        self._wrong = ""  # what was last said to be wrong with the current index

    def ask(
        self,
        question: str,
        conversation: Conversation = NO_CONVERSATION,
        language: Language | None = None,
        only: Sequence[str] = (),
        quotations_only: bool = False,
    ) -> Answer:
        """The answer to `question`; CandourError where the index cannot be used.

        `language` is used where the question's own words do not tell theirs, `only` (organizations by id, name, acronym
        or group) where it names no organizations; BadQuery where one of these has no assessment here. With
        `quotations_only` no language model is asked, even where one is configured.
        """
        answer: Answer | None = None
        for event in self._events(question, conversation, language, only, quotations_only):
            if isinstance(event, Done):
                answer = event.answer
        assert answer is not None, "the events of an answer end with it"
        return answer

    def stream(
        self,
        question: str,
        conversation: Conversation = NO_CONVERSATION,
        language: Language | None = None,
        only: Sequence[str] = (),
        quotations_only: bool = False,
    ) -> Iterator[Event]:
        """The events of one answer: Started, text parts, then Done, or Failed where `ask` has an error."""
        try:
            yield from self._events(question, conversation, language, only, quotations_only)
        except CandourError as error:
            yield Failed(error.code, str(error))

    def passages(
        self,
        question: str,
        conversation: Conversation = NO_CONVERSATION,
        language: Language | None = None,
        count: int = 20,
    ) -> tuple[Hit, ...]:
        """The passages that a look-up of `question` would be answered from, best first; none for a question too long.

        An evaluation judges the search by them, whatever the answer then makes of what was found.
        """
        if len(question) > QUESTION_LIMIT:
            return ()
        with self._sight() as sight:
            reading = read_in_conversation(sight.reader, question, _remembered(conversation), language or "en")
            return ranked_passages(reading, sight.view, self._index, self._words, count)

    def look(
        self, question: str, conversation: Conversation = NO_CONVERSATION, language: Language | None = None
    ) -> Look | None:
        """What a look-up of `question` looks through, None where it is read as something else.

        The fitting learns from it, see `candour eval fit-look-ups`.
        """
        with self._sight() as sight:
            reading = read_in_conversation(sight.reader, question, _remembered(conversation), language or "en")
            if reading.kind != "lookup" or reading.reason is not None or reading.only_item:
                return None
            return look(reading, sight.view, self._index, self._words)

    def query_of(
        self, where: str | None, rank: int | None, cross: tuple[int, int] | None, organizations: Sequence[str]
    ) -> Query:
        """The query that was written by hand; BadQuery or BadCondition name what there is not."""
        with self._sight() as sight:
            return written_query(sight.view, where, rank, cross, organizations)

    def answer_query(self, query: Query, language: Language) -> Answer:
        """The answer to a query, over the assessments that count for `language`."""
        with self._sight() as sight:
            return self._told(reading_of(query, sight.view, language), sight.view)

    def matrix(self, language: Language, where: str | None = None, organizations: Sequence[str] = ()) -> Matrix:
        """What every organization recorded under every item; BadCondition and BadQuery for what there is not."""
        with self._sight() as sight:
            return matrix_of(sight.view, language, where, organizations)

    def item(self, language: Language, number: int) -> ItemResponses | None:
        """What every organization recorded under an item, None for an item there is not."""
        with self._sight() as sight:
            return item_responses(sight.view, language, number)

    def all_remarks(self, language: Language) -> Answer:
        """Every remark on the assessments, with its citations, as an answer without rows."""
        with self._sight() as sight:
            return remarks_answer(sight.view, language)

    def timeline(
        self, language: Language, item: int | None = None, by: str | None = None, organizations: Sequence[str] = ()
    ) -> Timeline:
        """The target dates in order, of all items that ask for them or of one; BadQuery for what there is not."""
        with self._sight() as sight:
            return timeline_of(sight.view, language, item, by, organizations)

    def starters(self, language: Language) -> tuple[str, ...]:
        """At most six questions that this corpus answers."""
        with self._sight() as sight:
            return starter_questions(sight.view, language)

    def warm_up(self) -> None:
        """Loads what the first questions would otherwise wait for: how they are read, model, vectors and keywords."""
        for language in LANGUAGES:
            self._models.of(language)
        with self._sight() as sight:
            search(self._index, sight.view.generation, self.questionnaire.title.en, 1)

    def open_model(self) -> None:
        """Nothing; opens the language model where one is configured. ChatModelUnavailable where it cannot be had."""
        if self._model is not None:
            self._model.open()

    @property
    def model(self) -> ModelInfo | None:
        """The language model that reads and words, None where code alone does."""
        return None if self._model is None else self._model.info

    @property
    def embedder_outside(self) -> str | None:
        """The embedder that each question is sent to, outside this machine; None where questions stay."""
        embedder = self._index.embedder
        return embedder.sent_to if isinstance(embedder, ProvidedEmbedder) else None

    def watch_model(self, told: Callable[[ModelUse], None]) -> None:
        """Nothing; has `told` called with each use of the language model, from the thread that answers."""
        if self._model is not None:
            self._model.watching.append(told)

    def being_built(self) -> bool:
        """Whether an ingest is under way."""
        return is_ingesting(self._index.home)

    def snapshot(self) -> Snapshot:
        """What the index holds now."""
        with self._sight() as sight:
            view = sight.view
            manifest = self._index.manifest(view.generation)
            counts = len(view.organizations), len(view.documents)
            texts = "".join(f"{each}\n" for each in sorted(file.sha256 for file in manifest.files))
            digest = hashlib.sha256(texts.encode("ascii")).hexdigest()
            return Snapshot(*counts, manifest.created[:10], view.generation, manifest.unread, digest)

    def organizations(self) -> tuple[OrganizationEntry, ...]:
        """Every organization that has an assessment, by printed name."""
        with self._sight() as sight:
            documents = sight.view.documents.values()
        entries: dict[str, OrganizationEntry] = {}
        for document in documents:
            languages = tuple(each.language for each in documents if each.organization == document.organization)
            entries.setdefault(
                document.organization, OrganizationEntry(document.organization, document.printed_name, languages)
            )
        return tuple(sorted(entries.values(), key=lambda entry: (entry.printed_name, entry.id)))

    def documents_of(self, organization_id: str) -> tuple[Assessment, ...]:
        """All language versions of an organization's assessment, () if there are none."""
        with self._sight() as sight:
            view = sight.view
            return tuple(
                view.assessment(document.id)
                for document in view.documents.values()
                if document.organization == organization_id
            )

    def document(self, name: str) -> Assessment:
        """The assessment of that document id, or of the only one whose id begins so; UnknownDocument otherwise."""
        with self._sight() as sight:
            view = sight.view
            found = [name] if name in view.documents else [each for each in view.documents if each.startswith(name)]
            if len(found) == 1:
                return view.assessment(found[0])
            choices = ", ".join(sorted(found or view.documents))
            which = "Several documents begin with" if found else "No document is called"
            raise UnknownDocument(f"{which} '{name}'. Give one of: {choices}.")

    def _events(
        self,
        question: str,
        conversation: Conversation,
        language: Language | None,
        only: Sequence[str],
        quotations_only: bool,
    ) -> Iterator[Event]:
        started = time.perf_counter()
        asked = Asked(question, without_marks(question), _remembered(conversation), language or "en", tuple(only))
        model = None if self._model is None or quotations_only else self._model.begin()
        with self._sight() as sight:
            reading = self._read(asked, sight)
            read = time.perf_counter()
            answer = self._told(reading, sight.view)
            if model is not None:
                reading, answer = self._read_by(model, asked, reading, answer, sight)
                model.gather(answer, reading, sight.view, self._index, self._words)
            answer = _to(question, asked.words, answer)
        # The generation is let go before anything is handed out: whoever takes the events may take its time.
        yield Started(answer.language, answer.reading)
        if model is None:
            for part in answer.text.splitlines(keepends=True):
                yield TextPart(part)
        else:
            for part in model.words(answer):
                yield TextPart(part)
            answer = model.answer
        timing = {"read": _ms(started, read), "total": _ms(started, time.perf_counter())}
        yield Done(replace(answer, timing_ms=timing))

    def _read(self, asked: Asked, sight: _Sight) -> Reading:
        """How the rules read a question."""
        if len(asked.question) > QUESTION_LIMIT:
            return Reading(asked.question, asked.question, asked.language, "clarify", reason="unclear")
        reading = read_in_conversation(sight.reader, asked.words, asked.earlier, asked.language)
        return _limited(reading, asked.only, sight.view)

    def _read_by(
        self, model: ModelTurn, asked: Asked, rules: Reading, answer: Answer, sight: _Sight
    ) -> tuple[Reading, Answer]:
        """The model's reading with its answer, where the rules are unsure and it leads to one; else the rules'."""
        if len(asked.question) > QUESTION_LIMIT or not rules_are_unsure(rules, answer):
            return rules, answer
        reading = model.read(asked, rules, sight.view, sight.reader)
        if reading is not None:
            reading = _limited(reading, asked.only, sight.view)
            told = self._told(reading, sight.view)
            if not told.abstained and told.kind != "clarify":
                model.has_read()
                return reading, told
        return rules, answer

    def _answer(self, reading: Reading, view: View) -> Answer:
        words = words_of("answers", reading.language)
        if len(reading.question) > QUESTION_LIMIT:
            return too_long(reading, QUESTION_LIMIT, view, words)
        if reading.kind == "clarify":
            return asking_back(reading, view, words)
        if reading.reason is not None:
            return abstention(reading, reading.reason, view, words)
        if reading.organizations and not view.present(reading.organizations):
            return abstention(reading, "no_assessment", view, words)
        match reading.kind:
            case "rank":
                return rank_answer(reading, view, words)
            case "crosstab":
                return crosstab_answer(reading, view, words)
            case "compare":
                return compare_answer(reading, view, words)
            case "overview":
                return overview_answer(reading, view, words)
            case "list" | "count" | "share" if reading.condition is not None:
                return exact_answer(reading, view, words)
        if reading.deadline is not None:
            return deadline_answer(reading, reading.deadline, view, words)
        if reading.mention is not None and self._is_mentioned(reading, reading.mention, view):
            return mention_answer(reading, reading.mention, view, self._words.same, words)
        answer = looked_up(reading, view, self._index, self._words, words)
        alone = words_are_alone(self._index.embedder)
        return noting(answer, words("notice.words_alone")) if alone else answer

    def _told(self, reading: Reading, view: View) -> Answer:
        """The answer with what every answer has: a note on languages, and questions to go on with."""
        answer = self._answer(reading, view)
        words = words_of("answers", answer.language)
        if not (answer.abstained or answer.suggestions):
            answer = replace(answer, suggestions=next_questions(reading, answer, view, words))
        return noting_languages(answer, view, words)

    def _is_mentioned(self, reading: Reading, mention: Mention, view: View) -> bool:
        """Whether who mentions it is the answer: it was asked for outright, or somebody does."""
        return mention.outright or anybody_mentions(reading, mention, view, self._words.same)

    @contextmanager
    def _sight(self) -> Iterator[_Sight]:
        """The current generation, pinned while the context lasts; earlier ones are let go once nobody uses them.

        Where the current one cannot be read, the one that was read last: what is wrong with the new is said in the log.
        """
        with ExitStack() as pins:
            try:
                sight = self._taken(pins.enter_context(self._index.generations.pin()))
            except NoIndex:
                raise
            except IndexUnusable as error:
                sight = self._taken(pins.enter_context(self._index.generations.pin(self._read_before(error))))
            try:
                yield sight
            finally:
                with self._lock:
                    self._in_use[sight.view.generation] -= 1
                    self._let_go(sight.view.generation)

    def _taken(self, generation: str) -> _Sight:
        """The sight of a generation, counted as in use."""
        with self._lock:
            if generation not in self._sights:
                self._sights[generation] = self._opened(generation)
            self._in_use[generation] += 1
            return self._sights[generation]

    def _read_before(self, error: IndexUnusable) -> str:
        """The newest generation that was read already; the error where none was."""
        with self._lock:
            newest = max(self._sights, default=None)
            if newest is None:
                raise error
            if str(error) != self._wrong:
                self._wrong = str(error)
                log.warning("The index %s, which was read before, goes on serving: %s", newest, error)
            return newest

    def _opened(self, generation: str) -> _Sight:
        open_checked(self._index, self.questionnaire, generation)
        view = view_of(generation, self._index.table, self.questionnaire, self._registry)
        reader = Reader(
            self.questionnaire,
            view.registry,
            self._words.vocabulary,
            self._models,
            self._themes,
            view.printed,
            frozenset(view.organizations),
            view.listed,
        )
        return _Sight(view, reader)

    def _let_go(self, current: str) -> None:
        for generation in [each for each in self._sights if each < current and not self._in_use[each]]:
            del self._sights[generation]
            del self._in_use[generation]
            self._index.close(generation)


def _limited(reading: Reading, only: Sequence[str], view: View) -> Reading:
    """The reading for these organizations alone, where it names none itself; BadQuery for those that are not here."""
    found = tuple(view.organizations[each] for each in sorted(checked_organizations(only, view)))
    if not found or reading.organizations or reading.unknown or reading.reason is not None:
        return reading
    return replace(reading, organizations=found)


def _to(question: str, words: str, answer: Answer) -> Answer:
    """The answer to `question`, of which `words` were read: its marks of personal data (`[phone number]`) were not."""
    if words == question:
        return answer
    understood = question if answer.understood_as == words else answer.understood_as
    return replace(answer, question=question, understood_as=understood)


def _remembered(conversation: Conversation) -> Conversation:
    """What of the conversation is read again: its latest questions, those too long to be read left out."""
    readable = [without_marks(each) for each in conversation.questions if len(each) <= QUESTION_LIMIT]
    return Conversation(tuple(readable[-_MOST_EARLIER:]))


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 2)
