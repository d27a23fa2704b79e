"""The events of an answer as server-sent events: started, text, done, failed."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from typing import Any

from assistant.types import Done, Event, Failed, Started, TextPart
from assistant.web.api.problems import said_of


def event_stream(events: Iterable[Event]) -> Generator[str, None, None]:
    """Each event as a block of a stream, its data one line of JSON."""
    for event in events:
        yield block(*named(event))


def block(name: str, data: dict[str, Any]) -> str:
    """One event of a stream."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def named(event: Event) -> tuple[str, dict[str, Any]]:
    """An event's name, and what it tells."""
    match event:
        case Started(language, reading):
            return "started", {"language": language, "reading": reading}
        case TextPart(text):
            return "text", {"text": text}
        case Done(answer):
            return "done", answer.to_json()
        case Failed(code, message):
            return "failed", {"code": code, "message": said_of(code, message)}
