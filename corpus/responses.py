"""One item's lines become a response: ticks before the follow-up prompt, free text after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import folded
from corpus.lines import Line, folded_wording, is_phrase, likeness, words_of
from corpus.questionnaire import Layout
from corpus.ticks import is_whole_label, label_likeness, printed_option_id, recognize
from corpus.types import LANGUAGES, Item, Oddity, Response, ResponseState, SourceText, Span, Tick

_PROMPT_LIKENESS = 0.5
# An opening such as "Please" alone is not a prompt: "Please see above." is an answer.
_PROMPT_WORDS = {"en": 8, "fr": 8}
_OPENED_PROMPT_LIKENESS = 0.25
_LONGEST_LABEL_WORDS = 40
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
    if item.kind == "text":
        ticks, text_lines, oddities = [], list(body), list[Oddity]()
    else:
        ticks, text_lines, oddities = _split(document, source, item, body, layout)
    free_text = _span(document, source, text_lines)
    words = folded(source.text[free_text.start : free_text.end]) if free_text else ""
    state = _state(words, bool(ticks), layout)
    if item.kind == "single" and len({tick.option for tick in ticks}) > 1:
        labels = " / ".join(tick.label for tick in ticks)
        oddities.append(Oddity("several_ticks", item.number, f"Item {item.number} has more than one tick: {labels}"))
    if item.kind != "text" and not ticks:
        oddities.append(Oddity("no_tick", item.number, f"Item {item.number} has no tick."))
    if free_text and _broken_off(source.text[free_text.start : free_text.end], text_lines):
        end = source.text[free_text.start : free_text.end][-40:]
        oddities.append(Oddity("broken_off", item.number, f"Item {item.number} breaks off: '...{end}'"))
    response = Response(item.number, state, tuple(ticks), free_text, where)
    return ParsedResponse(response, tuple(oddities))


def _split(
    document: str, source: SourceText, item: Item, body: Sequence[Line], layout: Layout
) -> tuple[list[Tick], list[Line], list[Oddity]]:
    """Ticks, the lines of free text, and oddities, of an item with options."""
    prompt = _prompt(body, item, layout)
    before = body[: prompt.start] if prompt else _tick_run(body, item)
    after = body[prompt.stop :] if prompt else body[len(before) :]
    ticks: list[Tick] = []
    text_lines: list[Line] = []
    oddities: list[Oddity] = []
    for entry in _entries(before, item):
        label, start, end = _label(source, entry)
        known = recognize(label, item)
        if entry[0].unticked:
            continue
        if entry[0].bullet or (known and is_whole_label(label, item)):
            option = known.id if known else printed_option_id(label, item.number)
            span = Span(document, start, end, source.page_at(start))
            ticks.append(Tick(option, label, span, known is not None))
            if not known:
                message = f"Item {item.number} has a tick that the questionnaire does not know: '{label}'"
                oddities.append(Oddity("unknown_option", item.number, message))
        elif after and is_phrase(entry[0].folded, [*layout.no_response.en, *layout.no_response.fr]):
            continue
        else:
            # Where text stands on both sides of the prompt, the free text holds the prompt too: nothing is lost.
            text_lines.extend(entry)
            if after:
                message = f"Item {item.number} has text before its follow-up prompt: '{label[:60]}'"
                oddities.append(Oddity("text_before_prompt", item.number, message))
    return ticks, [*text_lines, *after], oddities


def _prompt(body: Sequence[Line], item: Item, layout: Layout) -> slice | None:
    """The lines of the follow-up prompt: alike to the one we know, or opening as prompts do and long enough."""
    if item.prompt is None:
        return None
    for index, line in enumerate(body):
        if line.bullet:
            continue
        stop = _prompt_end(body, index, item)
        words = " ".join(each.folded for each in body[index:stop])
        alike = {language: likeness(words, folded_wording(item.prompt.of(language))) for language in LANGUAGES}
        if max(alike.values()) >= _PROMPT_LIKENESS:
            return slice(index, stop)
        for language in LANGUAGES:
            opened = any(words.startswith(folded_wording(opening)) for opening in layout.prompt.of(language))
            long_enough = len(words_of(words)) >= _PROMPT_WORDS[language]
            if opened and long_enough and alike[language] >= _OPENED_PROMPT_LIKENESS:
                return slice(index, stop)
    return None


def _prompt_end(body: Sequence[Line], index: int, item: Item) -> int:
    """The end of a prompt that may be wrapped: as long as another line makes it more alike to the one we know."""
    assert item.prompt is not None
    prompts = [folded_wording(item.prompt.of(language)) for language in LANGUAGES]
    words = body[index].folded
    best, stop = max(likeness(words, prompt) for prompt in prompts), index + 1
    while stop < len(body) and not body[stop].bullet and not body[stop].gap:
        words += " " + body[stop].folded
        alike = max(likeness(words, prompt) for prompt in prompts)
        if alike <= best + 0.01:
            break
        best, stop = alike, stop + 1
    return stop


def _tick_run(body: Sequence[Line], item: Item) -> Sequence[Line]:
    """Without a prompt: the bullets the response opens with, or whole labels printed without a bullet.

    In an item of single choice a long bullet that is no known option is the beginning of a list in the text.
    """
    end = 0
    while end < len(body):
        line = body[end]
        wrapped = end > 0 and not line.bullet and not line.gap and _continues(body[end - 1], line, item)
        label = line.bullet and len(words_of(line.folded)) <= _LONGEST_LABEL_WORDS
        if not (label or wrapped or is_whole_label(line.text, item)):
            break
        end += 1
    return body[:end]


def _entries(lines: Sequence[Line], item: Item) -> list[list[Line]]:
    """The lines as entries: a tick's label may be wrapped over lines that have no bullet of their own."""
    entries: list[list[Line]] = []
    for line in lines:
        if entries and not line.bullet and not line.gap and entries[-1][0].bullet:
            so_far = entries[-1]
            if _continues(so_far[-1], line, item, " ".join(each.text for each in so_far)):
                so_far.append(line)
                continue
        entries.append([line])
    return entries


def _continues(line: Line, following: Line, item: Item, so_far: str | None = None) -> bool:
    """Whether `following` goes on with a wrapped label: together they are more alike to an option than before."""
    label = so_far if so_far is not None else line.text
    return label_likeness(f"{label} {following.text}", item) > label_likeness(label, item) + 0.02


def _label(source: SourceText, entry: Sequence[Line]) -> tuple[str, int, int]:
    start, end = entry[0].start, entry[-1].end
    return source.text[start:end], start, end


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
    if not words or is_phrase(words, [*layout.no_response.en, *layout.no_response.fr]):
        return "no_response"
    if is_phrase(words, [*layout.not_applicable.en, *layout.not_applicable.fr]):
        return "not_applicable"
    return "answered"


def _broken_off(text: str, lines: Sequence[Line]) -> bool:
    return len(text) > _BROKEN_OFF_LENGTH and not lines[-1].bullet and (text[-1].isalnum() or text[-1] in ",-–")
