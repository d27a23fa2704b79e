"""The words of the corpus: what a file becomes before anything is indexed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")

# Read by pydantic where these classes are filled from a data file: a misspelt key is an error, not ignored.
STRICT_KEYS = {"extra": "forbid"}

ItemKind = Literal["single", "several", "text"]
# How a date is meant. "by": a deadline, on the last of its days; "in": on one of them; "from": something begins or has
# begun then; "after": later than all of them.
DateRole = Literal["by", "in", "from", "after"]
ResponseState = Literal["answered", "not_applicable", "no_response", "missing"]
OddityCode = Literal[
    "broken_off",
    "file_name_differs",
    "heading_ignored",
    "missing_item",
    "name_from_file",
    "no_tick",
    "no_title",
    "no_wording",
    "other_wording",
    "out_of_order",
    "repeated_item",
    "several_ticks",
    "text_before_prompt",
    "unknown_option",
    "unknown_organization",
]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One wording in both official languages."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    en: str
    fr: str

    def of(self, language: Language) -> str:
        """The wording in `language`."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Phrases:
    """Several wordings of one thing in each official language; either may be empty."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        """The wordings in `language`."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document's text: `text[start:end]`, Unicode code points; `page` is 1-based, None without pages."""

    document: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader made of a file. Offsets count code points of `text`.

    `text` has LF line ends and no byte-order mark. For text files nothing else was changed; the other readers write
    one paragraph, heading or list entry a line, list entries opening with "• ", blank lines between blocks.
    `page_starts[i]` is the offset at which page i + 1 begins; empty where the format has no pages.
    """

    name: str
    text: str
    sha256: str
    page_starts: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds `offset`, None without pages."""
        return page_at(self.page_starts, offset)


def page_at(page_starts: tuple[int, ...], offset: int) -> int | None:
    """The 1-based page that holds `offset`, None where `page_starts` is empty."""
    if not page_starts:
        return None
    return max(1, bisect_right(page_starts, offset))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of an item. `id` is stable ("q5.updated") and is what conditions name.

    `recognize` tells the option in print (word beginnings that must all occur); `also` are words in a question that may
    mean it, though they more likely mean another option. How people ask for it stands elsewhere, see corpus/ways.py.
    `done` is True where it says that what the item asks about is finished.
    `one` and `many` say of one or several organizations that they ticked it, `not_one` and `not_many` that they did
    not; None where no wording better than the general one is known.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    id: str
    label: Bilingual
    short: Bilingual
    recognize: Phrases
    one: Bilingual
    many: Bilingual
    not_one: Bilingual | None = None
    not_many: Bilingual | None = None
    also: Phrases = Phrases()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the questionnaire asks, by number (1-based), with the follow-up prompt after its options if any.

    `told_in` is the item whose free text tells when and why, where this one has none. `target_dates` is True where the
    free text tells by when something is to be done.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    number: int
    part: int
    kind: ItemKind
    wording: Bilingual
    short: Bilingual
    prompt: Bilingual | None = None
    told_in: int | None = None
    target_dates: bool = False
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option | None:
        """The option of that id, None for one the questionnaire does not know."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file came from: published address, day fetched (ISO 8601); None where not known."""

    address: str | None = None
    fetched: str | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """One entry of the registry. `known` is False for one that was added from an assessment's text.

    `former_names` are what it was called before, `absorbed` what became part of it, `nicknames` what people call it in
    passing.
    """

    id: str
    official: Bilingual
    applied: Bilingual
    short: Bilingual
    acronyms: Phrases
    other_names: Phrases = Phrases()
    kind: str | None = None
    known: bool = True
    former_names: Phrases = Phrases()
    absorbed: Phrases = Phrases()
    nicknames: Phrases = Phrases()


@dataclass(frozen=True, slots=True)
class Tick:
    """One ticked option as printed. `span` covers the label without its bullet.

    `option` is an id of the questionnaire, or "q6.printed-..." made from the label of an option it does not know.
    """

    option: str
    label: str
    span: Span
    known: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """What an assessment records for an item: ticks and the span of its free text.

    `state` is "missing" where the assessment does not have the item at all, "no_response" where it is there and
    nothing (or only a phrase such as "No response submitted.") stands under it, "not_applicable" where the free text
    is only a phrase such as "N/A" and nothing is ticked; else "answered".
    `where` is the span of the item's heading, None when missing. `free_text` excludes wording and follow-up prompt.
    """

    item: int
    state: ResponseState
    ticks: tuple[Tick, ...] = ()
    free_text: Span | None = None
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Oddity:
    """One line of a parse report: a stable code, the item it concerns, and words with the details, in English."""

    code: OddityCode
    item: int | None
    message: str


@dataclass(frozen=True, slots=True)
class ParseReport:
    """What the parser found: items present, ticks the questionnaire knows, and anything odd."""

    items_found: tuple[int, ...]
    options_recognized: int
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One organization's completed questionnaire, in one language, of one cycle.

    `id` names the content ("cbsa-2024-en-1a2b3c4d": organization, cycle, language, text hash), so that a citation
    never points into other words. `printed_name` is the organization's name as the document prints it. `responses`
    holds every item of the questionnaire, in order.
    """

    id: str
    questionnaire: str
    cycle: str
    language: Language
    organization: Organization
    printed_name: str
    source: SourceText
    responses: tuple[Response, ...]
    report: ParseReport
    provenance: Provenance = field(default_factory=Provenance)

    def response(self, item: int) -> Response:
        """The response to the item of that number; KeyError for a number the questionnaire does not have."""
        for response in self.responses:
            if response.item == item:
                return response
        raise KeyError(item)

    def words(self, span: Span) -> str:
        """The exact words of `span`."""
        return self.source.text[span.start : span.end]
