"""One item's lines become a response: ticks before the follow-up prompt, free text after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.folding import folded
from corpus.lines import Line, folded_wording, is_phrase, words_of
from corpus.questionnaire import Layout
from corpus.ticks import is_whole_label, label_likeness, printed_option_id, recognize
from corpus.types import LANGUAGES, Item, Language, Oddity, Phrases, Response, ResponseState, SourceText, Span, Tick
from corpus.wordings import likeness_to, printed_from

_PROMPT_LIKENESS = 0.5
# An opening such as "Please" alone is not a prompt: "Please see above." is an answer. In French, where the printed
# prompt is not the one we know, it may be less alike.
_OPENED_PROMPT_WORDS = 8
_OPENED_PROMPT_LIKENESS: dict[Language, float] = {"en": 0.4, "fr": 0.15}
_LONGEST_LABEL_WORDS = 40
# Beyond the known options of a single choice, only something as short as "Partially" is a tick without a prompt.
_LONGEST_UNKNOWN_WORDS = 6
_SHORTEST_WRAPPED_LINE = 30
_LONGEST_LABEL_LINES = 8
# Ticks come first and are few: a prompt further down is one that an answer quotes.
_PROMPT_WITHIN_LINES = 60
_BROKEN_OFF_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """A response and what was odd about it."""

    response: Response
    oddities: tuple[Oddity, ...]


def parse_response(
    document: str, source: SourceText, item: Item, heading: Line, body: Sequence[Line], layout: Layout
) -> ParsedResponse:
    """The response that the lines after an item's heading and wording hold."""
    where = Span(document, heading.start, heading.end, source.page_at(heading.start))
    while body and _is_any(body[0].folded, layout.instruction):
        body = body[1:]
    split = _split(document, source, item, body, layout) if item.options else _Split((), tuple(body), ())
    free_text = _span(document, source, split.text)
    oddities = [*split.oddities]
    if item.kind == "single" and len({tick.option for tick in split.ticks}) > 1:
        labels = " / ".join(tick.label for tick in split.ticks)
        oddities.append(Oddity("several_ticks", item.number, f"Item {item.number} has more than one tick: {labels}"))
    if item.kind != "text" and not split.ticks:
        oddities.append(Oddity("no_tick", item.number, f"Item {item.number} has no tick."))
    if end := _broken_off(split.text):
        oddities.append(Oddity("broken_off", item.number, f"Item {item.number} breaks off: '...{end}'"))
    state = _state(" ".join(line.folded for line in split.text), bool(split.ticks), layout)
    return ParsedResponse(Response(item.number, state, split.ticks, free_text, where), tuple(oddities))


@dataclass(frozen=True, slots=True)
class _Split:
    ticks: tuple[Tick, ...]
    text: tuple[Line, ...]
    oddities: tuple[Oddity, ...]


def _split(document: str, source: SourceText, item: Item, body: Sequence[Line], layout: Layout) -> _Split:
    """Ticks, the lines of free text, and oddities, of an item with options."""
    prompt = _prompt(body, item, layout)
    before = body[: prompt.start] if prompt else body[: _end_of_ticks(body, item, layout)]
    after = body[prompt.stop :] if prompt else body[len(before) :]
    ticks: list[Tick] = []
    text: list[Line] = []
    oddities: list[Oddity] = []
    for entry in _entries(before, item):
        start, end = entry[0].start, entry[-1].end
        label = source.text[start:end]
        known = recognize(label, item)
        if entry[0].unticked:
            continue
        if _is_any(folded(label), layout.no_response, layout.not_applicable):
            if not after:
                text.extend(entry)
        elif entry[0].bullet or (known and (prompt or is_whole_label(label, item))):
            option = known.id if known else printed_option_id(label, item.number)
            ticks.append(Tick(option, label, Span(document, start, end, source.page_at(start)), known is not None))
            if not known:
                message = f"Item {item.number} has a tick that the questionnaire does not know: '{label}'"
                oddities.append(Oddity("unknown_option", item.number, message))
        else:
            # Where text stands on both sides of the prompt, the free text holds the prompt too: nothing is lost.
            text.extend(entry)
            message = f"Item {item.number} has text before its follow-up prompt: '{label[:60]}'"
            oddities.append(Oddity("text_before_prompt", item.number, message))
    return _Split(tuple(ticks), (*text, *after), tuple(oddities))


def _prompt(body: Sequence[Line], item: Item, layout: Layout) -> slice | None:
    """The lines of the follow-up prompt: those most alike to the one we know, else those that open as prompts do."""
    if item.prompt is None:
        return None
    best: tuple[float, slice] | None = None
    for index in _outside_ticks(body[:_PROMPT_WITHIN_LINES], item):
        printed = printed_from(body, index, item.prompt)
        if printed.likeness >= _PROMPT_LIKENESS and (best is None or printed.likeness > best[0]):
            best = (printed.likeness, slice(index, index + printed.lines))
    if best:
        return best[1]
    first = _end_of_ticks(body, item, layout)
    if first == len(body):
        return None
    printed = printed_from(body, first, item.prompt)
    words = " ".join(line.folded for line in body[first : first + printed.lines])
    for language in LANGUAGES:
        opened = any(words.startswith(folded_wording(opening)) for opening in layout.prompt.of(language))
        alike = likeness_to(words, item.prompt) >= _OPENED_PROMPT_LIKENESS[language]
        if opened and alike and len(words_of(words)) >= _OPENED_PROMPT_WORDS:
            return slice(first, first + printed.lines)
    return None


def _outside_ticks(lines: Sequence[Line], item: Item) -> Iterator[int]:
    """The indexes of lines that are no part of a bullet: the rest of a wrapped label shares words with a prompt."""
    index = 0
    for entry in _entries(lines, item):
        if not entry[0].bullet:
            yield from range(index, index + len(entry))
        index += len(entry)


def _end_of_ticks(body: Sequence[Line], item: Item, layout: Layout) -> int:
    """The index after the bullets the response opens with, or after whole labels printed without a bullet."""
    end = 0
    for entry in _entries(body, item):
        if not _could_be_tick(entry, item, end == 0, layout):
            break
        end += len(entry)
    return end


def _could_be_tick(entry: Sequence[Line], item: Item, first: bool, layout: Layout) -> bool:
    """Whether an entry is a tick by itself, where no prompt says where ticks end.

    In an item of single choice, unknown bullets after the first, and long ones, are a list in the text.
    """
    label = " ".join(line.text for line in entry)
    if entry[0].unticked or is_whole_label(label, item):
        return True
    if not entry[0].bullet:
        return first and _is_any(folded(label), layout.no_response)
    words = len(words_of(folded(label)))
    if item.kind == "single" and not recognize(label, item):
        return first and words <= _LONGEST_UNKNOWN_WORDS
    return words <= _LONGEST_LABEL_WORDS


def _entries(lines: Sequence[Line], item: Item) -> Iterator[list[Line]]:
    """The lines as entries: a tick's label may be wrapped over lines that have no bullet of their own."""
    entry: list[Line] = []
    for line in lines:
        if entry and not _continues(entry, line, item):
            yield entry
            entry = []
        entry.append(line)
    if entry:
        yield entry


def _continues(entry: Sequence[Line], line: Line, item: Item) -> bool:
    """Whether `line` goes on with a wrapped label: in mid-sentence and, without a bullet, more alike to an option."""
    last = entry[-1]
    wrapped = len(entry) < _LONGEST_LABEL_LINES and len(last.text) >= _SHORTEST_WRAPPED_LINE and not last.closed
    if line.bullet or line.gap or not wrapped or line.text[0].isupper():
        return False
    label = " ".join(each.text for each in entry)
    return entry[0].bullet or label_likeness(f"{label} {line.text}", item) > label_likeness(label, item) + 0.02


def _span(document: str, source: SourceText, lines: Sequence[Line]) -> Span | None:
    """From the first line (its bullet included) to the end of the last."""
    if not lines:
        return None
    line_start = source.text.rfind("\n", 0, lines[0].start) + 1
    opening = source.text[line_start : lines[0].start]
    start = line_start + len(opening) - len(opening.lstrip())
    return Span(document, start, lines[-1].end, source.page_at(start))


def _state(words: str, ticked: bool, layout: Layout) -> ResponseState:
    if ticked:
        return "answered"
    if not words or _is_any(words, layout.no_response):
        return "no_response"
    if _is_any(words, layout.not_applicable):
        return "not_applicable"
    return "answered"


def _is_any(folded_text: str, *groups: Phrases) -> bool:
    return any(is_phrase(folded_text, (*phrases.en, *phrases.fr)) for phrases in groups)


def _broken_off(lines: Sequence[Line]) -> str | None:
    """The end of a text whose last sentence, wrapped or not, is long and has no end; None where it has."""
    if not lines or not (lines[-1].text[-1].isalnum() or lines[-1].text[-1] in ",-–"):
        return None
    first = len(lines) - 1
    while first > 0 and not (lines[first].list_entry or lines[first].gap or lines[first - 1].closed):
        first -= 1
    sentence = " ".join(line.text for line in lines[first:])
    return sentence[-40:] if len(sentence) > _BROKEN_OFF_LENGTH and not lines[first].list_entry else None
