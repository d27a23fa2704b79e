"""The questionnaire: items, options, wordings and layout words, read from a data file.

A second questionnaire is a second file under corpus/data/questionnaires/ and no code.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import DataFileError
from corpus.types import LANGUAGES, STRICT_KEYS, Bilingual, Item, Option, Phrases

SHIPPED = Path(__file__).parent / "data" / "questionnaires" / "values-ethics-2024.toml"


@dataclass(frozen=True, slots=True)
class Title:
    """The form's title, and how to tell it in print from another questionnaire's."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    en: str
    fr: str
    recognize: Phrases
    opens: Phrases

    def of(self, language: str) -> str:
        """The title in `language`."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Layout:
    """Patterns of headings (on folded lines) and phrases that parse a filled form.

    `part` and `item` have the number as their first group, `item_with_wording` has the wording as its second.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    part: tuple[str, ...]
    item: tuple[str, ...]
    item_with_wording: tuple[str, ...]
    prompt: Phrases
    no_response: Phrases
    not_applicable: Phrases
    trailer: Phrases
    instruction: Phrases


@dataclass(frozen=True, slots=True)
class RemarkRule:
    """Ticks that do not fit together: a condition, the items to cite, and what to say of `{organization}`."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    where: str
    items: tuple[int, ...]
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form: items, their wording and options in both languages.

    `digest` names all that decides what is kept of a form. Words that only help to read questions are not in it,
    so that they can be extended without building the index again.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    id: str
    cycle: str
    title: Title
    layout: Layout
    parts: tuple[Bilingual, ...]
    items: tuple[Item, ...]
    remarks: tuple[RemarkRule, ...] = ()
    starters: tuple[Bilingual, ...] = ()
    digest: str = ""

    def item(self, number: int) -> Item:
        """The item of that number; KeyError for one the questionnaire does not have."""
        for item in self.items:
            if item.number == number:
                return item
        raise KeyError(number)

    def option(self, option_id: str) -> Option | None:
        """The option of that id, None for one the questionnaire does not know."""
        return next((option for item in self.items if (option := item.option(option_id))), None)


def load_questionnaire(path: Path = SHIPPED) -> Questionnaire:
    """The questionnaire of a data file; DataFileError names file and place of a mistake."""
    try:
        data = path.read_bytes()
        tables = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise DataFileError(f"{path}: the questionnaire cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: not valid TOML ({error}). Mend the file.") from error
    try:
        questionnaire = TypeAdapter(Questionnaire).validate_python(_with_plural_names(tables))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(f"{path}: {place}: {first['msg']}. Mend the entry.") from error
    _check(questionnaire, path)
    return replace(questionnaire, digest=_digest(questionnaire))


def _digest(questionnaire: Questionnaire) -> str:
    items = [
        (
            *(item.number, item.kind, item.wording, item.prompt, item.told_in, item.target_dates),
            [(option.id, option.label, option.recognize, option.done) for option in item.options],
        )
        for item in questionnaire.items
    ]
    parsed_with = (questionnaire.id, questionnaire.cycle, questionnaire.title, questionnaire.layout, items)
    return hashlib.sha256(repr(parsed_with).encode("utf-8")).hexdigest()


def _with_plural_names(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables under the classes' field names: TOML repeats `[[item]]`, the classes hold `items`."""
    result = _renamed(tables, {"part": "parts", "item": "items", "remark": "remarks", "starter": "starters"})
    items = result.get("items")
    if isinstance(items, list):
        result["items"] = [_renamed(item, {"option": "options"}) if isinstance(item, dict) else item for item in items]
    return result


def _renamed(table: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in table.items()}


def _check(questionnaire: Questionnaire, path: Path) -> None:
    numbers = [item.number for item in questionnaire.items]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise DataFileError(f"{path}: items are numbered {numbers}; number them from 1 without gaps.")
    for item in questionnaire.items:
        _check_item(item, questionnaire, path)
    ids = [option.id for item in questionnaire.items for option in item.options]
    doubled = sorted({option_id for option_id in ids if ids.count(option_id) > 1})
    if doubled:
        raise DataFileError(f"{path}: option ids given twice: {', '.join(doubled)}. Rename one.")
    layout = questionnaire.layout
    for name, patterns, groups in (
        ("part", layout.part, 1),
        ("item", layout.item, 1),
        ("item_with_wording", layout.item_with_wording, 2),
    ):
        for pattern in patterns:
            _check_pattern(f"{path}: layout.{name}", pattern, groups)
    for index, starter in enumerate(questionnaire.starters):
        unknown_names = set(re.findall(r"\{(.*?)\}", starter.en + starter.fr)) - {"first", "last"}
        if unknown_names:
            named = ", ".join(sorted(unknown_names))
            raise DataFileError(f"{path}: starter.{index} has {named}; only {{first}} and {{last}} are filled in.")
    for index, remark in enumerate(questionnaire.remarks):
        unknown = sorted({*re.findall(r"q\d+\.\w+", remark.where)} - {*ids})
        unknown += [str(number) for number in remark.items if number not in numbers]
        if unknown:
            raise DataFileError(f"{path}: remark.{index} names {', '.join(unknown)}, which there is not. Mend it.")


def _check_item(item: Item, questionnaire: Questionnaire, path: Path) -> None:
    if not 1 <= item.part <= len(questionnaire.parts):
        raise DataFileError(f"{path}: item {item.number} is in part {item.part}, which there is not. Add the part.")
    if (item.kind == "text") != (not item.options):
        raise DataFileError(
            f"{path}: item {item.number} is of kind {item.kind!r} with {len(item.options)} options. "
            "Give options to items of single or several choice, and only to these."
        )
    for option in item.options:
        if not re.fullmatch(rf"q{item.number}\.[a-z][a-z0-9_]*", option.id):
            raise DataFileError(f"{path}: option id {option.id!r} does not read q{item.number}.name. Rename it.")
        for language in LANGUAGES:
            entries = option.recognize.of(language)
            if not entries or not all(re.search(r"(?:^|\s)\w", entry) for entry in entries):
                raise DataFileError(f"{path}: option {option.id} has no words in recognize.{language}. Add some.")


def _check_pattern(place: str, pattern: str, groups: int) -> None:
    try:
        found = re.compile(pattern).groups
    except re.error as error:
        raise DataFileError(f"{place}: {pattern!r} is no regular expression ({error}). Mend it.") from error
    if found < groups:
        raise DataFileError(f"{place}: {pattern!r} has {found} groups, {groups} are needed. Put them in parentheses.")
