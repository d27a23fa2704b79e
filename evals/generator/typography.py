"""The characters a form is typed with: which apostrophes, hyphens and spaces. Never changes a text's length."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from corpus.types import Language
from evals.generator.forms import Layout

_NUMBER_AND_WORD = re.compile(r"(?<=\d) (?=[^\W\d_]|%|\$)")
_FRENCH_SIGN = re.compile(r" (?=[:;»%$])|(?<=«) ")
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_NO_BREAK_SPACE = "\u00a0"
_NO_BREAK_HYPHEN = "\u2011"
# What the fonts of a PDF made without embedded fonts have is Windows-1252.
_PRINTED_AS = str.maketrans({_NO_BREAK_HYPHEN: "-", "\u2010": "-", "\u202f": _NO_BREAK_SPACE, "\u2212": "-"})


@dataclass(frozen=True, slots=True)
class Typography:
    """One form's habits."""

    language: Language
    layout: Layout
    straight: bool = False
    no_break_spaces: bool = False
    no_break_hyphens: bool = False

    def typed(self, text: str) -> str:
        """`text` as this form prints it; as long as `text`."""
        if self.straight:
            text = text.replace("’", "'")
        if self.no_break_spaces:
            text = _NUMBER_AND_WORD.sub(_NO_BREAK_SPACE, text)
            if self.language == "fr":
                text = _FRENCH_SIGN.sub(_NO_BREAK_SPACE, text)
        if self.no_break_hyphens:
            text = _INNER_HYPHEN.sub(_NO_BREAK_HYPHEN, text)
        if self.layout == "printed":
            text = text.translate(_PRINTED_AS).encode("cp1252", "replace").decode("cp1252")
        return text

    @property
    def traps(self) -> tuple[str, ...]:
        """The habits that readers stumble over."""
        named = {
            "straight_apostrophes": self.straight,
            "no_break_spaces": self.no_break_spaces,
            "no_break_hyphens": self.no_break_hyphens and self.layout != "printed",
        }
        return tuple(name for name, there in named.items() if there)


def some_typography(language: Language, layout: Layout, chance: random.Random) -> Typography:
    """Habits drawn by `chance`; most forms have curly apostrophes and nothing else."""
    straight, spaces, hyphens = (chance.random() for _ in range(3))
    return Typography(language, layout, straight < 0.2, spaces < 0.25, hyphens < 0.1)
