from __future__ import annotations

import pytest

from corpus.readers.blocks import Block, lay_out
from corpus.readers.ticks import read_ticks


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("☒ Yes", "• Yes"),
        ("☐ No", ""),
        ("☑ Yes ☐ No ☒ In process", "• Yes\n• In process"),
        ("Yes ☒ No ☐", "• Yes"),
        ("✓ Yes", "• Yes"),
        ("Tick ☐ if it applies.", "Tick ☐ if it applies."),
        ("We ticked ✓ every box.", "We ticked ✓ every box."),
        ("Question 1\n☒ Yes\n☐ No", "Question 1\n\n• Yes"),
        ("□ a square is a bullet", "□ a square is a bullet"),
    ],
)
def test_ticked_boxes_are_entries_and_unticked_ones_go(line: str, text: str) -> None:
    assert lay_out(read_ticks([Block(line)])).text == text


def test_entry_keeps_its_own_marker() -> None:
    assert lay_out(read_ticks([Block("☒ b", "entry", "  • "), Block("☐ c", "entry", "  • ")])).text == "  • b"
