from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import DataFileError
from evals.generator.form_words import load_form_words
from evals.generator.pool import load_pool
from tests.evals.generator.tiny_texts import tiny_pool, write_pool

Pool = dict[str, Any]


def _second_id(pool: Pool) -> None:
    pool["facts"]["fact"][1]["id"] = pool["facts"]["fact"][0]["id"]


def _no_value(pool: Pool) -> None:
    pool["facts"]["fact"][0]["statement_en"].append("Nothing to see.")


def _organization_in_follow_up(pool: Pool) -> None:
    pool["facts"]["fact"][0]["follow_fr"].append("Et {org}?")


def _unknown_need(pool: Pool) -> None:
    pool["facts"]["fact"][0]["needs"] = "q1.perhaps"


def _item_without_text(pool: Pool) -> None:
    pool["facts"]["fact"][0]["item"] = 12


def _no_filler(pool: Pool) -> None:
    del pool["filler"]["filler"][0]


def _option_missing(pool: Pool) -> None:
    del pool["sets"]["option"][0]


def _option_unknown(pool: Pool) -> None:
    pool["sets"]["option"][0]["id"] = "q1.perhaps"


def _misspelt_key(pool: Pool) -> None:
    pool["sets"]["option"][0]["en"]["hvae"] = []


def _frame_without_room(pool: Pool) -> None:
    pool["sets"]["frames"]["fr"]["both"].append("Qui {have}?")


def _wrong_placeholder(pool: Pool) -> None:
    pool["abstain"]["en"]["out_of_scope"].append("Who is {org}?")


def _open_brace(pool: Pool) -> None:
    pool["abstain"]["en"]["unclear"].append("What {about?")


def _same_twice(pool: Pool) -> None:
    pool["abstain"]["fr"]["unclear"] = ["Quoi?", "Quoi?"]


@pytest.mark.parametrize(
    ("spoil", "file", "words"),
    [
        (_second_id, "facts.toml", "fact 'fact_1_1': the id is used twice"),
        (_no_value, "facts.toml", "fact 'fact_1_1', statement_en, number 3: has no {value}"),
        (_organization_in_follow_up, "facts.toml", "follow_fr, number 3: has {org}, which does not belong there"),
        (_unknown_need, "facts.toml", "needs 'q1.perhaps', which is no option"),
        (_item_without_text, "facts.toml", "item 12 has no free text"),
        (_no_filler, "filler.toml", "filler of item 1: is missing"),
        (_option_missing, "sets.toml", "option q1.yes: is missing"),
        (_option_unknown, "sets.toml", "option q1.perhaps: is not known"),
        (_misspelt_key, "sets.toml", "option.0.en.hvae: Extra inputs are not permitted"),
        (_frame_without_room, "sets.toml", "frames.fr.both, number 2: has no {have2}"),
        (_wrong_placeholder, "abstain.toml", "en.out_of_scope, number 5: has {org}, which does not belong there"),
        (_open_brace, "abstain.toml", "en.unclear, number 5: has a brace without its partner"),
        (_same_twice, "abstain.toml", "fr.unclear, number 2: stands there twice"),
    ],
)
def test_a_mistake_is_named_with_file_and_entry(
    spoil: Callable[[Pool], None], file: str, words: str, tmp_path: Path
) -> None:
    form_words = load_form_words()
    pool = tiny_pool(form_words)
    spoil(pool)
    write_pool(tmp_path, pool)
    with pytest.raises(DataFileError) as raised:
        load_pool("dev", form_words, tmp_path)
    assert file in str(raised.value)
    assert words in str(raised.value)
    assert "Mend" in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"facts\.toml cannot be read"):
        load_pool("dev", load_form_words(), tmp_path)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_pools_that_ship_are_right_and_rich(split: str) -> None:
    pool = load_pool(split, load_form_words())
    assert len(pool.options) == 22
    assert len(pool.facts) >= (30 if split == "test" else 10)
