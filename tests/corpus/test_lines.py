import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import folded
from corpus.lines import is_phrase, lines_of

MARKS = st.sampled_from(
    ["", " ", "\t", "\u00a0", "- ", " • ", " ◦ ", "* ", "o  ", "– ", "## ", "> ", "- [x] ", "[ ] ", "( ) ", "☑ ", "**"]
)  # fmt: skip


@given(st.lists(st.tuples(MARKS, st.text(max_size=20), MARKS).map("".join), max_size=12).map("\n".join))
def test_a_line_knows_its_place_and_its_folded_content(text: str) -> None:
    end = 0
    for line in lines_of(text):
        assert text[line.start : line.end] == line.text
        assert end <= line.start < line.end
        assert line.folded == " ".join(folded(line.text).replace("**", "").replace("__", "").split())
        end = line.end


@pytest.mark.parametrize(
    ("raw", "content", "bullet", "unticked"),
    [
        ("- Yes", "Yes", True, False),
        ("  • Yes ", "Yes", True, False),
        ("      ◦ Yes", "Yes", True, False),
        ("o   Yes", "Yes", True, False),
        ("- [x] Yes", "Yes", True, False),
        ("- [ ] Yes", "Yes", True, True),
        ("☐ Yes", "Yes", True, True),
        ("☒ Yes", "Yes", True, False),
        ("(x) Yes", "Yes", True, False),
        ("- **Yes**", "Yes", True, False),
        ("**Yes**", "Yes", False, False),
        ("## Yes", "Yes", False, False),
        ("-Yes", "-Yes", False, False),
        ("-5 °C", "-5 °C", False, False),
        ("1. Yes", "1. Yes", False, False),
        ("or not", "or not", False, False),
        ("#1 of all", "#1 of all", False, False),
    ],
)
def test_bullets_boxes_and_marks_are_not_content(raw: str, content: str, bullet: bool, unticked: bool) -> None:
    (line,) = lines_of(raw)
    assert (line.text, line.bullet, line.unticked) == (content, bullet, unticked)


@pytest.mark.parametrize("raw", ["", "   ", "\u00a0", "-----", "* * *", "===", "•", "- ", "—", "\u200b", "|"])
def test_ornaments_say_nothing(raw: str) -> None:
    assert lines_of(raw) == ()


def test_a_gap_is_a_blank_line_or_a_ruler() -> None:
    lines = lines_of("\n\none\ntwo\n\nthree\n----\nfour\n \u00a0\nfive")
    assert [(line.text, line.gap) for line in lines] == [
        ("one", False),
        ("two", False),
        ("three", True),
        ("four", True),
        ("five", True),
    ]


@pytest.mark.parametrize(
    ("raw", "closed"),
    [
        ("Did this review lead to updates?", True),
        ("your role (e.g., pulse surveys)?", True),
        ("not listed above.", True),
        ("as follows:", True),
        ("aspects of the work (p. ex.", False),
        ("topics (e.g.", False),
        ("conflicts of", False),
        ("social media,", False),
    ],
)
def test_a_line_knows_whether_a_sentence_ends_with_it(raw: str, closed: bool) -> None:
    assert lines_of(raw)[0].closed is closed


@pytest.mark.parametrize(
    ("text", "same"), [("N/A.", True), (" n/a ", True), ("n/a but", False), ("", False), ("...", False)]
)
def test_a_phrase_is_the_whole_text_whatever_its_punctuation(text: str, same: bool) -> None:
    assert is_phrase(folded(text), ["N/A"]) is same
