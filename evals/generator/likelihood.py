"""How likely things are in a generated corpus. Options differ much, so that sets of every size come about."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from evals.generator.form_words import FormWords

# Shares of the options of an item, dealt out anew for every corpus; what is left of 1 is "nothing ticked".
_SINGLE: Mapping[int, tuple[tuple[float, ...], ...]] = {
    2: ((0.9, 0.05), (0.55, 0.4), (0.3, 0.62)),
    3: ((0.5, 0.38, 0.06), (0.44, 0.4, 0.12)),
}
_SEVERAL: Mapping[int, tuple[float, ...]] = {7: (0.015, 0.1, 0.25, 0.5, 0.65, 0.8, 0.96), 3: (0.06, 0.5, 0.9)}

NOTHING_TICKED = 0.04
MISSING_ITEM = 0.08
TWO_TICKS = 0.07
UNKNOWN_OPTION = 0.08
LANGUAGES_DIFFER = 0.12
UPDATED_WHILE_REVIEWING = 0.35
FACT = 0.45
FRENCH_ONLY = 0.1
UNREGISTERED = 0.15

# Of a form.
LIKE_HEADING = 0.2
LIKE_TICK = 0.3
TEXT_AFTER_NOT_APPLICABLE = 0.15
SEE_ABOVE = 0.15
BROKEN_OFF = 0.12
TRAILER = 0.5
OTHER_FILE_NAME = 0.06


@dataclass(frozen=True, slots=True)
class Shares:
    """How likely each option is to be ticked."""

    options: Mapping[str, float]

    def single(self, options: tuple[str, ...], chance: random.Random) -> tuple[str, ...]:
        """One of `options`, or none."""
        drawn = chance.random()
        for option in options:
            drawn -= self.options[option]
            if drawn < 0:
                return (option,)
        return ()

    def several(self, options: tuple[str, ...], chance: random.Random) -> tuple[str, ...]:
        """Some of `options`, or none."""
        if chance.random() < NOTHING_TICKED:
            return ()
        return tuple(option for option in options if chance.random() < self.options[option])


def dealt_shares(words: FormWords, chance: random.Random) -> Shares:
    """One corpus's shares."""
    shares: dict[str, float] = {}
    for item, options in sorted(words.options.items()):
        if not options:
            continue
        several = words.kind(item) == "several"
        dealt = list(_SEVERAL[len(options)] if several else chance.choice(_SINGLE[len(options)]))
        chance.shuffle(dealt)
        shares.update(zip(options, dealt, strict=True))
    return Shares(shares)
