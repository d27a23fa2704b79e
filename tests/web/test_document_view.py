import pytest

from assistant.web.document_view import document_view, is_span_of


@pytest.fixture
def cbsa(assistant):
    return assistant.documents[0]


@pytest.fixture
def irb(assistant):
    return assistant.documents[1]


def all_pieces(view):
    for block in view.around:
        yield from block.pieces
    for item in view.items:
        for block in item.around:
            yield from block.pieces
        for option in item.options:
            yield from option.pieces
        for group in item.blocks:
            for block in group:
                yield from block.pieces


def marked(view):
    return [piece.text for piece in all_pieces(view) if piece.marked]


def view_of(assistant, document, span=None, language="en"):
    return document_view(document, assistant.questionnaire, language, span)


def test_without_a_span_nothing_is_marked(assistant, cbsa):
    view = view_of(assistant, cbsa)
    assert marked(view) == []
    assert not view.highlighted


def test_a_tick_is_marked_exactly(assistant, cbsa):
    span = cbsa.response(5).ticks[0].span
    view = view_of(assistant, cbsa, (span.start + 5, span.end - 3))
    assert marked(view) == [cbsa.source.text[span.start + 5 : span.end - 3]]


def test_a_span_over_several_lines_is_marked_in_each_and_the_first_is_named(assistant, irb):
    text = irb.source.text
    start, end = text.index("effective, concise"), text.index("outside of the code")
    view = view_of(assistant, irb, (start, end))
    assert marked(view) == [
        "effective, concise, and more representative of the obligations and expectations of members.",
        "Remove redundancies that exist inside and ",
    ]
    assert [piece.first for piece in all_pieces(view) if piece.marked] == [True, False]


@pytest.mark.parametrize("words", ["Question 5", "If your organization has completed the review", "Self-assessment on"])
def test_words_outside_of_responses_are_shown_where_they_are_cited(assistant, irb, words):
    start = irb.source.text.index(words)
    assert marked(view_of(assistant, irb, (start, start + len(words)))) == [words]


def test_every_place_of_both_documents_is_marked_to_the_character(assistant):
    """Whatever is cited, the visible characters that are marked are those of the span, in order."""

    def visible(text):
        return "".join(letter for letter in text if letter.isalnum())

    for document in assistant.documents[:2]:
        text = document.source.text
        for start in range(0, len(text) - 400, 997):
            span = (start, start + 400)
            assert sorted(visible("".join(marked(view_of(assistant, document, span))))) == sorted(
                visible(text[span[0] : span[1]])
            ), (document.id, span)


def test_offsets_are_code_points(fake, assistant):
    text = "😀 Agency 😀\nQuestion 4\nWhen?\nIn 😀😀 June é.\n"
    document = fake.assessment("smile", text)
    start = text.index("June")
    assert marked(view_of(assistant, document, (start, start + 4))) == ["June"]


def test_options_are_ticked_as_printed_and_the_others_come_from_the_questionnaire(assistant, cbsa):
    options = view_of(assistant, cbsa, language="fr").items[4].options
    assert [option.ticked for option in options] == [True, False, False]
    assert options[0].pieces[0].text == "Yes, my organization updated its code of conduct."
    assert options[0].language == "en"
    assert options[0].meaning.startswith("Oui, mon organisation")
    assert options[1].language == "fr"


def test_an_option_the_questionnaire_does_not_know_is_kept_as_printed(assistant, cbsa):
    (line,) = view_of(assistant, cbsa).items[2].options
    assert line.ticked
    assert not line.known
    assert line.pieces[0].text == "Yes, my organization has reviewed its code of conduct."


def test_free_text_keeps_its_paragraphs_and_lists(assistant, irb):
    blocks = view_of(assistant, irb).items[4].blocks
    kinds = [(group[0].kind, len(group)) for group in blocks]
    assert kinds == [("paragraph", 1), ("paragraph", 1), ("paragraph", 1), ("entry", 3)]
    assert blocks[-1][0].pieces[0].text.startswith("Make the code more effective")


def test_numbered_and_deeper_entries_are_kept(fake, assistant):
    text = "Agency\nQuestion 4\nWhen?\nSteps:\n  1. First\n  2. Second\n     o Not a bullet\n  • A\n    ◦ B\n"
    blocks = view_of(assistant, fake.assessment("x", text)).items[3].blocks
    entries = [block for group in blocks for block in group if block.kind == "entry"]
    assert [(entry.number, entry.deep, entry.pieces[0].text) for entry in entries] == [
        ("1.", False, "First"),
        ("2.", False, "Second"),
        ("", False, "A"),
        ("", True, "B"),
    ]


def test_items_the_document_does_not_have_are_said_to_be_missing(assistant):
    states = [item.state for item in view_of(assistant, assistant.documents[2]).items]
    assert states.count("missing") == 12
    assert states[4] == "answered"


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 3), True), ((2, 3), False), ((3, 3), False), ((-1, 2), False), ((0, 99), False), ((4, 3), False)],
)
def test_spans_that_name_nothing_are_refused(span, expected):
    assert is_span_of("ab \ncd", span) is expected
