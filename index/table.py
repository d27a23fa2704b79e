"""The answer table: one SQLite file a generation, written once and only read from then on.

    organizations  one row an organization, whatever the number of its documents
    documents      one row an assessment: full text, page starts, provenance and parse report
    responses      one row an item of a document, missing items too; offsets into the document's text
    ticks          the ticked options of a response, in the order of the form
    passages       what the other two searches find, by id
    targets        dates by which something is to be done; first and last day as ISO 8601, role as in corpus/dates.py

Spans are stored as start, end, page; their document is the row's. `position` keeps an order that is not otherwise in
the data. Values without a life of their own (registry entry, parse report, page starts) are JSON.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from corpus.types import (
    Assessment,
    Language,
    Organization,
    ParseReport,
    Provenance,
    Response,
    SourceText,
    Span,
    Tick,
)
from index.errors import IndexUnusable
from index.sentences import sentences_of
from index.types import Cell, DocumentInfo, Passage, Shown, TargetDate

FILE = "corpus.sqlite"
_APPLICATION_ID = 0x43414E44  # "CAND": tells our file from any other SQLite file
_SCHEMA_VERSION = 4
_LONGEST_OPENING = 300  # characters

_SCHEMA = """
CREATE TABLE organizations (id TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    id TEXT PRIMARY KEY, organization TEXT NOT NULL REFERENCES organizations, language TEXT NOT NULL,
    cycle TEXT NOT NULL, questionnaire TEXT NOT NULL, printed_name TEXT NOT NULL, organization_value TEXT NOT NULL,
    file TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL, page_starts TEXT NOT NULL, report TEXT NOT NULL,
    address TEXT, fetched TEXT,
    UNIQUE (organization, language, cycle)
);
CREATE TABLE responses (
    document TEXT NOT NULL REFERENCES documents, item INTEGER NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL,
    text_start INTEGER, text_end INTEGER, text_page INTEGER, where_start INTEGER, where_end INTEGER, where_page INTEGER,
    shown_start INTEGER, shown_end INTEGER, shown_page INTEGER, shown_words TEXT,
    opening_start INTEGER, opening_end INTEGER, opening_page INTEGER, opening_words TEXT,
    PRIMARY KEY (document, item)
);
CREATE INDEX responses_by_item ON responses (item);
CREATE TABLE ticks (
    document TEXT NOT NULL, item INTEGER NOT NULL, position INTEGER NOT NULL, option TEXT NOT NULL,
    label TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER, known INTEGER NOT NULL,
    PRIMARY KEY (document, item, position), FOREIGN KEY (document, item) REFERENCES responses
);
CREATE INDEX ticks_by_item ON ticks (item);
CREATE TABLE passages (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, organization TEXT NOT NULL, item INTEGER NOT NULL,
    language TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    page INTEGER
);
CREATE INDEX passages_by_document ON passages (document, start);
CREATE TABLE targets (
    document TEXT NOT NULL REFERENCES documents, item INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER, words TEXT NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, sentence_page INTEGER, sentence_words TEXT NOT NULL,
    earliest TEXT, latest TEXT, role TEXT NOT NULL,
    PRIMARY KEY (document, item, start)
);
"""
_COUNTED = ("organizations", "documents", "responses", "ticks", "passages")
_RESPONSE = "document, item, state, text_start, text_end, text_page, where_start, where_end, where_page FROM responses"
_SHOWN = (
    "document, shown_start, shown_end, shown_page, shown_words, "
    "opening_start, opening_end, opening_page, opening_words FROM responses"
)
_TICK = 'document, item, option, label, start, "end", page, known FROM ticks'
_PASSAGE = 'id, document, organization, item, language, kind, text, start, "end", page FROM passages'

_TARGET = (
    'document, item, start, "end", page, words, sentence_start, sentence_end, sentence_page, sentence_words, '
    "earliest, latest, role FROM targets"
)

_organization_json = TypeAdapter(Organization)
_report_json = TypeAdapter(ParseReport)
_offsets_json = TypeAdapter(tuple[int, ...])


class SqliteTable:
    """The answer table of every generation in a folder. May be asked from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, _OpenTable] = {}
        self._lock = threading.Lock()

    def write(
        self,
        generation: str,
        assessments: Iterable[Assessment],
        passages: Iterable[Passage],
        targets: Iterable[TargetDate] = (),
    ) -> None:
        """Stores all that a new generation holds; sqlite3.Error where the disk does not let it."""
        with closing(sqlite3.connect(self._folder / generation / FILE)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
            connection.executescript(_SCHEMA)
            stored = tuple(passages)
            first_texts = _first_texts(stored)
            for assessment in sorted(assessments, key=lambda each: (each.organization.id, each.language, each.cycle)):
                _write_assessment(connection, assessment, first_texts)
            connection.executemany(_insert("passages", 10), (_passage_row(passage) for passage in stored))
            connection.executemany(_insert("targets", 13), (_target_row(target) for target in targets))

    def organizations(self, generation: str) -> tuple[Organization, ...]:
        """The organizations that have an assessment, by id."""
        return self._table(generation).organizations()

    def documents(self, generation: str) -> tuple[DocumentInfo, ...]:
        """All documents, by organization, language and cycle."""
        return self._table(generation).documents()

    def assessment(self, generation: str, document: str) -> Assessment:
        """The whole stored assessment; KeyError for an unknown document id."""
        return self._table(generation).assessment(document)

    def cells(self, generation: str, items: Sequence[int], language: Language) -> tuple[Cell, ...]:
        """One cell per organization and item, by organization id, then item.

        The organization's newest cycle counts, in it the document in `language`, else the other one. A missing item
        has a cell whose response is "missing".
        """
        return self._table(generation).cells(tuple(sorted(set(items))), language)

    def passages(self, generation: str, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages of those ids, in that order; KeyError for an unknown one."""
        return self._table(generation).passages(ids)

    def document_passages(self, generation: str, document: str) -> tuple[Passage, ...]:
        """All passages of a document, by start."""
        return self._table(generation).document_passages(document)

    def targets(self, generation: str) -> tuple[TargetDate, ...]:
        """The target dates of all documents, by document, item and place."""
        return self._table(generation).targets()

    def counts(self, generation: str) -> Mapping[str, int]:
        """Rows stored: "organizations", "documents", "responses", "ticks", "passages"."""
        return self._table(generation).counts()

    def close(self, generation: str) -> None:
        """Lets go of a generation's file; it is opened again when asked for."""
        with self._lock:
            table = self._open.pop(generation, None)
        if table is not None:
            table.close()

    def _table(self, generation: str) -> _OpenTable:
        with self._lock:
            table = self._open.get(generation)
            if table is None:
                table = self._open[generation] = _OpenTable(self._folder / generation / FILE)
            return table


class _OpenTable:
    """One generation's file, open for reading. Nothing in it changes, so what was read may be kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with self._understood():
            # Immutable: no lock files, no look at a journal; so a read-only disk serves as well.
            address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._check()
        # Sizes: an answer over a few hundred organizations quotes each of their documents; cells are asked for by the
        # single items.
        self.assessment = lru_cache(512)(self._read_assessment)
        self._item = lru_cache(64)(self._read_item)
        self._cells_of = lru_cache(128)(self._made_cells)
        self.documents = lru_cache(1)(self._read_documents)
        self.organizations = lru_cache(1)(self._read_organizations)
        self.targets = lru_cache(1)(self._read_targets)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        wanted = TypeAdapter(list[str]).dump_json(list(dict.fromkeys(ids))).decode()
        rows = self._rows(f"SELECT {_PASSAGE} WHERE id IN (SELECT value FROM json_each(?))", wanted)
        found = {row[0]: Passage(*row) for row in rows}
        return tuple(found[identifier] for identifier in ids)

    def document_passages(self, document: str) -> tuple[Passage, ...]:
        return tuple(
            Passage(*row) for row in self._rows(f"SELECT {_PASSAGE} WHERE document = ? ORDER BY start", document)
        )

    def counts(self) -> dict[str, int]:
        return {name: self._rows(f"SELECT count(*) FROM {name}")[0][0] for name in _COUNTED}

    def _read_organizations(self) -> tuple[Organization, ...]:
        with self._understood():
            rows = self._rows("SELECT value FROM organizations ORDER BY id")
            return tuple(_organization_json.validate_json(value) for (value,) in rows)

    def _read_documents(self) -> tuple[DocumentInfo, ...]:
        rows = self._rows(
            "SELECT id, organization, printed_name, language, cycle, file, sha256, address, fetched FROM documents "
            "ORDER BY organization, language, cycle"
        )
        return tuple(
            DocumentInfo(document, organization, name, language, cycle, file, digest, Provenance(address, day))
            for document, organization, name, language, cycle, file, digest, address, day in rows
        )

    def _read_targets(self) -> tuple[TargetDate, ...]:
        rows = self._rows(f"SELECT {_TARGET} ORDER BY document, item, start")
        with self._understood():
            return tuple(_target(row) for row in rows)

    def _read_assessment(self, document: str) -> Assessment:
        rows = self._rows(
            "SELECT questionnaire, cycle, language, organization_value, printed_name, file, text, sha256, page_starts, "
            "report, address, fetched FROM documents WHERE id = ?",
            document,
        )
        if not rows:
            raise KeyError(document)
        questionnaire, cycle, language, organization, name, file, text, digest, starts, report, address, day = rows[0]
        responses = self._rows(f"SELECT {_RESPONSE} WHERE document = ? ORDER BY position", document)
        ticks = self._rows(f"SELECT {_TICK} WHERE document = ? ORDER BY item, position", document)
        with self._understood():
            return Assessment(
                id=document,
                questionnaire=questionnaire,
                cycle=cycle,
                language=language,
                organization=_organization_json.validate_json(organization),
                printed_name=name,
                source=SourceText(file, text, digest, _offsets_json.validate_json(starts)),
                responses=tuple(_responses(responses, ticks).values()),
                report=_report_json.validate_json(report),
                provenance=Provenance(address, day),
            )

    def cells(self, items: tuple[int, ...], language: Language) -> tuple[Cell, ...]:
        columns = [self._cells_of(item, language) for item in items]
        return tuple(cell for of_organization in zip(*columns, strict=True) for cell in of_organization)

    def _made_cells(self, item: int, language: Language) -> tuple[Cell, ...]:
        """One cell an organization for one item, by organization."""
        recorded = self._item(item)
        missing = _Recorded(Response(item, "missing"), None, None, (), "")
        return tuple(
            Cell(
                document.organization,
                document.printed_name,
                document.id,
                document.language,
                *recorded.get(document.id, missing),
            )
            for document in _counting(self.documents(), language)
        )

    def _read_item(self, item: int) -> dict[str, _Recorded]:
        """What each document records for an item, with the words that show it and those its text opens with."""
        responses = _responses(
            self._rows(f"SELECT {_RESPONSE} WHERE item = ?", item),
            self._rows(f"SELECT {_TICK} WHERE item = ? ORDER BY document, position", item),
        )
        shown = {
            document: (_as_shown(document, places[:4]), _as_shown(document, places[4:]))
            for document, *places in self._rows(f"SELECT {_SHOWN} WHERE item = ?", item)
        }
        return {
            document: _Recorded(
                response,
                *shown[document],
                tuple(tick.option for tick in response.ticks),
                "; ".join(" ".join(tick.label.split()) for tick in response.ticks),
            )
            for (document, _), response in responses.items()
        }

    def _check(self) -> None:
        (application,), (version,) = self._rows("PRAGMA application_id")[0], self._rows("PRAGMA user_version")[0]
        if (application, version) != (_APPLICATION_ID, _SCHEMA_VERSION):
            self._connection.close()
            raise IndexUnusable(
                f"{self._path} is not an answer table of this Candour (kind {application}, version {version}; "
                f"expected {_APPLICATION_ID}, {_SCHEMA_VERSION}). Run `candour ingest` to build the index again."
            )

    def _rows(self, statement: str, *values: str | int) -> list[Any]:
        with self._understood(), self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValidationError) as error:
            raise IndexUnusable(
                f"The answer table {self._path} cannot be read ({error}). "
                f"Run `candour ingest` to build the index again."
            ) from error


class _Recorded(NamedTuple):
    """What a document records for an item: the fields of a Cell after those of its document."""

    response: Response
    shown: Shown | None
    opening: Shown | None
    options: tuple[str, ...]
    ticked: str


def _counting(documents: Iterable[DocumentInfo], language: Language) -> list[DocumentInfo]:
    """The one document of each organization that counts, by organization."""
    counting: dict[str, DocumentInfo] = {}
    for document in sorted(documents, key=lambda each: (each.organization, each.cycle, each.language == language)):
        counting[document.organization] = document
    return list(counting.values())


def _first_texts(passages: Iterable[Passage]) -> dict[tuple[str, int], Span]:
    """Where the first passage of each free text stands, by document and item."""
    first: dict[tuple[str, int], Span] = {}
    for passage in sorted(passages, key=lambda each: each.start):
        if passage.kind == "text":
            place = Span(passage.document, passage.start, passage.end, passage.page)
            first.setdefault((passage.document, passage.item), place)
    return first


def _shown(response: Response, first_text: Span | None) -> Span | None:
    """What shows a response, see Cell."""
    if response.ticks:
        first, last = response.ticks[0].span, response.ticks[-1].span
        return Span(first.document, first.start, last.end, first.page)
    return first_text or response.free_text or response.where


def _opening(assessment: Assessment, response: Response) -> Span | None:
    """The first sentence of the free text, cut where it is very long; None without a text."""
    if response.free_text is None:
        return None
    text, span = assessment.source.text, response.free_text
    start, end = next(iter(sentences_of(text, span.start, span.end)), (span.start, span.end))
    return Span(assessment.id, start, min(end, start + _LONGEST_OPENING), assessment.source.page_at(start))


def _write_assessment(
    connection: sqlite3.Connection, assessment: Assessment, first_texts: Mapping[tuple[str, int], Span]
) -> None:
    organization, source = assessment.organization, assessment.source
    value = _organization_json.dump_json(organization).decode()
    connection.execute("INSERT OR IGNORE INTO organizations VALUES (?, ?)", (organization.id, value))
    connection.execute(
        _insert("documents", 14),
        (
            assessment.id,
            organization.id,
            assessment.language,
            assessment.cycle,
            assessment.questionnaire,
            assessment.printed_name,
            value,
            source.name,
            source.sha256,
            source.text,
            _offsets_json.dump_json(source.page_starts).decode(),
            _report_json.dump_json(assessment.report).decode(),
            assessment.provenance.address,
            assessment.provenance.fetched,
        ),
    )
    for position, response in enumerate(assessment.responses):
        places = (*_place(response.free_text), *_place(response.where))
        shown = _shown(response, first_texts.get((assessment.id, response.item)))
        kept = [
            value
            for span in (shown, _opening(assessment, response))
            for value in (*_place(span), None if span is None else assessment.words(span))
        ]
        row = (assessment.id, response.item, position, response.state, *places, *kept)
        connection.execute(_insert("responses", 18), row)
        connection.executemany(
            _insert("ticks", 9),
            (
                (assessment.id, response.item, number, tick.option, tick.label, *_place(tick.span), tick.known)
                for number, tick in enumerate(response.ticks)
            ),
        )


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def _place(span: Span | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if span is None else (span.start, span.end, span.page)


def _as_shown(document: str, place: Sequence[Any]) -> Shown | None:
    start, end, page, words = place
    return None if start is None else Shown(Span(document, start, end, page), words)


def _passage_row(passage: Passage) -> tuple[str | int | None, ...]:
    return (
        passage.id,
        passage.document,
        passage.organization,
        passage.item,
        passage.language,
        passage.kind,
        passage.text,
        passage.start,
        passage.end,
        passage.page,
    )


def _target_row(target: TargetDate) -> tuple[str | int | None, ...]:
    wording, sentence = target.wording, target.sentence
    days = (None if day is None else day.isoformat() for day in (target.earliest, target.latest))
    shown = (*_place(wording.span), wording.words, *_place(sentence.span), sentence.words)
    return (target.document, target.item, *shown, *days, target.role)


def _target(row: Sequence[Any]) -> TargetDate:
    document, item, *places, earliest, latest, role = row
    wording, sentence = _as_shown(document, places[:4]), _as_shown(document, places[4:])
    assert wording is not None, "a target date has words"
    assert sentence is not None, "a target date stands in a sentence"
    first, last = (None if day is None else date.fromisoformat(day) for day in (earliest, latest))
    return TargetDate(document, item, wording, sentence, first, last, role)


def _responses(rows: Iterable[Any], tick_rows: Iterable[Any]) -> dict[tuple[str, int], Response]:
    """The responses of those rows by document and item, in the order of `rows`; ticks in the order of theirs."""
    ticks: dict[tuple[str, int], list[Tick]] = {}
    for document, item, option, label, start, end, page, known in tick_rows:
        tick = Tick(option, label, Span(document, start, end, page), bool(known))
        ticks.setdefault((document, item), []).append(tick)
    return {
        (document, item): Response(
            item,
            state,
            tuple(ticks.get((document, item), ())),
            None if text_start is None else Span(document, text_start, text_end, text_page),
            None if where_start is None else Span(document, where_start, where_end, where_page),
        )
        for document, item, state, text_start, text_end, text_page, where_start, where_end, where_page in rows
    }
