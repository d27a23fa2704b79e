"""The words of the assistant: conversation, answer, events. `Answer.to_json` is the contract of CLI, API and runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from corpus.types import Language
from index.types import State

AnswerKind = Literal[
    "list", "count", "share", "compare", "rank", "crosstab", "lookup", "overview", "clarify", "abstain"
]
Confidence = Literal["stated", "closest"]
Reason = Literal[
    "not_in_assessments", "no_assessment", "unknown_organization", "out_of_scope", "unclear", "instruction"
]


# Characters of a question that are read: it is a few sentences at the most, far beyond that a pasted document.
QUESTION_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Conversation:
    """The earlier questions of one visitor, oldest first. Nothing else of a conversation is kept anywhere."""

    questions: tuple[str, ...] = ()

    def followed_by(self, question: str) -> Conversation:
        """The conversation with one more question asked."""
        return Conversation((*self.questions, question))


NO_CONVERSATION = Conversation()


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document: `quote == text[start:end]` (code points). `n` is the number in the answer's text, 1-based.

    `url` is the published page's address where it is known. `organization` is the name as printed, `name` what the
    organization is called in the answer's language.
    """

    n: int
    organization: str
    organization_id: str
    name: str
    document: str
    language: Language
    item: int
    quote: str
    start: int
    end: int
    page: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RowCell:
    """What one organization recorded for one item: ids of its ticks and the citation's number (None: nothing to cite).

    `words` is what a table shows: the ticked options as printed, or what stands instead of a tick. Of an overview, a
    comparison, and a yes or no about one organization, `told` is the number of the citation that quotes what was
    written besides.
    """

    item: int
    options: tuple[str, ...]
    citation: int | None
    words: str = ""
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One organization in an answer: its name as printed, and what it is called in the answer's language."""

    organization: str
    organization_id: str
    name: str
    state: State
    cells: tuple[RowCell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many organizations were examined; the three states always add up to `organizations`."""

    organizations: int
    matching: int
    not_matching: int
    not_stated: int


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another way the question could be meant: asking `text` (or `where`) gives `matching` organizations."""

    text: str
    where: str
    matching: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth saying beside the answer, such as two ticks that do not fit together."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table: its label, its cells under the table's columns, and the condition that lists its members."""

    label: str
    cells: tuple[int | str, ...]
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers that are no list of organizations: a rank, or the options of one item against those of another."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that a language model wrote and every check passed, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """What became of the sentences that a language model wrote.

    `shown` passed every check. `quoted` did not, and the quotations that they cite stand in their place. `dropped`
    cited nothing that could. `faults` names what was wrong with each of the others, in order.
    """

    written: int
    shown: int
    quoted: int
    dropped: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelUse:
    """How a language model was used for an answer.

    `read` and `worded` are True where what it said counts. `failure` is a code (assistant/model/failures.py), None
    where it worked, "stopped" where whoever asked had gone. Tokens are those of all its requests, `cost` is what they
    cost by the prices that are set. `prompts` is the version of what it was told.
    """

    name: str
    read: bool = False
    worded: bool = False
    failure: str | None = None
    tokens_sent: int = 0
    tokens_received: int = 0
    cost: float = 0.0
    prompts: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Candour says. `text` is Markdown with [n] marks; `headline` its first sentence, without marks.

    `sentences` are those of it that a language model wrote, `checks` what became of all it wrote, `model` how it was
    used; none of them without one.
    """

    question: str
    understood_as: str
    language: Language
    kind: AnswerKind
    headline: str
    text: str
    id: str | None = None
    confidence: Confidence | None = None
    abstained: bool = False
    reason: Reason | None = None
    reading: str | None = None
    where: str | None = None
    other_readings: tuple[OtherReading, ...] = ()
    coverage: Coverage | None = None
    rows: tuple[Row, ...] = ()
    table: Table | None = None
    remarks: tuple[Remark, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    checks: Checks | None = None
    citations: tuple[Citation, ...] = ()
    written_by: str = "candour"
    index: str = ""
    timing_ms: dict[str, float] = field(default_factory=dict)
    sentences: tuple[WrittenSentence, ...] = ()
    model: ModelUse | None = None

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values; fields are only ever added, never renamed."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Started:
    """The question was read; `reading` says how (None for a look-up)."""

    language: Language
    reading: str | None


@dataclass(frozen=True, slots=True)
class TextPart:
    """The next piece of the answer's text; all pieces joined are `Answer.text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer: a sentence for people and a stable code. Nothing follows."""

    code: str
    message: str


Event = Started | TextPart | Done | Failed
