from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import blocks_of, sentences_of, without_mark


def pieces(text: str, found) -> list[str]:
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Staff (i.e. Security) and e.g. Finance. Next.", ["Staff (i.e. Security) and e.g. Finance.", "Next."]),
        ("It rose 3.5 times. See No. 5 of vol. 2.", ["It rose 3.5 times.", "See No. 5 of vol. 2."]),
        ("The answer is no. We agreed.", ["The answer is no.", "We agreed."]),  # "no." before a word is a word
        ("By J. P. Smith and M. Roy. Done.", ["By J. P. Smith and M. Roy.", "Done."]),
        ("In the U.S. Army. In the U.S. The agency left.", ["In the U.S. Army.", "In the U.S.", "The agency left."]),
        ("Plans, training, etc. The rest follows.", ["Plans, training, etc.", "The rest follows."]),
        ("He said “Stop.” Then (it ended.) Now", ["He said “Stop.”", "Then (it ended.)", "Now"]),
        ("Il a dit « Oui. » Puis il part.", ["Il a dit « Oui. »", "Puis il part."]),
        ("Mme. Roy, p. ex. Le Bureau, l'art. 5. Vraiment\u00a0? Oui\u00a0!", None),
        ("À la fin de 2024. 12 cadres. Élise vient.", ["À la fin de 2024.", "12 cadres.", "Élise vient."]),
        ("Wait... what? Yes… no.", ["Wait... what?", "Yes… no."]),
        ("- 1. Not split. But here.\n- Two", ["- 1. Not split.", "But here.", "- Two"]),
        ("We will: 1. Consult. 2. Publish.", ["We will: 1. Consult.", "2. Publish."]),
        ("No stop at the line end\nNext line", ["No stop at the line end", "Next line"]),
        ("Broken for\nwidth. And on\nwe go", ["Broken for\nwidth.", "And on\nwe go"]),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text, sentences):
    if sentences is None:
        sentences = ["Mme. Roy, p. ex. Le Bureau, l'art. 5.", "Vraiment\u00a0?", "Oui\u00a0!"]
    assert pieces(text, sentences_of(text)) == sentences


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        # compact: every line a paragraph, a lead-in with its list
        ("One.\nWe met:\n- a\n- b\nThree.", ["One.", "We met:\n- a\n- b", "Three."]),
        # spaced, indented, blank lines between the entries
        ("One.\n\nWe met :\n\n  • a\n\n  • b\n\nThree.", ["One.", "We met :\n\n  • a\n\n  • b", "Three."]),
        ("No colon\n1. a\n2. b", ["No colon", "1. a\n2. b"]),
        ("Text:\nnot a list", ["Text:", "not a list"]),
        ("- a\n- b:\n  • c", ["- a\n- b:\n  • c"]),
        ("- a long entry\n  Goes on\nAfter", ["- a long entry\n  Goes on", "After"]),
        ("Text\n---\nMore", ["Text\n---\nMore"]),  # a rule says nothing by itself
    ],
)
def test_blocks_follow_both_layouts(text, blocks):
    assert [text[block.start : block.end] for block in blocks_of(text)] == blocks


def test_a_lead_in_is_not_an_entry():
    (block,) = blocks_of("We met:\n- a\n- b")
    assert (block.is_list, block.leads_in, len(block.entries)) == (True, True, 2)


def test_an_entry_can_be_shown_without_its_mark():
    assert without_mark("2. b", 0, 4) == (3, 4)


parts = ["We", "met.", "staff:", "- a", "• b", "2.", "\n", "\n\n", "  ", "e.g.", "« Oui. »", "\u00a0", "…", "x" * 30]
words = st.lists(st.sampled_from(parts), max_size=40).map(" ".join)


@given(st.one_of(words, st.text()))
def test_sentences_cover_a_text_in_order_without_overlap(text):
    found = sentences_of(text)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = {i for start, end in found for i in range(start, end)}
    assert {i for i, character in enumerate(text) if not character.isspace()} <= covered
