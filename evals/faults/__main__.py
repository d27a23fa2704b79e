"""`python -m evals.faults`: every seeded fault, one at a time, through the smoke run and its gate."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock, Timer, local

import click
from tqdm import tqdm

from evals.faults.seeded import PACKAGES, PROJECT, Fault, load_faults, with_fault
from evals.faults.trial import MODULES
from evals.hashes import files_hash, program_hash, value_hash

_CASES = Path("evals", "cases", "smoke")
_THRESHOLDS = Path("evals", "thresholds", "smoke.toml")
_FIGURES = PROJECT / "docs" / "evaluation" / "faults.md"
_NEEDED_PERCENT = 95
# How copies are tried changes no outcome.
_NOT_TRIED = tuple(path.relative_to(PROJECT).as_posix() for path in sorted((PROJECT / "evals" / "faults").iterdir()))
_LONGEST_S = 900


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a changed copy did: "green", "red" (the gate) or "broken" (the run ended with an error, or never)."""

    fault: Fault
    verdict: str
    why: str = ""

    @property
    def noticed(self) -> bool:
        """Whether the gate turned red."""
        return self.verdict == "red"


class LoadedProcesses:
    """One process a thread that has the libraries of a trial loaded, see preloaded.py."""

    def __init__(self, modules: Path) -> None:
        self._modules = modules
        self._of_thread = local()
        self._all: list[subprocess.Popen[str]] = []

    def run(self, source: Path, environment: dict[str, str], arguments: list[str], output: Path) -> str:
        """What a trial of the program in `source` printed. TimeoutExpired where it does not end."""
        process = getattr(self._of_thread, "process", None)
        if process is None or process.poll() is not None:
            process = self._of_thread.process = self._started(environment)
        assert process.stdin is not None
        assert process.stdout is not None
        wanted = {"source": str(source), "environment": environment, "arguments": arguments, "output": str(output)}
        process.stdin.write(f"{json.dumps(wanted)}\n")
        process.stdin.flush()
        watch = Timer(_LONGEST_S, _end, (process,))
        watch.start()
        try:
            if not process.stdout.readline():
                raise subprocess.TimeoutExpired("trial", _LONGEST_S)
        finally:
            watch.cancel()
        return output.read_text(encoding="utf-8")

    def stop(self) -> None:
        """Ends the processes."""
        for process in self._all:
            _end(process)

    def _started(self, environment: dict[str, str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("preloaded.py")), str(self._modules)],
            env={name: value for name, value in environment.items() if name != "PYTHONPATH"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._all.append(process)
        return process


def _end(process: subprocess.Popen[str]) -> None:
    """Ends a process and the trial that it forked."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the copies are made. `home` holds the prepared corpora of the unchanged program."""

    folder: Path
    home: Path
    loaded: LoadedProcesses | None = None

    def outcome(self, fault: Fault) -> Outcome:
        """What the smoke run and its gate say about a copy with the fault."""
        place = self.folder / fault.id
        try:
            source = place / "source"
            _copy_program(source)
            file = source / fault.file
            file.write_text(with_fault(file.read_text(encoding="utf-8"), fault), encoding="utf-8")
            home = self._own_home(place) if fault.needs_ingest else self.home
            return Outcome(fault, *_smoke(source, home, place / "run", self.loaded))
        except subprocess.TimeoutExpired:
            return Outcome(fault, "broken", f"took longer than {_LONGEST_S} s")
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _own_home(self, place: Path) -> Path:
        """A home without prepared corpora, but with the model and all vectors that were computed already."""
        home = place / "home"
        (home / "evaluation").mkdir(parents=True)
        (home / "models").symlink_to(self.home / "models")
        shutil.copytree(self.home / "evaluation" / "vectors", home / "evaluation" / "vectors")
        for file in (self.home / "evaluation").glob("*.npz"):
            shutil.copyfile(file, home / "evaluation" / file.name)
        return home


def _copy_program(folder: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))


def _smoke(source: Path, home: Path, out: Path, loaded: LoadedProcesses | None = None) -> tuple[str, str]:
    """The verdict on the program in `source`, and the first words of why."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CANDOUR_")}
    environment = {**kept, "CANDOUR_HOME": str(home), "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    arguments = [str(_CASES), str(_THRESHOLDS), str(out)]
    if loaded is not None:
        output = loaded.run(source, environment, arguments, out.with_name("output.txt"))
    else:
        run = subprocess.run(
            [sys.executable, "-m", "evals.faults.trial", *arguments],
            cwd=source,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_LONGEST_S,
            check=False,
        )
        output = run.stdout
    try:
        said = json.loads(_last_line(output))
        return str(said["verdict"]), str(said["why"])
    except (ValueError, KeyError, TypeError):
        return "broken", _last_line(output)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


class Kept:
    """Outcomes in a file, one JSON a line, each of one fault in one state of the program, its cases and thresholds."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._state = program_hash(*PACKAGES, without=_NOT_TRIED) + files_hash(sorted(_judged()), PROJECT)
        self._lock = Lock()
        lines = path.read_text(encoding="utf-8").splitlines() if path is not None and path.exists() else []
        self._known = {each["key"]: (each["verdict"], each["why"]) for each in map(json.loads, lines)}

    def first(self, tried: Callable[[Fault], Outcome]) -> Callable[[Fault], Outcome]:
        """What gives a fault's outcome: as it is known, else as it is `tried`, which is kept then."""

        def outcome(fault: Fault) -> Outcome:
            key = value_hash([self._state, asdict(fault)])
            if key in self._known:
                return Outcome(fault, *self._known[key])
            found = tried(fault)
            if self._path is not None:
                line = json.dumps({"key": key, "id": fault.id, "verdict": found.verdict, "why": found.why})
                with self._lock, self._path.open("a", encoding="utf-8") as file:
                    file.write(f"{line}\n")
            return found

        return outcome


def _judged() -> list[Path]:
    """The smoke cases, their corpora, and the thresholds: they are no program, and decide what is noticed."""
    return [path for path in (PROJECT / _CASES).rglob("*") if path.is_file()] + [PROJECT / _THRESHOLDS]


def _outcomes(
    outcome_of: Callable[[Fault], Outcome], faults: Sequence[Fault], workers: int, say: Callable[[Outcome], None]
) -> list[Outcome]:
    with ThreadPoolExecutor(workers) as pool:
        outcomes = []
        for outcome in pool.map(outcome_of, faults):
            say(outcome)
            outcomes.append(outcome)
        return outcomes


def figures(noticed: Sequence[Outcome], harmless: Sequence[Outcome]) -> str:
    """The report: how many were noticed, and every one that was not."""
    caught = [each for each in noticed if each.noticed]
    missed = [each for each in noticed if not each.noticed]
    alarms = [each for each in harmless if each.verdict != "green"]
    lines = [
        "# Seeded faults",
        "",
        "Written by `make faults`: each fault of `faults.toml` is put into a copy of Candour, the smoke cases are run",
        "and their gate is asked, file by file, until one falls short. A fault counts as noticed when the gate is red.",
        "",
        f"- Faults noticed: {len(caught)} of {len(noticed)} ({_percent(len(caught), len(noticed))} %)",
        f"- Faults that broke the run, which counts as not noticed: {sum(each.verdict == 'broken' for each in missed)}",
        f"- Harmless changes that turned it red: {len(alarms)} of {len(harmless)}",
        "",
        "Not noticed:",
        "",
        *([f"- `{each.fault.id}`: {each.fault.what}" for each in missed] or ["- none"]),
        "",
        "False alarms:",
        "",
        *([f"- `{each.fault.id}`: {each.why}" for each in alarms] or ["- none"]),
        "",
    ]
    return "\n".join(lines)


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0


@click.command()
@click.option("--only", multiple=True, help="Ids of the faults to try; then no figures are written.")
@click.option(
    "--kept", type=click.Path(path_type=Path), help="A file for outcomes: a run that was stopped goes on there."
)
@click.option("--home", type=click.Path(path_type=Path), help="Where corpora and models are kept. Default: nowhere.")
@click.option("--workers", default=2, show_default=True, help="Copies that are tried at the same time.")
def main(only: tuple[str, ...], workers: int, kept: Path | None, home: Path | None) -> None:
    """Put each seeded fault into a copy of Candour and see whether the smoke run's gate turns red."""
    faults = load_faults()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="candour-faults-") as folder:
        bench = Bench(Path(folder), home.absolute() if home else Path(folder) / "home")
        _copy_program(Path(folder) / "unchanged")
        verdict, why = _smoke(Path(folder) / "unchanged", bench.home, Path(folder) / "run")
        if verdict != "green":
            raise click.ClickException(f"The unchanged program is {verdict}: {why}. Mend that first.")
        if only:
            _outcomes(
                bench.outcome, [each for each in (*faults.fault, *faults.harmless) if each.id in only], workers, _say
            )
            return
        loaded = LoadedProcesses(Path(folder) / "run" / MODULES)
        bench = replace(bench, loaded=loaded)
        done = Kept(kept)
        noticed = _outcomes(done.first(bench.outcome), faults.fault, workers, _say)
        harmless = _outcomes(done.first(bench.outcome), faults.harmless, workers, _say)
        loaded.stop()
    _FIGURES.parent.mkdir(parents=True, exist_ok=True)
    _FIGURES.write_text(figures(noticed, harmless), encoding="utf-8")
    caught = sum(each.noticed for each in noticed)
    minutes = (time.monotonic() - started) / 60
    where = _FIGURES.relative_to(PROJECT)
    click.echo(f"Noticed: {caught} of {len(noticed)}, in {minutes:.0f} minutes. Figures written to {where}.")
    alarms = sum(each.verdict != "green" for each in harmless)
    sys.exit(1 if alarms or 100 * caught < _NEEDED_PERCENT * len(noticed) else 0)


def _say(outcome: Outcome) -> None:
    tqdm.write(f"{outcome.verdict:<7}{outcome.fault.id}  {outcome.why}", file=sys.stderr)


if __name__ == "__main__":
    main()
