import pytest

from assistant.web.markdown import groups


def shape(text):
    return [(group.kind, ["".join(i.text for i in block.inlines) for block in group.blocks]) for group in groups(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One\ntwo\n\nthree", [("paragraph", ["One two", "three"])]),
        ("- a\n- b\n\n- c", [("entry", ["a", "b", "c"])]),
        ("> a\n> b\n\n> c", [("quotation", ["a b", "c"])]),
        ("Intro:\n- a\nEnd", [("paragraph", ["Intro:"]), ("entry", ["a"]), ("paragraph", ["End"])]),
        ("## Heading", [("paragraph", ["Heading"])]),
        (r"1\. A \*star\* and \[1\] \\", [("paragraph", ["1. A *star* and [1] \\"])]),  # escaped
        ("> one\\\n> two", [("quotation", ["one two"])]),  # a line break inside a quotation
        ("<script>x</script>", [("paragraph", ["<script>x</script>"])]),  # stays text
    ],
)
def test_blocks(text, expected):
    assert shape(text) == expected


def test_marks_and_strong_words_are_told_apart_from_text():
    (group,) = groups("**One** of two [1] and [x](y) [12].")
    inlines = [(part.text, part.strong, part.mark) for part in group.blocks[0].inlines]
    assert inlines == [
        ("One", True, None),
        (" of two ", False, None),
        ("[1]", False, 1),
        (" and [x](y) ", False, None),
        ("[12]", False, 12),
        (".", False, None),
    ]
