from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import passages_of
from tests.index.small_corpus import Said, assessment


def anything_fits(text: str) -> bool:
    return True


def test_ticks_are_one_passage_and_each_paragraph_another():
    made = assessment(said=[Said(1, ("Yes", "No"), "First.\nSecond:\n- a\n- b"), Said(3, (), "Third.")], pages=True)
    found = passages_of(made, anything_fits)
    assert [(p.item, p.kind, p.text, p.page) for p in found] == [
        (1, "ticks", "Yes\n- No", 1),
        (1, "text", "First.", 1),
        (1, "text", "Second:\n- a\n- b", 1),
        (3, "text", "Third.", 2),
    ]
    assert found[0].id == f"{made.id}#{found[0].start}-{found[0].end}"
    assert {(p.organization, p.document, p.language) for p in found} == {("cbsa", made.id, "en")}


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("One two. Three four. Five.", 20, ["One two. Three four.", "Five."]),
        ("We met:\n- aa\n- bb\n- cc", 17, ["We met:\n- aa", "- bb\n- cc"]),  # even
        ("aaa bbb, ccc ddd, eee", 12, ["aaa bbb,", "ccc ddd, eee"]),
        ("aaa bbb ccc ddd", 9, ["aaa bbb", "ccc ddd"]),
        ("aaaaaaaa", 3, ["aaa", "aaa", "aa"]),
        ("- One two. Three.\n- b", 12, ["- One two.", "Three.\n- b"]),
    ],
)
def test_what_does_not_fit_is_cut_at_the_mildest_place(text, limit, expected):
    made = assessment(said=[Said(1, (), text)])
    assert [p.text for p in passages_of(made, lambda piece: len(piece) <= limit)] == expected


def test_two_responses_never_share_a_passage():
    made = assessment(said=[Said(1, (), "Same"), Said(2, (), "Same")])
    assert [p.item for p in passages_of(made, anything_fits)] == [1, 2]


parts = ["We", "met.", "staff:", "- a", "• b", "2.", "\n", "\n\n", "  ", "e.g.", "« Oui. »", "\u00a0", "…", "x" * 30]
words = st.lists(st.sampled_from(parts), max_size=40).map(" ".join)


@given(
    texts=st.lists(st.one_of(words, st.text(max_size=120)), max_size=3),
    labels=st.lists(st.sampled_from(["Yes", "No, not at all", "In the process of reviewing"]), max_size=3),
    limit=st.integers(1, 80),
    spaced=st.booleans(),
)
def test_passages_cover_ticks_and_free_text_in_order_without_overlap(texts, labels, limit, spaced):
    said = [Said(i + 1, tuple(labels), t.replace("\r", "") or None) for i, t in enumerate(texts)]
    made = assessment(said=said, spaced=spaced)
    text = made.source.text
    found = passages_of(made, lambda piece: len(piece) <= limit)
    assert all(p.text == text[p.start : p.end] and p.text.strip() == p.text and p.text for p in found)
    assert all(len(p.text) <= limit for p in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    covered = {i for p in found for i in range(p.start, p.end)}
    for response in made.responses:
        spans = [t.span for t in response.ticks] + ([response.free_text] if response.free_text else [])
        for span in spans:
            assert {i for i in range(span.start, span.end) if not text[i].isspace()} <= covered
