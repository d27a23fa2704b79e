import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.types import Conversation
from assistant.web.talk import QUESTION_LIMIT, Talk, is_being_written


def run(coroutine):
    """What a coroutine returns, in a thread of its own: the browser tests' driver keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


def answers(talk, question, earlier=()):
    async def collect():
        return [html async for html in talk.answering(question, list(earlier))]

    return run(collect())


@pytest.fixture
def talk(assistant):
    return Talk(assistant, "en")


def test_parts_come_first_and_the_whole_answer_last(talk):
    found = answers(talk, "slow")
    assert [is_being_written(html) for html in found] == [True] * (len(found) - 1) + [False]
    assert len(found) > 2
    assert 'class="answer done' in found[-1]


def test_an_answer_that_is_there_at_once_is_shown_whole(talk):
    (html,) = answers(talk, "which agencies revised their codes")
    assert 'class="answer done list"' in html


def test_earlier_questions_go_with_the_new_one_and_nothing_else(talk, assistant):
    answers(talk, "and the others?", ["first"])
    assert assistant.asked == [("and the others?", Conversation(("first",)), "en")]


def test_a_failure_is_a_calm_sentence_and_its_words_are_text(talk, fake):
    (html,) = answers(talk, "fail")
    assert "could not be answered" in html
    assert "<script" not in html


def test_a_mistake_in_the_program_is_logged_without_the_question(talk, caplog):
    caplog.set_level(logging.DEBUG)
    (html,) = answers(talk, "crash secretly")
    assert "Something went wrong on the server" in html
    assert "a mistake in the program" in caplog.text
    assert "secretly" not in caplog.text


def test_a_very_long_question_is_not_read(talk, assistant):
    (html,) = answers(talk, "x" * (QUESTION_LIMIT + 1))
    assert str(QUESTION_LIMIT) in html
    assert assistant.asked == []


def test_an_answer_nobody_waits_for_is_given_up(talk, assistant):
    async def leave():
        events = talk.answering("slow", [])
        first = await anext(events)
        await events.aclose()
        return first

    assert "word0" in run(leave())
    deadline = time.monotonic() + 5
    while assistant.ended == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert assistant.ended == 1


def test_a_slow_answer_holds_up_nobody_else(talk):
    async def both():
        slow = talk.answering("slow", [])
        await anext(slow)
        quick = [html async for html in talk.answering("which", [])]
        await slow.aclose()
        return quick

    started = time.monotonic()
    assert "answer done" in run(both())[-1]
    assert time.monotonic() - started < 3
