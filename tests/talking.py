"""An assistant over the shipped assessments with a scripted language model, for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scripted_model import ScriptedModel

from assistant.assistant import Assistant


@dataclass(frozen=True)
class Talking:
    """The assistant, and the server of its language model."""

    assistant: Assistant
    model: ScriptedModel


Talk = Callable[..., Talking]
