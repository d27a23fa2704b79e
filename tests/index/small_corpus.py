"""Tiny assessments made by code: the text is written and the offsets noted while writing, so no parser is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.questionnaire import Questionnaire
from corpus.types import (
    Assessment,
    Bilingual,
    Language,
    Oddity,
    Organization,
    ParseReport,
    Phrases,
    Provenance,
    Response,
    SourceText,
    Span,
    Tick,
)

ITEMS = (1, 2, 3)


@dataclass(frozen=True)
class Said:
    """What one response says: option labels and free text."""

    item: int
    ticks: tuple[str, ...] = ()
    text: str | None = None


def organization(identifier: str, name: str | None = None, known: bool = True) -> Organization:
    title = name or f"Office of {identifier.title()}"
    both = Bilingual(title, f"Bureau {identifier}")
    return Organization(identifier, both, both, both, Phrases((identifier.upper(),), ()), known=known)


def assessment(
    identifier: str = "cbsa",
    said: Sequence[Said] = (),
    language: Language = "en",
    cycle: str = "2024",
    pages: bool = False,
    spaced: bool = False,
    name: str | None = None,
    provenance: Provenance | None = None,
) -> Assessment:
    """An assessment of `ITEMS`; those that `said` does not name are missing."""
    text, spans, page_starts = f"{identifier} ({language}, {cycle})\n", {}, [0]
    for entry in said:
        if pages:
            page_starts.append(len(text))
        heading = len(text)
        text += f"Question {entry.item}\n" + "\n" * spaced
        ticks = []
        for label in entry.ticks:
            text += "  • " if spaced else "- "
            ticks.append((len(text), len(text) + len(label)))
            text += label + "\n" + "\n" * spaced
        start = len(text)
        text += (entry.text or "") + "\n"
        spans[entry.item] = (heading, ticks, start if entry.text else None)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = f"{identifier}-{cycle}-{language}-{digest[:8]}"
    starts = tuple(page_starts[1:]) and (0, *page_starts[2:]) if pages else ()
    source = SourceText(name or f"{identifier}.{language}.txt", text, digest, starts)

    def span(start: int, end: int) -> Span:
        return Span(document, start, end, source.page_at(start))

    by_item = {entry.item: entry for entry in said}
    responses = []
    for item in ITEMS:
        if item not in by_item:
            responses.append(Response(item, "missing"))
            continue
        heading, ticks, start = spans[item]
        free = by_item[item].text
        responses.append(
            Response(
                item,
                "answered" if ticks or free else "no_response",
                tuple(Tick(f"q{item}.{text[s:e].lower()}", text[s:e], span(s, e)) for s, e in ticks),
                None if start is None else span(start, start + len(free or "")),
                span(heading, heading + len("Question 1")),
            )
        )
    return Assessment(
        id=document,
        questionnaire="small",
        cycle=cycle,
        language=language,
        organization=organization(identifier),
        printed_name=f"{identifier} ({language}, {cycle})",
        source=source,
        responses=tuple(responses),
        report=ParseReport(
            tuple(by_item), sum(len(e.ticks) for e in said), (Oddity("no_tick", 1, "Two ticks: « oui »"),)
        ),
        provenance=provenance or Provenance("https://example.org/a", "2026-11-01"),
    )


def form_text(questionnaire: Questionnaire, name: str, said: Mapping[int, str], language: Language = "en") -> str:
    """A filled form in print: all items of the questionnaire, "- No" and the like left to `said`."""
    lines = [name, questionnaire.title.of(language)]
    for item in questionnaire.items:
        lines += [f"Question {item.number}", item.wording.of(language)]
        if item.number in said:
            lines.append(said[item.number])
    return "\n".join(lines) + "\n"


def write_form(
    folder: Path,
    questionnaire: Questionnaire,
    name: str,
    said: Mapping[int, str],
    language: Language = "en",
    file: str | None = None,
) -> Path:
    """The file a form was written to."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (file or f"{name.lower().replace(' ', '-')}.{language}.txt")
    path.write_text(form_text(questionnaire, name, said, language), "utf-8")
    return path
