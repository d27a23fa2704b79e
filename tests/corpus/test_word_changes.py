from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.word_changes import word_changes


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[each.old_start : each.old_end], new[each.new_start : each.new_end]) for each in word_changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("done by March 31, 2025", "done by June 30, 2025", [("March 31,", "June 30,")]),
        ("two words", "two more words", [("", "more")]),
        ("two more words", "two words", [("more", "")]),
        ("", "all new", [("", "all new")]),
        ("all gone", "", [("all gone", "")]),
        ("The code", "the code", [("The", "the")]),
        ("a regle", "a réglé", [("regle", "réglé")]),
        # two unchanged words between two changes: read as one
        ("by the end of March", "until the end in March", [("by the end of", "until the end in")]),
        ("x one two three four y", "z one two three four w", [("x", "z"), ("y", "w")]),
    ],
)
def test_words_that_changed_are_told_with_their_places(old, new, expected) -> None:
    assert told(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("one two\nthree", "one  two\n\nthree "),
        ("- one\n- two", "• one\n   o two".replace(" o ", " • ")),
        ("the organization's co-op", "the organization\u2019s co\u2011op"),
        ("12\u00a0town halls", "12 town halls"),
        ("re\u0301gle\u0301", "réglé"),
    ],
)
def test_layout_bullets_and_typography_are_no_change(old, new) -> None:
    assert told(old, new) == []


def test_a_dash_within_a_line_is_a_word() -> None:
    assert told("one two", "one - two") == [("", "-")]


TEXTS = st.lists(st.sampled_from(["code", "of", "conduct", "town", "halls", "2024"]), max_size=25).map(" ".join)


@given(TEXTS, TEXTS)
def test_the_changes_carried_out_make_the_new_text(old: str, new: str) -> None:
    made, at = [], 0
    for change in word_changes(old, new):
        made += [old[at : change.old_start], " ", new[change.new_start : change.new_end], " "]
        at = change.old_end
    made.append(old[at:])
    assert "".join(made).split() == new.split()
