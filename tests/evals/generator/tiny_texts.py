"""A small pool of wordings, written as the files that a pool is read from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.generator.form_words import FormWords, load_form_words

LANGUAGES = ("en", "fr")
ORGANIZATIONS = 14
_ABSTAIN = (
    "no_assessment", "unknown_organization", "out_of_scope", "unclear", "instruction", "not_in_assessments",
)  # fmt: skip
_ABOUT_ONE = {"no_assessment", "not_in_assessments"}


def tiny_pool(words: FormWords | None = None) -> dict[str, Any]:
    """The contents of the pool's files, to be changed before they are written."""
    words = words or load_form_words()
    facts = [
        {
            "id": f"fact_{item}_{number}",
            "item": item,
            "statement_en": [
                f"We note that number {number} of topic {item} is {{value}}.",
                "{value} is what {org} has.",
            ],
            "statement_fr": [
                f"Le numéro {number} du thème {item} s’établit à {{value}}.",
                "Selon {org}, c’est {value}.",
            ],
            "question_en": [f"What number {number} of topic {item} does {{org}} give?"],
            "question_fr": [f"Quel numéro {number} du thème {item} vient de {{org}}?"],
            "follow_en": [f"And which number {number} of {item}?", f"Number {number} of {item} too?"],
            "follow_fr": [f"Et quel numéro {number} de {item}?", f"Le numéro {number} de {item} aussi?"],
            "values": [
                {"en": f"{count} sessions", "fr": f"{count} séances", "accept_en": [f"{count} meetings"]}
                for count in range(item * 100 + number * 10, item * 100 + number * 10 + 8)
            ],
        }
        for item in words.with_text
        for number in (1, 2)
    ]
    facts[0]["needs"] = "q1.yes"
    return {
        "facts": {"fact": facts},
        "filler": {
            "filler": [
                {
                    "item": item,
                    "en": [f"Colleagues talk about subject {item}{letter} quite freely." for letter in "abcdef"],
                    "fr": [f"Les collègues parlent volontiers du sujet {item}{letter}." for letter in "abcdef"],
                }
                for item in words.with_text
            ]
        },
        "sets": {
            "option": [
                {"id": option} | {language: _option(option, language) for language in LANGUAGES}
                for options in words.options.values()
                for option in options
            ],
            "item": [
                {"item": item.number}
                | {f"topic_{language}": [f"topic {item.number} {language}"] for language in LANGUAGES}
                for item in words.items
            ],
            "frames": {language: _frames(language) for language in LANGUAGES},
        },
        "abstain": {language: {reason: _silent(reason, language) for reason in _ABSTAIN} for language in LANGUAGES},
    }


def _option(option: str, language: str) -> dict[str, list[str]]:
    def numbered(words: str) -> list[str]:
        return [f"{words} {option} ({language} {number})" for number in (1, 2, 3)]

    return {
        "have": numbered("have"),
        "have_not": numbered("have not"),
        "noun": numbered("some"),
        "one": [f"Has {{org}} {each}?" for each in numbered("done")],
        "bare": numbered("bare"),
        "whole": numbered("Who did"),
    }


def _frames(language: str) -> dict[str, list[str]]:
    return {
        "list": ["Which organizations {have}?", "Those that {have}, please."],
        "with": ["Which organizations are there with {noun}?"],
        "count": ["How many {have}?"],
        "share": ["What share {have}?"],
        "both": ["Which {have} and {have2}?"],
        "either": ["Which {have} or {have2}?"],
        "but": ["Which {have} but {have_not}?"],
        "said": ["What did {org} say about {topic}?"],
        "compare": ["Compare {org} and {org2} on {topic}."],
        "overview": ["Summarize {org}."],
        "rank6": [f"What is done most ({language})?"],
        "rank7": [f"What goes on most ({language})?"],
    }


def _silent(reason: str, language: str) -> list[str]:
    about = "of {org} " if reason in _ABOUT_ONE else ""
    return [f"Nothing {about}for {reason} ({language} {number})?" for number in range(4)]


def write_pool(folder: Path, contents: dict[str, Any]) -> Path:
    """The folder, with the pool's files and some organizations in it under "dev"."""
    here = folder / "dev"
    here.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (here / f"{name}.toml").write_text(_toml(content), encoding="utf-8")
    lines = [f"organizations = [\n{_organizations()}]\n"]
    (here / "organizations.toml").write_text("".join(lines), encoding="utf-8")
    return folder


def _organizations() -> str:
    lines = []
    for letter in "ABCDEFGHIJKLMNOPQRST":
        english, french = f"the Office of Letter {letter}{letter}", f"le Bureau de la lettre {letter}{letter}"
        both = f', fr = "{french}"' if letter < "Q" else ""
        acronyms = [f"OL{letter}{letter}"] + ([f"BL{letter}{letter}"] if both else [])
        lines.append(f'    {{ kind = "office", acronyms = {json.dumps(acronyms)}, en = "{english}"{both} }},\n')
    return "".join(lines)


def _toml(value: Any, at_top: bool = True) -> str:
    """`value` as TOML; everything below the top level inline."""
    if at_top:
        return "".join(f"{key} = {_toml(each, False)}\n" for key, each in value.items())
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(each, False)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each, False) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
