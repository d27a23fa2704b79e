"""The corpora that cases are about: each is ingested once, into a home of its own, and used again while it fits.

A prepared corpus is a folder `corpora/<name>-<hash>`, the hash being of everything that decides what is in it: files,
registry, questionnaire, embedder, and the program that reads and indexes. `prepared.json` is written last.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app import Parts, home_of, parts_of
from assistant.settings import Settings, embedder_address
from corpus.durable import locked, write_durably
from corpus.registry_file import REGISTRY_FILE
from evals.cases import CasesHeader, FolderCorpus, GeneratedCorpus
from evals.errors import BadCases, CannotWrite
from evals.hashes import PROJECT, file_hash, files_hash, program_hash, value_hash
from evals.libraries import ANSWERING, versions
from evals.progress import Bar, Say, StepBars, no_bar, no_say
from evals.stored import corpus_texts, fingerprint_of
from evals.texts import CorpusTexts
from index.build import IngestReport, ingest
from index.collect import Note
from index.embedder import embedder_named
from index.errors import IndexUnusable, NoIndex
from index.home import local_index, open_checked
from index.sources import FORMAT
from index.types import Embedder

if TYPE_CHECKING:
    from evals.generator.truth import Truth

SHIPPED = PROJECT / "corpus" / "assessments"
_PREPARED = "prepared.json"
_FILES = "files"
_FORMS = "forms"  # in what the generator writes
# A folder whose name is one of these and whose hash is another was made by an older program or from other files.
_OUTDATED_KEPT = 2
# The index is made by these; a change of any of them asks for a new one. What only asks a finished index does not.
_MAKERS = ("corpus", "index")
ONLY_ASKING = ("index/conditions.py", "index/fusion.py", "index/query.py", "index/search.py")
_GENERATOR = PROJECT / "evals" / "generator"

OpenEmbedder = Callable[[], Embedder]


class _NotPrepared(Exception):
    """A folder that holds no prepared corpus that can be used."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A corpus that is ready: its home folder with index, and what opens it, here or in another process.

    `fingerprint` names all its texts; `problems` tell which files that should be in it are not, `notes` which others
    were passed over. `truth` is the folder of what the generator wrote, None for other corpora.
    """

    name: str
    home: Path
    settings: Settings
    open_embedder: OpenEmbedder
    fingerprint: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    truth: Path | None = None

    @property
    def index(self) -> str:
        """A name that changes with anything that is in the index."""
        return f"{self.home.name} {self.fingerprint}"

    def parts(self) -> Parts:
        """The parts over this corpus. Its model is the one shared by all corpora."""
        parts = parts_of(self.settings)
        return replace(parts, index=local_index(parts.home, self.open_embedder()))

    def texts(self) -> CorpusTexts:
        """Its texts, read from the index."""
        return corpus_texts(self.parts(), None if self.truth is None else _truth(self.truth))


@dataclass(frozen=True, slots=True)
class Corpora:
    """Where prepared corpora are kept (`root`, usually CANDOUR_HOME/evaluation) and with which settings they are made.

    Of the settings, home and registry are each corpus's own.
    """

    root: Path
    settings: Settings
    open_embedder: OpenEmbedder
    say: Say = no_say
    bar: Bar = no_bar

    def prepared(self, header: CasesHeader, cases: Path) -> Prepared:
        """The corpus that the header of the file `cases` names, made first where it is not there; says what it misses.

        BadCases for a folder that is not there or holds no assessment; errors of the index, the generator, the disk.
        """
        source = _source(header, cases)
        embedder = self.open_embedder()
        key = _key(source, parts_of(self._settings_of(source.registry)), embedder)
        folder = self.root / "corpora" / f"{source.name}-{key[:12]}"
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with locked(folder.parent / f".{folder.name}.lock", fcntl.LOCK_EX):
                try:
                    prepared = self._there(source, folder, key)
                except _NotPrepared:
                    prepared = self._made(source, folder, key)
        except OSError as error:
            raise CannotWrite(
                f"{folder} cannot be made ({error.strerror}). Make room, or name another folder in CANDOUR_HOME."
            ) from error
        for problem in prepared.problems:
            self.say(f"Not in the corpus {source.name}: {problem}")
        return prepared

    def _settings_of(self, registry: Path | None, home: Path | None = None) -> Settings:
        return self.settings.model_copy(update={"home": home, "organizations": registry})

    def _there(self, source: _Source, folder: Path, key: str) -> Prepared:
        """The corpus in `folder`; _NotPrepared where it is not there, or is not what was made."""
        try:
            said = json.loads((folder / _PREPARED).read_text(encoding="utf-8"))
            if said["key"] != key:
                raise _NotPrepared
            prepared = self._prepared(source, folder, said["fingerprint"], said["problems"], said["notes"])
            parts = prepared.parts()
            with parts.index.generations.pin() as generation:
                open_checked(parts.index, parts.questionnaire, generation)
                found = fingerprint_of(parts.index.table.documents(generation))
                parts.index.close(generation)
        except (OSError, ValueError, KeyError, TypeError, NoIndex, IndexUnusable) as error:
            raise _NotPrepared from error
        if found != prepared.fingerprint:
            raise _NotPrepared
        return prepared

    def _made(self, source: _Source, folder: Path, key: str) -> Prepared:
        self.say(f"Preparing the corpus {source.name} (once; kept in {folder})")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # What questions are read by is learned once for all corpora.
        models = self.root.parent / "models"
        models.mkdir(exist_ok=True)
        (folder / "models").symlink_to(models.absolute(), target_is_directory=True)
        truth = source.write(folder / _FILES)
        prepared = self._prepared(source, folder, "")
        parts = prepared.parts()
        kept_vectors = self.root / "vectors" / f"{source.name}.sqlite"
        kept_vectors.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(kept_vectors, parts.home.vector_cache)
        notes: list[Note] = []
        forms = source.forms(folder)
        with StepBars(f"Preparing {source.name}", self.bar) as bars:
            if source.earlier is not None:
                ingest(parts.index, [source.earlier], True, parts.questionnaire, parts.registry)
            report = ingest(
                parts.index, forms, source.earlier is None, parts.questionnaire, parts.registry, notes.append, bars.step
            )
        with suppress(FileNotFoundError):
            parts.home.vector_cache.replace(kept_vectors)
        if report.generation is None:
            problem = report.problems[0].message if report.problems else "it holds no file"
            raise BadCases(f"{source.where}: the corpus cannot be made: {problem}")
        fingerprint = fingerprint_of(parts.index.table.documents(report.generation))
        parts.index.close(report.generation)
        problems, passed_over = _told(report, notes, truth)
        prepared = self._prepared(source, folder, fingerprint, problems, passed_over)
        values = {"key": key, "fingerprint": fingerprint, "problems": problems, "notes": passed_over}
        write_durably(folder / _PREPARED, json.dumps(values, ensure_ascii=False, indent=1).encode())
        self._sweep(source.name, folder)
        return prepared

    def _prepared(
        self,
        source: _Source,
        folder: Path,
        fingerprint: str,
        problems: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> Prepared:
        generated = isinstance(source.corpus, GeneratedCorpus)
        registry = folder / _FILES / "registry.toml" if generated else source.registry
        return Prepared(
            source.name,
            folder,
            self._settings_of(registry, folder),
            self.open_embedder,
            fingerprint,
            tuple(problems),
            tuple(notes),
            folder / _FILES if generated else None,
        )

    def _sweep(self, name: str, kept: Path) -> None:
        """Deletes older folders of the same corpus, but for the newest few: another checkout may still use them."""
        length = len(kept.name)
        others = [
            path
            for path in kept.parent.glob(f"{name}-*")
            if path != kept and len(path.name) == length and (path / _PREPARED).exists()
        ]
        others.sort(key=lambda path: (path / _PREPARED).stat().st_mtime, reverse=True)
        for path in others[_OUTDATED_KEPT:]:
            shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Source:
    """A corpus before it is prepared. `where` names the file of cases that asks for it; `folder` holds its files.

    `earlier` holds files that are ingested before them.
    """

    name: str
    corpus: GeneratedCorpus | None
    where: str
    folder: Path | None
    registry: Path | None
    earlier: Path | None = None

    def write(self, folder: Path) -> Truth | None:
        """The truth of a generated corpus, whose files are written into `folder`; None for files that are there."""
        if self.corpus is None:
            return None
        from evals.generator.generate import generate

        return generate(self.corpus, folder)

    def forms(self, home: Path) -> list[Path]:
        """Where its assessments lie, once written."""
        return [home / _FILES / _FORMS if self.folder is None else self.folder]


def usual_corpora(settings: Settings, say: Say = no_say, bar: Bar = no_bar) -> Corpora:
    """The corpora under the home folder that the settings name, with its model."""
    home = home_of(settings)
    embedder = partial(embedder_named, settings.embedder, home.models, embedder_address(settings))
    return Corpora(home.root / "evaluation", settings, embedder, say, bar)


def write_corpus(header: CasesHeader, cases: Path, folder: Path) -> int:
    """The number of files written into `folder`: the corpus's assessments and registry, without what is true of them.

    BadCases as for `prepared`; CannotWrite where the folder cannot be written.
    """
    source = _source(header, cases)
    try:
        if source.corpus is not None:
            source.write(folder)
            (folder / "truth.json").unlink()
            return sum(1 for path in folder.rglob("*") if path.is_file())
        assert source.folder is not None
        shutil.copytree(source.folder, folder / _FORMS, dirs_exist_ok=True)
        shutil.copyfile(source.registry or REGISTRY_FILE, folder / "registry.toml")
        return sum(1 for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written ({error}). Name another folder with --out.") from error


def write_texts(texts: CorpusTexts, folder: Path) -> int:
    """The number of files written into `folder`: each stored text, in which offsets count, as `<document>.txt`.

    UTF-8, line ends as they are in the text. CannotWrite where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for text in texts.texts:
            (folder / f"{text.document}.txt").write_bytes(text.text.encode("utf-8"))
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written ({error}). Name another folder with --out.") from error
    return len(texts.texts)


def _source(header: CasesHeader, cases: Path) -> _Source:
    corpus = header.corpus
    if isinstance(corpus, GeneratedCorpus):
        name = f"generated-{corpus.texts}-{corpus.seed}-{corpus.organizations}"
        return _Source(name, corpus, str(cases), None, None)
    if not isinstance(corpus, FolderCorpus):
        return _Source("shipped", None, str(cases), SHIPPED, None)
    folder = cases.parent / corpus.folder
    registry = None if corpus.registry is None else cases.parent / corpus.registry
    if not folder.is_dir():
        raise BadCases(f"{cases}, line 1: corpus: the folder {folder} does not exist. Name it as seen from the file.")
    if registry is not None and not registry.is_file():
        raise BadCases(f"{cases}, line 1: corpus: the registry {registry} does not exist. Name it as seen from there.")
    earlier = None if corpus.earlier is None else cases.parent / corpus.earlier
    if earlier is not None and not earlier.is_dir():
        raise BadCases(f"{cases}, line 1: corpus: the folder {earlier} does not exist. Name it as seen from the file.")
    return _Source(f"folder-{folder.resolve().name}", None, str(cases), folder, registry, earlier)


def _key(source: _Source, parts: Parts, embedder: Embedder) -> str:
    inputs: dict[str, str] = {}
    if source.corpus is not None:
        inputs["generator"] = program_hash(*_generator_places(source.corpus))
    elif source.folder is not None:
        inputs["files"] = files_hash(sorted(p for p in source.folder.rglob("*") if p.is_file()), source.folder)
        inputs["registry"] = file_hash(source.registry or REGISTRY_FILE)
        if source.earlier is not None:
            inputs["earlier"] = files_hash(sorted(p for p in source.earlier.rglob("*") if p.is_file()), source.earlier)
    return value_hash(
        {
            "corpus": None if source.corpus is None else source.corpus.model_dump(),
            "inputs": inputs,
            "questionnaire": parts.questionnaire.digest,
            "embedder": embedder.fingerprint,
            "index": FORMAT,
            "program": program_hash(*_MAKERS, without=ONLY_ASKING),
            "libraries": versions(ANSWERING),
        }
    )


def _generator_places(corpus: GeneratedCorpus) -> list[str]:
    """What of the generator decides a corpus's files: neither how cases are written nor the other split's texts."""
    parts = [each for each in _GENERATOR.iterdir() if each.name not in ("cases", "texts", "__pycache__")]
    places = [*parts, _GENERATOR / "texts" / corpus.texts]
    return sorted(place.relative_to(PROJECT).as_posix() for place in places)


def _told(report: IngestReport, notes: Sequence[Note], truth: Truth | None) -> tuple[list[str], list[str]]:
    """What is missing that should be there, and what was passed over as it should be."""
    foreign = set() if truth is None else {Path(name).name for name in truth.foreign}
    problems: list[str] = []
    passed_over = [note.message for note in notes]
    for problem in report.problems:
        (passed_over if Path(problem.file).name in foreign else problems).append(problem.message)
    for lost in report.superseded:
        problems.append(f"{lost.old.name}: {lost.new.name} is for the same organization, language and cycle")
    return problems, passed_over


def _truth(folder: Path) -> Truth:
    from evals.generator.generate import read_truth

    return read_truth(folder)
