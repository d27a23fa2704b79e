"""Text with blank lines between its blocks, "  • " before ticks and list entries, nested ones further in."""

from __future__ import annotations

from evals.generator.forms import FilledForm


def write(form: FilledForm) -> bytes:
    """The form as UTF-8 text with a byte-order mark and CRLF line ends, as some editors save it."""
    pieces: list[str] = []
    number = 0
    for index, block in enumerate(form.blocks):
        number = number + 1 if block.kind == "number" else 0
        marker = {"tick": "  • ", "entry": "  • ", "nested": "      ◦ ", "number": f"  {number}. "}.get(block.kind, "")
        in_list = marker != "" and form.blocks[index - 1].kind in ("tick", "entry", "nested", "number")
        pieces.append(("" if in_list or not pieces else "\n") + marker + block.text + "\n")
    return ("\ufeff" + "".join(pieces)).replace("\n", "\r\n").encode()
