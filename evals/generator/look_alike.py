"""Filled forms of another questionnaire: the same headings under another title."""

from __future__ import annotations

import random

from evals.generator.form_words import FormWords
from evals.generator.forms import Block, FilledForm, Layout
from evals.generator.organizations import MadeUp


def look_alike_form(
    organization: MadeUp, layout: Layout, address: str, words: FormWords, chance: random.Random
) -> FilledForm:
    """A form that `organization` filled in for somebody else."""
    other = chance.choice(words.look_alikes)
    blocks = [Block("name", organization.printed(other.language)), Block("title", other.title)]
    for number, (wording, response) in enumerate(zip(other.wordings, other.responses, strict=True), start=1):
        ticked = len(response.split()) == 1
        blocks.append(Block("item", f"Question {number}", number))
        blocks.append(Block("wording", wording, number))
        blocks.append(Block("tick" if ticked else "paragraph", response, number))
    return FilledForm(other.language, layout, tuple(blocks), words.furniture[other.language], address, "2024-09-30")
