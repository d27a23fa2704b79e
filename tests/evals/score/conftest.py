"""A corpus of three organizations: one with both languages, one English, one French."""

from __future__ import annotations

import pytest

from corpus.types import Language
from evals.score.places import Places
from evals.texts import CorpusTexts, StoredText, Tick

ALPHA_EN = """Alpha Agency

Question 5

Did this review lead to updates?

  • Yes, my organization updated its code.

Yes, my organization updated its code. The code was
adopted in April\u00a02024 (after a review).

Question 6

  - Dedicated discussions
  - Focused   sessions

Communications named a champion. N/A

Question 12

  ☒ Yes
"""
ALPHA_FR = """Agence Alpha

Question 5

  • Oui, mon organisation a mis à jour son code.

Le code a été adopté en avril 2024.

Question 6

  • Discussions réservées
  • Séances ciblées

Question 12

[x] Oui
"""
BETA_EN = """Beta Board

Question 5

- My organization is updating its code.

N/A

Question 6

- Focused sessions
- Inclusion of values

Question 12

No

N/A
"""
GAMMA_FR = """Conseil Gamma

Question 5

• Oui, mon organisation a mis à jour son code.

« Le code » parut en 2023.

Question 12

• Non
"""


def stored(organization: str, language: Language, text: str) -> StoredText:
    """The text with the spans of its items, each from its heading to the next."""
    starts = [(text.index(f"Question {item}\n"), item) for item in (5, 6, 12) if f"Question {item}\n" in text]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    items = {item: (start, end) for (start, item), end in zip(starts, ends, strict=True)}
    return StoredText(f"{organization}-{language}", organization, language, text, items)


TEXTS = CorpusTexts(
    texts=(
        stored("alpha", "en", ALPHA_EN),
        stored("alpha", "fr", ALPHA_FR),
        stored("beta", "en", BETA_EN),
        stored("gamma", "fr", GAMMA_FR),
    ),
    names={
        "alpha": ("Alpha Agency", "Agence Alpha", "AA"),
        "beta": ("Beta Board", "Conseil Bêta"),
        "gamma": ("Gamma Council", "Conseil Gamma"),
        "delta": ("Delta Department",),
    },
    ticks=(
        Tick("alpha", 5, "en", ("Yes, my organization updated its code.",), ("q5.updated",)),
        Tick("alpha", 5, "fr", ("Oui, mon organisation a mis à jour son code.",), ("q5.updated",)),
        Tick("alpha", 6, "en", ("Dedicated discussions", "Focused sessions"), ("q6.dedicated", "q6.focused")),
        Tick("alpha", 6, "fr", ("Discussions réservées", "Séances ciblées"), ("q6.dedicated", "q6.focused")),
        Tick("alpha", 12, "en", ("Yes",), ("q12.yes",)),
        Tick("alpha", 12, "fr", ("Oui",), ("q12.yes",)),
        Tick("beta", 5, "en", ("My organization is updating its code.",), ("q5.updating",)),
        Tick("beta", 6, "en", ("Focused sessions", "Inclusion of values"), ("q6.focused", "q6.inclusion")),
        Tick("beta", 12, "en", ("No",), ("q12.no",)),
        Tick("gamma", 5, "fr", ("Oui, mon organisation a mis à jour son code.",), ("q5.updated",)),
        Tick("gamma", 6, "fr", (), ()),
        Tick("gamma", 12, "fr", ("Non",), ("q12.no",)),
    ),
)


@pytest.fixture(scope="session")
def texts() -> CorpusTexts:
    return TEXTS


@pytest.fixture
def places() -> Places:
    return Places(TEXTS)
