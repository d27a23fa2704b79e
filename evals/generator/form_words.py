"""The form's printed words (form.toml): items, translations, page furniture and the phrases of traps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.types import Language
from evals.generator.data import FOLDER, Strict, read_data

ItemKind = Literal["single", "several", "text"]
SEVERAL = (6, 7)


class FormItem(Strict):
    """One item of the form."""

    number: int
    part: int
    kind: ItemKind


class Phrases(Strict):
    """Words that responses are made of besides a pool's."""

    not_applicable: tuple[str, ...]
    no_response: str
    above: tuple[str, ...]
    like_headings: tuple[str, ...]
    like_ticks: tuple[str, ...]
    broken: tuple[str, ...]


class UnknownOption(Strict):
    """A tick's label that the questionnaire does not have."""

    item: int
    en: str
    fr: str

    def of(self, language: Language) -> str:
        """The label in `language`."""
        return self.en if language == "en" else self.fr


class Furniture(Strict):
    """What stands around a form on a page."""

    sender: str
    skip: str
    languages: str
    other_language: str
    search: str
    menu: str
    menu_entries: tuple[str, ...]
    here: str
    breadcrumb: tuple[str, ...]
    report: str
    share: str
    details: str
    modified: str
    about: str
    footer: tuple[str, ...]
    government: str


class Translation(Strict):
    """The form's own words in one language; options by id, in the order they are printed in."""

    id: str
    language: Language
    title: str
    parts: tuple[str, ...]
    wordings: dict[int, str]
    prompts: dict[int, str]
    labels: dict[str, str]


class LookAlike(Strict):
    """A filled form of another questionnaire."""

    language: Language
    title: str
    wordings: tuple[str, ...]
    responses: tuple[str, ...]


class _File(Strict):
    items: tuple[FormItem, ...]
    phrases: dict[Language, Phrases]
    unknown_option: tuple[UnknownOption, ...]
    furniture: dict[Language, Furniture]
    ranked: dict[str, tuple[str, ...]]
    translation: tuple[Translation, ...]
    look_alike: tuple[LookAlike, ...]


@dataclass(frozen=True)
class FormWords:
    """All of the form's words."""

    items: tuple[FormItem, ...]
    phrases: dict[Language, Phrases]
    unknown_options: dict[int, UnknownOption]
    furniture: dict[Language, Furniture]
    ranked: dict[str, tuple[str, ...]]
    translations: dict[Language, tuple[Translation, ...]]
    look_alikes: tuple[LookAlike, ...]

    @cached_property
    def options(self) -> dict[int, tuple[str, ...]]:
        """The options' ids of every item; none for text items."""
        labels = self.translations["en"][0].labels
        return {
            item.number: tuple(option for option in labels if item_of(option) == item.number) for item in self.items
        }

    @cached_property
    def siblings(self) -> dict[str, str]:
        """Each option of an item of two options, and the other one."""
        pairs = [options for options in self.options.values() if len(options) == 2]
        return {one: other for pair in pairs for one, other in (pair, pair[::-1])}

    @cached_property
    def with_text(self) -> tuple[int, ...]:
        """The numbers of the items that have a free text."""
        prompts = self.translations["en"][0].prompts
        return tuple(item.number for item in self.items if item.kind == "text" or item.number in prompts)

    def kind(self, item: int) -> ItemKind:
        """The kind of the item of that number."""
        return next(each.kind for each in self.items if each.number == item)


def item_of(option: str) -> int:
    """The number of the item that an option's id belongs to: 5 for "q5.updated"."""
    return int(option.split(".")[0][1:])


def load_form_words() -> FormWords:
    """The words of form.toml; DataFileError names a mistake in it."""
    raw = read_data(FOLDER / "form.toml", _File)
    return FormWords(
        items=raw.items,
        phrases=raw.phrases,
        unknown_options={each.item: each for each in raw.unknown_option},
        furniture=raw.furniture,
        ranked=raw.ranked,
        translations={
            "en": tuple(each for each in raw.translation if each.language == "en"),
            "fr": tuple(each for each in raw.translation if each.language == "fr"),
        },
        look_alikes=raw.look_alike,
    )
