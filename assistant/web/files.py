"""Tables and answers as files that a browser keeps."""

from __future__ import annotations

from fastapi import Response

from assistant.exporting import MEDIA_TYPES, Format, Sheet, as_file
from assistant.web.words import words_of
from corpus.types import Language


def sheet_response(sheet: Sheet, form: Format, name: str, language: Language) -> Response:
    """The sheet as a file of that format, called `name`."""
    return file_response(as_file(sheet, form, words_of(language)), form, name)


def file_response(content: bytes, form: Format, name: str) -> Response:
    """The content as a file of that format, called `name`."""
    return Response(
        content,
        media_type=MEDIA_TYPES[form],
        headers={"content-disposition": f'attachment; filename="{name}.{form}"', "cache-control": "no-store"},
    )
