"""A .docx made with Word's own styles for headings and lists."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from evals.generator.forms import BlockKind, FilledForm

_STYLES: dict[BlockKind, str] = {
    "title": "Title",
    "name": "Subtitle",
    "part": "Heading 1",
    "item": "Heading 2",
    "tick": "List Bullet",
    "entry": "List Bullet",
    "nested": "List Bullet 2",
    "number": "List Number",
}
# Zip archives carry times: one that never changes makes the same bytes every time.
_WRITTEN = (2024, 11, 18, 14, 0, 0)


def write(form: FilledForm) -> bytes:
    """The document; the same bytes every time."""
    document = Document()
    document.core_properties.title = form.heading
    for block in form.blocks:
        document.add_paragraph(block.text, style=_STYLES.get(block.kind, "Normal"))
    file = io.BytesIO()
    document.save(file)
    return _without_times(file.getvalue())


def _without_times(archive: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _WRITTEN), old.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
