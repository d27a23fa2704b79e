"""Filled forms of another questionnaire: the same headings under another title."""

from __future__ import annotations

from evals.generator.form_words import FormWords, LookAlike
from evals.generator.forms import Block, FilledForm, Layout
from evals.generator.organizations import MadeUp


def look_alike_form(
    organization: MadeUp, other: LookAlike, layout: Layout, address: str, words: FormWords
) -> FilledForm:
    """The form `other` as `organization` filled it in."""
    blocks = [Block("name", organization.printed(other.language)), Block("title", other.title)]
    for number, (wording, response) in enumerate(zip(other.wordings, other.responses, strict=True), start=1):
        ticked = len(response.split()) == 1
        blocks.append(Block("item", f"Question {number}", number))
        blocks.append(Block("wording", wording, number))
        blocks.append(Block("tick" if ticked else "paragraph", response, number))
    return FilledForm(other.language, layout, tuple(blocks), words.furniture[other.language], address, "2024-09-30")
