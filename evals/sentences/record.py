"""What a real language model writes, recorded: each sentence with the passages it cites and what the checks found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.app import Parts, open_assistant
from assistant.model.checks.types import Evidence, Fault, Sentence
from assistant.types import Conversation
from corpus.durable import write_durably
from corpus.types import Language
from evals.errors import BadCases
from evals.progress import Progress
from evals.records import read_questions
from evals.sentences.read import PASSAGES, RECORDED, Passage, Written


@dataclass
class Recorder:
    """Hears of sentences, and keeps them with their passages."""

    question: str = ""
    passages: dict[str, Passage] = field(default_factory=dict)
    sentences: list[Written] = field(default_factory=list)

    def __call__(
        self, sentence: Sentence, evidence: Mapping[int, Evidence], language: Language, fault: Fault | None
    ) -> None:
        """Keeps a sentence; what it cites and there is not is kept as "none"."""
        cites = tuple(self._kept(evidence[n]) if n in evidence else "none" for n in sentence.citations)
        self.sentences.append(Written(sentence.text, language, self.question, cites, fault or ""))

    def write(self, folder: Path) -> None:
        """Nothing; writes the files that `candour eval sentences FOLDER` reads."""
        for name, lines in ((PASSAGES, self.passages.values()), (RECORDED, self.sentences)):
            text = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in lines)
            write_durably(folder / name, text.encode("utf-8"))

    def _kept(self, evidence: Evidence) -> str:
        digest = hashlib.sha256(f"{evidence.organization.id} {evidence.item.number} {evidence.text}".encode())
        name = digest.hexdigest()[:12]
        item, language = evidence.item, evidence.language
        self.passages[name] = Passage(
            name,
            evidence.names[0] if evidence.names else evidence.organization.applied.of(language),
            evidence.organization.id,
            item.number,
            item.wording.of(language),
            item.prompt.of(language) if item.prompt else None,
            language,
            "ticks" if evidence.meanings else "text",
            evidence.text,
        )
        return name


def record(questions: Path, out: Path, folder: Path, parts: Parts, progress: Progress = lambda done: None) -> int:
    """How many sentences were recorded in `folder`, while the answers to a plain file of questions went to `out`.

    BadCases where no language model is set.
    """
    if parts.settings.model is None:
        raise BadCases("There is no language model to record: set CANDOUR_MODEL to 'provider:model'.")
    recorder = Recorder()
    assistant = open_assistant(parts, recorder)
    assistant.open_model()
    lines = []
    for number, each in enumerate((one.record for one in read_questions(questions)), start=1):
        recorder.question = each.question
        answer = assistant.ask(each.question, Conversation(each.history), each.language)
        lines.append(json.dumps({**answer.to_json(), "id": each.id}, ensure_ascii=False) + "\n")
        progress(number)
    folder.mkdir(parents=True, exist_ok=True)
    recorder.write(folder)
    write_durably(out, "".join(lines).encode("utf-8"))
    return len(recorder.sentences)
