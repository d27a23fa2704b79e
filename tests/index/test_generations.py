from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from index.errors import IndexUnusable, NoIndex
from index.generations import LocalGenerations


@pytest.fixture
def generations(tmp_path) -> LocalGenerations:
    return LocalGenerations(tmp_path / "generations")


def published(generations: LocalGenerations) -> str:
    name = generations.begin()
    (generations.path(name) / "content").write_text("whole")
    generations.publish(name)
    return name


@contextmanager
def other_process(generations: LocalGenerations, code: str) -> Iterator[subprocess.Popen[str]]:
    """A process that ran `code`, said one line and stays until it is killed."""
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom index.generations import LocalGenerations\n"
        f"generations = LocalGenerations(Path(sys.argv[1]))\n{code}\nprint(name, flush=True)\ntime.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(generations.folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


BUILD = "name = generations.begin()\n(generations.path(name) / 'half').write_text('half')"
PIN = "context = generations.pin()\nname = context.__enter__()"


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_no_folder_says_what_to_do(generations):
    with pytest.raises(NoIndex, match="candour ingest"):
        generations.current()


def test_what_is_begun_serves_only_after_publish(generations):
    name = generations.begin()
    with pytest.raises(NoIndex):
        generations.current()
    generations.publish(name)
    assert generations.current() == name
    assert LocalGenerations(generations.folder).current() == name


def test_names_sort_by_age_even_if_the_clock_is_set_back(generations):
    (generations.folder / "29990101T000000.000000Z-abcdef").mkdir(parents=True)
    (generations.folder / "29990101T000000.000000Z-abcdef" / "published").touch()
    names = [published(generations) for _ in range(3)]
    assert names == sorted(names)
    assert names[0] > "29990101T000000.000000Z"


def test_the_last_two_are_kept(generations):
    names = [published(generations) for _ in range(4)]
    assert generations.published() == tuple(names[-2:])
    assert not generations.path(names[1]).exists()


def test_the_current_one_is_never_retired(generations):
    first, second = published(generations), published(generations)
    assert not generations.retire(second)
    assert generations.retire(first)
    assert not generations.retire(first)
    assert generations.current() == second


def test_one_pinned_in_this_process_stays(generations):
    first = published(generations)
    with generations.pin() as pinned:
        assert pinned == first
        for _ in range(3):
            published(generations)
        assert not generations.retire(first)
        assert (generations.path(first) / "content").read_text() == "whole"
    assert generations.retire(first)


def test_one_pinned_by_another_process_stays_until_that_is_killed(generations):
    first = published(generations)
    with other_process(generations, PIN) as process:
        assert line_of(process) == first
        latest = [published(generations) for _ in range(3)]
        assert generations.published() == (first, *latest[-2:])
        process.kill()
        process.wait()
    published(generations)
    assert not generations.path(first).exists()


def test_a_killed_build_leaves_the_old_one_serving_and_is_swept(generations):
    first = published(generations)
    with other_process(generations, BUILD) as process:
        half = line_of(process)
        generations.retire(generations.begin())
        assert generations.path(half).exists(), "a build under way is not a leftover"
        process.kill()
        process.wait()
    assert generations.current() == first
    assert half not in generations.published()
    generations.begin()
    assert not generations.path(half).exists()


def test_a_build_that_is_given_up_leaves_nothing(generations):
    name = generations.begin()
    assert generations.retire(name)
    assert not generations.path(name).exists()


def test_pinning_a_deleted_one_says_so(generations):
    first = published(generations)
    published(generations)
    generations.retire(first)
    with pytest.raises(IndexUnusable, match="replaced"), generations.pin(first):
        pass


def test_pinning_while_others_publish_always_gives_a_whole_one(generations):
    published(generations)
    stop = threading.Event()
    found: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            with generations.pin() as name:
                found.append((generations.path(name) / "content").read_text())

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        published(generations)
    stop.set()
    for thread in threads:
        thread.join()
    assert set(found) == {"whole"}


def test_a_current_that_names_a_missing_folder_says_what_to_do(generations):
    name = published(generations)
    generations.path(name).rename(generations.folder / "elsewhere")
    with pytest.raises(IndexUnusable, match=r"missing.*candour ingest"):
        generations.current()


@pytest.mark.parametrize("content", [b"", b"../../etc\n", b"\xff\xfe"])
def test_a_current_with_other_words_is_unusable(generations, content):
    published(generations)
    (generations.folder / "current").write_bytes(content)
    with pytest.raises(IndexUnusable, match=r"CANDOUR_HOME|candour ingest"):
        generations.current()


def test_a_folder_with_foreign_things_is_left_alone(generations):
    generations.folder.mkdir()
    (generations.folder / "holiday.jpg").write_text("")
    for action in (generations.current, generations.begin):
        with pytest.raises(IndexUnusable, match=r"holiday\.jpg"):
            action()


def test_a_file_in_the_folder_s_place_is_said(generations):
    generations.folder.write_text("")
    for action in (generations.current, generations.begin):
        with pytest.raises(IndexUnusable, match="CANDOUR_HOME"):
            action()


def test_a_generation_without_its_lock_file_is_said_to_be_unusable(generations):
    name = published(generations)
    (generations.path(name) / "in-use").unlink()
    with pytest.raises(IndexUnusable, match="in-use"), generations.pin():
        pass
