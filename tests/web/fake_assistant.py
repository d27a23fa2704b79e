"""An assistant with hand-made answers about the two shipped texts, and one hostile document beside them."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answers.matrix import ItemResponses, Matrix, OptionCount
from assistant.model.language_model import ModelInfo
from assistant.types import (
    Answer,
    Citation,
    Conversation,
    Coverage,
    Done,
    Event,
    Failed,
    ModelUse,
    OtherReading,
    Remark,
    Row,
    RowCell,
    Started,
    TextPart,
)
from corpus.types import (
    Assessment,
    Bilingual,
    Item,
    Language,
    Option,
    Organization,
    ParseReport,
    Phrases,
    Provenance,
    Response,
    SourceText,
    Span,
    Tick,
)
from index.errors import BadCondition
from index.types import State

TEXTS = Path(__file__).parents[2] / "corpus" / "assessments"
NOTHING_SAID = Conversation()
HOSTILE = (
    "<script>document.title='owned'</script> <img src=x onerror=\"document.title='owned'\"> **bold** `code` "
    "[x](javascript:document.title='owned') $$\\frac{1}{2}$$ http://example.org/ &amp; # title | a | b |"
)
OPTIONS = {
    "updated": Bilingual(
        "Yes, my organization updated its code of conduct.", "Oui, mon organisation a mis à jour son code de conduite."
    ),
    "updating": Bilingual(
        "My organization is in the process of updating its code of conduct.",
        "Mon organisation est en train de mettre à jour son code de conduite.",
    ),
    "none": Bilingual(
        "No, my organization’s code of conduct does not require any updates.",
        "Non, le code de conduite de mon organisation ne nécessite aucune mise à jour.",
    ),
}


@dataclass(frozen=True)
class FakeForm:
    title: Bilingual
    parts: tuple[Bilingual, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class FakeSnapshot:
    organizations: int
    documents: int
    date: str
    index: str = "20261123T000000"
    unread: tuple[str, ...] = ()
    sha256: str = "0" * 64


def form() -> FakeForm:
    """Thirteen items; item 5 is the one with options."""
    items = []
    for number in range(1, 14):
        options = ()
        if number == 5:
            options = tuple(
                Option(f"q5.{key}", label, label, Phrases(), label, label) for key, label in OPTIONS.items()
            )
        items.append(
            Item(
                number=number,
                part=min(4, 1 + number // 3),
                kind="single" if options else "text",
                wording=Bilingual(f"Wording of item {number}?", f"Libellé de l’élément {number}?"),
                short=Bilingual(f"short {number}", f"court {number}"),
                prompt=Bilingual("Please describe.", "Veuillez décrire.") if options else None,
                options=options,
            )
        )
    parts = tuple(Bilingual(f"Part {n}", f"Partie {n}") for n in range(1, 5))
    return FakeForm(Bilingual("Self-assessment", "Autoévaluation"), parts, tuple(items))


def assessment(organization_id: str, text: str, language: Language = "en", address: str | None = None) -> Assessment:
    """A small reading of a text: headings "Question N", bullets before the first other line as ticks."""
    name = text.split("\n", 1)[0].strip()
    headings = [(int(found[1]), found.start(), found.end()) for found in re.finditer(r"(?m)^Question (\d+)\s*$", text)]
    responses = []
    for at, (number, start, after) in enumerate(headings):
        end = headings[at + 1][1] if at + 1 < len(headings) else len(text)
        lines = [
            (line.start() + after, line[0])
            for line in re.finditer(r"[^\n]+", text[after:end])
            if line[0].strip() and not line[0].startswith("Part ")
        ]
        ticks = []
        rest = lines[1:]
        while number in (1, 2, 3, 5, 6, 7, 12) and rest and re.match(r"\s*[-•]", rest[0][1]):
            line_start, line = rest.pop(0)
            label = re.sub(r"^\s*[-•]\s*", "", line).rstrip()
            begin = line_start + line.index(label)
            option = next((f"q5.{key}" for key, wording in OPTIONS.items() if wording.en == label), None)
            ticks.append(Tick(option or f"q{number}.printed", label, Span("", begin, begin + len(label)), bool(option)))
        if ticks and rest:
            rest.pop(0)  # the follow-up prompt
        free = Span("", rest[0][0], rest[-1][0] + len(rest[-1][1])) if rest else None
        state = "answered" if ticks or free else "no_response"
        responses.append(Response(number, state, tuple(ticks), free, Span("", start, after)))
    present = {response.item for response in responses}
    responses += [Response(number, "missing") for number in range(1, 14) if number not in present]
    known = Bilingual(name, name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Assessment(
        id=f"{organization_id}-2024-{language}-{digest[:8]}",
        questionnaire="fake",
        cycle="2024",
        language=language,
        organization=Organization(organization_id, known, known, known, Phrases()),
        printed_name=name,
        source=SourceText(f"{organization_id}.{language}.txt", text, digest),
        responses=tuple(sorted(responses, key=lambda response: response.item)),
        report=ParseReport(tuple(sorted(present)), 1),
        provenance=Provenance(address, "2026-11-23" if address else None),
    )


def shipped() -> tuple[Assessment, ...]:
    """The two shipped texts and a hostile one."""
    cbsa = (TEXTS / "canada-border-services-agency.en.txt").read_text(encoding="utf-8")
    irb = (TEXTS / "immigration-and-refugee-board-of-canada.en.txt").read_text(encoding="utf-8")
    hostile = f"Evil {HOSTILE} Agency\nQuestion 5\nUpdates?\n- {HOSTILE}\nPlease\n{HOSTILE}\n\n  • {HOSTILE}\n"
    return (
        assessment("cbsa", cbsa, address="https://www.canada.ca/en/example.html"),
        assessment("irb", irb),
        assessment("evil", hostile, address="javascript:document.title='owned'"),
    )


def _state(row: Row, where: str) -> State:
    ticked = {option for cell in row.cells if cell.item == 5 for option in cell.options}
    return "matching" if where in ticked else "not_matching" if ticked else "not_stated"


def _counts(rows: list[Row], where: str) -> tuple[int, int, int]:
    states = [_state(row, where) for row in rows]
    return states.count("matching"), states.count("not_matching"), states.count("not_stated")


class FakeAssistant:
    """Answers any question by its words: "slow" is written slowly; "fail", "crash", "look up", "abstain", "evil"."""

    def __init__(self, documents: tuple[Assessment, ...] | None = None) -> None:
        self.documents = shipped() if documents is None else documents
        self.questionnaire = form()
        self.asked: list[tuple[str, Conversation, Language | None]] = []
        self.ended = 0
        self.model: ModelInfo | None = None
        self.embedder_outside: str | None = None
        self.watching: list[Callable[[ModelUse], None]] = []

    def watch_model(self, told: Callable[[ModelUse], None]) -> None:
        self.watching.append(told)

    def stream(
        self,
        question: str,
        conversation: Conversation = NOTHING_SAID,
        language: Language | None = None,
        only=(),
        quotations_only: bool = False,
    ) -> Iterator[Event]:
        self.asked.append((question, conversation, language))
        yield Started(language or "en", None)
        if question.startswith("fail"):
            yield Failed("bad", f"No {HOSTILE}")
            return
        if question.startswith("crash"):
            raise RuntimeError("a mistake in the program")
        try:
            if question.startswith("slow"):
                for n in range(200):
                    time.sleep(0.05)
                    yield TextPart(f"word{n} ")
            answer = self.answer(question, language or "en")
            yield TextPart(answer.text)
            yield Done(answer)
        finally:
            self.ended += 1

    def ask(
        self,
        question: str,
        conversation: Conversation = NOTHING_SAID,
        language: Language | None = None,
        only=(),
        quotations_only: bool = False,
    ) -> Answer:
        self.asked.append((question, conversation, language))
        return self.answer(question, language or "en")

    def matrix(self, language: Language, where: str | None = None, organizations: tuple[str, ...] = ()) -> Matrix:
        rows, citations = self._rows(self.questionnaire.items)
        if where is not None and where not in {f"q5.{key}" for key in OPTIONS}:
            raise BadCondition(f"There is no {where}.")
        rows = [replace(row, state=_state(row, where)) for row in rows] if where else rows
        states = [row.state for row in rows]
        coverage = Coverage(len(rows), *(states.count(each) for each in ("matching", "not_matching", "not_stated")))
        return Matrix(self.questionnaire.items, tuple(rows), citations, coverage, where, where, "index-1")

    def item(self, language: Language, number: int) -> ItemResponses | None:
        found = [each for each in self.questionnaire.items if each.number == number]
        if not found:
            return None
        rows, citations = self._rows(tuple(found))
        counts = tuple(
            OptionCount(option.label.of(language), option.id, *_counts(rows, option.id)) for option in found[0].options
        )
        return ItemResponses(found[0], counts, tuple(rows), citations, "index-1")

    def _rows(self, items: tuple[Item, ...]) -> tuple[list[Row], dict[int, Citation]]:
        rows, citations = [], {}
        for document in self.documents:
            cells = []
            for item in items:
                response = document.response(item.number)
                cited = None
                if response.ticks or response.free_text:
                    cited = len(citations) + 1
                    citations[cited] = self.citation(cited, document.organization.id, item.number)
                said = "; ".join(tick.label for tick in response.ticks) or response.state
                cells.append(RowCell(item.number, tuple(tick.option for tick in response.ticks), cited, said))
            name = document.printed_name
            rows.append(Row(name, document.organization.id, name, "matching", tuple(cells)))
        return rows, citations

    def answer(self, question: str, language: Language = "en") -> Answer:
        if question.startswith("look up"):
            return self._look_up(question, language)
        if question.startswith("abstain"):
            text = "The self-assessments do not say what the weather is."
            return Answer(
                question, question, language, "abstain", text, text, abstained=True, reason="not_in_assessments"
            )
        return self._list(question, language)

    def citation(self, n: int, organization_id: str, item: int) -> Citation:
        document = next(each for each in self.documents if each.organization.id == organization_id)
        response = document.response(item)
        span = response.ticks[0].span if response.ticks else response.free_text
        return Citation(
            n,
            document.printed_name,
            organization_id,
            document.printed_name,
            document.id,
            document.language,
            item,
            document.words(span),
            span.start,
            span.end,
            url=document.provenance.address,
        )

    def _list(self, question: str, language: Language) -> Answer:
        citations = [self.citation(1, "cbsa", 5), self.citation(2, "irb", 5), self.citation(3, "irb", 3)]
        rows = [
            Row(c.organization, c.organization_id, c.name, state, (RowCell(5, ("q5.x",), c.n, c.quote),))
            for c, state in zip(citations, ("matching", "not_matching"), strict=False)
        ]
        coverage = Coverage(2, 1, 1, 0)
        if question.startswith("long"):
            rows += [replace(rows[1], organization_id=f"other-{number}") for number in range(100)]
            coverage = Coverage(102, 1, 101, 0)
        if "evil" in question:
            citations.append(self.citation(4, "evil", 5))
            rows.append(
                Row(citations[3].organization, "evil", citations[3].name, "not_stated", (RowCell(5, (), 4, HOSTILE),))
            )
            coverage = Coverage(3, 1, 1, 1)
        headline = {
            "en": "1 of 2 organizations updated its code of conduct.",
            "fr": "1 organisme sur 2 a mis à jour son code de conduite.",
        }[language]
        other = {"en": "which agencies reviewed their code", "fr": "quels organismes ont revu leur code"}[language]
        return Answer(
            question,
            question,
            language,
            "list",
            headline,
            f"{headline}\n\n- {citations[0].organization} [1]",
            confidence="stated",
            reading={"en": "item 5: updated its code of conduct", "fr": "élément 5 : a mis à jour son code"}[language],
            other_readings=(OtherReading(other, "q3.reviewed", 1),),
            coverage=coverage,
            rows=tuple(rows),
            remarks=(Remark("The review (item 3) is still in process.", (3,)),),
            suggestions=("look up the changes", HOSTILE) if "evil" in question else ("look up the changes",),
            citations=tuple(citations),
        )

    def _look_up(self, question: str, language: Language) -> Answer:
        document = self.documents[0]
        span = document.response(5).free_text
        start = document.source.text.index("Changes to the Code were adopted in April 2024")
        end = document.source.text.index(":", start) + 1
        quote = document.source.text[start:end]
        assert span.start < start < span.end
        citation = Citation(
            1, document.printed_name, "cbsa", document.printed_name, document.id, "en", 5, quote, start, end
        )
        headline = "The CBSA adopted changes in April 2024."
        return Answer(
            question, question, language, "lookup", headline, f"{headline} [1]", "stated", citations=(citation,)
        )

    def starters(self, language: Language) -> tuple[str, ...]:
        return {
            "en": ("which agencies revised their codes", "look up what the CBSA changed"),
            "fr": ("quels organismes ont mis à jour leur code de conduite ?",),
        }[language]

    def being_built(self) -> bool:
        return False

    def snapshot(self) -> FakeSnapshot:
        return FakeSnapshot(len(self.documents), len(self.documents), "2026-11-23")

    def documents_of(self, organization_id: str) -> tuple[Assessment, ...]:
        return tuple(each for each in self.documents if each.organization.id == organization_id)
