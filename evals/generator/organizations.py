"""Made-up organizations, their names as said in a sentence, and the registry file that knows most of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.types import LANGUAGES, Language
from evals.generator.data import FOLDER, Strict, bad_data, read_data
from evals.generator.phrasing import Said, said


class _Entry(Strict):
    kind: str
    acronyms: tuple[str, ...]
    en: str
    fr: str | None = None
    legal_en: str | None = None
    legal_fr: str | None = None


class _File(Strict):
    organizations: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up organization. One that is not registered has an English name only, which stands for both languages."""

    id: str
    kind: str
    registered: bool
    acronyms: dict[Language, str]
    name: dict[Language, Said]
    legal: dict[Language, Said] | None

    def printed(self, language: Language) -> str:
        """The name as a form prints it."""
        return self.name[language].alone

    def ways(self, language: Language) -> tuple[Said, ...]:
        """What people call it: name, acronym, legal name. The acronym takes the name's article."""
        name = self.name[language]
        if not self.registered:
            return (name,)
        acronym = Said.of_acronym(self.acronyms[language], name, language)
        return (name, acronym, self.legal[language]) if self.legal else (name, acronym)


def load_organizations(split: str, folder: Path = FOLDER / "texts") -> tuple[MadeUp, ...]:
    """The organizations of the folder of texts named `split`, in the file's order; DataFileError for a mistake."""
    path = folder / split / "organizations.toml"
    entries = read_data(path, _File).organizations
    organizations = tuple(_made_up(entry) for entry in entries)
    problems = [
        f"{entry.en}: a registered organization needs `fr` and two acronyms, another one acronym and no `fr`"
        for entry in entries
        if (len(entry.acronyms) == 2) != (entry.fr is not None)
    ]
    owners: dict[str, str] = {}
    for each in organizations:
        for name in sorted(_names(each)):
            if owners.setdefault(name, each.id) != each.id:
                problems.append(f"{name}: is the name of two organizations")
    if problems:
        raise bad_data(path, problems)
    return organizations


def registry_toml(organizations: Iterable[MadeUp]) -> str:
    """The registry's data file for those of `organizations` that are registered."""
    registered = [each for each in organizations if each.registered]
    kinds = sorted({each.kind for each in registered})
    lines = ["# Made-up organizations of a generated corpus.", "", f"kinds = {_toml(kinds)}"]
    for each in registered:
        official = each.legal or each.name
        lines += ["", "[[organization]]", f"id = {_toml(each.id)}", f"kind = {_toml(each.kind)}"]
        lines.append(f"official = {_both(official)}")
        if each.legal:
            lines.append(f"applied = {_both(each.name)}")
        acronyms = ", ".join(f"{language} = [{_toml(each.acronyms[language])}]" for language in LANGUAGES)
        lines.append(f"acronyms = {{ {acronyms} }}")
    return "\n".join(lines) + "\n"


def _made_up(entry: _Entry) -> MadeUp:
    legal: dict[Language, Said] | None = None
    if entry.legal_en and entry.legal_fr:
        legal = {"en": said(entry.legal_en, "en"), "fr": said(entry.legal_fr, "fr")}
    english = said(entry.en, "en")
    # An English name inside a French sentence takes no article.
    french = said(entry.fr, "fr") if entry.fr else Said("", english.name)
    return MadeUp(
        id=entry.acronyms[0].lower(),
        kind=entry.kind,
        registered=entry.fr is not None,
        acronyms={"en": entry.acronyms[0], "fr": entry.acronyms[-1]},
        name={"en": english, "fr": french},
        legal=legal,
    )


def _names(organization: MadeUp) -> set[str]:
    names = {organization.printed(language).casefold() for language in LANGUAGES}
    names |= {acronym.casefold() for acronym in organization.acronyms.values()}
    if organization.legal:
        names |= {said.alone.casefold() for said in organization.legal.values()}
    return names


def _both(names: dict[Language, Said]) -> str:
    return "{ " + ", ".join(f"{language} = {_toml(names[language].alone)}" for language in LANGUAGES) + " }"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
