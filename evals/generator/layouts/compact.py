"""Text without blank lines, "- " before ticks and list entries, nested lists flattened."""

from __future__ import annotations

from evals.generator.forms import FilledForm


def write(form: FilledForm) -> bytes:
    """The form as UTF-8 text."""
    lines: list[str] = []
    number = 0
    for block in form.blocks:
        number = number + 1 if block.kind == "number" else 0
        marker = {"tick": "- ", "entry": "- ", "nested": "- ", "number": f"{number}. "}.get(block.kind, "")
        lines.append(marker + block.text)
    return ("\n".join(lines) + "\n").encode()
