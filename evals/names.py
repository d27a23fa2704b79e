"""The names of the systems that can answer a file of questions."""

from __future__ import annotations

from typing import Literal

SystemName = Literal[
    "candour", "keywords", "first-passage", "langchain-4", "langchain-10", "langchain-20", "chat-model"
]

CANDOUR: SystemName = "candour"
# Those that need no model of anybody else.
BASELINES: tuple[SystemName, ...] = ("keywords", "first-passage", "langchain-4", "langchain-10", "langchain-20")
SYSTEMS: tuple[SystemName, ...] = (CANDOUR, *BASELINES, "chat-model")
