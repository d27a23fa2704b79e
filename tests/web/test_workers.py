"""`candour serve --workers`: one address, several processes, all alike; seen from outside over real connections."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from server_process import ROOT, free_port, running
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.web.forwarding import FromTheOthers, is_of_the_chat

CBSA, IRB = sorted((ROOT / "corpus" / "assessments").glob("*.txt"))
ASK = {"question": "Which organizations updated their code of conduct?"}
A_MINUTE = 12
WORKERS = 3
CANDOUR = str(Path(sys.executable).parent / "candour")


@dataclass(frozen=True)
class Served:
    """A running server: its address, its home, the folder of its temporary files, and the process that was started."""

    address: str
    home: Path
    folder: Path
    process: subprocess.Popen

    def get(self, path: str, **options) -> httpx.Response:
        return httpx.get(self.address + path, timeout=30, **options)  # a connection of its own

    def post(self, path: str, sent: object, visitor: str = "198.51.100.1") -> httpx.Response:
        return httpx.post(self.address + path, json=sent, timeout=30, headers={"x-forwarded-for": visitor})

    def workers(self) -> set[int]:
        told = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return {int(each) for each in told.stdout.split()}

    @contextmanager
    def only_workers(self) -> Iterator[None]:
        """The first process does nothing meanwhile: whatever is answered, a worker answered it."""
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)


def ingest(home: Path, *files: Path) -> None:
    environment = {**os.environ, "CANDOUR_HOME": str(home)}
    subprocess.run([CANDOUR, "ingest", *map(str, files)], env=environment, check=True, capture_output=True)


def wait_for(what: Callable[[], object], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "This did not come about."
        time.sleep(0.05)


@pytest.fixture(scope="module")
def one_ingested(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("ingested") / "home"
    ingest(home, CBSA)
    return home


@contextmanager
def serving(ingested: Path, folder: Path, workers: int, access: str = "open") -> Iterator[Served]:
    home, port = folder / "home", free_port()
    shutil.copytree(ingested, home)
    (folder / "t").mkdir()
    command = [CANDOUR, "serve", "--port", str(port), "--workers", str(workers), "--access", access]
    environment = {
        "CANDOUR_HOME": str(home),
        "CANDOUR_PROXIES": "127.0.0.1",  # so that each test may be a visitor of its own
        "CANDOUR_QUESTIONS_A_MINUTE": str(A_MINUTE),
        "TMPDIR": str(folder / "t"),
    }
    with running(command, port, folder / "log", environment) as (address, process):
        served = Served(address, home, folder / "t", process)
        wait_for(lambda: len(served.workers()) == workers - 1)
        with served.only_workers():
            assert served.get("/healthz").status_code == 200
        yield served


@pytest.fixture(scope="module")
def served(one_ingested, tmp_path_factory) -> Iterator[Served]:
    with serving(one_ingested, tmp_path_factory.mktemp("served"), WORKERS) as served:
        yield served


def test_workers_answer_all_but_the_page_of_the_chat_themselves_and_hand_that_on(served):
    with served.only_workers():
        assert served.post("/api/v1/ask", ASK).json()["coverage"]["organizations"] == 1
        assert served.get("/en/organizations").status_code == 200
        assert served.get("/fr/widget").status_code == 200
        assert served.get("/widget.js").status_code == 200
        said = served.post("/en/chat/ask", ASK).text
        assert "event: done\n" in said
        assert "answer done list" in said
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{served.address}/en/", timeout=1)
    for _ in range(6):
        assert "<gradio-app" in served.get("/en/").text
        assert "event: done\n" in served.post("/en/chat/ask", ASK).text


def test_a_visitors_questions_are_counted_over_all_processes(served):
    one, another = "198.51.100.2", "198.51.100.3"
    asked = [served.post("/api/v1/ask", ASK, one).status_code for _ in range(A_MINUTE - 4)]
    asked += [served.post("/en/widget/ask", ASK, one).status_code for _ in range(2)]
    asked += [served.post("/en/chat/ask", ASK, one).status_code for _ in range(6)]
    assert asked == [200] * A_MINUTE + [429] * 4
    assert served.post("/en/chat/ask", ASK, another).status_code == 200


def test_all_processes_follow_a_new_index_at_once(served):
    ingest(served.home, IRB)
    told = [served.get("/api/v1/status").json()["documents"] for _ in range(30)]
    with served.only_workers():
        told += [served.get("/api/v1/status").json()["documents"] for _ in range(10)]
    assert told == [2] * 40


def test_counts_are_those_of_all_processes(served):
    for _ in range(8):
        assert served.get("/api/v1/items/77").status_code == 404
    with served.only_workers():
        assert served.get("/api/v1/items/77").status_code == 404
    line = 'candour_requests_total{area="api",method="GET",status="404"} 9.0'
    assert line in served.get("/metrics").text.splitlines()


def test_a_worker_that_dies_is_replaced_and_said(served):
    before = served.workers()
    os.kill(before.pop(), signal.SIGKILL)
    wait_for(lambda: len(served.workers() - before) == 1 and len(served.workers()) == WORKERS - 1)
    assert served.post("/api/v1/ask", ASK).status_code == 200


def test_the_first_process_ends_all_when_it_is_told_to_end(one_ingested, tmp_path):
    with serving(one_ingested, tmp_path, 2, "proxy") as served:
        # The server itself must leave what proxies say to the gate: else the proxy would be taken for its visitor.
        named = {"x-forwarded-user": "jo", "x-forwarded-for": "198.51.100.9"}
        assert served.get("/api/v1/status", headers=named).status_code == 200
        assert served.get("/api/v1/status").status_code == 403
        assert list(served.folder.glob("candour-*"))
        all_end(served, signal.SIGTERM)
        assert "Traceback" not in (tmp_path / "log").read_text()
        assert not list(served.folder.glob("candour-*"))


def all_end(served: Served, end: signal.Signals) -> None:
    workers = served.workers()
    os.kill(served.process.pid, end)
    served.process.wait(timeout=15)
    wait_for(lambda: not any(Path(f"/proc/{each}").exists() for each in workers), 20)


def test_only_a_process_of_ours_may_say_whose_request_it_is():
    async def tells_the_visitor(scope, receive, send):
        told = json.dumps([scope["client"][0], [name.decode() for name, _ in scope["headers"]]])
        await PlainTextResponse(told)(scope, receive, send)

    client = TestClient(FromTheOthers(tells_the_visitor), client=("198.51.100.7", 1))
    address, _ = json.loads(client.get("/", headers={"x-candour-peer": "10.0.0.1"}).text)
    assert address == "198.51.100.7"


@pytest.mark.parametrize(
    ("path", "is_chat"),
    [
        ("/en/", True),
        ("/fr/config", True),
        ("/en/gradio_api/run/predict", True),
        ("/fr/assets/index.js", True),
        ("/en/theme.css", True),
        ("/en/widget", False),
        ("/en/widget/ask", False),
        ("/en/chat/ask", False),
        ("/en/items/5", False),
        ("/static/chat.js", False),
        ("/api/v1/ask", False),
        ("/de/", False),
        ("/", False),
    ],
)
def test_only_the_chats_addresses_are_handed_on(path, is_chat):
    assert is_of_the_chat(path) is is_chat


def test_with_the_first_process_all_end_however_it_ends(served):
    """The last test here: it ends the server of this module."""
    all_end(served, signal.SIGKILL)
