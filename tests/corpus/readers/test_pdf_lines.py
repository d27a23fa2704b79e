from __future__ import annotations

import pytest

from corpus.readers.pdf_lines import Dot, Piece, lines_of


def piece(text: str, x: float = 72, y: float = 700, font: str = "Arial", size: float = 12) -> Piece:
    return Piece(text, x, y, size, font)


def shown(pieces: list[Piece]) -> list[tuple[str | None, str]]:
    return [(line.marker, line.text) for line in lines_of(1, pieces)]


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([piece("a "), piece("b\n", x=90), piece("c", y=686)], [(None, "a b"), (None, "c")]),
        # Raised letters stay in their line; a second column begins further left than the first ended.
        ([piece("the 1"), piece("st", x=99, y=704, size=7), piece(" day", x=108)], [(None, "the 1st day")]),
        ([piece("right", x=400), piece("left", x=72)], [(None, "right"), (None, "left")]),
        ([piece("e\ufb03cient \uf001rst \ufb02ow\u00a0: \u00ad")], [(None, "efficient first flow\u00a0:")]),
        ([piece("•"), piece("Yes", x=90)], [("•", "Yes")]),
        ([piece("• Yes")], [("•", "Yes")]),
        ([piece("\uf0b7", font="Symbol"), piece("Yes", x=90)], [("•", "Yes")]),
        ([piece("§", font="Wingdings-Regular"), piece("Yes", x=90)], [("•", "Yes")]),
        ([piece("o", font="CourierNew"), piece("Yes", x=90)], [("•", "Yes")]),
        ([piece("o"), piece("Yes", x=90)], [(None, "oYes")]),
        ([piece("–"), piece("Yes", x=90)], [("•", "Yes")]),
        ([piece("– and so on")], [(None, "– and so on")]),
        ([piece("12."), piece("twelfth", x=90)], [("12.", "twelfth")]),
        ([piece("\uf0fe", font="Wingdings"), piece("Yes", x=90)], [(None, "☒ Yes")]),
        ([piece("¨", font="Wingdings"), piece("No", x=90)], [(None, "☐ No")]),
        ([piece("•"), piece("  ", x=90)], []),
    ],
)
def test_pieces_become_lines(pieces: list[Piece], lines: list[tuple[str | None, str]]) -> None:
    assert shown(pieces) == lines


@pytest.mark.parametrize(
    ("dot", "marker"),
    [
        (Dot(58, 702, 62, 706), "•"),
        # A check box (as large as the letters), a rule, a dot on another line, one after the text, one far away.
        (Dot(56, 699, 66, 709), None),
        (Dot(58, 702, 68, 703), None),
        (Dot(58, 682, 62, 686), None),
        (Dot(80, 702, 84, 706), None),
        (Dot(8, 702, 12, 706), None),
    ],
)
def test_small_shape_before_a_line_is_its_bullet(dot: Dot, marker: str | None) -> None:
    assert lines_of(1, [piece("Yes")], [dot])[0].marker == marker


@pytest.mark.parametrize(("font", "bold"), [("Arial-BoldMT", True), ("NotoSans-SemiBold", True), ("Arial", False)])
def test_bold_is_told_by_the_fonts_name(font: str, bold: bool) -> None:
    assert lines_of(1, [piece("Question 1", font=font)])[0].bold is bold
