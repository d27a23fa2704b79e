"""Answers in the terminal: text with numbered sources, and a conversation with follow-ups."""

from __future__ import annotations

import re
import sys

import click

from assistant.assistant import Assistant
from assistant.types import Answer, Citation, Conversation
from assistant.words import Words, words_of
from corpus.shown import shown
from corpus.types import Language

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST_QUOTE = 300
_EXITS = ("exit", "quit", "quitter")


def rendered(answer: Answer) -> str:
    """The answer for a terminal: how it was read, its text, its sources; no control characters of a document."""
    words = words_of("answers", answer.language)
    blocks = []
    if answer.reading:
        blocks.append(words("terminal.read_as", reading=answer.reading))
    elif answer.understood_as != answer.question:
        blocks.append(words("terminal.read_as", reading=answer.understood_as))
    blocks.append(plain(answer.text))
    if answer.coverage and not answer.abstained:
        blocks.extend(
            words(
                "terminal.other_reading", text=other.text, matching=other.matching, total=answer.coverage.organizations
            )
            for other in answer.other_readings
        )
    if answer.checks is not None and answer.sentences:
        blocks.append(words("terminal.worded", model=answer.written_by, shown=answer.checks.shown))
    blocks.extend(words("terminal.suggestion", text=each) for each in answer.suggestions)
    if answer.citations:
        sources = "\n".join(_source(citation, words) for citation in answer.citations)
        blocks.append(f"{words('terminal.sources')}\n{sources}")
    return shown("\n\n".join(blocks))


def plain(markdown: str) -> str:
    """An answer's text without its Markdown marks."""
    without_bold = re.sub(r"(?<!\\)\*\*", "", markdown.replace("\\\n", "\n"))
    return _ESCAPED.sub(r"\1", without_bold)


def converse(assistant: Assistant, language: Language) -> None:
    """Asks for questions until "exit" or the end of the input; each may refer to those before it."""
    words = words_of("answers", language)
    conversation = Conversation()
    click.echo(words("terminal.welcome"), err=True)
    while (question := _next_question(words)) is not None:
        if not question:
            continue
        answer = assistant.ask(question, conversation, language)
        click.echo(f"\n{rendered(answer)}\n")
        conversation = conversation.followed_by(question)
        words = words_of("answers", answer.language)
    click.echo(words("terminal.goodbye"), err=True)


def _next_question(words: Words) -> str | None:
    """The next line, None for the end; a line that is not typed by hand is shown, so that a transcript can be read."""
    try:
        question = input(words("terminal.prompt")).strip()
    except (EOFError, KeyboardInterrupt):
        return None
    if not sys.stdin.isatty():
        click.echo(shown(question))
    return None if question.casefold() in _EXITS else question


def _source(citation: Citation, words: Words) -> str:
    quote = " ".join(citation.quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    page = words("terminal.page", page=citation.page) if citation.page else ""
    return words(
        "terminal.source", n=citation.n, organization=citation.name, item=citation.item, page=page, quote=quote
    )
