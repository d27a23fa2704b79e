from __future__ import annotations

import numpy as np
import pytest

from assistant.answers.features import NAMES, Asked, Found, Looked, looked_at
from assistant.answers.kinds import load_kinds
from assistant.answers.ranking import ABOUT_THE_BEST, Ranking, load_ranking, looked_through
from assistant.answers.same_words import NO_SAME_WORDS
from corpus.types import Language
from index.types import Passage
from index.words import terms_of

ITEM_WORDS: dict[tuple[int, Language], frozenset[str]] = {(5, "en"): frozenset(), (6, "en"): frozenset({"town"})}


def passage(text: str, item: int = 5, start: int = 0) -> Passage:
    return Passage(f"d#{item}-{start}", "d", "parks", item, "en", "text", text, start, start + len(text))


def looked(question: str, *passages: Passage, **asked: object) -> Looked:
    wanted = Asked(terms_of(question, "en"), "en", **asked)  # type: ignore[arg-type]
    found = [Found(each, 0.5, rank, 0.1 * rank) for rank, each in enumerate(passages)]
    return looked_at(wanted, found, ITEM_WORDS, NO_SAME_WORDS, load_kinds())


def value(found: Looked, place: int, name: str) -> float:
    return float(found.rows[place][NAMES.index(name)])


def test_each_sentence_has_a_row_and_stands_where_it_says() -> None:
    text = "We held a town hall. The code changed in May."
    found = looked("town hall", passage(text, start=40))
    assert [text[each.start - 40 : each.end - 40] for each in found.sentences] == [
        "We held a town hall.",
        "The code changed in May.",
    ]
    assert found.rows.shape == (2, len(NAMES))


def test_words_in_the_sentence_in_its_passage_and_in_the_item_count_apart() -> None:
    found = looked("town hall", passage("We held a hall meeting. Nothing else.", item=6))
    assert 0 < value(found, 0, "words") < 1
    assert value(found, 1, "words") == 0
    assert value(found, 1, "around") > 0
    assert value(found, 1, "in item") > 0


def test_a_rare_word_counts_more_than_one_that_stands_everywhere() -> None:
    found = looked("training slogan", *(passage(f"Training number {n}.", start=100 * n) for n in range(5)),
                   passage("The slogan.", start=900))  # fmt: skip
    assert value(found, 5, "words") > value(found, 0, "words")
    assert value(found, 5, "rarest") == 1
    assert found.nowhere == (False, False)


def test_terms_that_no_passage_has_are_told_the_rarest_first() -> None:
    assert looked("maple training", passage("Training goes on.")).nowhere == (True, False)


def test_the_kind_of_thing_asked_for_is_shown_or_missing() -> None:
    found = looked("code", passage("The code changed in May 2025."), passage("The code changed.", start=90),
                   kinds=frozenset({"date"}))  # fmt: skip
    assert (value(found, 0, "kind shown"), value(found, 0, "kind missing"), value(found, 0, "date")) == (1, 0, 1)
    assert (value(found, 1, "kind shown"), value(found, 1, "kind missing"), value(found, 1, "date")) == (0, 1, 0)


def test_the_best_sentence_of_each_passage_comes_in_the_order_of_scores() -> None:
    found = looked("code", passage("One. Two. Three."), passage("Four.", item=6, start=50))
    assert looked_through(found.sentences, np.array([0.1, 0.9, 0.2, 0.5])) == (1, 3)
    assert looked_through(found.sentences, np.array([0.5, 0.5, 0.5, 0.5])) == (0, 3)


def test_a_chance_is_that_of_the_best_sentence_and_none_without_sentences() -> None:
    ranking = Ranking({"words": 1.0}, {"words": 4.0}, -2.0, 0.8, 0.3)
    found = looked("code", passage("Nothing of it."), passage("The code.", start=60))
    assert ranking.chance(Asked(("code",), "en"), found.rows, found.nowhere) == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert ranking.chance(Asked(("code",), "en"), found.rows[:0], ()) == 0


def test_the_shipped_weights_name_known_features_and_chances_in_order() -> None:
    ranking = load_ranking()
    assert set(ranking.sentence) <= set(NAMES)
    assert set(ranking.answered) <= {*NAMES, *ABOUT_THE_BEST}
    assert 0 < ranking.closest < ranking.stated < 1
    assert ranking.sentence["same words"] > 0
