"""Templates, and text that stays text: nothing a visitor typed or a document says becomes markup.

The chat's opening and hint are shown inside Gradio's components, which read them as Markdown, so text in messages is
guarded twice: every message is one HTML block on one line (Markdown leaves such a block alone), and characters that
mean something to Markdown, LaTeX or HTML are written as character references. An answer is one line in its stream too.
On every page, nothing in a text can turn the direction of the words after it (corpus/shown.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from corpus.shown import shown

# Names, labels and short quotations come again and again; an answer about all organizations has thousands of them.
_SHORT = 300
_PLAIN = re.compile(r"[\w .,;’“”«»…–—\-]")
_MOST_CHARACTERS = 10_000


class _References(dict[int, str]):
    """Characters as they may stand in a message: plain ones as they are, all others as character references."""

    def __missing__(self, code: int) -> str:
        character = shown(chr(code))
        written = character if _PLAIN.fullmatch(character) and character != "_" else f"&#{ord(character)};"
        if len(self) < _MOST_CHARACTERS:
            self[code] = written
        return written


_REFERENCES = _References()


def inert(text: str) -> Markup:
    """`text` as HTML that no Markdown, LaTeX or HTML reader takes for anything but text; line ends are kept."""
    return _inert_kept(text) if len(text) <= _SHORT else _inert(text)


@lru_cache(maxsize=16_384)
def _inert_kept(text: str) -> Markup:
    return _inert(text)


def _inert(text: str) -> Markup:
    return Markup(text.translate(_REFERENCES).replace("--", "-&#45;"))  # noqa: S704 - all that is active is guarded


def one_line(html: str) -> str:
    """A template's output as one line, so that Markdown sees a single HTML block."""
    return " ".join(filter(None, map(str.strip, html.split("\n"))))


@cache
def message_templates() -> Environment:
    """Templates of chat messages: every value is made inert."""
    return _environment(guard=True)


@cache
def page_templates(package: str = "assistant.web") -> Environment:
    """Templates of whole pages, those of `package`: every value is HTML-escaped."""
    return _environment(guard=False, package=package)


def _environment(guard: bool, package: str = "assistant.web") -> Environment:
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_guarded if guard else _shown,
    )


def _guarded(value: Any) -> Any:  # noqa: ANN401 - Jinja passes whatever an expression gave
    return value if isinstance(value, Markup) else inert(str(value))


def _shown(value: Any) -> Any:  # noqa: ANN401
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
